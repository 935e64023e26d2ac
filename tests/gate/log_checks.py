"""The check of a log as the tests of the gate make it, and findings that jobs count in more than one way."""

from __future__ import annotations

from pytest_contentjobs.gate.reconcile import check_log
from pytest_contentjobs.model import Check, CheckOutcome, Finding, LogStatistics
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.settings.parsing import Threshold
from tests.builders import WARNING, article, finding, statistics

PASSED, FAILED, BROKEN, NOT_MADE = (
    CheckOutcome.PASSED,
    CheckOutcome.FAILED,
    CheckOutcome.BROKEN,
    CheckOutcome.NOT_MADE,
)


def log_check(
    job: JobStatus | None = None,
    log: LogStatistics | None = None,
    *findings: Finding,
    max_unparsed: Threshold | None = None,
    log_end: str = "newline",
) -> Check:
    checks = check_log(job, log or statistics(), findings, max_unparsed=max_unparsed, log_end=log_end)
    return checks.otherwise


TWO_ON_ONE_AND_A_WARNING = (
    finding("a", entity=article("One", index=0)),
    finding("b", entity=article("One", index=0)),
    finding("c", WARNING, entity=article("One", index=0)),
    finding("d", WARNING, entity=article("Two", index=1)),
)

NAMELESS = (*TWO_ON_ONE_AND_A_WARNING, finding("e"))
