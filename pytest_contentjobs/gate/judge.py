"""From what was found in all jobs of a session to their judged runs: policy, baseline, comparison, and the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pytest_contentjobs.errors import Reason
from pytest_contentjobs.gate.baseline import KnownFindings, not_found
from pytest_contentjobs.gate.policy import Decision, Policy, decided
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    Comparison,
    ContentRun,
    EarlierFinding,
    Finding,
    Judgement,
    JudgementOutcome,
    LogStatistics,
    PolicyCheck,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.settings.options import BASELINE_STRICT, SAVE

__all__ = ["Known", "Observed", "judge", "judged"]

_BAD = frozenset({CheckOutcome.BROKEN, CheckOutcome.FAILED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """Everything that is known of a job before the policy decides; the fields are those of ``ContentRun``.

    ``saved_at`` is when it was saved, for a run that is judged again: that makes nothing newer. ``checks`` are tests beside
    those of the policy.
    """

    name: str
    job_id: str | None
    status: JobStatus | None
    log: LogStatistics | None
    findings: tuple[Finding, ...]
    job_check: Check
    log_check: Check
    source: str | None = None
    api_base: str | None = None
    saved_at: datetime | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    checks: tuple[PolicyCheck, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """Findings that were met before. ``name`` is ``baseline`` or ``comparison``, ``where`` names the file or folder.

    ``by_run`` has them by the name of a run; a run that is not there is compared with ``findings``. With ``is_strict`` it is
    a failure that one of them is gone.
    """

    name: str
    where: str
    findings: tuple[EarlierFinding, ...]
    by_run: Mapping[str, tuple[EarlierFinding, ...]] = field(default_factory=dict)
    is_strict: bool = False

    def of(self, name: str) -> tuple[EarlierFinding, ...]:
        """Return what was known of the run of this name."""
        return self.by_run.get(name, self.findings)


def judged(
    observed: Sequence[Observed], policy: Policy, *, today: date, known: Sequence[Known] = ()
) -> tuple[ContentRun, ...]:
    """Judge all runs of a session. ``known`` is asked in its order; what it knows is used up by each run for itself."""
    runs = [_run(one, policy, today=today, known=known) for one in observed]
    is_whole = all(run.judgement.outcome is not JudgementOutcome.NOT_JUDGED for run in runs)
    if not is_whole:
        return tuple(runs)
    return tuple(_with_fixed(run, runs, known) for run in runs)


def judge(
    job_check: Check, log_check: Check, verdicts: Iterable[Verdict], checks: Sequence[PolicyCheck] = ()
) -> Judgement:
    """Join checks and verdicts into a run's outcome: what could not be judged comes before findings.

    A log can be judged without its job, but nothing can be judged without a log.
    """
    objections = [check for check in (job_check, log_check) if check.outcome in _BAD]
    if not objections and log_check.outcome is CheckOutcome.NOT_MADE:
        objections = [log_check]
    if objections:
        return Judgement(
            outcome=JudgementOutcome.NOT_JUDGED,
            reasons=tuple(check.text for check in objections),
            codes=tuple(code for check in objections for code in check.codes),
        )
    count = sum(verdict.outcome is VerdictOutcome.FAILS for verdict in verdicts)
    reasons = [f"{count} finding{' fails' if count == 1 else 's fail'}."] if count else []
    codes: list[str] = [Reason.FINDINGS] if count else []
    failed = [check.check for check in checks if check.check.outcome in _BAD]
    reasons += [check.text for check in failed]
    codes += [code for check in failed for code in check.codes]
    if reasons:
        return Judgement(outcome=JudgementOutcome.FINDINGS, reasons=tuple(reasons), codes=tuple(codes))
    return Judgement(outcome=JudgementOutcome.CLEAN)


def _run(one: Observed, policy: Policy, *, today: date, known: Sequence[Known]) -> ContentRun:
    sources = [KnownFindings(f"the {source.name} {source.where}", source.of(one.name)) for source in known]
    processed = one.status.progress.processed if one.status and one.status.progress else None
    decision = decided(one.findings, policy, processed=processed, today=today, known=sources)
    checks = (*one.checks, *decision.checks)
    return ContentRun(
        name=one.name,
        job_id=one.job_id,
        status=one.status,
        log=one.log,
        verdicts=decision.verdicts,
        job_check=one.job_check,
        log_check=one.log_check,
        judgement=judge(one.job_check, one.log_check, decision.verdicts, checks),
        source=one.source,
        api_base=one.api_base,
        policy_checks=checks,
        comparisons=tuple(
            Comparison(
                name=source.name,
                where=source.where,
                known=taken.number_taken,
                new=len(one.findings) - taken.number_taken,
            )
            for source, taken in zip(known, sources, strict=True)
        ),
        notes=_notes(one, decision),
        dropped=one.dropped,
    )


def _notes(one: Observed, decision: Decision) -> tuple[str, ...]:
    # Nothing matches in a log that nobody could read, and that is not the entries' fault.
    return decision.notes if one.log is not None else ()


def _with_fixed(run: ContentRun, runs: Sequence[ContentRun], known: Sequence[Known]) -> ContentRun:
    """Add what is gone: a finding of a shared baseline is where no run has it any more."""
    comparisons, checks = [], list(run.policy_checks)
    for source, comparison in zip(known, run.comparisons, strict=True):
        is_own = run.name in source.by_run
        fixed = not_found(source.of(run.name), [run.findings] if is_own else [other.findings for other in runs])
        comparisons.append(replace(comparison, fixed=fixed))
        if source.is_strict:
            checks.append(PolicyCheck(name=source.name, check=_up_to_date(fixed, source.where)))
    return replace(
        run,
        comparisons=tuple(comparisons),
        policy_checks=tuple(checks),
        judgement=judge(run.job_check, run.log_check, run.verdicts, checks),
    )


def _up_to_date(fixed: Sequence[EarlierFinding], where: str) -> Check:
    if not fixed:
        return Check(CheckOutcome.PASSED, f"Every finding of the baseline {where} is still there.")
    count = sum(item.count for item in fixed)
    by_rule: Counter[str] = Counter()
    for item in fixed:
        by_rule[item.rule or item.severity] += item.count
    shown = ", ".join(f"{number} {rule}" for rule, number in sorted(by_rule.items()))
    return Check(
        CheckOutcome.FAILED,
        f"Fixed, and still in the baseline {where}: {count} ({shown}). {BASELINE_STRICT.name} wants them taken out: save the "
        f"run with {SAVE.name} DIR, and run contentjobs baseline prune --run DIR.",
        (Reason.BASELINE_OUTDATED,),
    )
