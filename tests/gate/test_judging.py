from __future__ import annotations

import pytest

from pytest_contentjobs.gate.judging import judge
from pytest_contentjobs.model import Check, CheckOutcome, Judgement, JudgementOutcome
from tests.builders import content_run, finding

PASSED = Check(CheckOutcome.PASSED, "passed")
FAILED = Check(CheckOutcome.FAILED, "they disagree")
BROKEN = Check(CheckOutcome.BROKEN, "it broke")
NOT_MADE = Check(CheckOutcome.NOT_MADE, "not checked")

CLEAN = Judgement(outcome=JudgementOutcome.CLEAN)


def not_judged(*reasons: str) -> Judgement:
    return Judgement(outcome=JudgementOutcome.NOT_JUDGED, reasons=reasons)


@pytest.mark.parametrize(
    ("job", "log", "expected"),
    [
        pytest.param(PASSED, PASSED, CLEAN, id="both passed"),
        pytest.param(NOT_MADE, PASSED, CLEAN, id="a log alone that is whole"),
        pytest.param(BROKEN, PASSED, not_judged("it broke"), id="broken job"),
        pytest.param(FAILED, PASSED, not_judged("they disagree"), id="failed job check"),
        pytest.param(PASSED, FAILED, not_judged("they disagree"), id="log disagrees"),
        pytest.param(NOT_MADE, FAILED, not_judged("they disagree"), id="a log alone that was cut off"),
        pytest.param(PASSED, BROKEN, not_judged("it broke"), id="broken log"),
        pytest.param(BROKEN, FAILED, not_judged("it broke", "they disagree"), id="both bad"),
        pytest.param(PASSED, NOT_MADE, not_judged("not checked"), id="a good job without a log"),
        pytest.param(NOT_MADE, NOT_MADE, not_judged("not checked"), id="neither job nor log"),
        pytest.param(BROKEN, NOT_MADE, not_judged("it broke"), id="broken job without a log: the job is the reason"),
    ],
)
def test_a_run_without_findings(job: Check, log: Check, expected: Judgement) -> None:
    assert judge(job, log, ()) == expected


@pytest.mark.parametrize(
    ("count", "reason"), [pytest.param(1, "1 finding fails.", id="one"), pytest.param(2, "2 findings fail.", id="two")]
)
def test_a_run_with_findings(count: int, reason: str) -> None:
    verdicts = content_run(*[finding()] * count).verdicts

    assert judge(PASSED, PASSED, verdicts) == Judgement(outcome=JudgementOutcome.FINDINGS, reasons=(reason,))


def test_what_could_not_be_judged_comes_before_findings() -> None:
    assert judge(BROKEN, PASSED, content_run(finding()).verdicts) == not_judged("it broke")
