"""A place on a line of its own, and what is wrong there below it, behind a blank line or indented.

A place with a number in brackets may have a snippet below its message, and a sentence at the end that names level and rule.
Oracle's clients print the place of a command that failed, the command, and what the database reports, up to a blank line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pytest_contentjobs.joblog.formats.base import read_number
from pytest_contentjobs.joblog.formats.parts.labels import NAME, Labelled, Labels
from pytest_contentjobs.joblog.formats.parts.places import Place, is_file, read_place
from pytest_contentjobs.model import Severity

__all__ = ["PlacedBlock", "begins_block"]

_BULLET = re.compile(
    r"\s{0,8}(?:[*\u2022-]\s|\[(?P<number>\d{1,6})\]\s|\d{1,6}[.)]\s)?\s{0,4}(?:(?i:at|in|on)\s)?(?=\S)"
)
# What may stand behind the place: where in the document it is.
_WHERE = re.compile(r"(?:at\s)?#?/\S{0,400}|:?")
_CLOSING = re.compile(
    rf"(?P<level>[^\W\d_]{{2,30}})\s(?:was|were|is|by|from)\s(?:[^\n]{{0,80}}\s)?(?P<rule>{NAME})\srule\.?"
)
# A frame of a stack trace names a place, too.
_FRAME = re.compile(r"\s+at\s")
_COMMAND = re.compile(
    r"Error starting at line\s?:\s?(?P<line>\d{1,9})(?:\sFile\s@\s(?P<file>\S{1,400}))?\sin command\s-?\s{0,8}"
)
_REPORT = re.compile(r"Error (?:report|at Command Line)\b[^\n]{0,200}")
# What TeX says of an error, and below it, the line of the source up to which it was read.
_TEX = re.compile(r"! (?:(?:La)?TeX Error: |Package \S{1,60} Error: )?(?P<text>\S[^\n]*)")
_TEX_LINE = re.compile(r"l\.(?P<line>\d{1,9})(?:\s[^\n]*)?")
_LONGEST_LINE, _MOST_LINES, _MOST_LINES_OF_TEX = 1000, 60, 20


@dataclass(slots=True)
class PlacedBlock:
    """The lines of a block so far, of which the first has the place."""

    place: Place
    has_number: bool
    lines: list[str]
    is_command: bool = False
    is_tex: bool = False

    def goes_on(self, line: str) -> bool:
        """Add a line; return whether the block continues behind it."""
        self.lines.append(line)
        if len(self.lines) >= (_MOST_LINES_OF_TEX if self.is_tex else _MOST_LINES):
            return False
        if self.is_tex:
            return not _TEX_LINE.fullmatch(line) and not _TEX.fullmatch(line)
        if self.is_command:
            return bool(line.strip())
        return not line.strip() or (self.has_number and not _CLOSING.fullmatch(line.strip()) and not begins_block(line))

    def read(self, labels: Labels) -> Labelled | None:
        """Return level, rule and message of a complete block; None if it is none."""
        if self.is_tex:
            return self._read_tex()
        texts = [line for line in self.lines[1:] if line.strip()]
        if self.is_command:
            report = max((number for number, line in enumerate(texts, 1) if _REPORT.fullmatch(line)), default=0)
            return Labelled(Severity.ERROR, " ".join(texts[report:]).strip() or self.lines[0].strip())
        closing = _CLOSING.fullmatch(texts[-1].strip()) if self.has_number and len(texts) > 1 else None
        if closing is not None:
            level = labels.read_word(closing["level"])
            return level and replace(level, text=texts[0].strip(), rule=closing["rule"])
        if len(texts) != 1 or not texts[0][:1].isspace():
            return None
        return labels.read(texts[0].strip()) or Labelled(Severity.ERROR, texts[0].strip())

    def _read_tex(self) -> Labelled | None:
        error, source = _TEX.fullmatch(self.lines[0]), _TEX_LINE.fullmatch(self.lines[-1])
        if error is None or source is None:
            return None
        self.place = Place("", read_number(source["line"]), None, 0)
        return Labelled(Severity.ERROR, error["text"])


def begins_block(line: str) -> PlacedBlock | None:
    """Return the block that a line with nothing but a place begins, or a command that failed; None for other lines."""
    command = _COMMAND.fullmatch(line)
    if command is not None:
        return PlacedBlock(
            Place(command["file"] or "", read_number(command["line"]), None, 0),
            has_number=False,
            lines=[line],
            is_command=True,
        )
    if len(line) <= _LONGEST_LINE and _TEX.fullmatch(line):
        return PlacedBlock(Place("", None, None, 0), has_number=False, lines=[line], is_tex=True)
    bullet = _BULLET.match(line) if len(line) <= _LONGEST_LINE and not _FRAME.match(line) else None
    place = read_place(line[bullet.end() :]) if bullet is not None else None
    if bullet is None or place is None or place.line is None or not is_file(place.file):
        return None
    is_alone = _WHERE.fullmatch(line[bullet.end() + place.end :].strip()) is not None
    return PlacedBlock(place, bullet["number"] is not None, [line]) if is_alone else None
