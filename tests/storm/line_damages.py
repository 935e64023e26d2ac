"""Damages to the lines of a log before they are written.

Each damage takes a number from 0 to 1 that says where or how much, so that a case is reproduced by name and number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from tests.storm.damaged import place_at
from tests.storm.layouts import Plain, Unit
from tests.storm.truth import Severity

__all__ = ["LINES", "LineDamage"]

Units = list[Unit]


def _drop(units: Units, number: float) -> Units:
    place = place_at(len(units), number)
    return units[:place] + units[place + 1 :]


def _drop_findings(severity: Severity | None) -> Callable[[Units, float], Units]:
    return lambda units, _: [
        unit for unit in units if unit.finding is None or severity not in {None, unit.finding.severity}
    ]


def _double(units: Units, number: float) -> Units:
    place = place_at(len(units), number)
    return [*units[: place + 1], *units[place:]]


def _shuffle(units: Units, number: float) -> Units:
    step = next(step for step in range(2 + int(number * 50), 1000) if _is_coprime(step, len(units)))
    return [units[(place * step) % len(units)] for place in range(len(units))]


def _is_coprime(first: int, second: int) -> bool:
    while second:
        first, second = second, first % second
    return first == 1


def _insert(*lines: str) -> Callable[[Units, float], Units]:
    def insert(units: Units, number: float) -> Units:
        place = place_at(len(units), number) + 1
        return [*units[:place], Unit(lines, None), *units[place:]]

    return insert


def _each_line(change: Callable[[str], str]) -> Callable[[Units, float], Units]:
    return lambda units, _: [replace(unit, lines=tuple(change(line) for line in unit.lines)) for unit in units]


def _long_line(units: Units, number: float) -> Units:
    place = next((place for place, unit in enumerate(units) if isinstance(unit.part, Plain)), None)
    if place is None:
        return units
    long = replace(units[place], lines=(units[place].lines[0] + " and so on" * (1000 + int(number * 9000)),))
    return [*units[:place], long, *units[place + 1 :]]


def _split_line(units: Units, number: float) -> Units:
    place = place_at(len(units), number)
    line = units[place].lines[0]
    middle = len(line) * 9 // 10
    return [*units[:place], replace(units[place], lines=(line[:middle], line[middle:])), *units[place + 1 :]]


def _line_in_line(units: Units, number: float) -> Units:
    """Write a line of a second process into the middle of another, without its end."""
    place = place_at(len(units), number)
    if place + 1 >= len(units) or len(units[place].lines) + len(units[place + 1].lines) > 2:
        return units
    line, other = units[place].lines[0], units[place + 1].lines[0]
    middle = len(line) * 9 // 10
    joined = replace(units[place], lines=(line[:middle] + other, line[middle:]))
    return [*units[:place], joined, replace(units[place + 1], lines=()), *units[place + 2 :]]


def _number(units: Units) -> Units:
    """Put the number of each line before it, as editors and ``cat -n`` do."""
    numbers = count(1)
    return [replace(unit, lines=tuple(f"{next(numbers):6}\t{line}" for line in unit.lines)) for unit in units]


def _wrap(line: str) -> str:
    """Break a line as a terminal of 120 columns does."""
    return "\n".join(line[start : start + 120] for start in range(0, max(len(line), 1), 120))


@dataclass(frozen=True, slots=True)
class LineDamage:
    """``is_open`` says that any judgement is right, except to take the log for one without damage."""

    apply: Callable[[Units, float], Units]
    is_open: bool = False


LINES: dict[str, LineDamage] = {
    "drop-line": LineDamage(_drop),
    "drop-two-lines": LineDamage(lambda units, number: _drop(_drop(units, number), 1 - number) if units[1:] else units),
    "drop-findings": LineDamage(_drop_findings(None)),
    "drop-errors": LineDamage(_drop_findings(Severity.ERROR)),
    "drop-warnings": LineDamage(_drop_findings(Severity.WARNING)),
    "drop-head": LineDamage(lambda units, number: units[place_at(len(units), number) :]),
    "drop-tail": LineDamage(lambda units, number: units[: place_at(len(units), number) + 1]),
    "double-line": LineDamage(_double),
    "double-log": LineDamage(lambda units, _: [*units, *units]),
    "reverse": LineDamage(lambda units, _: units[::-1]),
    "shuffle": LineDamage(_shuffle),
    "blank-lines": LineDamage(lambda units, _: [half for unit in units for half in (unit, Unit(("",), None))]),
    "trailing-blanks": LineDamage(_each_line(lambda line: f"{line}   "), is_open=True),
    "indent": LineDamage(_each_line(lambda line: f"    {line}"), is_open=True),
    "colours": LineDamage(_each_line(lambda line: f"\x1b[31m{line}\x1b[0m")),
    "foreign-note": LineDamage(_insert("a note"), is_open=True),
    "foreign-markup": LineDamage(_insert("<p>", "Please wait …", "</p>"), is_open=True),
    "long-line": LineDamage(_long_line, is_open=True),
    "split-line": LineDamage(_split_line, is_open=True),
    "line-in-line": LineDamage(_line_in_line, is_open=True),
    "wrap": LineDamage(_each_line(_wrap), is_open=True),
    "container-prefix": LineDamage(_each_line(lambda line: f"importer-1  | {line}"), is_open=True),
    "stream-prefix": LineDamage(
        _each_line(lambda line: f"2026-11-23T10:00:00.123456789Z stderr F {line}"), is_open=True
    ),
    "line-numbers": LineDamage(lambda units, _: _number(units), is_open=True),
    "quoted": LineDamage(_each_line(lambda line: f"> {line}"), is_open=True),
    "repeated-note": LineDamage(_insert("last message repeated 2 times"), is_open=True),
    "prompt": LineDamage(_insert("$ tail -n 100 import.log"), is_open=True),
    "cat-header": LineDamage(_insert("==> import.log <=="), is_open=True),
    "ellipsis": LineDamage(_insert("..."), is_open=True),
    "form-feed": LineDamage(_insert("\x0c"), is_open=True),
}
