"""The columns of a diagnostic in another order: a level or a code in front of the place, or all of them apart by wide gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import worst
from pytest_contentjobs.joblog.formats.parts.labels import Labelled, Labels
from pytest_contentjobs.joblog.formats.parts.places import Place, read_line_and_column, read_place
from pytest_contentjobs.model import Severity

__all__ = ["read_cells", "read_letter", "read_placed_second"]

_CODE = re.compile(r"(?P<code>[A-Z]{1,10}\d{2,6}(?:/[\w/-]{1,80})?)(?P<sign>:?)\s+(?=\S)")
_LEVEL = re.compile(r"(?P<level>[^\W\d_]{2,30})\s+(?=\S)|(?P<capital>[EFW]):\s+(?=\S)")
_LETTER = re.compile(r"(?P<letter>[ewi]):\s+(?=\S)")
_LETTERS = {"e": Severity.ERROR, "f": Severity.ERROR, "w": Severity.WARNING, "i": None}
_GAP = re.compile(r"\s{2,}|\t")
_POSITION = re.compile(r"\d{1,9}:\d{1,9}(?:-\d{1,9}:\d{1,9})?")
_FEWEST_CELLS = 3


def read_placed_second(line: str, labels: Labels) -> tuple[Place, str, Labelled | None] | None:
    """Read ``CODE: file:3:12: text``, ``level file:3 text`` or ``E: file:3: text``.

    Return the place, code and text behind it, and the level.
    """
    code = _CODE.match(line)
    level = None if code is not None else _LEVEL.match(line)
    column = code or level
    labelled = _read_level(level, labels) if level is not None else None
    if column is None or (labelled is None and code is None):
        return None
    place = read_place(line[column.end() :])
    if place is None or place.line is None or not place.is_plain:
        return None
    text = line[column.end() + place.end :].strip()
    if code is not None:
        return place, f"{code['code']}{code['sign']} {text}", None
    return (place, text, replace(labelled, text=text)) if labelled is not None and text else None


def _read_level(level: re.Match[str], labels: Labels) -> Labelled | None:
    capital = level["capital"]
    return Labelled(_LETTERS[capital.lower()], "") if capital else labels.read_word(level["level"])


def read_letter(text: str) -> Labelled | None:
    """Read the small letter of a level at the start of what stands behind a place."""
    match = _LETTER.match(text)
    return Labelled(_LETTERS[match["letter"]], text[match.end() :]) if match is not None else None


def read_cells(line: str, labels: Labels) -> tuple[Labelled, Place, Sequence[str]] | None:
    """Read a row with the cells of a level and of a position, in any order; return them and the other cells.

    Of two levels, the worse counts.
    """
    cells = _GAP.split(line.strip())
    levels = [(place, labelled) for place, cell in enumerate(cells) if (labelled := labels.read_word(cell)) is not None]
    positions = [place for place, cell in enumerate(cells) if _POSITION.fullmatch(cell)]
    if len(cells) < _FEWEST_CELLS or not levels or len(positions) != 1:
        return None
    severity = worst(labelled.severity for _, labelled in levels)
    at, level = next(each for each in levels if each[1].severity is severity)
    number, column, _ = read_line_and_column(f"{cells[positions[0]]} ") or (None, None, "")
    texts = [cell for place, cell in enumerate(cells) if place not in {at, *positions}]
    return level, Place("", number, column, 0), texts
