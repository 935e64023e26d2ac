"""contentjobs.toml and [tool.contentjobs]: what they set, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options import OPTIONS, READING, Option
from pytest_contentjobs.settings.project_file import (
    find_project_file,
    find_project_folders,
    read_policy,
    read_project_file,
)
from pytest_contentjobs.settings.resolve import Settings, resolve
from pytest_contentjobs.settings.toml_file import find_lines
from tests.settings.test_resolve import TEXTS

WITH_KEY = [option for option in OPTIONS if option.has_ini]


def written(folder: Path, text: str, name: str = "contentjobs.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def resolved(
    folder: Path,
    text: str,
    *,
    option: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    ini: Mapping[str, str] | None = None,
) -> Settings:
    project = read_project_file(written(folder, text))
    options = {"content_log": ["log.txt"], "content_baseline": "known.json", **(option or {})}
    return resolve(options.get, environment or {}, (ini or {}).get, project)


def refusal(folder: Path, text: str) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        resolved(folder, text)
    return refused.value


def example(option: Option) -> str:
    return TEXTS.get(option.parser or "", option.choices[-1] if option.choices else "eu-west-1")


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("option", WITH_KEY, ids=lambda option: option.field)
def test_every_setting_with_an_ini_key_can_be_set(tmp_path: Path, option: Option) -> None:
    text = example(option)
    project = read_project_file(written(tmp_path, f"{option.field} = '{text}'"))

    assert project.values == {option.key: text}
    if option.parser and option.field != "baseline":
        by_ini = resolved(tmp_path, "", ini={option.key: text})
        assert getattr(resolved(tmp_path, f"{option.field} = '{text}'"), option.field) == getattr(by_ini, option.field)


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("max_cases = 7", "max_cases", 7),
        ("timeout = 90", "timeout", 90.0),
        ("poll_interval = 0.5", "poll_interval", 0.5),
        ("max_log_size = 1024", "max_log_size", 1024),
        ("baseline_strict = true", "baseline_strict", True),
        ("log_buckets = ['logs', 'more-logs']", "log_buckets", frozenset({"logs", "more-logs"})),
        ("log_pattern = ['a (?P<message>.)', 'b']", "log_pattern", ("a (?P<message>.)", "b")),
        ("[tool.contentjobs]\nmax_cases = 7", "max_cases", 7),
    ],
)
def test_numbers_booleans_and_arrays_are_taken(tmp_path: Path, text: str, field: str, expected: object) -> None:
    assert getattr(resolved(tmp_path, text), field) == expected


def test_option_and_environment_come_before_it_and_the_ini_file_after_it(tmp_path: Path) -> None:
    text, ini = "max_cases = 3", {"content_max_cases": "4", "content_group": "rule"}
    environment = {"CONTENTJOBS_MAX_CASES": "2"}

    assert resolved(tmp_path, text, ini=ini).max_cases == 3
    assert resolved(tmp_path, text, ini=ini).group == "rule"
    assert resolved(tmp_path, text, ini=ini, environment=environment).max_cases == 2
    assert resolved(tmp_path, text, environment=environment, option={"content_max_cases": "1"}).max_cases == 1


@pytest.mark.parametrize("option", READING, ids=lambda option: option.field)
def test_how_a_log_is_read_can_be_pinned_for_a_run(tmp_path: Path, option: Option) -> None:
    text = f"[runs.main]\n{option.field} = '{example(option)}'"
    pinned, unset = resolved(tmp_path, text), resolved(tmp_path, "")

    assert pinned.for_run("other") == pinned
    assert getattr(pinned, option.field) == getattr(unset, option.field)
    assert getattr(pinned.for_run("main"), option.field) != getattr(unset, option.field)


def test_a_pin_comes_before_the_setting_of_all_runs_and_after_option_and_environment(tmp_path: Path) -> None:
    for_all = "log_end = 'newline'\nlog_format = 'text'\nmax_unparsed = 1"
    text = f"{for_all}\n[runs.main]\nlog_end = 'any'\nlog_format = 'json'\nmax_unparsed = 2"

    run = resolved(
        tmp_path, text, option={"content_log_format": "table"}, environment={"CONTENTJOBS_MAX_UNPARSED": "3"}
    ).for_run("main")

    assert (run.log_end, run.log_format) == ("any", "table")
    assert run.max_unparsed is not None
    assert run.max_unparsed.text == "3"


def test_a_path_is_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "save = 'saved'\njunit = '/x/c.xml'"
    assert (resolved(tmp_path, text).save, resolved(tmp_path, text).junit) == (Path("saved"), Path("/x/c.xml"))

    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert resolved(tmp_path, text).save == tmp_path / "saved"


# What cannot be used: its reason, and the line and the words that the error names.
SECRET = "s3cr3t-value"
REFUSED: dict[str, tuple[str, Reason, int, tuple[str, ...]]] = {
    "unknown key": (
        "log_end = 'any'\n\nlog_fromat = 'x'",
        Reason.PROJECT_FILE_INVALID,
        3,
        ("log_fromat", "log_format?"),
    ),
    "ini key": ("content_log_end = 'any'", Reason.PROJECT_FILE_INVALID, 1, ("content_log_end", " log_end?")),
    "nothing like it": ("xyz = 1", Reason.PROJECT_FILE_INVALID, 1, ("xyz", "ini keys", "runs")),
    "command line only": ("job = 'x'", Reason.PROJECT_FILE_INVALID, 1, ("job", "--content-job")),
    "secret": (f"access_token = '{SECRET}'", Reason.PROJECT_FILE_INVALID, 1, ("access_token", "environment")),
    "where the token goes": (
        "api_domain = 'evil.example'",
        Reason.INI_KEY_REFUSED,
        1,
        ("api_domain", "CONTENTJOBS_API_DOMAIN"),
    ),
    "trusted hosts": ("log_hosts = 'evil.example'", Reason.INI_KEY_REFUSED, 1, ("log_hosts", "--content-log-hosts")),
    "number for a text": ("# a\nlog_format = 3", Reason.PROJECT_FILE_INVALID, 2, ("log_format", "an integer")),
    "boolean for a number": ("max_cases = true", Reason.PROJECT_FILE_INVALID, 1, ("max_cases", "a boolean")),
    "array for a text": ("log_end = [\n'any']", Reason.PROJECT_FILE_INVALID, 1, ("log_end", "an array")),
    "array of numbers": ("log_pattern = [1]", Reason.PROJECT_FILE_INVALID, 1, ("log_pattern", "an array")),
    "table for a text": ("[log_end]", Reason.PROJECT_FILE_INVALID, 1, ("log_end", "a table")),
    "date": ("log_end = 2026-01-01", Reason.PROJECT_FILE_INVALID, 1, ("log_end", "a date")),
    "endless number": (f"max_cases = 0x{'f' * 5000}", Reason.PROJECT_FILE_INVALID, 1, ("max_cases",)),
    "policy": ("policy = 3", Reason.PROJECT_FILE_INVALID, 1, ("policy", "an integer")),
    "value": ("\nlog_end = 'soon'", Reason.VALUE_INVALID, 2, ("'soon'", "log_end in contentjobs.toml")),
    "value of a pin": ("[runs.a]\nlog_end = 'x'", Reason.VALUE_INVALID, 2, ("'x'",)),
    "key of a pin": ("[runs.a]\nlog_ende = 'x'", Reason.PROJECT_FILE_INVALID, 2, ("runs.a.log_ende", "log_end?")),
    "pin of no log setting": ("[runs.a]\nmax_errors = 3", Reason.PROJECT_FILE_INVALID, 2, ("max_errors", "all runs")),
    "runs": ("runs = 1", Reason.PROJECT_FILE_INVALID, 1, ("runs", "[runs.NAME]")),
    "run": ("[runs]\na = 1", Reason.PROJECT_FILE_INVALID, 2, ("runs.a", "[runs.a]")),
    "name": ("[runs.'1 a']", Reason.PROJECT_FILE_INVALID, 1, ("runs.1 a",)),
    "setting in the policy": ("[[policy]]\nlog_end = 'any'", Reason.POLICY_INVALID, 2, ("log_end", "above")),
    "outside its table": ("log_end = 'any'\n[tool.contentjobs]", Reason.PROJECT_FILE_INVALID, 1, ("log_end",)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_names_file_line_and_key(tmp_path: Path, name: str) -> None:
    text, reason, line, words = REFUSED[name]
    error = refusal(tmp_path, text)

    assert error.reason is reason
    assert f"contentjobs.toml', line {line}" in error.what
    assert [word for word in words if word not in str(error)] == []
    assert SECRET not in str(error)
    assert str(error).isprintable()


@pytest.mark.parametrize("text", ["[tool]\ncontentjobs = 3", '"a\\u001bb" = 1', "[[", "a = 1\na = 2", "\ufeff="])
def test_what_is_refused_without_a_line_of_its_own(tmp_path: Path, text: str) -> None:
    error = refusal(tmp_path, text)

    assert error.reason is Reason.PROJECT_FILE_INVALID
    assert "contentjobs.toml'" in error.what
    assert str(error).isprintable()


def test_wording_of_what_is_refused(tmp_path: Path, wording: Callable[[str], None]) -> None:
    wording("\n".join(refusal(tmp_path, text).explain() for text, *_ in REFUSED.values()))


def test_a_line_is_found_whatever_stands_above_it() -> None:
    text = (
        '# log_end = 1\nlog_pattern = """\nlog_end = 2\n"""\n[runs.a]\nlog_end = [\n 1,\n]\n'
        '[[policy]]\n[[policy]]\nrule = "log_end"\n'
    )

    assert find_lines(text, ["runs", "a", "log_end"]) == (6, 8)
    assert find_lines(text, ["log_pattern"]) == (2, 4)
    assert find_lines(text, ["policy", 1]) == (10, 10)
    assert find_lines(text, ["policy", 1, "rule"]) == (11, 11)
    assert find_lines(text, ["log_end"]) is None


def test_the_file_is_found_up_to_the_root_of_the_project(tmp_path: Path) -> None:
    written(tmp_path, "max_cases = 1")
    (tmp_path / "project" / ".git").mkdir(parents=True)
    below = tmp_path / "project" / "a" / "b"
    below.mkdir(parents=True)

    assert find_project_file(find_project_folders(below)) is None

    file = written(tmp_path / "project", "max_cases = 2")
    found = find_project_file(find_project_folders(below))
    assert found is not None
    assert found.path == file

    nearer = written(tmp_path / "project" / "a", "")
    found = find_project_file(find_project_folders(below))
    assert found is not None
    assert found.path == nearer


def test_without_a_root_nothing_above_is_read(tmp_path: Path) -> None:
    written(tmp_path, "max_cases = 1")
    below = tmp_path / "below"
    below.mkdir()

    assert find_project_folders(below) == (below,)


@pytest.mark.parametrize("text", ["max_cases = 1", "[runs.a]\nlog_end = 'any'"])
def test_a_policy_file_of_its_own_has_no_settings(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_policy(written(tmp_path, text, "own.toml"))

    assert refused.value.reason is Reason.POLICY_INVALID
    assert "own.toml" in str(refused.value)
