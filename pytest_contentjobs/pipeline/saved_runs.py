"""Keeps runs in a folder, to be judged again, to be compared with, and as the ticket for an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pytest_contentjobs.errors import SavedRunError, SettingsError
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.run_file import (
    FILES,
    RUN,
    SavedRun,
    clear_run,
    holds_part,
    incomplete,
    is_complete,
    read_run,
    remove_run,
    write_log,
    write_run,
)
from pytest_contentjobs.settings.options.reports import SAVE

__all__ = ["RunStore", "StoredRun"]


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A saved run that was read: its folder, what its file says, and the path of its log, None if it has none."""

    folder: Path
    saved: SavedRun
    log: Path | None


@dataclass(frozen=True, slots=True)
class RunStore:
    """The runs in one folder, each in a folder of its own name below it. A run, or its ``run.json``, can be read as well.

    To save: ``claim`` the names before any request, ``keep_log`` of each run, then ``save`` it. Threads may share it.
    """

    folder: Path

    def claim(self, names: Iterable[str]) -> None:
        """Replace what earlier runs of these names left by runs that are not complete.

        Raises:
            SettingsError: the folder cannot be written to.
        """
        try:
            for name in names:
                clear_run(self.folder / name)
        except OSError as error:
            raise SettingsError(
                f"Cannot save in the folder {str(self.folder)!r}: {error.strerror or error}.",
                next_step=f"Set {SAVE.places} to a folder that can be written to.",
                reason=Reason.FILE_NOT_WRITABLE,
            ) from error

    def release(self, names: Iterable[str]) -> None:
        """Remove what ``claim`` made of runs that an interrupt ended, if nothing else is in the folder.

        Beside other runs they stay, not complete: who reads the folder must not take the others for all.
        """
        folders = {self.folder / name for name in names}
        with suppress(OSError):
            if set(self.folder.iterdir()) == folders and not any(is_complete(folder) for folder in folders):
                for folder in folders:
                    remove_run(folder)

    def keep_log(self, name: str, log: Path, *, text: Iterable[str] | None = None) -> None:
        """Keep the log of a run as it is, or the ``text`` in its place.

        Raises:
            SavedRunError: it cannot be written.
        """
        try:
            write_log(log, self.folder / name, text=text)
        except OSError as error:
            raise self._not_saved(error) from error

    def save(self, run: ContentRun, *, saved_at: datetime | None = None) -> None:
        """Save a run, which is complete from then on; ``saved_at`` is that of a run that was judged again.

        Raises:
            SavedRunError: it cannot be written.
        """
        try:
            write_run(run, self.folder / run.name, saved_at=saved_at)
        except OSError as error:
            raise self._not_saved(error) from error

    def read(self) -> tuple[StoredRun, ...]:
        """Read all runs, in the order of their folders.

        Raises:
            SavedRunError: there is none, or one is not complete, cannot be read, or has another version.
        """
        return tuple(StoredRun(folder, *read_run(folder)) for folder in self._find())

    def holds_runs(self) -> bool:
        """Whether the path means saved runs and not a log: it is a folder, or the file that describes a run."""
        return self.folder.is_dir() or self.folder.name == RUN

    def files(self) -> Iterator[Path]:
        """Give the files that reading opens: those of the runs, or the path itself if it is a log."""
        path = self.folder.parent if self.folder.name == RUN else self.folder
        if not path.is_dir():
            yield path
            return
        for folder in (path, *(file.parent for file in path.glob(f"*/{RUN}"))):
            yield from (folder / name for name in FILES)

    def files_of(self, names: Iterable[str]) -> Iterator[Path]:
        """Give the files that saving runs of these names writes."""
        yield from (self.folder / name / file for name in names for file in FILES)

    def _not_saved(self, error: OSError) -> SavedRunError:
        # A run that is not saved is not judged, since what builds on it would miss it.
        return SavedRunError(
            f"The run could not be saved in {str(self.folder)!r}: {error.strerror or error}.",
            next_step=f"Make room there, or run without {SAVE.name}.",
            reason=Reason.RUN_NOT_SAVED,
        )

    def _find(self) -> Sequence[Path]:
        """Return the folders of the runs: the one itself, or those in it, by name.

        Files beside them are skipped, and so are folders that are hidden or hold nothing of a run. A folder that is empty,
        holds a part of a run, or holds runs one folder further down counts as a run that is not complete.

        Raises:
            SavedRunError: the path is a folder that holds none, or one that is not complete.
        """
        path = self.folder
        if path.name == RUN and path.is_file():
            return (path.parent,)
        children = [child for child in _list(path) if not child.name.startswith(".") and _may_be_folder(child)]
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
                f"The folder {str(path)!r} holds no saved run: there is no {RUN} in it, nor in a folder below it.",
                next_step=f"Give the folder that {SAVE.name} wrote; save a run again if it was left half-way.",
                reason=Reason.SAVED_RUN_MISSING,
            )
        for folder in runs:
            if not _is_file(folder / RUN):
                raise incomplete(folder, f"has no file {RUN}")
        return runs


def _list(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise incomplete(folder, f"cannot be listed: {error.strerror or error}") from error


def _may_be_folder(path: Path) -> bool:
    """Whether this is a folder, or a link that could be one: if it leads nowhere, a run may be missing."""
    return path.is_dir() or (path.is_symlink() and not path.exists())


def _is_of_run(folder: Path) -> bool:
    inside = _list(folder)
    visible = [path for path in inside if not path.name.startswith(".")]
    return not inside or _holds_part(folder) or any(path.is_dir() and _holds_part(path) for path in visible)


def _holds_part(folder: Path) -> bool:
    return holds_part(path.name for path in _list(folder))


def _is_file(path: Path) -> bool:
    """Whether this is a regular file, and not a pipe that nobody may ever write to."""
    try:
        return path.is_file()
    except OSError:
        return False
