"""The header of a table: how its rows are split, and which of its columns says what."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pytest_contentjobs.joblog.formats.parts.column_names import COLUMNS, FOREIGN_OUTCOMES
from pytest_contentjobs.joblog.formats.parts.recent import remember_recent
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary
from pytest_contentjobs.model import Severity

__all__ = [
    "EVENT",
    "FLAGS",
    "HTTP_STATUS",
    "LEVELS",
    "OF_OUTCOMES",
    "ROUTINE_LEVELS",
    "ROWS_TO_SHOW",
    "Header",
    "find_places",
    "fold_rest",
    "is_level",
    "is_open_behind",
    "may_be_header",
    "names_reason",
    "normalise_name",
    "read_header",
    "read_header_of_rejects",
    "replace_drawn_lines",
    "split_names",
    "split_row",
]

_LONGEST_HEADER = 2000
# A table with a frame is only split at bars.
_FRAME_DELIMITER, _DELIMITERS = "|", "\t;|,"
# Columns with the reason why a row was rejected, in tables that have no column for the severity.
_REASONS = frozenset(
    ("error", "problem", "fault", "violation",
     "errormessage", "errordescription", "errortext", "errordetail", "errordetails", "errorreason", "reason",
     "failurereason", "rejectreason", "rejectionreason", "failuremessage", "exception", "errreason", "errmsg")
)  # fmt: skip
_ENDS_OF_REASONS = ("error", "reason", "exception", "errormessage", "errortext", "errordescription")
#: Columns with the status of a request, as checkers of links export them, and those with its text.
HTTP_STATUS = ("statuscode", "httpstatus", "httpstatuscode", "httpcode", "httpresponsecode", "responsecode")
_KNOWN = frozenset((*(name for names in COLUMNS.values() for name in names), *HTTP_STATUS))
_STATUS_TEXTS = ("statustext", "status", "statusmessage", "reasonphrase", "error", "reason")
#: Columns that answer whether all is well with a row, by yes and no.
FLAGS = frozenset(("success", "successful", "succeeded", "issuccess", "valid", "isvalid", "ok", "isok", "passed"))
# Columns that say more of a row that is not, the preferred ones first.
_TEXTS_OF_FLAGS = ("errormessage", "error", "message", "reason", "details", "description", "result", "comment")
# What says that names of columns follow, and the column whose events may be errors, in the logs of SQL Server's packages.
_NAMES_BEHIND = "#Fields: "
EVENT = "event"
_FLAGS = ("is", "has", "on", "no", "can")
_COUNTS = frozenset(("errors", "warnings", "failures", "errorcount", "warningcount"))
#: The rows below a header in another language that must show which column has the levels.
ROWS_TO_SHOW = 2
_FEWEST_COLUMNS = 3
# A name of a column, in any language.
_NAME = re.compile(r"[^\W\d_][\w ./'\u2019-]{1,40}")
#: The kinds of words that show by themselves which column has the levels.
LEVELS = (Kind.LEVEL, Kind.LANGUAGE)
#: Columns about outcomes, in which a logger's letter for notices answers no.
OF_OUTCOMES = frozenset(
    ("result", "status", "outcome", "state", "importstatus", "importresult", "migrationstatus", *FOREIGN_OUTCOMES)
)
#: Levels of a database that are words of prose elsewhere.
ROUTINE_LEVELS = frozenset(("LOG",))
_TIME = re.compile(TIME)
_LETTER = re.compile(r"[^\W\d_]")
# Lines that are drawn, as the signs of ASCII that stand for them.
_DRAWN_BARS = {ord(line): "|" for line in "│┃║╎╏┆┇┊┋"}
_DRAWN = {
    **dict.fromkeys(range(9472, 9600), "+"),
    **{ord(line): "-" for line in "─━═╌╍┄┅┈┉"},
    **_DRAWN_BARS,
}
_DRAWN_RULE = re.compile(r"[\s\u2500-\u257f]+")
_HAS_DRAWN = re.compile("[\u2500-\u257f]")
_PUNCTUATION = re.compile(r"[\W_]+")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Header:
    """How the rows of a table are split, the names of its columns, and the position of each known column.

    ``numbers`` says what the numbers mean that stand in the column of the levels.
    """

    delimiter: str
    is_framed: bool
    names: tuple[str, ...]
    places: Mapping[str, int]
    numbers: Mapping[str, Severity] = field(default_factory=dict)

    @cached_property
    def normal_names(self) -> Sequence[str]:
        """The names as ``normalise_name`` spells them."""
        return [normalise_name(name) for name in self.names]

    @cached_property
    def outcomes(self) -> Sequence[int]:
        """The positions of all columns that may say how bad a row is, except the one of the rule."""
        rule = self.places.get("rule")
        names = enumerate(self.normal_names)
        return [place for place, name in names if place != rule and name in COLUMNS["severity"]]

    @cached_property
    def counts(self) -> Sequence[int]:
        """The positions of columns that count what was found; all that are about something bad, but for a message."""
        message = self.places.get("message")
        names = enumerate(zip(self.names, self.normal_names, strict=True))
        return [
            place for place, (name, normal) in names if normal in _COUNTS or (place != message and find_bad_part(name))
        ]

    def find_reason(self, cells: Sequence[str]) -> str | None:
        """Return the first cell of a row that says why it is bad, by the name of its column."""
        named = zip(self.normal_names, cells, strict=True)
        return next((cell for name, cell in named if cell and names_reason(name)), None)


def normalise_name(name: str) -> str:
    """Return the name of a column without the differences of spellings."""
    return (name if name.isalnum() else _PUNCTUATION.sub("", name)).lower()


def is_open_behind(line: str, delimiter: str, *, is_open: bool) -> bool:
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


@remember_recent
def read_header(line: str) -> Header | None:
    """Read a header with a column for the severity and one for the message; None for other lines."""
    if len(line) > _LONGEST_HEADER or "\n" in line:
        return None
    is_named = line.startswith(_NAMES_BEHIND)
    line = line.removeprefix(_NAMES_BEHIND)
    text = line.strip()
    is_framed = text.startswith("|") and text.endswith("|")
    for delimiter in _FRAME_DELIMITER if is_framed else _DELIMITERS:
        if delimiter not in text:
            continue
        cells = split_row(line, delimiter, is_framed=is_framed)
        names = [normalise_name(cell) for cell in cells or ()]
        places = find_places(names)
        if is_named and cells and "severity" not in places and EVENT in cells:
            places["severity"] = cells.index(EVENT)
        if "severity" in places and "message" in places and cells:
            return Header(delimiter, is_framed, tuple(cells), places)
        if cells and (flagged := _place_flag(names, places)) and (is_framed or f"{delimiter} " not in text):
            return Header(delimiter, is_framed, tuple(cells), flagged)
    return None


def _place_flag(names: Sequence[str], places: Mapping[str, int]) -> dict[str, int] | None:
    """Return the positions of columns of which one answers whether all is well, and one says what is not."""
    flag = next((place for place, name in enumerate(names) if name in FLAGS), None)
    text = next((names.index(name) for name in _TEXTS_OF_FLAGS if name in names), None)
    if flag is None or text is None or len(set(names)) < max(len(names), _FEWEST_COLUMNS):
        return None
    others = {part: place for part, place in places.items() if place not in {flag, text} and part != "severity"}
    return {**others, "severity": flag, "message": text}


def find_places(names: Sequence[str]) -> dict[str, int]:
    """Return the positions of the columns whose names are known, by what they say."""
    normal = [normalise_name(name) for name in names]
    places: dict[str, int] = {}
    for part, known in COLUMNS.items() if not _KNOWN.isdisjoint(normal) else ():
        place = next((normal.index(name) for name in known if name in normal), None)
        if place is not None and place not in places.values():
            places[part] = place
    return _place_http_status(normal, places)


def _place_http_status(names: Sequence[str], places: dict[str, int]) -> dict[str, int]:
    """Return the positions with the status of a request as level, if there is one: its text, and a level, stand beside it."""
    status = next((names.index(name) for name in HTTP_STATUS if name in names), None)
    if status is None:
        return places
    others = {part: place for part, place in places.items() if place != status}
    text = next((names.index(name) for name in _STATUS_TEXTS if name in names), others.get("message", 0))
    others = {part: place for part, place in others.items() if place != text}
    return {
        **{"level" if part == "severity" else part: place for part, place in others.items()},
        "severity": status,
        "message": text,
    }


def read_header_of_rejects(line: str) -> Header | None:
    """Read a header with no column for the severity, but one for the reason of an error."""
    if len(line) > _LONGEST_HEADER or read_header(line) is not None:
        return None
    for delimiter in _DELIMITERS:
        # In prose, a blank follows a comma.
        if delimiter not in line or (delimiter in ",;" and f"{delimiter} " in line):
            continue
        cells = split_row(line, delimiter, is_framed=False) or []
        names = [normalise_name(cell) for cell in cells]
        reasons = [place for place, name in enumerate(names) if names_reason(name)]
        is_row = any(not _LETTER.search(cell) or _TIME.match(cell) for cell in cells)
        if (
            is_row
            or len(names) < _FEWEST_COLUMNS
            or not all(names)
            or len(reasons) != 1
            or len(set(names)) < len(names)
        ):
            continue
        places = {"message": reasons[0]}
        for part, known in COLUMNS.items():
            place = next((names.index(name) for name in known if name in names), None)
            if part not in {"severity", "message"} and place is not None and place not in places.values():
                places[part] = place
        return Header(delimiter, is_framed=False, names=tuple(cells), places=places)
    return None


def names_reason(name: str) -> bool:
    """Whether a column of this normalised name says why a row is bad."""
    return name in _REASONS or (name.endswith(_ENDS_OF_REASONS) and not name.startswith(_FLAGS))


def replace_drawn_lines(text: str) -> str:
    """Return a text with ASCII characters for those that draw the lines of a table."""
    if text.isascii() or not _HAS_DRAWN.search(text):
        return text
    return "\n".join(map(_replace_in_line, text.split("\n")))


def _replace_in_line(line: str) -> str:
    # In a cell, such a sign is text.
    if _DRAWN_RULE.fullmatch(line):
        return line.translate(_DRAWN)
    return line if "|" in line else line.translate(_DRAWN_BARS)


def may_be_header(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line may be a header in another language: names of columns, of which none is a level."""
    return split_names(line, vocabulary) is not None


