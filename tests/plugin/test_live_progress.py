"""The wait as a person sees it, in a real pseudo-terminal and through a pipe."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CLEAN_LOG, finished

pexpect = pytest.importorskip("pexpect", reason="there are no pseudo-terminals on Windows")

COLORS = re.compile(r"\x1b\[[0-9;]*m")
OTHER_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def running(processed: int) -> dict[str, object]:
    return {
        "status": "In Progress",
        "progress": {"processed": processed, "total": 5000, "percentage": processed / 50},
        "currentOperation": "Processing content items",
        "estimatedCompletion": "2026-11-23T11:30:00.000Z",
    }


@pytest.fixture
def job(service: ContentService) -> str:
    responses: list[dict[str, object]] = [{"status": "Scheduled"}, running(1250), running(2500), finished(0, 0)]
    return service.add_job(responses, log=CLEAN_LOG.encode())


def command(job: str) -> list[str]:
    return ["-m", "pytest", "-p", "no:randomly", "--content-job", job, "--content-poll-interval=0.15"]


@pytest.mark.grid
@pytest.mark.parametrize("width", [40, 80, 160])
def test_terminal_shows_a_line_that_changes_in_place(
    tmp_path: Path, job: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS")
    child = pexpect.spawn(sys.executable, command(job), cwd=str(tmp_path), dimensions=(24, width), timeout=60)
    raw = child.read().decode()
    child.close()

    assert child.exitstatus == 0
    assert "\x1b[2K" in raw
    waiting = COLORS.sub("", raw.partition("=====")[0])
    lines = [line for line in re.split(r"[\r\n]", OTHER_ESCAPES.sub("", waiting)) if line.strip()]
    assert max(len(line) for line in lines) <= width
    assert all(line.startswith("content ") for line in lines)
    assert any("25 %" in line for line in lines)
    assert any("1,250 of 5,000" in line for line in lines) or width < 160
    assert any("next poll " in line for line in lines)


def test_pipe_shows_plain_lines(tmp_path: Path, job: str) -> None:
    done = subprocess.run(
        [sys.executable, *command(job)], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0
    lines = done.stdout.partition("=====")[0].splitlines()
    assert all(re.match(r"\d\d:\d\d:\d\d[+-]\d{4} ", line) for line in lines)
    assert [line.partition(" ")[2] for line in lines] == [
        f"content: waiting for job {job}",
        "content: Scheduled",
        "content: Successful, 10 of 10 items (100 %)",
    ]
    assert "\x1b" not in done.stdout


def test_terminal_without_the_characters_of_the_live_line_shows_plain_lines(
    tmp_path: Path, job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    child = pexpect.spawn(sys.executable, command(job), cwd=str(tmp_path), dimensions=(24, 80), timeout=60)
    raw = child.read().decode()
    child.close()

    assert child.exitstatus == 0
    assert f"content: waiting for job {job}" in raw
    assert "UnicodeEncodeError" not in raw
