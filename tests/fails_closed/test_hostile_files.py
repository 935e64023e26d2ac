"""Files that a user names and that contain anything: wrong usage or not judged, in a line or two that name the file."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from pytest_contentjobs.cli import main
from tests.support import CLEAN_LOG, finished

# Each case starts at least one process.
pytestmark = pytest.mark.grid

DEEP = 10_000
# Python refuses to read longer ones as a number, and pydantic may.
HUGE = "9" * 5_000

TOML = {
    "arrays": "a = " + "[" * DEEP + "]" * DEEP,
    "arrays that do not end": "a = " + "[" * DEEP,
    "tables": "a = " + "{a = " * DEEP + "1" + "}" * DEEP,
    "dotted tables": "[" + ".".join("a" * DEEP) + "]",
    "dotted keys": ".".join("a" * DEEP) + " = 1",
    "dotted tables in a list": "[[policy]]\nrule = '*'\n[policy." + ".".join("a" * DEEP) + "]",
    "deep values of an entry": "[[policy]]\nrule = " + "[" * 500 + "]" * 500,
    "a deep key of an entry": "[[policy]]\nrule = 'x'\ntolerate = true\n" + ".".join("a" * 3000) + " = 1",
    "a huge integer": f"[[policy]]\nrule = '*'\nmax = {HUGE}",
    "a huge hexadecimal integer": f"[[policy]]\nrule = '*'\nmax = 0x{'f' * 5000}",
    "a huge float": "[[policy]]\nrule = '*'\nmax = 1e999",
    "no number": "[[policy]]\nrule = '*'\nmax = nan",
    "a date that is none": "[[policy]]\nrule = '*'\ntolerate = true\nuntil = 2026-13-45",
    "a date of the year 0": "[[policy]]\nrule = '*'\ntolerate = true\nuntil = 0000-01-01",
    "a time that is none": "a = 2026-01-01T99:99:99Z",
    "a time in a zone that is none": "a = 2026-01-01T00:00:00+99:99",
    "NUL": "[[policy]]\0",
    "half a surrogate pair": '[[policy]]\nrule = "\\ud800"',
}
JSON = {
    "lists": "[" * DEEP + "]" * DEEP,
    "lists that do not end": "[" * DEEP,
    "objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "a huge integer": HUGE,
    "NUL": "{}\0",
    "a number": "7",
    "nothing": "",
    "no number": "NaN",
}
OTHERS: dict[str, Callable[[str], bytes]] = {
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "Latin-1": lambda text: f"# \xe9\n{text}".encode("latin-1"),
    "binary": lambda _text: bytes(range(256)),
}
GOOD_TOML = "[[policy]]\nrule = 'ART-*'\ntolerate = true\n"


@dataclass(frozen=True)
class Done:
    """How a run ended, and its output."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *arguments: str) -> Done:
    """Judge a clean log with these arguments, in this process."""
    (folder / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    out, err = StringIO(), StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main(["report", *arguments], prog_name="contentjobs")
    assert isinstance(ended.value.code, int)
    return Done(ended.value.code, out.getvalue(), err.getvalue())


def run_alone(folder: Path, *arguments: str) -> Done:
    """Judge a clean log in its own process. If it waits for a pipe, it is ended, and the test fails."""
    (folder / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest_contentjobs.cli", "report", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def assert_refused(done: Done, name: str, status: int = 4) -> None:
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert done.returncode == status, said
    assert name in said
    if status == 4:
        assert len(done.stderr.splitlines()) <= 2
        assert len(done.stderr) < 1000


def policy(folder: Path, content: bytes) -> Done:
    (folder / "own.toml").write_bytes(content)
    return run(folder, "--content-log=log.txt", "--content-policy=own.toml")


def baseline(folder: Path, content: bytes) -> Done:
    (folder / "known.json").write_bytes(content)
    return run(folder, "--content-log=log.txt", "--content-baseline=known.json")


def status(folder: Path, content: bytes) -> Done:
    (folder / "status.json").write_bytes(content)
    return run(folder, "--content-log=log.txt", "--content-status=status.json")


def package(folder: Path, content: bytes, name: str = "articles/articles.json") -> Done:
    hub = folder / "package" / "knowledgehub"
    (hub / "articles").mkdir(parents=True)
    (hub / "articles" / "articles.json").write_text('{"articles": []}', encoding="utf-8")
    (hub / name).write_bytes(content)
    return run(folder, "--content-log=log.txt", "--content-package=package")


def compared(folder: Path, content: bytes) -> Done:
    (folder / "saved").mkdir()
    (folder / "saved" / "run.json").write_bytes(content)
    return run(folder, "--content-log=log.txt", "--content-compare=saved")


READERS = {"known.json": baseline, "status.json": status, "articles.json": package, "run.json": compared}


@pytest.mark.parametrize("text", TOML.values(), ids=TOML)
@pytest.mark.parametrize("file", ["own.toml", "contentjobs.toml", "pyproject.toml"])
def test_toml_that_cannot_be_a_policy(tmp_path: Path, file: str, text: str) -> None:
    if file == "own.toml":
        done = policy(tmp_path, text.encode())
    else:
        # In a project's file, a policy is a part.
        text = text.replace("[[policy]]", "[[tool.contentjobs.policy]]").replace(
            "[policy.", "[tool.contentjobs.policy."
        )
        (tmp_path / file).write_bytes(text.encode())
        done = run(tmp_path, "--content-log=log.txt")

    if file == "pyproject.toml" and text.startswith(("[a.", "a.")):
        # The part of another tool, at any depth.
        assert done.returncode == 0, done.stderr
    else:
        assert_refused(done, file)


@pytest.mark.parametrize("kind", OTHERS)
def test_policy_in_another_encoding(tmp_path: Path, kind: str) -> None:
    assert_refused(policy(tmp_path, OTHERS[kind](GOOD_TOML)), "own.toml")


def test_policy_behind_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert policy(tmp_path, GOOD_TOML.encode("utf-8-sig")).returncode == 0


@pytest.mark.parametrize("text", JSON.values(), ids=JSON)
@pytest.mark.parametrize("file", READERS)
def test_json_that_is_nothing_of_ours(tmp_path: Path, file: str, text: str) -> None:
    # A run whose file is empty is incomplete, and is named by its folder.
    is_empty = file == "run.json" and not text.strip()
    assert_refused(READERS[file](tmp_path, text.encode()), "saved" if is_empty else file)


@pytest.mark.parametrize("file", READERS)
@pytest.mark.parametrize(
    "value", ["[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP, HUGE, "-" + HUGE, "1e999"]
)
def test_values_that_no_member_has(tmp_path: Path, file: str, value: str) -> None:
    members = {
        "known.json": f'{{"version": {value}, "findings": []}}',
        "status.json": f'{{"status": {value}}}',
        "articles.json": f'{{"articles": [{{"name": {value}}}]}}',
        "run.json": f'{{"version": {value}}}',
    }
    done = READERS[file](tmp_path, members[file].encode())

    if file == "articles.json" and value == "1e999":
        assert done.returncode == 0, done.stderr
    else:
        assert_refused(done, file)


@pytest.mark.parametrize("value", ["[" * DEEP + "]" * DEEP, HUGE, "1e999", "-" + HUGE])
@pytest.mark.parametrize(
    "member", ["progress", "results", "error", "logFileLocation", "completionTime", "failureTime", "x"]
)
def test_status_with_values_that_no_member_has(tmp_path: Path, member: str, value: str) -> None:
    text = json.dumps(finished(0, 0, **{member: "HERE"})).replace('"HERE"', value)

    done = status(tmp_path, text.encode())

    assert "Traceback" not in done.stdout + done.stderr
    # What can be read as JSON is judged; anything else is wrong usage.
    assert done.returncode in ({0, 10} if value == "1e999" else {4}), done.stdout + done.stderr


@pytest.mark.parametrize("count", ["progress", "results"])
@pytest.mark.parametrize("value", ["1e999", "-1e999", "1e308", "9" * 4000, "NaN"])
def test_counts_out_of_all_bounds(tmp_path: Path, count: str, value: str) -> None:
    name = {"progress": "processed", "results": "errors"}[count]
    members = finished(0, 0)
    members[count] = {**members[count], name: "HERE"}  # type: ignore[dict-item]  # it is an object

    done = status(tmp_path, json.dumps(members).replace('"HERE"', value).encode())

    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 10, done.stdout + done.stderr


@pytest.mark.parametrize("kind", ["folder", "pipe"])
@pytest.mark.parametrize("option", ["policy", "baseline", "status", "package", "compare"])
def test_folder_or_pipe_in_the_place_of_a_file(tmp_path: Path, option: str, kind: str) -> None:
    place = tmp_path / "odd"
    if kind == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)

    assert_refused(
        (run if kind == "folder" else run_alone)(tmp_path, "--content-log=log.txt", f"--content-{option}=odd"), "odd"
    )


@pytest.mark.parametrize("name", ["contentjobs.toml", "pyproject.toml"])
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_folder_or_pipe_in_the_place_of_a_file_that_nobody_named(tmp_path: Path, name: str, kind: str) -> None:
    if kind == "folder":
        (tmp_path / name).mkdir()
    else:
        os.mkfifo(tmp_path / name)

    assert run_alone(tmp_path, "--content-log=log.txt").returncode == 0


@pytest.mark.parametrize("name", ["articles/articles.json", "knowledgehub.json"])
def test_pipe_in_a_package(tmp_path: Path, name: str) -> None:
    hub = tmp_path / "package" / "knowledgehub"
    (hub / "articles").mkdir(parents=True)
    (hub / "articles" / "articles.json").write_text('{"articles": []}', encoding="utf-8")
    (hub / name).unlink(missing_ok=True)
    os.mkfifo(hub / name)

    done = run_alone(tmp_path, "--content-log=log.txt", "--content-package=package")

    # Only files belong to the package; without its articles it is not a package.
    assert done.returncode == (4 if name.startswith("articles/") else 0), done.stderr


def test_pipe_in_the_place_of_a_log(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert_refused(run_alone(tmp_path, "--content-log=pipe"), "pipe", 10)


@pytest.mark.parametrize("name", ["run.json", "log"])
def test_pipe_in_a_saved_run(tmp_path: Path, name: str) -> None:
    assert run(tmp_path, "--content-log=log.txt", "--content-save=saved").returncode == 0
    place = tmp_path / "saved" / "content" / name
    place.unlink()
    os.mkfifo(place)

    assert_refused(run_alone(tmp_path, "--content-log=saved/content"), "saved", 10)


@pytest.mark.parametrize("text", JSON.values(), ids=JSON)
def test_saved_run_that_is_none(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, "--content-log=log.txt", "--content-save=saved").returncode == 0
    (tmp_path / "saved" / "content" / "run.json").write_bytes(text.encode())

    assert_refused(run(tmp_path, "--content-log=saved/content"), "saved/content", 10)
