"""The line that says of a whole run whether it passed, and what fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pytest_contentjobs.gate.judge import conclude
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    Comparison,
    ContentRun,
    EarlierFinding,
    PolicyCheck,
    VerdictOutcome,
)
from pytest_contentjobs.reports.verdict_line import describe_verdict
from tests.builders import PASSED, WARNING, content_run, finding, status

FIXED = EarlierFinding(
    class_name="Billing", name="a", severity=WARNING, rule=None, message="a", fingerprint="0" * 64, count=2
)
SUCCESS = status(jobType="Validation", progress={"processed": 128, "total": 128, "percentage": 100})


def decided(*outcomes: VerdictOutcome, checks: tuple[PolicyCheck, ...] = (), **fields: Any) -> ContentRun:
    """Make a run with an error of each of these outcomes, and one warning that fails if an error does."""
    run = content_run(*(finding(str(number)) for number in range(len(outcomes))), status=SUCCESS)
    verdicts = tuple(replace(verdict, outcome=outcome) for verdict, outcome in zip(run.verdicts, outcomes, strict=True))
    judgement = conclude(PASSED, PASSED, verdicts, checks)
    return replace(run, verdicts=verdicts, judgement=judgement, policy_checks=checks, **fields)


def compared(new: int, known: int, *, fixed: tuple[EarlierFinding, ...] | None = ()) -> tuple[Comparison, ...]:
    return (Comparison(name="baseline", where="baseline.json", known=known, new=new, fixed=fixed),)


def failed(name: str, code: str) -> tuple[PolicyCheck, ...]:
    return (PolicyCheck(name=name, check=Check(CheckOutcome.FAILED, "It failed.", (code,))),)


F, T, K = VerdictOutcome.FAILS, VerdictOutcome.TOLERATED, VerdictOutcome.KNOWN
BROKEN = Check(CheckOutcome.BROKEN, "The job failed.", ("job-failed",))
DISAGREE = Check(CheckOutcome.FAILED, "They disagree.", ("counts-disagree", "log-cut-off"))
RUNS = {
    "clean": decided(),
    "clean log without a job": content_run(status=None),
    "tolerated": decided(T, T, T, T),
    "all known": decided(K, K, comparisons=compared(0, 2, fixed=(FIXED,))),
    "a hook drops some": decided(dropped={"noise": 3}),
    "errors and warnings": content_run(finding("a"), finding("b"), finding("c", WARNING)),
    "some tolerated": decided(F, T),
    "one new": decided(F, K, K, T, comparisons=compared(2, 2)),
    "one new, fixed not known": decided(F, K, comparisons=compared(1, 1, fixed=None)),
    "in the baseline, and fails all the same": decided(F, comparisons=compared(0, 1)),
    "stale baseline": decided(
        K, comparisons=compared(0, 1, fixed=(FIXED,)), checks=failed("baseline", "baseline-outdated")
    ),
    "broken hook": decided(checks=failed("hook", "hook-failed")),
    "threshold": decided(F, F, checks=failed("max-errors", "limit-exceeded")),
    "failed job": content_run(finding("a"), job_check=BROKEN),
    "two reasons": content_run(log_check=DISAGREE),
}


def test_verdicts_in_words(wording: Callable[[str], None]) -> None:
    wording("\n".join(f"{title}: {describe_verdict(run)}" for title, run in RUNS.items()))


@pytest.mark.parametrize("title", RUNS)
def test_the_word_is_that_of_the_judgement(title: str) -> None:
    run = RUNS[title]

    found = re.match(r"content: (PASSED|FAILED|NOT JUDGED) - \S", describe_verdict(run))

    assert found is not None
    expected = {"clean": "PASSED", "findings": "FAILED", "not judged": "NOT JUDGED"}
    assert found[1] == expected[run.judgement.outcome]


def test_each_reason_is_named_by_its_code() -> None:
    assert describe_verdict(RUNS["two reasons"]).endswith("(counts-disagree, log-cut-off)")
    assert "(baseline-outdated)" in describe_verdict(RUNS["stale baseline"])
    assert "error" not in describe_verdict(RUNS["stale baseline"])
    assert "error" not in describe_verdict(RUNS["broken hook"])


def test_findings_that_did_not_run_are_counted(wording: Callable[[str], None]) -> None:
    line = describe_verdict(decided(F, F), not_run=2)

    assert line.startswith("content: FAILED - ")
    assert line.rpartition("; ")[2].startswith("2 findings ")
    wording(line)
