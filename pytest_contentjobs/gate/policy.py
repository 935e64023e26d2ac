"""Applies the policy to each finding, and says in words what decided.

An adopted finding always fails. For each other finding the first of these that applies decides:

1. an entry of the policy file that tolerates it, or calls it informational;
2. a baseline or a saved run that has it;
3. the threshold of the entry, then ``--content-max-errors`` or ``--content-max-warnings``: within the limit all that it
   counts pass, above it all fail. It counts whatever ``--content-fail-on`` says, but only pending findings, which nothing
   before has accepted;
4. ``--content-fail-on``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pytest_contentjobs.findings.names import make_name
from pytest_contentjobs.gate.baseline import BaselineMatcher
from pytest_contentjobs.gate.policy_match import MatchedEntry
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    EarlierFinding,
    Finding,
    PolicyCheck,
    Severity,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.jobs import STATUS
from pytest_contentjobs.settings.options.policy import FAIL_ON, MAX_ERRORS, MAX_WARNINGS
from pytest_contentjobs.settings.parsing import Threshold
from pytest_contentjobs.settings.policy_file import PolicyEntry

__all__ = ["Decision", "Policy", "decide"]

_FAILING = {
    "warning": frozenset({Severity.ERROR, Severity.WARNING}),
    "error": frozenset({Severity.ERROR}),
    "never": frozenset[Severity](),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What may pass. ``fail_on`` is ``warning``, ``error`` or ``never``; ``entries`` are those of the policy file."""

    fail_on: str = "warning"
    max_errors: Threshold | None = None
    max_warnings: Threshold | None = None
    entries: tuple[PolicyEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on each finding in their order, the thresholds as checks, and notes on entries of the policy."""

    verdicts: tuple[Verdict, ...]
    checks: tuple[PolicyCheck, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Limit:
    """A threshold: the name of its check, the word for what it counts, and where it was set."""

    name: str
    what: str
    threshold: Threshold
    setting: str


@dataclass(frozen=True, slots=True)
class _Pending:
    """A finding that nothing has accepted, with the limit that counts it, if any, and a remark for its verdict."""

    finding: Finding
    severity: Severity
    limit: _Limit | None
    remark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _LimitOutcome:
    """Whether a limit is exceeded, in words for its own check and for each finding that it counts."""

    fails: bool
    words: str
    next_step: str = ""

    @property
    def check(self) -> Check:
        outcome = CheckOutcome.FAILED if self.fails else CheckOutcome.PASSED
        codes = (Reason.LIMIT_EXCEEDED,) if self.fails else ()
        return Check(outcome, f"{self.words}. {self.next_step}".rstrip(), codes)


def decide(
    findings: Sequence[Finding],
    policy: Policy,
    *,
    processed: int | None,
    today: date,
    baselines: Sequence[BaselineMatcher] = (),
) -> Decision:
    """Decide every finding.

    ``processed`` is the number of items that the job processed, which percentages refer to; None if it is not known, and then
    no percentage is kept. ``baselines`` are the findings of a baseline and of a saved run; equal findings use them up one by one.
    """
    entries = [MatchedEntry(position, entry, today) for position, entry in enumerate(policy.entries, 1)]
    limits = _make_limits(policy, entries)
    results: list[Verdict | _Pending] = []
    found_before: set[int] = set()
    for position, finding in enumerate(findings):
        if finding.is_adopted:
            results.append(_refuse_adopted(finding))
            continue
        entry = _find_entry(finding, entries)
        severity = Severity(entry.entry.severity) if entry and entry.entry.severity else finding.severity
        # Every baseline takes its part, whatever the others have: what is found again is not fixed.
        matched = [(source, source.take(finding.fingerprint)) for source in baselines]
        if matched and matched[0][1]:
            found_before.add(position)
        accepted = _accept(finding, severity, entry, [(source, item) for source, item in matched if item], today)
        results.append(accepted or _leave_pending(finding, severity, entry, limits, matched, today))
    counts = Counter(result.limit for result in results if isinstance(result, _Pending) and result.limit)
    outcomes = {limit: _check_limit(limit, counts[limit], processed) for limit in limits.values()}
    verdicts = tuple(
        replace(
            result if isinstance(result, Verdict) else _decide_pending(result, outcomes, policy.fail_on),
            is_new=position not in found_before if baselines else None,
        )
        for position, result in enumerate(results)
    )
    checks = tuple(PolicyCheck(name=limit.name, check=outcome.check) for limit, outcome in outcomes.items())
    return Decision(verdicts, checks, tuple(note for entry in entries for note in entry.notes()))


def _refuse_adopted(finding: Finding) -> Verdict:
    """Return the verdict on a finding that was only chosen by its number: it fails, whatever would accept it."""
    return Verdict(
        finding=finding,
        outcome=VerdictOutcome.FAILS,
        severity=finding.severity,
        decided_by="taken for a finding since the job counts it, which nothing accepts: declare the layout of its line",
    )


def _find_entry(finding: Finding, entries: Sequence[MatchedEntry]) -> MatchedEntry | None:
    for entry in entries:
        if entry.matches(finding) and not entry.has_ended:
            return entry
    return None


def _make_limits(policy: Policy, entries: Sequence[MatchedEntry]) -> dict[MatchedEntry | Severity, _Limit]:
    """Return the thresholds by what they count: the findings of an entry, or those of a severity."""
    limits: dict[MatchedEntry | Severity, _Limit] = {}
    for severity, threshold, option in (
        (Severity.ERROR, policy.max_errors, MAX_ERRORS),
        (Severity.WARNING, policy.max_warnings, MAX_WARNINGS),
    ):
        if threshold:
            name = option.name.removeprefix("--content-")
            limits[severity] = _Limit(name, severity, threshold, f"{option.name} {threshold.text}")
    names: Counter[str] = Counter()
    for entry in entries:
        if entry.entry.max and not entry.has_ended:
            name = make_name(f"max of {entry.entry.label}")
            names[name] += 1
            # Of two entries with the same label the second counts nothing, but its check needs a name of its own.
            unique = f"{name} #{names[name]}" if names[name] > 1 else name
            limits[entry] = _Limit(unique, "finding", entry.entry.max, f"max {entry.entry.max.text} of {entry.words}")
    return limits


def _accept(
    finding: Finding,
    severity: Severity,
    entry: MatchedEntry | None,
    matched: Sequence[tuple[BaselineMatcher, EarlierFinding]],
    today: date,
) -> Verdict | None:
    """Return the verdict on a finding that a person has accepted; None if nobody has, or not until today."""
    if entry and entry.entry.tolerate:
        outcome, by = VerdictOutcome.TOLERATED, f"tolerated by {entry.words}"
    elif severity is Severity.INFO:
        outcome, by = VerdictOutcome.TOLERATED, f"informational by {entry.words if entry else 'a hook'}"
    else:
        holding = [(source, item) for source, item in matched if not _has_ended(item, today)]
        if not holding:
            return None
        source, item = holding[0]
        until = f", until {item.until}" if item.until else ""
        outcome, by = VerdictOutcome.KNOWN, f"known by {source.where}{until}{f': {item.reason}' if item.reason else ''}"
    return Verdict(
        finding=finding,
        outcome=outcome,
        severity=severity,
        decided_by=by,
        is_accepted=outcome is VerdictOutcome.TOLERATED,
    )


def _has_ended(item: EarlierFinding, today: date) -> bool:
    return item.until is not None and today > item.until


def _leave_pending(
    finding: Finding,
    severity: Severity,
    entry: MatchedEntry | None,
    limits: Mapping[MatchedEntry | Severity, _Limit],
    matched: Sequence[tuple[BaselineMatcher, EarlierFinding | None]],
    today: date,
) -> _Pending:
    remarks = [f"{severity} by {entry.words}"] if entry and entry.entry.severity else []
    remarks += [
        f"{source.where} accepted it until {item.until}, which has passed"
        for source, item in matched
        if item and _has_ended(item, today)
    ]
    limit = (limits.get(entry) if entry else None) or limits.get(severity)
    return _Pending(finding, severity, limit, "".join(f"; {remark}" for remark in remarks))


def _check_limit(limit: _Limit, count: int, processed: int | None) -> _LimitOutcome:
    """Compare the number of findings with a limit, and say so in words."""
    threshold = limit.threshold
    counted = plural(count, limit.what)
    if threshold.is_percentage and processed is None and count:
        return _LimitOutcome(
            fails=True,
            words=f"{counted}, and {limit.setting} is a percentage of the items, whose number is not known",
            next_step=f"Gate the job itself, or add its status with {STATUS.name}.",
        )
    of = f" in {processed:,} items" if threshold.is_percentage and processed is not None else ""
    if threshold.allows(count, processed or 0):
        return _LimitOutcome(fails=False, words=f"{counted}{of}, within {limit.setting}")
    return _LimitOutcome(
        fails=True,
        words=f"{counted}{of}, more than {limit.setting} allows",
        next_step="Fix the content.",
    )


def _decide_pending(result: _Pending, outcomes: Mapping[_Limit, _LimitOutcome], fail_on: str) -> Verdict:
    severity, limit = result.severity, result.limit
    if limit:
        fails, by = outcomes[limit].fails, outcomes[limit].words
    else:
        fails = severity in _FAILING[fail_on]
        by = f"{'every' if fails else 'no'} {severity} fails ({FAIL_ON.name} {fail_on})"
    return Verdict(
        finding=result.finding,
        outcome=VerdictOutcome.FAILS if fails else VerdictOutcome.TOLERATED,
        severity=severity,
        decided_by=f"{by}{result.remark}",
    )
