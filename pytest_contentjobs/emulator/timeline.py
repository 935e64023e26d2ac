"""The state of a job at a moment of simulated time: a pure function of the job and that moment."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from pytest_contentjobs.emulator.bodies import JobType
from pytest_contentjobs.emulator.clock import format_instant
from pytest_contentjobs.emulator.validation import CheckedItem, CountBy, count

Phase = Literal["Scheduled", "In Progress", "Successful", "Failed", "Cancelled"]

ITEM_LIMIT = 100_000
"""The most items that a job may have, by the vendor's guide."""

_BRACKETS = ((0, 1_000), (1_000, 10_000), (10_000, ITEM_LIMIT))
_MINUTES: dict[JobType, tuple[tuple[int, int], ...]] = {
    "Validation": ((2, 10), (10, 30), (30, 90)),
    "Import": ((5, 15), (15, 60), (60, 240)),
}
"""Shortest and longest duration in each bracket of items, by the vendor's guide."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of reading and checking the package, known from `ready_at` on.

    With `error` the job has failed, and there are no checked items.
    """

    ready_at: datetime
    checked: tuple[CheckedItem, ...] = ()
    error: str | None = None
    retryable: bool = False


@dataclass(frozen=True)
class Job:
    """A job, with everything that its state depends on.

    `source` is the URI of the package, `log` the URI of the log. `stop` is the moment when an import must end.
    `outcome` is None until the package has been read, and stays so when the job is cancelled before.
    """

    job_id: str
    job_type: JobType
    source: str
    log: str
    start: datetime
    stop: datetime | None = None
    outcome: Outcome | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class State:
    """A job at one moment: `processed` of `total` items are done; `end` is when it ended or is expected to."""

    phase: Phase
    processed: int = 0
    total: int = 0
    end: datetime | None = None

    @property
    def finished(self) -> bool:
        """Whether the job will not change any more."""
        return self.phase in ("Successful", "Failed", "Cancelled")


def compute_duration(job_type: JobType, items: int) -> timedelta:
    """Return the simulated duration of a job: within the guide's bracket, in proportion to the number of items."""
    for (low, high), (shortest, longest) in zip(_BRACKETS, _MINUTES[job_type], strict=True):
        if items <= high:
            return timedelta(minutes=shortest + (longest - shortest) * (items - low) / (high - low))
    return timedelta(minutes=_MINUTES[job_type][-1][1])


def compute_item_end(job: Job, index: int, total: int) -> datetime:
    """Return when the item at `index` of `total` is processed, were the job not stopped or cancelled before."""
    return job.start + compute_duration(job.job_type, total) * ((index + 1) / total)


def compute_state(job: Job, now: datetime) -> State:
    """Return the state of a job at the simulated moment `now`.

    A job whose `stop` comes first ends there as Successful with `processed` below `total`. The vendor does not
    document this case, and a reader overlooks it most easily.
    """
    if job.cancelled_at is not None and now >= job.cancelled_at:
        before = _compute_without_cancel(job, job.cancelled_at)
        return State("Cancelled", before.processed, before.total, job.cancelled_at)
    return _compute_without_cancel(job, now)


def _compute_without_cancel(job: Job, now: datetime) -> State:
    """Return the state of a job as if it had not been cancelled."""
    if now < job.start:
        return State("Scheduled")
    if job.outcome is None:
        return State("In Progress")
    ready_at = max(job.start, job.outcome.ready_at)
    if job.outcome.error is not None:
        return State("Failed", end=ready_at)
    total = len(job.outcome.checked)
    planned = compute_duration(job.job_type, total)
    end = max(job.start + planned, ready_at)
    if job.stop is not None:
        end = min(end, job.stop)
    processed = min(total, int(total * ((min(now, end) - job.start) / planned)))
    return State("Successful" if now >= end else "In Progress", processed, total, end)


def make_status_body(job: Job, now: datetime, count_by: CountBy) -> dict[str, object]:
    """Return the job's `ImportStatus` of the vendor's OpenAPI description, as its examples fill it.

    The description has no example of a cancelled job; it shows what the job had reached and no time of its end.
    """
    state = compute_state(job, now)
    percentage = 100 * state.processed // state.total if state.total else 0
    body: dict[str, object] = {
        "status": state.phase,
        "jobType": job.job_type,
        "progress": {"processed": state.processed, "total": state.total, "percentage": percentage},
        "startTime": format_instant(job.start),
    }
    if job.stop is not None and not state.finished:
        body["scheduledStopTime"] = format_instant(job.stop)
    if state.phase == "Scheduled":
        return body | {"currentOperation": "Queued for execution"}
    if state.phase != "Cancelled" or (job.cancelled_at is not None and job.cancelled_at >= job.start):
        body["logFileLocation"] = job.log
    if state.phase == "In Progress":
        body["currentOperation"] = "Processing content items" if state.total else "Reading the content package"
        if state.end is not None:
            body["estimatedCompletion"] = format_instant(state.end)
    elif state.phase == "Successful" and job.outcome is not None and state.end is not None:
        body["completionTime"] = format_instant(state.end)
        body["results"] = asdict(count(job.outcome.checked[: state.processed], count_by))
    elif state.phase == "Failed" and job.outcome is not None and state.end is not None:
        body["failureTime"] = format_instant(state.end)
        body["error"] = job.outcome.error
        body["retryable"] = job.outcome.retryable
    return body
