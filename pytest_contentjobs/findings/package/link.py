"""Link findings to the content package.

A finding is linked by the first of these that matches anything: the position that the log states, JSON index, path, content
file, and name. If several elements match, all of them are candidates and none is picked.

File and line in the log come before the index, because they name the place itself: a line in a content file is where the
mistake is, while an index leads to the element that declares the file. They only count if the package has that file. A file
without a line is less exact than an index, and is used as the content file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from pytest_contentjobs.findings.package.contents import KINDS, ContentPackage, Element, normalise_path
from pytest_contentjobs.model import Entity, Finding, Source

__all__ = ["MAXIMUM_CANDIDATES", "link"]

#: Candidates beyond this number are not kept: a list of hundreds helps nobody, and takes memory for each finding.
MAXIMUM_CANDIDATES = 20


def link(findings: Sequence[Finding], package: ContentPackage) -> tuple[Finding, ...]:
    """Return the findings in order, each with its source in the package, or with the candidates for it."""
    return tuple(_link_one(finding, package) for finding in findings)


def _link_one(finding: Finding, package: ContentPackage) -> Finding:
    for sources in _SEARCHES:
        found = tuple(islice(sources(finding, package), MAXIMUM_CANDIDATES))
        if len(found) == 1:
            return replace(finding, source=found[0], source_candidates=())
        if found:
            return replace(finding, source=None, source_candidates=found)
    return replace(finding, source=None, source_candidates=())


def _find_stated_line(finding: Finding, package: ContentPackage) -> Iterable[Source]:
    """Find the line of a file that the log states, which is closer than the element that declares the file."""
    # Some programs count from 0, or write 0 for what they do not know.
    if not finding.file or finding.line is None or finding.line < 1:
        return []
    file = package.file(finding.file)
    column = finding.column if finding.column and finding.column > 0 else None
    return [Source(file, finding.line, column, package.root)] if file else []


def _find_by_index(finding: Finding, package: ContentPackage) -> Iterable[Source]:
    """Find the element by its index, unless the log names another: the package may have changed since."""
    entity = finding.entity
    if entity is None or entity.index is None:
        return []
    elements = package.find_by_index(entity.kind.lower(), entity.index)
    return (element.source for element in elements if _agrees(element, entity))


def _find_by_path(finding: Finding, package: ContentPackage) -> Iterable[Source]:
    """Find the element by folder path and name."""
    path = finding.entity.path if finding.entity else None
    return _keep_kind(package.find_by_path(path), finding.entity) if path else []


def _find_content_file(finding: Finding, package: ContentPackage) -> Iterable[Source]:
    """Find the content or resource file; if it does not exist, find the articles that declare it."""
    name = finding.file
    if name is None and finding.entity and finding.entity.kind.lower() == "resource":
        name = finding.entity.path
    if name is None:
        return []
    file = package.file(name)
    if file is None:
        return (element.source for element in package.find_by_content(name))
    return [] if file in package.declaring_files else [Source(file, None, None, package.root)]


def _find_by_name(finding: Finding, package: ContentPackage) -> Iterable[Source]:
    """Find the element by its name only."""
    name = finding.entity.name if finding.entity else None
    return _keep_kind(package.find_by_name(name), finding.entity) if name else []


def _find_declaring_file(finding: Finding, package: ContentPackage) -> Iterable[Source]:
    """Find the JSON file that the log names, if no position in it is known."""
    file = package.file(finding.file) if finding.file else None
    return [Source(file, None, None, package.root)] if file else []


_SEARCHES: tuple[Callable[[Finding, ContentPackage], Iterable[Source]], ...] = (
    _find_stated_line,
    _find_by_index,
    _find_by_path,
    _find_content_file,
    _find_by_name,
    _find_declaring_file,
)


def _keep_kind(elements: Iterable[Element], entity: Entity | None) -> Iterable[Source]:
    """Keep the elements of the entity's kind; a kind that packages do not declare excludes none, except for files."""
    kind = entity.kind.lower() if entity else ""
    if kind in {"resource", "package"}:
        return []
    return (element.source for element in elements if kind not in KINDS or element.kind == kind)


def _agrees(element: Element, entity: Entity) -> bool:
    """Whether name and folder in the log do not contradict the element, as far as both are known."""
    ours, theirs = normalise_path(element.path), normalise_path(entity.path)
    if ours and theirs:
        # Either may lack its folder.
        return ours == theirs or ours.endswith(f"/{theirs}") or theirs.endswith(f"/{ours}")
    folder, stated = normalise_path(element.folder), normalise_path(entity.folder)
    return not folder or not stated or folder == stated
