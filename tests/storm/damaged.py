"""A log as bytes, with what a careful reader could still take it for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.storm import words
from tests.storm.layouts import Said, Unit
from tests.storm.truth import Fate, Finding

__all__ = ["Log", "Readings", "bad_in", "join_lines", "place_at"]

Readings = tuple[tuple[Finding, ...], ...]


@dataclass(frozen=True, slots=True)
class Log:
    """A log as bytes. ``ends`` are the ends of its units if it is plain; None once it is packed or replaced.

    ``has_end`` says that the last line has its line end; ``bad`` are the names of its lines that are never harmless.
    """

    data: bytes
    readings: Readings
    fate: Fate = Fate.WHOLE
    ends: tuple[tuple[int, Unit], ...] | None = None
    has_end: bool = True
    bad: frozenset[str] = frozenset()
    encoding: str = "utf-8"
    is_packed: bool = False


def place_at(length: int, number: float) -> int:
    """Return the position that a number from 0 to 1 means in something of this length."""
    return min(int(number * length), length - 1)


def join_lines(units: Sequence[Unit]) -> Log:
    """Write the lines as UTF-8, each with its line end."""
    data, ends = bytearray(), []
    for unit in units:
        data += "".join(f"{line}\n" for line in unit.lines).encode()
        ends.append((len(data), unit))
    found = tuple(unit.finding for unit in units if unit.finding)
    return Log(bytes(data), (found,), ends=tuple(ends), bad=bad_in(units))


def bad_in(units: Iterable[Unit]) -> frozenset[str]:
    """Return the names of the lines among these that are never harmless."""
    names = {unit.part.name for unit in units if isinstance(unit.part, Said)}
    return frozenset(names & {*words.BAD})
