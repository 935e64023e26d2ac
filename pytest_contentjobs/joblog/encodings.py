"""Account for how the blocks of a log were decoded."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_contentjobs.joblog.decoding import TextBlock

__all__ = ["Encodings"]


class Encodings:
    """Collects the encodings of the blocks of a log, its size in characters, and the lines that were not as they should be."""

    def __init__(self) -> None:
        self.size = 0
        self.ends_whole = True
        self._latin1 = self._broken = 0
        self._has_utf8 = False
        self._encodings: set[str] = set()

    def note(self, block: TextBlock) -> None:
        """Note the next block of the log."""
        self.size += len(block.text)
        self.ends_whole = block.ends_whole
        self._latin1 += block.latin1_lines
        self._broken += block.broken_lines
        self._has_utf8 = self._has_utf8 or block.has_utf8
        self._encodings.add(block.encoding)

    @property
    def undecodable_lines(self) -> int:
        """The number of lines that could not be decoded. Lines in Latin-1 count if others are in UTF-8."""
        return self._broken + (self._latin1 if self._has_utf8 else 0)

    def describe(self) -> Sequence[str]:
        """Return sentences about encodings other than UTF-8."""
        notes = [f"read as {encoding.upper()}" for encoding in sorted(self._encodings - {"utf-8", "latin-1"})]
        if self._latin1 and not self._has_utf8:
            lines = "1 line is" if self._latin1 == 1 else f"{self._latin1} lines are"
            notes.append(f"{lines} not UTF-8, read as Latin-1")
        return notes
