"""What ``--content-log`` names: a log by itself, or saved runs that are judged again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_contentjobs.boundary.atomic_write import read_regular
from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.download import location
from pytest_contentjobs.errors import ContentJobsError, LogError, SavedRunError, SettingsError
from pytest_contentjobs.model.job import JobStatus, read_status
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.saved_runs import RunStore, StoredRun
from pytest_contentjobs.settings.options.jobs import STATUS
from pytest_contentjobs.settings.options.reports import SAVE
from pytest_contentjobs.settings.requests import LogRequest
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["LogSource", "Replay", "SingleLog", "UnusableLog", "find_logs"]


@dataclass(frozen=True, slots=True)
class SingleLog:
    """A log, and the saved status response beside it if there is one."""

    name: str
    location: location.Location
    status: JobStatus | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A saved run to be judged again by what is set now."""

    name: str
    stored: StoredRun


@dataclass(frozen=True, slots=True)
class UnusableLog:
    """A log whose location, or a saved run that, cannot be used: it is reported as not judged."""

    name: str
    error: ContentJobsError


LogSource = SingleLog | Replay | UnusableLog


def find_logs(request: LogRequest, settings: Settings, redact: Redactor) -> Sequence[LogSource]:
    """Return the log of a request, or each saved run in its folder; only saved runs are read yet.

    Raises:
        SettingsError: the saved status response cannot be used, or saving would replace what is to be judged.
    """
    try:
        found = location.parse_user_location(request.location, owner=settings.log_bucket_owner, redact=redact)
        store = RunStore(found.path) if isinstance(found, location.FileLocation) else None
        if store is None or not store.holds_runs():
            if store is not None:
                _require_elsewhere(settings.save, store.folder.parent, request.name)
            return [SingleLog(request.name, found, _read_status(request.status))]
        if request.status is not None:
            raise SettingsError(
                f"{STATUS.name} was given for the saved run {str(store.folder)!r}, which has its own status.",
                next_step=f"Remove {STATUS.name}.",
                reason=Reason.SETTINGS_CONFLICT,
            )
        runs = store.read()
    except (LogError, SavedRunError) as error:
        return [UnusableLog(request.name, error)]
    is_renamed = request.is_named and len(runs) == 1
    replays = [Replay(request.name if is_renamed else stored.saved.run.name, stored) for stored in runs]
    for replay in replays:
        _require_elsewhere(settings.save, replay.stored.folder, replay.name)
    return replays


def _require_elsewhere(save: Path | None, folder: Path, name: str) -> None:
    """Refuse to save a run where its own log is read from: it would be deleted first."""
    if save is not None and (save / name).resolve() == folder.resolve():
        raise SettingsError(
            f"{SAVE.name} would replace the run in {str(folder)!r}, which is to be judged.",
            next_step=f"Set {SAVE.name} to another folder.",
            reason=Reason.SETTINGS_CONFLICT,
        )


def _read_status(path: Path | None) -> JobStatus | None:
    if path is None:
        return None
    try:
        status = read_status(read_regular(path))
    except OSError as error:
        raise SettingsError(
            f"Cannot read the status file {str(path)!r}: {error.strerror or error}.",
            next_step=f"Set {STATUS.name} to a saved response of the job's status request.",
            reason=Reason.FILE_UNREADABLE,
        ) from error
    if status is None:
        raise SettingsError(
            f"The status file {str(path)!r} does not contain a job status.",
            next_step=f"Set {STATUS.name} to a saved response of the job's status request, a JSON object with 'status'.",
            reason=Reason.FILE_INVALID,
        )
    return status
