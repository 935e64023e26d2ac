"""Stack traces: the lines below an entry that belong to it."""

from __future__ import annotations

import re

__all__ = ["PYTHON_CHAIN", "PYTHON_START", "StackTrace", "is_frame_at_margin"]

_PART = re.compile(
    r"\s|at\s|(?:from\s)?[^\s:]{1,300}:\d{1,9}:in\s[`']|Caused by:|Suppressed:|\.\.\. \d{1,9} (?:more|common frames)|Traceback \(|"
    r"(?:[\w$]{1,200}\.){1,20}[\w$]{0,200}(?:Exception|Error)\b"
)
_PHP = re.compile(
    r"(?:PHP )?Stack trace:\s*$|\[(?:stacktrace|previous exception)\]"
    r"|#\d{1,4} (?:\{main\}|\[internal function\]|[^\s(]{1,400}\(\d{1,9}\): )"
)
_GO = re.compile(
    r"\s*+(?:goroutine \d{1,9} \[[^\]\n]{1,60}\]:\s*$|\S{1,400}\.(?:go|s):\d{1,9} \+0x[0-9a-f]{1,16}\s*$"
    r"|(?:created by )?[\w./-]{1,300}(?:\.\(\*?\w{1,100}\))?\.[\w.]{1,200}"
    r"(?:\(\)|\((?:\{?0x[0-9a-f]|\.\.\.)[^()\n]{0,400}\)|(?= in goroutine \d))(?: in goroutine \d{1,9})?\s*$)"
)
# Without a text behind it: the first line of a trace may be a frame with what was raised there.
_RUBY = re.compile(r"\s*+(?:\d{1,4}:\s)?(?:from\s)?[^\s:]{1,300}:\d{1,9}:in\s[`'][^'\n]{1,300}'\s*$")
#: The first line of a trace of Python, and what stands between two traces of which one led to the other.
PYTHON_START = "Traceback (most recent call last):"
# Python prints the class of a built-in exception without its module.
_PYTHON_END = re.compile(r"[A-Za-z_][\w.]{0,200}(?::\s|$)")
PYTHON_CHAIN = (
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
)


def is_frame_at_margin(line: str) -> bool:
    """Whether a line is a part of a trace of Go's, a goroutine, a call, or the place of one, or of PHP's or Ruby's."""
    return any(pattern.match(line) is not None for pattern in (_GO, _PHP, _RUBY))


class StackTrace:
    """Follows the lines below an entry, including the last line of a Python traceback, which is not indented."""

    _in_python: bool

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the trace, since a new entry begins."""
        self._in_python = False

    def continues(self, line: str) -> bool:
        """Whether a line is indented, or a part of a stack trace of Java, Python, Ruby or Go."""
        was_in_python = self._in_python
        self._in_python = line.startswith(PYTHON_START) or (was_in_python and line[:1].isspace())
        if was_in_python and not self._in_python and _PYTHON_END.match(line):
            return True
        return line.startswith(PYTHON_CHAIN) or _PART.match(line) is not None or is_frame_at_margin(line)
