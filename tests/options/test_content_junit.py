from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CASES, LOG, junit_cases

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two workers"])
def test_content_alone_is_written_with_the_identities_of_pytests_own(
    pytester: pytest.Pytester, gate: Gate, workers: list[str]
) -> None:
    pytester.makepyfile("def test_own(): pass")

    result = gate("--content-log=log.txt", "--content-junit=new/folder/c.xml", *workers)

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
    properties = {
        "outcome": "the content has findings",
        "log": "log.txt",
        "log format": "text",
        "log lines": "4",
        "log lines not recognised": "0",
    }
    assert suites == {"content": properties, "again": properties}


@pytest.mark.parametrize("place", ["variable", "ini"])
def test_file_is_set_once_for_all(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_JUNIT", "c.xml")
    else:
        pytester.makeini("[pytest]\ncontent_junit = c.xml\n")

    gate()
    assert not (pytester.path / "c.xml").exists()

    gate("--content-log=log.txt")
    assert (pytester.path / "c.xml").exists()


@pytest.mark.parametrize("clean", [True, False])
def test_report_that_cannot_be_written_makes_the_run_fail(gate: Gate, log: Path, clean: bool) -> None:
    if clean:
        log.write_text(LOG.splitlines(keepends=True)[0], encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-junit=log.txt/c.xml")

    assert result.ret == 1
    assert (
        "The JUnit report 'log.txt/c.xml' cannot be written: File exists. Give --content-junit a file in a folder that "
        "can be written to." in " ".join(result.stdout.str().split())
    )


def test_report_without_anything_to_gate_is_wrong_usage(gate: Gate) -> None:
    result = gate("--content-junit=c.xml")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [
            "ERROR: A content option was given, and nothing to gate. Give --content-job, --content-validate or --content-log. (*"
        ]
    )


@pytest.mark.parametrize("own", ["r.xml", "./folder/../r.xml"])
def test_same_file_as_pytests_report_is_wrong_usage(gate: Gate, own: str) -> None:
    result = gate("--content-log=log.txt", "--junit-xml=r.xml", f"--content-junit={own}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "ERROR: --junit-xml and --content-junit name the same file, " in result.stderr.str()
