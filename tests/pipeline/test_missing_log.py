"""A job's log that comes a little later than the job's end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.pipeline.run import gate
from pytest_contentjobs.reports.progress import SilentWatch
from pytest_contentjobs.settings.resolve import resolve
from tests.support import CLEAN_LOG, finished


class Clock:
    """A clock that only sleeping moves; ``on_pause`` is called before each pause, with the number of those before it."""

    def __init__(self, on_pause: Callable[[int], object] = lambda _: None) -> None:
        self.pauses: list[float] = []
        self._on_pause = on_pause

    def __call__(self) -> float:
        return sum(self.pauses)

    def sleep(self, seconds: float) -> None:
        self._on_pause(len(self.pauses))
        self.pauses.append(seconds)


def judged(service: ContentService, option: dict[str, object], clock: Clock) -> tuple[str, str]:
    settings = resolve(option.get, service.environment, lambda _key: "")
    (run,) = gate(settings, SilentWatch(), clock=clock, sleep=clock.sleep)
    return str(run.judgement.outcome), f"{run.job_check.text} {run.log_check.text}"


@pytest.fixture
def location(service: ContentService, request: pytest.FixtureRequest) -> str:
    return f"s3://{service.bucket}/logs/{request.node.name}.txt"


def test_log_that_comes_after_the_job_s_end_is_judged(service: ContentService, location: str) -> None:
    job = service.add_job([finished(0, 0, logFileLocation=location)])
    key = location.split("/", 3)[3]
    clock = Clock(lambda pauses: service.put_object(key, CLEAN_LOG.encode()) if pauses == 1 else None)

    outcome, _ = judged(service, {"content_job": [job]}, clock)

    assert (outcome, clock.pauses) == ("clean", [1, 2])


def test_log_that_stays_away_is_waited_for_a_minute(service: ContentService, location: str) -> None:
    job = service.add_job([finished(0, 0, logFileLocation=location)])
    clock = Clock()

    outcome, words = judged(service, {"content_job": [job]}, clock)

    assert (outcome, clock.pauses) == ("not judged", [1, 2, 4, 8, 15, 15, 15])
    assert location in words
    assert "NoSuchKey" in words


def test_log_that_a_user_names_is_not_waited_for(service: ContentService, location: str) -> None:
    clock = Clock()

    outcome, words = judged(service, {"content_log": [location]}, clock)

    assert (outcome, clock.pauses) == ("not judged", [])
    assert location in words
    assert "NoSuchKey" in words
