"""The hooks pytest_contentjobs_finding and pytest_contentjobs_judged: what they can do, and that a broken one is never green."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CLEAN_LOG, LOG, finished, junit_cases

Gate = Callable[..., pytest.RunResult]
HEAD = """
import sys
from dataclasses import replace
import pytest
from pytest_contentjobs import Dropped, Entity, Severity, Source
"""


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


def run_hook(pytester: pytest.Pytester, gate: Gate, body: str, *arguments: str) -> tuple[pytest.RunResult, Any]:
    """Run with a hook for findings with this body, and return the run in the JSON report too."""
    lines = "\n    ".join(body.splitlines())
    pytester.makeconftest(f"{HEAD}\ndef pytest_contentjobs_finding(finding, config):\n    {lines}\n")
    result = gate("--content-log=log.txt", "--content-json=c.json", "--content-junit=c.xml", *arguments)
    return result, json.loads((pytester.path / "c.json").read_text())["runs"][0]


def test_severity_rule_entity_message_and_link_can_be_changed(pytester: pytest.Pytester, gate: Gate) -> None:
    body = """if finding.rule == "ART-201":
    return replace(finding, severity=Severity.INFO)
if finding.rule == "TOP-102":
    entity = Entity(kind="article", name="B", folder="A", id="7")
    return replace(finding, rule="OWN-1", message="is unknown", entity=entity, rule_url="https://own.example/1")"""
    arguments = ("--content-entity-url=https://a.example/{id}", "--junit-xml=r.xml")

    result, run = run_hook(pytester, gate, body, *arguments)

    assert result.ret == 1
    _, warning, topic = run["findings"]
    assert (warning["severity"], warning["outcome"]) == ("info", "tolerated")
    assert "hook" in warning["decided_by"]
    shown = {name: topic[name] for name in ("class_name", "name", "rule", "message", "rule_url", "log_line")}
    assert shown == {
        "class_name": "A",
        "name": "B (id 7): is unknown (OWN-1)",
        "rule": "OWN-1",
        "message": "is unknown",
        "rule_url": "https://own.example/1",
        "log_line": 4,
    }
    assert topic["entity"]["url"] == "https://a.example/7"
    for report in ("c.xml", "r.xml"):
        assert ("content.A", "B (id 7): is unknown (OWN-1)", "failure") in {
            case.identity for case in junit_cases(pytester.path / report)
        }


def test_what_is_dropped_is_counted_by_reason_and_no_content_is_called_clean(
    pytester: pytest.Pytester, gate: Gate
) -> None:
    body = "return Dropped('old site' if finding.severity == 'error' else 'language')"

    result, run = run_hook(pytester, gate, body)

    assert result.ret == 0
    assert (run["dropped"], run["findings"]) == ({"old site": 2, "language": 1}, [])
    result.stdout.fnmatch_lines(["  2 *: old site", "  1 *: language"])
    assert "is clean" not in result.stdout.str()


BROKEN = {
    "raise ValueError('boom')": "ValueError: boom (",
    "pytest.skip('x')": "Skipped: x (",
    "pytest.exit('x', returncode=0)": "Exit: x (",
    "sys.exit(0)": "SystemExit: 0 (",
    "return 'x'": "str",
    "return Dropped('')": "Dropped",
    "return Dropped(None)": "Dropped",
    "return replace(finding, severity='bad')": "severity: ",
    "return replace(finding, message=None)": "message: ",
    "return replace(finding, entity='A/B')": "entity: ",
    "return replace(finding, source=Source('a', 0, 1))": "source.line: ",
}


@pytest.mark.parametrize("body", BROKEN)
def test_broken_hook_is_named_and_what_was_found_stays(pytester: pytest.Pytester, gate: Gate, body: str) -> None:
    result, run = run_hook(pytester, gate, body)

    assert result.ret == 1
    assert [finding["outcome"] for finding in run["findings"]] == ["fails"] * 3
    (case,) = [case for case in junit_cases(pytester.path / "c.xml") if case.name == "pytest_contentjobs_finding"]
    assert case.outcome == "failure"
    assert "pytest_contentjobs_finding" in case.text
    assert " 3 of 3" in case.text
    assert BROKEN[body] in case.text
    assert "conftest.py" in case.text or "It " in case.text
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


def test_broken_hook_is_red_though_the_policy_passes_all(pytester: pytest.Pytester, gate: Gate) -> None:
    result, run = run_hook(pytester, gate, "1 / 0", "--content-fail-on=never")

    assert result.ret == 1
    assert run["judgement"]["outcome"] == "findings"


@pytest.mark.parametrize("value", ["rule=''", "rule=' '", "rule=None", "entity=None", "severity='error'"])
def test_empty_values_are_those_of_a_log_without_them(pytester: pytest.Pytester, gate: Gate, value: str) -> None:
    result, run = run_hook(pytester, gate, f"return replace(finding, {value})")

    assert result.ret == 1
    assert [check["name"] for check in run["checks"]] == ["job", "log"]
    assert all(finding["rule"] for finding in run["findings"])


def test_address_of_a_hook_is_shown_safely(pytester: pytest.Pytester, gate: Gate) -> None:
    url = "'javascript:alert(1)\\n##[error]x \\u202e'"

    _, run = run_hook(pytester, gate, f"return replace(finding, entity_url={url}, rule_url={url})")

    assert {finding["rule_url"] for finding in run["findings"]} == {
        "javascript%3Aalert%281%29%0A%23%23[error]x%20%E2%80%AE"
    }


def test_findings_of_several_jobs_come_one_at_a_time(
    pytester: pytest.Pytester, gate: Gate, service: ContentService
) -> None:
    jobs = {name: service.add_job([finished(2, 1)], log=LOG.encode()) for name in "ab"}
    # Each call takes long enough for the thread of the other job to arrive.
    body = """import threading
