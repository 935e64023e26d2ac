"""Settings come from where pytest was started or from a file that was named, never from a folder that contains content."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.config import findpaths

from pytest_contentjobs.emulator import ContentService
from tests.support import CLEAN_LOG, LOG, REPOSITORY, finished, reason_of

# A wide grid of options and files.
pytestmark = pytest.mark.grid

Gate = Callable[..., pytest.RunResult]
TOLERATE = '[[policy]]\nrule = "*"\ntolerate = true\n'


@pytest.fixture
def content(pytester: pytest.Pytester) -> Path:
    """A folder with content, a log, and files that would make everything green."""
    folder = pytester.path / "content"
    (folder / "knowledgehub/articles").mkdir(parents=True)
    (folder / "knowledgehub/articles/articles.json").write_text('{"articles": []}', encoding="utf-8")
    (folder / "log.txt").write_text(LOG, encoding="utf-8")
    (folder / "status.json").write_text(json.dumps(finished(2, 1)), encoding="utf-8")
    (folder / "contentjobs.toml").write_text(TOLERATE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\ncontent_fail_on = never\n", encoding="utf-8")
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    return folder


APART = {
    "package": ["--content-log=log.txt", "--content-package", "content"],
    "package below": ["--content-log=log.txt", "--content-package", "content/knowledgehub"],
    "log": ["--content-log", "content/log.txt"],
    "log, twice": ["--content-log", "content/log.txt", "--content-log", "other=log.txt"],
    "status": ["--content-log=log.txt", "--content-status", "content/status.json"],
    "whole path": ["--content-log=log.txt", "--content-package", "{path}/content"],
    "dots": ["--content-log=log.txt", "--content-package", "./x/../content"],
    "json": ["--content-log=log.txt", "--content-json", "content/old.json"],
    "save": ["--content-log=log.txt", "--content-save", "content"],
    "two": ["--content-log", "content/log.txt", "--content-package", "content"],
    "collect only": ["--collect-only", "--content-log=log.txt", "--content-package", "content"],
}
INI_FILES = {
    "policy": ("pytest.ini", "[pytest]\n"),
    "never": ("pytest.ini", "[pytest]\ncontent_fail_on = never\n"),
    "tox.ini": ("tox.ini", "[pytest]\ncontent_fail_on = never\n"),
    "pyproject.toml": ("pyproject.toml", '[tool.pytest.ini_options]\ncontent_fail_on = "never"\n'),
    "collect only": ("pytest.ini", "[pytest]\naddopts = --collect-only\n"),
    "fixtures": ("pytest.ini", "[pytest]\naddopts = --fixtures\n"),
    "help": ("pytest.ini", "[pytest]\naddopts = --help\n"),
    "version": ("pytest.ini", "[pytest]\naddopts = --version --version\n"),
    "markers": ("pytest.ini", "[pytest]\naddopts = --markers\n"),
    "setup.py": ("setup.py", ""),
}


def refusal_of(result: pytest.RunResult) -> str:
    """Assert that a run was refused, and return its output on one line."""
    shown = " ".join((result.stdout.str() + result.stderr.str()).split())
    assert result.ret == pytest.ExitCode.USAGE_ERROR, shown
    assert "Traceback (most" not in shown
    return shown


@pytest.mark.parametrize("arguments", APART)
def test_a_value_apart_from_its_option_does_not_move_the_root(
    pytester: pytest.Pytester, gate: Gate, content: Path, arguments: str
) -> None:
    (content / "old.json").write_text("{}", encoding="utf-8")
    (pytester.path / "x").mkdir()

    shown = refusal_of(gate(*(text.format(path=pytester.path) for text in APART[arguments])))

    assert str(content) in shown
    assert "=" in shown


@pytest.mark.parametrize("ini", INI_FILES)
def test_no_file_in_a_folder_of_content_decides(gate: Gate, content: Path, ini: str) -> None:
    name, text = INI_FILES[ini]
    (content / "pytest.ini").unlink()
    (content / name).write_text(text, encoding="utf-8")

    refusal_of(gate("--content-log=log.txt", "--content-package", "content"))


@pytest.mark.usefixtures("content")
def test_a_folder_above_that_content_leads_to_does_not_decide(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "own").mkdir()
    (pytester.path / "own/pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (pytester.path / "own/test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")
    (pytester.path / "contentjobs.toml").write_text(TOLERATE, encoding="utf-8")
    (pytester.path / "tox.ini").write_text("[pytest]\n", encoding="utf-8")

    refusal_of(gate("own", "--content-log", "content/log.txt"))


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("arguments", [name for name in APART if name != "collect only"])
def test_a_value_with_its_option_moves_nothing(pytester: pytest.Pytester, gate: Gate, arguments: str) -> None:
    (pytester.path / "x").mkdir()
    texts = [text.format(path=pytester.path) for text in APART[arguments]]
    joined = " ".join(texts).replace("--content-log ", "--content-log=")
    for option in ("package", "status", "json", "save"):
        joined = joined.replace(f"--content-{option} ", f"--content-{option}=")

    assert gate(*joined.split()).ret == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--content-log", "log.txt"],
        ["--content-log", "plain/log.txt"],
        ["--content-log", "plain/log.txt", "--content-package", "plain"],
        ["--content-log", "content/log.txt", "-c", "pytest.ini"],
        ["--content-log=content/log.txt", "own"],
    ],
)
def test_what_moves_nothing_is_judged(
    pytester: pytest.Pytester, gate: Gate, content: Path, arguments: list[str]
) -> None:
    (pytester.path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (pytester.path / "own").mkdir()
    (pytester.path / "own/test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")
    plain = pytester.path / "plain"
    (content / "pytest.ini").rename(pytester.path / "unused")
    (content / "contentjobs.toml").unlink()
    content.rename(plain)
    plain.joinpath("copy").mkdir()
    content.mkdir()
    (content / "log.txt").write_text(LOG, encoding="utf-8")
    (content / "pytest.ini").write_text("[pytest]\ncontent_fail_on = never\n", encoding="utf-8")

    assert gate(*arguments).ret == 1


TRUSTING = {
    "content_api_domain": ("{url}", "--content-api-domain", "CONTENTJOBS_API_DOMAIN"),
    "content_log_hosts": ("files.example", "--content-log-hosts", "CONTENTJOBS_LOG_HOSTS"),
}


@pytest.mark.parametrize("key", TRUSTING)
@pytest.mark.parametrize("file", ["pytest.ini", "tox.ini", "pyproject.toml", "-o"])
@pytest.mark.parametrize("beside", [True, False], ids=["beside its variable", "alone"])
def test_no_ini_file_says_where_the_token_goes_or_whom_to_trust(
    pytester: pytest.Pytester,
    gate: Gate,
    service: ContentService,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    file: str,
    beside: bool,
) -> None:
    value, option, variable = TRUSTING[key]
    value = value.format(url=service.api_url)
    job = service.add_job([finished(0, 0)], log=LOG.encode())
    since = len(service.requests)
    if not beside:
        monkeypatch.delenv(variable, raising=False)
    table = (
        f'[tool.pytest.ini_options]\n{key} = "{value}"\n'
        if file == "pyproject.toml"
        else f"[pytest]\n{key} = {value}\n"
    )
    if file != "-o":
        (pytester.path / file).write_text(table, encoding="utf-8")

    shown = refusal_of(gate(f"--content-job={job}", *(["-o", f"{key}={value}"] if file == "-o" else [])))

    assert service.requests[since:] == []
    assert key in shown
    assert option in shown
    assert variable in shown


def test_a_client_for_own_tests_takes_no_domain_from_an_ini_file(
    pytester: pytest.Pytester, service: ContentService
) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    pytester.makeini(f"[pytest]\ncontent_api_domain = {service.api_url}\n")

    assert refusal_of(pytester.runpytest_inprocess("--content-log=log.txt"))


@pytest.mark.parametrize("option", ["--content-api-domain", "--content-log-hosts"])
def test_no_table_names_an_ini_key_that_is_refused(option: str) -> None:
    page = (REPOSITORY / "docs" / "reference" / "options.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{option} "))

    assert option.removeprefix("--").replace("-", "_") not in row


def decided_by(folder: Path) -> dict[str, str]:
    (run,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    return {kind: file for kind, file in run["decided_by"].items() if file is not None}


@pytest.mark.parametrize("is_named", [True, False])
def test_every_report_names_the_files_that_decided(pytester: pytest.Pytester, gate: Gate, is_named: bool) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    policy = "named/own.toml" if is_named else "contentjobs.toml"
    (pytester.path / policy).parent.mkdir(exist_ok=True)
    (pytester.path / policy).write_text(TOLERATE, encoding="utf-8")
    pytester.makeini("[pytest]\ncontent_baseline = known.json\n")
    (pytester.path / "known.json").write_text('{"version": 2, "findings": []}', encoding="utf-8")

    result = gate(
        "--content-log=log.txt",
        "--content-json=c.json",
        "--content-junit=c.xml",
        "--junit-xml=all.xml",
        *([f"--content-policy={policy}"] if is_named else []),
    )

    expected = {"policy": policy.replace("/", os.sep), "baseline": "known.json", "ini_file": "tox.ini"}
    assert result.ret == 0
    assert decided_by(pytester.path) == expected
    shown = " ".join(result.stdout.str().split())
    xml = (pytester.path / "c.xml").read_text(encoding="utf-8")
    for file in expected.values():
        assert file in shown
        assert file in xml
        assert file in (pytester.path / "all.xml").read_text(encoding="utf-8")


def test_where_no_file_decided_none_is_named(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")

    gate("--content-log=log.txt", "--content-json=c.json")

    assert decided_by(pytester.path) == {}


def test_a_run_that_is_compared_with_is_named(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    gate("--content-log=log.txt", "--content-save=saved")

    gate("--content-log=log.txt", "--content-compare=saved", "--content-json=c.json")

    assert decided_by(pytester.path) == {"comparison": "saved"}


def renamed(inifile: object, arguments: object) -> None: ...


def with_another_result(inifile: str, args: list[str], rootdir_cmd_arg: str, invocation_dir: Path) -> object:
    del inifile, args, rootdir_cmd_arg, invocation_dir
    return "root", None, {}


@pytest.mark.parametrize("search", [None, renamed, with_another_result])
def test_a_pytest_whose_search_is_unknown_is_refused(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch, search: Callable[..., object] | None
) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    # pytest itself keeps the function that it has imported.
    if search is None:
        monkeypatch.delattr(findpaths, "determine_setup")
    else:
        monkeypatch.setattr(findpaths, "determine_setup", search)

    result = gate("--content-log=log.txt")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert reason_of(result.stderr.str()) == "pytest-unsupported"
