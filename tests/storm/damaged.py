"""A log as bytes, with what a careful reader could still take it for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.storm.layouts import Said, Unit
from tests.storm.truth import Fate, Finding

__all__ = ["Log", "Readings", "joined", "place_at"]

Readings = tuple[tuple[Finding, ...], ...]


@dataclass(frozen=True, slots=True)
class Log:
    """A log as bytes. ``ends`` has, for a plain one, each unit's end in it; None once it is packed or replaced.

    ``has_end`` says that the last line has its line end, ``states_bad`` that a line stands in it that is never harmless.
    """

    data: bytes
    readings: Readings
    fate: Fate = Fate.WHOLE
    ends: tuple[tuple[int, Unit], ...] | None = None
    has_end: bool = True
    states_bad: bool = False
    encoding: str = "utf-8"
    is_packed: bool = False


def place_at(length: int, number: float) -> int:
    """Return the place that a number from 0 to 1 means in something of this length."""
    return min(int(number * length), length - 1)


def joined(units: Sequence[Unit]) -> Log:
    """Write the lines as UTF-8, each with its line end."""
    data, ends = bytearray(), []
    for unit in units:
        data += "".join(f"{line}\n" for line in unit.lines).encode()
        ends.append((len(data), unit))
    found = tuple(unit.finding for unit in units if unit.finding)
    is_bad = any(isinstance(unit.part, Said) and unit.part.is_bad for unit in units)
    return Log(bytes(data), (found,), ends=tuple(ends), states_bad=is_bad)
