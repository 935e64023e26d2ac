"""Tables whose columns are as wide as the dashes below or above their header, as consoles and clients of databases print them.

A cell may go on in the lines below, in which the first cell is empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    LineParser,
    ParsedEntry,
    UnknownLevel,
    VocabularyFormat,
    VocabularyParser,
    read_number,
)
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.places import is_file
from pytest_contentjobs.joblog.formats.parts.table_headers import (
    Header,
    find_places,
    names_reason,
    normalise_name,
)
from pytest_contentjobs.joblog.formats.tables import make_entries_of_row
from pytest_contentjobs.joblog.vocabulary import Vocabulary
from pytest_contentjobs.joblog.vocabulary.scales import belongs_to_one_scale, read_numbers
from pytest_contentjobs.model import Severity

__all__ = ["RuledTable"]

_RULE = re.compile(r"[ \t]*(?:-{2,}|={2,})(?:[ ]+(?:-{2,}|={2,}))+[ \t]*")
_RUN = re.compile(r"[-=]+")
_LEVEL_WORD = re.compile(r"[^\W\d_]{2,20}")
_GAP = re.compile(r"[ ]{2,}")
_LONGEST = 1 << 16


class RuledTable(VocabularyFormat):
    """Rows below a header with a column for the level and one for the message, or with lines of a file."""

    name = "table"

    def parser(self) -> LineParser:
        """Return a parser that keeps the header and the widths of its columns."""
        return _Parser(self._vocabulary)


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a column begins and ends, the first and the last one with what is beyond the dashes, and how wide its text may be."""

    start: int
    end: int | None
    width: int


class _Parser(VocabularyParser):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self._spans: Sequence[_Span] = ()
        self._header: Header | None = None
        # The file that a header names, whose lines the rows are about.
        self._file: str | None = None
        # The cells of the line above, if it is a row or goes on with one.
        self._above: list[str] | None = None
        self._is_below_finding = self._is_open = False

    def is_incomplete(self, line: str) -> bool:
        """Whether the line below may be the dashes below a header."""
        if self._is_open:
            self._is_open = False
        elif self._header is None and not self._spans and len(line) <= _LONGEST:
            names = {normalise_name(name) for name in _GAP.split(line.strip())}
            self._is_open = _has_findings(tuple(names))
        return self._is_open

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read dashes, a header, a row, or a line in which cells of the row above go on."""
        first, _, second = record.partition("\n")
        rule = second or record
        if len(record) > _LONGEST or (second and not _RULE.fullmatch(rule)):
            return None
        if _RULE.fullmatch(rule):
            self._spans = self._spans if self._header is not None else _find_spans(rule)
            return INFORMATIONAL if not second or self._read_header(first) else None
        cells = self._split(record) if self._spans else None
        if cells is None:
            self._spans, self._header, self._above = (), None, None
            return None
        if self._header is None:
            return INFORMATIONAL if self._read_header(record) else None
        return self._read_row(cells, self._header)

    def continues(self, line: str) -> bool:
        """Whether cells of a finding go on in a line."""
        cells = self._split(line) if self._is_below_finding else None
        if cells is None or not self._goes_on(cells):
            return False
        self._above = cells
        return True

    def _goes_on(self, cells: list[str]) -> bool:
        """Whether a line has only words for which there was no place in the line above."""
        if self._above is None or cells[0]:
            return False
        rows = zip(cells, self._above, self._spans, strict=True)
        return all(len(above) + 1 + len(cell.split()[0]) > span.width for cell, above, span in rows if cell)

    def _read_header(self, line: str) -> bool:
        """Read the names of the columns; return whether the rows below will say what is wrong."""
        names = self._split(line)
        if names is None or len(names) < 2:  # noqa: PLR2004 - a table
            self._spans = ()
            return False
        places = find_places(names)
        self._file = names[1] if len(names) == 2 and set(places) == {"line"} and is_file(names[1]) else None  # noqa: PLR2004 - both
        if self._file is None and not _has_findings(names):
            self._spans = ()
            return False
        self._header = Header("", is_framed=False, names=tuple(names), places=places)
        return True

    def _read_row(self, cells: list[str], header: Header) -> Sequence[ParsedEntry] | None:
        if self._goes_on(cells):
            if self._is_below_finding:
                # See continues.
                return None
            self._above = cells
            return make_entries(None, " ".join(filter(None, cells)))
        entries: Sequence[ParsedEntry] | None
        if self._file is not None:
            number = read_number(cells[0])
            entry = ParsedEntry(severity=Severity.ERROR, message=cells[1], file=self._file, line=number)
            entries = (entry,) if number is not None and cells[1] else None
        else:
            entries = make_entries_of_row(self._read_level(cells, header), header, self._vocabulary)
            word = cells[header.places["severity"]]
            if entries is None and _LEVEL_WORD.fullmatch(word):
                return UnknownLevel(word)
        self._is_below_finding, self._above = bool(entries), cells if entries is not None else None
        return entries

    def _read_level(self, cells: list[str], header: Header) -> list[str]:
        """Return the cells with a word for the number of a level if the other columns tell whose scale it is."""
        place = header.places["severity"]
        number, names = read_number(cells[place]), frozenset(map(normalise_name, header.names))
        if number is None or not belongs_to_one_scale(normalise_name(header.names[place]), names):
            return cells
        level = read_numbers({number}, beside=names).get(number)
        return [*cells[:place], str(level or cells[place]), *cells[place + 1 :]]

    def _split(self, line: str) -> list[str] | None:
        """Return the cells of a row; None if a text reaches from one column into another."""
        if any(line[span.start - 1 : span.start].strip() for span in self._spans[1:]) or not line.strip():
            return None
        return [line[span.start : span.end].strip() for span in self._spans]


def _has_findings(names: Sequence[str]) -> bool:
    """Whether columns of these names say how bad a row is, and why."""
    places = find_places(names)
    return "severity" in places and ("message" in places or any(names_reason(normalise_name(name)) for name in names))


def _find_spans(rule: str) -> list[_Span]:
    """Return the columns of a table by the dashes below its header."""
    matches = list(_RUN.finditer(rule))
    ends = [*(match.start() for match in matches[1:]), None]
    starts = [0, *(match.start() for match in matches[1:])]
    return [_Span(start, end, len(match[0])) for start, end, match in zip(starts, ends, matches, strict=True)]
