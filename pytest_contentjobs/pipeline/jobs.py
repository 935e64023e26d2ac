"""Start jobs, wait for them, and know what to do with them when the wait is interrupted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from pytest_contentjobs.boundary.redaction import Redactor, redacted
from pytest_contentjobs.download.location import shown
from pytest_contentjobs.errors import ContentJobsError
from pytest_contentjobs.model.job import JobState, JobStatus
from pytest_contentjobs.pipeline.threads import StoppedError
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.polling import wait_until_finished
from pytest_contentjobs.service.schedule import Schedule
from pytest_contentjobs.settings.requests import ImportRequest, JobRequest, Request, ValidationRequest
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["Jobs", "Waited", "Watch", "presentable"]

# Seconds that an interrupt has for each job that it cancels, and for the answers to all requests that create jobs.
_CANCEL_WITHIN = 10.0
_CREATED_WITHIN = 10.0


class Watch(Protocol):
    """Who is told how the wait for a job goes. Threads call it, each for a job of its own."""

    def job(self, name: str, job_id: str) -> AbstractContextManager[Callable[[JobStatus], None]]:
        """Begin a wait; the callable takes every status, and the end of the context ends the wait."""
        ...

    def tell(self, line: str) -> None:
        """Show a line that has to be seen: a job was started, and how to go on with it."""
        ...


@dataclass(frozen=True, slots=True)
class Waited:
    """What came of a wait: the job's last status, or the error that ended the wait. The id is None where none was created."""

    job_id: str | None
    status: JobStatus | None = None
    error: ContentJobsError | None = None


@dataclass(slots=True)
class _Job:
    name: str
    job_id: str
    is_ours: bool
    is_finished: bool = False


@dataclass(frozen=True, slots=True)
class _Start:
    """A request that creates a job. Once ``is_over`` is set, the job that came of it is among the others."""

    name: str
    what: str
    is_over: threading.Event = field(default_factory=threading.Event)


class Jobs:
    """The jobs of one run. Threads may share it, each for a request of its own; ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self,
        settings: Settings,
        client: ServiceClient,
        watch: Watch,
        redact: Redactor,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._settings = settings
        self._client = client
        self._watch = watch
        self._redact = redact
        self._clock = clock
        self._sleep = sleep
        self._jobs: list[_Job] = []
        self._starts: list[_Start] = []

    def finish(self, request: Request) -> Waited:
        """Wait for a job, after starting it where that is asked for.

        A validation that failed and may be retried is started again; an import is not, since it may have changed things.
        """
        if isinstance(request, JobRequest):
            job = _Job(request.name, request.job_id, is_ours=False)
            self._jobs.append(job)
            return self._wait(job)
        waited = self._started(request)
        for _ in range(self._settings.job_retries if isinstance(request, ValidationRequest) else 0):
            status = waited.status
            if status is None or status.state is not JobState.FAILED or not status.retryable:
                break
            self._watch.tell(f"{request.name}: job {waited.job_id} Failed, and the service calls that retryable")
            waited = self._started(request)
        return waited

    def interrupted(self) -> list[str]:
        """Leave or cancel the jobs that have not finished, and return what became of each job, for people.

        A job that is being created is waited for shortly: nobody would know of it.
        """
        deadline = self._clock() + _CREATED_WITHIN
        lines = [
            f"{start.name}: {start.what} was being started, and nobody knows whether a job was created: look for it in the "
            "service"
            for start in list(self._starts)
            if not start.is_over.wait(max(deadline - self._clock(), 0))
        ]
        # Of a validation that was started again, the last job counts.
        for job in {job.name: job for job in list(self._jobs)}.values():
            if job.is_finished:
                lines.append(f"{job.name}: job {job.job_id} has ended, and was not judged; to judge it: {_resume(job)}")
                continue
            if job.is_ours and self._settings.on_interrupt == "cancel":
                try:
                    is_cancelled = self._client.cancel(job.job_id, within=_CANCEL_WITHIN)
                except (ContentJobsError, StoppedError) as error:
                    lines.append(self._redact(f"{job.name}: job {job.job_id} could not be cancelled: {error}"))
                else:
                    what = "is cancelled" if is_cancelled else "had finished before it could be cancelled"
                    lines.append(f"{job.name}: job {job.job_id} {what}")
                    continue
            lines.append(f"{job.name}: job {job.job_id} goes on; to wait for it again: {_resume(job)}")
        return lines

    def _started(self, request: ValidationRequest | ImportRequest) -> Waited:
        body, within = request.source.body(), self._settings.timeout
        kind = "import" if isinstance(request, ImportRequest) else "validation"
        start = _Start(request.name, f"the {kind} of {request.source.uri}")
        self._starts.append(start)
        try:
            if isinstance(request, ImportRequest):
                job_id = self._client.start_import(body, request.operation, within=within)
            else:
                job_id = self._client.validate(body, within=within)
            job = _Job(request.name, job_id, is_ours=True)
            self._jobs.append(job)
        except ContentJobsError as error:
            return Waited(None, error=error)
        finally:
            start.is_over.set()
        self._watch.tell(f"{job.name}: started {kind} job {job_id} of {request.source.uri}")
        self._watch.tell(f"{job.name}: to wait for it again: {_resume(job)}")
        return self._wait(job)

    def _wait(self, job: _Job) -> Waited:
        try:
            with self._watch.job(job.name, job.job_id) as report:
                status = wait_until_finished(
                    lambda within: self._client.status(job.job_id, within=within),
                    clock=self._clock,
                    sleep=self._sleep,
                    now=lambda: datetime.now(UTC),
                    schedule=Schedule(self._settings.poll_interval),
                    timeout=self._settings.timeout,
                    stall_timeout=self._settings.stall_timeout,
                    report=lambda status: report(presentable(status, self._redact)),
                    failed=lambda error, pause: self._watch.tell(
                        self._redact(f"{job.name}: {error.what} Asking again in {pause:.0f} s.")
                    ),
                )
        except ContentJobsError as error:
            return Waited(job.job_id, error=error)
        job.is_finished = True
        return Waited(job.job_id, status)


def presentable(status: JobStatus, redact: Redactor) -> JobStatus:
    """Return a status that may be shown and saved: without secrets, and with a log location that gives no access."""
    texts: dict[str, object] = {name: redacted(value, redact) for name, value in status if name != "objections"}
    texts["objections"] = tuple(
        objection.model_copy(update={"text": redact(objection.text)}) for objection in status.objections
    )
    if status.log_file_location is not None:
        texts["log_file_location"] = redact(shown(status.log_file_location))
    return status.model_copy(update=texts)


def _resume(job: _Job) -> str:
    return f"pytest --content-job {job.name}={job.job_id}"
