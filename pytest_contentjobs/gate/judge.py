"""From the facts of all jobs and logs of a session to their judged runs: checks, policy, baselines, and the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from pytest_contentjobs.findings.enrich import FINDING_HOOK
from pytest_contentjobs.gate.baseline import Baseline, BaselineMatcher, find_fixed
from pytest_contentjobs.gate.facts import Facts, Failure
from pytest_contentjobs.gate.job_checks import check_job
from pytest_contentjobs.gate.policy import Decision, Policy, decide
from pytest_contentjobs.gate.reconcile import check_log
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    Comparison,
    ContentRun,
    EarlierFinding,
    Judgement,
    JudgementOutcome,
    PolicyCheck,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.policy import BASELINE_STRICT
from pytest_contentjobs.settings.options.reports import SAVE
from pytest_contentjobs.settings.parsing import Threshold

__all__ = ["SESSION", "Checked", "Criteria", "conclude", "fail_session", "invalidate", "judge", "judge_checked"]

#: The name of the check of what failed after the content was judged.
SESSION = "session"
_NO_LOG = frozenset({Reason.LOG_LOCATION_MISSING, Reason.LOG_MISSING})


@dataclass(frozen=True, kw_only=True, slots=True)
class Criteria:
    """What runs are judged by.

    ``baselines`` are used in their order. ``max_unparsed`` is how many unexplained lines of a log are accepted; ``log_end``
    is ``newline`` or ``any``; ``log_criteria`` are those for the logs of single runs, by name. ``today`` is the date by which
    exceptions end, in UTC; ``files`` are the files that all of this was read from, by kind.
    """

    policy: Policy = field(default_factory=Policy)
    baselines: tuple[Baseline, ...] = ()
    max_unparsed: Threshold | None = None
    log_end: str = "newline"
    log_criteria: Mapping[str, Criteria] = field(default_factory=dict)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """Facts with the checks that decide whether they can be judged at all.

    ``log_check_if_green`` takes the place of the check of the log if no finding fails; None if they are equal.
    """

    facts: Facts
    job_check: Check
    log_check: Check
    log_check_if_green: Check | None = None


def judge(facts: Sequence[Facts], criteria: Criteria) -> tuple[ContentRun, ...]:
    """Judge all runs of a session: the only way from facts to checks, verdicts and outcomes."""
    return judge_checked([_check(each, criteria) for each in facts], criteria)


def judge_checked(checked: Sequence[Checked], criteria: Criteria) -> tuple[ContentRun, ...]:
    """Judge runs whose checks are made. Each run uses up the findings of a baseline for itself."""
    runs = [_apply_policy(each, criteria) for each in checked]
    # While one run is not judged, nobody knows what is fixed in it.
    if any(run.judgement.outcome is JudgementOutcome.NOT_JUDGED for run in runs):
        return tuple(runs)
    return tuple(_add_fixed(run, runs, criteria.baselines) for run in runs)


def conclude(
    job_check: Check, log_check: Check, verdicts: Iterable[Verdict], checks: Sequence[PolicyCheck] = ()
) -> Judgement:
    """Return a run's outcome: what could not be judged comes before findings.

    A log can be judged without its job, but nothing can be judged without a log.
    """
    objections = [check for check in (job_check, log_check) if check.outcome.is_bad]
    if not objections and log_check.outcome is CheckOutcome.NOT_MADE:
        objections = [log_check]
    if objections:
        return Judgement(
            outcome=JudgementOutcome.NOT_JUDGED,
            reasons=tuple(check.text for check in objections),
            codes=tuple(code for check in objections for code in check.codes),
        )
    count = sum(verdict.outcome is VerdictOutcome.FAILS for verdict in verdicts)
    reasons = [f"{plural(count, 'finding')} {'fails' if count == 1 else 'fail'}."] if count else []
    codes: list[str] = [Reason.FINDINGS] if count else []
    failed = [check.check for check in checks if check.check.outcome.is_bad]
    reasons += [check.text for check in failed]
    codes += [code for check in failed for code in check.codes]
    if reasons:
        return Judgement(outcome=JudgementOutcome.FINDINGS, reasons=tuple(reasons), codes=tuple(codes))
    return Judgement(outcome=JudgementOutcome.CLEAN)


def invalidate(run: ContentRun, failure: Failure) -> ContentRun:
    """Return a judged run as not judged, with all that was found: it could not be saved, or its session did not end."""
    check = Check(CheckOutcome.BROKEN, failure.text, failure.codes)
    return replace(run, job_check=check, judgement=conclude(check, run.log_check, ()))


def fail_session(runs: Sequence[ContentRun], failures: Sequence[Failure]) -> tuple[ContentRun, ...]:
    """Return judged runs with what failed after they were judged, such as a report that cannot be written.

    Whoever reads only a report must see that the session is red. If the content itself shows it, nothing is added.
    """
    if not failures or any(run.judgement.outcome is not JudgementOutcome.CLEAN for run in runs):
        return tuple(runs)
    codes = tuple(dict.fromkeys(code for failure in failures for code in failure.codes))
    check = Check(CheckOutcome.FAILED, "\n".join(failure.text for failure in failures), codes)
    return tuple(_add_check(run, PolicyCheck(name=SESSION, check=check)) for run in runs)


def _add_check(run: ContentRun, check: PolicyCheck) -> ContentRun:
    checks = (*run.policy_checks, check)
    judgement = conclude(run.job_check, run.log_check, run.verdicts, checks)
    return replace(run, policy_checks=checks, judgement=judgement)


def _check(facts: Facts, criteria: Criteria) -> Checked:
    criteria = criteria.log_criteria.get(facts.name, criteria)
    checks = check_log(
        facts.status, facts.log, facts.log_findings, max_unparsed=criteria.max_unparsed, log_end=criteria.log_end
    )
    failure = facts.failure
    if failure is None:
        return Checked(facts, check_job(facts.status), checks.if_red, checks.otherwise)
    broken = Check(CheckOutcome.BROKEN, failure.text, failure.codes)
    if not failure.is_of_log:
        return Checked(facts, broken, checks.if_red, checks.otherwise)
    job_check = check_job(facts.status)
    if job_check.outcome.is_bad and _NO_LOG.issuperset(failure.codes):
        # A job that failed may have written none.
        return Checked(facts, job_check, checks.otherwise)
    return Checked(facts, job_check, broken)


def _apply_policy(checked: Checked, criteria: Criteria) -> ContentRun:
    facts, job_check, log_check = checked.facts, checked.job_check, checked.log_check
    matchers = [
        BaselineMatcher(f"the {baseline.name} {baseline.where}", baseline.findings_of(facts.name))
        for baseline in criteria.baselines
    ]
    processed = facts.status.progress.processed if facts.status and facts.status.progress else None
    decision = decide(facts.findings, criteria.policy, processed=processed, today=criteria.today, baselines=matchers)
    checks = (*_check_hook(facts), *decision.checks)
    if checked.log_check_if_green and not any(each.outcome is VerdictOutcome.FAILS for each in decision.verdicts):
        log_check = checked.log_check_if_green
    return ContentRun(
        name=facts.name,
        job_id=facts.job_id,
        status=facts.status,
        log=facts.log,
        verdicts=decision.verdicts,
        job_check=job_check,
        log_check=log_check,
        judgement=conclude(job_check, log_check, decision.verdicts, checks),
        source=facts.source,
        api_base=facts.api_base,
        policy_checks=checks,
        comparisons=tuple(
            Comparison(
                name=baseline.name,
                where=baseline.where,
                known=matcher.number_taken,
                new=len(facts.findings) - matcher.number_taken,
            )
            for baseline, matcher in zip(criteria.baselines, matchers, strict=True)
        ),
        notes=_notes(facts, decision),
        dropped=facts.dropped,
        decided_by=criteria.files,
    )


def _check_hook(facts: Facts) -> Iterable[PolicyCheck]:
    if facts.hook_fault is not None:
        yield PolicyCheck(name=FINDING_HOOK, check=Check(CheckOutcome.FAILED, facts.hook_fault, (Reason.HOOK_FAILED,)))


def _notes(facts: Facts, decision: Decision) -> tuple[str, ...]:
    # If no log could be read, no entry matches, and that is not the entries' fault.
    return decision.notes if facts.log is not None else ()


def _add_fixed(run: ContentRun, runs: Sequence[ContentRun], baselines: Sequence[Baseline]) -> ContentRun:
    """Add what is fixed. A finding of a baseline that all runs share is fixed if no run has it any more."""
    comparisons, checks = [], list(run.policy_checks)
    for baseline, comparison in zip(baselines, run.comparisons, strict=True):
        is_own = run.name in baseline.by_run
        found = [run.findings] if is_own else [each.findings for each in runs]
        fixed = find_fixed(baseline.findings_of(run.name), found)
        comparisons.append(replace(comparison, fixed=fixed))
        if baseline.is_strict:
            checks.append(PolicyCheck(name=baseline.name, check=_check_up_to_date(fixed, baseline.where)))
    return replace(
        run,
        comparisons=tuple(comparisons),
        policy_checks=tuple(checks),
        judgement=conclude(run.job_check, run.log_check, run.verdicts, checks),
    )


def _check_up_to_date(fixed: Sequence[EarlierFinding], where: str) -> Check:
    if not fixed:
        return Check(CheckOutcome.PASSED, f"Every finding of the baseline {where} is still there.")
    count = sum(item.count for item in fixed)
    by_rule: Counter[str] = Counter()
    for item in fixed:
        by_rule[item.rule or item.severity] += item.count
    shown = ", ".join(f"{number:,} {rule}" for rule, number in sorted(by_rule.items()))
    return Check(
        CheckOutcome.FAILED,
        f"Fixed, but still in the baseline {where}: {count:,} ({shown}). {BASELINE_STRICT.name} requires that they are removed: "
        f"save the run with {SAVE.name} DIR, then run contentjobs baseline prune --run DIR.",
        (Reason.BASELINE_OUTDATED,),
    )
