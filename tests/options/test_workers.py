"""Two workers of pytest-xdist: what is decided once reaches them whole, and their reports are those of one process."""

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
from tests.support import LOG, REFUND_ERROR, assert_valid_junit, finished, junit_cases

Gate = Callable[..., pytest.RunResult]
REPORTS = ("--junit-xml=r.xml", "--content-junit=c.xml", "--content-json=c.json")
WORKERS = ("-n", "2")
# Keeps what annotations are made of: the location in a failure's text, and that of the test.
KEEP_LOCATIONS = """
def pytest_runtest_logreport(report):
    if report.failed:
        crash = report.longrepr.reprcrash
        with open("locations.txt", "a", encoding="utf-8") as file:
            print(f"{crash.path}:{crash.lineno}", *report.location[:2], sep="|", file=file)
"""
pytestmark = pytest.mark.usefixtures("log")


def results(pytester: pytest.Pytester, gate: Gate, *arguments: str) -> dict[str, Any]:
    """Run the gate, and return all that its reports say, in an order of their own."""
    locations = pytester.path / "locations.txt"
    locations.write_text("", encoding="utf-8")
    status = gate("--content-log=log.txt", *REPORTS, *arguments).ret
    assert_valid_junit(pytester.path / "r.xml")
    return {
        "status": status,
        **{
            name: sorted((*case.identity, case.message, case.text) for case in junit_cases(pytester.path / name))
            for name in ("r.xml", "c.xml")
        },
        "c.json": json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))["runs"],
        "locations": set(locations.read_text(encoding="utf-8").splitlines()),
    }


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(
            [
                *("--content-baseline=b.json", "--content-package=package", "--content-max-errors=1"),
                *("--content-max-warnings=1", "--content-rule-url=https://rules.example/{rule}"),
                "--content-entity-url=https://kb.example/{folder}?name={name}",
            ],
            id="findings",
        ),
        pytest.param(
            ["--content-group=entity", "--content-max-cases=1", "--content-policy=policy.toml"], id="content items"
        ),
    ],
)
def test_two_workers_report_what_one_process_does(
    pytester: pytest.Pytester, gate: Gate, log: Path, arguments: list[str]
) -> None:
    refund = article("How to get a refund", "Billing/Refunds")
    folder_with(
        pytester.path / "package",
        {
            ARTICLES: one_a_line("articles", *[article(f"Article {number}") for number in range(12)], refund),
            HUB: '{"knowledge": {"topics": [\n{"name": "A"},\n{"name": "B"},\n  {"name": "Getting started"}]}}\n',
        },
    )
    (pytester.path / "policy.toml").write_text('[[policy]]\nrule = "TOP-*"\ntolerate = true\n', encoding="utf-8")
    gate("--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline")
    known = read_baseline(pytester.path / "b.json")
    write_baseline(
        pytester.path / "b.json", [replace(item, reason="known") for item in known if item.rule == "TOP-102"]
    )
    log.write_text(LOG + REFUND_ERROR.replace("refund.html", "new.html"), encoding="utf-8")
    pytester.makeconftest(KEEP_LOCATIONS)

    one = results(pytester, gate, *arguments)
    two = results(pytester, gate, *arguments, *WORKERS)

    assert (one["status"], len(one["c.json"])) == (1, 1)
    assert len(one["r.xml"]) >= 4
    assert two == one


def test_each_job_is_polled_and_its_log_read_once(gate: Gate, service: ContentService) -> None:
    job = service.add_job([{"status": "Scheduled"}, {"status": "In Progress"}, finished(2, 1)], log=LOG.encode())

    result = gate("--content-job", job, "--content-poll-interval=0.05", "--junit-xml=r.xml", *WORKERS)

    assert result.ret == 1
    result.assert_outcomes(failed=3, passed=2)
    assert sum(job in request.path for request in service.requests) == 3


def test_a_baseline_is_written_once_and_from_all_that_ran(pytester: pytest.Pytester, gate: Gate) -> None:
    update = ("--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline", *WORKERS)

    first = gate(*update, "-x")
    assert first.ret == 1
    assert not (pytester.path / "b.json").exists()

    assert gate(*update).ret == 1
    assert len(read_baseline(pytester.path / "b.json")) == 3


@pytest.mark.parametrize(
    ("test", "status", "unseen"),
    [
        pytest.param("def test_each(content_finding): pass", 0, 0, id="each finding is looked at"),
        pytest.param(
            """
import os
def test_each(content_finding):
    if content_finding.rule == "TOP-102":
        os._exit(3)
""",
            1,
            1,
            id="a worker that crashes has looked at nothing",
        ),
    ],
)
def test_what_own_tests_looked_at_is_known(
    pytester: pytest.Pytester, gate: Gate, test: str, status: int, unseen: int
) -> None:
    pytester.makepyfile(test_own=test)

    result = gate("--content-log=log.txt", "--content-items=checks", "--content-json=c.json", *WORKERS)

    assert result.ret == status
    (run,) = json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))["runs"]
    assert (run["not_run"], len(run["findings"])) == (unseen, 3)
