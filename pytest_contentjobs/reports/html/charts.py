"""Bars for numbers, as attributes of SVG: a page that may have no style of its own shows them all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pytest_contentjobs.model import JudgementOutcome
from pytest_contentjobs.model.run import PastRun
from pytest_contentjobs.reports.groups import Group

__all__ = ["WIDTH", "Bar", "Segment", "draw_bars", "draw_history"]

WIDTH = 120
# Thinner ones are not seen.
_THINNEST = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, in units of its drawing."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Findings in numbers, and a bar whose length is their share of the largest group."""

    group: Group
    segments: tuple[Segment, ...]


def draw_bars(groups: Sequence[Group]) -> list[Bar]:
    """Return a bar for each group: its errors, its warnings, and what does not fail."""
    largest = max((group.findings for group in groups), default=0)
    return [Bar(group, _draw(_list_numbers(group), largest)) for group in groups]


def _list_numbers(group: Group) -> dict[str, int]:
    return {"error": group.errors, "warning": group.warnings, "passed": group.tolerated + group.known}


def draw_history(runs: Sequence[PastRun]) -> list[tuple[PastRun, tuple[Segment, ...]]]:
    """Return each run with a bar: what failed in it, and what did not. One that was not judged has none, since it may lack some."""
    judged = [run for run in runs if run.outcome is not JudgementOutcome.NOT_JUDGED]
    largest = max((run.findings for run in judged), default=0)
    return [
        (run, _draw({"error": run.failing, "passed": run.findings - run.failing}, largest) if run in judged else ())
        for run in runs
    ]


def _draw(numbers: Mapping[str, int], largest: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    x = 0
    for kind, number in numbers.items():
        if number:
            width = max(round(WIDTH * number / largest), _THINNEST)
            segments.append(Segment(kind, x, width))
            x += width
    return tuple(segments)
