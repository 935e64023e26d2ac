"""What is true of a case, and which exit statuses that allows: few rules, and none of the product's code.

A *reading* is what a careful person could take the log for after its damages: the findings that are still complete in it. If a
damage leaves doubt, there are several. Each is judged separately, and the exit statuses of all of them are allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

CLEAN, FINDINGS, USAGE, NOT_JUDGED = 0, 1, 4, 10
RED = frozenset({FINDINGS, NOT_JUDGED})


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry that the log was written from. An item's index belongs to its path, so that equal paths are one item."""

    severity: Severity
    rule: str
    kind: str
    path: str
    index: int | None
    message: str

    @property
    def item(self) -> tuple[str, str] | None:
        return (self.kind, self.path) if self.kind else None

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


class Fate(StrEnum):
    """What the damages did to a log or status: nothing relevant, something open, or something that cannot be judged."""

    WHOLE = "whole"
    UNSURE = "unsure"
    BROKEN = "broken"


def worse(*fates: Fate) -> Fate:
    return max(fates, key=tuple(Fate).index)


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """An entry of a policy file: shell patterns, and what becomes of the findings that match all of them."""

    rule: str = ""
    kind: str = ""
    folder: str = ""
    tolerate: bool = False
    severity: str = ""
    maximum: int | None = None

    def fits(self, finding: Finding) -> bool:
        below = self.folder and finding.kind in {"article", "folder"} and _is_below(finding.folder, self.folder)
        return (
            (not self.rule or fnmatchcase(finding.rule, self.rule))
            and (not self.kind or fnmatchcase(finding.kind, self.kind))
            and (not self.folder or bool(below))
        )


def _is_below(folder: str, pattern: str) -> bool:
    parts = folder.split("/")
    return any(fnmatchcase("/".join(parts[:end]), pattern) for end in range(1, len(parts) + 1))


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold: a count, or a share of the processed items in percent."""

    number: float
    is_share: bool

    def allows(self, count: int, processed: int | None) -> bool:
        if not self.is_share:
            return count <= self.number
        return count == 0 or (processed is not None and count * 100 <= self.number * processed)


@dataclass(frozen=True, slots=True)
class Policy:
    """What may pass; ``known`` are findings of a baseline or of an earlier run."""

    fail_on: str = "warning"
    max_errors: Limit | None = None
    max_warnings: Limit | None = None
    rules: tuple[PolicyRule, ...] = ()
    known: tuple[Finding, ...] = ()
    is_strict: bool = False

    @property
    def is_lenient(self) -> bool:
        return self != Policy()

    def decide(self, findings: Sequence[Finding], processed: int | None) -> int:
        """Return the exit status of a run that could be judged and found these."""
        known = Counter(self.known)
        counts: Counter[object] = Counter()
        limits: dict[object, Limit | None] = {Severity.ERROR: self.max_errors, Severity.WARNING: self.max_warnings}
        fails = False
        for finding in findings:
            was_known = known[finding] > 0
            known[finding] -= was_known
            entry = next((entry for entry in self.rules if entry.fits(finding)), None)
            severity = entry.severity if entry and entry.severity else finding.severity
            if (entry and entry.tolerate) or severity == "info" or was_known:
                continue
            owner: object = Severity(severity)
            if entry and entry.maximum is not None:
                owner, limits[entry] = entry, Limit(entry.maximum, is_share=False)
            if limits[owner] is not None:
                counts[owner] += 1
            else:
                fails |= severity in {"warning": {"error", "warning"}, "error": {"error"}, "never": set()}[self.fail_on]
        fails |= any(not limit.allows(counts[owner], processed) for owner, limit in limits.items() if limit)
        fails |= self.is_strict and any(count > 0 for count in known.values())
        return FINDINGS if fails else CLEAN


@dataclass(frozen=True, slots=True)
class Claim:
    """What the job's final response claims, as far as it is readable: counts, and the number of processed items.

    ``successful`` and ``processed`` are None if the response omits them.
    """

    fate: Fate
    errors: int = 0
    warnings: int = 0
    processed: int | None = None
    successful: int | None = None

    @property
    def is_nought(self) -> bool:
        return (self.errors, self.warnings) == (0, 0)

    def agrees(self, findings: Sequence[Finding]) -> bool:
        """Whether the counts are those of the findings, or of the items with findings, and the other numbers allow it."""
        claimed = (self.errors, self.warnings)
        by_finding, by_item = claimed == counts(findings), claimed in item_counts(findings)
        if self.processed is None or self.successful is None:
            return by_finding or by_item
        named = [(finding.item, finding.severity) for finding in findings if finding.item]
        # If each item is counted once, an item with two findings shows that findings are not what is counted.
        adds_up = self.successful + sum(claimed) == self.processed
        items = len({item for item, _ in named})
        sums = {self.successful + self.errors, self.successful + items, self.successful + sum(claimed)}
        return (by_finding and not (adds_up and len(set(named)) < len(named))) or (by_item and self.processed in sums)


def counts(findings: Iterable[Finding]) -> tuple[int, int]:
    number = Counter(finding.severity for finding in findings)
    return number[Severity.ERROR], number[Severity.WARNING]


def item_counts(findings: Sequence[Finding]) -> list[tuple[int, int]]:
    """Count items, if every finding names one; an item with both severities counts twice, or as an error."""
    if any(finding.item is None for finding in findings):
        return []
    errors = {finding.item for finding in findings if finding.severity is Severity.ERROR}
    warnings = {finding.item for finding in findings if finding.severity is Severity.WARNING}
    return [(len(errors), len(warnings - errors)), (len(errors), len(warnings))]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the gate gets of a log: its readings, its fate, and what it says outside of plain entries.

    ``states_bad`` is a line that is never harmless; ``accepts_unparsed`` says that the user accepts unrecognised lines.
    """

    readings: tuple[tuple[Finding, ...], ...]
    fate: Fate = Fate.WHOLE
    states_bad: bool = False
    accepts_unparsed: bool = False


def allowed(evidence: Evidence, claim: Claim | None, policy: Policy) -> frozenset[int]:
    """Return the exit statuses that are right; if only red is right, 0 is a false green."""
    if evidence.fate is Fate.BROKEN or (claim is not None and claim.fate is Fate.BROKEN):
        return frozenset({NOT_JUDGED})
    statuses = {_judge(reading, claim, policy) for reading in evidence.readings}
    if Fate.UNSURE in {evidence.fate, claim.fate if claim else Fate.WHOLE}:
        statuses.add(NOT_JUDGED)
    if NOT_JUDGED in statuses and claim is not None and not claim.is_nought:
        # What is left of damaged lines may be taken for the findings that the job counts, which then fail.
        statuses.add(FINDINGS)
    if evidence.states_bad:
        # A line taken for a finding may be tolerated by the policy, but it never means a job without findings.
        may_pass = evidence.accepts_unparsed or (policy.is_lenient and not (claim and claim.is_nought))
        statuses = {*RED, CLEAN} if may_pass else {*RED}
    return frozenset(statuses)


def _judge(reading: Sequence[Finding], claim: Claim | None, policy: Policy) -> int:
    if claim is None:
        return policy.decide(reading, None)
    if not claim.agrees(reading):
        return NOT_JUDGED
    return policy.decide(reading, claim.processed)
