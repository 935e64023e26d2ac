"""Shows how a wait goes: a live line on a terminal, plain lines elsewhere, or nothing."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.reports.describe import describe_progress
from pytest_contentjobs.reports.waiting import CHARACTERS, Wait, draw_wait

if TYPE_CHECKING:
    from rich.console import Group
    from rich.live import Live

__all__ = ["LineWatch", "LiveWatch", "SilentWatch", "can_draw", "choose_watch"]

#: Seconds between two plain lines.
LINE_INTERVAL = 30.0
_FRAMES_PER_SECOND = 4


def _tell_time() -> datetime:
    return datetime.now().astimezone()


class _SilentWait:
    def report(self, status: JobStatus) -> None:
        """Show nothing."""

    def pause(self, seconds: float) -> None:
        """Show nothing."""


class SilentWatch:
    """Shows nothing."""

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[_SilentWait]:  # noqa: ARG002 - the signature of the others
        """Begin a wait that is not shown."""
        yield _SilentWait()

    def show(self, line: str) -> None:
        """Show nothing."""

    def close(self) -> None:
        """End nothing."""


class LineWatch:
    """Writes a plain line with the local time for each change, at most one every 30 s for a job; the first and the last always.

    ``clock`` is in seconds and never goes back; ``now`` tells the time of the day.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _tell_time,
    ) -> None:
        self._write = write
        self._clock = clock
        self._now = now
        self._lock = threading.Lock()

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[_LineWait]:
        """Begin a wait."""
        self.show(f"{name}: waiting for job {job_id}")
        wait = _LineWait(lambda text: self.show(f"{name}: {text}"), self._clock, self._now)
        try:
            yield wait
        finally:
            wait.end()

    def show(self, line: str) -> None:
        """Write a line; lines of several jobs do not mix."""
        with self._lock:
            # With its offset from UTC: the log of a CI system is read in other zones.
            self._write(f"{self._now():%H:%M:%S%z} {sanitize_line(line)}")

    def close(self) -> None:
        """End nothing: a wait ends with its context."""


class _LineWait:
    def __init__(self, show: Callable[[str], None], clock: Callable[[], float], now: Callable[[], datetime]) -> None:
        self._show = show
        self._clock = clock
        self._now = now
        self._latest = self._shown = ""
        self._shown_at = -math.inf

    def report(self, status: JobStatus) -> None:
        """Write the status if it is a new one and the last line is old enough."""
        self._latest = describe_progress(status, self._now())
        if self._clock() - self._shown_at >= LINE_INTERVAL:
            self.end()

    def pause(self, seconds: float) -> None:
        """Write nothing: a log is read later."""

    def end(self) -> None:
        """Write the last status if that has not happened."""
        if self._latest != self._shown:
            self._show(self._latest)
            self._shown, self._shown_at = self._latest, self._clock()


class LiveWatch:
    """Draws a line for each job that changes in place, also between two polls, with rich; ``now`` tells the time of the day."""

    def __init__(self, file: TextIO, *, color: bool, now: Callable[[], datetime] = _tell_time) -> None:
        self._file = file
        self._color = color
        self._now = now
        self._lock = threading.Lock()
        # Replaced as a whole, so that the thread that draws needs no lock.
        self._waits: tuple[_LiveWait, ...] = ()
        self._live: Live | None = None

    @contextmanager
    def job(self, name: str, job_id: str) -> Iterator[_LiveWait]:
        """Begin a wait; its line keeps its last state."""
        wait = _LiveWait(Wait(name=name, job_id=job_id, begun=self._now()), self._now)
        self._begin(wait)
        try:
            yield wait
        finally:
            wait.end()
            self._end()

    def show(self, line: str) -> None:
        """Write a line above those that change in place."""
        with self._lock:
            live = self._live
            if live is not None:
                live.console.print(sanitize_line(line), soft_wrap=True)
            else:
                self._file.write(f"{sanitize_line(line)}\n")
                self._file.flush()

    def close(self) -> None:
        """End all waits: a thread in the middle of a request may keep its own open for long."""
        for wait in self._waits:
            wait.end()
        self._end()

    def _begin(self, wait: _LiveWait) -> None:
        with self._lock:
            self._waits = (*self._waits, wait)
            if self._live is None:
                self._live = _open_live(self._file, self._draw, color=self._color)
                self._live.start()

    def _end(self) -> None:
        with self._lock:
            if self._live is not None and all(wait.state.ended for wait in self._waits):
                self._live.stop()
                self._live = None
                self._waits = ()

    def _draw(self) -> Group:
        from rich.console import Group  # noqa: PLC0415 - needed only on a terminal

        states, live = [wait.state for wait in self._waits], self._live
        # A terminal that shows "^C" must not break the line for it.
        columns = live.console.width - len("^C") if live is not None else 0
        widest = max((len(sanitize_line(state.name)) for state in states), default=0)
        now = self._now()
        return Group(*(draw_wait(state, now, columns, name_width=widest) for state in states))


class _LiveWait:
    """Has the state of a wait, which is replaced as a whole."""

    def __init__(self, state: Wait, now: Callable[[], datetime]) -> None:
        self.state = state
        self._now = now

    def report(self, status: JobStatus) -> None:
        """Take a status."""
        self.state = self.state.with_status(status, self._now())

    def pause(self, seconds: float) -> None:
        """Take the time to the next poll."""
        self.state = self.state.with_pause(seconds, self._now())

    def end(self) -> None:
        """End the wait: its line does not change any more."""
        if self.state.ended is None:
            self.state = self.state.with_end(self._now())


def choose_watch(write: Callable[[str], None], *, color: bool) -> LineWatch | LiveWatch:
    """Return a live watch if the standard output is a terminal that can draw it, or else one that writes plain lines."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and can_draw(sys.stdout.encoding):
        return LiveWatch(sys.stdout, color=color)
    return LineWatch(write)


def can_draw(encoding: str | None) -> bool:
    """Whether a terminal's encoding has the characters of the live line."""
    try:
        CHARACTERS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _open_live(file: TextIO, draw: Callable[[], Group], *, color: bool) -> Live:
    from rich.console import Console  # noqa: PLC0415 - needed only on a terminal
    from rich.live import Live  # noqa: PLC0415 - as above

    return Live(
        console=Console(file=file, no_color=not color, highlight=False, markup=False, emoji=False),
        get_renderable=draw,
        # Drawn by a thread of its own, which ends with the wait.
        auto_refresh=True,
        refresh_per_second=_FRAMES_PER_SECOND,
        redirect_stdout=False,
        redirect_stderr=False,
    )
