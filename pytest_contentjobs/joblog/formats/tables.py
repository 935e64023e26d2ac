"""Tables with a header: values separated by comma, tab, semicolon or bar, and Markdown tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    NAMES,
    UNDECIDED,
    LineParser,
    ParsedEntry,
    UnknownLevel,
    VocabularyFormat,
    VocabularyParser,
    read_number,
    worst,
)
from pytest_contentjobs.joblog.formats.parts.headers_by_content import read_header_by_content, read_row_without_header
from pytest_contentjobs.joblog.formats.parts.messages import make_entity, read_entity, split_entity, split_rule
from pytest_contentjobs.joblog.formats.parts.row_outcomes import (
    NO_FAULT,
    find_contradiction,
    find_item_outcome,
    has_bad_cell,
    read_event,
    read_flag,
    read_http_status,
    strip_signs,
)
from pytest_contentjobs.joblog.formats.parts.stack_traces import StackTrace
from pytest_contentjobs.joblog.formats.parts.table_headers import (
    OF_OUTCOMES,
    ROWS_TO_SHOW,
    Header,
    fold_rest,
    is_open_behind,
    may_be_header,
    read_header,
    read_header_of_rejects,
    replace_drawn_lines,
    split_row,
)
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.joblog.vocabulary.item_outcomes import read_item_outcome
from pytest_contentjobs.model import Entity, Severity

__all__ = ["MAXIMUM_LINES", "Table", "make_entries_of_row"]

#: Quoted cells of more lines or characters are not read as one cell.
MAXIMUM_LINES = 1000
_MAXIMUM_CELL = 1 << 20

_KINDS = ("article", "topic", "portal", "resource", "package")
_TOTALS = frozenset(("total", "totals", "sum", "summary"))
_MESSAGE_TYPE_NAMES = frozenset(("ty", "msgty", "msgtype", "messagetype"))
_MESSAGE_TYPES = {"S": Severity.INFO, "A": Severity.ERROR, "X": Severity.ERROR}
_JOINED = re.compile(r"[a-z]+(?:[-_.][a-z]+)+")
_TEXTS = frozenset(("message", "text", "description"))
# Names of emojis, as Markdown writes them; only these may stand before an informational level.
_EMOJI = re.compile(r"\A\s*:(?P<name>[a-z0-9_+-]{1,40}):\s*(?=\w)")
_CALM_EMOJIS = frozenset(("information_source", "white_check_mark", "heavy_check_mark", "bulb", "memo"))
# The line below a Markdown header, and the frame of a drawn table.
_RULE_LINE = re.compile(r"[ \t]*+(?=[^\n]*--)(?=[^\n]*[|+])[|+:\-= \t]+")
_DASHES = re.compile(r"[ \t]*(?:-{5,}|={5,})[ \t]*")
_FRAME = re.compile(r"[ \t]*+\+(?:[-=]{2,}\+){2,}[ \t]*")


class Table(VocabularyFormat):
    """Rows below a header that has a column for the severity and one for the message.

    ``header`` says what the columns are if the log does not.
    """

    name = "table"

    def __init__(self, vocabulary: Vocabulary = VOCABULARY, header: Header | None = None) -> None:
        super().__init__(vocabulary)
        self._header = header

    @property
    def has_entries(self) -> bool:
        """Whether the rows are entries of a log with bars between their columns, whose messages nothing quotes."""
        return self._header is not None and self._header.delimiter == "|"

    def parser(self) -> LineParser:
        """Return a parser that keeps the header."""
        return _Parser(self._vocabulary, self._header)


class _Parser(VocabularyParser):
    def __init__(self, vocabulary: Vocabulary, header: Header | None) -> None:
        super().__init__(vocabulary)
        self._header = header
        # The rows of a table without names are entries of a log, which may have a stack trace below.
        self._trace = StackTrace() if header is not None else None
        # Names in the first row that do not say which column is the level.
        self._may_have_names = header is not None
        self._is_open = False
        self._lines = 0
        self._size = 0
        # The number of lines that are still needed to show whether a line is a header.
        self._rows_to_show = 0
        # The header of rejected rows, until the row below it shows that it is one.
        self._candidate: Header | None = None

    def is_incomplete(self, line: str) -> bool:
        """Whether a quoted cell continues after this line, or the next line must show whether this one is a header."""
        line = replace_drawn_lines(line)
        header = self._header or self._candidate
        if header is None and self._rows_to_show:
            self._rows_to_show -= 1
            return self._rows_to_show > 0
        if header is None:
            self._candidate = read_header_of_rejects(line)
            if self._candidate is None and read_header(line) is None and may_be_header(line, self._vocabulary):
                self._rows_to_show = ROWS_TO_SHOW
            return self._candidate is not None or self._rows_to_show > 0
        if self._header is None and not self._is_open and _RULE_LINE.fullmatch(line):
            return True
        self._candidate = None
        if header.is_framed:
            return False
        self._is_open = is_open_behind(line, header.delimiter, is_open=self._is_open)
        if self._header is None and self._is_open:
            self._candidate = header
        self._lines += 1
        self._size += len(line) + 1
        if not self._is_open or self._lines > MAXIMUM_LINES or self._size > _MAXIMUM_CELL:
            self._is_open, self._lines, self._size = False, 0, 0
        return self._is_open

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a header, the line below it, or a row."""
        record = replace_drawn_lines(record)
        header = read_header(record)
        may_have_names, self._may_have_names = self._may_have_names, False
        if header is not None:
            self._header = header
            return NAMES
        if _FRAME.fullmatch(record) or (may_have_names and may_be_header(record, self._vocabulary)):
            return INFORMATIONAL
        if self._header is None:
            return self._read_first_row(record)
        # Between the entries of a log, dashes without bars may be a part of a message.
        is_rule = _RULE_LINE.fullmatch(record) or (self._trace is None and _DASHES.fullmatch(record))
        if self._header.delimiter == "|" and is_rule:
            return INFORMATIONAL
        entries = _read_row(record, self._header, self._vocabulary, is_entry=self._trace is not None)
        if entries is not None and self._trace is not None:
            self._trace.reset()
        # Two extra quotes would hide all rows between them.
        hides = not entries and any(_read_row(line, self._header, self._vocabulary) for line in record.split("\n")[1:])
        if hides:
            return None
        return _find_unknown_level(record, self._header, self._vocabulary) if entries is None else entries

    def continues(self, line: str) -> bool:
        """Whether a line without a delimiter is indented or looks like a part of a stack trace, in a table without names."""
        is_row = self._header is None or self._header.delimiter in line
        return self._trace is not None and not is_row and self._trace.continues(line)

    def _read_first_row(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a row without header, or a header that the rows below it show to be one, with these rows."""
        line, *below = record.split("\n")
        number = next((number for number, text in enumerate(below) if not _RULE_LINE.fullmatch(text)), len(below))
        rows = [(0, record)]
        header = read_row_without_header(record, self._vocabulary)
        if header is None and below[number:]:
            header, rows = read_header_of_rejects(line), [(number + 1, "\n".join(below[number:]))]
        if header is None:
            header, rows = read_header_by_content(line, below, self._vocabulary), list(enumerate(below, 1))
        read = [(offset, _read_row(row, header, self._vocabulary)) for offset, row in rows] if header else []
        if not read or any(entries is None for _, entries in read):
            return None
        self._header = header
        # A row that is not the last of the record is one line.
        count = None if len(rows) == 1 else 1
        entries = tuple(replace(entry, offset=offset, count=count) for offset, found in read for entry in found or ())
        return entries or (NAMES if rows[0][0] else INFORMATIONAL)


# One to three words of letters.
_LEVEL_WORD = re.compile(r"[^\W\d_]{2,20}(?:[ _-][^\W\d_]{1,20}){0,2}")


def _read_row(
    record: str, header: Header, vocabulary: Vocabulary, *, is_entry: bool = False
) -> Sequence[ParsedEntry] | None:
    """Read a row; ``is_entry`` says that the table is a log, whose messages come last and may have bars."""
    cells = split_row(record, header.delimiter, is_framed=header.is_framed)
    if cells is not None and is_entry and header.places["message"] == len(header.names) - 1:
        cells = fold_rest(cells, len(header.names), header.delimiter)
    return None if cells is None or len(cells) != len(header.names) else make_entries_of_row(cells, header, vocabulary)


def _find_unknown_level(record: str, header: Header, vocabulary: Vocabulary) -> UnknownLevel | None:
    """Return the word in a row's column for the level, which no vocabulary has; None if the row has no such word."""
    cells = split_row(record, header.delimiter, is_framed=header.is_framed) if "\n" not in record else None
    if cells is None or len(cells) != len(header.names) or "severity" not in header.places:
        return None
    word = strip_signs(cells[header.places["severity"]])
    is_unknown = (
        _LEVEL_WORD.fullmatch(word) and _find_severity(word, vocabulary) is None and read_item_outcome(word) is None
    )
    return UnknownLevel(word) if is_unknown else None


def make_entries_of_row(cells: Sequence[str], header: Header, vocabulary: Vocabulary) -> Sequence[ParsedEntry] | None:
    """Return the finding of a row with these cells, ``INFORMATIONAL`` if it is none; None if its level is not known."""
    fields = {part: cells[place] for part, place in header.places.items() if cells[place]}
    stated = fields.get("severity", "")
    own = header.numbers.get(stated) or (None if _is_no(stated, header) else _find_severity(stated, vocabulary))
    own = own or _find_message_type(stated, header)
    own = own or find_item_outcome(stated, cells, header) or read_http_status(stated, cells, header, vocabulary)
    own = own or read_flag(stated, cells, header) or read_event(stated, header)
    if _is_rule_of_row(stated, header):
        # A table of rows with their faults has no level; its type is the rule.
        fields["rule"], own = stated, own or Severity.ERROR
    if "severity" not in header.places:
        own = _judge_reason(cells, fields, header)
    if own is None:
        return _judge_unknown_level(stated, cells, header)
    # A row may have a logger's own level and the outcome of what it reports, in two columns.
    severity = worst([own, *(vocabulary.find_word(strip_signs(cells[place])) for place in header.outcomes)])
    if severity is None:
        if any(cells[place].strip("0 ").isdecimal() for place in header.counts):
            return UNDECIDED
        severity, fault = find_contradiction(cells, header, vocabulary)
        if severity is None:
            return UNDECIDED if has_bad_cell(cells, header) else INFORMATIONAL
        fields["message"] = fault or fields.get("message", "")
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
        message=message or header.find_reason(cells) or " ".join(cell for cell in cells if cell),
        rule=rule,
        entity=entity,
        file=fields.get("file"),
        line=read_number(fields.get("line")),
        column=read_number(fields.get("column")),
        timestamp=fields.get("timestamp"),
        details=details or None,
    )
    return (entry,)


