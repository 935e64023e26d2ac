"""With xdist, the controller waits and judges once, and hands the runs to its workers; the reports are those of one process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.pipeline.baseline_file import read_baseline, write_baseline
from tests.findings.package.samples import ARTICLES, HUB, article, folder_with, one_a_line
from tests.support import CASES, LOG, REFUND_ERROR, REFUND_WARNING, assert_valid_junit, finished, junit_cases, rule_of

Gate = Callable[..., pytest.RunResult]
pytestmark = pytest.mark.usefixtures("log")

REPORTS = ("--junit-xml=r.xml", "--content-junit=c.xml", "--content-json=c.json")
WORKERS = ("-n", "2")
MORE_LOG = LOG + REFUND_ERROR.replace("refund.html", "new.html") + REFUND_WARNING.replace("en-UK", "fr-UK")

CONFTEST = """
import os
from dataclasses import replace
from pytest_contentjobs import Entity, Severity

def pytest_contentjobs_finding(finding, config):
    if "en-UK" in finding.message:
        return replace(finding, severity=Severity.INFO)
    if finding.rule == "TOP-102":
        return replace(finding, rule="OWN-1", entity=Entity(kind="article", name="B", folder="A", id="7"))

def pytest_contentjobs_judged(runs, exitstatus, config):
    with open("judged.txt", "a") as file:
        print([run.name for run in runs], exitstatus, os.path.getsize("r.xml") > 99, file=file)

# Keeps what annotations are made of: the location in a failure's text, and that of the test.
def pytest_runtest_logreport(report):
    if report.failed and hasattr(report.longrepr, "reprcrash"):
        crash = report.longrepr.reprcrash
        with open("locations.txt", "a", encoding="utf-8") as file:
            print(f"{crash.path}:{crash.lineno}", *report.location[:2], sep="|", file=file)
"""
OWN_TESTS = """
from pathlib import Path

def test_run(content_job): assert content_job.log
def test_each(content_finding, content_job): assert content_finding in content_job.findings
def test_errors(content_error, content_findings): assert content_error in content_findings
def test_fails(): assert False
def test_client(content_client):
    assert content_client.status("{job}", within=30).status == "Successful"
def test_reports_are_not_written_yet():
    assert "run-unfinished" in Path("c.xml").read_text(encoding="utf-8")
