"""From a finished job or a single log to everything that can be known of it, before the policy decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from pytest_contentjobs.boundary.atomic_write import read_regular
from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.download import location
from pytest_contentjobs.download.fetch import MISSING_AT_FIRST, fetched
from pytest_contentjobs.download.source import Patience
from pytest_contentjobs.download.trust import LogTrust, require_same_log
from pytest_contentjobs.errors import (
    ContentJobsError,
    LogError,
    LogLocationError,
    PackageError,
    SavedRunError,
    SettingsError,
)
from pytest_contentjobs.findings.enrich import Enricher
from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.findings.package.contents import ContentPackage
from pytest_contentjobs.findings.package.link import link
from pytest_contentjobs.gate.judge import Observed
from pytest_contentjobs.gate.reconcile import check_job, check_log
from pytest_contentjobs.joblog.decoding import Limits, read_blocks
from pytest_contentjobs.joblog.formats import collect_formats
from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.model import Check, CheckOutcome, Finding
from pytest_contentjobs.model.job import JobStatus, read_status
from pytest_contentjobs.pipeline.jobs import Waited, presentable
from pytest_contentjobs.pipeline.saved_runs import SavedRun, begin, is_saved, keep_log, read_saved, saved_folders
from pytest_contentjobs.settings.options import LOG_FORMAT, LOG_FORMATS, SAVE, STATUS
from pytest_contentjobs.settings.requests import JobRequest, LogRequest, Request
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["Pipeline", "not_saved"]


class Pipeline:
    """What every job and log goes through, with what all of them need: opened once, before any request.

    Threads may share it.

    Raises:
        SettingsError: a log format, an own log pattern, the content package or the folder to save in cannot be used.
    """

    def __init__(
        self,
        settings: Settings,
        formats: Sequence[LogFormat],
        patience: Patience,
        redact: Redactor,
        refine: Enricher,
    ) -> None:
        self._settings = settings
        self._refine = refine
        self._patience = patience
        self._redact = redact
        self._formats = _formats(formats, settings.log_format)
        self._patterns = _patterns(settings.log_patterns)
        self._package = _package(settings.package)

    def begin(self, names: Sequence[str]) -> None:
        """Take away what earlier runs left where those of these names will be saved.

        Raises:
            SettingsError: the folder cannot be written to.
        """
        folder = self._settings.save
        if folder is None:
            return
        try:
            for name in names:
                begin(folder / name)
        except OSError as error:
            raise SettingsError(
                f"The folder {str(folder)!r} cannot be saved in: {error.strerror or error}.",
                next_step=f"Set {SAVE.places} to a folder that can be written to.",
            ) from error

    def job(
        self,
        request: Request,
        finish: Callable[[Request], Waited],
    ) -> Observed:
        """Wait for a job, and read its log."""
        waited = finish(request)
        run = partial(self._observed, request.name, waited.job_id, api_base=self._settings.api_base)
        if not isinstance(request, JobRequest):
            run = partial(run, source=request.source.uri)
        if waited.status is None or waited.job_id is None:
            return run(None, None, _broken(waited.error))
        status = waited.status
        job_check = check_job(status)
        reading = None
        try:
            where = self._location_of(status, waited.job_id)
            reading = self._read(request.name, where, replace(self._patience, missing=MISSING_AT_FIRST))
        except LogError as error:
            # A job that broke need not have a log; its own failure is the reason to show.
            if job_check.outcome is CheckOutcome.PASSED:
                job_check = _broken(error, f"The job ended as {status.status}. ")
        return run(presentable(status, self._redact), reading, job_check)

    def replays(self, request: LogRequest) -> list[tuple[str, Callable[[], Observed]]]:
        """Return the name of a log and what reads it, or those of each saved run in a folder; only saved runs are read yet.

        Raises:
            SettingsError: the saved status answer cannot be used.
        """
        try:
            where = location.from_user(request.location, owner=self._settings.log_bucket_owner, redact=self._redact)
            if not isinstance(where, location.FileLocation) or not is_saved(where.path):
                if isinstance(where, location.FileLocation):
                    self._require_elsewhere([where.path.parent], [request.name])
                return [(request.name, partial(self._log, request, where, _saved_status(request.status)))]
            if request.status is not None:
                raise SettingsError(
                    f"{STATUS.name} was given beside the saved run {str(where.path)!r}, which has its own.",
                    next_step=f"Leave {STATUS.name} out.",
                )
            folders = saved_folders(where.path)
            found = [read_saved(folder) for folder in folders]
        except (LogError, SavedRunError) as error:
            broken = _broken(error)
            return [(request.name, lambda: self._observed(request.name, None, None, None, broken))]
        takes_name = request.is_named and len(found) == 1
        names = [request.name if takes_name else saved.run.name for saved, _ in found]
        self._require_elsewhere(folders, names)
        return [
            (name, partial(self._replay, name, saved, log)) for name, (saved, log) in zip(names, found, strict=True)
        ]

    def _require_elsewhere(self, folders: Sequence[Path], names: Sequence[str]) -> None:
        """Refuse to save a run where its own log is read from: it would be taken away first."""
        for folder, name in zip(folders, names, strict=True):
            if self._settings.save is not None and (self._settings.save / name).resolve() == folder.resolve():
                raise SettingsError(
                    f"{SAVE.name} would replace the run in {str(folder)!r}, which is to be judged.",
                    next_step=f"Give {SAVE.name} another folder.",
                )

    def _log(self, request: LogRequest, where: location.Location, status: JobStatus | None) -> Observed:
        """Read a log, beside the saved status if there is one."""
        job_check = check_job(status)
        reading = None
        try:
            if status is not None and status.log_file_location is not None:
                require_same_log(str(where), status.log_file_location)
            reading = self._read(request.name, where, self._patience)
        except LogError as error:
            job_check = _broken(error)
        return self._observed(request.name, None, status and presentable(status, self._redact), reading, job_check)

    def _replay(self, name: str, saved: SavedRun, log: Path | None) -> Observed:
        """Read a saved run by what is set now; where it had no log, what broke it then breaks it still."""
        run = saved.run
        observed = partial(
            self._observed,
            name,
            run.job_id,
            run.status,
            source=run.source,
            api_base=run.api_base,
            saved_at=saved.saved_at,
        )
        if log is None or run.log is None:
            return observed(None, run.job_check)
        try:
            reading = self._read(name, location.FileLocation(log), self._patience, shown=run.log.location)
        except LogError as error:
            return observed(None, _broken(error))
        return observed(reading, check_job(run.status))

    def _location_of(self, status: JobStatus, job_id: str) -> location.Location:
        if status.log_file_location is None:
            raise LogLocationError(
                "Its status names no log (no logFileLocation).",
                next_step="Look at the job in the service; with the log at hand use --content-log FILE --content-status FILE.",
            )
        settings = self._settings
        trust = LogTrust(
            api_base=settings.api_base or "",
            buckets=settings.log_buckets,
            hosts=settings.log_hosts,
            owner=settings.log_bucket_owner,
        )
        return location.from_job(status.log_file_location, job_id=job_id, trust=trust, redact=self._redact)

    def _read(self, name: str, where: location.Location, patience: Patience, *, shown: str | None = None) -> LogReading:
        settings = self._settings
        limits = Limits(settings.max_log_size, settings.max_line_length, settings.max_log_lines)
        with fetched(where, max_size=settings.max_log_size, patience=patience) as path:
            # A path on this machine may have bytes that are no text, which no report and no worker could be given.
            shown = shown or self._redact(str(where)).encode("utf-8", "replace").decode()
            reading = read_log(
                path,
                location=shown,
                formats=self._formats,
                format_name=settings.log_format,
                patterns=self._patterns,
                limits=limits,
                redact=self._redact,
            )
            if settings.save is not None:
                redacted = (self._redact(block.text) for block in read_blocks(path, location=shown, limits=limits))
                try:
                    keep_log(path, settings.save / name, text=redacted if reading.is_redacted else None)
                except OSError as error:
                    raise not_saved(settings.save, error) from error
            return reading

    def _observed(
        self,
        name: str,
        job_id: str | None,
        status: JobStatus | None,
        reading: LogReading | None,
        job_check: Check,
        *,
        source: str | None = None,
        api_base: str | None = None,
        saved_at: datetime | None = None,
    ) -> Observed:
        settings = self._settings
        findings = identify(reading.entries) if reading else ()
        log = reading.statistics if reading else None
        # Job and log are compared by what the log says, whatever a hook makes of it.
        log_check = check_log(status, log, findings, max_unparsed=settings.max_unparsed, log_end=settings.log_end)
        refined = self._refine(self._linked(findings))
        return Observed(
            name=name,
            job_id=job_id,
            status=status,
            log=log,
            findings=refined.findings,
            job_check=replace(job_check, text=self._redact(job_check.text)),
            log_check=replace(log_check, text=self._redact(log_check.text)),
            source=source,
            api_base=api_base,
            saved_at=saved_at,
            dropped=refined.dropped,
            checks=refined.checks,
        )

    def _linked(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return link(findings, self._package) if self._package else findings


def _broken(error: ContentJobsError | None, before: str = "") -> Check:
    return Check(CheckOutcome.BROKEN, f"{before}{error}", (error.reason,) if error else ())


def _formats(brought: Sequence[LogFormat], chosen: str) -> tuple[LogFormat, ...]:
    formats = collect_formats(brought)
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


def not_saved(folder: Path, error: OSError) -> LogError:
    """Return what to say where a run cannot be saved: it is not judged, since what builds on it would miss it."""
    return LogError(
        f"The run could not be saved in {str(folder)!r}: {error.strerror or error}.",
        next_step=f"Make room there, or leave {SAVE.name} out.",
    )


def _package(path: Path | None) -> ContentPackage | None:
    try:
        return ContentPackage.open(path) if path else None
    except PackageError as error:
        raise SettingsError(error.what, next_step=error.next_step, reason=error.reason) from error


def _saved_status(path: Path | None) -> JobStatus | None:
    if path is None:
        return None
    try:
        status = read_status(read_regular(path))
    except OSError as error:
        raise SettingsError(
            f"The status file {str(path)!r} cannot be read: {error.strerror or error}.",
            next_step="Give --content-status the saved answer of the job's status request.",
        ) from error
    if status is None:
        raise SettingsError(
            f"The status file {str(path)!r} holds no job status.",
            next_step="Give --content-status the saved answer of the job's status request: a JSON object with 'status'.",
        )
    return status
