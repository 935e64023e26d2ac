"""SIGTERM, as CI systems send it to a run that they cancel: it cleans up as Ctrl-C does, and the exit status is 143."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pytest_contentjobs.boundary.signals import TerminatedError, Termination
from pytest_contentjobs.emulator import ContentService, RawResponse
from pytest_contentjobs.joblog.formats.base import LineParser
from pytest_contentjobs.model.reason import Reason
from tests.faults.raw_server import http
from tests.faults.script_server import Peer, script_server
from tests.support import CLEAN_LOG, LOG, REPOSITORY, finished, junit_cases

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM between processes")

Gate = Callable[..., pytest.RunResult]
PACKAGE = REPOSITORY / "examples" / "packages" / "clean"
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:randomly")
WORKERS = (*PYTEST, "-n", "2")
REPORT = (sys.executable, "-m", "pytest_contentjobs.cli", "report")
FACES = pytest.mark.parametrize("face", [PYTEST, WORKERS, REPORT], ids=["pytest", "xdist", "report"])
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the child runs in, with its own folder for what is temporary."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "temporary").mkdir()
    (tmp_path / "bad.log").write_text(LOG, encoding="utf-8")
    return tmp_path


@contextmanager
def started(
    face: tuple[str, ...], folder: Path, *arguments: str, **environment: str
) -> Iterator[subprocess.Popen[str]]:
    """Start a child that writes both reports; whatever becomes of it, it ends."""
    with subprocess.Popen(
        [*face, "--content-junit=c.xml", "--content-json=c.json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment, "TMPDIR": str(folder / "temporary"), "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdout is not None
    assert any(text in line for line in process.stdout)


def terminated(process: subprocess.Popen[str]) -> str:
    """Send SIGTERM, and return what the child still writes."""
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=60)[0]
    assert process.returncode == 143, rest
    assert "Traceback" not in rest
    return rest


def assert_nothing_is_left(folder: Path) -> None:
    """See that nothing temporary remains, and that both reports say that the run did not come to its end."""
    assert list((folder / "temporary").glob("contentjobs-*")) == []
    assert list(folder.glob(".contentjobs-*")) == []
    errors = [case.name for case in junit_cases(folder / "c.xml") if case.outcome == "error"]
    runs = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    assert errors == ["job"] * len(runs)
    assert all(Reason.RUN_UNFINISHED in run["judgement"]["codes"] for run in runs)


@FACES
def test_during_the_wait(folder: Path, face: tuple[str, ...], service: ContentService) -> None:
    job = service.add_job([{"status": "In Progress"}])

    options = ("--content-poll-interval=3600", "--content-save=runs")
    with started(face, folder, f"--content-job=main={job}", *options) as process:
        wait_for(process, "main: waiting for job")
        rest = terminated(process)

    assert "InterruptedRunError" not in rest
    assert "TerminatedError" not in rest
    (command,) = (line.partition("to go on: ")[2] for line in rest.splitlines() if "to go on: " in line)
    program, *resumed = (each.rpartition("/")[2] for each in shlex.split(command))
    assert program == ("contentjobs" if face == REPORT else "pytest")
    assert f"main={job}" in resumed
    assert {"--content-save=runs", "--content-save"} & set(resumed)
    assert list((folder / "runs").iterdir()) == []
    assert_nothing_is_left(folder)


@pytest.mark.parametrize(("choice", "cancels"), [("leave", 0), ("cancel", 1)])
@pytest.mark.parametrize("face", [PYTEST, REPORT], ids=["pytest", "report"])
def test_jobs_are_left_or_cancelled_as_by_ctrl_c(
    folder: Path, face: tuple[str, ...], service: ContentService, choice: str, cancels: int
) -> None:
    uri = service.upload_package(PACKAGE)
    service.queue_responses("status", *[RawResponse(200, {"status": "In Progress", "jobType": "Validation"})] * 1000)
    since = len(service.requests)

    arguments = (f"--content-validate=main={uri}", f"--content-on-interrupt={choice}", "--content-poll-interval=3600")
    with started(face, folder, *arguments) as process:
        wait_for(process, "main: In Progress")
        rest = terminated(process)

    assert ("is cancelled" in rest, "--content-job main=" in rest) == (bool(cancels), not cancels)
    assert sum(request.path.endswith("/cancel") for request in service.requests[since:]) == cancels
    assert_nothing_is_left(folder)


@contextmanager
def stalling_log() -> Iterator[tuple[str, threading.Event]]:
    """Serve a log that never arrives whole; the event says that its beginning was sent."""
    is_sent, end = threading.Event(), threading.Event()

    def serve(peer: Peer) -> None:
        peer.request()
        whole = http("200 OK", CLEAN_LOG.encode() * 1000)
        peer.send(whole[: len(whole) // 2])
        is_sent.set()
        end.wait(60)

    with script_server([serve]) as server:
        try:
            yield f"{server.url}/log.txt", is_sent
        finally:
            end.set()


@FACES
def test_during_a_download(folder: Path, face: tuple[str, ...]) -> None:
    with stalling_log() as (url, is_sent), started(face, folder, f"--content-log=main={url}") as process:
        assert is_sent.wait(60)
        terminated(process)

    assert_nothing_is_left(folder)


def test_a_job_that_has_ended_is_named_if_another_log_is_read(folder: Path, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    with (
        stalling_log() as (url, is_sent),
        started(REPORT, folder, f"--content-job=main={job}", f"--content-log=other={url}") as process,
    ):
        assert is_sent.wait(60)
        rest = terminated(process)

    assert f" --content-job main={job}" in rest
    assert "still running" not in rest
    assert_nothing_is_left(folder)


def test_while_a_log_is_read(folder: Path) -> None:
    os.mkfifo(folder / "begun")
    os.mkfifo(folder / "end")
    lines = (
        f"from {LineParser.__module__} import LineParser",
        "class Waiting(LineParser):",
        "    name = 'waiting'",
        "    def parser(self):",
        "        return self",
        "    def parse(self, record):",
        "        open('begun', 'w').close()",
        "        open('end').read()",
        "def pytest_contentjobs_read_log():",
        "    return Waiting()",
    )
    (folder / "conftest.py").write_text("\n".join(lines), encoding="utf-8")

    with started(PYTEST, folder, "--content-log=main=bad.log", "--content-log-format=waiting") as process:
        (folder / "begun").read_text(encoding="utf-8")
        terminated(process)

    assert_nothing_is_left(folder)


@pytest.mark.parametrize("face", [PYTEST, WORKERS], ids=["pytest", "xdist"])
def test_during_the_users_own_tests(folder: Path, face: tuple[str, ...]) -> None:
    os.mkfifo(folder / "begun")
    os.mkfifo(folder / "end")
    (folder / "test_own.py").write_text(
        "def test_own():\n    open('begun', 'w').close()\n    open('end').read()\n", encoding="utf-8"
    )

    with started(face, folder, "--content-log=bad.log", "test_own.py") as process:
        (folder / "begun").read_text(encoding="utf-8")
        process.send_signal(signal.SIGTERM)
        if face is WORKERS:
            # A worker that hangs would be killed after ten seconds.
            (folder / "end").write_text("", encoding="utf-8")
        rest = process.communicate(timeout=60)[0]

    assert process.returncode == 143, rest
    assert_nothing_is_left(folder)
    (run,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    assert len(run["findings"]) == 3


def test_a_test_that_swallows_it_does_not_make_it_green(folder: Path) -> None:
    (folder / "clean.log").write_text(CLEAN_LOG, encoding="utf-8")
    (folder / "test_own.py").write_text(
        "import signal\n"
        "def test_own():\n"
        "    try:\n"
        "        signal.raise_signal(signal.SIGTERM)\n"
        "    except BaseException:\n"
        "        pass\n",
        encoding="utf-8",
    )

    with started(PYTEST, folder, "--content-log=clean.log") as process:
        rest = process.communicate(timeout=60)[0]

    assert (process.returncode, "1 passed" in rest or "2 passed" in rest) == (143, True)
    assert_nothing_is_left(folder)


def test_a_handler_of_the_users_is_respected(folder: Path, service: ContentService) -> None:
    (folder / "conftest.py").write_text(
        "import os, signal\nsignal.signal(signal.SIGTERM, lambda *_: os.write(1, b'mine\\n'))\n", encoding="utf-8"
    )
    job = service.add_job([{"status": "In Progress"}])

    with started(PYTEST, folder, f"--content-job=main={job}", "--content-poll-interval=3600", ".") as process:
        wait_for(process, "main: waiting for job")
        process.send_signal(signal.SIGTERM)
        wait_for(process, "mine")
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)

    assert process.returncode == 2


@pytest.mark.parametrize("face", [PYTEST, REPORT], ids=["pytest", "report"])
def test_the_second_one_ends_at_once(folder: Path, face: tuple[str, ...]) -> None:
    is_cancelling, end = threading.Event(), threading.Event()
    created = f"Location: /knowledge/contentmgr/v4/import/content/{JOB}/status"

    def answers(peer: Peer) -> None:
        request = peer.request()
        if b"/cancel " in request:
            is_cancelling.set()
            end.wait(60)
        elif b"/validate " in request:
            peer.send(http("202 Accepted", b"", created))
        else:
            peer.send(http("200 OK", b'{"status": "In Progress"}'))

    with (
        script_server([answers]) as server,
        started(
            face,
            folder,
            *("--content-validate=main=s3://bucket/x", "--content-on-interrupt=cancel"),
            "--content-poll-interval=3600",
            CONTENTJOBS_API_DOMAIN=server.url,
            CONTENTJOBS_ACCESS_TOKEN="token-of-the-test",
        ) as process,
    ):
        wait_for(process, "main: In Progress")
        process.send_signal(signal.SIGTERM)
        assert is_cancelling.wait(60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == -signal.SIGTERM
        end.set()

    assert [case.name for case in junit_cases(folder / "c.xml") if case.outcome == "error"] == ["job"]


def test_the_handler_is_gone_afterwards(gate: Gate, folder: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)

    assert gate(f"--content-log={folder / 'bad.log'}").ret == 1
    assert gate(f"--content-log={folder / 'bad.log'}", "--content-policy=nowhere").ret == 4

    assert signal.getsignal(signal.SIGTERM) is before


def test_nothing_is_heard_in_another_thread() -> None:
    before = signal.getsignal(signal.SIGTERM)
    listener = Termination()
    thread = threading.Thread(target=listener.listen)
    thread.start()
    thread.join()

    assert signal.getsignal(signal.SIGTERM) is before
    listener.stop()
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.skipif(signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL, reason="somebody listens already")
def test_a_handler_that_was_set_meanwhile_stays() -> None:
    listener = Termination()
    listener.listen()
    with pytest.raises(TerminatedError):
        signal.raise_signal(signal.SIGTERM)
    assert (listener.has_come, signal.getsignal(signal.SIGTERM)) == (True, signal.SIG_DFL)

    listener.listen()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    listener.stop()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
