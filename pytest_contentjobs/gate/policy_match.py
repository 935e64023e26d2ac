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
    """An entry and what it matched. ``is_over`` says that its last day has passed; ``name`` and ``words`` are for people."""

    def __init__(self, position: int, entry: PolicyEntry, today: date) -> None:
        self.entry = entry
        self.is_over = entry.until is not None and today > entry.until
        self.name = f"policy {position} ({entry.label})"
        until = f", until {entry.until}" if entry.until else ""
        self.words = f"{self.name}{until}{f': {entry.reason}' if entry.reason else ''}"
        self.matched = 0
        self._tests = list(_tests(entry))

    def matches(self, finding: Finding) -> bool:
        """Whether all patterns of the entry fit; counts it where they do."""
        is_match = all(test(finding) for test in self._tests)
        self.matched += is_match
        return is_match

    def notes(self) -> Iterator[str]:
        """Tell of an entry that decided nothing: it is out of date, or its patterns are wrong."""
        if self.is_over:
            yield (
                f"{self.name} ended on {self.entry.until} and holds no more; it matches "
                f"{plural(self.matched, 'finding')}. Correct the content, and take the entry out."
            )
        elif not self.matched:
            yield f"{self.name} matches nothing that no entry before it matches. Correct it, or take it out."


def _tests(entry: PolicyEntry) -> Iterator[Callable[[Finding], bool]]:
    if entry.rule:
        yield _test(entry.rule, lambda finding: [finding.rule or ""])
    if entry.message:
        yield _test(entry.message, lambda finding: [finding.message])
    if entry.kind:
        yield _test(entry.kind, lambda finding: [finding.entity.kind] if finding.entity else [])
    if entry.entity:
        yield _test(entry.entity, lambda finding: _names(finding.entity))
    if entry.folder:
        yield _test(entry.folder.strip("/"), lambda finding: _folders(finding.entity))


def _test(pattern: str, texts: Callable[[Finding], Iterable[str]]) -> Callable[[Finding], bool]:
    match = re.compile(fnmatch.translate(pattern)).match
    return lambda finding: any(match(text) for text in texts(finding))


def _names(entity: Entity | None) -> list[str]:
    return [name for name in (entity.path, entity.name, entity.id) if name] if entity else []


def _folders(entity: Entity | None) -> list[str]:
    """Return the folders that an entity lies in, near and far; a folder lies in itself, too."""
    path = (entity.path if entity.kind == "folder" else entity.folder) if entity else None
    parts = path.strip("/").split("/") if path else []
    # Nobody knows which folder a path with steps up or in place means, so it lies in none that is accepted.
    if {"..", "."} & set(parts):
        return []
    return ["/".join(parts[:number]) for number in range(len(parts), 0, -1)]
