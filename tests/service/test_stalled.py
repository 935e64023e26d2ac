"""When a job counts as stalled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.errors import (
    JobStalledError,
    JobTimeoutError,
)
from pytest_contentjobs.model.job import JobStatus
from tests.builders import status
from tests.service.scripted_service import DONE, Service, unreachable


def at(processed: int, word: str = "In Progress", **fields: object) -> JobStatus:
    return status(word, progress={"processed": processed, "total": 9, "percentage": 0}, **fields)


def test_a_job_without_progress_is_stalled(wording: Callable[[str], None]) -> None:
    service = Service([at(1), at(2), unreachable, at(2)])

    with pytest.raises(JobStalledError) as stopped:
        service.wait(timeout=1000, stall_timeout=35)

    assert "2 of 9 items" in stopped.value.what
    wording(str(stopped.value))
    assert (stopped.value.waited, stopped.value.last_status) == (40, "In Progress")
    assert len(service.polls) == 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(at(1), at(2), id="processed"),
        pytest.param(at(2), at(1), id="processed backward"),
        pytest.param(at(1), at(1, "Scheduled"), id="status word"),
        pytest.param(at(1), at(1, currentOperation="Reading"), id="operation"),
        pytest.param(at(1), at(1, startTime="2026-11-23T12:00:00Z"), id="start"),
        pytest.param(status("In Progress", progress={"percentage": 1}), status("In Progress"), id="percentage"),
    ],
)
def test_every_change_is_progress(one: JobStatus, other: JobStatus) -> None:
    assert Service([one, one, other, other, one, one, DONE]).wait(timeout=1000, stall_timeout=15) == DONE


def test_a_job_before_its_start_is_not_stalled() -> None:
    scheduled = status("Scheduled", startTime="2026-11-23T12:01:40Z")
    service = Service([scheduled])

    with pytest.raises(JobStalledError) as stopped:
        service.wait(timeout=1000, stall_timeout=50)

    assert (service.now - 1000, stopped.value.waited) == (150, 50)


def test_without_a_limit_no_job_is_stalled() -> None:
    with pytest.raises(JobTimeoutError):
        Service([at(1)]).wait(timeout=100_000, interval=100)
