"""The files of a saved run: ``run.json``, ``status.json`` if there was a status, and ``log`` if a log could be read.

``run.json`` says from the start that a run is not complete; the one that takes its place at the end names the log's size and
SHA-256, so that a folder that was left half-way, or whose log was changed, does not pass for a run.

Others may have written what is read: names and ids have the form that they have in the options, and only regular files are
opened. What is written can be read by its owner only, and follows no link below the folder that the user named.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.boundary.atomic_write import (
    make_private_folder,
    read_regular,
    replace_file,
    require_regular,
    write_whole,
)
from pytest_contentjobs.boundary.validation import first_fault
from pytest_contentjobs.errors import SavedRunError
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.model.reason import Reason

__all__ = [
    "FILES",
    "LOG",
    "RUN",
    "SavedRun",
    "clear_run",
    "dump_runs",
    "holds_part",
    "incomplete",
    "load_runs",
    "read_run",
    "write_log",
    "write_run",
]

#: The version of ``run.json`` that is written, and the only one that is read.
VERSION = 2
RUN, STATUS, LOG = "run.json", "status.json", "log"
FILES = (RUN, STATUS, LOG)
_TEMPORARY = re.compile(rf"\.(?:{'|'.join(map(re.escape, FILES))})\.\w+\.part")
# What ``run.json`` says until the run is over.
_UNFINISHED = f'{{"version": {VERSION}, "is_complete": false}}'.encode()
_UNFINISHED_TEXTS = frozenset({b"", _UNFINISHED})
_SAVE_AGAIN = "Save the run again with --content-save."


@dataclass(frozen=True, slots=True)
class SavedLog:
    """The log beside ``run.json``: its size in bytes and its SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedRun:
    """What ``run.json`` holds. ``log`` is None if no log could be read; ``saved_at`` is in UTC."""

    version: int
    saved_at: datetime
    log: SavedLog | None
    run: ContentRun


_SAVED = TypeAdapter(SavedRun)
_OBJECT = TypeAdapter(dict[str, object])
_RUNS: TypeAdapter[tuple[ContentRun, ...]] = TypeAdapter(tuple[ContentRun, ...])


def dump_runs(runs: Sequence[ContentRun]) -> str:
    """Return runs as JSON text, for another process."""
    return _RUNS.dump_json(tuple(runs)).decode()


def load_runs(text: str) -> tuple[ContentRun, ...]:
    """Read what ``dump_runs`` returned."""
    return _RUNS.validate_json(text)


def clear_run(folder: Path) -> None:
    """Replace what an earlier run left in the folder by a run that is not complete.

    Raises:
        OSError: the folder cannot be written, or is a link.
    """
    make_private_folder(folder)
    for name in (STATUS, LOG):
        (folder / name).unlink(missing_ok=True)
    write_whole(folder / RUN, _UNFINISHED, is_private=True)


def is_complete(folder: Path) -> bool:
    """Whether a folder has a run that came to its end; raises OSError if its file cannot be read."""
    return read_regular(folder / RUN).strip() not in _UNFINISHED_TEXTS


def remove_run(folder: Path) -> None:
    """Remove the files of a run, and its folder if nothing else is in it; raises OSError."""
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()


def write_log(log: Path, folder: Path, *, text: Iterable[str] | None = None) -> None:
    """Copy the log of a run to its folder, byte by byte, or write the UTF-8 ``text`` in its place: the log without a secret.

    Raises:
        OSError: the folder cannot be written, or is a link.
    """
    make_private_folder(folder)
    with replace_file(folder / LOG, is_private=True) as kept:
        if text is None:
            with log.open("rb") as file:
                shutil.copyfileobj(file, kept)
        else:
            kept.writelines(piece.encode("utf-8", "replace") for piece in text)


