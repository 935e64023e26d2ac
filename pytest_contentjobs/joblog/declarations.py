"""Count the lines that the user's patterns declare harmless."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_contentjobs.model import DeclaredLines

if TYPE_CHECKING:
    from pytest_contentjobs.joblog.harmless import HarmlessPatterns

__all__ = ["Declarations"]

# The words at the end of a statement that a pattern must spell.
_FEWEST_SPELLED = 2
_WORD = re.compile(r"[^\W\d_]{3,}")


class Declarations:
    """The user's patterns for harmless lines, and how many lines each of them matches."""

    def __init__(self, patterns: HarmlessPatterns | None) -> None:
        self._patterns = patterns
        self._lines: Counter[int] = Counter()

    def cover(self, record: str) -> bool:
        """Whether patterns match all lines of a record; counts the lines by pattern if they do."""
        if self._patterns is None:
            return False
        found = [self._patterns.find(line) for line in record.split("\n") if line.strip()]
        numbers = [number for number in found if number is not None]
        if not numbers or len(numbers) < len(found):
            return False
        self._lines.update(numbers)
        return True

    def cover_statement(self, record: Sequence[str]) -> bool:
        """Whether a record that states how much was done is a line that a pattern matches, and spells how it ends.

        Counts it if it is. In a record of more lines, any of them may state it.
        """
        number = self._patterns.find(record[0]) if self._patterns is not None and len(record) == 1 else None
        if self._patterns is None or number is None:
            return False
        pattern = self._patterns.texts[number].lower()
        if not all(word in pattern for word in _WORD.findall(record[0].lower())[-_FEWEST_SPELLED:]):
            return False
        self._lines[number] += 1
        return True

    def count(self) -> Sequence[DeclaredLines]:
        """Return each pattern with the number of its lines."""
        texts = self._patterns.texts if self._patterns is not None else ()
        return [DeclaredLines(text, self._lines[number]) for number, text in enumerate(texts)]
