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
@pytest.mark.parametrize("value", ["", "soon", "-1", "5 minutes", "0"])
def test_value_that_is_no_duration_is_wrong_usage(gate: Gate, value: str) -> None:
    result = gate("--content-job", JOB, f"--content-stall-timeout={value}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    what = "is too short" if value == "0" else "is no duration"
    result.stderr.fnmatch_lines(
        [
            (
                f"ERROR: {value!r} {what}. Set --content-stall-timeout, the variable CONTENTJOBS_STALL_TIMEOUT or the ini key "
                "content_stall_timeout to *"
            )
        ]
    )


@pytest.mark.parametrize("place", ["option", "variable", "ini"])
def test_job_without_progress_is_red_and_says_what_to_do(
    pytester: pytest.Pytester, gate: Gate, service: ContentService, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    arguments = ["--content-stall-timeout=0.2s"] if place == "option" else []
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_STALL_TIMEOUT", "0.2s")
    if place == "ini":
        pytester.makeini("[pytest]\ncontent_stall_timeout = 0.2s\n")
    job = service.add_job([running(1), running(4)])

    result = gate("--content-job", job, OFTEN, "--junit-xml=r.xml", *arguments)

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
        pytest.param([vendor_error("404-100"), running(1), vendor_error("403-178"), running(1)], id="broken answers"),
    ],
)
def test_without_it_such_a_job_is_waited_for(gate: Gate, service: ContentService, waiting: list[object]) -> None:
    job = service.add_job([*waiting, finished(0, 0)], log=CLEAN_LOG.encode())  # type: ignore[list-item]

    assert gate("--content-job", job, OFTEN).ret == 0


def test_job_before_its_start_is_not_stalled(gate: Gate, service: ContentService) -> None:
    scheduled = {"status": "Scheduled", "startTime": "2199-01-01T00:00:00.000Z"}
    job = service.add_job([scheduled] * 12 + [finished(0, 0)], log=CLEAN_LOG.encode())

    assert gate("--content-job", job, OFTEN, "--content-stall-timeout=0.2").ret == 0
