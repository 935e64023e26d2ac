"""Shows how a wait goes: a live line on a terminal, plain lines elsewhere, or nothing."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.reports.describe import describe_progress

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["LineWatch", "LiveWatch", "SilentWatch", "can_draw", "choose_watch"]

#: Seconds between two plain lines.
LINE_INTERVAL = 30.0
# Columns of a terminal from which a long bar, or any, leaves room for the text.
_WIDE = 100
_ROOM_FOR_BAR = 60


class SilentWatch:
    """Shows nothing."""

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[Callable[[JobStatus], None]]:  # noqa: ARG002 - the signature of the others
        """Begin a wait that is not shown."""
        yield lambda _status: None

    def show(self, line: str) -> None:
        """Show nothing."""


class LineWatch:
    """Writes a plain line for each change, at most one every 30 s for a job; the first and the last are always written."""

    def __init__(self, write: Callable[[str], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._write = write
        self._clock = clock
        self._lock = threading.Lock()

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[Callable[[JobStatus], None]]:
        """Begin a wait."""
        self.show(f"{name}: waiting for job {job_id}")
        latest = shown = ""
        shown_at = -math.inf

        def report(status: JobStatus) -> None:
            nonlocal latest, shown, shown_at
            latest, now = describe_progress(status), self._clock()
            if latest != shown and now - shown_at >= LINE_INTERVAL:
                self.show(f"{name}: {latest}")
                shown, shown_at = latest, now

        try:
            yield report
        finally:
            if latest != shown:
                self.show(f"{name}: {latest}")

    def show(self, line: str) -> None:
        """Write a line; lines of several jobs do not mix."""
        with self._lock:
            self._write(sanitize_line(line))


class LiveWatch:
    """Draws a line for each job with bar, counts, operation and estimated end, which changes in place, with rich."""

    def __init__(self, file: TextIO, *, color: bool) -> None:
        self._file = file
        self._color = color
        self._lock = threading.Lock()
        self._jobs = 0
        self._progress: Progress | None = None

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[Callable[[JobStatus], None]]:
        """Begin a wait; its line keeps its last state."""
        progress = self._begin()
        try:
            task = progress.add_task("", total=None, name=name, text=sanitize_line(f"waiting for job {job_id}"))

            def report(status: JobStatus) -> None:
                total = status.progress.total if status.progress else None
                done = status.progress.processed if status.progress else None
                progress.update(task, total=total or None, completed=done or 0, text=describe_progress(status))

            yield report
            # The clock of a finished job stops, while those of the others keep running.
            progress.stop_task(task)
        finally:
            self._end()

    def show(self, line: str) -> None:
        """Write a line above those that change in place."""
        with self._lock:
            progress = self._progress
            if progress is not None:
                progress.console.print(sanitize_line(line), soft_wrap=True)
            else:
                self._file.write(f"{sanitize_line(line)}\n")
                self._file.flush()

    def _begin(self) -> Progress:
        with self._lock:
            self._jobs += 1
            if self._progress is None:
                self._progress = _progress(self._file, color=self._color)
                self._progress.start()
            return self._progress

    def _end(self) -> None:
        with self._lock:
            self._jobs -= 1
            if self._jobs == 0 and self._progress is not None:
                self._progress.stop()
                self._progress = None


def choose_watch(write: Callable[[str], None], *, color: bool) -> LineWatch | LiveWatch:
    """Return a live watch if the standard output is a terminal that can draw it, or else one that writes plain lines."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and can_draw(sys.stdout.encoding):
        return LiveWatch(sys.stdout, color=color)
    return LineWatch(write)


def can_draw(encoding: str | None) -> bool:
    """Whether a terminal's encoding has the characters of the live line."""
    try:
        "━╸…".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _progress(file: TextIO, *, color: bool) -> Progress:
    from rich.console import Console  # noqa: PLC0415 - needed only on a terminal
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above
    from rich.table import Column  # noqa: PLC0415 - as above

    console = Console(file=file, no_color=not color, highlight=False, markup=False, emoji=False)
    one_line = Column(no_wrap=True)
    bar = (
        [BarColumn(bar_width=20 if console.width >= _WIDE else 10, table_column=one_line), TimeElapsedColumn(one_line)]
        if console.width >= _ROOM_FOR_BAR
        else []
    )
    return Progress(
        TextColumn("{task.fields[name]}", markup=False, table_column=one_line),
        *bar,
        TextColumn(
            "{task.fields[text]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)
        ),
        console=console,
        expand=True,
        # Drawn by a thread of its own, which ends with the wait.
        auto_refresh=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
