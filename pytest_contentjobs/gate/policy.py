"""What the gate makes of each finding, and of the whole run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    Finding,
    Judgement,
    JudgementOutcome,
    Verdict,
    VerdictOutcome,
)

__all__ = ["judge", "verdicts"]


def verdicts(findings: Iterable[Finding]) -> tuple[Verdict, ...]:
    """Decide every finding: each warning and each error fails."""
    return tuple(
        Verdict(
            finding=finding,
            outcome=VerdictOutcome.FAILS,
            decided_by=f"every {finding.severity} fails",
        )
        for finding in findings
    )


def judge(job_check: Check, log_check: Check, decided: Sequence[Verdict]) -> Judgement:
    """Join the two checks and the verdicts into the run's outcome: what could not be judged comes before findings.

    A log can be judged without its job, but nothing can be judged without a log.
    """
    objections = tuple(
        check.text for check in (job_check, log_check) if check.outcome in {CheckOutcome.BROKEN, CheckOutcome.FAILED}
    )
    if not objections and log_check.outcome is CheckOutcome.NOT_MADE:
        objections = (log_check.text,)
    if objections:
        return Judgement(outcome=JudgementOutcome.NOT_JUDGED, reasons=objections)
    if decided:
        count = len(decided)
        reason = "1 finding fails." if count == 1 else f"{count} findings fail."
        return Judgement(outcome=JudgementOutcome.FINDINGS, reasons=(reason,))
    return Judgement(outcome=JudgementOutcome.CLEAN)
