"""How far a job is, also between two polls: what it reported last, and an estimate since then.

Arithmetic and words without a clock; ``now`` is always a moment with a zone, in which times are shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Self

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model.job import JobState, JobStatus
from pytest_contentjobs.reports.describe import describe_duration, describe_moment, describe_progress

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["CHARACTERS", "ESTIMATED", "Wait", "draw_wait"]

#: Marks what is estimated and not reported.
ESTIMATED = "~"
_DONE, _GUESSED, _OPEN = "━", "╌", "·"
#: What a terminal must be able to draw.
CHARACTERS = f"{_DONE}{_GUESSED}{_OPEN}…"
# Columns of a bar, and columns of a terminal from which there is one.
_NARROWEST_BAR, _WIDEST_BAR = 6, 30
_ROOM_FOR_BAR = 50
# Facts up to this rank take room from the bar: how far it is, how long it takes, and when the next poll comes.
_IMPORTANT = 4
# Of an operation, fewer columns than these say nothing.
_NARROWEST_TEXT = 15
# Only the job itself says that it is done.
_MOST = 0.99


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """One wait for a job. ``seen`` is the moment of its last status, ``next_poll`` that of the next one, if it is known.

    ``first`` is when the job's share was first seen since the state began, and that share. The estimate stops at ``until``, the
    first poll after the last status: if that fails, there is nothing to go by.
    """

    name: str
    job_id: str
    begun: datetime
    status: JobStatus | None = None
    seen: datetime | None = None
    next_poll: datetime | None = None
    first: tuple[datetime, float] | None = None
    until: datetime | None = None
    ended: datetime | None = None

    @property
    def share(self) -> float | None:
        """The share that the job reported, from 0 to 1."""
        progress = self.status.progress if self.status else None
        return progress.share if progress else None

    def with_status(self, status: JobStatus, now: datetime) -> Self:
        """Return the wait after a poll."""
        changed = replace(self, status=status, seen=now, next_poll=None, until=None)
        share, first = changed.share, self.first
        is_other = self.status is None or status.state is not self.status.state
        if share is None:
            first = None
        elif first is None or is_other or share < first[1]:
            first = (now, share)
        return replace(changed, first=first)

    def with_pause(self, seconds: float, now: datetime) -> Self:
        """Return the wait whose next poll comes after so many seconds."""
        following = now + timedelta(seconds=seconds)
        return replace(self, next_poll=following, until=self.until or following)

    def with_end(self, now: datetime) -> Self:
        """Return the wait that is over."""
        return replace(self, ended=now)

    def find_end(self) -> datetime | None:
        """Return when the job ends, by its own estimate or by how fast it went so far; None if that cannot be told."""
        status, seen, share = self.status, self.seen, self.share
        if status is None or seen is None or status.is_finished:
            return None
        if status.estimated_completion is not None:
            return status.estimated_completion
        if self.first is None or share is None or status.state is JobState.SCHEDULED or not self.first[1] < share < 1:
            return None
        begun, least = self.first
        return seen + (seen - begun) * ((1 - share) / (share - least))

    def estimate_share(self, now: datetime) -> float | None:
        """Return the share at a moment: the reported one, or more if there is an end to go by."""
        share, end, seen = self.share, self.find_end(), self.seen
        if share is None or end is None or seen is None or share >= _MOST or end <= seen:
            return share
        passed = min(now, self.until or seen, self.ended or now) - seen
        gained = (1 - share) * max(passed / (end - seen), 0)
        return min(share + gained, _MOST)


class _Part(NamedTuple):
    """A part of the line; those with the lowest rank are shown first if there is no room for all."""

    rank: int
    text: str
    may_be_cut: bool = False


def draw_wait(wait: Wait, now: datetime, columns: int, *, name_width: int = 0) -> Text:
    """Return the line of a wait for a terminal: name, bar, and as many whole facts as there is room for, in one line."""
    from rich.text import Text  # noqa: PLC0415 - needed only on a terminal

    name = Text(sanitize_line(wait.name).ljust(name_width), no_wrap=True, overflow="ellipsis")
    left = columns - name.cell_len - 1
    parts = list(_list_parts(wait, now))
    has_bar = wait.share is not None and wait.ended is None and columns >= _ROOM_FOR_BAR
    bar = max(columns // 6, _NARROWEST_BAR)
    text = _choose(parts, left - _NARROWEST_BAR - 1, reserved=bar - _NARROWEST_BAR) if has_bar else ""
    if has_bar and (size := min(left - Text(text).cell_len - 1, _WIDEST_BAR)) >= _NARROWEST_BAR:
        name.append(" ").append_text(_draw_bar(wait, now, size))
    else:
        text = _choose(parts, left)
    name.append(f" {text}", _choose_style(wait))
    name.truncate(columns, overflow="ellipsis")
    return name


def _choose_style(wait: Wait) -> str:
    if wait.status is not None and wait.status.is_finished:
        return "green" if wait.status.state is JobState.SUCCESSFUL else "red"
    return "yellow" if wait.ended else ""


def _choose(parts: list[_Part], room: int, *, reserved: int = 0) -> str:
    """Return the parts that there is room for, in their order; at least the most important, even if it is too long.

    Those that are not important leave ``reserved`` columns.
    """
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - needed only on a terminal

    chosen: dict[int, str] = {}
    left = room
    for position, part in sorted(enumerate(parts), key=lambda each: each[1].rank):
        text, size = part.text, cell_len(part.text) + (2 if chosen else 0)
        own = left if part.rank <= _IMPORTANT else left - reserved
        if size > own and part.may_be_cut and own >= _NARROWEST_TEXT:
            text, size = f"{set_cell_size(text, own - 3).rstrip()}…", own
        if size <= own or not chosen:
            chosen[position] = text
            left -= size
    return ", ".join(chosen[position] for position in sorted(chosen))


def _list_parts(wait: Wait, now: datetime) -> Iterator[_Part]:
    status = wait.status
    passed = describe_duration(((wait.ended or now) - wait.begun).total_seconds())
    if status is None:
        yield _Part(0, f"waiting for job {wait.job_id}", may_be_cut=True)
        yield from _describe_next_poll(wait, now)
        return
    if status.is_finished or wait.ended is not None:
        # What it was doing, and until when, is over.
        last = status.model_copy(update={"current_operation": None, "estimated_completion": None})
        yield _Part(0, describe_progress(last, now), may_be_cut=True)
        yield _Part(1, f"{'' if status.is_finished else 'wait ended '}after {passed}")
        return
    share, shown = wait.share, wait.estimate_share(now)
    mark = ESTIMATED if shown != share else ""
    if share is None or status.state is not JobState.IN_PROGRESS:
        yield _Part(0, sanitize_line(status.status), may_be_cut=True)
    if shown is not None:
        yield _Part(1, f"{mark}{math.floor(shown * 100)} %")
    progress = status.progress
    if shown is not None and progress and progress.total:
        done = math.floor(shown * progress.total) if mark else progress.processed or 0
        yield _Part(4, f"{mark}{done:,} of {progress.total:,} items")
    if status.current_operation:
        yield _Part(6, sanitize_line(status.current_operation), may_be_cut=True)
    if status.state is JobState.SCHEDULED and status.start_time is not None and status.start_time > now:
        yield _Part(2, f"starts {describe_moment(status.start_time, now)}")
    yield from _describe_end(wait, now)
    yield from _describe_next_poll(wait, now)
    yield _Part(5 if share is None else 7, f"waited {passed}")


def _describe_end(wait: Wait, now: datetime) -> Iterator[_Part]:
    end = wait.find_end()
    if end is None:
        return
    moment = describe_moment(end, now)
    if end > now:
        yield _Part(2, f"{ESTIMATED}{describe_duration((end - now).total_seconds())} left")
        yield _Part(5, f"end {ESTIMATED}{moment}")
    else:
        yield _Part(2, f"overdue since {moment}")


def _describe_next_poll(wait: Wait, now: datetime) -> Iterator[_Part]:
    if wait.next_poll is not None:
        yield _Part(3, f"next poll {describe_moment(wait.next_poll, now)}" if wait.next_poll > now else "polling now")


def _draw_bar(wait: Wait, now: datetime, size: int) -> Text:
    """Return a bar in which what is estimated looks different, also without colour."""
    from rich.text import Text  # noqa: PLC0415 - needed only on a terminal

    done = math.floor((wait.share or 0) * size)
    guessed = math.floor((wait.estimate_share(now) or 0) * size) - done
    return Text.assemble(
        (_DONE * done, "green"), (_GUESSED * guessed, "yellow"), (_OPEN * (size - done - guessed), "dim")
    )
