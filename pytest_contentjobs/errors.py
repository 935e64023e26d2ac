"""Everything that a user, a network or the service can cause, as one tree of exceptions.

::

    ContentJobsError
    ├── SettingsError               an option, a variable or an ini key is missing or malformed
    ├── ServiceError                a request to the service failed, or its response could not be read
    │   ├── UnreachableError        no response, or only server errors
    │   ├── RejectedError           the service refused: 401, 403, 404, another 4xx or a redirect
    │   ├── UnexpectedResponseError a response without the documented content: job status, location or token
    │   └── TokenError              the token file or the token command gave no token
    ├── JobTimeoutError             the job did not finish in time
    ├── JobStalledError             the job showed no progress for too long
    ├── LogError                    the job's log could not be fetched or read
    │   ├── LogLocationError        there is no location, or it cannot be used
    │   ├── LogUnavailableError     it does not exist, may not be read, or did not arrive whole
    │   └── LogUnreadableError      it arrived, and is not text that can be judged
    ├── SavedRunError               a saved run is missing, damaged, or of another version
    ├── PackageError                the local content package could not be read
    ├── HookError                   a hook of the user's failed, or returned an invalid value
    └── ReportError                 a report could not be written

The text of each is for people: what happened, and behind it the next step. The same is in the attributes, and so is a
``Reason``, the short code by which machines and tests tell one error from another.
"""

from __future__ import annotations

from pytest_contentjobs.model.reason import Reason

__all__ = [
    "ContentJobsError",
    "HookError",
    "JobStalledError",
    "JobTimeoutError",
    "LogError",
    "LogLocationError",
    "LogUnavailableError",
    "LogUnreadableError",
    "PackageError",
    "RejectedError",
    "ReportError",
    "SavedRunError",
    "ServiceError",
    "SettingsError",
    "TokenError",
    "UnexpectedResponseError",
    "UnreachableError",
]


class ContentJobsError(Exception):
    """What happened and what to do about it.

    ``what`` is one sentence that names the place; ``next_step`` is one or two sentences that tell the user how to go on.
    ``reason`` is the code of the error: that of its class, unless the place that raises it knows a more exact one.
    """

    reason: Reason

    def __init__(self, what: str, *, next_step: str, reason: Reason | None = None) -> None:
        super().__init__(what, next_step)
        self.what = what
        self.next_step = next_step
        if reason is not None:
            self.reason = reason

    def __str__(self) -> str:
        return f"{self.what} {self.next_step}"

    def explain(self) -> str:
        """Return the text for an error line: what happened, the next step, and the reason code in parentheses."""
        return f"{self} ({self.reason})"


class SettingsError(ContentJobsError):
    """An option, an environment variable or an ini key is missing or malformed: wrong usage, exit status 4."""

    reason = Reason.SETTINGS_INVALID


class ServiceError(ContentJobsError):
    """The service did not give the job's status.

    ``failures`` is the number of polls in a row that failed, including this one, and ``seconds`` the time from the start of the
    first to the end of the last.
    """

    reason = Reason.SERVICE_FAILED

    failures = 1
    seconds = 0.0

    def __str__(self) -> str:
        if self.failures == 1:
            return super().__str__()
        return f"{self.failures} polls in a row failed within {self.seconds:.0f} s. The last: {super().__str__()}"


class UnreachableError(ServiceError):
    """No connection, no response in time, or only server errors, after all attempts."""

    reason = Reason.SERVICE_UNREACHABLE


class RejectedError(ServiceError):
    """The service refused the request. ``status_code`` is the HTTP status, ``code`` the vendor's error code if one came."""

    reason = Reason.REQUEST_REFUSED

    def __init__(
        self, what: str, *, next_step: str, status_code: int, code: str | None = None, reason: Reason | None = None
    ) -> None:
        super().__init__(what, next_step=next_step, reason=reason)
        self.status_code = status_code
        self.code = code


class UnexpectedResponseError(ServiceError):
    """Success with a response that is not the documented one: a gateway's HTML, broken JSON, no ``status`` field."""

    reason = Reason.RESPONSE_UNEXPECTED


class TokenError(ServiceError):
    """The token file cannot be read, the token command failed, or their output is not a token."""

    reason = Reason.TOKEN_UNAVAILABLE


class JobTimeoutError(ContentJobsError):
    """The job was not finished at the deadline. ``waited`` is in seconds, ``last_status`` the last status word."""

    reason = Reason.JOB_TIMEOUT

    def __init__(self, what: str, *, next_step: str, waited: float, last_status: str) -> None:
        super().__init__(what, next_step=next_step)
        self.waited = waited
        self.last_status = last_status


class JobStalledError(ContentJobsError):
    """The job showed no progress. ``waited`` is how long, in seconds; ``last_status`` is the last status word."""

    reason = Reason.JOB_STALLED

    def __init__(self, what: str, *, next_step: str, waited: float, last_status: str) -> None:
        super().__init__(what, next_step=next_step)
        self.waited = waited
        self.last_status = last_status


class LogError(ContentJobsError):
    """The job's log could not be fetched or read, so that the content could not be judged."""

    reason = Reason.LOG_UNAVAILABLE


class LogLocationError(LogError):
    """The location is absent, malformed or of a kind that is not supported."""

    reason = Reason.LOG_LOCATION_UNUSABLE


class LogUnavailableError(LogError):
    """The log does not exist, may not be read, or its download broke off."""

    reason = Reason.LOG_UNAVAILABLE


class LogUnreadableError(LogError):
    """The log is there and is not text that can be judged: empty, binary, or in an unsupported encoding."""

    reason = Reason.LOG_UNREADABLE


class SavedRunError(ContentJobsError):
    """What ``--content-save`` wrote is missing, was left half-way, was changed, or has another version."""

    reason = Reason.SAVED_RUN_UNUSABLE


class PackageError(ContentJobsError):
    """The local content package is missing, damaged, or not laid out as one."""

    reason = Reason.PACKAGE_UNUSABLE


class HookError(ContentJobsError):
    """A hook of the user's raised an exception, or returned an invalid value."""

    reason = Reason.HOOK_FAILED


class ReportError(ContentJobsError):
    """A report file could not be written."""

    reason = Reason.REPORT_NOT_WRITTEN
