"""Learn which column of a table has the levels, from the content of its rows: the header may be missing, or too short."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pytest_contentjobs.joblog.formats.parts.column_names import FOREIGN_LEVELS
from pytest_contentjobs.joblog.formats.parts.table_headers import (
    LEVELS,
    ROUTINE_LEVELS,
    Header,
    fold_rest,
    may_be_header,
    normalise_name,
)
from pytest_contentjobs.joblog.formats.parts.times import is_time
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary
from pytest_contentjobs.joblog.vocabulary.scales import read_numbers
from pytest_contentjobs.model import Severity

__all__ = ["learn_header"]

_DELIMITERS = "\t;|,"
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3
# The share of the rows that have as many cells, and of these that have a known level in one column.
_ROW_SHARE = _LEVEL_SHARE = 0.9
_LONGEST_LEVEL = 30
_LEVELS_AND_OUTCOMES = (*LEVELS, Kind.OUTCOME)
_NAMES_OF_LEVELS = frozenset(("severity", "level", "loglevel", "severitylevel", "levelno", *FOREIGN_LEVELS))
_LONGEST_NUMBER = 6
_RULE = re.compile(r"[A-Z][A-Z_]{1,15}-?\d{1,6}[A-Z]?")


def learn_header(lines: Sequence[str], vocabulary: Vocabulary) -> Header | None:
    """Return the columns of a table without names; None if nothing shows that the lines are one.

    Most rows have as many cells, and in one column alone are levels, with an informational one among them. Lines without a
    delimiter may continue a row, as a stack trace does.
    """
    found = (
        _learn(lines, delimiter, vocabulary)
        or _learn([line for line in lines if line.count(delimiter) + 1 >= _FEWEST_COLUMNS], delimiter, vocabulary)
        for delimiter in _DELIMITERS
    )
    return next(filter(None, found), None)


def _learn(lines: Sequence[str], delimiter: str, vocabulary: Vocabulary) -> Header | None:
    has_names = bool(lines) and may_be_header(lines[0], vocabulary)
    rows = _split(lines[has_names:], delimiter)
    length = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    rows_of_length = [fold_rest(row, length, delimiter) for row in rows if len(row) >= length]
    number = sum(len(row) == length for row in rows_of_length)
    if length < _FEWEST_COLUMNS or number < max(_FEWEST_ROWS, _ROW_SHARE * len(rows)):
        return None
    columns = [
        [cell.strip() for cell in column]
        for column in zip(*(row for row in rows_of_length if len(row) == length), strict=True)
    ]
    levels = _find_columns(columns, vocabulary, LEVELS) or _find_columns(columns, vocabulary, _LEVELS_AND_OUTCOMES)
    numbers: Mapping[str, Severity] = {}
    if not levels and has_names:
        place, numbers = _find_numbers(lines[0], delimiter, columns)
        levels = [place] if numbers else []
    if len(levels) != 1:
        return None
    places = {"severity": levels[0]}
    times = [place for place, column in enumerate(columns) if all(map(is_time, column))]
    rules = [place for place, column in enumerate(columns) if all(map(_RULE.fullmatch, column))]
    texts = [place for place in range(length) if place not in {*levels, *times, *rules}]
    if not texts:
        return None
    places["message"] = max(texts, key=lambda place: sum(cell.count(" ") for cell in columns[place]))
    if times:
        places["timestamp"] = times[0]
    if rules:
        places["rule"] = rules[0]
    return Header(
        delimiter,
        is_framed=False,
        names=tuple(f"column {place + 1}" for place in range(length)),
        places=places,
        numbers=numbers,
    )


def _find_numbers(names: str, delimiter: str, columns: Sequence[Sequence[str]]) -> tuple[int, Mapping[str, Severity]]:
    """Return the column of levels by its name, and what the numbers in it mean by the scales that have all of them."""
    named = [normalise_name(name) for name in names.split(delimiter)]
    place = next((place for place, name in enumerate(named[: len(columns)]) if name in _NAMES_OF_LEVELS), None)
    if place is None or not all(cell.isdecimal() and len(cell) <= _LONGEST_NUMBER for cell in columns[place]):
        return 0, {}
    meanings = read_numbers({*map(int, columns[place])}, key=named[place])
    is_scale = Severity.INFO in meanings.values() and len({*meanings.values()}) > 1
    return place, {cell: meanings[int(cell)] for cell in columns[place]} if is_scale else {}


def _split(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    if sum(delimiter in line for line in lines) < _ROW_SHARE * len(lines) / 2:
        return []
    try:
        return [row for row in csv.reader([f"{line}\n" for line in lines], delimiter=delimiter, strict=True) if row]
    except csv.Error:
        return []


def _find_columns(columns: Sequence[Sequence[str]], vocabulary: Vocabulary, kinds: Sequence[str]) -> list[int]:
    return [place for place, column in enumerate(columns) if _has_levels(column, vocabulary, kinds)]


def _has_levels(cells: Sequence[str], vocabulary: Vocabulary, kinds: Sequence[str]) -> bool:
    """Whether the cells of a column are levels, several different ones, not all of them bad; or routine levels in capitals."""
    meanings = {cell: _read_level(cell, vocabulary, kinds) for cell in set(cells)}
    known = sum(meanings[cell] is not None for cell in cells)
    severities = set(meanings.values()) - {None}
    if severities == {Severity.INFO}:
        return kinds is LEVELS and known == len(cells) and all(map(str.isupper, cells))
    return known >= _LEVEL_SHARE * len(cells) and len(severities) > 1 and Severity.INFO in severities


def _read_level(cell: str, vocabulary: Vocabulary, kinds: Sequence[str]) -> Severity | None:
    if cell in ROUTINE_LEVELS:
        return vocabulary.find(cell)
    return vocabulary.find_word(cell, *kinds) if 1 < len(cell) <= _LONGEST_LEVEL else None
