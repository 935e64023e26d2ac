"""Matches findings with the patterns of an entry in a project file."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator

from pytest_contentjobs.model import Entity, Finding
from pytest_contentjobs.settings.entries import FindingPatterns

__all__ = ["make_matcher", "make_text_matcher"]


def make_matcher(patterns: FindingPatterns) -> Callable[[Finding], bool]:
    """Return a test for findings: whether all patterns fit."""
    tests = tuple(_make_tests(patterns))
    return lambda finding: all(test(finding) for test in tests)


def make_text_matcher(pattern: str) -> Callable[[str], object]:
    """Return a test for texts: whether the shell pattern matches the whole of one, case-sensitively."""
    return re.compile(fnmatch.translate(pattern)).match


def _make_tests(patterns: FindingPatterns) -> Iterator[Callable[[Finding], bool]]:
    if patterns.rule:
        yield _make_test(patterns.rule, lambda finding: [finding.rule or ""])
    if patterns.message:
        yield _make_test(patterns.message, lambda finding: [finding.message])
    if patterns.kind:
        yield _make_test(patterns.kind, lambda finding: [finding.entity.kind] if finding.entity else [])
    if patterns.entity:
        yield _make_test(patterns.entity, lambda finding: _names(finding.entity))
    if patterns.folder:
        yield _make_test(patterns.folder.strip("/"), lambda finding: _folders(finding.entity))


def _make_test(pattern: str, texts: Callable[[Finding], Iterable[str]]) -> Callable[[Finding], bool]:
    match = make_text_matcher(pattern)
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