"""


def run_gate(pytester: pytest.Pytester, gate: Gate, *arguments: str) -> dict[str, Any]:
    """Run the gate, and return all that its reports say, with their cases sorted."""
    for name in ("locations.txt", "judged.txt"):
        (pytester.path / name).write_text("", encoding="utf-8")
    result = gate(*REPORTS, *arguments)
    assert_valid_junit(pytester.path / "r.xml")
    assert list(pytester.path.rglob(".contentjobs-*")) == []
    return {
        "status": result.ret,
        "outcomes": result.parseoutcomes(),
        **{
            name: sorted((*case.identity, case.message, case.text) for case in junit_cases(pytester.path / name))
            for name in ("r.xml", "c.xml")
        },
        "c.json": json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))["runs"],
        "locations": set((pytester.path / "locations.txt").read_text(encoding="utf-8").splitlines()),
        "judged": (pytester.path / "judged.txt").read_text(encoding="utf-8"),
    }


@pytest.fixture
def package(pytester: pytest.Pytester) -> None:
    """Write the folder ``package``, where most findings of the log have a place."""
    refund = article("How to get a refund", "Billing/Refunds")
    folder_with(
        pytester.path / "package",
        {
            ARTICLES: one_a_line("articles", *[article(f"Article {number}") for number in range(12)], refund),
            HUB: '{"knowledge": {"topics": [\n{"name": "A"},\n{"name": "B"},\n  {"name": "Getting started"}]}}\n',
        },
    )


@pytest.mark.usefixtures("package")
def test_findings_hooks_and_own_tests_are_the_same_with_two_workers(
    pytester: pytest.Pytester, gate: Gate, service: ContentService, log: Path
) -> None:
    job = service.add_job([finished(0, 0)])
    pytester.makeconftest(CONFTEST)
    log.write_text(MORE_LOG, encoding="utf-8")
    gate("--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline")
    known = [replace(item, reason="known") for item in read_baseline(pytester.path / "b.json")]
    write_baseline(pytester.path / "b.json", [item for item in known if "new.html" in item.message])
    pytester.makepyfile(test_own=OWN_TESTS.format(job=job))
    arguments = (
        *("--content-log=log.txt", "--content-log=again=log.txt", "--content-baseline=b.json"),
        *("--content-package=package", "--content-max-errors=1", "--content-max-warnings=1"),
        "--content-rule-url=https://rules.example/{rule}",
        "--content-entity-url=https://kb.example/{folder}?name={name}",
    )

    one = run_gate(pytester, gate, *arguments)
    two = run_gate(pytester, gate, *arguments, *WORKERS)

    assert (one["status"], len(one["c.json"])) == (1, 2)
    # With the message and the text of each case.
    assert two == one
    # Once for each session, by the controller.
    assert two["judged"] == "['content', 'again'] 1 True\n"
    identities = [case[:3] for case in two["r.xml"]]
    assert len(set(identities)) == len(identities)
    own = {(name, outcome) for class_name, name, outcome in identities if class_name == "test_own"}
    assert {(name, "passed") for name in ("test_run[content]", "test_run[again]", "test_client")} <= own
    assert {name for name, outcome in own if outcome != "passed"} == {"test_fails"}
    assert sum(name.startswith("test_each[") for name, _ in own) == 2 * 5
    assert sum(name.startswith("test_errors[") for name, _ in own) == 2 * 3
    for run in ("content", "again"):
        assert (f"{run}.A", "B (id 7): article 'Internet/Setup' is unknown (OWN-1)", "failure") in identities


@pytest.mark.usefixtures("package")
def test_content_items_are_the_same_with_two_workers(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    (pytester.path / "policy.toml").write_text('[[policy]]\nrule = "TOP-*"\ntolerate = true\n', encoding="utf-8")
    pytester.makeconftest(CONFTEST.replace("TOP-102", "none"))
    log.write_text(MORE_LOG, encoding="utf-8")
    arguments = (
        *("--content-log=log.txt", "--content-group=entity", "--content-max-cases=1"),
        "--content-policy=policy.toml",
    )

    one = run_gate(pytester, gate, *arguments)
    two = run_gate(pytester, gate, *arguments, *WORKERS)

    assert (one["status"], len(one["c.json"])) == (1, 1)
    assert len(one["r.xml"]) >= 4
    assert two == one


@pytest.mark.wide
@pytest.mark.parametrize(
    ("selection", "expected", "status"),
    [
        (["-m", "content_error"], {name for name in CASES if rule_of(name[1]) != "ART-201"}, 1),
        (["-k", "nothing"], set(), 5),
    ],
)
def test_a_selection_is_the_same_with_two_workers(
    pytester: pytest.Pytester, gate: Gate, selection: list[str], expected: set[tuple[str, str, str]], status: int
) -> None:
    result = gate("--content-log=log.txt", "--junit-xml=r.xml", *selection, *WORKERS)

    assert result.ret == status
    assert {case.identity for case in junit_cases(pytester.path / "r.xml")} == expected
    assert f"  {len(CASES) - len(expected)} finding" in result.stdout.str()


def test_each_job_is_polled_and_its_log_read_once(gate: Gate, service: ContentService) -> None:
    job = service.add_job([{"status": "Scheduled"}, {"status": "In Progress"}, finished(2, 1)], log=LOG.encode())

    result = gate("--content-job", job, "--content-poll-interval=0.05", "--junit-xml=r.xml", *WORKERS)

    assert result.ret == 1
    result.assert_outcomes(failed=3, passed=2)
    assert sum(job in request.path for request in service.requests) == 3


def test_a_worker_that_crashes_leaves_a_valid_report_and_no_second_wait(
    pytester: pytest.Pytester, gate: Gate, service: ContentService
) -> None:
    job = service.add_job([finished(2, 1)], log=LOG.encode())
    pytester.makepyfile(
        test_own="""
        import os

        def test_crashes():
            os._exit(3)

        def test_other():
            assert True
        """
    )

    result = gate("--content-job", job, "--junit-xml=r.xml", "--content-junit=c.xml", *WORKERS)

    assert result.ret == 1
    assert sum(job in request.path for request in service.requests) == 1
    reported = {case.name: case.outcome for case in junit_cases(pytester.path / "r.xml")}
    own = {case.name: case.outcome for case in junit_cases(pytester.path / "c.xml")}
    assert sorted(own.values()) == ["failure", "failure", "failure", "passed", "passed"]
    assert {name: reported[name] for name in own} == own
    assert reported["test_crashes"] == "error"


def test_a_baseline_is_written_once_and_from_all_that_ran(pytester: pytest.Pytester, gate: Gate) -> None:
    update = ("--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline", *WORKERS)

    first = gate(*update, "-x")
    assert first.ret == 1
    assert not (pytester.path / "b.json").exists()

    assert gate(*update).ret == 1
    assert len(read_baseline(pytester.path / "b.json")) == 3


@pytest.mark.parametrize(
    ("test", "status", "not_run"),
    [
        pytest.param("def test_each(content_finding): pass", 0, 0, id="each finding has a test"),
        pytest.param(
            """
import os
def test_each(content_finding):
    if content_finding.rule == "TOP-102":
        os._exit(3)
""",
            1,
            1,
            id="the test of a worker that crashes did not run",
        ),
    ],
)
def test_the_findings_without_a_test_that_ran_are_counted(
    pytester: pytest.Pytester, gate: Gate, test: str, status: int, not_run: int
) -> None:
    pytester.makepyfile(test_own=test)

    result = gate("--content-log=log.txt", "--content-items=checks", "--content-json=c.json", *WORKERS)

    assert result.ret == status
    (run,) = json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))["runs"]
    assert (run["not_run"], len(run["findings"])) == (not_run, 3)
