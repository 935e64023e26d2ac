"""Runs with all outcomes, for the tests of reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pytest_contentjobs.gate.baseline import BaselineMatcher, to_baseline
from pytest_contentjobs.gate.judge import conclude
from pytest_contentjobs.gate.policy import Policy, decide
from pytest_contentjobs.model import Check, CheckOutcome, Comparison, ContentRun, PolicyCheck, Source
from tests.builders import PASSED, TODAY, WARNING, article, content_run, finding

__all__ = ["BROKEN", "FAILING", "KNOWN", "LIMITED", "NOT_JUDGED", "TOLERATED", "mixed_run"]

BROKEN = Check(CheckOutcome.BROKEN, "The job Failed: disk full.", ("job-failed",))
#: Runs that must look red in every report, though no finding fails in them.
NOT_JUDGED = {
    "no finding": content_run(job_check=BROKEN),
    "a finding": content_run(finding(), job_check=BROKEN),
    "no log": content_run(log=None, job_check=BROKEN, log_check=Check(CheckOutcome.NOT_MADE, "There is no log.")),
    "a log that nobody looked at": content_run(
        log=None, log_check=Check(CheckOutcome.NOT_MADE, "There is no log.", ("log-missing",))
    ),
}

FAILING = replace(
    finding("content file does not exist", rule="ART-104", entity=article("Refund", "Billing/Refunds"), log_line=7),
    source=Source("articles/articles.json", 52, 5),
    entity_url="https://kb.example/edit?id=1&x=2",
    rule_url="https://rules.example/ART-104",
    owner="@billing",
    rule_title="Missing file",
    hint="Upload the file, then validate again.",
)
KNOWN = finding("has no title", rule="ART-101", entity=article("Old", None), log_line=8)
TOLERATED = finding("language is odd", WARNING, rule="ART-201", log_line=9)


def mixed_run(**fields: Any) -> ContentRun:
    """Make a run in which a finding fails and is new, one is known, and one is tolerated; another is fixed."""
    matcher = BaselineMatcher("the baseline b.json", to_baseline([KNOWN]))
    decided = decide(
        [FAILING, KNOWN, TOLERATED], Policy(fail_on="error"), processed=None, today=TODAY, baselines=[matcher]
    )
    fixed = to_baseline([finding("is gone", rule="ART-9")])
    run = content_run(
        verdicts=decided.verdicts,
        judgement=conclude(PASSED, PASSED, decided.verdicts),
        comparisons=(Comparison(name="baseline", where="b.json", known=1, new=2, fixed=fixed),),
        judged_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
    )
    return replace(run, **fields)


_OUTDATED = PolicyCheck(
    name="baseline", check=Check(CheckOutcome.FAILED, "The baseline is outdated.", ("baseline-outdated",))
)
#: A run in which no finding fails, but a limit of the policy.
LIMITED = content_run(policy_checks=(_OUTDATED,), judgement=conclude(PASSED, PASSED, (), (_OUTDATED,)))
