from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.service.schedule import LONGEST_PAUSE, PURSE, REFILL, SHORTEST, SHORTEST_UNREPORTED, Schedule
from tests.builders import status

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONGEST = 55.0


def clock(seconds: float) -> str:
    return (NOON + timedelta(seconds=seconds)).isoformat()


def running(processed: int | None = None, *, ends: float | None = None, word: str = "In Progress") -> JobStatus:
    progress = {} if processed is None else {"progress": {"processed": processed, "total": 1000}}
    return status(word, **progress, **({} if ends is None else {"estimatedCompletion": clock(ends)}))


def naps(told: Sequence[tuple[float, JobStatus]], longest: float = LONGEST, skew: float = 0) -> list[float]:
    """Pass statuses to a schedule, each with its moment in seconds since noon, and return the rounded pauses."""
    schedule = Schedule(longest)
    return [
        round(schedule.after(given_status, at=at, now=NOON + timedelta(seconds=at + skew)), 1)
        for at, given_status in told
    ]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        pytest.param(3600, LONGEST, id="far"),
        pytest.param(40, 40, id="sleep to the end"),
        pytest.param(2, SHORTEST, id="near"),
        pytest.param(-10, SHORTEST, id="just past"),
        pytest.param(-100, 20, id="past"),
        pytest.param(-7200, LONGEST, id="hours past"),
        pytest.param(86400 * 3650, LONGEST, id="in ten years"),
    ],
)
def test_an_estimate_brings_the_poll_forward(ends: float, expected: float) -> None:
    assert naps([(0, running(ends=ends))]) == [expected]


def test_the_rate_of_progress_brings_the_poll_forward() -> None:
    told = [(0, running(500)), (50, running(700)), (100, running(900)), (120, running(980))]

    assert naps(told) == [SHORTEST_UNREPORTED, LONGEST, 25, SHORTEST]


def test_a_percentage_serves_where_there_are_no_counts() -> None:
    told = [(at, status("In Progress", progress={"percentage": share})) for at, share in ((0, 10.0), (50, 60.0))]

    assert naps(told) == [SHORTEST_UNREPORTED, 40]


def test_at_the_end_of_progress_polls_become_rarer() -> None:
    assert naps([(at, running(1000)) for at in (0, 9, 60, 120, 400)]) == [9, 9, 12, 24, LONGEST]


def test_the_rate_is_that_of_the_last_minutes() -> None:
    slow = [(at, running(at // 100)) for at in range(0, 5000, 50)]
    fast = [(at, running(50 + 2 * (at - 5000))) for at in range(5000, 5500, 50)]

    assert naps([*slow, *fast])[-1] == 25


@pytest.mark.parametrize(
    "told",
    [
        pytest.param([running()] * 2, id="nothing"),
        pytest.param([running(500)] * 2, id="stuck"),
        pytest.param([running(999), running(3)], id="backward"),
        pytest.param([status("In Progress", progress={"processed": 0, "total": 0})] * 2, id="nought of nought"),
        pytest.param([running(word="Paused")] * 2, id="unknown word"),
        pytest.param([running(word="Scheduled")] * 2, id="scheduled without a start"),
        pytest.param([status("Scheduled", startTime=clock(-9))] * 2, id="scheduled for the past"),
    ],
)
@pytest.mark.parametrize(("seconds", "expected"), [(20, 20), (60, 30), (600, LONGEST)])
def test_without_a_hint_of_its_end_a_job_is_polled_less_and_less(
    told: list[JobStatus], seconds: float, expected: float
) -> None:
    assert naps([(0, told[0]), (seconds, told[1])]) == [SHORTEST_UNREPORTED, expected]


@pytest.mark.parametrize(
    ("start", "skew", "expected"),
    [
        pytest.param(60, 0, 60 + SHORTEST, id="soon"),
        pytest.param(7200, 0, 2 * LONGEST, id="in two hours"),
        pytest.param(86400 * 3650, 0, 2 * LONGEST, id="in ten years"),
        pytest.param(60, -7200, 2 * LONGEST, id="by a clock that is late"),
        pytest.param(60, 7200, SHORTEST_UNREPORTED, id="by a clock that is early"),
    ],
)
def test_before_its_start_a_job_is_slept_towards(start: float, skew: float, expected: float) -> None:
    assert naps([(0, status("Scheduled", startTime=clock(start)))], skew=skew) == [expected]


def test_a_job_that_has_run_is_not_slept_towards_another_start() -> None:
    again = status("Scheduled", startTime=clock(7200))

    assert naps([(0, again), (100, running()), (200, again)]) == [2 * LONGEST, SHORTEST_UNREPORTED, LONGEST]


def test_early_polls_are_counted() -> None:
    told = [(at, running(ends=at)) for at in range(0, 5000, 50)]

    first, later = naps(told)[:7], naps(told)[40:]
    assert first == [SHORTEST] * 7
    assert min(later) > LONGEST * (1 - 2 * REFILL)


def test_a_short_longest_interval_is_kept_whatever_the_job_tells() -> None:
    told = [(0, running()), (1, running(1)), (2, running(990)), (3, running(1000, ends=9)), (4, running(ends=-9))]

    schedule = Schedule(0.05)

    assert [schedule.after(given_status, at=at, now=NOON) for at, given_status in told] == [0.05] * 5


@pytest.mark.parametrize(
    ("longest", "expected"),
    [
        (LONGEST, [3, 6, 12, 24, 48, 60, 60]),
        (0.5, [0.5, 1, 2, 4, 8, 16, 32]),
    ],
)
def test_pauses_between_failures_grow(longest: float, expected: list[float]) -> None:
    schedule = Schedule(longest)

    assert [schedule.after_failure(number, at=0) for number in range(1, 8)] == expected
    assert schedule.after_failure(10_000, at=0) == LONGEST_PAUSE


NUMBERS = st.integers(0, 10**6) | st.integers(0, 10**400)
MOMENTS = st.datetimes(timezones=st.just(UTC)) | st.integers(-7200, 7200).map(lambda s: NOON + timedelta(seconds=s))
STATUSES = st.builds(
    lambda word, processed, total, percentage, start, end: status(
        word,
        progress={"processed": processed, "total": total, "percentage": percentage},
        startTime=start,
        estimatedCompletion=end,
    ),
    st.sampled_from(["Scheduled", "In Progress", "Paused"]),
    NUMBERS,
    NUMBERS | st.none(),
    st.floats(allow_nan=True, allow_infinity=True),
    MOMENTS,
    MOMENTS,
)


@given(
    told=st.lists(st.tuples(STATUSES | st.none(), st.floats(0, 2)), max_size=40),
    longest=st.floats(0.05, 1000),
    now=MOMENTS,
)
def test_whatever_is_reported_polls_are_neither_too_many_nor_too_late(
    told: list[tuple[JobStatus | None, float]], longest: float, now: datetime
) -> None:
    schedule, at, failures = Schedule(longest), 0.0, 0
    for number, (given_status, seconds_to_answer) in enumerate(told):
        assert number <= PURSE + (1 + REFILL) * at / longest + 1e-6
        at += seconds_to_answer
        if given_status is None:
            failures += 1
            nap, most = schedule.after_failure(failures, at=at), max(longest, LONGEST_PAUSE)
        else:
            failures = 0
            nap = schedule.after(given_status, at=at, now=now)
            most = 2 * longest if given_status.status == "Scheduled" else longest
        assert math.isfinite(nap)
        assert min(SHORTEST, longest, 3) <= nap <= most
        at += nap
