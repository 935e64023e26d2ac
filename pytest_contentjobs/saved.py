"""Runs as files: kept for a replay, for a comparison, and as the ticket for an import. JSON and the log itself, nothing else.

A saved run is a folder with ``run.json``, with ``status.json`` where there was a status, and with ``log`` where a log could be
read. ``run.json`` is written last and names the log's size and SHA-256, so that a folder that was left half-way, or whose
log was changed, does not pass for a run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.errors import SavedRunError
from pytest_contentjobs.files import read_regular, require_regular, write_whole
from pytest_contentjobs.model import ContentRun

__all__ = [
    "SavedLog",
    "SavedRun",
    "begin",
    "dump_runs",
    "is_saved",
    "keep_log",
    "keep_run",
    "load_runs",
    "read_saved",
    "saved_folders",
]

#: The version of ``run.json`` that is written, and the only one that is read.
VERSION = 1
_RUN, _STATUS, _LOG = "run.json", "status.json", "log"


@dataclass(frozen=True, slots=True)
class SavedLog:
    """The log beside ``run.json``: its size in bytes and its SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedRun:
    """What ``run.json`` holds. ``log`` is None where no log could be read; ``saved_at`` is in UTC."""

    version: int
    saved_at: datetime
    log: SavedLog | None
    run: ContentRun


_SAVED = TypeAdapter(SavedRun)
_RUNS: TypeAdapter[tuple[ContentRun, ...]] = TypeAdapter(tuple[ContentRun, ...])


def dump_runs(runs: Sequence[ContentRun]) -> str:
    """Write runs as JSON text, for another process."""
    return _RUNS.dump_json(tuple(runs)).decode()


def load_runs(text: str) -> tuple[ContentRun, ...]:
    """Read what ``dump_runs`` wrote."""
    return _RUNS.validate_json(text)


def keep_log(log: Path, folder: Path, *, text: Iterable[str] | None = None) -> None:
    """Keep the log of a run in its folder.

    It is kept as it is, byte by byte, or as the UTF-8 ``text`` that is given in its place: the log without a secret.

    Raises:
        OSError: the folder cannot be written.
    """
    if text is None:
        shutil.copyfile(log, folder / _LOG)
        return
    with (folder / _LOG).open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(text)


def begin(folder: Path) -> None:
    """Take away what an earlier run left in the folder, so that nothing of it passes for this one's.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in (_RUN, _STATUS, _LOG):
        (folder / name).unlink(missing_ok=True)


def keep_run(run: ContentRun, folder: Path, *, now: datetime | None = None) -> None:
    """Save a run in a folder; its log is there already where one was read.

    Raises:
        OSError: the folder cannot be written.
    """
    log = folder / _LOG
    if run.log is None:
        begin(folder)
    if run.status is not None:
        write_whole(folder / _STATUS, run.status.model_dump_json(by_alias=True, exclude_none=True, indent=1).encode())
    saved = SavedRun(
        version=VERSION,
        saved_at=now or datetime.now(UTC),
        log=_described(log) if run.log is not None else None,
        run=run,
    )
    write_whole(folder / _RUN, _SAVED.dump_json(saved, indent=1))


def is_saved(path: Path) -> bool:
    """Whether a path means saved runs and no log: a folder, or the file that describes a run."""
    return path.is_dir() or path.name == _RUN


def saved_folders(path: Path) -> tuple[Path, ...]:
    """Return the folders of saved runs that a path means: itself, the folder of its ``run.json``, or those in it, by name.

    Raises:
        SavedRunError: the path is a folder that holds none.
    """
    if path.name == _RUN and path.is_file():
        return (path.parent,)
    if (path / _RUN).is_file():
        return (path,)
    folders = tuple(sorted(child.parent for child in path.glob(f"*/{_RUN}")))
    if not folders:
        raise SavedRunError(
            f"The folder {str(path)!r} holds no saved run: there is no {_RUN} in it, nor in a folder below it.",
            next_step="Give the folder that --content-save wrote; one that was left half-way has to be written again.",
        )
    return folders


def read_saved(folder: Path) -> tuple[SavedRun, Path | None]:
    """Read a saved run, and give the path of its log, None where it has none.

    Raises:
        SavedRunError: it cannot be read, has another version, or its log is not the one that was saved.
    """
    path = folder / _RUN
    again = "Save the run again with --content-save."
    try:
        saved = _SAVED.validate_json(read_regular(path))
    except OSError as error:
        raise SavedRunError(
            f"The saved run {str(path)!r} cannot be read: {error.strerror or error}.", next_step=again
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "its JSON"
        raise SavedRunError(
            f"The file {str(path)!r} is no saved run: {place}: {first['msg']}.", next_step=again
        ) from error
    if saved.version != VERSION:
        raise SavedRunError(
            f"The saved run {str(path)!r} has version {saved.version}, and this program reads version {VERSION}.",
            next_step=again,
        )
    log = folder / _LOG
    if saved.log is None:
        return saved, None
    try:
        is_same = _described(log) == saved.log
    except OSError as error:
        raise SavedRunError(
            f"The log {str(log)!r} of a saved run cannot be read: {error.strerror or error}.", next_step=again
        ) from error
    if not is_same:
        raise SavedRunError(f"The log {str(log)!r} is not the one that was saved: it was changed.", next_step=again)
    return saved, log


def _described(log: Path) -> SavedLog:
    require_regular(log)
    with log.open("rb") as file:
        return SavedLog(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())
