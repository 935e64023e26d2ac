"""Codes at the start of a message of which one letter or digit is the level.

Linters begin a code with it (``E3012``), IBM's programs end one with it (``SQL3125W``), and Cisco's have a number of syslog within
(``%HELP-4-NOIMAGE``). All of Oracle's codes are errors (``ORA-01653``). Teradata's clients print a level and a
number behind stars (``*** Failure 2666``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.model import Severity

__all__ = ["CodedLine", "is_stacked_code", "read_code"]

_NUMBERED = re.compile(
    rf"(?:\d{{1,10}}:\s|[*.]?{TIME}:\s){{0,2}}%(?P<rule>(?:[A-Z][A-Z0-9_]{{1,30}}-){{1,3}}(?P<number>[0-7])-[A-Z][A-Z0-9_]{{1,60}}):\s+"
)
# z/OS prints the time of day and the number of the job in front.
_CLOCK, _NUMBER = r"\d\d[.:]\d\d[.:]\d\d\s{1,8}", r"[A-Z]{3}\d{5,7}\s{1,8}"
_JOB = rf"(?:(?:{_CLOCK}{_NUMBER}|{_NUMBER}{_CLOCK})[+*]?)?"
_LETTERED = re.compile(
    rf"{_JOB}(?P<rule>(?P<first>[EWFI])\d{{4}}|(?P<prefix>[A-Z]{{3,6}})\d{{3,5}}(?P<last>[IWESCN]))(?::\s+|\s+)(?=\S)"
)
# Teradata's clients print three stars, a level and the number of the message.
_STARRED = re.compile(r"\s{0,8}\*{3}\s(?P<level>Failure|Error|Warning)(?::\s?|\s)(?P<rule>\d{3,5}):?\s{1,4}(?=[^\W\d])")
# https://docs.oracle.com/en/database/oracle/oracle-database/23/errmg/: 0 is success, and RMAN draws its frames with two numbers.
_ORACLE = re.compile(
    r"(?P<rule>(?!RMAN-0057[01]:)(?:ORA|PLS|SP2|TNS|IMP|EXP|KUP|LRM|RMAN|UDI|UDE|DIA|PCC|SQL\*Loader)-(?!0+:)\d{3,5}):\s+(?=\S)"
)
# The place in a program, and the row, of an error above.
_OF_OTHERS = frozenset(("ORA-06512", "ORA-02372"))
# RFC 5424 section 6.2.1.
_LAST_ERROR, _WARNING = 3, 4
_BAD = {**dict.fromkeys("EFSCN", Severity.ERROR), "W": Severity.WARNING}


@dataclass(frozen=True, slots=True)
class CodedLine:
    """The severity of a line, None if it is informational, its code, and the position of its message.

    ``family`` are the letters that codes of one program share; None if the form of the code alone shows that it has a level.
    """

    severity: Severity | None
    rule: str
    end: int
    family: str | None


def is_stacked_code(line: str) -> bool:
    """Whether a line begins with a code of Oracle's, which directly below an entry says what that is due to."""
    return _ORACLE.match(line) is not None


def read_code(line: str) -> CodedLine | None:
    """Read a line that begins with a code that has a level; before it may stand a number and a time."""
    match = _NUMBERED.match(line)
    if match is not None:
        number = int(match["number"])
        severity = Severity.ERROR if number <= _LAST_ERROR else Severity.WARNING if number == _WARNING else None
        return CodedLine(severity, match["rule"], match.end(), None)
    match = _STARRED.match(line)
    if match is not None:
        severity = Severity.WARNING if match["level"] == "Warning" else Severity.ERROR
        return CodedLine(severity, match["rule"], match.end(), None)
    match = _ORACLE.match(line)
    if match is not None:
        is_own = match["rule"] not in _OF_OTHERS
        return CodedLine(Severity.ERROR, match["rule"], match.end(), None) if is_own else None
    match = _LETTERED.match(line)
    if match is None:
        return None
    return CodedLine(_BAD.get(match["first"] or match["last"]), match["rule"], match.end(), match["prefix"] or "")
