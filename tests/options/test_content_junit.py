"""--content-junit."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CASES, LOG, junit_cases

Gate = Callable[..., pytest.RunResult]
pytestmark = pytest.mark.usefixtures("log")


def test_report_has_only_content_under_the_names_of_pytests_report(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makepyfile("def test_own(): pass")

    result = gate("--content-log=log.txt", "--content-junit=new/folder/c.xml")

    assert result.ret == 1
    checks = {("content", "job", "skipped"), ("content", "log", "passed")}
    assert {case.identity for case in junit_cases(pytester.path / "new/folder/c.xml")} == CASES | checks
    assert [path.name for path in (pytester.path / "new/folder").iterdir()] == ["c.xml"]


def test_each_run_is_a_suite_with_properties(pytester: pytest.Pytester, gate: Gate) -> None:
    gate("--content-log=log.txt", "--content-log=again=log.txt", "--content-junit=c.xml")

    root = ET.parse(pytester.path / "c.xml").getroot()  # noqa: S314 - our own file
    suites = {
        suite.get("name"): {item.get("name"): item.get("value") for item in suite.iter("property")} for suite in root
    }
    assert list(suites) == ["content", "again"]
    for properties in suites.values():
        assert properties.pop("outcome")
        assert properties == {
            "codes": "findings",
            "log": "log.txt",
            "log format": "text",
            "log lines": "4",
            "log lines not explained": "0",
        }


@pytest.mark.parametrize("place", ["variable", "ini"])
def test_file_set_by_a_variable_or_an_ini_key_does_not_start_the_gate(
    pytester: pytest.Pytester, gate: Gate, set_option: Callable[..., list[str]], place: str
) -> None:
    set_option(place, "--content-junit", "c.xml")

    gate()
    assert not (pytester.path / "c.xml").exists()

    gate("--content-log=log.txt")
    assert (pytester.path / "c.xml").exists()


@pytest.mark.parametrize("clean", [True, False])
def test_run_fails_if_the_report_cannot_be_written(gate: Gate, log: Path, clean: bool) -> None:
    if clean:
        log.write_text(LOG.splitlines(keepends=True)[0], encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-junit=log.txt/c.xml")

    assert result.ret == 1
    shown = " ".join(result.stdout.str().split())
    assert "'log.txt/c.xml'" in shown
    assert "--content-junit" in shown


def test_report_without_anything_to_gate_is_a_usage_error(usage_error: Callable[..., tuple[str, str]]) -> None:
    assert usage_error("--content-junit=c.xml")[0] == "nothing-to-gate"


@pytest.mark.parametrize("own", ["r.xml", "./folder/../r.xml"])
def test_same_file_as_pytests_report_is_a_usage_error(usage_error: Callable[..., tuple[str, str]], own: str) -> None:
    code, text = usage_error("--content-log=log.txt", "--junit-xml=r.xml", f"--content-junit={own}")

    assert code == "settings-conflict"
    assert "--junit-xml and --content-junit" in text
