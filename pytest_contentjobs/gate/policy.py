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
    """Join the two checks and the verdicts into the run's outcome: what could not be judged comes before findings."""
    objections = tuple(
        check.text for check in (job_check, log_check) if check.outcome in {CheckOutcome.BROKEN, CheckOutcome.FAILED}
    )
    if objections:
        return Judgement(outcome=JudgementOutcome.NOT_JUDGED, reasons=objections)
    if decided:
        return Judgement(outcome=JudgementOutcome.FINDINGS, reasons=(f"{len(decided)} findings fail.",))
    return Judgement(outcome=JudgementOutcome.CLEAN)
