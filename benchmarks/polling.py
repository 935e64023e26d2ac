"""How often a wait polls, and how late it sees the end of a job, compared with fixed intervals and exponential growth.

Simulates validation and import jobs with the durations of the vendor's guide (2 to 240 minutes), with a clock that only
sleeping and polling move, and drives ``wait_until_finished`` with each schedule. A job reads its package, processes its
items at a rate that fluctuates and has slow phases, and often stays at 100 % for a while before its status word changes;
a response takes 0.1 to 2 s. The rows differ in what the job reports: the truth, nothing, or something wrong. Half of the
jobs of the rows "scheduled" wait up to two hours for their start, and a quarter of these start early or late in the row
"wrong". A wrong clock is up to five hours early or late.

Prints for each row and schedule the polls per job, their ratio to those of the fixed 15 s, and the delay in seconds
between the end of a job and the response that shows it.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from pytest_contentjobs.model.job import JobStatus, Progress
from pytest_contentjobs.service.polling import wait_until_finished
from pytest_contentjobs.service.schedule import Schedule
from pytest_contentjobs.settings.options.waiting import POLL_INTERVAL
from pytest_contentjobs.settings.parsing import as_duration

#: Shortest and longest in minutes, and items: the brackets of the vendor's guide for validations and imports.
BRACKETS = (
    (2, 10, 20, 1_000),
    (10, 30, 1_000, 10_000),
    (30, 90, 10_000, 100_000),
    (5, 15, 20, 1_000),
    (15, 60, 1_000, 10_000),
    (60, 240, 10_000, 100_000),
)
ROWS = 20
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
DONE = JobStatus(status="Successful")
RUNNING = JobStatus(status="In Progress")
Report = Literal[
    "truth",
    "progress",
    "estimate",
    "nothing",
    "stuck",
    "backward",
    "racing",
    "crawling",
    "near",
    "past",
    "far",
    "jumping",
]
WRONG: tuple[Report, ...] = ("stuck", "backward", "racing", "crawling", "near", "past", "far", "jumping")


class Piece(NamedTuple):
    """From ``at`` on, ``done`` of the work is done, and ``rate`` of it is added each second."""

    at: float
    done: float
    rate: float


@dataclass(frozen=True)
class Job:
    """A job in seconds since the first poll: the moments of its life, and what it does with its items."""

    announced: float
    start: float
    reading: float
    finishing: float
    end: float
    total: int
    pieces: Sequence[Piece]
    refresh: float

    def done(self, at: float) -> float:
        """Return the share of the work that is done."""
        if at >= self.finishing:
            return 1.0
        if at < self.reading:
            return 0.0
        piece = self.pieces[bisect_right(self.pieces, at, key=lambda piece: piece.at) - 1]
        return min(piece.done + (at - piece.at) * piece.rate, 1.0)


def make_job(rng: random.Random, *, scheduled: bool, punctual: bool) -> Job:
    """Draw a job; an unpunctual one may start at another time than it announces."""
    shortest, longest, fewest, most = rng.choice(BRACKETS)
    duration = rng.uniform(shortest, longest) * 60
    announced = start = 0.0
    if scheduled and rng.random() < 1 / 2:
        announced = start = rng.uniform(0, 7200)
        if not punctual and rng.random() < 1 / 4:
            start = rng.uniform(0, announced) if rng.random() < 1 / 2 else announced + rng.uniform(0, 1800)
    reading = start + min(duration * rng.uniform(0, 0.05), 120)
    finishing = start + duration
    if rng.random() < 3 / 4:
        finishing -= min(duration * rng.uniform(0, 0.08), 180)
    slow = [rng.random() < 0.15 for _ in range(rng.randint(8, 40))]
    work = [rng.lognormvariate(0, 0.35) * (rng.uniform(0.2, 0.5) if is_slow else 1) for is_slow in slow]
    length, total_work, done, pieces = (finishing - reading) / len(work), sum(work), 0.0, []
    for number, amount in enumerate(work):
        pieces.append(Piece(reading + number * length, done, amount / total_work / length))
        done += amount / total_work
    refresh = rng.choice((0.0, 10.0, 30.0))
    return Job(announced, start, reading, finishing, start + duration, rng.randint(fewest, most), pieces, refresh)


@dataclass
class Service:
    """Responds for one job, on a clock that only sleeping and polling move."""

    job: Job
    kind: Report
    rng: random.Random
    now: float = 0.0
    polls: int = 0
    remembered: dict[str, float] = field(default_factory=dict)

    def fetch(self, _within: float) -> JobStatus:
        """Return the status at a moment within the time that the response takes."""
        self.polls += 1
        takes = self.rng.uniform(0.1, 2)
        looked_at = self.now + takes * self.rng.random()
        self.now += takes
        return DONE if looked_at >= self.job.end else self.unfinished(looked_at)

    def unfinished(self, at: float) -> JobStatus:
        """Return the status of the job before its end."""
        if at < self.job.start:
            announced = None if self.kind == "nothing" else moment(self.job.announced)
            return JobStatus.model_construct(status="Scheduled", start_time=announced)
        if self.kind == "nothing":
            return RUNNING
        done, estimate = getattr(self, self.kind)(at)
        return JobStatus.model_construct(
            status="In Progress",
            progress=None if done is None else self.progress_of(done),
            start_time=moment(self.job.start),
            estimated_completion=None if estimate is None else moment(estimate),
        )

    def progress_of(self, done: float) -> Progress:
        """Return counts as the service gives them: whole numbers."""
        processed = int(done * self.job.total)
        return Progress.model_construct(
            processed=processed, total=self.job.total, percentage=float(100 * processed // self.job.total)
        )

    def estimated(self, at: float) -> float | None:
        """Return what a service reckons from the mean rate so far, which it may do only now and then."""
        if self.job.refresh:
            at -= at % self.job.refresh
        done = self.job.done(at)
        return self.job.reading + (at - self.job.reading) / done if done > 0 else None

    # What a job tells, as the share that is done and the expected end; each of these is named as its row.
    def truth(self, at: float) -> tuple[float | None, float | None]:
        return self.job.done(at), self.estimated(at)

    def progress(self, at: float) -> tuple[float | None, float | None]:
        return self.job.done(at), None

    def estimate(self, at: float) -> tuple[float | None, float | None]:
        return None, self.estimated(at)

    def stuck(self, at: float) -> tuple[float | None, float | None]:
        stop = self.remembered.setdefault("stop", self.rng.random())
        return min(self.job.done(at), stop), None

    def backward(self, at: float) -> tuple[float | None, float | None]:
        return self.job.done(at) * self.rng.uniform(0.5, 1), None

    def racing(self, at: float) -> tuple[float | None, float | None]:
        return min(self.job.done(at) * 5, 0.99), None

    def crawling(self, at: float) -> tuple[float | None, float | None]:
        return self.job.done(at) / 10, None

    def near(self, at: float) -> tuple[float | None, float | None]:
        return self.job.done(at) / 2, at + 20

    def past(self, at: float) -> tuple[float | None, float | None]:
        return None, at - self.rng.uniform(0, 7200)

    def far(self, at: float) -> tuple[float | None, float | None]:
        return 0.0, at + 86400 * 365

    def jumping(self, at: float) -> tuple[float | None, float | None]:
        return self.rng.random(), at + self.rng.uniform(-600, 600)


def moment(at: float) -> datetime:
    """Return a moment of the simulation as the service writes it."""
    return EPOCH + timedelta(seconds=at)


class Fixed(Schedule):
    """Asks again after the same time, or after one that grows from ``first`` by half up to ``longest``."""

    def __init__(self, longest: float, first: float | None = None) -> None:
        super().__init__(longest)
        self._next = longest if first is None else first
        self._most = longest

    def after(self, status: JobStatus, *, at: float, now: datetime) -> float:  # noqa: ARG002 - whatever the status
        """Return the next interval."""
        interval, self._next = self._next, min(self._next * 1.5, self._most)
        return interval


class Figures(NamedTuple):
    """The polls and the delays of many waits."""

    polls: int
    delays: Sequence[float]


def simulate(jobs: Sequence[tuple[Job, Report, float]], make: Callable[[], Schedule], seed: int) -> Figures:
    """Wait for each job with a schedule of its own."""
    polls, delays = 0, []
    for number, (job, kind, skew) in enumerate(jobs):
        schedule = make()
        # What a job tells costs time to make, and is of no interest to a schedule that does not look at it.
        reported = "nothing" if isinstance(schedule, Fixed) else kind
        service = Service(job, reported, random.Random(f"{seed} {number}"))  # noqa: S311 - a simulation
        wait_until_finished(
            service.fetch,
            clock=lambda service=service: service.now,  # type: ignore[misc]
            now=lambda service=service, skew=skew: moment(service.now + skew),  # type: ignore[misc]
            sleep=lambda seconds, service=service: setattr(service, "now", service.now + seconds),  # type: ignore[misc]
            schedule=schedule,
            timeout=math.inf,
            report=lambda _status: None,
        )
        polls += service.polls
        delays.append(service.now - job.end)
    return Figures(polls, delays)


def rows(rng: random.Random, count: int) -> dict[str, list[tuple[Job, Report, float]]]:
    """Draw ``count`` jobs for each row: the job, what it tells, and how wrong the local clock is, in seconds."""
    drawn: dict[str, list[tuple[Job, Report, float]]] = {}
    for scheduled in (False, True):
        suffix = ", scheduled" if scheduled else ""

        def jobs(*, punctual: bool = True, scheduled: bool = scheduled) -> list[Job]:
            return [make_job(rng, scheduled=scheduled, punctual=punctual) for _ in range(count)]

        drawn[f"truth{suffix}"] = [(job, "truth", 0) for job in jobs()]
        drawn[f"true progress alone{suffix}"] = [(job, "progress", 0) for job in jobs()]
        drawn[f"true estimate alone{suffix}"] = [(job, "estimate", 0) for job in jobs()]
        drawn[f"nothing reported{suffix}"] = [(job, "nothing", 0) for job in jobs()]
        drawn[f"wrong{suffix}"] = [(job, rng.choice(WRONG), 0) for job in jobs(punctual=False)]
        drawn[f"truth, wrong clock{suffix}"] = [(job, "truth", rng.uniform(-5, 5) * 3600) for job in jobs()]
    for kind in WRONG:
        drawn[f"  wrong: {kind}"] = [(make_job(rng, scheduled=False, punctual=True), kind, 0) for _ in range(count)]
    return drawn


def main() -> None:
    """Simulate all rows and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=10_000, help="jobs in all rows (default: 10000)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    longest = as_duration(POLL_INTERVAL.default or "", POLL_INTERVAL)
    schedules: dict[str, Callable[[], Schedule]] = {
        "fixed 15 s": lambda: Fixed(15),
        "fixed 30 s": lambda: Fixed(30),
        "exp to 60 s": lambda: Fixed(60, 5),
        "ours": lambda: Schedule(longest),
    }
    started = time.perf_counter()
    drawn = rows(random.Random(arguments.seed), arguments.jobs // ROWS)  # noqa: S311 - a simulation
    print(f"seed {arguments.seed}, {sum(map(len, drawn.values())):,} jobs in {len(drawn)} rows, ours to {longest:g} s")
    print(f"{'':34}{'schedule':13}{'polls':>10}{'ratio':>7}{'median':>8}{'mean':>7}{'worst':>7}")
    for name, jobs in drawn.items():
        base = 0
        for schedule, make in schedules.items():
            figures = simulate(jobs, make, arguments.seed)
            base = base or figures.polls
            delays = f"{statistics.median(figures.delays):8.1f}{statistics.fmean(figures.delays):7.1f}{max(figures.delays):7.1f}"
            print(
                f"{name:34}{schedule:13}{figures.polls / len(jobs):10.1f}{figures.polls / base:7.3f}{delays}",
                flush=True,
            )
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
