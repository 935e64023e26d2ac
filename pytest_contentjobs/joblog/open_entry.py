"""An entry whose last line may not be known yet."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.base import ParsedEntry

__all__ = ["OpenEntry"]


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
