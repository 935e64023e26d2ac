"""Waiting for a job: a function of its arguments, without clock or network of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pytest_contentjobs.errors import JobStalledError, JobTimeoutError, RejectedError, ServiceError, TokenError
from pytest_contentjobs.model.job import JobState, JobStatus
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.schedule import Schedule

__all__ = ["FAILURES", "REFUSALS", "wait_until_finished"]

#: A wait ends after at least this many failed polls in a row, once they have lasted as long as ``Schedule.patience`` says.
FAILURES = 3
#: Waiting does not cure a refusal: so many without a status in between end the wait.
REFUSALS = 2
_NOT_FOUND = 404
# What another poll does not cure if the service has not responded yet: then it is the address or a setting that is wrong.
_WRONG_FROM_THE_START = frozenset(
    {Reason.NAME_NOT_FOUND, Reason.CERTIFICATE_UNTRUSTED, Reason.TLS_FAILED, Reason.PROXY_FAILED}
)


def wait_until_finished(
    fetch: Callable[[float], JobStatus],
    *,
    clock: Callable[[], float],
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    schedule: Schedule,
    timeout: float,
    report: Callable[[JobStatus], None],
    failed: Callable[[ServiceError, float], object] = lambda _error, _pause: None,
    pausing: Callable[[float], object] = lambda _pause: None,
    stall_timeout: float | None = None,
    is_new: bool = False,
) -> JobStatus:
    """Poll until the job has finished, and return its last status.

    ``fetch`` gets the seconds that are left and returns a status; ``clock`` is in seconds and never goes back; ``now``
    is the wall clock, in UTC, and may be wrong; ``schedule`` is this wait's own; ``timeout`` and ``stall_timeout`` are
    in seconds; ``report`` gets every status, and ``failed`` the first of several failed polls in a row, with the seconds until
    the next poll, and ``pausing`` those of each pause before it begins; ``is_new`` says that the service has just created the
    job. It never sleeps past the deadline, and polls once more at the deadline.

    A failed poll is reported and retried. Waiting stops after ``REFUSALS`` refusals without a status in between (a redirect
    or any 4xx except 404, which a new job may return), or after at least ``FAILURES`` failed polls in a row that have lasted
    as long as ``schedule.patience`` says.

    Until the first status of a job that is not new, a wrong address is more likely than a fault that passes: a 404, a response
    that is no status and no response at all are refusals too, and what no retry cures, such as a name that is not found, ends
    the wait at once.

    Raises:
        JobTimeoutError: the job was not finished at the deadline.
        JobStalledError: no sign of progress has changed for ``stall_timeout`` seconds.
        ServiceError: the last that ``fetch`` raised, with the number of failures in a row, if they end the wait or there
            was no status until the deadline.
    """
    start = clock()
    deadline = start + timeout
    last: JobStatus | None = None
    failing = _Failing()
    progress = _Progress(stall_timeout)
    while True:
        polled_at = clock()
        try:
            status = fetch(max(deadline - polled_at, 0))
        except ServiceError as error:
            seen = clock()
            failing.add(error, polled_at, seen, is_proven=is_new or last is not None)
            if failing.is_final(schedule.patience(has_status=last is not None)):
                raise
            if seen >= deadline:
                if last is None:
                    raise
                raise _make_timeout(last, seen - start, error) from error
            pause = schedule.after_failure(error.failures, at=seen)
            if error.failures == 1:
                failed(error, pause)
        else:
            seen = clock()
            failing = _Failing()
            report(status)
            if status.is_finished:
                return status
            last = status
            if seen >= deadline:
                raise _make_timeout(status, seen - start)
            moment = now()
            progress.require(status, at=seen, now=moment)
            pause = schedule.after(status, at=seen, now=moment)
        pause = min(pause, max(deadline - clock(), 0))
        pausing(pause)
        sleep(pause)


class _Failing:
    """The failed polls in a row."""

    def __init__(self) -> None:
        self._failures = 0
        self._refusals = 0
        self._since = 0.0
        self._seconds = 0.0
        self._is_of_no_use = False

    def add(self, error: ServiceError, started: float, ended: float, *, is_proven: bool) -> None:
        """Count a failure, and note in the error how many there are; ``is_proven`` if the service has responded before."""
        if not self._failures:
            self._since = started
        self._failures += 1
        self._seconds = ended - self._since
        self._refusals += _is_refusal(error, is_proven=is_proven)
        self._is_of_no_use = not is_proven and (isinstance(error, TokenError) or error.reason in _WRONG_FROM_THE_START)
        error.failures, error.seconds = self._failures, self._seconds

    def is_final(self, patience: float) -> bool:
        """Whether another poll is of no use."""
        is_refused = self._is_of_no_use or self._refusals >= REFUSALS
        return is_refused or (self._failures >= FAILURES and self._seconds >= patience)


def _is_refusal(error: ServiceError, *, is_proven: bool) -> bool:
    if isinstance(error, RejectedError) and error.status_code != _NOT_FOUND:
        return True
    return not is_proven and error.reason != Reason.SERVICE_OVERLOADED


class _Progress:
    """How long no sign of progress has changed, and whether that is too long."""

    def __init__(self, limit: float | None) -> None:
        self._limit = limit
        self._signs: tuple[object, ...] | None = None
        self._since = 0.0

    def require(self, status: JobStatus, *, at: float, now: datetime) -> None:
        """Raise JobStalledError after too long without a change; a job that is scheduled for later need not change."""
        signs = (status.status, status.progress, status.current_operation, status.start_time)
        if signs != self._signs:
            self._signs, self._since = signs, at
        if status.state is JobState.SCHEDULED and status.start_time is not None:
            self._since = max(self._since, at + (status.start_time - now).total_seconds())
        quiet = at - self._since
        if self._limit is not None and quiet >= self._limit:
            raise _make_stall(status, quiet)


def _describe_progress(status: JobStatus) -> str:
    progress = status.progress
    done = f", {progress.processed or 0} of {progress.total} items" if progress and progress.total else ""
    return f"{status.status!r}{done}"


def _make_timeout(status: JobStatus, waited: float, error: ServiceError | None = None) -> JobTimeoutError:
    since = f" {error.failures} polls have failed since its last status. The last: {error.what}" if error else ""
    return JobTimeoutError(
        f"The job was still {_describe_progress(status)} after {waited:.0f} s.{since}",
        next_step="It continues on its own: run again later, or wait longer with --content-timeout.",
        waited=waited,
        last_status=status.status,
    )


def _make_stall(status: JobStatus, waited: float) -> JobStalledError:
    return JobStalledError(
        f"The job has been {_describe_progress(status)} for {waited:.0f} s without any progress.",
        next_step="Check the job in the service: it may hang. If such pauses are normal for it, wait longer with "
        "--content-stall-timeout.",
        waited=waited,
        last_status=status.status,
    )
