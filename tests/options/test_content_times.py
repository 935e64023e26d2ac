"""--content-poll-interval and --content-timeout."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService

Gate = Callable[..., pytest.RunResult]
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("option", "value"),
    [("--content-poll-interval", "0"), ("--content-timeout", "5 minutes"), ("--content-timeout", "")],
)
def test_malformed_value_is_a_usage_error(usage_error: Callable[..., tuple[str, str]], option: str, value: str) -> None:
    code, text = usage_error("--content-job", JOB, f"{option}={value}")

    assert code == "value-invalid"
    assert option in text


def test_timeout_of_zero_polls_once(pytester: pytest.Pytester, gate: Gate, service: ContentService) -> None:
    pytester.makeini("[pytest]\ncontent_timeout = 0s\n")
    job = service.add_job([{"status": "In Progress"}])

    result = gate("--content-job", job)

    assert result.ret == 10
    assert sum(job in request.path for request in service.requests) == 1
