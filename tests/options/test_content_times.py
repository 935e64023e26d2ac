"""--content-poll-interval and --content-timeout."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService

Gate = Callable[..., pytest.RunResult]
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("option", ["--content-poll-interval", "--content-timeout"])
@pytest.mark.parametrize("value", ["", "soon", "-1", "5 minutes", "1s1h"])
def test_value_that_is_no_duration_is_wrong_usage(gate: Gate, option: str, value: str) -> None:
    result = gate("--content-job", JOB, f"{option}={value}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    variable = option.removeprefix("--content-").replace("-", "_").upper()
    assert result.stderr.str().startswith(
        f"ERROR: {value!r} is no duration. Set {option}, the variable CONTENTJOBS_{variable} or the ini key "
        f"{option[2:].replace('-', '_')} to seconds, or like 90s, 30m or 1h30m."
    )


@pytest.mark.usefixtures("service")
def test_interval_that_would_be_a_storm_is_wrong_usage(gate: Gate) -> None:
    result = gate("--content-job", JOB, "--content-poll-interval=0")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: '0' is too short. Set --content-poll-interval, *to 0.05s or more. (*"])


def test_time_out_of_nought_asks_once(pytester: pytest.Pytester, gate: Gate, service: ContentService) -> None:
    pytester.makeini("[pytest]\ncontent_timeout = 0s\n")
    job = service.add_job([{"status": "In Progress"}])

    result = gate("--content-job", job)

    assert result.ret == 10
    assert sum(job in request.path for request in service.requests) == 1
