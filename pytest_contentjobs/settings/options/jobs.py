"""What is gated: jobs to wait for, validations to start, logs."""

from __future__ import annotations

from pytest_contentjobs.settings.options.option import Option

__all__ = ["JOB", "JOB_RETRIES", "LOG", "ON_INTERRUPT", "SOURCE_REGION", "STATUS", "VALIDATE"]

_TITLE = "content gate: jobs and logs"

JOB = Option(
    name="--content-job",
    group=_TITLE,
    metavar="[NAME=]JOB",
    help="gate this import or validation job, given by its id, its location or its status URL; NAME is the stable first part "
    "of its test names (repeatable)",
    repeatable=True,
    has_ini=False,
)
VALIDATE = Option(
    name="--content-validate",
    group=_TITLE,
    metavar="[NAME=]URI",
    help="start a validation of the content at s3://bucket/folder/ or sftp://host/folder/, and gate it (repeatable)",
    repeatable=True,
    has_ini=False,
)
LOG = Option(
    name="--content-log",
    group=_TITLE,
    metavar="[NAME=]LOG",
    help="gate a log without the service: a file, an s3:// or https:// URL, or a saved run (repeatable)",
    repeatable=True,
    has_ini=False,
)
STATUS = Option(
    name="--content-status",
    group=_TITLE,
    metavar="FILE",
    help="with one --content-log: the saved status response of its job (JSON), to check the log against the job's counts",
    has_ini=False,
)
SOURCE_REGION = Option(
    name="--content-source-region",
    group=_TITLE,
    metavar="REGION",
    help="AWS region of the bucket whose content is validated or imported",
    variable="CONTENTJOBS_SOURCE_REGION",
)
ON_INTERRUPT = Option(
    name="--content-on-interrupt",
    group=_TITLE,
    metavar="leave|cancel",
    help="what Ctrl-C or SIGTERM does to a job that this run started",
    variable="CONTENTJOBS_ON_INTERRUPT",
    default="leave",
    parser="as_choice",
    choices=("leave", "cancel"),
)
JOB_RETRIES = Option(
    name="--content-job-retries",
    group=_TITLE,
    metavar="N",
    help="how many times to restart a validation that this run started, if it failed and the service reports it as retryable",
    variable="CONTENTJOBS_JOB_RETRIES",
    default="0",
    parser="as_count",
)
