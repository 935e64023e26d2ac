"""Standard output that is closed, full or without a reader: no traceback, reports and exit status as ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support import CLEAN_LOG, LOG, junit_cases

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="there is no /dev/full elsewhere"), pytest.mark.grid]

PYTEST = (sys.executable, "-m", "pytest", "-p", "no:randomly")
FACES = {
    "pytest": PYTEST,
    "pytest -s": (*PYTEST, "-s"),
    "xdist": (*PYTEST, "-n", "2"),
    "unbuffered": (sys.executable, "-u", *PYTEST[1:]),
    "report": (sys.executable, "-m", "pytest_contentjobs.cli", "report"),
    "report, unbuffered": (sys.executable, "-u", "-m", "pytest_contentjobs.cli", "report"),
}
#: How a shell leads a stream that cannot be written to.
WAYS = {
    "stdout closed": ">&-",
    "stdout full": ">/dev/full",
    "stderr closed": "2>&-",
    "stderr full": "2>/dev/full",
    "both closed": ">&- 2>&-",
    "both full": ">/dev/full 2>&1",
    "all closed": "<&- >&- 2>&-",
}
LOGS = {"clean": ("clean.log", 0), "findings": ("bad.log", 1), "not judged": ("nowhere.log", 10)}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clean.log").write_text(CLEAN_LOG, encoding="utf-8")
    (tmp_path / "bad.log").write_text(LOG, encoding="utf-8")
    # More output than a pipe holds.
    (tmp_path / "many.log").write_text(LOG * 1000, encoding="utf-8")
    (tmp_path / "test_own.py").write_text("def test_own():\n    print('seen with -s')\n", encoding="utf-8")
    return tmp_path


def in_shell(command: Sequence[str], way: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {way}', "sh", *command], capture_output=True, timeout=60, check=False
    )
    assert b"Traceback" not in done.stderr + done.stdout
    assert b"Exception ignored" not in done.stderr + done.stdout
    return done


def assert_reports(folder: Path, status: int) -> None:
    """Check that both reports agree with the exit status."""
    outcomes = {case.outcome for case in junit_cases(folder / "c.xml")} - {"skipped", "passed"}
    (run,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    expected = {0: (set(), "clean"), 1: ({"failure"}, "findings"), 10: ({"error"}, "not judged")}
    assert (outcomes, run["judgement"]["outcome"]) == expected[status]
    assert "run-unfinished" not in run["judgement"]["codes"]


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
@pytest.mark.parametrize("face", ["pytest", "report"])
def test_the_exit_status_and_the_reports_stand(folder: Path, face: str, way: str) -> None:
    log, status = LOGS["findings"]

    done = in_shell([*FACES[face], f"--content-log={log}", "--content-junit=c.xml", "--content-json=c.json"], way)

    assert done.returncode == status
    assert_reports(folder, status)


@pytest.mark.parametrize("log", ["clean", "not judged"])
@pytest.mark.parametrize("face", FACES)
def test_so_do_others(folder: Path, face: str, log: str) -> None:
    file, status = LOGS[log]

    done = in_shell(
        [*FACES[face], f"--content-log={file}", "--content-junit=c.xml", "--content-json=c.json"], ">/dev/full"
    )

    assert done.returncode == status
    assert b"No space left on device" in done.stderr
    assert_reports(folder, status)


@pytest.mark.parametrize("face", FACES)
def test_a_reader_that_ends_is_not_an_error(folder: Path, face: str) -> None:
    command = [*FACES[face], "--content-log=many.log", "--content-junit=c.xml", "--content-json=c.json", "-v"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()

    assert (process.returncode, errors) == (1, b"")
    assert_reports(folder, 1)


@pytest.mark.parametrize("face", ["pytest", "report"])
@pytest.mark.parametrize("way", ["2>&-", "2>/dev/full", ">&- 2>&-"])
def test_wrong_usage_keeps_its_status(face: str, way: str) -> None:
    assert in_shell([*FACES[face], "--content-log=bad.log", "--content-timeout=soon"], way).returncode == 4
    assert in_shell([*FACES[face], "--content-log=bad.log", "--typo"], way).returncode == 4


def test_a_pipe_that_does_not_wait_loses_nothing() -> None:
    """As the standard output of a child of some CI systems: it is full for a moment, and not for good."""
    command = [*FACES["report"], "--content-log=many.log", "-v", "--content-show=all"]
    whole = subprocess.run(command, capture_output=True, timeout=60, check=False).stdout
    assert len(whole) > 1 << 17
    read, write = os.pipe()
    os.set_blocking(write, False)
    with subprocess.Popen(command, stdout=write) as process:
        os.close(write)
        with open(read, "rb") as pipe:  # noqa: PTH123 - a descriptor
            received = pipe.read()

    assert process.returncode == 1
    assert received == whole


def test_a_child_of_the_user_does_not_write_into_a_report(folder: Path) -> None:
    """With standard output closed, its number is free for the next file, and what a child prints would be in that."""
    (folder / "test_own.py").write_text(
        "import os\ndef test_own():\n    os.write(1, b'stray')\n    os.system('echo stray')\n", encoding="utf-8"
    )

    in_shell([*FACES["pytest -s"], "--content-log=bad.log", "--content-junit=c.xml", "--content-json=c.json"], ">&-")

    assert_reports(folder, 1)
    for path in folder.rglob("*"):
        with suppress(OSError):
            assert path.name == "test_own.py" or path.suffix == ".pyc" or b"stray" not in path.read_bytes()
