"""What stopped the observation of a job or log, or failed after it was judged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_contentjobs.gate.facts import Facts, Failure
from pytest_contentjobs.gate.judge import SESSION, Criteria, fail_session, invalidate, judge
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, Judgement, JudgementOutcome, PolicyCheck
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.reason import Reason
from tests.builders import TODAY, article, content_run, finding, statistics, status
from tests.gate.test_judge import CLEAN, FAILED

TITLE = finding("has no title", rule="ART-1", entity=article("Refund"))
SUCCESSFUL, FAILED_JOB = status(progress={"processed": 1, "total": 1}), status("Failed")
LOST = Failure("the log is lost", ("log-unavailable",), is_of_log=True)


@pytest.mark.parametrize("answer", [None, SUCCESSFUL, FAILED_JOB], ids=["no status", "a good job", "a bad job"])
def test_what_stopped_the_wait_is_the_reason(answer: JobStatus | None) -> None:
    failure = Failure("no answer", (Reason.SERVICE_UNREACHABLE,))

    (run,) = judge([Facts(name="content", status=answer, failure=failure)], Criteria(today=TODAY))

    assert run.job_check == Check(CheckOutcome.BROKEN, failure.text, failure.codes)
    assert (run.log_check.outcome, run.log_check.codes) == (CheckOutcome.NOT_MADE, (Reason.LOG_NOT_READ,))
    assert (run.judgement.outcome, run.judgement.codes) == (JudgementOutcome.NOT_JUDGED, failure.codes)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param(None, CheckOutcome.NOT_MADE, id="only a log"),
        pytest.param(SUCCESSFUL, CheckOutcome.PASSED, id="a good job"),
        pytest.param(FAILED_JOB, CheckOutcome.BROKEN, id="a bad job"),
    ],
)
def test_a_log_that_cannot_be_read_is_the_fault_of_the_log(answer: JobStatus | None, outcome: CheckOutcome) -> None:
    (run,) = judge([Facts(name="content", status=answer, failure=LOST)], Criteria(today=TODAY))

    assert run.job_check.outcome is outcome
    assert run.log_check == Check(CheckOutcome.BROKEN, LOST.text, LOST.codes)
    assert run.judgement.outcome is JudgementOutcome.NOT_JUDGED
    assert set(LOST.codes) <= set(run.judgement.codes)


@pytest.mark.parametrize("code", [Reason.LOG_MISSING, Reason.LOG_LOCATION_MISSING])
def test_a_job_that_failed_needs_no_log(code: Reason) -> None:
    failure = replace(LOST, codes=(code,))

    (run,) = judge([Facts(name="content", status=FAILED_JOB, failure=failure)], Criteria(today=TODAY))

    assert run.log_check.outcome is CheckOutcome.NOT_MADE
    assert (run.judgement.outcome, run.judgement.codes) == (JudgementOutcome.NOT_JUDGED, (Reason.JOB_FAILED,))


def test_a_failure_breaks_a_run_though_its_log_was_read() -> None:
    facts = Facts(name="content", status=SUCCESSFUL, log=statistics(), failure=LOST)

    (run,) = judge([facts], Criteria(today=TODAY))

    assert run.judgement.outcome is JudgementOutcome.NOT_JUDGED


@pytest.mark.parametrize("answer", [None, SUCCESSFUL, FAILED_JOB])
def test_facts_without_a_log_are_never_clean(answer: JobStatus | None) -> None:
    (run,) = judge([Facts(name="content", status=answer)], Criteria(today=TODAY))

    assert run.judgement.outcome is JudgementOutcome.NOT_JUDGED


def test_counts_are_compared_with_what_the_log_says_and_not_with_what_hooks_leave() -> None:
    counts = status(progress={"processed": 1, "total": 1}, results={"successful": 0, "warnings": 0, "errors": 1})
    facts = Facts(name="content", status=counts, log=statistics(entry_lines=1), log_findings=(TITLE,))

    agree, disagree = judge([facts, replace(facts, log_findings=(), findings=(TITLE,))], Criteria(today=TODAY))

    assert agree.judgement == CLEAN
    assert disagree.judgement.codes == (Reason.COUNTS_DISAGREE,)


@pytest.mark.parametrize("run", [content_run(), content_run(finding()), content_run(log_check=FAILED)])
def test_a_run_that_is_invalidated_is_not_judged_and_keeps_what_was_found(run: ContentRun) -> None:
    invalid = invalidate(run, LOST)

    assert invalid.job_check == Check(CheckOutcome.BROKEN, LOST.text, LOST.codes)
    assert invalid.judgement.outcome is JudgementOutcome.NOT_JUDGED
    assert invalid.judgement.codes == (*LOST.codes, *run.log_check.codes)
    assert invalid.findings == run.findings


def test_what_fails_after_clean_runs_fails_each_of_them() -> None:
    failures = [Failure("the disk is full", ("unwritable",)), Failure("and it is late", ("late", "unwritable"))]
    runs = [content_run(), content_run(name="second")]
    check = Check(CheckOutcome.FAILED, "the disk is full\nand it is late", ("unwritable", "late"))

    failed = fail_session(runs, failures)

    assert [run.name for run in failed] == [run.name for run in runs]
    for run in failed:
        assert run.policy_checks == (PolicyCheck(name=SESSION, check=check),)
        assert run.judgement == Judgement(
            outcome=JudgementOutcome.FINDINGS, reasons=(check.text,), codes=("unwritable", "late")
        )


def test_what_fails_after_runs_beside_a_red_one_adds_nothing() -> None:
    runs = (content_run(), content_run(finding()))

    assert fail_session(runs, [LOST]) == runs
    assert fail_session(runs[:1], []) == runs[:1]