if config.stash.setdefault(KEY, 0):
    raise RuntimeError("called while it is running")
config.stash[KEY] = 1
threading.Event().wait(0.02)
config.stash[KEY] = 0
return replace(finding, severity=Severity.INFO)"""
    lines = "\n    ".join(body.splitlines())
    pytester.makeconftest(
        f"{HEAD}\nKEY = pytest.StashKey()\n\ndef pytest_contentjobs_finding(finding, config):\n    {lines}\n"
    )

    result = gate(*(f"--content-job={name}={job}" for name, job in jobs.items()), "--content-json=c.json")

    assert result.ret == 0
    runs = json.loads((pytester.path / "c.json").read_text())["runs"]
    assert [[finding["outcome"] for finding in run["findings"]] for run in runs] == [["tolerated"] * 3] * 2


def test_first_hook_that_answers_decides(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makepyfile(
        other=HEAD + "def pytest_contentjobs_finding(finding):\n    return replace(finding, rule='OTHER')\n"
    )
    pytester.syspathinsert()

    _, run = run_hook(
        pytester, gate, "return replace(finding, rule='OWN') if finding.severity == 'error' else None", "-p", "other"
    )

    assert [finding["rule"] for finding in run["findings"]] == ["OWN", "OTHER", "OWN"]


JUDGED = "import os\ndef pytest_contentjobs_judged(runs, exitstatus, config):\n    "


def test_judged_is_called_once_when_the_reports_are_written(pytester: pytest.Pytester, gate: Gate) -> None:
    body = (
        "with open('judged', 'a') as judged:\n        print([run.judgement.outcome.value for run in runs], exitstatus,"
        " os.path.getsize('c.json') > 99, os.path.getsize('r.xml') > 99, file=judged)"
    )
    pytester.makeconftest(JUDGED + body)

    gate("--content-log=log.txt", "--content-json=c.json", "--junit-xml=r.xml")

    assert (pytester.path / "judged").read_text() == "['findings'] 1 True True\n"


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize(
    "fault", ["1 / 0", "import pytest; pytest.exit('x', returncode=0)", "import sys; sys.exit(0)", "raise SystemExit"]
)
def test_judged_that_fails_makes_the_session_fail_and_the_verdict_is_seen(
    pytester: pytest.Pytester, gate: Gate, log: Path, fault: str, clean: bool
) -> None:
    if clean:
        log.write_text(CLEAN_LOG, encoding="utf-8")
    pytester.makeconftest(JUDGED + fault)

    result = gate("--content-log=log.txt", "--content-json=c.json", "--content-junit=c.xml")

    assert result.ret == 1
    shown = result.stdout.str()
    assert re.search(r"^content: " + ("PASSED" if clean else "FAILED - 2 errors"), shown, re.MULTILINE)
    assert json.loads((pytester.path / "c.json").read_text("utf-8"))["exit_status"] == 1
    assert "<failure" in (pytester.path / "c.xml").read_text("utf-8")
    assert re.search(r"pytest_contentjobs_judged .* \(hook-failed\)", " ".join(shown.split()))
