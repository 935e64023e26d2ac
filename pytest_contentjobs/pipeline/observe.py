"""From a request to the facts of its job and log: wait, download, read, and complete findings. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_contentjobs.boundary.redaction import Redactor, redact_parts
from pytest_contentjobs.download import location
from pytest_contentjobs.download.fetch import MISSING_AT_FIRST, fetch
from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.download.trust import LogTrust, require_same_log
from pytest_contentjobs.errors import (
    ContentJobsError,
    LogError,
    LogLocationError,
    PackageError,
    SavedRunError,
    SettingsError,
)
from pytest_contentjobs.findings.enrich import Enricher, Revise
from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.findings.owners import Owners
from pytest_contentjobs.findings.package.contents import ContentPackage
from pytest_contentjobs.findings.package.link import link
from pytest_contentjobs.gate.facts import Facts, Failure
from pytest_contentjobs.joblog.decoding import Limits, read_blocks
from pytest_contentjobs.joblog.formats import collect_formats
from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.model import CheckOutcome
from pytest_contentjobs.model.job import JobState, JobStatus
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.jobs import WaitResult, redact_status
from pytest_contentjobs.pipeline.log_sources import LogSource, Replay, SingleLog, UnusableLog
from pytest_contentjobs.pipeline.saved_runs import RunStore
from pytest_contentjobs.settings.options.log import LOG_FORMAT
from pytest_contentjobs.settings.requests import JobRequest, Request
from pytest_contentjobs.settings.resolve import Settings

if TYPE_CHECKING:
    from pytest_contentjobs.joblog.harmless import HarmlessPatterns

__all__ = ["Stages", "observe", "open_stages"]

_CANNOT_READ = (LogError, SavedRunError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stages:
    """What every job and log goes through, opened once before any request. Threads may share it.

    ``finish`` waits for a job; None if there are none. ``store`` keeps the logs; None if nothing is saved.
    """

    settings: Settings
    finish: Callable[[Request], WaitResult] | None
    patience: Patience
    formats: Sequence[LogFormat]
    package: ContentPackage | None
    refine: Enricher
    redact: Redactor
    store: RunStore | None


def open_stages(
    settings: Settings,
    *,
    formats: Sequence[LogFormat],
    revise: Revise | None,
    patience: Patience,
    redact: Redactor,
) -> Stages:
    """Open what all jobs and logs go through.

    Raises:
        SettingsError: the log format, a pattern, a level or the content package cannot be used.
    """
    available = collect_formats(formats)
    for each in (settings, *map(settings.for_run, settings.pins)):
        _require_format(available, each.log_format)
        _make_patterns(each.log_pattern, VOCABULARY.with_declared(dict(each.log_levels)))
        _make_harmless(each.log_harmless)
    return Stages(
        settings=settings,
        finish=None,
        patience=patience,
        formats=available,
        package=_open_package(settings.package),
        refine=Enricher(settings.entity_url, settings.rule_url, revise, _make_owners(settings)),
        redact=redact,
        store=RunStore(settings.save) if settings.save is not None else None,
    )


def _make_owners(settings: Settings) -> Owners:
    project = settings.project
    return Owners(project.owners, project.rules) if project else Owners()


def observe(request: Request | LogSource, stages: Stages) -> Facts:
    """Observe one job, log or saved run. What a network, the service or a log does wrong is in the facts, never raised."""
    match request:
        case SingleLog():
            return _observe_log(request, stages)
        case Replay():
            return _observe_saved_run(request, stages)
        case UnusableLog():
            return Facts(name=request.name, failure=_failure_of_log(request.error, stages.redact))
        case _:
            return _observe_job(request, stages)


def _observe_job(request: Request, stages: Stages) -> Facts:
    """Wait for a job, and read its log."""
    if stages.finish is None:
        raise ValueError("a job, and nothing to wait for it with")
    result = stages.finish(request)
    settings, redact = stages.settings, stages.redact
    facts = Facts(
        name=request.name,
        job_id=result.job_id,
        api_base=settings.api_base,
        source=None if isinstance(request, JobRequest) else request.source.uri,
    )
    status, job_id = result.status, result.job_id
    if result.error is not None or status is None or job_id is None:
        return replace(facts, failure=_failure(result.error, redact))
    facts = replace(facts, status=redact_status(status, redact))
    try:
        place = _locate_log(status, job_id, stages)
        reading = _read(request.name, place, replace(stages.patience, missing=MISSING_AT_FIRST), stages, status)
    except _CANNOT_READ as error:
        return replace(facts, failure=_failure_of_log(error, redact))
    return _add_findings(facts, reading, stages)


def _observe_log(request: SingleLog, stages: Stages) -> Facts:
    """Read a log, beside the saved status if there is one."""
    status = request.status
    facts = Facts(name=request.name, status=status and redact_status(status, stages.redact))
    try:
        if status is not None and status.log_file_location is not None:
            require_same_log(str(request.location), status.log_file_location)
        reading = _read(request.name, request.location, stages.patience, stages, status)
    except _CANNOT_READ as error:
        return replace(facts, failure=_failure_of_log(error, stages.redact))
    return _add_findings(facts, reading, stages)


def _observe_saved_run(request: Replay, stages: Stages) -> Facts:
    """Read the log of a saved run with what is set now. If it has none, what stopped the run then stops it still."""
    saved, log = request.stored.saved, request.stored.log
    run, redact = saved.run, stages.redact
    facts = Facts(
        name=request.name,
        job_id=run.job_id,
        status=run.status and redact_status(run.status, redact),
        source=run.source,
        api_base=run.api_base,
        saved_at=saved.saved_at,
    )
    if log is None or run.log is None:
        broken = [check for check in (run.job_check, run.log_check) if check.outcome is CheckOutcome.BROKEN]
        failures = [Failure(redact(check.text), check.codes, is_of_log=check is run.log_check) for check in broken]
        return replace(facts, failure=failures[0] if failures else None)
    try:
        reading = _read(
            request.name, location.FileLocation(log), stages.patience, stages, run.status, shown=run.log.location
        )
    except _CANNOT_READ as error:
        return replace(facts, failure=_failure_of_log(error, redact))
    return _add_findings(facts, reading, stages)


def _locate_log(status: JobStatus, job_id: str, stages: Stages) -> location.Location:
    if status.log_file_location is None:
        raise LogLocationError(
            "Its status names no log (no logFileLocation).",
            next_step="Look at the job in the service; if you have the log, use --content-log FILE --content-status FILE.",
            reason=Reason.LOG_LOCATION_MISSING,
        )
    settings = stages.settings
    trust = LogTrust(
        api_base=settings.api_base or "",
        buckets=settings.log_buckets,
        hosts=settings.log_hosts,
        owner=settings.log_bucket_owner,
    )
    return location.parse_job_location(status.log_file_location, job_id=job_id, trust=trust, redact=stages.redact)


def _read(
    name: str,
    place: location.Location,
    patience: Patience,
    stages: Stages,
    status: JobStatus | None,
    *,
    shown: str | None = None,
) -> LogReading:
    """Download and read the log of a job with this status, and keep it if runs are saved; raises LogError and SavedRunError."""
    settings, redact = stages.settings.for_run(name), stages.redact
    limits = Limits(size=settings.max_log_size)
    vocabulary = VOCABULARY.with_declared(dict(settings.log_levels))
    with fetch(place, max_size=settings.max_log_size, patience=patience) as path:
        # A path on this machine may have bytes that are not text, which no report and no worker could be given.
        shown = shown or redact(str(place)).encode("utf-8", "replace").decode()
        reading = read_log(
            path,
            location=shown,
            formats=stages.formats,
            format_name=settings.log_format,
            patterns=_make_patterns(settings.log_pattern, vocabulary),
            vocabulary=vocabulary,
            harmless=_make_harmless(settings.log_harmless),
            counts=_find_counts(status),
            limits=limits,
            redact=redact,
        )
        if stages.store is not None:
            blocks = read_blocks(path, location=shown, limits=limits)
            redacted = redact_parts((block.text for block in blocks), redact)
            stages.store.keep_log(name, path, text=redacted if reading.is_redacted else None)
        return reading


def _add_findings(facts: Facts, reading: LogReading, stages: Stages) -> Facts:
    found = identify(reading.entries)
    refined = stages.refine(link(found, stages.package) if stages.package else found)
    return replace(
        facts,
        log=reading.statistics,
        log_findings=found,
        findings=refined.findings,
        dropped=refined.dropped,
        hook_fault=refined.fault,
    )


def _failure(error: ContentJobsError | None, redact: Redactor) -> Failure:
    if error is None:
        raise ValueError("a wait without status and without error")
    return Failure(redact(str(error)), (error.reason,))


def _failure_of_log(error: ContentJobsError, redact: Redactor) -> Failure:
    return replace(_failure(error, redact), is_of_log=True)


def _require_format(formats: Sequence[LogFormat], chosen: str) -> None:
    """Require that a log format of this name exists; raises SettingsError."""
    names = dict.fromkeys([*LOG_FORMAT.choices, *(log_format.name.casefold() for log_format in formats)])
    if chosen not in names:
        raise SettingsError(
            f"{chosen!r} is not one of {', '.join(names)}.",
            next_step=f"Set {LOG_FORMAT.places} to one of them.",
            reason=Reason.VALUE_INVALID,
        )


def _make_patterns(patterns: tuple[str, ...], vocabulary: Vocabulary) -> LogFormat | None:
    """Return the user's own layouts; raises SettingsError."""
    if not patterns:
        return None
    from pytest_contentjobs.joblog.formats.pattern import OwnPatterns  # noqa: PLC0415 - needed only for own patterns

    return OwnPatterns(patterns, vocabulary)


@lru_cache(maxsize=8)
def _make_harmless(patterns: tuple[str, ...]) -> HarmlessPatterns | None:
    """Return the user's patterns for harmless lines; raises SettingsError."""
    if not patterns:
        return None
    from pytest_contentjobs.joblog.harmless import HarmlessPatterns  # noqa: PLC0415 - needed only for own patterns

    return HarmlessPatterns(patterns)


def _find_counts(status: JobStatus | None) -> tuple[int, int] | None:
    """Return the numbers of errors and warnings that a successful job counts; None if it does not."""
    results = status.results if status is not None and status.state is JobState.SUCCESSFUL else None
    if results is None or results.errors is None or results.warnings is None:
        return None
    return results.errors, results.warnings


def _open_package(path: Path | None) -> ContentPackage | None:
    try:
        return ContentPackage.open(path) if path else None
    except PackageError as error:
        raise SettingsError(error.what, next_step=error.next_step, reason=error.reason) from error
