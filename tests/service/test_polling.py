from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.errors import (
    JobTimeoutError,
    RejectedError,
    ServiceError,
    SettingsError,
    TokenError,
    UnreachableError,
)
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.polling import wait_until_finished
from pytest_contentjobs.service.schedule import PATIENCE, PATIENCE_AT_FIRST, Schedule
from tests.builders import status
from tests.service.scripted_service import DONE, NOON, RUNNING, SCHEDULED, Service, junk, refused, unreachable


def test_it_polls_until_the_job_has_finished_and_reports_every_status() -> None:
    service = Service([SCHEDULED, RUNNING, RUNNING, DONE])

    assert service.wait(timeout=60) == DONE
    assert service.polls == [(0, 60), (10, 50), (20, 40), (30, 30)]
    assert service.naps == [10, 10, 10]
    assert service.reported == [SCHEDULED, RUNNING, RUNNING, DONE]


def test_a_finished_job_is_not_waited_for() -> None:
    service = Service([DONE])

    assert service.wait(timeout=0) == DONE
    assert (service.polls, service.naps) == ([(0, 0)], [])


@pytest.mark.parametrize("word", ["Failed", "Cancelled", "Completed"])
def test_every_final_word_ends_the_wait(word: str) -> None:
    assert Service([RUNNING, status(word)]).wait(timeout=60) == status(word)


def test_the_schedule_decides_when_to_ask_again() -> None:
    service = Service([SCHEDULED, unreachable, unreachable, RUNNING, unreachable, DONE])

    class Told(Schedule):
        def after(self, status: JobStatus, *, at: float, now: datetime) -> float:  # noqa: ARG002 - of the schedule
            return 30 if status is SCHEDULED else 5

        def after_failure(self, failures: int, *, at: float) -> float:  # noqa: ARG002 - of the schedule
            return failures * 2

    wait_until_finished(
        service.fetch,
        clock=lambda: service.now,
        now=lambda: NOON,
        sleep=service.sleep,
        schedule=Told(55),
        timeout=100,
        report=service.reported.append,
    )

    assert service.naps == [30, 2, 4, 5, 2]
    assert service.reported == [SCHEDULED, RUNNING, DONE]


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
    assert service.polls[-1] == (timeout, 0)


def test_a_job_that_finishes_at_the_deadline_is_judged() -> None:
    assert Service([RUNNING, RUNNING, DONE]).wait(timeout=15) == DONE


def test_the_time_of_the_polls_counts() -> None:
    service = Service([RUNNING], seconds_to_answer=7)

    with pytest.raises(JobTimeoutError) as stopped:
        service.wait(timeout=20)

    assert service.polls == [(0, 20), (17, 3)]
    assert stopped.value.waited == 24


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param(SCHEDULED, "", id="no progress"),
        pytest.param(
            status("In Progress", progress={"processed": 0, "total": 0}),
            "",
            id="nothing to do yet",
        ),
        pytest.param(
            status("In Progress", progress={"processed": 3, "total": 9}),
            "3 of 9 items",
            id="some items",
        ),
        pytest.param(
            status("In Progress", progress={"total": 9}),
            "0 of 9 items",
            id="a total alone",
        ),
    ],
)
def test_timeout_has_the_progress_of_the_job(last: JobStatus, expected: str, wording: Callable[[str], None]) -> None:
    with pytest.raises(JobTimeoutError) as stopped:
        Service([last]).wait(timeout=12)

    assert expected in stopped.value.what
    assert ("items" in stopped.value.what) is bool(expected)
    wording(str(stopped.value))
    assert (stopped.value.waited, stopped.value.last_status) == (12, last.status)


@pytest.mark.parametrize("first", [[], [RUNNING]], ids=["at first", "in the middle"])
@pytest.mark.parametrize(
    "faults",
    [
        pytest.param([unreachable], id="no answer"),
        pytest.param([junk], id="junk"),
        *(pytest.param([refused(code)], id=str(code)) for code in (302, 400, 401, 403, 404, 406, 410)),
        pytest.param([unreachable] * 5, id="no answer for a while"),
        pytest.param([refused(404)] * 5, id="404 for a while"),
        pytest.param([junk, refused(403), unreachable, refused(404), junk], id="one refusal among others"),
    ],
)
def test_failures_that_pass_do_not_matter(first: list[JobStatus], faults: list[Callable[[], ServiceError]]) -> None:
    service = Service([*first, *faults, RUNNING, *faults, RUNNING, *faults, DONE])

    assert service.wait(timeout=1000) == DONE


@pytest.mark.parametrize("fault", [unreachable, junk, refused(404)], ids=["no answer", "junk", "404"])
@pytest.mark.parametrize(
    ("first", "patience"), [([], PATIENCE_AT_FIRST), ([RUNNING], PATIENCE)], ids=["at first", "in the middle"]
)
def test_failures_that_stay_end_the_wait(
    first: list[JobStatus], patience: float, fault: Callable[[], ServiceError]
) -> None:
    service = Service([*first, fault])

    with pytest.raises(type(fault())) as stopped:
        service.wait(timeout=10_000)

    assert service.now - 1000 == patience + 10 * len(first)
    failures = patience / 10 + 1
    assert (stopped.value.failures, stopped.value.seconds) == (failures, patience)
    assert str(stopped.value).startswith(f"{failures:.0f} ")
    assert str(stopped.value).endswith(str(fault()))


