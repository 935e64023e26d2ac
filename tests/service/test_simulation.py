"""Whole waits on a simulated clock, with jobs and faults drawn at random.

Each run is drawn from a seed, which a failing assertion shows. ``SIMULATED_RUNS`` says how many there are.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr

from pytest_contentjobs.errors import (
    ContentJobsError,
    JobStalledError,
    JobTimeoutError,
    RejectedError,
    ServiceError,
    UnexpectedResponseError,
    UnreachableError,
)
from pytest_contentjobs.model.job import JobStatus, parse_status
from pytest_contentjobs.service.auth import RenewingAuth
from pytest_contentjobs.service.polling import FAILURES, REFUSALS, wait_until_finished
from pytest_contentjobs.service.schedule import PURSE, REFILL, Schedule
from pytest_contentjobs.service.tokens import Token
from pytest_contentjobs.service.transport import DEADLINE

RUNS = int(os.environ.get("SIMULATED_RUNS", "300"))
BATCHES = 10
EPOCH = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = 3600.0

#: The error of a poll at a moment, or None. A model of tokens is one of these.
Fault = Callable[[float], ContentJobsError | None]


def fault(kind: str) -> ServiceError:
    match kind:
        case "no answer" | "500" | "503":
            return UnreachableError(f"{kind}.", next_step="Run again later.")
        case "junk":
            return UnexpectedResponseError("No job status.", next_step="Check the domain.")
        case code:
            return RejectedError(f"Answered {code}.", next_step="Check the job.", status_code=int(code))


class Outages:
    """Bursts of one fault each, which last from a moment to half an hour."""

    def __init__(self, rng: random.Random) -> None:
        kinds = ["no answer", "500", "503", "junk", "404", "401", "403", "302", "400"]
        weights = [8, 8, 8, 6, 4, 1, 1, 1, 1]
        self._bursts = []
        for _ in range(rng.choice((0, 0, 1, 3, 10))):
            start, length = rng.uniform(0, 3 * HOUR), rng.choice((20, 60, 300, 1800)) * rng.random()
            self._bursts.append((start, start + length, rng.choices(kinds, weights)[0]))
        if rng.random() < 0.2:
            self._bursts.append((0, rng.uniform(1, 120), "404"))

    def __call__(self, at: float) -> ContentJobsError | None:
        return next((fault(kind) for start, end, kind in self._bursts if start <= at < end), None)


class Hiccups:
    """Single faults at random."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._share = rng.choice((0, 0, 0.02, 0.1, 0.4))

    def __call__(self, _at: float) -> ContentJobsError | None:
        if self._rng.random() >= self._share:
            return None
        return fault(self._rng.choice(("no answer", "503", "junk", "404", "401", "403", "302", "400")))


class Job:
    """A job that ends at a moment, or never, and reports correctly, or not; ``lasts`` replaces its own length."""

    def __init__(self, rng: random.Random, lasts: float | None = None) -> None:
        self._rng = rng
        self.start = rng.choice((0.0, 0.0, rng.uniform(0, HOUR)))
        self.end = self.start + (lasts or rng.uniform(120, 2 * HOUR)) if rng.random() < 0.9 else float("inf")
        self._length = min(self.end - self.start, lasts or 2 * HOUR)
        self._announced = self.start + rng.choice((0, 0, rng.uniform(-HOUR, HOUR), 1e9))
        self._lie = rng.choice(("no", "no", "stuck", "backward", "racing", "silent"))
        self._estimate = rng.choice(("true", "true", "none", "past", "far", "near", "jumping"))
        self._goes_back = rng.random() < 0.1
        self._seen_running = False
        self._last = rng.choice(("Successful", "Completed", "Failed", "Cancelled"))

    def status(self, at: float) -> JobStatus:
        body: dict[str, object] = {"status": "In Progress", "startTime": self._moment(self._announced)}
        if at >= self.end:
            body["status"] = self._last
        elif at < self.start or (self._goes_back and self._seen_running and self._rng.random() < 0.1):
            body["status"] = "Scheduled"
        else:
            self._seen_running = True
            done = {"stuck": 0.4, "silent": 0.0, "racing": 1.0, "backward": self._rng.random()}.get(
                self._lie, (at - self.start) / self._length
            )
            if self._lie != "silent":
                body["progress"] = {"processed": int(done * 5000), "total": 5000, "percentage": int(done * 100)}
            estimate = {
                "true": min(self.end, 3 * HOUR),
                "past": at - 1000,
                "far": at + 1e9,
                "near": at + 10,
                "jumping": at + self._rng.uniform(-HOUR, HOUR),
            }.get(self._estimate)
            if estimate is not None:
                body["estimatedCompletion"] = self._moment(estimate)
        status = parse_status(body)
        assert status is not None
        return status

    @staticmethod
    def _moment(at: float) -> str:
        return (EPOCH + timedelta(seconds=at)).isoformat()


