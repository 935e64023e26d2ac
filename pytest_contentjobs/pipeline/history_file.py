"""The file of a history: a line of JSON for each run, appended at its end.

Others may append at the same time: each locks the file for the moment of its writing. A line that was cut, because a process was
killed or a disk was full, is passed over; the next one begins on a line of its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.boundary.atomic_write import read_regular, require_regular, write_whole
from pytest_contentjobs.boundary.file_locks import InUseError, lock
from pytest_contentjobs.errors import ReportError, SettingsError
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.reports.history import VERSION, HistoryEntry, make_entry
from pytest_contentjobs.settings.options.reports import HISTORY

__all__ = ["History", "append_runs", "read_history"]

_ENTRY = TypeAdapter(HistoryEntry)
_VERSIONED: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])
# Every line begins like this, so that one that was cut is known to be one.
_BEGIN = b'{"version":'
_PATIENCE = 20.0
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class History:
    """The entries of a file in their order, and how many of its lines cannot be read."""

    entries: tuple[HistoryEntry, ...] = ()
    damaged: int = 0


def read_history(file: Path) -> History:
    """Read a history; one that does not exist yet is empty.

    Raises:
        SettingsError: it cannot be read, is something else, or is of a newer version.
    """
    try:
        data = read_regular(file)
    except FileNotFoundError:
        return History()
    except OSError as error:
        raise SettingsError(
            f"The history {str(file)!r} cannot be read: {error.strerror or error}.",
            next_step=f"Set {HISTORY.places} to a file that can be read.",
            reason=Reason.FILE_UNREADABLE,
        ) from error
    return _parse(file, data)


def append_runs(runs: Sequence[ContentRun], file: Path, *, days: int | None) -> int:
    """Append runs that the history does not have yet, and return how many of its lines cannot be read.

    What is older than ``days`` is removed, but for the last judged run of each name, which knows since when findings are there.

    Raises:
        ReportError: the file cannot be written, or others keep it locked.
        SettingsError: it is not a history.
    """
    now = datetime.now(UTC)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _lock(file):
            history = read_history(file)
            entries = [make_entry(run, now.replace(microsecond=0)) for run in runs]
            new = [entry for entry in entries if entry not in history.entries]
            every = (*history.entries, *new)
            # By the newest run, since runs may be old ones that are judged again; by the clock if one is in the future.
            newest = min(now, max((entry.time for entry in every), default=now))
            kept = _prune(every, newest - timedelta(days=days)) if days is not None else every
            if len(kept) < len(every):
                # A link to the file stays one.
                write_whole(Path(os.path.realpath(file)), _dump(kept))
                return 0
            _append(file, _dump(new))
            return history.damaged
    except OSError as error:
        raise ReportError(
            f"Cannot write the history {str(file)!r}: {error.strerror or error}.",
            next_step=f"Set {HISTORY.places} to a file that can be written to.",
        ) from error


def _parse(file: Path, data: bytes) -> History:
    entries: list[HistoryEntry] = []
    damaged = 0
    for line in data.splitlines():
        if not line.strip():
            continue
        try:
            entries.append(_ENTRY.validate_json(line))
        except ValidationError as error:
            _require_version(file, line, error)
            damaged += 1
    if damaged and not entries and not data.lstrip().startswith(_BEGIN):
        raise SettingsError(
            f"{str(file)!r} is not a history: none of its lines is one of a run.",
            next_step=f"Set {HISTORY.places} to a file of its own.",
            reason=Reason.HISTORY_INVALID,
        )
    return History(tuple(entries), damaged)


def _require_version(file: Path, line: bytes, error: ValidationError) -> None:
    try:
        version = _VERSIONED.validate_json(line).get("version")
    except ValidationError:
        return
    if type(version) is int and version > VERSION:
        raise SettingsError(
            f"The history {str(file)!r} has runs of version {version}, and this program reads version {VERSION}.",
            next_step="Update pytest-contentjobs, or use another file.",
            reason=Reason.HISTORY_INVALID,
        ) from error


def _dump(entries: Iterable[HistoryEntry]) -> bytes:
    return b"".join(_ENTRY.dump_json(entry) + b"\n" for entry in entries)


def _prune(entries: Sequence[HistoryEntry], oldest: datetime) -> tuple[HistoryEntry, ...]:
    last = {entry.name: entry for entry in sorted(entries, key=lambda entry: entry.time) if entry.is_judged}
    return tuple(entry for entry in entries if entry.time >= oldest or entry is last.get(entry.name))


def _append(file: Path, lines: bytes) -> None:
    if file.exists():
        require_regular(file)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "r+b", buffering=0) as written:
        size = os.fstat(descriptor).st_size
        if size and lines:
            written.seek(size - 1)
            # A line that was cut ends here.
            lines = lines if written.read(1) == b"\n" else b"\n" + lines
        while lines:
            lines = lines[written.write(lines) :]


@contextmanager
def _lock(file: Path) -> Iterator[None]:
    """Lock the file as soon as no other process has it locked; raises ReportError if that takes too long."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            release = lock(file)
            break
        except InUseError as error:
            if time.monotonic() > end:
                raise ReportError(
                    f"Another run has been writing the history {str(file)!r} for {_PATIENCE:.0f} s.",
                    next_step=f"Wait until it ends, or set {HISTORY.name} to another file.",
                    reason=Reason.REPORT_IN_USE,
                ) from error
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        release()
