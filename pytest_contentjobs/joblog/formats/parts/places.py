"""The places in files that compilers, linters and validators name: ``file:3:12``, ``file(3,12)``, ``file, line 3``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.times import TIME

__all__ = ["Place", "is_file", "read_line_and_column", "read_place", "read_place_at_end"]

_NUMBER = r"-?\d{1,9}"
# A drive, a URL, something in quotes, or any text without the characters that separate.
_FILE = (
    r"(?:\"(?P<quoted>[^\"\n]{1,500})\"|(?P<file>[A-Za-z]:[\\/][^:()\n\"|<>]{1,400}?|[a-z][a-z0-9+.-]{1,20}:/[^\s:()\"|<>]{1,400}?"
    r"|<[a-z]{1,20}>|[^\s:()\"|<>][^:()\n\"|<>]{0,400}?))"
)
_END = rf"(?:-{_NUMBER}(?:[.:]{_NUMBER})?)?"
_POSITION = (
    rf"(?::(?P<line>\d{{1,9}})(?:[.:](?P<column>\d{{1,9}}))?{_END}(?=[:\s,]|$)"
    rf"|\((?P<line_inside>{_NUMBER})(?:[,:]\s?(?P<column_inside>{_NUMBER}))?(?:,\s?{_NUMBER}){{0,2}}{_END}\)"
    rf"|[:,]?\s(?:on\s|in\s|at\s)?line\s(?P<line_named>\d{{1,9}})(?:,?\s(?:col(?:umn)?|char(?:acter)?)\s(?P<column_named>\d{{1,9}}))?)"
)
_PLACE = re.compile(
    # A time has colons between numbers, too.
    rf"(?!\s{{0,8}}[\[(<]?{TIME})\s{{0,8}}(?:at\s|In\s)?{_FILE}{_POSITION}(?P<separator>\s{{0,8}}(?:[:,]|[-\u2013](?=\s))?)\s{{0,80}}"
)
# Where in a document of JSON or YAML: a path of JSONPath, or a pointer as in RFC 6901.
_POINTED = re.compile(
    r"\s{0,8}(?P<file>[^\s:#()\"|<>][^:#()\n\"|<>]{0,400})(?:::?\s?(?=\$)|#(?=/)|:\s?#?(?=/))"
    r"(?P<pointer>\$(?:[.\[]\S{0,400}?)?|/[^\s:]{1,400}?)(?::\s{1,8}|\s{1,8}(?:-\s)?)(?=\S)"
)
_TIME_BEHIND = re.compile(rf"[\[(<]?{TIME}(?=[\s\])>|]|$)")
_AT_END = re.compile(
    r"\s(?:in|at)\s(?P<file>[^\s:()\"|<>]{1,400})(?:\son\sline\s|:)(?P<line>\d{1,9})(?::(?P<column>\d{1,9}))?\.?\s{0,8}$"
)
_LINE_AND_COLUMN = re.compile(
    rf"(?:line\s)?(?P<line>\d{{1,9}})(?:(?:[:,]\s?|\s(?=col))(?:col(?:umn)?\s)?(?P<column>\d{{1,9}}))?{_END}(?=\s|:|,)[:,]?(?P<gap>\s+)"
)
# A path without blanks, or a name with an ending.
_IS_FILE = re.compile(r"(?!\d+(?:\.\d+)*\Z)(?:[^\s]*[\\/][^\s]*[^\s\\/.]|[^\n]*[^\s\\/.]\.(?=\w*[A-Za-z])\w{1,10})")


@dataclass(frozen=True, slots=True)
class Place:
    """A line and column of a file, and the end of its text."""

    file: str
    line: int | None
    column: int | None
    end: int
    # Whether it names a part of the document in another way.
    has_pointer: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the file's name shows by itself that it is one."""
        return is_file(self.file) and not re.search(r"\s|\Ahttps?:", self.file)


def is_file(text: str) -> bool:
    """Whether a text is a path, or a name with an ending."""
    return _IS_FILE.fullmatch(text) is not None


def read_place(text: str) -> Place | None:
    """Read the place at the start of a text; before a time, it is where a program called its logger."""
    match = _PLACE.match(text)
    if match is None:
        pointed = _POINTED.match(text)
        return pointed and Place(pointed["file"].strip(), None, None, pointed.end(), has_pointer=True)
    if _TIME_BEHIND.match(text, match.end()):
        return None
    line = match["line"] or match["line_inside"] or match["line_named"]
    column = match["column"] or match["column_inside"] or match["column_named"]
    return Place(match["quoted"] or match["file"], _read_number(line), _read_number(column), match.end())


def read_place_at_end(text: str) -> Place | None:
    """Read a place at the end of a text, ``… in FILE on line 3``; its ``end`` is the start of that."""
    match = _AT_END.search(text)
    if match is None or not is_file(match["file"]):
        return None
    return Place(match["file"], _read_number(match["line"]), _read_number(match["column"]), match.start())


def read_line_and_column(text: str) -> tuple[int | None, int | None, str] | None:
    """Read ``12:5  text`` in a group of rows; return line, column and the text behind."""
    match = _LINE_AND_COLUMN.match(text)
    if match is None:
        return None
    return _read_number(match["line"]), _read_number(match["column"]), text[match.end() :]


def _read_number(text: str | None) -> int | None:
    # Validators print -1 for no line.
    return None if text is None or text.startswith("-") else int(text)
