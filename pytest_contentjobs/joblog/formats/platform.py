"""The layout whose fields are joined by ``<@>``: time, level, thread, number, logger, message, as the platform writes it.

No description of the layout is published; what is read is what its lines have in common: a field that is a level and
nothing else, and a message in the last field that is not empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import (
    LineParser,
    ParsedEntry,
    findings_behind_separators,
    level_word,
    worst,
)
from pytest_contentjobs.joblog.formats.inner import entries_of
from pytest_contentjobs.joblog.formats.levels import WORDS
from pytest_contentjobs.joblog.formats.times import is_time
from pytest_contentjobs.joblog.formats.traces import StackTrace

__all__ = ["PlatformText"]

_JOINT = "<@>"
_FEWEST_FIELDS = 3


class PlatformText:
    """Lines of fields joined by ``<@>``; what is indented or looks like a stack trace continues."""

    name = "platform"

    def parser(self) -> LineParser:
        """Return a parser that follows stack traces."""
        return _Parser()


class _Parser(LineParser):
    def __init__(self) -> None:
        self._trace = StackTrace()

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line that has a level as one of its fields, before its message."""
        if _JOINT not in record:
            return None
        # The joint may stand in the message too, so the fields are counted from the left.
        fields = [field.strip() for field in record.split(_JOINT)]
        levels = [place for place, field in enumerate(fields) if level_word(field) in WORDS]
        if not levels or len(fields) < _FEWEST_FIELDS:
            return None
        self._trace.reset()
        first = levels[0]
        last = next((place for place in reversed(range(first + 1, len(fields))) if fields[place]), None)
        message = record.strip() if last is None else fields[last]
        timestamp = next((field for field in fields[:first] if is_time(field)), None)
        # Behind a logger's own level may stand that of what it reports.
        severity = worst(WORDS[level_word(fields[place])] for place in levels if place != last)
        entries = entries_of(severity, message, timestamp=timestamp)
        return entries or findings_behind_separators(record, _Parser)

    def continues(self, line: str) -> bool:
        """Whether a line is indented or looks like a part of a stack trace."""
        return _JOINT not in line and self._trace.continues(line)
