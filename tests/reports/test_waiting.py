"""The line of a wait between two polls: what it estimates, says, and leaves out where there is no room."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.reports.waiting import Wait, draw_wait
from tests.builders import JOB_ID, status

NOON = datetime(2024, 3, 1, 12, tzinfo=timezone(timedelta(hours=1)))


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def running(processed: int, end: float | None = None, **fields: object) -> JobStatus:
    ends = {} if end is None else {"estimatedCompletion": at(end).isoformat()}
    return status("In Progress", progress={"processed": processed, "total": 5000}, **ends, **fields)


def wait(*reports: tuple[float, JobStatus], pause: float | None = 60, name: str = "validation") -> Wait:
    """Return a wait after these statuses at these times, each followed by a pause."""
    made = Wait(name=name, job_id=JOB_ID, begun=NOON)
    for moment, each in reports:
        made = made.with_status(each, at(moment))
        made = made if pause is None else made.with_pause(pause, at(moment))
    return made


@pytest.mark.parametrize(
    ("waiting", "moment", "expected"),
    [
        pytest.param(wait((0, running(1000, 100))), 0, 0.2, id="as reported"),
        pytest.param(wait((0, running(1000, 100))), 25, 0.4, id="towards the end that the job expects"),
        pytest.param(wait((0, running(0)), (50, running(1000))), 75, 0.3, id="as fast as before"),
        pytest.param(wait((0, running(1000))), 50, 0.2, id="nothing to go by"),
        pytest.param(wait((0, running(1000)), (50, running(1000))), 75, 0.2, id="nothing has changed"),
        pytest.param(wait((0, running(2000)), (50, running(1000))), 75, 0.2, id="it went back"),
        pytest.param(wait((0, running(1000, 100)), pause=25), 90, 0.4, id="no further than the poll that is due"),
        pytest.param(wait((0, running(1000, 100)), pause=None), 50, 0.2, id="no poll is planned"),
        pytest.param(wait((0, running(1000, 100)), pause=500), 400, 0.99, id="only the job says that it is done"),
        pytest.param(wait((0, running(1000, -5))), 30, 0.2, id="the expected end is over"),
        pytest.param(wait((0, running(1000, 100))).with_end(at(25)), 50, 0.4, id="it stands still once it has ended"),
        pytest.param(
            wait((0, running(1000, 100)), pause=25).with_pause(60, at(26)), 80, 0.4, id="no further after a failed poll"
        ),
        pytest.param(wait((0, status("In Progress"))), 30, None, id="no share"),
        pytest.param(wait(), 30, None, id="no status"),
        pytest.param(
            wait((0, status("In Progress", progress={"percentage": 20}, estimatedCompletion=at(100).isoformat()))),
            *(25, 0.4),
            id="a percentage alone",
        ),
    ],
)
def test_how_far_it_is_by_now(waiting: Wait, moment: float, expected: float | None) -> None:
    shown = waiting.estimate_share(at(moment))

    assert shown == (expected if expected is None else pytest.approx(expected))


def test_a_new_state_begins_a_new_rate() -> None:
    scheduled = status("Scheduled", progress={"processed": 0, "total": 5000})

    waiting = wait((0, scheduled), (1000, running(1000)), (1050, running(2000)))

    assert waiting.find_end() == at(1050 + 150)


def test_the_bar_shows_what_is_estimated_in_another_way() -> None:
    waiting = wait((0, running(1000, 100)))

    assert "━━━━━━························" in draw_wait(waiting, at(0), 200).plain
    line = draw_wait(waiting, at(25), 200).plain
    assert "━━━━━━╌╌╌╌╌╌··················" in line
    assert "~40 %, ~2,000 of 5,000 items" in line
    assert "~2 min left" in line
    assert "end ~12:01:40" in line
    assert "next poll 12:01:00" in line


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("name", ["content", "validation", "support-center"])
def test_at_60_columns_the_line_has_bar_share_rest_and_next_poll(columns: int, name: str) -> None:
    waiting = wait((0, running(1000, 100, currentOperation="Processing content items")), name=name)

    line = draw_wait(waiting, at(25), columns).plain

    assert len(line) <= columns
    assert line.startswith(f"{name} ━")
    assert "…" not in line.replace("…,", "")
    for fact in ("~40 %", "~2 min left", "next poll 12:01:00"):
        assert fact in line
    assert ("2,000 of 5,000 items" in line) == (columns > 80 or (columns == 80 and name != "support-center"))


@pytest.mark.parametrize("columns", [1, 10, 20, 40, 49])
def test_a_narrow_line_fits(columns: int) -> None:
    waiting = wait((0, running(1000, 100, currentOperation="Processing content items")))

    line = draw_wait(waiting, at(25), columns).plain

    assert len(line) <= columns
    assert "━" not in line
    assert "~40 %" in line or columns < 20


@pytest.mark.parametrize(
    ("waiting", "moment", "expected"),
    [
        pytest.param(wait(), 0, f"waiting for job {JOB_ID}", id="no status yet"),
        pytest.param(
            wait((0, status("Scheduled", startTime=at(600).isoformat()))),
            *(30, "Scheduled, starts 12:10:00, next poll 12:01:00, waited 30 s"),
            id="scheduled",
        ),
        pytest.param(
            wait((0, status("In Progress", estimatedCompletion=at(100).isoformat()))),
            *(30, "In Progress, ~2 min left, end ~12:01:40, next poll 12:01:00, waited 30 s"),
            id="an end without a share",
        ),
        pytest.param(
            wait((0, status("In Progress", estimatedCompletion=at(-10).isoformat()))),
            *(61, "In Progress, overdue since 11:59:50, polling now, waited 2 min"),
            id="overdue, while it is polled",
        ),
        pytest.param(
            wait((0, running(2500)), (90, status("Failed", progress={"processed": 2500, "total": 5000}))),
            *(200, "Failed, 2,500 of 5,000 items, after 4 min"),
            id="finished",
        ),
        pytest.param(
            wait((0, running(2500, 100))).with_end(at(90)),
            *(200, "In Progress, 2,500 of 5,000 items, wait ended after 2 min"),
            id="given up",
        ),
        pytest.param(
            wait((0, status("\x1b[2J", currentOperation="\x1b]0;x\x07"))),
            *(0, "\\x1b[2J, \\x1b]0;x\\x07, next poll 12:01:00, waited 0 s"),
            id="awkward text",
        ),
    ],
)
def test_words(waiting: Wait, moment: float, expected: str) -> None:
    if waiting.status is not None and waiting.status.is_finished:
        waiting = waiting.with_end(at(moment))

    assert draw_wait(waiting, at(moment), 120).plain == f"validation {expected}"


def test_names_of_several_jobs_are_aligned() -> None:
    lines = [draw_wait(wait(name=name), NOON, 80, name_width=10).plain for name in ("a", "validation")]

    assert [line.index("waiting") for line in lines] == [11, 11]
