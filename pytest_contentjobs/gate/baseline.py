"""Baselines: findings that were accepted before, as a multiset of fingerprints. Their positions never matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pytest_contentjobs.model import ContentRun, EarlierFinding, Finding

__all__ = ["Baseline", "BaselineMatcher", "find_fixed", "to_baseline", "update_baseline"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Baseline:
    """Findings that were there before: of a baseline file, or of saved runs to compare with.

    ``name`` is ``baseline`` or ``comparison``, ``where`` the file or folder. ``by_run`` has the findings by the name of a run;
    any other run is compared with ``findings``. With ``is_strict``, the check fails if one of them is fixed.
    """

    name: str
    where: str
    findings: tuple[EarlierFinding, ...]
    by_run: Mapping[str, tuple[EarlierFinding, ...]] = field(default_factory=dict)
    is_strict: bool = False

    def findings_of(self, run: str) -> tuple[EarlierFinding, ...]:
        """Return the findings that the run of this name is compared with."""
        return self.by_run.get(run, self.findings)


class BaselineMatcher:
    """Matches the findings of one run with a baseline, which they use up one by one; ``where`` names it in words."""

    def __init__(self, where: str, findings: Iterable[EarlierFinding]) -> None:
        self.where = where
        self._findings = {finding.fingerprint: finding for finding in findings}
        self._taken: Counter[str] = Counter()

    def take(self, fingerprint: str) -> EarlierFinding | None:
        """Return the baseline's finding of a fingerprint as often as its count allows, then None."""
        finding = self._findings.get(fingerprint)
        if finding is None or self._taken[fingerprint] >= finding.count:
            return None
        self._taken[fingerprint] += 1
        return finding

    @property
    def number_taken(self) -> int:
        """How many findings were matched."""
        return self._taken.total()


def to_baseline(findings: Iterable[Finding]) -> tuple[EarlierFinding, ...]:
    """Return findings as those of a baseline: equal ones as one with their number, sorted by class name and name."""
    counts: Counter[str] = Counter()
    first: dict[str, Finding] = {}
    for finding in findings:
        counts[finding.fingerprint] += 1
        first.setdefault(finding.fingerprint, finding)
    items = [
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
    return tuple(sorted(items, key=lambda item: (item.class_name, item.name, item.fingerprint)))


def find_fixed(before: Iterable[EarlierFinding], runs: Sequence[Iterable[Finding]]) -> tuple[EarlierFinding, ...]:
    """Return what no run has any more; ``count`` is how many equal findings are gone from all of them."""
    most: Counter[str] = Counter()
    for findings in runs:
        most |= Counter(finding.fingerprint for finding in findings)
    return tuple(
        replace(item, count=item.count - most[item.fingerprint])
        for item in before
        if item.count > most[item.fingerprint]
    )


def update_baseline(before: Iterable[EarlierFinding], runs: Sequence[ContentRun]) -> tuple[EarlierFinding, ...]:
    """Return the next baseline: what the runs found, with the reasons and dates that people gave before.

    What an entry of the policy accepts is left out unless it was there before; what is fixed goes. A finding of several
    runs counts as often as in the run that has most of it.
    """
    old = {item.fingerprint: item for item in before}
    most: dict[str, EarlierFinding] = {}
    for run in runs:
        wanted = [
            verdict.finding for verdict in run.verdicts if not verdict.is_accepted or verdict.finding.fingerprint in old
        ]
        for item in to_baseline(wanted):
            if item.fingerprint not in most or item.count > most[item.fingerprint].count:
                most[item.fingerprint] = item
    return tuple(
        replace(item, reason=old[fingerprint].reason, until=old[fingerprint].until) if fingerprint in old else item
        for fingerprint, item in most.items()
    )
