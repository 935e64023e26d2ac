"""Lines that repeat time and level of the entry above and continue its message: a plus sign, or the snippet of a source file."""

from __future__ import annotations

import re

__all__ = ["FurtherLines"]

_FURTHER = re.compile(r"(?P<head>[^\n]{0,100}?[\]:])(?:\+(?=\S)|\s{1,80}>?\s{0,8}\d{0,7}\s?\|(?:\s|$))")


class FurtherLines:
    """Follows the entry above; a line with a bar or a plus sign of its own continues nothing."""

    def __init__(self) -> None:
        self._above: str | None = None
        self._is_further = False

    def note(self, record: str, *, is_finding: bool) -> None:
        """Remember a record that may have further lines below."""
        self._is_further = False
        self._above = record if is_finding else None

    def has(self, record: str) -> bool:
        """Whether a record continues the entry above, with the same text before the sign."""
        self._is_further = False
        if self._above is not None and ("|" in record or "+" in record):
            further = _FURTHER.match(record)
            self._is_further = (
                further is not None and self._above.startswith(further["head"]) and _FURTHER.match(self._above) is None
            )
        return self._is_further

    @property
    def is_further(self) -> bool:
        """Whether the record that was asked about last continues the entry above."""
        return self._is_further
