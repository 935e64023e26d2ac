"""Saved runs that are forged or laid out to lead elsewhere: none is shown as it is, and nothing is written elsewhere."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.pipeline.saved_runs_support import INVALID, Gate, built_upon, judged, posix
from tests.support import CLEAN_LOG, LOG, finished

# Each case starts a process or several.
pytestmark = pytest.mark.grid


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
    (pytester.path / "known.json").write_text('{"version": 2, "findings": []}', encoding="utf-8")

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