def write_run(run: ContentRun, folder: Path, *, saved_at: datetime | None = None) -> None:
    """Write a run to its folder; its log is there already if one was read. ``saved_at`` is now if not given.

    Raises:
        OSError: the folder cannot be written.
    """
    make_private_folder(folder)
    if run.log is None:
        clear_run(folder)
    if run.status is not None:
        status = run.status.model_dump_json(by_alias=True, exclude_none=True, indent=1).encode()
        write_whole(folder / STATUS, status, is_private=True)
    saved = SavedRun(
        version=VERSION,
        saved_at=saved_at or datetime.now(UTC),
        log=_describe(folder / LOG) if run.log is not None else None,
        run=run,
    )
    write_whole(folder / RUN, _SAVED.dump_json(saved, indent=1), is_private=True)


def read_run(folder: Path) -> tuple[SavedRun, Path | None]:
    """Read a saved run and return it with the path of its log, None if it has none.

    Raises:
        SavedRunError: it cannot be read, is not complete, has another version, or its log is not the one that was saved.
    """
    path = folder / RUN
    try:
        if not path.is_file():
            raise incomplete(folder, f"has no file {RUN}")
        text = read_regular(path)
        if text.strip() in _UNFINISHED_TEXTS:
            raise incomplete(folder, "was interrupted before its end")
        saved = _SAVED.validate_json(text)
    except OSError as error:
        raise SavedRunError(
            f"The saved run {str(path)!r} cannot be read: {error.strerror or error}.", next_step=_SAVE_AGAIN
        ) from error
    except ValidationError as error:
        _require_version(folder, _read_version(text))
        raise SavedRunError(
            f"The file {str(path)!r} is not a valid saved run: {first_fault(error).describe('its JSON')}.",
            next_step=_SAVE_AGAIN,
            reason=Reason.SAVED_RUN_INVALID,
        ) from error
    _require_version(folder, saved.version)
    return saved, _require_own_log(folder, saved.log) if saved.log is not None else None


def _read_version(text: bytes) -> int:
    """Return the version in a file that is not valid; that of this program if it has none."""
    try:
        version = _OBJECT.validate_json(text).get("version")
    except ValidationError:
        return VERSION
    return version if type(version) is int else VERSION


def _require_version(folder: Path, version: int) -> None:
    """Raise SavedRunError if a run has another version, with the command that makes one of this version of its log and status."""
    if version == VERSION:
        return
    next_step = "Update pytest-contentjobs."
    if version < VERSION:
        named = f"{folder.name}={folder / LOG}"
        status = f" --content-status={shlex.quote(str(folder / STATUS))}" if (folder / STATUS).is_file() else ""
        next_step = (
            f"Read its log again: contentjobs report --content-log={shlex.quote(named)}{status} --content-save=NEW-FOLDER"
            if (folder / LOG).is_file()
            else _SAVE_AGAIN
        )
    raise SavedRunError(
        f"The saved run {str(folder / RUN)!r} has version {version}, and this program reads version {VERSION}.",
        next_step=next_step,
        reason=Reason.SAVED_RUN_VERSION,
    )


def _require_own_log(folder: Path, described: SavedLog) -> Path:
    """Return the path of a saved log; raises SavedRunError if it is not the one that was saved."""
    log = folder / LOG
    try:
        if not log.is_file():
            raise incomplete(folder, f"has no file {LOG}")
        is_same = _describe(log) == described
    except OSError as error:
        raise SavedRunError(
            f"The log {str(log)!r} of a saved run cannot be read: {error.strerror or error}.", next_step=_SAVE_AGAIN
        ) from error
    if not is_same:
        raise SavedRunError(
            f"The log {str(log)!r} was changed after its run was saved.",
            next_step=_SAVE_AGAIN,
            reason=Reason.SAVED_LOG_CHANGED,
        )
    return log


def incomplete(folder: Path, why: str) -> SavedRunError:
    """Return the error of a saved run that is not complete."""
    return SavedRunError(
        f"The saved run {str(folder)!r} is not complete: it {why}.",
        next_step="Save it again with --content-save, or remove the folder if it is not a run.",
        reason=Reason.SAVED_RUN_INCOMPLETE,
    )


def holds_part(names: Iterable[str]) -> bool:
    """Whether a folder with files of these names holds a file of a run, or what is left of one that was being written."""
    return any(name in FILES or _TEMPORARY.fullmatch(name) for name in names)


def _describe(log: Path) -> SavedLog:
    require_regular(log)
    with log.open("rb") as file:
        return SavedLog(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())
