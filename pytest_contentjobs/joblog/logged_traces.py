"""Join stack traces that a logger printed line by line, each with time and level in front, as logcat and Fluentd do.

A frame reports nothing itself. It belongs to the finding directly above that has the same columns in front; so do the name of
the exception above the frames, and a line of values between that and the first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pytest_contentjobs.joblog.formats.parts.stack_traces import PYTHON_START
from pytest_contentjobs.model import LogEntry

__all__ = ["join_traces"]

_FRAME = re.compile(
    r"(?:at\s+[\w.$<>/@-]{1,300}\((?:[\w.$-]{1,200}(?::\d{1,9}){0,2}|Native Method|Unknown Source)\)"
    r"|at\s+(?:[\w.$<>\[\] ]{1,200}\s\()?[^\s()]{1,500}:\d{1,9}:\d{1,9}\)?\s*$"
    r"|\.\.\. \d{1,9} (?:more|common frames)|File \"[^\"\n]{1,500}\", line \d"
    r"|(?:from\s)?[^\s:]{1,300}:\d{1,9}:in\s[`']"
    rf"|{re.escape(PYTHON_START)})"
)
# What may stand before a frame in a message: a tag that is set apart, or the number of a worker.
_MESSAGE = re.compile(rf"(?P<tag>(?:[\w.$/-]{{1,80}}[:\])|>-]|#\d{{1,5}})\s+)?\s*{_FRAME.pattern}")
_EXCEPTION = re.compile(
    r"(?:Caused by:\s|Uncaught\s)?(?:[\w$]{1,200}\.){0,20}[\w$]{0,200}(?:Exception|Error|Throwable)\b"
)
_CAUSE = re.compile(r"(?:Caused by|Suppressed):\s")
_VALUES = re.compile(r"[A-Z]\w{1,30}: [^\s,]{1,200}(?:, [A-Z]\w{1,30}: [^\s,]{1,200})*\s*")
_DIGIT = re.compile(r"\d")


def join_traces(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Return the entries in the log's order, with those that are parts of a trace joined to the entry above."""
    ordered = sorted(entries, key=lambda each: each.log_line)
    if not any(map(_find_columns, ordered)):
        return ordered
    joiner = _Joiner()
    for entry in ordered:
        joiner.add(entry)
    return [part.whole for part in joiner.joined]


@dataclass(slots=True)
class _Joined:
    """An entry with the lines that were joined to it."""

    entry: LogEntry
    lines: list[str]

    @property
    def first(self) -> str:
        return self.lines[0]

    @property
    def whole(self) -> LogEntry:
        is_longer = len(self.lines) > len(self.entry.raw)
        return replace(self.entry, raw=tuple(self.lines)) if is_longer else self.entry

    def is_above(self, entry: LogEntry) -> bool:
        """Whether an entry stands directly below, with the same severity."""
        return self.entry.log_line + len(self.lines) == entry.log_line and self.entry.severity is entry.severity


class _Joiner:
    """Joins the entries of one log; ``joined`` are those up to now."""

    def __init__(self) -> None:
        self.joined: list[_Joined] = []
        # The columns in front of the lines of the trace that is open; empty if none is.
        self._columns = ""
        # The indentation of Python's first line: source lines below are anything, and the last line is not indented.
        self._python: int | None = None

    def add(self, entry: LogEntry) -> None:
        """Add the next entry, or join it to the one above."""
        columns = _find_columns(entry)
        if not self._continues(entry, columns):
            self._columns, self._python = "", None
            self.joined.append(_Joined(entry, list(entry.raw)))
            return
        if columns and self._columns != columns:
            self._columns = columns
            self._join_above_frames()
        self.joined[-1].lines += entry.raw

    def _continues(self, entry: LogEntry, columns: str | None) -> bool:
        """Whether an entry belongs to the one above, as a frame behind these columns or as another line of a trace."""
        above = self.joined[-1] if self.joined else None
        text = _cut(entry.raw[0], columns or self._columns)
        head = _cut(above.first, columns or self._columns) if above else None
        if above is None or text is None or head is None or _is_frame(head) or not above.is_above(entry):
            return False
        indentation = len(text) - len(text.lstrip())
        if columns:
            self._python = indentation if PYTHON_START in text else self._python
            return True
        if self._python is not None:
            self._python = self._python if indentation > self._python else None
            return True
        return _CAUSE.match(text.lstrip()) is not None

    def _join_above_frames(self) -> None:
        """Join the name of an exception, and a line of values, to the entries above them."""
        while len(self.joined) > 1:
            above, last = self.joined[-2:]
            text = _cut(last.first, self._columns)
            if text is None or _cut(above.first, self._columns) is None or not above.is_above(last.entry):
                return
            if not _EXCEPTION.match(text.lstrip()) and not _VALUES.fullmatch(text.lstrip()):
                return
            above.lines += last.lines
            self.joined.pop()


def _find_columns(entry: LogEntry) -> str | None:
    """Return the columns in front of a frame; None if an entry is none, or nothing stands in front of it."""
    match = _MESSAGE.match(entry.message)
    if match is None:
        return None
    before, message, _ = entry.raw[0].partition(entry.message)
    return _normalise(before + (match["tag"] or "")) or None if message else None


def _is_frame(text: str) -> bool:
    """Whether a text behind columns is a frame, which is not the first line of an entry; Python's first line may be."""
    return _FRAME.match(text.lstrip()) is not None and PYTHON_START not in text


def _normalise(columns: str) -> str:
    """Return columns without what differs from line to line: the digits of times, and blanks around."""
    return _DIGIT.sub("0", columns.strip())


def _cut(line: str, columns: str) -> str | None:
    """Return what stands behind columns in a line; None if it has others, or there are none."""
    line = line.lstrip()
    if not columns:
        return None
    return line[len(columns) :] if _DIGIT.sub("0", line).startswith(columns) else None