@dataclass(frozen=True)
class Answer:
    """One poll: when it started, when it ended, and its outcome."""

    asked: float
    seen: float
    got: JobStatus | ContentJobsError


@dataclass
class World:
    """One wait with everything around it; only sleeping and asking move its clock."""

    seed: str
    lasts: float | None = None
    now: float = 0.0
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 - a simulation
        self.job = Job(self.rng, self.lasts)
        self.faults: list[Fault] = [Outages(self.rng), Hiccups(self.rng)]
        self.is_calm = self.rng.random() < 0.2
        if self.is_calm:
            self.faults = []
        self.slow = self.rng.choice((2.0, 2.0, 60.0)) if not self.is_calm else 2.0
        self.skew = self.rng.choice((0, 0, self.rng.uniform(-9, 9) * HOUR))
        self.longest = self.rng.choice((55.0, 55.0, 55.0, 15.0, 300.0))
        most = 3 * HOUR if self.lasts is None else self.lasts + 1.5 * HOUR
        self.timeout = self.rng.choice((most, most, self.rng.uniform(0, HOUR)))
        self.stall_timeout = self.rng.choice((None, None, None, 600.0, 1800.0))

    def fetch(self, within: float) -> JobStatus:
        assert within == max(self.timeout - self.now, 0)
        asked = self.now
        self.now += self.rng.uniform(0.1, self.slow)
        error = next((error for error in (fault(asked) for fault in self.faults) if error), None)
        got = error or self.job.status(asked)
        self.answers.append(Answer(asked, self.now, got))
        if isinstance(got, ContentJobsError):
            raise got
        return got

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += seconds

    def wait(self) -> JobStatus | ContentJobsError:
        try:
            return wait_until_finished(
                self.fetch,
                clock=lambda: self.now,
                now=lambda: EPOCH + timedelta(seconds=self.now + self.skew),
                sleep=self.sleep,
                schedule=Schedule(self.longest),
                timeout=self.timeout,
                stall_timeout=self.stall_timeout,
                report=lambda _status: None,
                is_new=True,
            )
        except ContentJobsError as error:
            return error

    def failing(self, end: int) -> list[Answer]:
        """Return the failed polls before the ``end``-th, back to the last status."""
        run: list[Answer] = []
        for answer in reversed(self.answers[:end]):
            if isinstance(answer.got, JobStatus):
                break
            run.insert(0, answer)
        return run

    def is_given_up(self, end: int) -> bool:
        """Whether the failures before the ``end``-th poll are reason enough to stop, by the documented rules."""
        run = self.failing(end)
        if not run:
            return False
        refusals = [answer for answer in run if isinstance(answer.got, RejectedError) and answer.got.status_code != 404]
        patience = min(600, 10 * self.longest) if len(run) < end else min(60, self.longest)
        lasted = run[-1].seen - run[0].asked
        return len(refusals) >= REFUSALS or (len(run) >= FAILURES and lasted >= patience)

    def quiet(self) -> float:
        """Return for how long the statuses have not changed, unless the job was scheduled for later."""
        statuses = [(answer.seen, answer.got) for answer in self.answers if isinstance(answer.got, JobStatus)]
        since, last = statuses[-1]
        for seen, status in reversed(statuses):
            if status != last and self.signs(status) != self.signs(last):
                break
            since = seen
        return self.now - since

    @staticmethod
    def signs(status: JobStatus) -> tuple[object, ...]:
        return status.status, status.progress, status.current_operation, status.start_time


