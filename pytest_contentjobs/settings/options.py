"""All that can be set, as one table: the command line, the ini keys, the messages and the README follow it.

Standard library only, since pytest reads this module in every run.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ACTIVATING",
    "API_DOMAIN",
    "BASELINE",
    "BASELINE_STRICT",
    "COMPARE",
    "DEPENDING",
    "ENTITY_FIELDS",
    "ENTITY_URL",
    "FAIL_ON",
    "FAIL_ON_CHOICES",
    "GROUP",
    "GROUP_CHOICES",
    "ITEMS",
    "ITEMS_CHOICES",
    "JOB",
    "JOB_RETRIES",
    "JSON",
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
    "MAX_CASES",
    "MAX_ERRORS",
    "MAX_LINE_LENGTH",
    "MAX_LOG_LINES",
    "MAX_LOG_SIZE",
    "MAX_UNPARSED",
    "MAX_WARNINGS",
    "ON_INTERRUPT",
    "ON_INTERRUPT_CHOICES",
    "OPTIONS",
    "PACKAGE",
    "POLICY",
    "POLL_INTERVAL",
    "RULE_FIELDS",
    "RULE_URL",
    "SAVE",
    "SOURCE_REGION",
    "STALL_TIMEOUT",
    "STATUS",
    "TIMEOUT",
    "UPDATE_BASELINE",
    "VALIDATE",
    "Option",
]

LOG_FORMATS = ("auto", "text", "jsonl", "json", "platform", "table", "logfmt", "sections")
ON_INTERRUPT_CHOICES = ("leave", "cancel")
FAIL_ON_CHOICES = ("warning", "error", "never")
GROUP_CHOICES = ("entry", "entity", "rule")
ITEMS_CHOICES = ("all", "checks")
ENTITY_FIELDS = ("id", "name", "folder", "path", "kind", "rule")
RULE_FIELDS = ("rule",)
LOG_ENDS = ("newline", "any")
# Long enough for what the vendor calls the longest import (4 hours).
DEFAULT_TIMEOUT = "4h30m"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be set. ``name`` is the option; the ini key is the same with underscores.

    A flag takes no value on the command line, where it means ``true``. An option that ``refuses_ini`` says where credentials go
    or whom to trust, which is nothing for whoever can edit a file of the repository: its ini key is wrong usage.
    """

    name: str
    metavar: str
    help: str
    variable: str | None = None
    default: str | None = None
    repeatable: bool = False
    is_flag: bool = False
    has_ini: bool = True
    refuses_ini: bool = False

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
    help="what Ctrl-C or SIGTERM during the wait does to a job that this run started (default: leave)",
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
    has_ini=False,
    refuses_ini=True,
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
    has_ini=False,
    refuses_ini=True,
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
    help="how many unrecognised lines of the log are accepted, as a count or as a share of its lines, as long as most lines "
    "are recognised (default: none; a rule, a line that states zeros, and prose in a log that states that it has no errors do not "
    "count)",
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
POLICY = Option(
    name="--content-policy",
    metavar="FILE",
    help="the policy's TOML file (default: contentjobs.toml or [tool.contentjobs] of pyproject.toml in the root folder)",
    variable="CONTENTJOBS_POLICY",
)
FAIL_ON = Option(
    name="--content-fail-on",
    metavar="warning|error|never",
    help="the least severity that fails; what is below is shown as a skipped test (default: warning)",
    variable="CONTENTJOBS_FAIL_ON",
    default="warning",
)
MAX_ERRORS = Option(
    name="--content-max-errors",
    metavar="N|P%",
    help="let so many errors pass, as a count or as a share of the items that the job processed; with more all of them fail",
    variable="CONTENTJOBS_MAX_ERRORS",
)
MAX_WARNINGS = Option(
    name="--content-max-warnings",
    metavar="N|P%",
    help="let so many warnings pass, as a count or as a share of the items that the job processed; with more all of them "
    "fail, whatever --content-fail-on says",
    variable="CONTENTJOBS_MAX_WARNINGS",
)
BASELINE = Option(
    name="--content-baseline",
    metavar="FILE",
    help="the findings that are known and accepted: only others fail",
    variable="CONTENTJOBS_BASELINE",
)
UPDATE_BASELINE = Option(
    name="--content-update-baseline",
    metavar="",
    help="write what was found to the --content-baseline file, with the reasons and dates that are there; this run itself is "
    "judged by the file as it was",
    is_flag=True,
    has_ini=False,
)
BASELINE_STRICT = Option(
    name="--content-baseline-strict",
    metavar="",
    help="fail where the --content-baseline file has findings that are fixed",
    variable="CONTENTJOBS_BASELINE_STRICT",
    is_flag=True,
)
COMPARE = Option(
    name="--content-compare",
    metavar="RUN",
    help="a run that --content-save wrote: what it found already is known and does not fail, what is new does, and what is "
    "gone is told",
    variable="CONTENTJOBS_COMPARE",
)
GROUP = Option(
    name="--content-group",
    metavar="entry|entity|rule",
    help="a test for each finding, for each item of the content, or for each rule (default: entry)",
    variable="CONTENTJOBS_GROUP",
    default="entry",
)
MAX_CASES = Option(
    name="--content-max-cases",
    metavar="N",
    help="the most tests for findings; what is over is counted in one more test; 0 is no limit (default: 10000)",
    variable="CONTENTJOBS_MAX_CASES",
    default="10000",
)
ITEMS = Option(
    name="--content-items",
    metavar="all|checks",
    help="the gate's own tests: all, or only job, log and thresholds, and the findings are left to tests of your own "
    "(default: all)",
    variable="CONTENTJOBS_ITEMS",
    default="all",
)
ENTITY_URL = Option(
    name="--content-entity-url",
    metavar="TEMPLATE",
    help="the address of an item in the authoring tool, with {id}, {name}, {folder}, {path}, {kind} or {rule} in it",
    variable="CONTENTJOBS_ENTITY_URL",
)
RULE_URL = Option(
    name="--content-rule-url",
    metavar="TEMPLATE",
    help="the address of a rule's page, with {rule} in it",
    variable="CONTENTJOBS_RULE_URL",
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
JSON = Option(
    name="--content-json",
    metavar="FILE",
    help="write all that was found as JSON, by a schema of its own, however many findings there are",
    variable="CONTENTJOBS_JSON",
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
    POLICY,
    FAIL_ON,
    MAX_ERRORS,
    MAX_WARNINGS,
    BASELINE,
    UPDATE_BASELINE,
    BASELINE_STRICT,
    COMPARE,
    GROUP,
    MAX_CASES,
    ITEMS,
    ENTITY_URL,
    RULE_URL,
    SAVE,
    JUNIT,
    JSON,
)
#: The options that start the gate; all others only say how.
ACTIVATING = (JOB, VALIDATE, LOG)
#: The options that mean nothing without those: given alone on the command line they are a mistake.
DEPENDING = (STATUS, BASELINE, UPDATE_BASELINE, COMPARE, JUNIT, JSON)
