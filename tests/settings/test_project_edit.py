"""Settings are written into a project file, and everything else in it stays."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.project_edit import Value, format_setting, write_settings
from pytest_contentjobs.settings.project_file import find_project_file


def write(
    folder: Path, before: str, settings: dict[str, Value], *, run: str | None = None, name: str = "contentjobs.toml"
) -> str:
    (folder / name).write_bytes(before.encode())
    path = write_settings(find_project_file([folder]), folder, run, settings, ["say = 'more'"])
    assert path in {folder / name, None}
    after = (folder / name).read_bytes().decode()
    assert (path is None) == (after == before)
    return after


POLICY = "# the policy\n[[policy]]\nrule = 'A'\ntolerate = true\n"
ADDED = "log_format = 'text'\n# say = 'more'\n"
CASES: dict[str, tuple[str, str | None, str]] = {
    "empty": ("", None, ADDED),
    "behind the last key": ("# top\nfail_on = 'error' # why\n", None, f"# top\nfail_on = 'error' # why\n{ADDED}"),
    "no line end": ("fail_on = 'error'", None, f"fail_on = 'error'\n{ADDED}"),
    "before a table": (POLICY, None, f"{ADDED}\n{POLICY}"),
    "between": (
        "fail_on = 'error'\n\n[runs.a]\nlog_end = 'any'\n",
        None,
        f"fail_on = 'error'\n{ADDED}\n[runs.a]\nlog_end = 'any'\n",
    ),
    "a new run": ("fail_on = 'error'\n", "main", f"fail_on = 'error'\n\n[runs.main]\n{ADDED}"),
    "a run": (
        "[runs.main]\nlog_end = 'any'\n\n[runs.b]\n",
        "main",
        f"[runs.main]\nlog_end = 'any'\n{ADDED}\n[runs.b]\n",
    ),
    "an empty run": ("[runs.main] # m\n[runs.b]\n", "main", f"[runs.main] # m\n{ADDED}[runs.b]\n"),
    "another value": ("log_format = 'json'  # 'x' # y\n", None, "log_format = 'text'  # 'x' # y\n# say = 'more'\n"),
    "a value with a sign of comments": (
        "log_format = '#'\n",
        None,
        "log_format = 'text'\n# say = 'more'\n",
    ),
    "a value of several lines": (
        "log_format = '''\njson'''\nfail_on = 'error'\n",
        None,
        "log_format = 'text'\nfail_on = 'error'\n# say = 'more'\n",
    ),
    "there already": (ADDED, None, ADDED),
    "other line ends": ("fail_on = 'error'\r\n", None, f"fail_on = 'error'\n{ADDED}".replace("\n", "\r\n")),
    "its own table": (
        "[tool.contentjobs]\nfail_on = 'error'\n",
        None,
        f"[tool.contentjobs]\nfail_on = 'error'\n{ADDED}",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_written(tmp_path: Path, case: str) -> None:
    before, run, after = CASES[case]

    written = write(tmp_path, before, {"log_format": "text"}, run=run)

    assert written == after


def test_pyproject_keeps_what_belongs_to_others(tmp_path: Path) -> None:
    before = "[tool.ruff]\nline-length = 100 # ours\n\n[[tool.contentjobs.policy]]\nrule = 'A'\ntolerate = true\n"

    written = write(tmp_path, before, {"log_format": "text"}, run="main", name="pyproject.toml")

    assert written == f"{before}\n[tool.contentjobs.runs.main]\n{ADDED}"


def test_the_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = write_settings(None, tmp_path, None, {"log_pattern": ["a'b", "c\\d"]}, [])

    assert path == tmp_path / "contentjobs.toml"
    assert path is not None
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {"log_pattern": ["a'b", "c\\d"]}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("fail_on = 'error'\n", encoding="utf-8")
    (tmp_path / "contentjobs.toml").symlink_to("own.toml")

    write_settings(find_project_file([tmp_path]), tmp_path, None, {"log_format": "text"}, [])

    assert (tmp_path / "contentjobs.toml").is_symlink()
    assert "log_format" in (tmp_path / "own.toml").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir(mode=0o500)

    with pytest.raises(SettingsError) as refused:
        write_settings(None, tmp_path / "below", None, {"log_format": "text"}, [])

    assert refused.value.reason is Reason.FILE_NOT_WRITABLE


def test_a_spelling_that_takes_no_settings_is_refused_and_stays(tmp_path: Path) -> None:
    before = "runs = { main = { log_end = 'any' } }\n"

    with pytest.raises(SettingsError) as refused:
        write(tmp_path, before, {"log_format": "text"}, run="main")

    assert refused.value.reason is Reason.PROJECT_FILE_INVALID
    assert (tmp_path / "contentjobs.toml").read_text(encoding="utf-8") == before


@given(st.text(max_size=20), st.lists(st.text(max_size=20)))
def test_every_text_is_written_so_that_it_is_read_again(text: str, texts: list[str]) -> None:
    document = f"{format_setting('a', text)}\n{format_setting('b', texts)}\n"

    assert tomllib.loads(document) == {"a": text, "b": texts}