def test_the_first_failure_of_several_is_reported_with_the_pause_that_follows() -> None:
    service = Service([RUNNING, unreachable, junk, RUNNING, junk, DONE])

    service.wait(timeout=1000, pause=7)

    assert service.failures == [("No answer.", 7), ("No job status.", 7)]


@pytest.mark.parametrize(
    ("longest", "at_first", "later"), [(0.05, 0.05, 0.5), (15, 15, 150), (55, 55, 550), (300, 60, 600)]
)
def test_patience_is_measured_in_intervals_and_bounded(longest: float, at_first: float, later: float) -> None:
    schedule = Schedule(longest)

    assert (schedule.patience(has_status=False), schedule.patience(has_status=True)) == (at_first, later)


def test_slow_failures_are_polled_three_times() -> None:
    service = Service([unreachable], seconds_to_answer=140)

    with pytest.raises(UnreachableError):
        service.wait(timeout=10_000)

    assert len(service.polls) == 3


@pytest.mark.parametrize("code", [302, 400, 401, 403, 406, 410])
@pytest.mark.parametrize("between", [[], [unreachable, junk]], ids=["in a row", "with others between"])
def test_the_second_refusal_ends_the_wait(code: int, between: list[Callable[[], ServiceError]]) -> None:
    service = Service([RUNNING, refused(code), *between, refused(code), DONE])

    with pytest.raises(RejectedError) as stopped:
        service.wait(timeout=1000)

    assert (stopped.value.status_code, stopped.value.failures) == (code, 2 + len(between))


def unresolved() -> ServiceError:
    return UnreachableError("No address.", next_step="Check the domain.", reason=Reason.NAME_NOT_FOUND)


def untrusted() -> ServiceError:
    return UnreachableError("Not trusted.", next_step="Check.", reason=Reason.CERTIFICATE_UNTRUSTED)


def overloaded() -> ServiceError:
    return UnreachableError("Busy.", next_step="Try later.", reason=Reason.SERVICE_OVERLOADED)


def without_token() -> ServiceError:
    return TokenError("No token.", next_step="Check the command.", reason=Reason.TOKEN_COMMAND_FAILED)


@pytest.mark.parametrize(
    ("fault", "polls"),
    [(refused(404), 2), (junk, 2), (unreachable, 2), (unresolved, 1), (untrusted, 1), (without_token, 1)],
    ids=["404", "junk", "no answer", "no address", "certificate", "no token"],
)
def test_what_is_wrong_from_the_start_ends_the_wait_for_a_job_of_others_soon(
    fault: Callable[[], ServiceError], polls: int
) -> None:
    service = Service([fault])

    with pytest.raises(type(fault())):
        service.wait(timeout=10_000, is_new=False)

    assert len(service.polls) == polls


@pytest.mark.parametrize("fault", [refused(404), junk, unreachable, unresolved, untrusted, without_token])
def test_after_a_status_the_same_may_pass(fault: Callable[[], ServiceError]) -> None:
    assert Service([RUNNING, *[fault] * 5, DONE]).wait(timeout=1000, is_new=False) == DONE


def test_a_service_that_is_overloaded_at_first_is_waited_for() -> None:
    assert Service([*[overloaded] * 5, DONE]).wait(timeout=1000, is_new=False) == DONE


def test_one_fault_at_first_may_pass() -> None:
    assert Service([refused(404), DONE]).wait(timeout=1000, is_new=False) == DONE


def test_other_errors_end_the_wait_at_once() -> None:
    service = Service([RUNNING, lambda: SettingsError("No token.", next_step="Set one."), DONE])

    with pytest.raises(SettingsError):
        service.wait(timeout=1000)


def test_an_interrupt_ends_the_wait() -> None:
    class Interrupted(Service):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            raise KeyboardInterrupt

    service = Interrupted([unreachable])
    with pytest.raises(KeyboardInterrupt):
        service.wait(timeout=1000)

    assert len(service.polls) == 1


def test_the_deadline_ends_a_run_of_failed_polls_with_the_last_of_them(wording: Callable[[str], None]) -> None:
    with pytest.raises(UnreachableError) as stopped:
        Service([junk, unreachable]).wait(timeout=15)

    assert (stopped.value.failures, stopped.value.seconds) == (3, 15)
    wording(str(stopped.value))


def test_timeout_counts_the_last_failed_polls(wording: Callable[[str], None]) -> None:
    with pytest.raises(JobTimeoutError) as stopped:
        Service([RUNNING, junk, unreachable]).wait(timeout=25)

    assert " 3 polls" in stopped.value.what
    wording(str(stopped.value))
    assert (stopped.value.waited, stopped.value.last_status) == (25, "In Progress")


SECONDS = st.floats(0.05, 1000, allow_nan=False)


@given(timeout=st.floats(0, 1000), interval=SECONDS, seconds_to_answer=st.floats(0, 50), answers=st.integers(0, 40))
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
    asked_last = service.polls[-1][0]

    assert asked_last <= timeout + 1e-6
    assert all(0 <= nap <= interval for nap in service.naps)
    assert sum(service.naps) <= timeout + 1e-6
    assert all(within <= timeout - asked + 1e-6 and within >= 0 for asked, within in service.polls)
