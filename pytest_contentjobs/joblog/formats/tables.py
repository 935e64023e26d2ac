"""Tables with a header: values separated by comma, tab, semicolon or bar, and Markdown tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, LineParser, ParsedEntry, worst
from pytest_contentjobs.joblog.formats.parts.inner import split_severity
from pytest_contentjobs.joblog.formats.parts.levels import MARKS
from pytest_contentjobs.joblog.formats.parts.messages import make_entity, read_entity, split_entity, split_rule
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind, Vocabulary
from pytest_contentjobs.model import Entity, Severity

__all__ = ["MAXIMUM_LINES", "Table"]

#: Quoted cells of more lines or characters are not read as one cell.
MAXIMUM_LINES = 1000
_MAXIMUM_CELL = 1 << 20
_LONGEST_HEADER = 2000

# Names of columns by their meaning, the preferred ones first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "severity": ("severity", "level", "loglevel", "severitylevel", "status", "type", "result"),
    "message": ("message", "msg", "description", "text", "issue", "problem", "details", "detail"),
    "rule": ("rule", "code", "ruleid", "rulecode", "errorcode", "type"),
    "file": ("file", "filename", "contentfile"),
    "line": ("line", "lineno", "linenumber"),
    "column": ("column", "col"),
    "timestamp": ("timestamp", "time", "datetime", "date"),
    "kind": ("kind", "itemtype", "entitytype", "objecttype"),
    "article": ("article", "articlepath"),
    "topic": ("topic",),
    "portal": ("portal",),
    "resource": ("resource",),
    "package": ("package",),
    "item": ("item", "entity", "path", "itempath", "name", "title"),
    "folder": ("folder", "folderpath"),
    "id": ("id", "itemid", "articleid"),
    "index": ("index",),
    "row": ("row", "rownumber", "record"),
}
_KINDS = ("article", "topic", "portal", "resource", "package")
# The words that contradict a good row wherever they are.
_IN_ANY_COLUMN = (Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME)
# A table with a frame is only split at bars.
_FRAME_DELIMITER, _DELIMITERS = "|", "\t;|,"
_TOTALS = frozenset(("total", "totals", "sum", "summary"))
_COUNTS = frozenset(("errors", "warnings", "failures", "errorcount", "warningcount"))
# Columns that say whether all is well, and columns that name what is not.
_PASSED, _NO = frozenset(("success", "valid", "ok", "passed")), frozenset(("false", "no", "n", "0"))
_FAULTS = frozenset(
    ("error", "problem", "warning", "failure", "violation", "exception", "fault", "reason", "errormessage")
)
# Columns with the reason why a row was rejected, in tables that have no column for the severity.
_REASONS = frozenset(
    ("error", "errormessage", "errordescription", "errortext", "errordetail", "errordetails", "errorreason", "reason",
     "failurereason", "rejectreason", "rejectionreason", "failuremessage", "exception")
)  # fmt: skip
_FEWEST_COLUMNS = 3
_NO_FAULT = frozenset(("", "none", "no", "null", "false", "ok", "nothing", "n/a"))
_PUNCTUATION = re.compile(r"[\W_]+")
# People put symbols before the word, or emphasis around it.
_EDGES = re.compile(r"\A[\W\d_\u2139]+|[\W\d_\u2139]+\Z")
_BAR = re.compile(r"(?<!\\)\|")
# The line below a Markdown header, and the frame of a drawn table.
_RULE_LINE = re.compile(r"[ \t]*+(?=[^\n]*--)(?=[^\n]*[|+])[|+:\-= \t]+")
_FRAME = re.compile(r"[ \t]*+\+(?:[-=]{2,}\+){2,}[ \t]*")


class Table:
    """Rows below a header that has a column for the severity and one for the message."""

    name = "table"

    def __init__(self, vocabulary: Vocabulary = VOCABULARY) -> None:
        self._vocabulary = vocabulary

    def parser(self) -> LineParser:
        """Return a parser that keeps the header."""
        return _Parser(self._vocabulary)


@dataclass(frozen=True, slots=True)
class _Header:
    """How the rows of a table are split, the names of its columns, and the position of each known column."""

    delimiter: str
    is_framed: bool
    names: tuple[str, ...]
    places: Mapping[str, int]

    @property
    def outcomes(self) -> list[int]:
        """The positions of all columns that may say how bad a row is, except the one of the rule."""
        rule = self.places.get("rule")
        names = enumerate(self.names)
        return [place for place, name in names if place != rule and _normalise_name(name) in _COLUMNS["severity"]]

    @property
    def counts(self) -> list[int]:
        """The positions of columns that count what was found."""
        return [place for place, name in enumerate(self.names) if _normalise_name(name) in _COUNTS]


def _normalise_name(name: str) -> str:
    return _PUNCTUATION.sub("", name).lower()


class _Parser(LineParser):
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._header: _Header | None = None
        self._is_open = False
        self._lines = 0
        self._size = 0
        # The header of rejected rows, until the row below it shows that it is one.
        self._candidate: _Header | None = None

    def is_incomplete(self, line: str) -> bool:
        """Whether a quoted cell continues after this line."""
        header = self._header or self._candidate
        if header is None:
            self._candidate = _read_header_of_rejects(line)
            return self._candidate is not None
        self._candidate = None
        if header.is_framed:
            return False
        self._is_open = _is_open_behind(line, header.delimiter, is_open=self._is_open)
        if self._header is None and self._is_open:
            self._candidate = header
        self._lines += 1
        self._size += len(line) + 1
        if not self._is_open or self._lines > MAXIMUM_LINES or self._size > _MAXIMUM_CELL:
            self._is_open, self._lines, self._size = False, 0, 0
        return self._is_open

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a header, the line below it, or a row."""
        header = _read_header(record)
        if header is not None:
            self._header = header
            return INFORMATIONAL
        if _FRAME.fullmatch(record):
            return INFORMATIONAL
        if self._header is None:
            return self._read_first_reject(record)
        if self._header.delimiter == "|" and _RULE_LINE.fullmatch(record):
            return INFORMATIONAL
        entries = _read_row(record, self._header, self._vocabulary)
        # Two extra quotes would hide all rows between them.
        hides = not entries and any(_read_row(line, self._header, self._vocabulary) for line in record.split("\n")[1:])
        return None if hides else entries

    def _read_first_reject(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a header that has a column for the reason of an error, with the first row below it."""
        line, _, row = record.partition("\n")
        header = _read_header_of_rejects(line) if row else None
        entries = _read_row(row, header, self._vocabulary) if header else None
        if entries is None:
            return None
        self._header = header
        return tuple(replace(entry, offset=1) for entry in entries)


def _is_open_behind(line: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether a quoted cell is open at the end of a line; a quote within an unquoted cell is text."""
    if not is_open and '"' not in line:
        return False
    position = 0
    while True:
        if not is_open:
            while line.startswith(" ", position):
                position += 1
            if not line.startswith('"', position):
                position = line.find(delimiter, position) + 1
                if not position:
                    return False
                continue
            position += 1
        is_open = False
        position = line.find('"', position)
        while position >= 0 and line.startswith('""', position):
            position = line.find('"', position + 2)
        if position < 0:
            return True
        position = line.find(delimiter, position) + 1
        if not position:
            return False


def _read_header(line: str) -> _Header | None:
    if len(line) > _LONGEST_HEADER or "\n" in line:
        return None
    text = line.strip()
    is_framed = text.startswith("|") and text.endswith("|")
    for delimiter in _FRAME_DELIMITER if is_framed else _DELIMITERS:
        if delimiter not in text:
            continue
        cells = _split_row(line, delimiter, is_framed=is_framed)
        names = [_normalise_name(cell) for cell in cells or ()]
        places: dict[str, int] = {}
        for part, known in _COLUMNS.items():
            place = next((names.index(name) for name in known if name in names), None)
            if place is not None and place not in places.values():
                places[part] = place
        if "severity" in places and "message" in places and cells:
            return _Header(delimiter, is_framed, tuple(cells), places)
    return None


def _read_header_of_rejects(line: str) -> _Header | None:
    """Read a header with no column for the severity, but one for the reason of an error."""
    if len(line) > _LONGEST_HEADER or _read_header(line) is not None:
        return None
    for delimiter in _DELIMITERS:
        # In prose, a blank follows a comma.
        if delimiter not in line or f"{delimiter} " in line:
            continue
        cells = _split_row(line, delimiter, is_framed=False) or []
        names = [_normalise_name(cell) for cell in cells]
        reasons = [place for place, name in enumerate(names) if name in _REASONS]
        if len(names) < _FEWEST_COLUMNS or not all(names) or len(reasons) != 1 or len(set(names)) < len(names):
            continue
        places = {"message": reasons[0]}
        for part, known in _COLUMNS.items():
            place = next((names.index(name) for name in known if name in names), None)
            if part not in {"severity", "message"} and place is not None and place not in places.values():
                places[part] = place
        return _Header(delimiter, is_framed=False, names=tuple(cells), places=places)
    return None


def _split_row(record: str, delimiter: str, *, is_framed: bool) -> list[str] | None:
    if is_framed:
        text = record.strip()
        if not text.startswith("|"):
            return None
        cells = _BAR.split(text[1:])
        # The bar at the end of a row is optional.
        if not cells[-1].strip():
            cells.pop()
        return [cell.strip().replace("\\|", "|") for cell in cells]
    try:
        cells = next(csv.reader([record], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    return [cell.strip() for cell in cells]


def _read_row(record: str, header: _Header, vocabulary: Vocabulary) -> Sequence[ParsedEntry] | None:
    cells = _split_row(record, header.delimiter, is_framed=header.is_framed)
    return None if cells is None or len(cells) != len(header.names) else _make_entries(cells, header, vocabulary)


def _make_entries(cells: Sequence[str], header: _Header, vocabulary: Vocabulary) -> Sequence[ParsedEntry] | None:
    fields = {part: cells[place] for part, place in header.places.items() if cells[place]}
    stated = fields.get("severity", "")
    own = _find_severity(stated, vocabulary)
    if "severity" not in header.places:
        is_good = fields.get("message", "").lower() in _NO_FAULT
        own = Severity.INFO if is_good else Severity.ERROR
    if own is None:
        word, first = _strip_signs(stated).lower(), _strip_signs(cells[0]).lower()
        return INFORMATIONAL if word in {"", first} and first in _TOTALS else None
    # A row may have a logger's own level and the outcome of what it reports, in two columns.
    severity = worst([own, *(vocabulary.find_word(_strip_signs(cells[place])) for place in header.outcomes)])
    if severity is None:
        if any(cells[place].strip("0 ").isdecimal() for place in header.counts):
            return None
        severity = _find_contradiction(cells, header, vocabulary)
        if severity is None:
            return INFORMATIONAL
    rule, message = fields.get("rule"), fields.get("message", "")
    if rule is None:
        rule, message = split_rule(message)
    entity = _read_entity(fields)
    if entity is None:
        entity, message = split_entity(message)
    known = set(header.places.values())
    details = {
        name: cell
        for place, (name, cell) in enumerate(zip(header.names, cells, strict=True))
        if cell and place not in known
    }
    if "row" in fields and entity is not None and entity.kind != "row":
        details[header.names[header.places["row"]]] = fields["row"]
    entry = ParsedEntry(
        severity=severity,
        message=message or " ".join(cell for cell in cells if cell),
        rule=rule,
        entity=entity,
        file=fields.get("file"),
        line=_read_number(fields.get("line")),
        column=_read_number(fields.get("column")),
        timestamp=fields.get("timestamp"),
        details=details or None,
    )
    return (entry,)


def _find_contradiction(cells: Sequence[str], header: _Header, vocabulary: Vocabulary) -> Severity | None:
    """Return the worst severity that contradicts a row that calls itself good: a level, a mark, an outcome, a named fault."""
    named = {place for part, place in header.places.items() if part not in {"severity", "message"}}
    found: list[Severity | None] = []
    for place, cell in enumerate(cells):
        found += [MARKS[mark] for mark in MARKS if mark in cell]
        found.append(split_severity(cell)[0])
        if place in named:
            continue
        word, name = _strip_signs(cell), _normalise_name(header.names[place])
        found.append(vocabulary.find_word(cell, *_IN_ANY_COLUMN) if len(word) > 1 else None)
        if name in _PASSED and cell.lower() in _NO:
            found.append(Severity.ERROR)
        if name in _FAULTS and word.lower() not in _NO_FAULT and place != header.places.get("message"):
            found.append(Severity.WARNING if name.startswith("warning") else Severity.ERROR)
    return worst(found)


def _find_severity(cell: str, vocabulary: Vocabulary) -> Severity | None:
    """Return what a cell with a level or an outcome means, with or without signs around it; None if it is neither."""
    return vocabulary.find(cell) or vocabulary.find(_strip_signs(cell)) or vocabulary.find(cell.upper())


def _strip_signs(cell: str) -> str:
    return _EDGES.sub("", cell)


def _read_entity(fields: Mapping[str, str]) -> Entity | None:
    kind = next((name for name in _KINDS if name in fields), None)
    text = fields.get(kind or "item", "")
    # A cell may name its item as a message does: article 'A/B' (articles[3]).
    named = read_entity(text)
    if named is not None:
        return named
    folder, identifier, index = fields.get("folder"), fields.get("id"), _read_number(fields.get("index"))
    kind = (kind or fields.get("kind", "item")).lower()
    if not text and identifier is None and index is None:
        if kind == "package":
            return Entity(kind=kind)
        if folder is not None:
            return make_entity("folder", folder)
        row = _read_number(fields.get("row"))
        return Entity(kind="row", index=row) if row is not None else None
    at_path = make_entity(kind, text)
    return Entity(kind=kind, name=at_path.name, folder=folder or at_path.folder, id=identifier, index=index)


def _read_number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 10 else None  # noqa: PLR2004
