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

from enum import StrEnum

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
    "Reason",
    "RejectedError",
    "ReportError",
    "SavedRunError",
    "ServiceError",
    "SettingsError",
    "TokenError",
    "UnexpectedResponseError",
    "UnreachableError",
]


class Reason(StrEnum):
    """Why a run is red: a short code that stays the same when the words around it change. Reports show it."""

    # The job.
    JOB_FAILED = "job-failed"
    JOB_CANCELLED = "job-cancelled"
    JOB_UNFINISHED = "job-unfinished"
    JOB_TIMEOUT = "job-timeout"
    JOB_STALLED = "job-stalled"
    STATUS_UNKNOWN = "status-unknown"
    STATUS_KEYS_REPEATED = "status-keys-repeated"
    STATUS_UNREADABLE = "status-unreadable"
    RESULTS_UNREADABLE = "results-unreadable"
    UNKNOWN_COUNT = "unknown-count"
    SUCCESS_WITH_ERROR = "success-with-error"
    NO_CONTENT = "no-content"
    ITEMS_MISSING = "items-missing"
    PROGRESS_UNREADABLE = "progress-unreadable"
    PROGRESS_CONTRADICTS = "progress-contradicts"
    # The log, and what log and job say of each other.
    LOG_NOT_READ = "log-not-read"
    LOG_LOCATION_UNUSABLE = "log-location-unusable"
    LOG_LOCATION_MISSING = "log-location-missing"
    LOG_UNAVAILABLE = "log-unavailable"
    LOG_UNREADABLE = "log-unreadable"
    NOT_A_LOG = "not-a-log"
    LOG_EMPTY = "log-empty"
    LOG_DAMAGED = "log-damaged"
    LOG_TOO_LARGE = "log-too-large"
    LOG_TOO_MANY_LINES = "log-too-many-lines"
    LOG_LINE_TOO_LONG = "log-line-too-long"
    LOG_RECORD_TOO_LARGE = "log-record-too-large"
    LOG_PATTERN_SLOW = "log-pattern-slow"
    TOO_MANY_FINDINGS = "too-many-findings"
    PACKING_UNSUPPORTED = "packing-unsupported"
    PACKING_AMBIGUOUS = "packing-ambiguous"
    PACKING_DAMAGED = "packing-damaged"
    LOG_CUT_OFF = "log-cut-off"
    LOG_NOT_TEXT = "log-not-text"
    LOG_UNRECOGNISED = "log-unrecognised"
    LINES_UNRECOGNISED = "lines-unrecognised"
    LINES_UNDECIDED = "lines-undecided"
    LINES_SUSPICIOUS = "lines-suspicious"
    UNPARSED_LIMIT = "unparsed-limit"
    COUNTS_MISSING = "counts-missing"
    COUNTS_CONTRADICT = "counts-contradict"
    COUNTS_DISAGREE = "counts-disagree"
    TOTALS_DISAGREE = "totals-disagree"
    # The policy.
    FINDINGS = "findings"
    LIMIT_EXCEEDED = "limit-exceeded"
    BASELINE_OUTDATED = "baseline-outdated"
    # Why a saved validation does not allow an import.
    TICKET_NOT_CLEAN = "ticket-not-clean"
    TICKET_JOB_NOT_SUCCESSFUL = "ticket-job-not-successful"
    TICKET_JOB_NOT_VALIDATION = "ticket-job-not-validation"
    TICKET_JOB_UNKNOWN = "ticket-job-unknown"
    TICKET_JOB_DIFFERS = "ticket-job-differs"
    TICKET_SOURCE_UNKNOWN = "ticket-source-unknown"
    TICKET_SOURCE_DIFFERS = "ticket-source-differs"
    TICKET_SERVICE_UNKNOWN = "ticket-service-unknown"
    TICKET_SERVICE_DIFFERS = "ticket-service-differs"
    TICKET_EXPIRED = "ticket-expired"
    TICKET_FROM_FUTURE = "ticket-from-future"
    # What a user, a network or a server can cause.
    SETTINGS_INVALID = "settings-invalid"
    VALUE_INVALID = "value-invalid"
    SETTING_MISSING = "setting-missing"
    SETTINGS_CONFLICT = "settings-conflict"
    FINGERPRINT_UNKNOWN = "fingerprint-unknown"
    FINDINGS_REMOVED = "findings-removed"
    FINDINGS_NOT_TESTED = "findings-not-tested"
    ROOT_MOVED = "root-moved"
    PYTEST_UNSUPPORTED = "pytest-unsupported"
    NOT_THE_API = "not-the-api"
    LOG_FORMAT_INVALID = "log-format-invalid"
    LOG_PATTERN_INVALID = "log-pattern-invalid"
    FILE_UNREADABLE = "file-unreadable"
    FILE_INVALID = "file-invalid"
    FILE_NOT_WRITABLE = "file-not-writable"
    NOTHING_TO_GATE = "nothing-to-gate"
    INI_KEY_REFUSED = "ini-key-refused"
    ADDRESS_INSECURE = "address-insecure"
    SECRET_IN_ADDRESS = "secret-in-address"  # noqa: S105 - a code, not a secret
    POLICY_INVALID = "policy-invalid"
    # Requests to the service and to the token endpoint.
    SERVICE_FAILED = "service-failed"
    SERVICE_UNREACHABLE = "service-unreachable"
    SERVICE_OVERLOADED = "service-overloaded"
    REQUEST_REFUSED = "request-refused"
    REQUEST_REDIRECTED = "request-redirected"
    RESPONSE_UNEXPECTED = "response-unexpected"
    JOB_NOT_FOUND = "job-not-found"
    JOB_PERHAPS_CREATED = "job-perhaps-created"
    DATA_SOURCE_REFUSED = "data-source-refused"
    PERMISSION_MISSING = "permission-missing"
    TOKEN_REFUSED = "token-refused"  # noqa: S105 - a code, not a token
    TOKEN_UNAVAILABLE = "token-unavailable"  # noqa: S105 - as above
    TOKEN_INVALID = "token-invalid"  # noqa: S105 - as above
    TOKEN_COMMAND_FAILED = "token-command-failed"  # noqa: S105 - as above
    CLIENT_REFUSED = "client-refused"
    # The network, for requests and downloads.
    NAME_NOT_FOUND = "name-not-found"
    CERTIFICATE_UNTRUSTED = "certificate-untrusted"
    TLS_FAILED = "tls-failed"
    PROXY_FAILED = "proxy-failed"
    NETWORK_SETTINGS_INVALID = "network-settings-invalid"
    # The download of a log.
    LOG_HOST_UNTRUSTED = "log-host-untrusted"
    LOG_ADDRESS_UNTRUSTED = "log-address-untrusted"
    LOG_BUCKET_UNTRUSTED = "log-bucket-untrusted"
    LOG_OWNER_UNKNOWN = "log-owner-unknown"
    LOG_OF_ANOTHER_JOB = "log-of-another-job"
    LOG_MISSING = "log-missing"
    LOG_FORBIDDEN = "log-forbidden"
    LOG_KEY_FORBIDDEN = "log-key-forbidden"
    LOG_ARCHIVED = "log-archived"
    LOG_IN_ANOTHER_REGION = "log-in-another-region"
    LOG_REDIRECTED = "log-redirected"
    LOG_SERVER_OVERLOADED = "log-server-overloaded"
    LOG_INTERRUPTED = "log-interrupted"
    LOG_TOO_SLOW = "log-too-slow"
    LOG_CHANGED = "log-changed"
    LOG_LENGTH_UNKNOWN = "log-length-unknown"
    LOG_IS_A_PAGE = "log-is-a-page"
    CHECKSUM_MISMATCH = "checksum-mismatch"
    AWS_CREDENTIALS_MISSING = "aws-credentials-missing"
    AWS_CREDENTIALS_INVALID = "aws-credentials-invalid"
    AWS_CREDENTIALS_EXPIRED = "aws-credentials-expired"
    CLOCK_WRONG = "clock-wrong"
    SAVED_RUN_UNUSABLE = "saved-run-unusable"
    SAVED_RUN_INCOMPLETE = "saved-run-incomplete"
    SAVED_RUN_AMBIGUOUS = "saved-run-ambiguous"
    SAVED_RUN_MISSING = "saved-run-missing"
    SAVED_RUN_INVALID = "saved-run-invalid"
    SAVED_RUN_VERSION = "saved-run-version"
    SAVED_RUN_NOT_JUDGED = "saved-run-not-judged"
    SAVED_LOG_CHANGED = "saved-log-changed"
    RUN_NOT_SAVED = "run-not-saved"
    BASELINE_INVALID = "baseline-invalid"
    BASELINE_MISSING = "baseline-missing"
    BASELINE_VERSION = "baseline-version"
    BASELINE_CONFLICT = "baseline-conflict"
    BASELINE_NOT_UPDATED = "baseline-not-updated"
    PACKAGE_UNUSABLE = "package-unusable"
    PACKAGE_NOT_FOUND = "package-not-found"
    PACKAGE_AMBIGUOUS = "package-ambiguous"
    PACKAGE_DAMAGED = "package-damaged"
    PACKAGE_JSON_INVALID = "package-json-invalid"
    PACKAGE_TOO_LARGE = "package-too-large"
    HOOK_FAILED = "hook-failed"
    REPORT_NOT_WRITTEN = "report-not-written"
    REPORT_IN_USE = "report-in-use"
    REPORT_UNUSABLE = "report-unusable"
    RUN_UNFINISHED = "run-unfinished"


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
