"""Diagnostics of two lines: the first has level and place, the second the message.

That are ``Warning on line 12 column 40 of FILE:`` above an indented text, as Saxon prints them, and ``Msg 2627, Level 14, State 1,
Line 41`` above the text, as clients of SQL Server do. PowerShell prints the command and the message, and the place below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.base import read_number
from pytest_contentjobs.joblog.formats.parts.labels import Labelled, Labels
from pytest_contentjobs.joblog.formats.parts.places import Place, is_file
from pytest_contentjobs.model import Severity

__all__ = ["TwoLines", "may_begin", "read_two_lines"]

_PLACED = re.compile(
    r"(?P<level>[^\W\d_]{2,30})\s(?=[^\n]*\bline\s\d)[^\n]{0,400}?\bline\s(?P<line>\d{1,9})"
    r"(?:,?\scol(?:umn)?\s(?P<column>\d{1,9}))?(?:\s(?:of|in)\s(?P<file>\S{1,400}?))?:\s*"
)
_SQL_SERVER = re.compile(
    r"Msg (?P<rule>\d{1,9}), Level (?P<level>\d{1,2}), State \d{1,5},(?: [^\n]{1,400},)? Line (?P<line>\d{1,9})"
)
_COMMAND = re.compile(r"[A-Za-z]\w{0,60}-\w{1,60} : (?P<text>\S[^\n]*)")
_SCRIPT = re.compile(r"At (?P<file>[^\n]{1,400}?):(?P<line>\d{1,9}) char:(?P<column>\d{1,9})\s*")
# What failed while something was done, with the reason below; a counter of progress may stand before it.
_PROGRESS = r"(?:\s*\d{1,9}\s?/\s?\d{1,9}\s(?:\([\s\d.,%]{1,10}\)\s{1,4})?(?:\[[^\]\n]{1,30}\]\s{1,4})?)?"
_ANNOUNCED = re.compile(
    rf"{_PROGRESS}(?P<text>(?:Error|Exception|Failure)\s(?:(?:while|when)\s)?[a-z]{{2,20}}ing\s[^\n]{{1,400}}(?::|\.\sSkipping\.))\s*"
    r"|(?P<file>Errors in file\s\S{1,400}:)\s*"
)
# A rule with what it is about, a text, and its level if it is no error; below it the place, as Ansible's linter prints them.
_RULED = re.compile(
    r"(?P<rule>[a-z][a-z0-9-]{2,40}\[[a-z][\w.-]{0,60}\]):\s(?P<text>\S[^\n]{0,2000}?)(?:\s\((?P<level>warning)\))?\s*"
)
_PLACE = re.compile(r"(?P<file>[^\s:]{1,400}):(?P<line>\d{1,9})(?::(?P<column>\d{1,9}))?(?:\s[^\n]*)?")
# A line of the source, and below it a caret at what is wrong, as HTMLHint prints them.
_SOURCE = re.compile(r"\s{1,20}L(?P<line>\d{1,9})\s\|[^\n]*")
_CARET = re.compile(r"\s+\^\s+(?P<text>[^\s^][^\n]*)")
# Up to this level, SQL Server informs; above it, the statement fails.
_LAST_INFORMATIONAL = 10


@dataclass(frozen=True, slots=True)
class TwoLines:
    """The level and message of a diagnostic, and its place in a file if it names one."""

    labelled: Labelled
    place: Place | None


def may_begin(line: str) -> bool:
    """Whether the next line may be the message of this one."""
    return any(pattern.fullmatch(line) for pattern in (_PLACED, _SQL_SERVER, _COMMAND, _ANNOUNCED, _SOURCE, _RULED))


def read_two_lines(first: str, second: str, labels: Labels) -> TwoLines | None:
    """Read a line with level and place, and its message; None for other lines."""
    text = second.strip()
    if not text:
        return None
    match = _SQL_SERVER.fullmatch(first)
    if match is not None:
        severity = Severity.ERROR if int(match["level"]) > _LAST_INFORMATIONAL else None
        return TwoLines(Labelled(severity, text, match["rule"]), None)
    match = _PLACED.fullmatch(first)
    if match is None:
        return _read_without_level(first, second)
    labelled = labels.read_word(match["level"]) if second[:1].isspace() else None
    if labelled is None or labelled.severity is None:
        return None
    file = match["file"] or ""
    place = Place(file if is_file(file) else "", read_number(match["line"]), read_number(match["column"]), 0)
    return TwoLines(Labelled(labelled.severity, text), place)


def _read_without_level(first: str, second: str) -> TwoLines | None:
    command, script = _COMMAND.fullmatch(first), _SCRIPT.fullmatch(second)
    if command is not None and script is not None:
        place = Place(script["file"], read_number(script["line"]), read_number(script["column"]), 0)
        return TwoLines(Labelled(Severity.ERROR, command["text"]), place)
    source, caret = _SOURCE.fullmatch(first), _CARET.fullmatch(second)
    if source is not None and caret is not None:
        place = Place("", read_number(source["line"]), None, 0)
        return TwoLines(Labelled(Severity.ERROR, caret["text"]), place)
    ruled, below = _RULED.fullmatch(first), _PLACE.fullmatch(second)
    if ruled is not None and below is not None and is_file(below["file"]):
        place = Place(below["file"], read_number(below["line"]), read_number(below["column"]), 0)
        severity = Severity.WARNING if ruled["level"] else Severity.ERROR
        return TwoLines(Labelled(severity, ruled["text"], ruled["rule"]), place)
    announced = _ANNOUNCED.fullmatch(first)
    if announced is None:
        return None
    return TwoLines(Labelled(Severity.ERROR, f"{announced['text'] or announced['file']} {second.strip()}"), None)
