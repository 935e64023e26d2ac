"""The layout whose fields are joined by ``<@>``: time, level, thread, number, logger, message, as the platform writes it.

No description of the layout is published; what is read is what its lines have in common: a field that is a level and
nothing else, and a message in the last field that is not empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import LineParser, ParsedEntry, findings_behind_separators
from pytest_contentjobs.joblog.formats.levels import WORDS, entries_of
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
        level = next((place for place, field in enumerate(fields) if field.upper() in WORDS), None)
        if level is None or len(fields) < _FEWEST_FIELDS:
            return None
        self._trace.reset()
        message = next((field for field in reversed(fields[level + 1 :]) if field), record.strip())
        timestamp = next((field for field in fields[:level] if is_time(field)), None)
        entries = entries_of(WORDS[fields[level].upper()], message, timestamp=timestamp)
        return entries or findings_behind_separators(record, _Parser)

    def continues(self, line: str) -> bool:
        """Whether a line is indented or looks like a part of a stack trace."""
        return _JOINT not in line and self._trace.continues(line)
