"""All that can be set, as one table: the command line, the ini keys, the messages and the README follow it.

Standard library only, since pytest reads this module in every run.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ACTIVATING",
    "API_DOMAIN",
    "JOB",
    "JOB_RETRIES",
    "JUNIT",
    "LOG",
    "LOG_BUCKETS",
    "LOG_BUCKET_OWNER",
    "LOG_END",
    "LOG_ENDS",
    "LOG_FORMAT",
    "LOG_FORMATS",
    "LOG_HOSTS",
    "LOG_PATTERN",
    "MAX_LINE_LENGTH",
    "MAX_LOG_LINES",
    "MAX_LOG_SIZE",
    "MAX_UNPARSED",
    "ON_INTERRUPT",
    "ON_INTERRUPT_CHOICES",
    "OPTIONS",
    "PACKAGE",
    "POLL_INTERVAL",
    "SAVE",
    "SOURCE_REGION",
    "STALL_TIMEOUT",
    "STATUS",
    "TIMEOUT",
    "VALIDATE",
    "Option",
]

LOG_FORMATS = ("auto", "text", "jsonl", "json", "platform", "table", "logfmt", "sections")
ON_INTERRUPT_CHOICES = ("leave", "cancel")
LOG_ENDS = ("newline", "any")
# Long enough for what the vendor calls the longest import (4 hours).
DEFAULT_TIMEOUT = "4h30m"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be set. ``name`` is the option; the ini key is the same with underscores."""

    name: str
    metavar: str
    help: str
    variable: str | None = None
    default: str | None = None
    repeatable: bool = False
    has_ini: bool = True

    @property
    def key(self) -> str:
        """The ini key, which is also the attribute that pytest keeps the option under."""
        return self.name.removeprefix("--").replace("-", "_")

    @property
    def places(self) -> str:
        """The places where it can be set, in words, for messages."""
        places = [self.name]
        if self.variable:
            places.append(f"the variable {self.variable}")
        if self.has_ini:
            places.append(f"the ini key {self.key}")
        return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} or {places[-1]}"