def _judge_unknown_level(stated: str, cells: Sequence[str], header: Header) -> Sequence[ParsedEntry] | None:
    """Judge a row whose level is not known, or beside a doubt: a row of sums is no finding."""
    word, first = strip_signs(stated).lower(), strip_signs(cells[0]).lower()
    others = (cell for place, cell in enumerate(cells) if place != header.places["severity"])
    is_sum = word in _TOTALS and not any(cell.strip("0123456789 ") for cell in others)
    if is_sum or (word in {"", first} and first in _TOTALS):
        return INFORMATIONAL
    # A good outcome beside a doubt must not be read as a level by another format.
    return UNDECIDED if read_item_outcome(word) else None


def _is_no(stated: str, header: Header) -> bool:
    """Whether a cell answers no: a logger's letter for notices is another thing in a column of outcomes."""
    place = header.places.get("severity")
    return stated.upper() == "N" and place is not None and header.normal_names[place] in OF_OUTCOMES


def _judge_reason(cells: Sequence[str], fields: dict[str, str], header: Header) -> Severity:
    """Return how bad a row without a level is by its reason, which may be the number of an error with a text beside it."""
    reason = fields.get("message", "")
    if reason.isdecimal():
        fields["rule"], fields["message"] = reason, _find_text(cells, header) or reason
    return Severity.INFO if reason.lower() in NO_FAULT or reason == "0" else Severity.ERROR


