"""An entry of the policy file, ready to be matched with findings."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from pytest_contentjobs.model import Entity, Finding
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
        self._tests = list(_make_tests(entry))

    def matches(self, finding: Finding) -> bool:
        """Whether all patterns of the entry fit; counts the finding if they do."""
        is_match = all(test(finding) for test in self._tests)
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


def _make_tests(entry: PolicyEntry) -> Iterator[Callable[[Finding], bool]]:
    if entry.rule:
        yield _make_test(entry.rule, lambda finding: [finding.rule or ""])
    if entry.message:
        yield _make_test(entry.message, lambda finding: [finding.message])
    if entry.kind:
        yield _make_test(entry.kind, lambda finding: [finding.entity.kind] if finding.entity else [])
    if entry.entity:
        yield _make_test(entry.entity, lambda finding: _names(finding.entity))
    if entry.folder:
        yield _make_test(entry.folder.strip("/"), lambda finding: _folders(finding.entity))


def _make_test(pattern: str, texts: Callable[[Finding], Iterable[str]]) -> Callable[[Finding], bool]:
    match = re.compile(fnmatch.translate(pattern)).match
    return lambda finding: any(match(text) for text in texts(finding))


def _names(entity: Entity | None) -> list[str]:
    return [name for name in (entity.path, entity.name, entity.id) if name] if entity else []


def _folders(entity: Entity | None) -> list[str]:
    """Return all folders that contain an entity; a folder contains itself."""
    path = (entity.path if entity.kind == "folder" else entity.folder) if entity else None
    parts = path.strip("/").split("/") if path else []
    # Which folder a path with . or .. means is not known, so no accepted folder contains it.
    if {"..", "."} & set(parts):
        return []
    return ["/".join(parts[:number]) for number in range(len(parts), 0, -1)]
