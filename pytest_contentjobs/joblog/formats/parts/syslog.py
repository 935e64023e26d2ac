"""The parts of a syslog line: the priority, and the headers of RFC 5424 and RFC 3164."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.levels import is_doubtful
from pytest_contentjobs.joblog.formats.parts.messages import split_rule
from pytest_contentjobs.model import Severity

__all__ = ["PrioritisedLine", "is_plain_syslog", "read_priority"]

_PRIORITY = re.compile(r"<(?P<priority>\d{1,3})>", re.ASCII)
_HIGHEST_PRIORITY = 191
# RFC 5424 section 6.2.1: numbers 0 to 3 are emergency, alert, critical and error; 4 is warning.
_LAST_ERROR, _WARNING = 3, 4
_STRUCTURED = r'(?:-|(?:\[(?:[^\]"\\]|\\.|"(?:[^"\\]|\\.)*+")*+\])++)'
_VERSIONED = re.compile(
    r"1 (?P<timestamp>\S{1,64}) \S{1,255} \S{1,48} \S{1,128} (?P<message_id>\S{1,32}) "
    rf"{_STRUCTURED}(?:$|\ \ufeff?(?P<rest>.*))",
    re.DOTALL,
)
_HEADER = re.compile(
    r"\s*(?P<timestamp>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d\d:\d\d:\d\d"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) "
    r"[\w.:-]{1,255} [\w./-]{1,100}(?:\[\d{1,10}\])?: "
)


@dataclass(frozen=True, slots=True)
class PrioritisedLine:
    """A line with a syslog priority: its severity (None is informational), its time, and the text after its header."""

    severity: Severity | None
    rest: str
    timestamp: str | None


def read_priority(line: str) -> PrioritisedLine | None:
    """Read a line that begins with a priority and a header of RFC 5424 or RFC 3164; None for other lines."""
    match = _PRIORITY.match(line)
    if match is None or int(match["priority"]) > _HIGHEST_PRIORITY:
        return None
    number = int(match["priority"]) % 8
    severity = Severity.ERROR if number <= _LAST_ERROR else Severity.WARNING if number == _WARNING else None
    versioned = _VERSIONED.match(line, match.end())
    if versioned is not None:
        timestamp = None if versioned["timestamp"] == "-" else versioned["timestamp"]
        rest = (versioned["rest"] or "").strip()
        # A message's type is its rule if it is a code.
        identified = f"{versioned['message_id']} {rest}"
        return PrioritisedLine(severity, identified if split_rule(identified)[0] else rest, timestamp)
    header = _HEADER.match(line, match.end())
    if header is None:
        return None
    return PrioritisedLine(severity, line[header.end() :].strip(), header["timestamp"])


def is_plain_syslog(line: str) -> bool:
    """Whether a line has the header of RFC 3164 and no level, as is usual there, and its text mentions no finding."""
    header = _HEADER.match(line)
    return header is not None and not is_doubtful(line[header.end() :])
