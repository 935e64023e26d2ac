"""The pipeline: settings, service, log, gate. Both faces of the product call ``gate`` and get ``ContentRun`` values."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter

from pytest_contentjobs.errors import ContentJobsError, LogError, LogLocationError, PackageError, SettingsError
from pytest_contentjobs.gate.policy import judge, verdicts
from pytest_contentjobs.gate.reconcile import check_job, check_log
from pytest_contentjobs.joblog import location
from pytest_contentjobs.joblog.decoding import Limits
from pytest_contentjobs.joblog.download import fetched
from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.joblog.identity import identified
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.polling import wait_until_finished
from pytest_contentjobs.service.wire import JobStatus, job_status
from pytest_contentjobs.settings import JobRequest, LogRequest, Settings
from pytest_contentjobs.source.link import linked
from pytest_contentjobs.source.package import ContentPackage

__all__ = ["Watch", "dump_runs", "gate", "load_runs"]

_RUNS: TypeAdapter[tuple[ContentRun, ...]] = TypeAdapter(tuple[ContentRun, ...])


class Watch(Protocol):
    """Who is told how the wait for a job goes."""

    def job(self, name: str, job_id: str) -> AbstractContextManager[Callable[[JobStatus], None]]:
        """Begin a wait; the callable takes every status, and the end of the context ends the wait."""
        ...


def gate(
    settings: Settings,
    watch: Watch,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[ContentRun, ...]:
    """Wait for all jobs, read all logs, and judge each: jobs first, then single logs, in the order they were given.

    Whatever a network, the service or a log does comes back inside a run that is not judged.

    Raises:
        SettingsError: a saved status answer, an own log pattern or the content package cannot be used; found before any
            request.
    """
    _own_formats(settings.log_patterns)
    package = _package(settings.package)
    saved = [(request, _saved_status(request.status)) for request in settings.logs]
    runs = []
    if settings.jobs and settings.api_base and settings.token:
        with ServiceClient(settings.api_base, settings.token) as client:
            for request in settings.jobs:

                def wait(request: JobRequest = request) -> JobStatus:
                    with watch.job(request.name, request.job_id) as report:
                        return wait_until_finished(
                            lambda within: client.status(request.job_id, within=within),
                            clock=clock,
                            sleep=sleep,
                            schedule=lambda _status: settings.poll_interval,
                            timeout=settings.timeout,
                            report=report,
                        )

                runs.append(_gate_job(request, wait, settings, package))
    runs += [_gate_log(request, status, settings, package) for request, status in saved]
    return tuple(runs)


def dump_runs(runs: Sequence[ContentRun]) -> str:
    """Write runs as JSON text, for another process."""
    return _RUNS.dump_json(tuple(runs)).decode()


def load_runs(text: str) -> tuple[ContentRun, ...]:
    """Read what ``dump_runs`` wrote."""
    return _RUNS.validate_json(text)


def _gate_job(
    request: JobRequest, wait: Callable[[], JobStatus], settings: Settings, package: ContentPackage | None
) -> ContentRun:
    try:
        status = wait()
    except ContentJobsError as error:
        broken = Check(CheckOutcome.BROKEN, str(error))
        return _run(request.name, request.job_id, None, None, broken, settings, package)
    job_check = check_job(status)
    reading = None
    try:
        reading = _fetch_and_read(_location_of(status), settings)
    except LogError as error:
        # A job that broke need not have a log; its own failure is the reason to show.
        if job_check.outcome is CheckOutcome.PASSED:
            job_check = Check(CheckOutcome.BROKEN, f"The job ended as {status.status}. {error}")
    return _run(request.name, request.job_id, status, reading, job_check, settings, package)


def _gate_log(
    request: LogRequest, status: JobStatus | None, settings: Settings, package: ContentPackage | None
) -> ContentRun:
    job_check = check_job(status)
    reading = None
    try:
        reading = _fetch_and_read(location.from_user(request.location), settings)
    except LogError as error:
        job_check = Check(CheckOutcome.BROKEN, str(error))
    return _run(request.name, None, status, reading, job_check, settings, package)


def _location_of(status: JobStatus) -> location.Location:
    if status.log_file_location is None:
        raise LogLocationError(
            "Its status names no log (no logFileLocation).",
            next_step="Look at the job in the service; with the log at hand use --content-log FILE --content-status FILE.",
        )
    return location.from_job(status.log_file_location)


def _fetch_and_read(where: location.Location, settings: Settings) -> LogReading:
    with fetched(where) as path:
        # A path on this machine may have bytes that are no text, which no report and no worker could be given.
        shown = str(where).encode("utf-8", "replace").decode()
        return read_log(
            path,
            location=shown,
            format_name=settings.log_format,
            own=_own_formats(settings.log_patterns),
            limits=Limits(settings.max_log_size, settings.max_line_length, settings.max_log_lines),
        )


def _run(
    name: str,
    job_id: str | None,
    status: JobStatus | None,
    reading: LogReading | None,
    job_check: Check,
    settings: Settings,
    package: ContentPackage | None,
) -> ContentRun:
    findings = identified(reading.entries) if reading else ()
    if package:
        findings = linked(findings, package)
    log = reading.statistics if reading else None
    log_check = check_log(status, log, findings, max_unparsed=settings.max_unparsed, log_end=settings.log_end)
    decided = verdicts(findings)
    return ContentRun(
        name=name,
        job_id=job_id,
        status=status,
        log=log,
        verdicts=decided,
        job_check=job_check,
        log_check=log_check,
        judgement=judge(job_check, log_check, decided),
    )


@cache
def _own_formats(patterns: tuple[str, ...]) -> tuple[LogFormat, ...]:
    """Return the user's own layouts, compiled once; raises SettingsError."""
    if not patterns:
        return ()
    from pytest_contentjobs.joblog.formats.pattern import OwnPatterns  # noqa: PLC0415 - needed for own patterns alone

    return (OwnPatterns(patterns),)


def _package(path: Path | None) -> ContentPackage | None:
    try:
        return ContentPackage.open(path) if path else None
    except PackageError as error:
        raise SettingsError(error.what, next_step=error.next_step) from error


def _saved_status(path: Path | None) -> JobStatus | None:
    if path is None:
        return None
    try:
        status = job_status(json.loads(path.read_bytes()))
    except OSError as error:
        raise SettingsError(
            f"The status file {str(path)!r} cannot be read: {error.strerror or error}.",
            next_step="Give --content-status the saved answer of the job's status request.",
        ) from error
    except (ValueError, RecursionError):
        status = None
    if status is None:
        raise SettingsError(
            f"The status file {str(path)!r} holds no job status.",
            next_step="Give --content-status the saved answer of the job's status request: a JSON object with 'status'.",
        )
    return status
