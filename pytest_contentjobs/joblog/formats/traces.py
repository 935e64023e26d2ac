"""Stack traces that no logger printed: of Java, JavaScript and Python, as a program prints them when it ends by an exception.

What they are below a line of another layout, its format knows: only a trace that begins here is a finding of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import LineParser, ParsedEntry
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.stack_traces import PYTHON_CHAIN, PYTHON_START, StackTrace
from pytest_contentjobs.model import Severity

__all__ = ["Traces"]

_HEAD = re.compile(r"Exception in (?:thread \"[^\"\n]{1,200}\" )?(?P<text>\S[^\n]*)")
_EXCEPTION = re.compile(
    r"(?:Uncaught )?(?:[A-Za-z_$][\w$]{0,200}\.){0,20}[A-Za-z_$][\w$]{0,200}(?:Exception|Error)(?::\s[^\n]*)?"
)
_FRAME = re.compile(r"\s+at\s+\S")
_PYTHON_END = re.compile(r"[A-Za-z_][\w.]{0,200}(?::\s[^\n]*)?")
_MOST_LINES = 10_000


class Traces:
    """Traces with the exception above, as in Java and JavaScript, or below, as in Python."""

    name = "traces"

    def parser(self) -> LineParser:
        """Return a parser that keeps whether the line above begins a trace."""
        return _Parser()


class _Parser(LineParser):
    def __init__(self) -> None:
        self._trace = StackTrace()
        self._lines = 0
        self._is_python = False
        # Whether the line above says that the exception follows, or that a further trace of Python does.
        self._is_announced = False

    def is_incomplete(self, line: str) -> bool:
        """Whether the trace of Python goes on, or the next line must show whether this one is followed by frames."""
        if self._lines:
            is_open = self._is_python and line[:1].isspace() and self._lines < _MOST_LINES
            self._lines = self._lines + 1 if is_open else 0
            return is_open
        self._is_python = line.startswith(PYTHON_START)
        begins = self._is_python or _EXCEPTION.fullmatch(line) is not None
        self._lines = int(begins and not self._is_announced)
        self._is_announced = False
        return bool(self._lines)

    def may_end(self) -> bool:
        """Whether the record is complete: without its last line, a trace of Python is none."""
        return False

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read what announces an exception, an exception with the first frame below it, or a whole trace of Python."""
        first, *below = record.split("\n")
        head = _HEAD.fullmatch(record)
        if head is not None:
            self._is_announced = True
            self._trace.reset()
            return make_entries(Severity.ERROR, head["text"])
        if not below:
            return None
        if first.startswith(PYTHON_START):
            message = below[-1] if _PYTHON_END.fullmatch(below[-1]) else None
        else:
            message = first if _FRAME.match(below[-1]) else None
        if message is None:
            return None
        self._trace.reset()
        return make_entries(Severity.ERROR, message)

    def continues(self, line: str) -> bool:
        """Whether a line is a frame, or leads to the exception that caused this one."""
        self._is_announced = line.startswith(PYTHON_CHAIN)
        return self._trace.continues(line)