def split_names(line: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]] | None:
    """Return the delimiter of a line, and its cells if each may be the name of a column and none is a level."""
    delimiter = next((each for each in _DELIMITERS if each in line), None)
    if delimiter is None or len(line) > _LONGEST_HEADER or f"{delimiter} " in line:
        return None
    cells = split_row(line, delimiter, is_framed=False) or []
    has_outcome = any(normalise_name(cell) in OF_OUTCOMES or find_bad_part(cell) for cell in cells)
    is_header = len(cells) >= _FEWEST_COLUMNS - has_outcome and len(set(cells)) == len(cells)
    if not is_header or not all(_NAME.fullmatch(cell) and not is_level(cell, vocabulary) for cell in cells):
        return None
    return delimiter, tuple(cells)


def is_level(cell: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell is a level word; a letter is not."""
    return len(cell) > 1 and vocabulary.find_word(cell, *LEVELS) is not None


def split_row(record: str, delimiter: str, *, is_framed: bool) -> list[str] | None:
    """Return the cells of a row; None if its quotes are wrong."""
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


def fold_rest(cells: list[str], length: int, delimiter: str) -> list[str]:
    """Return the cells of an entry of a log with the last one whole: a message that nothing quotes may have bars."""
    if delimiter != "|" or len(cells) <= length:
        return cells
    return [*cells[: length - 1], " | ".join(cells[length - 1 :])]
