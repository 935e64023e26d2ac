"""The checks of a job's log: where it is, and whether it can be read."""

from __future__ import annotations

from collections.abc import Callable

from pytest_contentjobs.boundary.time_limit import TimedCalls
from pytest_contentjobs.cli.doctor.aws_credentials import describe_credentials
from pytest_contentjobs.cli.doctor.result import CheckName, Obstacle, Result
from pytest_contentjobs.download.fetch import open_remote_file
from pytest_contentjobs.download.location import HttpLocation, S3Location, parse_job_location
from pytest_contentjobs.download.remote_file import InterruptedTransferError, MissingError, Patience, RemoteFile
from pytest_contentjobs.download.trust import LogTrust
from pytest_contentjobs.errors import ContentJobsError, LogLocationError, LogUnavailableError
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["check_aws", "check_location", "check_reading"]

_PATIENCE = Patience(silence=15.0, piece=20.0, total=30.0, attempts=1)


def check_aws(location: S3Location | HttpLocation | None) -> Result:
    """Look for AWS credentials, unless it is known that the log is not in S3."""
    name = CheckName.AWS_CREDENTIALS
    if isinstance(location, HttpLocation):
        return Result.not_checked(name, Obstacle.NOT_NEEDED, "the log is at a pre-signed URL, which needs none")
    try:
        return Result.ok(name, f"found, {describe_credentials()}")
    except ContentJobsError as error:
        return Result.problem(name, error)


def check_location(
    status: JobStatus, job_id: str, base: str, settings: Settings, redact: Callable[[str], str]
) -> tuple[Result, S3Location | HttpLocation | None]:
    """Check that the job names the location of its log, and that the location is allowed."""
    name = CheckName.LOG_LOCATION
    if status.log_file_location is None:
        if not status.is_finished:
            return Result.not_checked(
                name, Obstacle.NO_LOG_YET, f"the job is {status.status!r} and names no log yet"
            ), None
        missing = LogLocationError(
            f"The job is {status.status!r} and names no log.", next_step="Look at the job in the service."
        )
        return Result.problem(name, missing), None
    trust = LogTrust(
        api_base=base, buckets=settings.log_buckets, hosts=settings.log_hosts, owner=settings.log_bucket_owner
    )
    try:
        location = parse_job_location(status.log_file_location, job_id=job_id, trust=trust, redact=redact)
    except LogLocationError as error:
        return Result.problem(name, error), None
    return Result.ok(name, f"{location} is allowed"), location


def check_reading(location: S3Location | HttpLocation, status: JobStatus) -> Result:
    """Read the first byte of the log, with the code that downloads the log for the gate."""
    name = CheckName.LOG
    try:
        with open_remote_file(location, _PATIENCE) as remote, TimedCalls(_PATIENCE.total) as calls:
            is_empty = calls.call(lambda: _is_empty(remote))
    except TimeoutError:
        slow = LogUnavailableError(
            f"The log {location} could not be read within {_PATIENCE.total:g} s.",
            next_step="Check the network, the name server and the proxy, then run this again.",
            reason=Reason.LOG_TOO_SLOW,
        )
        return Result.problem(name, slow)
    except MissingError as missing:
        if not status.is_finished:
            return Result.not_checked(
                name, Obstacle.NO_LOG_YET, f"the job is {status.status!r}, and its log does not exist yet"
            )
        return Result.problem(name, missing.error)
    except InterruptedTransferError as error:
        broken = error.error or LogUnavailableError(
            f"The log {location} could not be read: {error}.",
            next_step="Check the network and the proxy, then run this again.",
            reason=error.reason,
        )
        return Result.problem(name, broken)
    except ContentJobsError as error:
        return Result.problem(name, error)
    return Result.ok(name, "it can be read, and is empty so far" if is_empty else "its first byte can be read")


def _is_empty(remote: RemoteFile) -> bool:
    response = remote.request(0, None)
    try:
        return not response.read(1)
    finally:
        response.close()
