"""The hostile corpus in a pytest session with other plugins. Needs the variable CONSUMERS."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from tests.consumers.corpus import CORPUS, NEXT, write_log
from tests.consumers.installing import install_python
from tests.consumers.reading import (
    AllureTest,
    Seen,
    list_expected,
    read_junit,
    run_allure,
    run_pytest,
    without_hashes,
)

_OUTCOMES = {"failed": "failure"}
_SEVERITIES = {"failed": "critical", "skipped": "normal"}


@pytest.fixture
def session(session_report: Path) -> dict[str, Seen]:
    """The tests of the session by their node ids, as its JUnit report has them."""
    return {f"{test.class_name.replace('.', '::', 1)}::{test.name}": test for test in read_junit(session_report)}


def test_pytest_html(log: Path, session: dict[str, Seen], tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    run_pytest(log, f"--html={page}", "--self-contained-html", plugins=install_python("pytest-html"))

    (element,) = html.parse(str(page), html.HTMLParser(encoding="utf-8")).xpath("//*[@data-jsonblob]")
    tests = json.loads(element.get("data-jsonblob"))["tests"]
    found = {name: (_get_outcome(rows[0]["result"]), rows[0]["log"]) for name, rows in tests.items()}
    assert {name: outcome for name, (outcome, _) in found.items()} == _list_outcomes(session)
    for name, (outcome, text) in found.items():
        assert (
            outcome != "failure"
            or "".join(map(str, html.fromstring(f"<pre>{text}</pre>").itertext())).rstrip() == session[name].text
        )
        assert "<script" not in text


def test_pytest_json_report(log: Path, session: dict[str, Seen], tmp_path: Path) -> None:
    result = tmp_path / "result.json"

    plugins = install_python("pytest-json-report")
    run_pytest(log, "--json-report", f"--json-report-file={result}", plugins=plugins)

    tests = json.loads(result.read_text(encoding="utf-8"))["tests"]
    assert {test["nodeid"]: _get_outcome(test["outcome"]) for test in tests} == _list_outcomes(session)
    for test in tests:
        if test["outcome"] == "failed":
            expected = session[test["nodeid"]]
            assert (test["call"]["crash"]["message"], test["call"]["longrepr"]) == (expected.message, expected.text)


def test_pytest_json_ctrf(log: Path, session: dict[str, Seen], tmp_path: Path) -> None:
    result = tmp_path / "result.json"

    run_pytest(log, f"--ctrf={result}", plugins=install_python("pytest-json-ctrf"))

    tests = json.loads(result.read_text(encoding="utf-8"))["results"]["tests"]
    assert {test["name"]: _get_outcome(test["status"]) for test in tests} == _list_outcomes(session)
    for test in tests:
        if test["status"] == "failed":
            assert test["trace"] == session[test["name"]].text


def test_annotations_of_github(log: Path, session: dict[str, Seen]) -> None:
    plugins = install_python("pytest-github-actions-annotate-failures")

    # Without the gate's own annotations, which would stand beside those of the plugin.
    output = run_pytest(log, "--content-github=off", plugins=plugins, GITHUB_ACTIONS="true")

    commands = re.findall(r"^::(\w+) file=([^,]+),line=(\d+)::(.*)$", output, re.MULTILINE)
    assert {(kind, file) for kind, file, _, _ in commands} == {("error", log.name)}
    assert sorted(int(line) for _, _, line, _ in commands) == [
        number for number, row in enumerate(CORPUS, 2) if row.is_error
    ]
    shown = [unquote(text).partition("\n\n") for *_, text in commands]
    failures = [test for test in session.values() if test.outcome == "failure"]
    assert sorted(message for _, _, message in shown) == sorted(test.message for test in failures)
    # No line of what the log says is a command.
    assert len([line for line in output.splitlines() if line.lstrip().startswith("::")]) == len(commands)
    assert not re.search(r"##(?:\[|vso\[)", output.replace("##vso(", ""))


@pytest.mark.parametrize("edition", ["allure-commandline", "allure"])
@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
def test_allure_keeps_the_history_of_all_tests(
    tmp_path: Path, session: dict[str, Seen], edition: str, workers: list[str]
) -> None:
    first = _run_with_allure(write_log(tmp_path / "log.jsonl", CORPUS), "1", edition, workers)
    second = _run_with_allure(write_log(tmp_path / "log.jsonl", NEXT), "2", edition, workers)

    assert without_hashes(_list_seen(first)) == list_expected(CORPUS)
    assert without_hashes(_list_seen(second)) == list_expected(NEXT)
    assert {test.earlier for test in first} == {0}
    before = {test.full_name for test in first}
    assert {test.full_name for test in second if test.earlier != 1} == {
        test.full_name for test in second if test.full_name not in before
    }
    assert len({test.full_name for test in second} - before) == 1
    assert len(before - {test.full_name for test in second}) == 1
    messages = {f"{test.class_name}#{test.name}": test.message for test in session.values()}
    for test in first:
        if test.status == "failed":
            assert test.message == f"ContentError: {messages[test.full_name]}"
        is_check = test.name in {"job", "log"}
        assert test.severity == ("blocker" if is_check else _SEVERITIES[test.status])


def _run_with_allure(log: Path, number: str, edition: str, workers: Sequence[str]) -> list[AllureTest]:
    results = log.parent / number
    run_pytest(log, f"--alluredir={results}", *workers, plugins=install_python("allure-pytest"))
    return run_allure(edition, results, log.parent)


def _list_seen(tests: Sequence[AllureTest]) -> list[Seen]:
    return [
        Seen(test.full_name.removesuffix(f"#{test.name}"), test.name, _OUTCOMES.get(test.status, test.status))
        for test in tests
    ]


def _get_outcome(word: str) -> str:
    return _OUTCOMES.get(word.lower(), word.lower())


def _list_outcomes(session: dict[str, Seen]) -> dict[str, str]:
    return {name: test.outcome for name, test in session.items()}
