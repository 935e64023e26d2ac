"""The columns of a table by the content of its rows: the header is in another language, names no level, or is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.parts.table_headers import (
    OF_OUTCOMES,
    ROUTINE_LEVELS,
    ROWS_TO_SHOW,
    Header,
    find_places,
    is_level,
    normalise_name,
    split_names,
    split_row,
)
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part
from pytest_contentjobs.joblog.vocabulary import Vocabulary
from pytest_contentjobs.joblog.vocabulary.item_outcomes import read_item_outcome
from pytest_contentjobs.model import Severity

__all__ = ["read_header_by_content", "read_row_without_header"]

_LONGEST_ROW = 1 << 16
_FEWEST_WITHOUT_HEADER = 5
_TIME = re.compile(TIME)
_STATE = re.compile(r"(?=\w*\d)[0-9A-Z]{5}")


def read_header_by_content(line: str, rows: Sequence[str], vocabulary: Vocabulary) -> Header | None:
    """Read a header in any language, whose column for the severity is the only one with levels in the rows below it.

    All rows may have a last column without a name.
    """
    split = split_names(line, vocabulary)
    cells = [split_row(row, split[0], is_framed=False) or [] for row in rows] if split else []
    if split is None or len(cells) < ROWS_TO_SHOW:
        return None
    names = split[1]
    if all(len(row) == len(names) + 1 for row in cells):
        names = (*names, "")
    if any(len(row) != len(names) for row in cells):
        return None
    places = {tuple(place for place, cell in enumerate(row) if is_level(cell, vocabulary)) for row in cells}
    if places == {()}:
        return _read_header_of_items(split[0], names, cells)
    levels = places.pop()
    message = max(range(len(names)), key=lambda place: (not names[place], sum(len(row[place]) for row in cells)))
    if places or len(levels) != 1 or levels[0] == message:
        return None
    return Header(split[0], is_framed=False, names=names, places={"severity": levels[0], "message": message})


def _read_header_of_items(delimiter: str, names: tuple[str, ...], rows: Sequence[Sequence[str]]) -> Header | None:
    """Read the header of a table that says how each item fared, in a column that is named for it."""
    level = _find_level_of_items(names, rows)
    if level is None:
        return None
    places = {part: place for part, place in find_places(names).items() if place != level and part != "severity"}
    taken = {level, *places.values()}
    # A number of what is wrong is no message.
    free = [place for place, name in enumerate(names) if place not in taken and not find_bad_part(name)]
    if "message" not in places and free:
        places["message"] = max(free, key=lambda place: sum(len(row[place]) for row in rows))
    numbers = {"0": Severity.INFO} if find_bad_part(names[level]) else {}
    return Header(delimiter, is_framed=False, names=names, places={**places, "severity": level}, numbers=numbers)


def _find_level_of_items(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column that says how each item fared: its outcome, or the number of what is wrong with it, which is 0."""
    for place, name in enumerate(names):
        cells = [row[place] for row in rows]
        if normalise_name(name) in OF_OUTCOMES and all(map(read_item_outcome, cells)):
            return place
        if find_bad_part(name) and not any(cell.strip("0") for cell in cells) and all(cells):
            return place
    return None


def read_row_without_header(line: str, vocabulary: Vocabulary) -> Header | None:
    """Return the columns of a quoted row that begins with a time and has one level, in capitals, before its message."""
    cells = split_row(line, ",", is_framed=False) if '"' in line and len(line) <= _LONGEST_ROW else None
    if cells is None or len(cells) < _FEWEST_WITHOUT_HEADER or not _TIME.match(cells[0]):
        return None
    levels = [
        place
        for place, cell in enumerate(cells)
        if cell.isupper() and (cell in ROUTINE_LEVELS or is_level(cell, vocabulary))
    ]
    message = next((place for place, cell in enumerate(cells) if levels and place > levels[0] and " " in cell), None)
    if len(levels) != 1 or message is None:
        return None
    places = {"severity": levels[0], "message": message, "timestamp": 0}
    if levels[0] + 1 < message and _STATE.fullmatch(cells[levels[0] + 1]):
        places["rule"] = levels[0] + 1
    return Header(",", is_framed=False, names=tuple(f"column {place}" for place in range(len(cells))), places=places)
