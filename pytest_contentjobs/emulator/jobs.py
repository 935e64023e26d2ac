"""The jobs of a running service: real ones, which validate a package, and scripted ones."""

import threading
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

from pytest_contentjobs.emulator.bodies import S3_SOURCE, JobRequest
from pytest_contentjobs.emulator.clock import Clock
from pytest_contentjobs.emulator.log_entries import list_log_entries
from pytest_contentjobs.emulator.log_writers import LogWriter
from pytest_contentjobs.emulator.object_store import ObjectStore, SourceError
from pytest_contentjobs.emulator.responses import RawResponse
from pytest_contentjobs.emulator.timeline import ITEM_LIMIT, Job, Outcome, compute_state, make_status_body
from pytest_contentjobs.emulator.validation import CheckedItem, CountBy, validate

_FINAL = ("successful", "completed", "failed", "cancelled")
_ERROR_LIMIT = 1024


class ServedJob(Protocol):
    """What the API needs from a job."""

    def status(self) -> RawResponse:
        """Return the response to a status request."""

    def cancel(self) -> bool:
        """Cancel the job; False when it has already finished."""


class ValidatingJob:
    """A job that reads a package and validates it, in the service's simulated time.

    An import is validated in the same way and imports nothing. The package is read in `workers` once the job has
    started; the log is written before the first response that shows the job as finished. `status` raises any
    unexpected exception from reading.
    """

    def __init__(
        self,
        job: Job,
        request: JobRequest,
        *,
        clock: Clock,
        store: ObjectStore,
        writer: LogWriter,
        count_by: CountBy,
        workers: ThreadPoolExecutor,
    ) -> None:
        self._job = job
        self._request = request
        self._clock = clock
        self._store = store
        self._writer = writer
        self._count_by = count_by
        self._workers = workers
        self._reading: Future[None] | None = None
        self._log_written = False
        self._lock = threading.Lock()
        self.start_if_due()

    def start_if_due(self) -> None:
        """Start to read the package if the job is due and reading has not started."""
        with self._lock:
            due = self._clock() >= self._job.start and self._job.cancelled_at is None
            if due and self._reading is None:
                self._reading = self._workers.submit(self._read)

    def wait_until_read(self, timeout: float) -> None:
        """Wait until the package has been read, at most `timeout` real seconds; raises TimeoutError."""
        if self._reading is not None:
            self._reading.result(timeout)

    def status(self) -> RawResponse:
        """Return the job's status; raises any unexpected exception from reading."""
        self.start_if_due()
        if self._reading is not None and self._reading.done():
            self._reading.result()
        with self._lock:
            now = self._clock()
            if compute_state(self._job, now).finished and not self._log_written:
                self._store.put(make_log_key(self._job.job_id), self._writer(list_log_entries(self._job, now)))
                self._log_written = True
            return RawResponse(200, make_status_body(self._job, now, self._count_by))

    def cancel(self) -> bool:
        """Cancel the job unless it has finished."""
        with self._lock:
            now = self._clock()
            if compute_state(self._job, now).finished:
                return False
            self._job = replace(self._job, cancelled_at=now)
            return True

    def _read(self) -> None:
        """Read and validate the package and keep the outcome, unless the job has been cancelled."""
        try:
            checked = self._validate()
            outcome = Outcome(self._clock(), checked)
        except SourceError as error:
            outcome = Outcome(self._clock(), error=str(error)[:_ERROR_LIMIT], retryable=error.retryable)
        with self._lock:
            if self._job.cancelled_at is None:
                self._job = replace(self._job, outcome=outcome)

    def _validate(self) -> tuple[CheckedItem, ...]:
        """Validate the package; raises SourceError when it cannot be read or is too large for one job."""
        if self._request.source_type != S3_SOURCE:
            message = f"the emulator has no data source of the type {self._request.source_type!r}"
            raise SourceError(message, retryable=False)
        checked = validate(self._store.open_package(self._request.path))
        if len(checked) > ITEM_LIMIT:
            message = f"the package has {len(checked)} items, a job may have {ITEM_LIMIT}"
            raise SourceError(message, retryable=False)
        return checked


class ScriptedJob:
    """A job whose status requests get the given responses in turn; the last one repeats.

    A mapping becomes a 200 response with `defaults` for the keys that it lacks; a key with the value None is left
    out. Once cancelled, the job responds with the status Cancelled; it can be cancelled unless the response that was
    sent last names a final status. Raises ValueError without any response.
    """

    def __init__(self, responses: Sequence[Mapping[str, object] | RawResponse], defaults: Mapping[str, object]) -> None:
        if not responses:
            raise ValueError("a scripted job needs at least one response")
        self._defaults = defaults
        self._responses = [
            response if isinstance(response, RawResponse) else self._complete(response) for response in responses
        ]
        self._next = 0
        self._sent: RawResponse | None = None
        self._lock = threading.Lock()

    def status(self) -> RawResponse:
        """Return the next response of the script."""
        with self._lock:
            self._sent = self._responses[self._next]
            self._next = min(self._next + 1, len(self._responses) - 1)
            return self._sent

    def cancel(self) -> bool:
        """Cancel the job unless its last response was final."""
        with self._lock:
            body = self._sent.body if self._sent is not None else {}
            status = body.get("status", "") if isinstance(body, Mapping) else ""
            if str(status).lower() in _FINAL:
                return False
            self._responses = [self._complete({"status": "Cancelled"})]
            self._next = 0
            return True

    def _complete(self, body: Mapping[str, object]) -> RawResponse:
        """Make the response of a mapping."""
        merged = {**self._defaults, **body}
        return RawResponse(200, {key: value for key, value in merged.items() if value is not None})


class JobRegistry:
    """All jobs of a service by their identifier, whose case does not matter."""

    def __init__(self) -> None:
        self._jobs: dict[str, ServedJob] = {}

    def add(self, job_id: str, job: ServedJob) -> None:
        """Add a job under its identifier."""
        self._jobs[job_id.upper()] = job

    def find(self, job_id: str) -> ServedJob | None:
        """Return the job with this identifier, or None."""
        return self._jobs.get(job_id.upper())


def new_job_id() -> str:
    """Make an identifier as the vendor's examples show it: a UUID4 in upper case."""
    return str(uuid.uuid4()).upper()


def make_log_key(job_id: str) -> str:
    """Return the S3 key of a job's log; the form of the name is the vendor's."""
    return f"logs/import-logs-{job_id}.txt"
