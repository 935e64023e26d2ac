"""Findings that were met before, as a multiset on fingerprints: never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pytest_contentjobs.model import ContentRun, EarlierFinding, Finding

__all__ = ["KnownFindings", "known_of", "not_found", "updated"]


class KnownFindings:
    """What one run may use up of the findings of a baseline or of a saved run; ``where`` names it in words."""

    def __init__(self, where: str, findings: Iterable[EarlierFinding]) -> None:
        self.where = where
        self._findings = {finding.fingerprint: finding for finding in findings}
        self._taken: Counter[str] = Counter()

    def take(self, fingerprint: str) -> EarlierFinding | None:
        """Return the known finding of a fingerprint, as often as it was met before; None from then on."""
        finding = self._findings.get(fingerprint)
        if finding is None or self._taken[fingerprint] >= finding.count:
            return None
        self._taken[fingerprint] += 1
        return finding

    @property
    def number_taken(self) -> int:
        """How many findings were known."""
        return self._taken.total()


def known_of(findings: Iterable[Finding]) -> tuple[EarlierFinding, ...]:
    """Return findings as known ones, equal ones as one with their number, in the order of class names and names."""
    counts: Counter[str] = Counter()
    first: dict[str, Finding] = {}
    for finding in findings:
        counts[finding.fingerprint] += 1
        first.setdefault(finding.fingerprint, finding)
    known = [
        EarlierFinding(
            class_name=finding.class_name,
            name=finding.name,
            severity=finding.severity,
            rule=finding.rule,
            message=finding.message,
            fingerprint=fingerprint,
            count=counts[fingerprint],
        )
        for fingerprint, finding in first.items()
    ]
    return tuple(sorted(known, key=lambda item: (item.class_name, item.name, item.fingerprint)))


def not_found(known: Iterable[EarlierFinding], runs: Sequence[Iterable[Finding]]) -> tuple[EarlierFinding, ...]:
    """Return what was known and is in no run any more; ``count`` is how many of the equal ones are gone everywhere."""
    most: Counter[str] = Counter()
    for findings in runs:
        most |= Counter(finding.fingerprint for finding in findings)
    return tuple(
        replace(item, count=item.count - most[item.fingerprint])
        for item in known
        if item.count > most[item.fingerprint]
    )


def updated(before: Iterable[EarlierFinding], runs: Sequence[ContentRun]) -> tuple[EarlierFinding, ...]:
    """Return what is known from now on: what the runs found, with the reasons and dates that people gave before.

    What an entry of the policy accepts is left out, unless it was there before; what is fixed goes. A finding that several
    runs have counts as often as in the run that has most of it.
    """
    old = {item.fingerprint: item for item in before}
    most: dict[str, EarlierFinding] = {}
    for run in runs:
        wanted = [
            verdict.finding for verdict in run.verdicts if not verdict.is_accepted or verdict.finding.fingerprint in old
        ]
        for item in known_of(wanted):
            if item.fingerprint not in most or item.count > most[item.fingerprint].count:
                most[item.fingerprint] = item
    return tuple(
        replace(item, reason=old[fingerprint].reason, until=old[fingerprint].until) if fingerprint in old else item
        for fingerprint, item in most.items()
    )
