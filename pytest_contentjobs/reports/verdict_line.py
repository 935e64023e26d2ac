"""The verdict of a run in one line that a person can read and a script can search for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model import (
    CheckOutcome,
    Comparison,
    ContentRun,
    JudgementOutcome,
    Severity,
    VerdictOutcome,
)
from pytest_contentjobs.model.quantity import plural

__all__ = ["FAILED", "NOT_JUDGED", "PASSED", "VERDICTS", "describe_verdict"]

PASSED, FAILED, NOT_JUDGED = "PASSED", "FAILED", "NOT JUDGED"
VERDICTS = {
    JudgementOutcome.CLEAN: PASSED,
    JudgementOutcome.FINDINGS: FAILED,
    JudgementOutcome.NOT_JUDGED: NOT_JUDGED,
}


def describe_verdict(run: ContentRun, *, not_run: int = 0) -> str:
    """Return ``NAME: PASSED``, ``FAILED`` or ``NOT JUDGED``, and what decided: findings that fail, or reasons with their codes.

    ``not_run`` is the number of findings whose tests did not run in this session, so that its exit status says nothing of them.
    """
    outcome = run.judgement.outcome
    if outcome is JudgementOutcome.NOT_JUDGED:
        what = _describe_codes(run.judgement.codes)
    elif outcome is JudgementOutcome.FINDINGS:
        what = _describe_failure(run)
    else:
        what = ", ".join([_describe_size(run), *(_count_others(run, is_full=False) or ["no findings"])])
    left_out = f"; {plural(not_run, 'finding')} not run in this session" if not_run else ""
    return sanitize_line(f"{run.name}: {VERDICTS[outcome]} - {what}{left_out}")


def _describe_codes(codes: Sequence[str]) -> str:
    """Return reasons as words, which their codes are made of, and as codes."""
    words = ", ".join(code.replace("-", " ") for code in codes)
    return f"{words} ({', '.join(codes)})"


def _describe_failure(run: ContentRun) -> str:
    baseline = _find_baseline(run)
    failing = Counter(each.severity for each in run.verdicts if each.outcome is VerdictOutcome.FAILS)
    # A finding that the baseline has can fail all the same, such as one whose time has ended.
    is_new = baseline is not None and baseline.new >= failing.total()
    what = [plural(failing[each], f"new {each}" if is_new else each) for each in Severity if failing[each]]
    codes = [
        code for each in run.policy_checks if each.check.outcome is CheckOutcome.FAILED for code in each.check.codes
    ]
    what += [_describe_codes(tuple(dict.fromkeys(codes)))] if codes else []
    passed = _count_others(run, is_full=baseline is not None)
    return ", ".join(what) + (f"; {', '.join(passed)}" if passed else "")


def _find_baseline(run: ContentRun) -> Comparison | None:
    return next((each for each in run.comparisons if each.name == "baseline"), None)


def _count_others(run: ContentRun, *, is_full: bool) -> list[str]:
    """Count what does not fail: known, tolerated, fixed and dropped findings; ``is_full`` names what does not occur, too."""
    outcomes = Counter(each.outcome for each in run.verdicts)
    counts = {"known": outcomes[VerdictOutcome.KNOWN], "tolerated": outcomes[VerdictOutcome.TOLERATED]}
    baseline = _find_baseline(run)
    if baseline is not None and baseline.fixed is not None:
        counts["fixed"] = sum(item.count for item in baseline.fixed)
    passed = [f"{number:,} {word}" for word, number in counts.items() if number or is_full]
    dropped = sum(run.dropped.values())
    return [*passed, f"{dropped:,} dropped"] if dropped else passed


def _describe_size(run: ContentRun) -> str:
    """Return how much was judged: the items of the job or, without a status, the lines of the log."""
    processed = run.status.progress.processed if run.status and run.status.progress else None
    if processed is not None:
        return plural(processed, "item")
    return plural(run.log.lines, "log line") if run.log else "no log"
