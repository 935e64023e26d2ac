"""--content-stall-timeout."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService, vendor_error
from tests.support import CLEAN_LOG, finished, junit_cases

Gate = Callable[..., pytest.RunResult]
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
OFTEN = "--content-poll-interval=0.05"


def running(processed: int) -> dict[str, object]:
    return {"status": "In Progress", "progress": {"processed": processed, "total": 9, "percentage": 10}}


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("value", ["soon", "0"])
def test_malformed_value_is_a_usage_error(usage_error: Callable[..., tuple[str, str]], value: str) -> None:
    code, text = usage_error("--content-job", JOB, f"--content-stall-timeout={value}")

    assert code == "value-invalid"
    assert "--content-stall-timeout" in text


def test_job_without_progress_is_not_judged_and_names_the_next_step(
    pytester: pytest.Pytester, gate: Gate, service: ContentService
) -> None:
    job = service.add_job([running(1), running(4)])

    result = gate("--content-job", job, OFTEN, "--junit-xml=r.xml", "--content-stall-timeout=0.2s")

    assert result.ret == 10
    cases = {(case.name, case.outcome): case for case in junit_cases(pytester.path / "r.xml")}
    assert list(cases) == [("job", "error"), ("log", "skipped")]
    shown = " ".join(cases["job", "error"].text.replace("E   ", "").split())
    assert "'In Progress', 4 of 9 items for 0 s" in shown
    assert "--content-stall-timeout" in shown
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


@pytest.mark.parametrize(
    "waiting",
    [
        pytest.param([running(1)] * 12, id="no limit"),
        pytest.param([vendor_error("404-100"), running(1), vendor_error("403-178"), running(1)], id="failed polls"),
    ],
)
def test_without_the_option_the_wait_continues(gate: Gate, service: ContentService, waiting: list[object]) -> None:
    job = service.add_job([*waiting, finished(0, 0)], log=CLEAN_LOG.encode())  # type: ignore[list-item]

    assert gate("--content-job", job, OFTEN).ret == 0


def test_job_before_its_start_is_not_stalled(gate: Gate, service: ContentService) -> None:
    scheduled = {"status": "Scheduled", "startTime": "2199-01-01T00:00:00.000Z"}
    job = service.add_job([scheduled] * 12 + [finished(0, 0)], log=CLEAN_LOG.encode())

    assert gate("--content-job", job, OFTEN, "--content-stall-timeout=0.2").ret == 0