def _find_text(cells: Sequence[str], header: Header) -> str | None:
    named = zip(header.normal_names, cells, strict=True)
    return next((cell for name, cell in named if name in _TEXTS and cell), None)


def _find_severity(cell: str, vocabulary: Vocabulary) -> Severity | None:
    """Return what a cell with a level or an outcome means, with or without signs around it; None if it is neither."""
    emoji = _EMOJI.match(cell)
    if emoji is not None:
        severity = _find_severity(cell[emoji.end() :], vocabulary)
        return None if severity is Severity.INFO and emoji["name"] not in _CALM_EMOJIS else severity
    return vocabulary.find(cell) or vocabulary.find(strip_signs(cell)) or vocabulary.find(cell.upper())


def _find_message_type(cell: str, header: Header) -> Severity | None:
    """Return what a letter means that SAP's lists of messages have beside E, W and I."""
    name = header.normal_names[header.places["severity"]] if "severity" in header.places else ""
    return _MESSAGE_TYPES.get(cell) if name in _MESSAGE_TYPE_NAMES else None


def _is_rule_of_row(cell: str, header: Header) -> bool:
    place = header.places.get("severity")
    is_type = place is not None and header.normal_names[place] == "type"
    return is_type and not header.places.keys().isdisjoint(("row", "line")) and _JOINED.fullmatch(cell) is not None


def _read_entity(fields: Mapping[str, str]) -> Entity | None:
    kind = next((name for name in _KINDS if name in fields), None)
    text = fields.get(kind or "item", "")
    # A cell may name its item as a message does: article 'A/B' (articles[3]).
    named = read_entity(text)
    if named is not None:
        return named
    folder, identifier, index = fields.get("folder"), fields.get("id"), read_number(fields.get("index"))
    kind = (kind or fields.get("kind", "item")).lower()
    if not text and identifier is None and index is None:
        if kind == "package":
            return Entity(kind=kind)
        if folder is not None:
            return make_entity("folder", folder)
        row = read_number(fields.get("row"))
        return Entity(kind="row", index=row) if row is not None else None
    at_path = make_entity(kind, text)
    return Entity(kind=kind, name=at_path.name, folder=folder or at_path.folder, id=identifier, index=index)
