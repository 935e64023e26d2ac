"""Blocks of lines with a key and a value, of which one is the level: ``Type: E``, ``Severity: Error``, ``Result   Error: 404``.

A blank line ends a block, a drawn one, or the bullet of the next block, as in a list of YAML. A block is a row of a table that
stands upright.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    LineParser,
    ParsedEntry,
    VocabularyFormat,
    VocabularyParser,
)
from pytest_contentjobs.joblog.formats.parts.row_outcomes import has_doubt
from pytest_contentjobs.joblog.formats.parts.table_headers import (
    OF_OUTCOMES,
    Header,
    find_places,
    names_reason,
    normalise_name,
)
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.tables import make_entries_of_row
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary
from pytest_contentjobs.joblog.vocabulary.item_outcomes import read_item_outcome
from pytest_contentjobs.joblog.vocabulary.levels import normalise_word
from pytest_contentjobs.model import Severity

__all__ = ["Blocks"]

_MOST_LINES, _MOST_LINES_OF_LIST = 40, 100_000
_FEWEST_FIELDS = 2
_KEY = r"[^\W\d_][\w-]{0,40}(?:[ ][\w-]{1,40}){0,2}"
_LINE = re.compile(
    rf"(?!{TIME})(?P<indent>[ \t]*)(?P<bullet>-[ ]+)?(?P<key>{_KEY})"
    r"(?:(?P<colon>:)(?:[ \t]+|$)|(?P<gap>[ ]{2,}|\t)(?=\S))(?P<value>[^\n]*)"
)
# A key that fills its column, as the longest one of aligned keys does.
_ALIGNED = re.compile(rf"(?P<key>{_KEY}) (?P<value>\S[^\n]*)")
# What precedes the message in the place of a level: "Error: 404 Not Found".
_LABELLED = re.compile(r"(?P<level>[^\W\d_]{2,30}):\s+(?P<text>\S.*)")
# The name of an exception above its trace is no key.
_EXCEPTION = re.compile(r"[A-Z]\w{0,60}(?:Error|Exception)")
_DRAWN = re.compile(r"[ \t]*(?:-{5,}|-{3}(?=\s*\Z)|={5,}|_{5,}|\*{5,})[ \t]*")
# Below a key with a colon, a value may follow another one without a blank.
_TIGHT = re.compile(rf"(?!{TIME}|[A-Z]{{4,}}:)(?P<key>{_KEY}):(?P<value>[^\s/\\:][^\n]*)")
_LEVELS = (Kind.LEVEL, Kind.LANGUAGE)
_LEVEL_OR_OUTCOME = (*_LEVELS, Kind.OUTCOME)
# Keys of what a logger says of a process: beside them, the title is that of the program.
_OF_PROCESSES = frozenset(("machine", "machinename", "processid", "processname", "threadid", "threadname", "appdomain"))
_FAULT_KEYS = frozenset(("error", "warning", "exception", "failure"))


class Blocks(VocabularyFormat):
    """Blocks of keys and values; a block with a known level is a finding, or informational."""

    name = "blocks"

    def parser(self) -> LineParser:
        """Return a parser that gathers the lines of a block, or of a list of blocks."""
        return _Parser(self._vocabulary)


class _Parser(VocabularyParser):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self._keys: set[str] = set()
        self._lines = 0
        self._is_list = False
        self._column: int | None = None

    def is_incomplete(self, line: str) -> bool:
        """Whether a block is open behind a line; a key that stands there already ends it, since it is none."""
        if self._goes_on(line):
            self._lines += 1
            return True
        self._keys, self._lines, self._is_list, self._column = set(), 0, False, None
        return False

    def may_end(self) -> bool:
        """Whether the block that is open may be complete: the log may end without a blank line."""
        return True

    def _goes_on(self, line: str) -> bool:
        match = _LINE.match(line)
        if not self._lines:
            if (
                match is None
                or not match["value"]
                or self._is_level(match["key"])
                or _EXCEPTION.fullmatch(match["key"])
            ):
                return False
            self._is_list = bool(match["bullet"])
            self._column = None if match["colon"] else match.start("value")
            self._keys = {normalise_name(match["key"])}
            return True
        if self._lines >= (_MOST_LINES_OF_LIST if self._is_list else _MOST_LINES):
            return False
        if self._is_list and match is not None and match["bullet"]:
            # A list of single lines is prose.
            is_block = len(self._keys) >= _FEWEST_FIELDS
            self._keys = {normalise_name(match["key"])}
            return is_block
        key = _split(line, self._column)
        if key is None or normalise_name(key[0]) in self._keys:
            return False
        self._keys.add(normalise_name(key[0]))
        return True

    def _is_fault(self, key: str) -> bool:
        """Whether a key names what is wrong, by the names that are known or by a declared level."""
        return normalise_name(key) in _FAULT_KEYS or normalise_word(key) in self._vocabulary.declared

    def _is_level(self, key: str) -> bool:
        return self._vocabulary.find_word(key, *_LEVELS) is not None

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a block, or a list of blocks; None if one of them has no known level."""
        lines = record.split("\n")
        if len(lines) < _FEWEST_FIELDS:
            return None
        entries: list[ParsedEntry] = []
        blocks = list(_find_blocks(lines))
        for start, end in blocks:
            read = self._read_block(lines[start:end], is_listed=len(blocks) > 1)
            if read is None:
                return None
            entries += (replace(entry, offset=start, count=end - start) for entry in read)
        return tuple(entries) or INFORMATIONAL

    def _read_block(self, lines: Sequence[str], *, is_listed: bool) -> Sequence[ParsedEntry] | None:
        first = _LINE.match(lines[0])
        column = None if first is None or first["colon"] else first.start("value")
        fields = [_split(line, column) for line in lines]
        names = [field[0] for field in fields if field is not None]
        if len(names) < len(lines) or len({*map(normalise_name, names)}) < len(names) or len(names) < _FEWEST_FIELDS:
            return None
        values = [field[1] for field in fields if field is not None]
        if any(self._is_level(name) and not self._is_fault(name) for name in names):
            return None
        places = find_places(names)
        if "severity" in places:
            self._split_level(names, values, places)
        elif {*map(normalise_name, names)}.isdisjoint(_FAULT_KEYS):
            return None
        else:
            places["message"] = next(i for i, name in enumerate(names) if normalise_name(name) in _FAULT_KEYS)
        fault = next((i for i, name in enumerate(names) if normalise_name(name) in _FAULT_KEYS), None)
        if "severity" in places and fault is not None:
            places.setdefault("message", fault)
        reason = next((i for i, name in enumerate(names) if names_reason(normalise_name(name))), None)
        if "severity" in places and reason is not None:
            places.setdefault("message", reason)
        if "message" not in places and not (is_listed or self._is_item_done(names, values, places)):
            # A single block without one may be the settings of a program.
            return None
        normal = [*map(normalise_name, names)]
        if "item" in places and normal[places["item"]] == "title" and not _OF_PROCESSES.isdisjoint(normal):
            del places["item"]
        header = Header(":", is_framed=False, names=tuple(names), places=places)
        entries = make_entries_of_row(values, header, self._vocabulary)
        return None if not entries and has_doubt(values, header) else entries

    def _is_item_done(self, names: Sequence[str], values: Sequence[str], places: Mapping[str, int]) -> bool:
        """Whether a block names an item and says in its outcome that all is well with it, and nothing else."""
        outcome = places.get("severity", 0)
        is_outcome = normalise_name(names[outcome]) in OF_OUTCOMES
        is_item = {"severity", "item"} <= places.keys() and len(names) == _FEWEST_FIELDS
        is_good = self._vocabulary.find_word(values[outcome], Kind.OUTCOME) or read_item_outcome(values[outcome])
        return is_item and is_outcome and is_good is Severity.INFO

    def _split_level(self, names: list[str], values: list[str], places: dict[str, int]) -> None:
        """Make a field of its own of the text behind a level."""
        place = places["severity"]
        match = _LABELLED.fullmatch(values[place])
        if match is None or self._vocabulary.find_word(match["level"], *_LEVEL_OR_OUTCOME) is None:
            return
        values[place] = match["level"]
        names.append("")
        values.append(match["text"])
        places.setdefault("message", len(values) - 1)


def _split(line: str, column: int | None) -> tuple[str, str] | None:
    """Return key and value of a line of a block; ``column`` is where the values begin if no colon follows the keys."""
    match = _LINE.match(line)
    if match is not None and bool(match["colon"]) is (column is None):
        return match["key"], match["value"].strip()
    tight = _TIGHT.fullmatch(line) if match is None and column is None else None
    if tight is not None:
        return tight["key"], tight["value"].strip()
    aligned = _ALIGNED.fullmatch(line) if column is not None else None
    return (
        (aligned["key"], aligned["value"].strip()) if aligned is not None and aligned.start("value") == column else None
    )


def _find_blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the blocks of a record as half-open ranges, without the blank or drawn line at its end."""
    end = len(lines) if lines[-1].strip() and not _DRAWN.fullmatch(lines[-1]) else len(lines) - 1
    starts = [
        number for number in range(1, end) if (match := _LINE.match(lines[number])) is not None and match["bullet"]
    ]
    yield from zip((0, *starts), (*starts, end), strict=True)
