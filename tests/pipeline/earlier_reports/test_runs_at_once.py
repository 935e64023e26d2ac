"""Reports of a run that is killed and of two runs at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.pipeline.earlier_reports.support import (
    FACES,
    REPORT,
    REPORTS,
    Inside,
    assert_not_judged,
    lock_files,
    run,
)
from tests.support import junit_cases

# Each case starts a process or several.
pytestmark = pytest.mark.grid


# Reports of a run that is killed, and two runs at once.


@contextmanager
def waiting(face: tuple[str, ...], service: ContentService, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a run, and give it while it waits for its job."""
    job = service.add_job([{"status": "In Progress"}])
    command = [*face, f"--content-job=main={job}", "--content-poll-interval=3600", *arguments]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **service.environment, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "main: waiting for job" in line:
                break
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@FACES
def test_a_run_that_is_killed_leaves_no_green_report_and_no_lock(
    folder: Path, face: tuple[str, ...], service: ContentService
) -> None:
    with waiting(face, service, *REPORTS) as process:
        assert_not_judged(folder, names=("main",))
        process.kill()
        assert process.wait(30) == -signal.SIGKILL

    assert_not_judged(folder, names=("main",))

    assert run(face, *REPORTS, "--content-log=clean.log").returncode == 0
    assert {case.outcome for case in junit_cases(folder / "c.xml")} == {"passed", "skipped"}
    assert lock_files(folder) == []


@FACES
def test_a_second_run_on_the_same_report_is_wrong_usage(
    folder: Path, inside: Inside, face: tuple[str, ...], service: ContentService
) -> None:
    (folder / "inner").mkdir()
    (folder / "link").symlink_to(folder)
    with waiting(REPORT, service, *REPORTS):
        for same in ("--content-json=c.json", "--content-junit=inner/../c.xml", "--content-json=link/c.json"):
            status, errors = inside(face, "--content-log=clean.log", same)
            assert (status, same.partition("=")[2] in errors) == (4, True)
        assert inside(face, "--content-log=clean.log", "--content-junit=c.xml", "--content-timeout=soon")[0] == 4
        assert_not_judged(folder, names=("main",))
        assert inside(face, "--content-log=clean.log", "--content-junit=inner/c.xml")[0] == 0

    assert_not_judged(folder, names=("main",))
