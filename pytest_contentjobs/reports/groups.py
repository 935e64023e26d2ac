"""Findings with something in common, in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model import Finding, Severity, Verdict, VerdictOutcome
from pytest_contentjobs.reports.overview import count_items

__all__ = ["Group", "count_group", "make_groups"]

_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Findings in numbers: ``errors`` and ``warnings`` are those that fail, which ``tolerated`` and ``known`` do not.

    ``severity`` is the worst of those that fail, or of all if none fails; ``items`` is how many content items they name.
    """

    name: str
    severity: Severity
    errors: int
    warnings: int
    tolerated: int
    known: int
    items: int

    @property
    def findings(self) -> int:
        """How many findings there are, whatever their outcome."""
        return self.failing + self.tolerated + self.known

    @property
    def failing(self) -> int:
        """How many of them fail."""
        return self.errors + self.warnings


def make_groups(verdicts: Iterable[Verdict], name_of: Callable[[Finding], str]) -> tuple[Group, ...]:
    """Return the groups of findings by a name, which is made safe; those with most errors first."""
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    safe = cache(sanitize_line)
    for verdict in verdicts:
        groups[safe(name_of(verdict.finding))].append(verdict)
    counted = [count_group(name, found) for name, found in groups.items()]
    return tuple(sorted(counted, key=lambda group: (-group.errors, -group.warnings, -group.findings, group.name)))


def count_group(name: str, verdicts: Sequence[Verdict]) -> Group:
    """Return findings in numbers under a name."""
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    failing = Counter(verdict.severity for verdict in verdicts if verdict.outcome is VerdictOutcome.FAILS)
    severities = failing or Counter(verdict.severity for verdict in verdicts)
    return Group(
        name=name,
        severity=min(severities, key=_SEVERITIES.index, default=Severity.INFO),
        errors=failing[Severity.ERROR],
        warnings=failing.total() - failing[Severity.ERROR],
        tolerated=outcomes[VerdictOutcome.TOLERATED],
        known=outcomes[VerdictOutcome.KNOWN],
        items=count_items(verdicts),
    )
