"""Waiting for a job: a pure function of what it is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pytest_contentjobs.errors import JobStalledError, JobTimeoutError, RejectedError, ServiceError
from pytest_contentjobs.model.job import JobState, JobStatus
from pytest_contentjobs.service.schedule import Schedule

__all__ = ["FAILURES", "REFUSALS", "wait_until_finished"]

#: Without a status, a wait ends after this many failed questions in a row at the least, once they have lasted as long as
#: ``Schedule.patience`` says.
FAILURES = 3
#: A refusal is not mended by waiting, and ends the wait where it comes so often without a status in between.
REFUSALS = 2
_NOT_FOUND = 404


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
    stall_timeout: float | None = None,
) -> JobStatus:
    """Ask until the job has finished, and return its last status.

    ``fetch`` gets the seconds that are left and returns a status; ``clock`` is in seconds and never goes back; ``now``
    is the wall clock, in UTC, and may be wrong; ``schedule`` is this wait's own; ``timeout`` and ``stall_timeout`` are
    in seconds; ``report`` gets every status, and ``failed`` the first of some questions in a row that fail, with the seconds
    until the next. It never sleeps past the deadline, and asks once more when the deadline
    comes.

    A question that fails is asked again. What ends the wait is ``REFUSALS`` answers without a status in between that say
    no (a redirect or any 4xx but 404, which a job that was just created may have), or ``FAILURES`` questions or more in
    a row without a status that have lasted as long as ``schedule.patience`` says.

    Raises:
        JobTimeoutError: the job was not finished at the deadline.
        JobStalledError: nothing that shows progress has changed for ``stall_timeout`` seconds.
        ServiceError: the last that ``fetch`` raised, with the number of failures in a row, where they end the wait or
            there was no status until the deadline.
    """
    start = clock()
    deadline = start + timeout
    last: JobStatus | None = None
    failing = _Failing()
    progress = _Progress(stall_timeout)
    while True:
        asked = clock()
        try:
            status = fetch(max(deadline - asked, 0))
        except ServiceError as error:
            seen = clock()
            failing.add(error, asked, seen)
            if failing.is_final(schedule.patience(has_status=last is not None)):
                raise
            if seen >= deadline:
                if last is None:
                    raise
                raise _timeout(last, seen - start, error) from error
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
                raise _timeout(status, seen - start)
            moment = now()
            progress.require(status, at=seen, now=moment)
            pause = schedule.after(status, at=seen, now=moment)
        sleep(min(pause, max(deadline - clock(), 0)))


class _Failing:
    """The questions in a row that brought no status."""

    def __init__(self) -> None:
        self._failures = 0
        self._refusals = 0
        self._since = 0.0
        self._seconds = 0.0

    def add(self, error: ServiceError, asked: float, failed: float) -> None:
        """Count a failure, and tell the error how many there are."""
        if not self._failures:
            self._since = asked
        self._failures += 1
        self._seconds = failed - self._since
        if isinstance(error, RejectedError) and error.status_code != _NOT_FOUND:
            self._refusals += 1
        error.failures, error.seconds = self._failures, self._seconds

    def is_final(self, patience: float) -> bool:
        """Whether asking again is of no use."""
        return self._refusals >= REFUSALS or (self._failures >= FAILURES and self._seconds >= patience)


class _Progress:
    """How long nothing that shows progress has changed, and whether that is too long."""

    def __init__(self, limit: float | None) -> None:
        self._limit = limit
        self._signs: tuple[object, ...] | None = None
        self._since = 0.0

    def require(self, status: JobStatus, *, at: float, now: datetime) -> None:
        """Raise JobStalledError after too long without a change; a job that is scheduled for later need not have any."""
        signs = (status.status, status.progress, status.current_operation, status.start_time)
        if signs != self._signs:
            self._signs, self._since = signs, at
        if status.state is JobState.SCHEDULED and status.start_time is not None:
            self._since = max(self._since, at + (status.start_time - now).total_seconds())
        quiet = at - self._since
        if self._limit is not None and quiet >= self._limit:
            raise _stalled(status, quiet)


def _how_far(status: JobStatus) -> str:
    progress = status.progress
    done = f", {progress.processed or 0} of {progress.total} items" if progress and progress.total else ""
    return f"{status.status!r}{done}"


def _timeout(status: JobStatus, waited: float, error: ServiceError | None = None) -> JobTimeoutError:
    since = f" Since its last status: {error.failures} failed questions, the last: {error.what}" if error else ""
    return JobTimeoutError(
        f"The job was still {_how_far(status)} after {waited:.0f} s.{since}",
        next_step="It goes on by itself: run again later, or wait longer with --content-timeout.",
        waited=waited,
        last_status=status.status,
    )


def _stalled(status: JobStatus, waited: float) -> JobStalledError:
    return JobStalledError(
        f"The job has been {_how_far(status)} for {waited:.0f} s without any progress.",
        next_step="Look at the job in the service, which may hang. If such pauses are normal for it, wait longer with "
        "--content-stall-timeout.",
        waited=waited,
        last_status=status.status,
    )
