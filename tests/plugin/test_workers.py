"""With xdist, the controller waits and judges, and hands the runs over to its workers. The reports are the same as without."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CASES, LOG, Case, finished, junit_cases

Gate = Callable[..., pytest.RunResult]

CONFTEST = """
import os
from dataclasses import replace
from pytest_contentjobs import Entity, Severity

def pytest_contentjobs_finding(finding, config):
    if finding.rule == "ART-201":
        return replace(finding, severity=Severity.INFO)
    if finding.rule == "TOP-102":
        return replace(finding, rule="OWN-1", entity=Entity(kind="article", name="B", folder="A", id="7"))

def pytest_contentjobs_judged(runs, exitstatus, config):
    with open("judged", "a") as judged:
        print([run.name for run in runs], exitstatus, os.path.getsize("r.xml") > 99, file=judged)
"""
TESTS = """
def test_run(content_job): assert content_job.log
def test_each(content_finding, content_job): assert content_finding in content_job.findings
def test_errors(content_error, content_findings): assert content_error in content_findings
def test_fails(): assert False
def test_client(content_client):
    assert content_client.status("{job}", within=30).status == "Successful"
"""


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


def sort_cases(path: Path) -> list[Case]:
    return sorted(junit_cases(path), key=lambda case: case.identity)


def test_a_session_with_workers_reports_the_same(
    pytester: pytest.Pytester, gate: Gate, service: ContentService
) -> None:
    job = service.add_job([finished(0, 0)])
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(test_own=TESTS.format(job=job))
    arguments = ["--content-log=log.txt", "--content-log=again=log.txt", "--junit-xml=r.xml", "--content-json=c.json"]
    results, reports, runs = [], [], []
    for workers in ([], ["-n", "2"]):
        result = gate(*arguments, *workers)
        results.append((result.ret, result.parseoutcomes()))
        reports.append(sort_cases(pytester.path / "r.xml"))
        runs.append(json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))["runs"])

    assert results[0] == results[1]
    assert results[0][0] == 1
    # Including the message and the text of each case; none occurs twice.
    assert reports[0] == reports[1]
    assert runs[0] == runs[1]
    identities = [case.identity for case in reports[1]]
    assert len(set(identities)) == len(identities)
    own = {(name, outcome) for class_name, name, outcome in identities if class_name == "test_own"}
    assert {("test_run[content]", "passed"), ("test_run[again]", "passed"), ("test_client", "passed")} <= own
    assert {name for name, outcome in own if outcome != "passed"} == {"test_fails"}
    assert sum(name.startswith("test_each[") for name, _ in own) == 2 * len(CASES)
    assert sum(name.startswith("test_errors[") for name, _ in own) == 2 * 2
    for run in ("content", "again"):
        assert (f"{run}.A/B", "OWN-1 article 'Internet/Setup' is unknown", "failure") in identities
    # Once for each session, by the controller.
    assert (pytester.path / "judged").read_text() == "['content', 'again'] 1 True\n" * 2


@pytest.mark.parametrize(
    ("selection", "expected", "status"),
    [
        (["-m", "content_error"], {name for name in CASES if not name[1].startswith("ART-201")}, 1),
        (["-k", "nothing"], set(), 5),
    ],
)
def test_selection_with_workers(
    pytester: pytest.Pytester, gate: Gate, selection: list[str], expected: set[tuple[str, str, str]], status: int
) -> None:
    result = gate("--content-log=log.txt", "--junit-xml=r.xml", *selection, "-n", "2")

    assert result.ret == status
    assert {case.identity for case in junit_cases(pytester.path / "r.xml")} == expected
    assert f"  {len(CASES) - len(expected)} finding" in result.stdout.str()
