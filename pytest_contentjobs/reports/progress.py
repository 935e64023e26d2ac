"""How a wait shows itself: a live line on a terminal, plain lines elsewhere, or nothing."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from pytest_contentjobs.reports.describe import progress_text
from pytest_contentjobs.reports.text import safe_line
from pytest_contentjobs.service.wire import JobStatus

__all__ = ["LineWatch", "LiveWatch", "SilentWatch"]

#: Seconds between two plain lines.
LINE_INTERVAL = 30.0
# Columns of a terminal from which a long bar, or any, leaves room for the text.
_WIDE = 100
_ROOM_FOR_BAR = 60


class SilentWatch:
    """Tells nobody."""

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[Callable[[JobStatus], None]]:  # noqa: ARG002 - as the others
        """Begin a wait that is not shown."""
        yield lambda _status: None


class LineWatch:
    """One plain line for each change, at most one each 30 s; the first and the last are always written."""

    def __init__(self, write: Callable[[str], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._write = write
        self._clock = clock

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[Callable[[JobStatus], None]]:
        """Begin a wait."""
        self._write(f"{name}: waiting for job {job_id}")
        latest = shown = ""
        shown_at = -math.inf

        def report(status: JobStatus) -> None:
            nonlocal latest, shown, shown_at
            latest, now = progress_text(status), self._clock()
            if latest != shown and now - shown_at >= LINE_INTERVAL:
                self._write(f"{name}: {latest}")
                shown, shown_at = latest, now

        try:
            yield report
        finally:
            if latest != shown:
                self._write(f"{name}: {latest}")


class LiveWatch:
    """A line with bar, counts, operation and estimated end that changes in place, by rich."""

    def __init__(self, file: TextIO, *, color: bool) -> None:
        self._file = file
        self._color = color

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[Callable[[JobStatus], None]]:
        """Begin a wait; the last state of the line stays."""
        from rich.console import Console  # noqa: PLC0415 - needed on a terminal alone
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above
        from rich.table import Column  # noqa: PLC0415 - as above

        console = Console(file=self._file, no_color=not self._color, highlight=False, markup=False, emoji=False)
        one_line = Column(no_wrap=True)
        bar = (
            [
                BarColumn(bar_width=20 if console.width >= _WIDE else 10, table_column=one_line),
                TimeElapsedColumn(one_line),
            ]
            if console.width >= _ROOM_FOR_BAR
            else []
        )
        with Progress(
            TextColumn("{task.fields[name]}", markup=False, table_column=one_line),
            *bar,
            TextColumn(
                "{task.fields[text]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)
            ),
            console=console,
            expand=True,
            # Another thread would print between pytest's own lines if a wait were left open.
            auto_refresh=True,
            redirect_stdout=False,
            redirect_stderr=False,
        ) as progress:
            task = progress.add_task("", total=None, name=name, text=safe_line(f"waiting for job {job_id}"))

            def report(status: JobStatus) -> None:
                total = status.progress.total if status.progress else None
                done = status.progress.processed if status.progress else None
                progress.update(task, total=total or None, completed=done or 0, text=progress_text(status))

            yield report
