from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_contentjobs.gate.exit_status import ExitStatus, exit_status
from pytest_contentjobs.model import Judgement, JudgementOutcome
from tests.builders import content_run

CLEAN, FINDINGS, NOT_JUDGED = JudgementOutcome


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([CLEAN], ExitStatus.CLEAN),
        ([FINDINGS], ExitStatus.FINDINGS),
        ([NOT_JUDGED], ExitStatus.NOT_JUDGED),
        ([CLEAN, FINDINGS, CLEAN], ExitStatus.FINDINGS),
        ([NOT_JUDGED, FINDINGS, CLEAN], ExitStatus.NOT_JUDGED),
    ],
)
def test_the_worst_run_decides(outcomes: list[JudgementOutcome], status: ExitStatus) -> None:
    runs = [replace(content_run(), judgement=Judgement(outcome=outcome)) for outcome in outcomes]

    assert exit_status(runs) is status


def test_no_run_is_no_success() -> None:
    with pytest.raises(ValueError, match="empty"):
        exit_status([])
