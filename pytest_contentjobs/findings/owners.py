"""Adds to findings what the project file says of them: who owns them, and title, hint and page of their rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from pytest_contentjobs.findings.match import make_matcher, make_text_matcher
from pytest_contentjobs.model import Finding
from pytest_contentjobs.settings.owner_file import OwnerEntry, RuleEntry

__all__ = ["Owners"]

_EVERYTHING_BELOW = "/**"
_MOST_RULES = 10_000


class Owners:
    """The entries of a project file about owners and rules, ready to be matched with findings."""

    def __init__(self, owners: Iterable[OwnerEntry] = (), rules: Iterable[RuleEntry] = ()) -> None:
        self._owners = [(make_matcher(_without_ending(entry)), entry.owner) for entry in owners]
        self._rules = [(make_text_matcher(entry.rule), entry) for entry in rules]
        self._find_rule = lru_cache(_MOST_RULES)(self._search_rule)

    def __bool__(self) -> bool:
        """Whether there is anything to add."""
        return bool(self._owners or self._rules)

    def add_to(self, finding: Finding) -> Finding:
        """Return a finding with its owner and what is said of its rule; the first entry of each kind that matches decides."""
        rule = self._find_rule(finding.rule or "")
        owner = next((owner for fits, owner in self._owners if fits(finding)), rule.owner if rule else None)
        if rule is None:
            return replace(finding, owner=owner, rule_title=None, hint=None)
        return replace(
            finding, owner=owner, rule_title=rule.title, hint=rule.hint, rule_url=rule.url or finding.rule_url
        )

    def _search_rule(self, rule: str) -> RuleEntry | None:
        return next((entry for fits, entry in self._rules if fits(rule)), None)


def _without_ending(entry: OwnerEntry) -> OwnerEntry:
    """Return an entry without what many tools write for all that is below a folder, which a folder means here anyway."""
    folder = (entry.folder or "").removesuffix(_EVERYTHING_BELOW)
    return entry.model_copy(update={"folder": folder}) if folder else entry
