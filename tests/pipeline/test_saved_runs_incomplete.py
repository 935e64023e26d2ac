"""Saved runs that are incomplete or damaged: none is green."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline.saved_runs_support import INCOMPLETE, INVALID, MISSING, Gate, built_upon, judged, posix

# Each case starts a process or several.
pytestmark = pytest.mark.grid


def without(name: str) -> Callable[[Path], None]:
    return lambda saved: (saved / "night" / name).unlink()


def only(name: str) -> Callable[[Path], None]:
    def keep(saved: Path) -> None:
        for file in (saved / "night").iterdir():
            if file.name != name:
                file.unlink()

    return keep


def emptied(saved: Path) -> None:
    shutil.rmtree(saved / "night")
    (saved / "night").mkdir()


def left_over(name: str) -> Callable[[Path], None]:
    def leave(saved: Path) -> None:
        emptied(saved)
        (saved / "night" / name).write_text("{", encoding="utf-8")

    return leave


def written(content: str) -> Callable[[Path], None]:
    def write(saved: Path) -> None:
        (saved / "night/run.json").write_text(content, encoding="utf-8")

    return write


def cut(saved: Path) -> None:
    text = (saved / "night/run.json").read_text(encoding="utf-8")
    (saved / "night/run.json").write_text(text[: len(text) // 2], encoding="utf-8")


def moved_down(saved: Path) -> None:
    (saved / "old").mkdir()
    (saved / "night").rename(saved / "old/night")


def moved_up(saved: Path) -> None:
    shutil.copytree(saved / "night", saved, dirs_exist_ok=True)


def folder_for_run(saved: Path) -> None:
    (saved / "night/run.json").unlink()
    (saved / "night/run.json").mkdir()


def pipe_for_run(saved: Path) -> None:
    (saved / "night/run.json").unlink()
    os.mkfifo(saved / "night/run.json")


def pipe_for_log(saved: Path) -> None:
    (saved / "night/log").unlink()
    os.mkfifo(saved / "night/log")


def link(target: str) -> Callable[[Path], None]:
    def make(saved: Path) -> None:
        shutil.rmtree(saved / "night")
        (saved / "night").symlink_to(target)

    return make


def loose_log(saved: Path) -> None:
    shutil.copy(saved / "night/log", saved / "log")


HALF_WRITTEN: dict[str, Callable[[Path], None]] = {
    "no run.json": without("run.json"),
    "a log alone": only("log"),
    "a status alone": left_over("status.json"),
    "an empty folder": emptied,
    "a temporary file alone": left_over(".run.json.0a1b2c.part"),
    "a temporary log alone": left_over(".log.0a1b2c.part"),
    "run.json is empty": written(""),
    "run.json is cut off": cut,
    "run.json is null": written("null"),
    "run.json is a list": written("[]"),
    "run.json is a folder": folder_for_run,
    "one folder further down": moved_down,
    "one folder further up": moved_up,
    "a log beside the folders": loose_log,
    "no log": without("log"),
    "run.json is deeply nested": written("[" * 100_000),
}


ON_POSIX: dict[str, Callable[[Path], None]] = {
    "run.json is a pipe": pipe_for_run,
    "the log is a pipe": pipe_for_log,
    "a link to nowhere": link("nowhere"),
    "a link to itself": link("night"),
}


@pytest.mark.parametrize("name", [*HALF_WRITTEN, *(pytest.param(name, marks=posix) for name in ON_POSIX)])
@pytest.mark.parametrize("option", ["log", "compare", "prune", "import"])
def test_one_run_that_is_half_written_makes_the_folder_red_and_is_named(
    pytester: pytest.Pytester, gate: Gate, saved: Path, name: str, option: str
) -> None:
    {**HALF_WRITTEN, **ON_POSIX}[name](saved)
    place = {"one folder further down": "old", "one folder further up": "saved", "a log beside the folders": "saved"}

    if option == "log":
        status, codes, output = judged(pytester, gate)
        assert status == 10
        assert set(codes) <= {INCOMPLETE, MISSING, INVALID, "saved-run-ambiguous"}
        assert codes
    else:
        status, output = built_upon(pytester.path, option)
        # A folder of two runs is no ticket, whatever is in them.
        assert status == 4 or (option == "import" and status == 10)
    if "holds 2 saved runs" not in output:
        assert place.get(name, "night") in " ".join(output.split())


def test_a_run_that_was_killed_while_it_ran_is_red(pytester: pytest.Pytester, gate: Gate, saved: Path) -> None:
    from pytest_contentjobs.pipeline.saved_runs import RunStore  # noqa: PLC0415 - what a run does before it is killed

    RunStore(saved).claim(["evening"])
    shutil.copy(pytester.path / "log.txt", saved / "evening/junit.xml")

    status, codes, output = judged(pytester, gate)

    assert (status, codes) == (10, [INCOMPLETE])
    assert "evening" in output


def foreign(saved: Path) -> None:
    for name in (".git", "__pycache__", "notes", ".cache"):
        (saved / name).mkdir()
    (saved / ".git/config").write_text("x", encoding="utf-8")
    (saved / "__pycache__/a.pyc").write_bytes(b"x")
    (saved / "notes/monday.txt").write_text("x", encoding="utf-8")
    (saved / "notes.txt").write_text("x", encoding="utf-8")
    (saved / "content.xml").write_text("x", encoding="utf-8")
    (saved / "night/.DS_Store").write_bytes(b"x")


def test_what_is_not_ours_beside_saved_runs_is_passed_over(pytester: pytest.Pytester, gate: Gate, saved: Path) -> None:
    foreign(saved)

    assert judged(pytester, gate)[:2] == (0, [])


@pytest.mark.parametrize("folder", ["nothing", "foreign"])
def test_a_folder_without_a_run_is_not_judged(pytester: pytest.Pytester, gate: Gate, folder: str) -> None:
    (pytester.path / "saved").mkdir()
    if folder == "foreign":
        (pytester.path / "saved/night").mkdir()
        foreign(pytester.path / "saved")

    status, codes, _ = judged(pytester, gate)

    assert status == 10
    assert codes in ([MISSING], [INCOMPLETE])


@posix
def test_a_folder_that_cannot_be_looked_into_is_red(pytester: pytest.Pytester, gate: Gate, saved: Path) -> None:
    (saved / "evening").mkdir(mode=0)
    if os.access(saved / "evening", os.R_OK):
        # The superuser can look into every folder, so that another one has to look.
        status, output = as_nobody(pytester.path)
    else:
        status, _, output = judged(pytester, gate)

    assert status == 10
    assert "evening" in output


def as_nobody(folder: Path) -> tuple[int, str]:
    """Judge what was saved as a user who may do nothing; loads all modules first, which only we may read."""
    code = """
import os, sys
import pytest_contentjobs.plugin.session, pytest_contentjobs.cli, pytest_contentjobs.joblog.formats
from pytest_contentjobs.cli import main
os.setuid(65534)
main(["report", "--content-log=saved"])
"""
    for each in (folder, *folder.parents):
        if each.stat().st_uid == os.getuid() and each != Path("/tmp"):  # noqa: S108 - the system's own folder
            each.chmod(each.stat().st_mode | 0o055)
    for each in folder.rglob("*"):
        if each.name != "evening":
            each.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr
