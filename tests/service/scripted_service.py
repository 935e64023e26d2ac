"""A service that gives set responses, on a clock that only sleeping and polling move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat

from pytest_contentjobs.errors import (
    ContentJobsError,
    RejectedError,
    ServiceError,
    UnexpectedResponseError,
    UnreachableError,
)
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.service.polling import wait_until_finished
from pytest_contentjobs.service.schedule import PATIENCE, PATIENCE_AT_FIRST, Schedule
from tests.builders import status

SCHEDULED, RUNNING, DONE = status("Scheduled"), status("In Progress"), status("Successful")

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Every(Schedule):
    """Always the same interval, and another one after a failed poll."""

    interval: float
    pause: float = 10

    def patience(self, *, has_status: bool) -> float:
        return PATIENCE if has_status else PATIENCE_AT_FIRST

    def after(self, status: JobStatus, *, at: float, now: datetime) -> float:  # noqa: ARG002 - as Schedule
        assert now == NOON + timedelta(seconds=at - 1000)
        return self.interval

    def after_failure(self, failures: int, *, at: float) -> float:  # noqa: ARG002 - as Schedule
        return self.pause


def unreachable() -> ServiceError:
    return UnreachableError("No answer.", next_step="Check the network.")


def junk() -> ServiceError:
    return UnexpectedResponseError("No job status.", next_step="Check the domain.")


def refused(status_code: int) -> Callable[[], ServiceError]:
    return lambda: RejectedError(f"Answered {status_code}.", next_step="Do something.", status_code=status_code)


@dataclass
class Service:
    """Gives one response after the other, the last for ever, on a clock that only sleeping and polling move."""

    answers: Sequence[JobStatus | Callable[[], ContentJobsError]]
    seconds_to_answer: float = 0
    now: float = 1000
    polls: list[tuple[float, float]] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    reported: list[JobStatus] = field(default_factory=list)
    failures: list[tuple[str, float]] = field(default_factory=list)

    def fetch(self, within: float) -> JobStatus:
        self.polls.append((self.now - 1000, within))
        self.now += self.seconds_to_answer
        answers = chain(self.answers, repeat(self.answers[-1]))
        answer = next(answer for number, answer in enumerate(answers, start=1) if number == len(self.polls))
        if isinstance(answer, JobStatus):
            return answer
        raise answer()

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def wait(
        self,
        *,
        timeout: float,
        interval: float = 10,
        pause: float = 10,
        stall_timeout: float | None = None,
        is_new: bool = True,
    ) -> JobStatus:
        return wait_until_finished(
            self.fetch,
            clock=lambda: self.now,
            now=lambda: NOON + timedelta(seconds=self.now - 1000),
            sleep=self.sleep,
            schedule=Every(interval, pause),
            timeout=timeout,
            stall_timeout=stall_timeout,
            report=self.reported.append,
            failed=lambda error, pause: self.failures.append((error.what, pause)),
            is_new=is_new,
        )
