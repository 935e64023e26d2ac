"""Applies the rules to a content package."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

# Importing the two modules registers their rules.
from pytest_contentjobs.emulator import article_rules, hub_rules
from pytest_contentjobs.emulator.content_package import FileTree, Item, Kind, Package
from pytest_contentjobs.emulator.rules import Finding, Rule, list_rules

CountBy = Literal["item", "finding"]
__all__ = ["CheckedItem", "CountBy", "Counts", "article_rules", "count", "hub_rules", "validate"]


@dataclass(frozen=True)
class CheckedItem:
    """An item with everything that the rules found about it, in the order of the rules' codes."""

    item: Item
    findings: tuple[Finding, ...] = ()

    def has(self, severity: str) -> bool:
        """Whether any finding has this severity."""
        return any(finding.rule.severity == severity for finding in self.findings)


@dataclass(frozen=True)
class Counts:
    """The figures of a job's results."""

    successful: int
    warnings: int
    errors: int


def validate(files: FileTree) -> tuple[CheckedItem, ...]:
    """Check every item of the package; errors of reading its files pass through."""
    package = Package(files)
    rules: dict[Kind, tuple[Rule, ...]] = {
        kind: tuple(group)
        for kind, group in groupby(sorted(list_rules(), key=lambda rule: rule.kind), lambda rule: rule.kind)
    }
    return tuple(CheckedItem(item, _check(item, rules.get(item.kind, ()), package)) for item in package.items)


def _check(item: Item, rules: Iterable[Rule], package: Package) -> tuple[Finding, ...]:
    """Apply the rules for an item's kind to it."""
    return tuple(Finding(rule, item, problem) for rule in rules for problem in rule.check(item, package))


def count(checked: Iterable[CheckedItem], count_by: CountBy) -> Counts:
    """Count results in one of the two readings that the vendor's texts allow.

    `item`: each item counts once, as error if it has any error, else as warning if it has any warning; the three
    figures add up to the number of items. `finding`: warnings and errors are numbers of findings, and `successful`
    is the number of items without any.
    """
    items = tuple(checked)
    clean = sum(not item.findings for item in items)
    if count_by == "item":
        errors = sum(item.has("error") for item in items)
        return Counts(clean, len(items) - clean - errors, errors)
    findings = [finding for item in items for finding in item.findings]
    errors = sum(finding.rule.severity == "error" for finding in findings)
    return Counts(clean, len(findings) - errors, errors)
