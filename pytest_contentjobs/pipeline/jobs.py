"""Starts jobs, waits for them, and leaves or cancels them if the wait is interrupted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from pytest_contentjobs.boundary.redaction import Redactor, redact_texts
from pytest_contentjobs.download.location import redact_location
from pytest_contentjobs.errors import ContentJobsError
from pytest_contentjobs.model.job import JobState, JobStatus
from pytest_contentjobs.pipeline.threads import StoppedError
from pytest_contentjobs.reports.resume_command import Invocation, make_resume_command
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.polling import wait_until_finished
from pytest_contentjobs.service.schedule import Schedule
from pytest_contentjobs.settings.requests import ImportRequest, JobRequest, Request, ValidationRequest
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["Jobs", "WaitResult", "WaitWatch", "Watch", "redact_status"]

# Seconds that an interrupt takes at most: for each job that it cancels, and for all requests that create jobs.
_CANCEL_WITHIN = 10.0
_CREATED_WITHIN = 10.0


class WaitWatch(Protocol):
    """Shows how one wait goes."""

    def report(self, status: JobStatus) -> None:
        """Show a status."""
        ...

    def pause(self, seconds: float) -> None:
        """Show that the next poll comes after so many seconds."""
        ...


class Watch(Protocol):
    """Shows how the wait for each job goes. Threads call it, each for a job of its own."""

    def job(self, name: str, job_id: str) -> AbstractContextManager[WaitWatch]:
        """Begin a wait, which the end of the context ends."""
        ...

    def show(self, line: str) -> None:
        """Show a line that must be seen: a job was started, and how to resume it."""
        ...

    def close(self) -> None:
        """End all waits that are shown."""
        ...


@dataclass(frozen=True, slots=True)
class WaitResult:
    """The job's last status, or the error that ended the wait. The id is None if no job was created."""

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
class _Creation:
    """A request that creates a job. Once ``is_over`` is set, the job is among the others if there is one."""

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
        invocation: Invocation,
    ) -> None:
        self._settings = settings
        self._client = client
        self._watch = watch
        self._redact = redact
        self._clock = clock
        self._sleep = sleep
        self._invocation = invocation
        self._jobs: list[_Job] = []
        self._creations: list[_Creation] = []

    def finish(self, request: Request) -> WaitResult:
        """Wait for a job, after starting it if the request says so.

        A validation that failed and is retryable is started again; an import is not, since it may have changed content.
        """
        if isinstance(request, JobRequest):
            job = _Job(request.name, request.job_id, is_ours=False)
            self._jobs.append(job)
            return self._wait(job)
        result = self._start(request)
        for _ in range(self._settings.job_retries if isinstance(request, ValidationRequest) else 0):
            status = result.status
            if status is None or status.state is not JobState.FAILED or not status.retryable:
                break
            self._watch.show(
                f"{request.name}: job {result.job_id} Failed; the service calls it retryable, so it is started again"
            )
            result = self._start(request)
        return result

    def leave(self) -> list[str]:
        """Leave or cancel the jobs that have not finished, and return a line on each job for the user, and the command to go on.

        Requests that create jobs get some seconds to end: otherwise nobody would know of the job.
        """
        deadline = self._clock() + _CREATED_WITHIN
        lines = [
            f"{creation.name}: {creation.what} was being started; whether a job was created is not known. Look for it in the "
            "service"
            for creation in list(self._creations)
            if not creation.is_over.wait(max(deadline - self._clock(), 0))
        ]
        left: dict[str, str] = {}
        # Of a validation that was started again, only the last job matters.
        for job in {job.name: job for job in list(self._jobs)}.values():
            if job.is_finished:
                lines.append(f"{job.name}: job {job.job_id} has ended and was not judged")
                left[job.name] = job.job_id
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
            lines.append(f"{job.name}: job {job.job_id} is still running")
            left[job.name] = job.job_id
        return [*lines, f"to go on: {self._make_command(left)}"] if left else lines

    def _start(self, request: ValidationRequest | ImportRequest) -> WaitResult:
        body, within = request.source.body(), self._settings.timeout
        kind = "import" if isinstance(request, ImportRequest) else "validation"
        creation = _Creation(request.name, f"the {kind} of {request.source.uri}")
        self._creations.append(creation)
        try:
            if isinstance(request, ImportRequest):
                job_id = self._client.start_import(body, request.operation, within=within)
            else:
                job_id = self._client.validate(body, within=within)
            job = _Job(request.name, job_id, is_ours=True)
            self._jobs.append(job)
        except ContentJobsError as error:
            return WaitResult(None, error=error)
        finally:
            creation.is_over.set()
        self._watch.show(f"{job.name}: started {kind} job {job_id} of {request.source.uri}")
        self._watch.show(f"{job.name}: to wait for it again: {self._make_command({job.name: job_id})}")
        return self._wait(job)

    def _make_command(self, jobs: Mapping[str, str]) -> str:
        return make_resume_command(self._invocation, jobs, self._redact)

    def _wait(self, job: _Job) -> WaitResult:
        try:
            with self._watch.job(job.name, job.job_id) as wait:
                status = wait_until_finished(
                    lambda within: self._client.status(job.job_id, within=within),
                    clock=self._clock,
                    sleep=self._sleep,
                    now=lambda: datetime.now(UTC),
                    schedule=Schedule(self._settings.poll_interval),
                    timeout=self._settings.timeout,
                    stall_timeout=self._settings.stall_timeout,
                    is_new=job.is_ours,
                    report=lambda status: wait.report(redact_status(status, self._redact)),
                    pausing=wait.pause,
                    failed=lambda error, pause: self._watch.show(
                        self._redact(f"{job.name}: {error.what} Retrying in {pause:.0f} s.")
                    ),
                )
        except ContentJobsError as error:
            return WaitResult(job.job_id, error=error)
        job.is_finished = True
        return WaitResult(job.job_id, status)


def redact_status(status: JobStatus, redact: Redactor) -> JobStatus:
    """Return a status that is safe to show and save: without secrets, and with a log location that grants no access."""
    texts: dict[str, object] = {name: redact_texts(value, redact) for name, value in status if name != "objections"}
    texts["objections"] = tuple(
        objection.model_copy(update={"text": redact(objection.text)}) for objection in status.objections
    )
    if status.log_file_location is not None:
        texts["log_file_location"] = redact(redact_location(status.log_file_location))
    return status.model_copy(update=texts)
