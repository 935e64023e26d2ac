from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_contentjobs.errors import JobTimeoutError, UnreachableError
from pytest_contentjobs.service.polling import wait_until_finished
from pytest_contentjobs.service.wire import JobStatus
from tests.builders import status

SCHEDULED, RUNNING, DONE = status("Scheduled"), status("In Progress"), status("Successful")


@dataclass
class Service:
    """Answers one status after the other, the last for ever, on a clock that only sleeping and asking move."""

    answers: list[JobStatus]
    seconds_to_answer: float = 0
    now: float = 1000
    questions: list[tuple[float, float]] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    reported: list[JobStatus] = field(default_factory=list)

    def fetch(self, within: float) -> JobStatus:
        self.questions.append((self.now - 1000, within))
        self.now += self.seconds_to_answer
        answers = chain(self.answers, repeat(self.answers[-1]))
        return next(status for number, status in enumerate(answers, start=1) if number == len(self.questions))

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def wait(self, *, timeout: float, interval: float = 10) -> JobStatus:
        return wait_until_finished(
            self.fetch,
            clock=lambda: self.now,
            sleep=self.sleep,
            schedule=lambda _status: interval,
            timeout=timeout,
            report=self.reported.append,
        )


def test_it_asks_until_the_job_has_finished_and_reports_every_status() -> None:
    service = Service([SCHEDULED, RUNNING, RUNNING, DONE])

    assert service.wait(timeout=60) == DONE
    assert service.questions == [(0, 60), (10, 50), (20, 40), (30, 30)]
    assert service.naps == [10, 10, 10]
    assert service.reported == [SCHEDULED, RUNNING, RUNNING, DONE]


def test_a_finished_job_is_not_waited_for() -> None:
    service = Service([DONE])

    assert service.wait(timeout=0) == DONE
    assert (service.questions, service.naps) == ([(0, 0)], [])


@pytest.mark.parametrize("word", ["Failed", "Cancelled", "Completed"])
def test_every_final_word_ends_the_wait(word: str) -> None:
    assert Service([RUNNING, status(word)]).wait(timeout=60) == status(word)


def test_the_status_decides_when_to_ask_again() -> None:
    service = Service([SCHEDULED, RUNNING, DONE])

    wait_until_finished(
        service.fetch,
        clock=lambda: service.now,
        sleep=service.sleep,
        schedule=lambda given_status: 30 if given_status is SCHEDULED else 5,
        timeout=100,
        report=service.reported.append,
    )

    assert service.naps == [30, 5]


@pytest.mark.parametrize(
    ("timeout", "naps"),
    [
        pytest.param(25, [10, 10, 5], id="a last short nap"),
        pytest.param(20, [10, 10], id="the last nap ends at the deadline"),
        pytest.param(3, [3], id="less than an interval"),
        pytest.param(0, [], id="no wait at all"),
    ],
)
def test_it_asks_once_more_at_the_deadline(timeout: float, naps: list[float]) -> None:
    service = Service([RUNNING])

    with pytest.raises(JobTimeoutError):
        service.wait(timeout=timeout)

    assert service.naps == naps
    assert service.questions[-1] == (timeout, 0)


def test_a_job_that_finishes_at_the_deadline_is_judged() -> None:
    assert Service([RUNNING, RUNNING, DONE]).wait(timeout=15) == DONE


def test_the_time_of_the_questions_counts() -> None:
    service = Service([RUNNING], seconds_to_answer=7)

    with pytest.raises(JobTimeoutError) as stopped:
        service.wait(timeout=20)

    assert service.questions == [(0, 20), (17, 3)]
    assert stopped.value.waited == 24


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param(SCHEDULED, "The job was still 'Scheduled' after 12 s.", id="no progress"),
        pytest.param(
            status("In Progress", progress={"processed": 0, "total": 0}),
            "The job was still 'In Progress' after 12 s.",
            id="nothing to do yet",
        ),
        pytest.param(
            status("In Progress", progress={"processed": 3, "total": 9}),
            "The job was still 'In Progress', 3 of 9 items after 12 s.",
            id="some items",
        ),
        pytest.param(
            status("In Progress", progress={"total": 9}),
            "The job was still 'In Progress', 0 of 9 items after 12 s.",
            id="a total alone",
        ),
    ],
)
def test_the_timeout_says_how_far_the_job_was_and_what_to_do(last: JobStatus, expected: str) -> None:
    with pytest.raises(JobTimeoutError) as stopped:
        Service([last]).wait(timeout=12)

    assert str(stopped.value) == (
        f"{expected} It goes on by itself: run again later, or wait longer with --content-timeout."
    )
    assert (stopped.value.waited, stopped.value.last_status) == (12, last.status)


def test_a_service_that_does_not_answer_ends_the_wait() -> None:
    def fetch(_within: float) -> JobStatus:
        raise UnreachableError("No answer.", next_step="Run again.")

    with pytest.raises(UnreachableError):
        wait_until_finished(
            fetch, clock=lambda: 0, sleep=lambda _: None, schedule=lambda _: 1, timeout=9, report=lambda _: None
        )


SECONDS = st.floats(0.05, 1000, allow_nan=False)


@given(timeout=st.floats(0, 1000), interval=SECONDS, seconds_to_answer=st.floats(0, 50), answers=st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_it_never_sleeps_past_the_deadline_nor_gives_up_before_it(
    timeout: float, interval: float, seconds_to_answer: float, answers: int
) -> None:
    interval = max(interval, timeout / 50)
    service = Service([*[RUNNING] * answers, DONE], seconds_to_answer)
    try:
        service.wait(timeout=timeout, interval=interval)
    except JobTimeoutError as stopped:
        assert stopped.waited >= timeout - 1e-6  # noqa: PT017 - the other outcome is as good
        assert service.reported[-1] is RUNNING
    else:
        assert service.reported[-1] is DONE
    asked_last = service.questions[-1][0]

    assert asked_last <= timeout + 1e-6
    assert all(0 <= nap <= interval for nap in service.naps)
    assert sum(service.naps) <= timeout + 1e-6
    assert all(within <= timeout - asked + 1e-6 and within >= 0 for asked, within in service.questions)
