"""Which check of its log a judged run has, and by what a log is checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_contentjobs.gate.facts import Facts, Failure
from pytest_contentjobs.gate.judge import Criteria, judge
from pytest_contentjobs.gate.policy import Policy
from pytest_contentjobs.model import CheckOutcome, JudgementOutcome, LogLine, UnexplainedLines
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.parsing import Threshold
from tests.builders import finding, statistics, status

CLEAN, FINDINGS, NOT_JUDGED = JudgementOutcome
FOUND = (finding("a"),)
DOUBTFUL = UnexplainedLines(template="x", level=None, lines=6, sample=LogLine(2, "what is this"), is_suspicious=False)
#: A log with one error, which the job counts, and lines that only a run which is red for this error may have.
FACTS = Facts(
    name="content",
    status=status(results={"errors": 1, "warnings": 0}),
    log=statistics(entry_lines=1, informational_lines=3, unexplained_lines=6, unexplained=(DOUBTFUL,)),
    log_findings=FOUND,
    findings=FOUND,
)
LOST = Failure("The job was lost.", ("lost",))


@pytest.mark.parametrize("failure", [None, LOST], ids=["observed", "lost"])
@pytest.mark.parametrize(
    ("fail_on", "codes", "outcome"),
    [("warning", (), FINDINGS), ("never", (Reason.LINES_UNEXPLAINED,), NOT_JUDGED)],
    ids=["it fails", "it is accepted"],
)
def test_what_is_not_explained_beside_a_finding(
    fail_on: str, codes: tuple[Reason, ...], outcome: JudgementOutcome, failure: Failure | None
) -> None:
    (run,) = judge([replace(FACTS, failure=failure)], Criteria(policy=Policy(fail_on=fail_on)))

    assert run.log_check.codes == codes
    assert run.judgement.outcome is (NOT_JUDGED if failure else outcome)
    assert run.judgement.codes == ((*LOST.codes, *codes) if failure else codes or (Reason.FINDINGS,))


def test_a_failed_job_without_a_log_is_red_for_the_job_alone() -> None:
    missing = Failure("It has none.", (Reason.LOG_MISSING,), is_of_log=True)
    (run,) = judge([Facts(name="content", status=status("Failed"), failure=missing)], Criteria())

    assert (run.log_check.outcome, run.log_check.codes) == (CheckOutcome.NOT_MADE, (Reason.LOG_NOT_READ,))
    assert run.judgement.codes == (Reason.JOB_FAILED,)


def test_a_successful_job_without_a_log_is_red_for_the_log() -> None:
    missing = Failure("It has none.", (Reason.LOG_MISSING,), is_of_log=True)
    (run,) = judge([Facts(name="content", status=status(), failure=missing)], Criteria())

    assert (run.log_check.outcome, run.log_check.text) == (CheckOutcome.BROKEN, missing.text)
    assert run.judgement.codes == (Reason.LOG_MISSING,)


def test_a_log_is_checked_by_the_criteria_of_its_own_name() -> None:
    cut_off = replace(
        FACTS, log=statistics(ends_whole=False, unexplained_lines=1, unexplained=(replace(DOUBTFUL, lines=1),))
    )
    lenient = Criteria(log_end="any", max_unparsed=Threshold(1, is_percentage=False, text="1"))
    policy = Policy(fail_on="never")

    runs = judge(
        [replace(cut_off, name="first"), replace(cut_off, name="second")],
        Criteria(policy=policy, log_criteria={"second": lenient}),
    )

    assert [run.log_check.codes for run in runs] == [(Reason.LOG_CUT_OFF, Reason.LINES_UNEXPLAINED), ()]
    assert [run.judgement.outcome for run in runs] == [NOT_JUDGED, CLEAN]


def test_a_log_is_checked_by_the_criteria_of_the_session() -> None:
    cut_off = replace(
        FACTS, log=statistics(ends_whole=False, unexplained_lines=1, unexplained=(replace(DOUBTFUL, lines=1),))
    )
    lenient = Criteria(log_end="any", max_unparsed=Threshold(1, is_percentage=False, text="1"))

    (run,) = judge([cut_off], lenient)

    assert run.log_check.outcome is CheckOutcome.PASSED


def test_a_run_says_what_was_validated_and_by_which_service() -> None:
    (run,) = judge([replace(FACTS, source="s3://kb/in", api_base="https://example.org/api")], Criteria())

    assert (run.source, run.api_base) == ("s3://kb/in", "https://example.org/api")
