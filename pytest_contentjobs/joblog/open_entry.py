"""An entry whose last line may not be known yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.formats.parts.levels import PARTS

__all__ = ["OpenEntry"]

_PART = re.compile(rf"(?P<columns>[^\n]{{1,200}}?)(?<!\w)(?:{'|'.join(PARTS)}):\s")


@dataclass(slots=True)
class OpenEntry:
    """An entry that continuation lines may still extend, with the number of its first line and its lines so far.

    ``is_alone`` says that its record contains no other entry.
    """

    parsed: ParsedEntry
    first: int
    raw: list[str]
    is_alone: bool

    @property
    def has_time(self) -> bool:
        """Whether its layout states times, so that a line without one does not begin an entry in that layout."""
        return self.parsed.timestamp is not None

    def has_part(self, line: str) -> bool:
        """Whether a line with the same columns in front, such as time and process, is a labelled part of the entry."""
        match = _PART.match(line)
        return (
            match is not None
            and self.raw[0].startswith(match["columns"])
            and re.search(r"\d", match["columns"]) is not None
        )
