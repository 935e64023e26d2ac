"""--content-max-cases, CONTENTJOBS_MAX_CASES and content_max_cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CASES, INFO, assert_valid_junit, junit_cases, rule_of, skips_read_back

Gate = Callable[..., pytest.RunResult]
MORE = ("content.more", "findings over --content-max-cases")
REFUND, WARNING, TOPIC = sorted(CASES, key=lambda case: rule_of(case[1]))
CHECKS = {("content", "job", "skipped"), ("content", "log", "passed")}
pytestmark = pytest.mark.usefixtures("log")


@pytest.mark.parametrize(
    ("maximum", "cases"),
    [
        ("0", CASES),
        ("3", CASES),
        # Errors are listed before the warning, which is between them in the log.
        ("2", {REFUND, TOPIC, (*MORE, "failure")}),
        ("1", {REFUND, (*MORE, "failure")}),
    ],
)
def test_findings_over_the_limit_are_counted_in_one_case(
    pytester: pytest.Pytester, gate: Gate, maximum: str, cases: set[tuple[str, str, str]]
) -> None:
    result = gate(
        *("--content-log=log.txt", f"--content-max-cases={maximum}", "--junit-xml=r.xml", "--content-junit=c.xml"),
        "--content-json=c.json",
    )

    assert result.ret == 1
    for report in ("r.xml", "c.xml"):
        assert {case.identity for case in junit_cases(pytester.path / report)} == cases | CHECKS
    assert_valid_junit(pytester.path / "r.xml")
    (run,) = json.loads((pytester.path / "c.json").read_text())["runs"]
    assert [finding["log_line"] for finding in run["findings"]] == [2, 3, 4]
    assert run["not_run"] == 0
    assert "did not run" not in result.stdout.str()


def test_case_over_the_limit_counts_by_severity_and_rule(pytester: pytest.Pytester, gate: Gate) -> None:
    gate("--content-log=log.txt", "--content-max-cases=1", "--content-junit=c.xml")

    (more,) = [case for case in junit_cases(pytester.path / "c.xml") if case.name == MORE[1]]
    summary, *rules = more.text.splitlines()
    assert more.message == summary
    assert summary.startswith("1 error, 1 warning")
    assert "--content-max-cases" in summary
    assert rules == ["error TOP-102: 1", "warning ART-201: 1"]


def test_case_over_the_limit_does_not_fail_if_nothing_in_it_does(pytester: pytest.Pytester, gate: Gate) -> None:
    result = gate(
        *("--content-log=log.txt", "--content-max-cases=2", "--content-fail-on=error"),
        *("--content-junit=c.xml", "--junit-xml=r.xml"),
    )

    assert result.ret == 1
    for report in ("c.xml", "r.xml"):
        skips = skips_read_back(pytester.path / report)
        summary, text = skips[MORE]
        assert summary.startswith("1 tolerated")
        assert "--content-max-cases" in summary
        assert summary in text


def test_limit_applies_to_groups_if_findings_are_grouped(pytester: pytest.Pytester, gate: Gate) -> None:
    gate("--content-log=log.txt", "--content-max-cases=1", "--content-group=entity", "--content-junit=c.xml")

    cases = [case for case in junit_cases(pytester.path / "c.xml") if case.outcome == "failure"]
    assert [case.identity for case in cases] == [
        ("content.Billing/Refunds", "How to get a refund", "failure"),
        (*MORE, "failure"),
    ]
    assert cases[0].message.startswith("1 error, 1 warning ")
    assert cases[1].message.startswith("1 error")


def test_content_cannot_impersonate_the_case_over_the_limit(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    entry = "ERROR findings: article 'more': over --content-max-cases\n"
    log.write_text(INFO + entry, encoding="utf-8")

    gate("--content-log=log.txt", "--content-junit=c.xml")

    (failure,) = [case for case in junit_cases(pytester.path / "c.xml") if case.outcome == "failure"]
    assert "--content-json contains all" not in failure.message
    assert "log: log.txt line 2" in failure.text


@pytest.mark.parametrize("value", ["-1", ""])
def test_invalid_number_is_a_usage_error(usage_error: Callable[..., tuple[str, str]], value: str) -> None:
    code, text = usage_error("--content-log=log.txt", f"--content-max-cases={value}")

    assert code == "value-invalid"
    assert "--content-max-cases" in text
