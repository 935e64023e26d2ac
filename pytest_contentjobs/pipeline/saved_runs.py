"""Runs as files: kept for a replay, for a comparison, and as the ticket for an import. JSON and the log itself, nothing else.

A saved run is a folder with ``run.json``, with ``status.json`` where there was a status, and with ``log`` where a log could be
read. ``run.json`` says from the start that a run is not complete; the one that takes its place at the end names the log's
size and SHA-256, so that a folder that was left half-way, or whose log was changed, does not pass for a run.

What is read was perhaps written by others: names and ids have the form that they have in the options, and only regular files
are opened. What is written can be read by its owner only, and follows no link below the folder that the user named.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.boundary.atomic_write import (
    make_private_folder,
    read_regular,
    require_regular,
    whole_file,
    write_whole,
)
from pytest_contentjobs.boundary.sanitize import safe_line
from pytest_contentjobs.errors import Reason, SavedRunError
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
_FILES = (_RUN, _STATUS, _LOG)
_TEMPORARY = re.compile(rf"\.(?:{'|'.join(map(re.escape, _FILES))})\.\w+\.part")
# What stands in ``run.json`` until the run is over.
_UNFINISHED = b'{"version": 1, "is_complete": false}'


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
        OSError: the folder cannot be written, or is a link.
    """
    make_private_folder(folder)
    with whole_file(folder / _LOG, is_private=True) as kept:
        if text is None:
            with log.open("rb") as file:
                shutil.copyfileobj(file, kept)
        else:
            kept.writelines(piece.encode("utf-8", "replace") for piece in text)


def begin(folder: Path) -> None:
    """Replace what an earlier run left in the folder by a run that is not complete: nothing of it passes for this one's.

    Raises:
        OSError: the folder cannot be written, or is a link.
    """
    make_private_folder(folder)
    for name in (_STATUS, _LOG):
        (folder / name).unlink(missing_ok=True)
    write_whole(folder / _RUN, _UNFINISHED, is_private=True)


def keep_run(run: ContentRun, folder: Path, *, now: datetime | None = None) -> None:
    """Save a run in a folder; its log is there already where one was read.

    Raises:
        OSError: the folder cannot be written.
    """
    make_private_folder(folder)
    log = folder / _LOG
    if run.log is None:
        begin(folder)
    if run.status is not None:
        status = run.status.model_dump_json(by_alias=True, exclude_none=True, indent=1).encode()
        write_whole(folder / _STATUS, status, is_private=True)
    saved = SavedRun(
        version=VERSION,
        saved_at=now or datetime.now(UTC),
        log=_described(log) if run.log is not None else None,
        run=run,
    )
    write_whole(folder / _RUN, _SAVED.dump_json(saved, indent=1), is_private=True)


def is_saved(path: Path) -> bool:
    """Whether a path means saved runs and no log: a folder, or the file that describes a run."""
    return path.is_dir() or path.name == _RUN


def saved_folders(path: Path) -> tuple[Path, ...]:
    """Return the folders of saved runs that a path means: itself, the folder of its ``run.json``, or those in it, by name.

    Files beside them are passed over, and so are folders that are hidden or hold nothing of a run. A folder that is empty,
    holds a part of a run, or holds runs one folder further down is taken for a run that is not complete.

    Raises:
        SavedRunError: the path is a folder that holds none, or one that is not complete.
    """
    if path.name == _RUN and path.is_file():
        return (path.parent,)
    children = [child for child in _listed(path) if not child.name.startswith(".") and _may_be_folder(child)]
    runs = [child for child in children if _is_of_run(child)]
    if _holds_part(path):
        if runs:
            raise SavedRunError(
                f"The folder {str(path)!r} is a saved run and holds another, {runs[0].name!r}.",
                next_step="Give each run a folder of its own beside the others.",
                reason=Reason.SAVED_RUN_AMBIGUOUS,
            )
        runs = [path]
    if not runs:
        raise SavedRunError(
            f"The folder {str(path)!r} holds no saved run: there is no {_RUN} in it, nor in a folder below it.",
            next_step="Give the folder that --content-save wrote; one that was left half-way has to be written again.",
        )
    for folder in runs:
        if not _is_file(folder / _RUN):
            raise _incomplete(folder, f"has no file {_RUN}")
    return tuple(runs)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _incomplete(folder, f"cannot be looked into: {error.strerror or error}") from error


def _may_be_folder(path: Path) -> bool:
    """Whether this is a folder, or a link that could be one: where it leads to nothing, a run may be missing."""
    return path.is_dir() or (path.is_symlink() and not path.exists())


def _is_of_run(folder: Path) -> bool:
    inside = _listed(folder)
    visible = [path for path in inside if not path.name.startswith(".")]
    return not inside or _holds_part(folder) or any(path.is_dir() and _holds_part(path) for path in visible)


def _holds_part(folder: Path) -> bool:
    """Whether a folder holds a file of a run, or what was left of one that was being written."""
    return any(path.name in _FILES or _TEMPORARY.fullmatch(path.name) for path in _listed(folder))


def _is_file(path: Path) -> bool:
    """Whether this is a regular file, and not a pipe that nobody may ever write to."""
    try:
        return path.is_file()
    except OSError:
        return False


def _incomplete(folder: Path, why: str) -> SavedRunError:
    return SavedRunError(
        f"The saved run {str(folder)!r} is not complete: it {why}.",
        next_step="Save it again with --content-save, or take the folder away if it is no run.",
        reason=Reason.SAVED_RUN_INCOMPLETE,
    )


def read_saved(folder: Path) -> tuple[SavedRun, Path | None]:
    """Read a saved run, and give the path of its log, None where it has none.

    Raises:
        SavedRunError: it cannot be read, is not complete, has another version, or its log is not the one that was saved.
    """
    path = folder / _RUN
    again = "Save the run again with --content-save."
    try:
        if not path.is_file():
            raise _incomplete(folder, f"has no file {_RUN}")
        text = read_regular(path)
        if text.strip() in {b"", _UNFINISHED}:
            raise _incomplete(folder, "was interrupted before its end")
        saved = _SAVED.validate_json(text)
    except OSError as error:
        raise SavedRunError(
            f"The saved run {str(path)!r} cannot be read: {error.strerror or error}.", next_step=again
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        # A place in it has keys that whoever wrote the file has chosen.
        place = safe_line(".".join(map(str, first["loc"]))) or "its JSON"
        raise SavedRunError(
            f"The file {str(path)!r} is no saved run: {place}: {safe_line(first['msg'])}.", next_step=again
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
        if not log.is_file():
            raise _incomplete(folder, f"has no file {_LOG}")
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