JOB = Option(
    name="--content-job",
    metavar="[NAME=]JOB",
    help="gate this import or validation job; JOB is its id, its location or its status URL; NAME is the stable first "
    "part of its test names (repeatable)",
    repeatable=True,
    has_ini=False,
)
VALIDATE = Option(
    name="--content-validate",
    metavar="[NAME=]URI",
    help="start a validation of the content at this address, s3://bucket/folder/ or sftp://host/folder/, and gate it "
    "(repeatable)",
    repeatable=True,
    has_ini=False,
)
SOURCE_REGION = Option(
    name="--content-source-region",
    metavar="REGION",
    help="with --content-validate: the AWS region of the content's bucket",
    variable="CONTENTJOBS_SOURCE_REGION",
)
ON_INTERRUPT = Option(
    name="--content-on-interrupt",
    metavar="leave|cancel",
    help="what Ctrl-C during the wait does to a job that this run started (default: leave)",
    variable="CONTENTJOBS_ON_INTERRUPT",
    default="leave",
)
JOB_RETRIES = Option(
    name="--content-job-retries",
    metavar="N",
    help="how often a validation that this run started is started again where it Failed and the service calls that "
    "retryable (default: 0)",
    variable="CONTENTJOBS_JOB_RETRIES",
    default="0",
)
LOG = Option(
    name="--content-log",
    metavar="[NAME=]LOG",
    help="gate a log without the service: a file, s3://bucket/key or https:// URL, or a folder that --content-save wrote "
    "(repeatable)",
    repeatable=True,
    has_ini=False,
)
STATUS = Option(
    name="--content-status",
    metavar="FILE",
    help="with one --content-log: the job's saved status answer (JSON), to check the log's counts against",
    has_ini=False,
)
API_DOMAIN = Option(
    name="--content-api-domain",
    metavar="DOMAIN",
    help="the tenant's API domain: host[:port] or URL; http:// for loopback addresses alone",
    variable="CONTENTJOBS_API_DOMAIN",
)
POLL_INTERVAL = Option(
    name="--content-poll-interval",
    metavar="DURATION",
    help="the longest time between two questions for the status of a running job, twice that before a scheduled start; "
    "they come closer together where the job tells that its end is near: seconds, or 30s, 2m, 1h (default: 55s)",
    variable="CONTENTJOBS_POLL_INTERVAL",
    default="55s",
)
TIMEOUT = Option(
    name="--content-timeout",
    metavar="DURATION",
    help=f"how long each job is waited for at the most (default: {DEFAULT_TIMEOUT})",
    variable="CONTENTJOBS_TIMEOUT",
    default=DEFAULT_TIMEOUT,
)
LOG_BUCKETS = Option(
    name="--content-log-buckets",
    metavar="BUCKET,…",
    help="the S3 buckets that a job's log may lie in; a log in any other is not fetched (default: any bucket)",
    variable="CONTENTJOBS_LOG_BUCKETS",
)
LOG_BUCKET_OWNER = Option(
    name="--content-log-bucket-owner",
    metavar="ACCOUNT",
    help="the AWS account that must own a log's bucket, 12 digits (default: any account)",
    variable="CONTENTJOBS_LOG_BUCKET_OWNER",
)
LOG_HOSTS = Option(
    name="--content-log-hosts",
    metavar="HOST,…",
    help="hosts, as host or host:port, that a job's log may be fetched from by https:// beside the API domain and S3 "
    "itself",
    variable="CONTENTJOBS_LOG_HOSTS",
)
STALL_TIMEOUT = Option(
    name="--content-stall-timeout",
    metavar="DURATION",
    help="end the wait for a job whose status word, progress, operation and start have not changed for so long; not "
    "before a scheduled start (default: no limit but --content-timeout)",
    variable="CONTENTJOBS_STALL_TIMEOUT",
)
LOG_FORMAT = Option(
    name="--content-log-format",
    metavar="NAME",
    help=f"the log's format instead of recognising it: {', '.join(LOG_FORMATS)}, or the name of one that another package or a "
    "conftest.py brings (default: auto)",
    variable="CONTENTJOBS_LOG_FORMAT",
    default="auto",
)
LOG_END = Option(
    name="--content-log-end",
    metavar="END",
    help="how a whole log ends: newline (a last line without line end is a log that was cut off) or any "
    "(default: newline)",
    variable="CONTENTJOBS_LOG_END",
    default="newline",
)
MAX_UNPARSED = Option(
    name="--content-max-unparsed",
    metavar="N|P%",
    help="how many unrecognised lines of the log are accepted, as a count or as a share of its lines (default: none "
    "for a log alone; with a job those without a word like 'error' in them, as long as most lines are recognised)",
    variable="CONTENTJOBS_MAX_UNPARSED",
)
LOG_PATTERN = Option(
    name="--content-log-pattern",
    metavar="REGEX",
    help="an own layout of log lines: a regular expression with the named groups message, severity, rule, file, line, "
    "column, timestamp and entity_kind, entity_name, entity_folder, entity_id, entity_index (repeatable; one a line in "
    "the ini file)",
    repeatable=True,
)
MAX_LOG_SIZE = Option(
    name="--content-max-log-size",
    metavar="SIZE",
    help="the largest log that is read, unpacked: bytes, or like 500MB, 8GB (default: 8GB)",
    variable="CONTENTJOBS_MAX_LOG_SIZE",
    default="8GB",
)
MAX_LINE_LENGTH = Option(
    name="--content-max-line-length",
    metavar="SIZE",
    help="the longest line of a log that is read: bytes, or like 64MB (default: 64MB)",
    variable="CONTENTJOBS_MAX_LINE_LENGTH",
    default="64MB",
)
MAX_LOG_LINES = Option(
    name="--content-max-log-lines",
    metavar="N",
    help="the most lines of a log that are read (default: 100000000)",
    variable="CONTENTJOBS_MAX_LOG_LINES",
    default="100000000",
)
PACKAGE = Option(
    name="--content-package",
    metavar="DIR",
    help="the content package on this machine, a folder or .zip file: findings then point at its files and lines",
    variable="CONTENTJOBS_PACKAGE",
)
SAVE = Option(
    name="--content-save",
    metavar="DIR",
    help="keep each run in a folder DIR/NAME: status, log and findings, for --content-log DIR",
    variable="CONTENTJOBS_SAVE",
)
JUNIT = Option(
    name="--content-junit",
    metavar="FILE",
    help="write a JUnit XML file of the content alone, with file and line where known",
    variable="CONTENTJOBS_JUNIT",
)
OPTIONS = (
    JOB,
    VALIDATE,
    LOG,
    STATUS,
    API_DOMAIN,
    SOURCE_REGION,
    ON_INTERRUPT,
    JOB_RETRIES,
    POLL_INTERVAL,
    TIMEOUT,
    LOG_BUCKETS,
    LOG_BUCKET_OWNER,
    LOG_HOSTS,
    STALL_TIMEOUT,
    LOG_FORMAT,
    LOG_END,
    MAX_UNPARSED,
    LOG_PATTERN,
    MAX_LOG_SIZE,
    MAX_LINE_LENGTH,
    MAX_LOG_LINES,
    PACKAGE,
    SAVE,
    JUNIT,
)
#: The options that start the gate; all others only say how.
ACTIVATING = (JOB, VALIDATE, LOG)