def assert_right(world: World, outcome: JobStatus | ContentJobsError) -> None:
    """Compare the end of a wait with the outcomes of its polls."""
    answers = world.answers
    last = answers[-1]
    finished = [answer for answer in answers if isinstance(answer.got, JobStatus) and answer.got.is_finished]
    has_status = any(isinstance(answer.got, JobStatus) for answer in answers)

    assert [answer for answer in answers if answer.asked > world.timeout + 1e-6] == []
    assert [end for end in range(1, len(answers)) if world.is_given_up(end)] == []
    assert finished in ([], [last])
    if finished or world.is_given_up(len(answers)):
        assert outcome is last.got
    elif isinstance(outcome, JobStalledError):
        assert world.stall_timeout is not None
        assert outcome.waited >= world.stall_timeout
        assert world.quiet() >= outcome.waited - 1e-6
    else:
        assert last.seen >= world.timeout
        assert isinstance(outcome, JobTimeoutError if has_status else ServiceError)
    if isinstance(outcome, ServiceError):
        assert outcome.failures == len(world.failing(len(answers)))
    assert len(answers) <= 2 + PURSE + (1 + REFILL) * world.now / world.longest


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_wait_ends_in_time_with_the_right_outcome_and_without_a_storm(batch: int) -> None:
    ends: set[str] = set()
    for number in range(RUNS // BATCHES):
        world = World(f"{batch}-{number}")
        outcome = world.wait()
        ends.add(type(outcome).__name__)
        try:
            assert_right(world, outcome)
        except AssertionError as error:
            error.add_note(f"in World({world.seed!r}), which ended with {outcome!r} at {world.now:.1f} s")
            raise

    # Each kind of end occurs, so that every rule is tested.
    assert ends >= {"JobStatus", "RejectedError", "JobTimeoutError"}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_end_of_a_job_is_seen_in_time_whatever_the_job_and_the_clock_say(batch: int) -> None:
    for number in range(RUNS // BATCHES):
        world = World(f"calm {batch}-{number}")
        world.faults, world.slow, world.stall_timeout, world.timeout = [], 2.0, None, 3 * HOUR
        world.longest = 55.0
        outcome = world.wait()

        if world.job.end < world.timeout:
            assert isinstance(outcome, JobStatus), world.seed
            assert world.now - world.job.end <= 60, world.seed
        else:
            assert isinstance(outcome, JobTimeoutError), world.seed


class Tokens:
    """Tokens that live a minute, the endpoint that gives them, and a service that refuses every other: one more fault."""

    next_step = "Get another token."
    LIFE = 60.0

    def __init__(self, rng: random.Random, clock: Callable[[], float], *, is_honest: bool) -> None:
        self._rng = rng
        self._clock = clock
        self._auth = RenewingAuth(self, clock=clock)
        # The lifetime that the endpoint states: the true one, none, or another.
        self._told = Tokens.LIFE if is_honest else rng.choice((Tokens.LIFE, None, 3600.0, 1.0, 0.0))
        self._broken = 0.0 if is_honest else rng.choice((0.0, 0.0, 0.1, 0.5))
        self._revoked = 0.0 if is_honest else rng.choice((0.0, 0.05))
        self._ends: dict[str, float] = {}
        self.issued = 0
        self.refused = 0

    def fetch(self, within: float) -> Token:
        """Give a token, as the endpoint does."""
        assert within > 0
        if self._rng.random() < self._broken:
            raise UnreachableError("The token endpoint does not answer.", next_step="Run again later.")
        self.issued += 1
        token = f"token-{self.issued}"
        self._ends[token] = self._clock() + Tokens.LIFE * (self._rng.random() >= self._revoked)
        return Token(SecretStr(token), self._told)

    def __call__(self, _at: float) -> ContentJobsError | None:
        request = httpx.Request("GET", "https://api.example/status", extensions={DEADLINE: time.monotonic() + 1000})
        flow = self._auth.sync_auth_flow(request)
        try:
            signed = next(flow)
            while True:
                token = signed.headers["Authorization"].removeprefix("Bearer ")
                is_good = self._clock() < self._ends[token]
                self.refused += not is_good
                signed = flow.send(httpx.Response(200 if is_good else 401))
        except StopIteration:
            return None if is_good else fault("401")
        except UnreachableError as error:
            return error


@pytest.mark.parametrize("batch", range(BATCHES))
def test_tokens_that_live_a_minute_last_for_three_hours(batch: int) -> None:
    for number in range(RUNS // BATCHES):
        world = World(f"tokens {batch}-{number}", lasts=3 * HOUR)
        tokens = Tokens(world.rng, lambda world=world: world.now, is_honest=world.is_calm)  # type: ignore[misc]
        world.faults.append(tokens)
        if world.is_calm:
            world.timeout, world.stall_timeout = 4.5 * HOUR, None
        outcome = world.wait()
        try:
            assert_right(world, outcome)
            if world.is_calm:
                assert isinstance(outcome, JobStatus if world.job.end < world.timeout else JobTimeoutError)
                assert tokens.refused == 0
        except AssertionError as error:
            error.add_note(f"in World({world.seed!r}) with tokens, which ended with {outcome!r} at {world.now:.1f} s")
            raise
        assert tokens.issued <= 2 * len(world.answers)
