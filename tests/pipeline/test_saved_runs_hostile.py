"""Saved runs that are incomplete, forged or laid out to lead elsewhere: none is green, and none makes us write elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.emulator import ContentService
from tests.support import CLEAN_LOG, LOG, finished

# Each case starts a process or several.
pytestmark = pytest.mark.grid

Gate = Callable[..., pytest.RunResult]
INCOMPLETE, MISSING, INVALID = "saved-run-incomplete", "saved-run-missing", "saved-run-invalid"
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and pipes are those of POSIX")


@pytest.fixture
def saved(pytester: pytest.Pytester, gate: Gate) -> Path:
    """Two clean saved runs, ``day`` and ``night``."""
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    logs = [f"--content-log={name}=log.txt" for name in ("day", "night")]
    assert gate(*logs, "--content-save=saved").ret == 0
    return pytester.path / "saved"


def change(folder: Path, **fields: object) -> None:
    """Change values in the description of a saved run; a key like ``run__source`` stands for a path."""
    document = json.loads((folder / "run.json").read_bytes())
    for key, value in fields.items():
        *keys, last = key.split("__")
        place = document
        for step in keys:
            place = place[step]
        place[last] = value
    (folder / "run.json").write_text(json.dumps(document), encoding="utf-8")


def judged(pytester: pytest.Pytester, gate: Gate, *arguments: str) -> tuple[int, list[str], str]:
    """Judge what was saved; return the exit status, the codes and all that was written."""
    result = gate(*(arguments or ("--content-log=saved",)), "--content-json=c.json", "--content-junit=c.xml")
    output = result.stdout.str() + result.stderr.str()
    assert "Traceback" not in output
    codes: list[str] = []
    if (pytester.path / "c.json").exists():
        document = json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))
        codes = [code for run in document["runs"] for code in run["judgement"]["codes"]]
    return int(result.ret), codes, output


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


def built_upon(folder: Path, option: str) -> tuple[int, str]:
    """Use what was saved for something else than judging it again, in this process."""
    (folder / "known.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")
    commands = {
        "compare": ("report", "--content-log=log.txt", "--content-compare=saved"),
        "prune": ("baseline", "prune", "--content-baseline=known.json", "--run=saved"),
        "import": ("import", "s3://bucket/package/", "--after=saved"),
        "import one": ("import", "s3://bucket/package/", "--after=saved/night"),
    }
    environment = {"CONTENTJOBS_API_DOMAIN": "api.example", "CONTENTJOBS_ACCESS_TOKEN": "token"}
    done = CliRunner().invoke(main, commands[option], env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.stdout + done.stderr


def program(folder: Path, *arguments: str, umask: int) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest_contentjobs.cli", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        umask=umask,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


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


ELSEWHERE = [
    "../..",
    "../elsewhere",
    "{path}/elsewhere",
    "a/b",
    "..",
    ".",
    "",
    "a\\b",
    "C:\\x",
    "night\n",
    "x" * 41,
    "é",
]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_name_that_is_no_name_leads_nowhere(pytester: pytest.Pytester, gate: Gate, saved: Path, name: str) -> None:
    elsewhere = pytester.path / "elsewhere"
    elsewhere.mkdir()
    for file in ("run.json", "status.json", "log"):
        (elsewhere / file).write_text("mine", encoding="utf-8")
        (pytester.path / file).write_text("mine", encoding="utf-8")
    change(saved / "night", run__name=name.format(path=pytester.path))

    status, codes, _ = judged(pytester, gate, "--content-log=saved", "--content-save=a/b")

    assert (status, codes) == (10, [INVALID])
    for file in ("run.json", "status.json", "log"):
        assert (elsewhere / file).read_text(encoding="utf-8") == "mine"
        assert (pytester.path / file).read_text(encoding="utf-8") == "mine"


HOSTILE = "x\x1b]0;owned\x07\n##vso[task.complete]\n::error::y\u202e\nNAME::job PASSED"
TEXTS: dict[str, Any] = {
    "run__job_id": HOSTILE,
    "run__log__location": HOSTILE,
    "run__source": HOSTILE,
    "run__notes": [HOSTILE],
    "run__job_check": {"outcome": "broken", "text": HOSTILE, "codes": [HOSTILE]},
    "run__dropped": {HOSTILE: 1},
    "run__judgement": {"outcome": "not judged", "reasons": [HOSTILE], "codes": [HOSTILE]},
    "run__status": {"status": HOSTILE, "job_type": HOSTILE, "log_file_location": HOSTILE, "error": HOSTILE},
    HOSTILE: 1,
}


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("has_log", [True, False])
def test_no_text_of_a_saved_run_is_shown_as_it_is(
    pytester: pytest.Pytester, gate: Gate, saved: Path, field: str, has_log: bool
) -> None:
    change(saved / "night", **{field: TEXTS[field]}, **({} if has_log else {"log": None, "run__log": None}))
    (pytester.path / "known.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")

    output = [judged(pytester, gate)[2], judged(pytester, gate, "--content-log=log.txt", "--content-compare=saved")[2]]
    output += [path.read_text(encoding="utf-8") for path in pytester.path.glob("c.*")]
    output += [built_upon(pytester.path, option)[1] for option in ("import", "import one", "prune", "compare")]

    for text in output:
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
        assert not any(line.lstrip().startswith(("::", "##vso")) for line in text.splitlines())
        assert "##vso[" not in text


@pytest.mark.parametrize("field", ["class_name", "name", "fingerprint"])
def test_a_finding_whose_name_is_no_name_is_refused(
    pytester: pytest.Pytester, gate: Gate, saved: Path, field: str
) -> None:
    (pytester.path / "bad.txt").write_text(LOG, encoding="utf-8")
    gate("--content-log=night=bad.txt", "--content-save=saved")
    document = json.loads((saved / "night/run.json").read_bytes())
    document["run"]["verdicts"][0]["finding"][field] = HOSTILE
    (saved / "night/run.json").write_text(json.dumps(document), encoding="utf-8")

    assert judged(pytester, gate)[:2] == (10, [INVALID])
    assert judged(pytester, gate, "--content-log=log.txt", "--content-compare=saved/night")[0] == 4


@posix
@pytest.mark.parametrize("place", ["night", "night/log", "night/run.json", "night/status.json"])
@pytest.mark.parametrize("target", ["there", "missing"])
def test_nothing_is_written_through_a_link(
    pytester: pytest.Pytester, gate: Gate, service: ContentService, place: str, target: str
) -> None:
    elsewhere = pytester.path / "elsewhere"
    elsewhere.mkdir()
    is_folder = place == "night"
    mine = elsewhere / ("folder" if is_folder else "file")
    if target == "there":
        if is_folder:
            mine.mkdir()
            (mine / "log").write_text("mine", encoding="utf-8")
        else:
            mine.write_text("mine", encoding="utf-8")
    (pytester.path / "saved" / place).parent.mkdir(parents=True)
    (pytester.path / "saved" / place).symlink_to(mine)
    before = sorted(path.relative_to(elsewhere) for path in elsewhere.rglob("*"))
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    result = gate("--content-job", f"night={job}", "--content-save=saved")

    assert result.ret == (4 if is_folder else 0)
    assert sorted(path.relative_to(elsewhere) for path in elsewhere.rglob("*")) == before
    if target == "there":
        assert (mine / "log" if is_folder else mine).read_text(encoding="utf-8") == "mine"
    if not is_folder:
        assert not any(path.is_symlink() for path in (pytester.path / "saved/night").iterdir())


@posix
@pytest.mark.parametrize("umask", [0, 0o022, 0o077, 0o777])
def test_only_the_owner_may_read_what_was_saved(pytester: pytest.Pytester, umask: int) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    (pytester.path / "status.json").write_text(json.dumps(finished(2, 1)), encoding="utf-8")

    status, _ = program(
        pytester.path,
        "report",
        "--content-log=night=log.txt",
        "--content-status=status.json",
        "--content-save=saved",
        umask=umask,
    )

    assert status == 1
    paths = [pytester.path / "saved", *(pytester.path / "saved").rglob("*")]
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in paths} == {
        "saved": "0o700",
        "night": "0o700",
        "run.json": "0o600",
        "status.json": "0o600",
        "log": "0o600",
    }


@posix
def test_a_folder_that_was_there_keeps_its_mode_and_what_is_in_it(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    (pytester.path / "shared/night").mkdir(parents=True)
    (pytester.path / "shared/night/notes.txt").write_text("mine", encoding="utf-8")
    for path in (pytester.path / "shared", pytester.path / "shared/night"):
        path.chmod(0o755)

    assert gate("--content-log=night=log.txt", "--content-save=shared").ret == 0

    for path in (pytester.path / "shared", pytester.path / "shared/night"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert (pytester.path / "shared/night/notes.txt").read_text(encoding="utf-8") == "mine"


@posix
def test_a_downloaded_log_can_be_read_by_its_owner_only(pytester: pytest.Pytester, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())
    pytester.makeconftest(
        """
        import os, stat, json
        import pytest_contentjobs.pipeline.observe as pipeline

        os.umask(0)
        read = pipeline.read_log

        def watched(path, **named):
            modes = [stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path)]
            open("modes.json", "w").write(json.dumps(modes))
            return read(path, **named)

        pipeline.read_log = watched
        """
    )

    assert pytester.runpytest_subprocess("--content-job", job).ret == 0
    assert json.loads((pytester.path / "modes.json").read_text()) == [0o700, 0o600]
