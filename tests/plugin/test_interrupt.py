"""An interrupt while a job is being created does not lose the job."""

from __future__ import annotations

import signal
import threading
from contextlib import AbstractContextManager

import pytest

from pytest_contentjobs.pipeline.jobs import WaitWatch
from pytest_contentjobs.pipeline.run import InterruptedRunError, gate
from pytest_contentjobs.pipeline.threads import Stop
from pytest_contentjobs.reports.progress import SilentWatch
from pytest_contentjobs.settings.resolve import resolve
from tests.faults.raw_server import http
from tests.faults.script_server import Peer, script_server

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
CREATED = http("202 Accepted", b"", f"Location: /knowledge/contentmgr/v4/import/content/{JOB}/status")
RESUME = f"pytest --content-job main={JOB}"


class RecordingWatch:
    """Records the lines that a user has to see."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def job(self, name: str, job_id: str) -> AbstractContextManager[WaitWatch]:
        return SilentWatch().job(name, job_id)

    def show(self, line: str) -> None:
        self.lines.append(line)

    def close(self) -> None:
        pass


def interrupt(url: str, on_interrupt: str) -> tuple[str, ...]:
    """Start a validation, and return the lines of the interrupt that comes during the run."""
    environment = {
        "CONTENTJOBS_API_DOMAIN": url,
        "CONTENTJOBS_ACCESS_TOKEN": "token-of-the-test",
        "CONTENTJOBS_ON_INTERRUPT": on_interrupt,
    }
    settings = resolve({"content_validate": ["main=s3://bucket/x"]}.get, environment, lambda _key: "")
    with pytest.raises(InterruptedRunError) as stopped:
        gate(settings, RecordingWatch())
    return stopped.value.lines


@pytest.mark.parametrize(
    ("choice", "is_resumable", "cancels"),
    [("leave", True, 0), ("cancel", False, 1)],
)
def test_a_job_that_is_created_after_the_interrupt_is_left_or_cancelled(
    monkeypatch: pytest.MonkeyPatch, choice: str, is_resumable: bool, cancels: int
) -> None:
    has_come = threading.Event()
    stop = Stop.set

    def record(self: Stop) -> None:
        stop(self)
        has_come.set()

    monkeypatch.setattr(Stop, "set", record)

    def create(peer: Peer) -> None:
        peer.request()
        signal.raise_signal(signal.SIGINT)
        has_come.wait(20)
        peer.send(CREATED)

    def respond(peer: Peer) -> None:
        request = peer.request()
        is_cancel = request.startswith(b"POST") and b"/cancel " in request
        peer.send(http("204 No Content") if is_cancel else http("200 OK", b'{"status": "In Progress"}'))

    with script_server([create, respond]) as server:
        lines = interrupt(server.url, choice)

    line, *command = lines
    assert line.startswith(f"main: job {JOB} ")
    assert command == ([f"to go on: {RESUME}"] if is_resumable else [])
    assert sum(b"/cancel " in request for request in server.requests) == cancels
    assert sum(b"/validate " in request for request in server.requests) == 1


def test_a_job_that_may_have_been_created_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytest_contentjobs.pipeline.jobs._CREATED_WITHIN", 0.1)
    reported = threading.Event()

    def never_respond(peer: Peer) -> None:
        peer.request()
        signal.raise_signal(signal.SIGINT)
        reported.wait(20)

    with script_server([never_respond]) as server:
        lines = interrupt(server.url, "cancel")
        reported.set()

    (line,) = lines
    assert line.startswith("main: the validation of s3://bucket/x ")
    assert JOB not in line
