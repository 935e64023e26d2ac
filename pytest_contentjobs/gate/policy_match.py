"""An entry of the policy file, ready to be matched with findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pytest_contentjobs.findings.match import make_matcher
from pytest_contentjobs.model import Finding
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.settings.policy_file import PolicyEntry

__all__ = ["MatchedEntry"]


class MatchedEntry:
    """An entry and how many findings it matched.

    ``has_ended`` says that its last day has passed; ``name`` and ``words`` describe it for people.
    """

    def __init__(self, position: int, entry: PolicyEntry, today: date) -> None:
        self.entry = entry
        self.has_ended = entry.until is not None and today > entry.until
        self.name = f"policy {position} ({entry.label})"
        until = f", until {entry.until}" if entry.until else ""
        self.words = f"{self.name}{until}{f': {entry.reason}' if entry.reason else ''}"
        self.matched = 0
        self._fits = make_matcher(entry)

    def matches(self, finding: Finding) -> bool:
        """Whether all patterns of the entry fit; counts the finding if they do."""
        is_match = self._fits(finding)
        self.matched += is_match
        return is_match

    def notes(self) -> Iterator[str]:
        """Give a note if the entry decided nothing: it has ended, or its patterns are wrong."""
        if self.has_ended:
            yield (
                f"{self.name} ended on {self.entry.until} and no longer applies; it matches "
                f"{plural(self.matched, 'finding')}. Fix the content, then remove the entry."
            )
        elif not self.matched:
            yield f"{self.name} matches no finding that an earlier entry does not match. Correct it, or remove it."
