"""Waiting for a job: a pure function of what it is given."""

from __future__ import annotations

from collections.abc import Callable

from pytest_contentjobs.errors import JobTimeoutError
from pytest_contentjobs.service.wire import JobStatus

__all__ = ["wait_until_finished"]


def wait_until_finished(
    fetch: Callable[[float], JobStatus],
    *,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    schedule: Callable[[JobStatus], float],
    timeout: float,
    report: Callable[[JobStatus], None],
) -> JobStatus:
    """Ask until the job has finished, and return its last status.

    ``fetch`` gets the seconds that are left and returns a status; ``clock`` is in seconds and never goes back;
    ``schedule`` tells from a status how long to sleep before the next question; ``timeout`` is in seconds; ``report``
    gets every status. It never sleeps past the deadline, and asks once more when the deadline comes.

    Raises:
        JobTimeoutError: the job was not finished at the deadline.
        ServiceError: as ``fetch`` raises it.
    """
    start = clock()
    deadline = start + timeout
    while True:
        status = fetch(max(deadline - clock(), 0))
        report(status)
        if status.is_finished:
            return status
        remaining = deadline - clock()
        if remaining <= 0:
            raise _timeout(status, clock() - start)
        sleep(min(schedule(status), remaining))


def _timeout(status: JobStatus, waited: float) -> JobTimeoutError:
    progress = status.progress
    done = f", {progress.processed or 0} of {progress.total} items" if progress and progress.total else ""
    return JobTimeoutError(
        f"The job was still {status.status!r}{done} after {waited:.0f} s.",
        next_step="It goes on by itself: run again later, or wait longer with --content-timeout.",
        waited=waited,
        last_status=status.status,
    )
