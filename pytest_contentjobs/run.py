"""The pipeline: settings, service, log, gate. Both faces of the product call ``gate`` and get ``ContentRun`` values."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter

from pytest_contentjobs.errors import ContentJobsError, LogError, LogLocationError, PackageError, SettingsError
from pytest_contentjobs.gate.policy import judge, verdicts
from pytest_contentjobs.gate.reconcile import check_job, check_log
from pytest_contentjobs.joblog import location
from pytest_contentjobs.joblog.decoding import Limits
from pytest_contentjobs.joblog.download import MISSING_AT_FIRST, fetched
from pytest_contentjobs.joblog.formats import all_formats
from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.joblog.identity import identified
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.joblog.transfer import Patience
from pytest_contentjobs.joblog.trust import LogTrust
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun
from pytest_contentjobs.options import LOG_FORMAT, LOG_FORMATS
from pytest_contentjobs.service.auth import authentication
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
    formats: Sequence[LogFormat] = (),
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[ContentRun, ...]:
    """Wait for all jobs, read all logs, and judge each: jobs first, then single logs, in the order they were given.

    ``formats`` are log formats beside those that are installed. Whatever a network, the service or a log does comes back
    inside a run that is not judged.

    Raises:
        SettingsError: a saved status answer, a log format, an own log pattern or the content package cannot be used; found
            before any request.
    """
    pipeline = _Pipeline(settings, formats, Patience(clock=clock, sleep=sleep))
    saved = [(request, _saved_status(request.status)) for request in settings.logs]
    runs = []
    if settings.jobs and settings.api_base and settings.credentials:
        with ServiceClient(settings.api_base, authentication(settings.credentials)) as client:
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

                runs.append(pipeline.job(request, wait))
    runs += [pipeline.log(request, status) for request, status in saved]
    return tuple(runs)


def dump_runs(runs: Sequence[ContentRun]) -> str:
    """Write runs as JSON text, for another process."""
    return _RUNS.dump_json(tuple(runs)).decode()


def load_runs(text: str) -> tuple[ContentRun, ...]:
    """Read what ``dump_runs`` wrote."""
    return _RUNS.validate_json(text)


class _Pipeline:
    """What every job and log goes through, with what all of them need: opened once, before any request."""

    def __init__(self, settings: Settings, formats: Sequence[LogFormat], patience: Patience) -> None:
        self._settings = settings
        self._patience = patience
        self._formats = _formats(formats, settings.log_format)
        self._patterns = _patterns(settings.log_patterns)
        self._package = _package(settings.package)

    def job(self, request: JobRequest, wait: Callable[[], JobStatus]) -> ContentRun:
        """Wait for a job, read its log and judge."""
        try:
            status = wait()
        except ContentJobsError as error:
            return self._judged(request.name, request.job_id, None, None, Check(CheckOutcome.BROKEN, str(error)))
        job_check = check_job(status)
        reading = None
        try:
            where = _location_of(status, request.job_id, self._settings)
            reading = self._read(where, replace(self._patience, missing=MISSING_AT_FIRST))
        except LogError as error:
            # A job that broke need not have a log; its own failure is the reason to show.
            if job_check.outcome is CheckOutcome.PASSED:
                job_check = Check(CheckOutcome.BROKEN, f"The job ended as {status.status}. {error}")
        return self._judged(request.name, request.job_id, status, reading, job_check)

    def log(self, request: LogRequest, status: JobStatus | None) -> ContentRun:
        """Read a log and judge it, beside the saved status if there is one."""
        job_check = check_job(status)
        reading = None
        try:
            reading = self._read(
                location.from_user(request.location, owner=self._settings.log_bucket_owner), self._patience
            )
        except LogError as error:
            job_check = Check(CheckOutcome.BROKEN, str(error))
        return self._judged(request.name, None, status, reading, job_check)

    def _read(self, where: location.Location, patience: Patience) -> LogReading:
        settings = self._settings
        with fetched(where, max_size=settings.max_log_size, patience=patience) as path:
            # A path on this machine may have bytes that are no text, which no report and no worker could be given.
            shown = str(where).encode("utf-8", "replace").decode()
            return read_log(
                path,
                location=shown,
                formats=self._formats,
                format_name=settings.log_format,
                patterns=self._patterns,
                limits=Limits(settings.max_log_size, settings.max_line_length, settings.max_log_lines),
            )

    def _judged(
        self, name: str, job_id: str | None, status: JobStatus | None, reading: LogReading | None, job_check: Check
    ) -> ContentRun:
        settings = self._settings
        findings = identified(reading.entries) if reading else ()
        if self._package:
            findings = linked(findings, self._package)
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


def _location_of(status: JobStatus, job_id: str, settings: Settings) -> location.Location:
    if status.log_file_location is None:
        raise LogLocationError(
            "Its status names no log (no logFileLocation).",
            next_step="Look at the job in the service; with the log at hand use --content-log FILE --content-status FILE.",
        )
    trust = LogTrust(
        api_base=settings.api_base or "",
        buckets=settings.log_buckets,
        hosts=settings.log_hosts,
        owner=settings.log_bucket_owner,
    )
    return location.from_job(status.log_file_location, job_id=job_id, trust=trust)


def _formats(brought: Sequence[LogFormat], chosen: str) -> tuple[LogFormat, ...]:
    formats = all_formats(brought)
    names = dict.fromkeys([*LOG_FORMATS, *(log_format.name.casefold() for log_format in formats)])
    if chosen not in names:
        raise SettingsError(
            f"{chosen!r} is not one of {', '.join(names)}.", next_step=f"Set {LOG_FORMAT.places} to one of them."
        )
    return formats


def _patterns(patterns: tuple[str, ...]) -> LogFormat | None:
    """Return the user's own layouts; raises SettingsError."""
    if not patterns:
        return None
    from pytest_contentjobs.joblog.formats.pattern import OwnPatterns  # noqa: PLC0415 - needed for own patterns alone

    return OwnPatterns(patterns)


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
