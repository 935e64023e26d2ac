"""--content-max-errors, --content-max-warnings and --content-fail-on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import CASES, INFO, LOG, REFUND_WARNING, finished, junit_cases, reasons_of, rule_of

Gate = Callable[..., pytest.RunResult]
WARNING = next(case for case in CASES if "ART-201" in case[1])
RULES = {"errors": ("ART-104", "TOP-102"), "warnings": ("ART-201",)}
pytestmark = pytest.mark.usefixtures("log")


def outcomes(path: Path) -> dict[str, str]:
    return {rule_of(case.name): case.outcome for case in junit_cases(path)}


def read_run(path: Path) -> Any:
    (run,) = json.loads(path.read_text(encoding="utf-8"))["runs"]
    return run


@pytest.mark.parametrize(
    ("what", "limit", "is_kept"),
    [("errors", 2, True), ("errors", 1, False), ("warnings", 1, True), ("warnings", 0, False)],
)
def test_threshold_tolerates_all_that_it_counts_or_none(
    pytester: pytest.Pytester, gate: Gate, what: str, limit: int, is_kept: bool
) -> None:
    result = gate(
        *("--content-log=log.txt", f"--content-max-{what}={limit}", "-v"),
        *("--junit-xml=r.xml", "--content-junit=c.xml", "--content-json=c.json"),
    )

    assert result.ret == 1
    counted = "skipped" if is_kept else "failure"
    own = {f"max-{what}": "passed" if is_kept else "failure", "job": "skipped", "log": "passed"}
    findings = {rule: counted if name == what else "failure" for name, rules in RULES.items() for rule in rules}
    assert outcomes(pytester.path / "r.xml") == outcomes(pytester.path / "c.xml") == own | findings
    assert ("limit-exceeded" in reasons_of(result)) == (not is_kept)
    (check,) = [check for check in read_run(pytester.path / "c.json")["checks"] if check["name"] == f"max-{what}"]
    assert f"{len(RULES[what])} {what if len(RULES[what]) > 1 else what[:-1]}" in check["text"]
    assert f"--content-max-{what} {limit}" in check["text"]


@pytest.mark.parametrize(
    ("limits", "status"),
    [
        ({"errors": "20%", "warnings": "2"}, 0),
        ({"errors": "19%", "warnings": "2"}, 1),
        ({"errors": "0.9%", "warnings": "2"}, 1),
        ({"errors": "2", "warnings": "10%"}, 0),
        ({"errors": "2", "warnings": "9%"}, 1),
        ({"errors": "2", "warnings": "0.9%"}, 1),
    ],
)
def test_percentage_is_of_the_content_items_that_the_job_processed(
    pytester: pytest.Pytester, gate: Gate, limits: dict[str, str], status: int
) -> None:
    pytester.makefile(".json", status=json.dumps(finished(2, 1)))

    result = gate(
        *("--content-log=log.txt", "--content-status=status.json"),
        *(f"--content-max-{what}={limit}" for what, limit in limits.items()),
    )

    assert result.ret == status


@pytest.mark.parametrize(("what", "other"), [("errors", "warnings"), ("warnings", "errors")])
def test_percentage_of_an_unknown_number_is_exceeded(
    pytester: pytest.Pytester, gate: Gate, what: str, other: str
) -> None:
    result = gate(
        "--content-log=log.txt", f"--content-max-{what}=100%", f"--content-max-{other}=9", "--content-json=c.json", "-v"
    )

    assert result.ret == 1
    run = read_run(pytester.path / "c.json")
    assert {check["name"]: check["outcome"] for check in run["checks"]} == {
        "job": "not made",
        "log": "passed",
        f"max-{what}": "failed",
        f"max-{other}": "passed",
    }
    (check,) = [check for check in run["checks"] if check["name"] == f"max-{what}"]
    assert "--content-status" in check["text"]


def test_findings_below_fail_on_are_skipped_with_the_reason(pytester: pytest.Pytester, gate: Gate) -> None:
    result = gate("--content-log=log.txt", "--content-fail-on=error", "--junit-xml=r.xml", "--content-junit=c.xml")

    assert result.ret == 1
    for report in ("r.xml", "c.xml"):
        cases = {case.identity[:2]: case for case in junit_cases(pytester.path / report)}
        skipped = cases[WARNING[:2]]
        assert skipped.outcome == "skipped"
        assert "--content-fail-on error" in skipped.message + skipped.text
        assert "language 'en-UK' is not supported" in skipped.text
        failing = {identity for identity, case in cases.items() if case.outcome == "failure"}
        assert failing == {case[:2] for case in CASES - {WARNING}}


@pytest.mark.parametrize("place", ["option", "variable", "ini"])
def test_never_tolerates_all_findings_and_counts_them(
    pytester: pytest.Pytester, gate: Gate, set_option: Callable[..., list[str]], place: str
) -> None:
    arguments = set_option(place, "--content-fail-on", "never")

    result = gate("--content-log=log.txt", "--content-json=c.json", *arguments)

    assert result.ret == 0
    result.assert_outcomes(passed=1, skipped=4)
    run = read_run(pytester.path / "c.json")
    assert (run["judgement"]["outcome"], run["outcomes"]) == ("clean", {"fails": 0, "tolerated": 3, "known": 0})


def test_never_passes_no_log_that_was_not_judged(gate: Gate, log: Path) -> None:
    log.write_text(LOG + "no line end", encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-fail-on=never").ret == 10


@pytest.mark.parametrize(("fail_on", "status"), [("warning", 1), ("error", 0)])
def test_a_log_with_only_warnings(gate: Gate, log: Path, fail_on: str, status: int) -> None:
    log.write_text(INFO + REFUND_WARNING, encoding="utf-8")

    assert gate("--content-log=log.txt", f"--content-fail-on={fail_on}").ret == status


@pytest.mark.parametrize(
    ("option", "value"),
    [("--content-max-errors", "101%"), ("--content-max-warnings", "-1"), ("--content-fail-on", "info")],
)
def test_malformed_value_is_a_usage_error(usage_error: Callable[..., tuple[str, str]], option: str, value: str) -> None:
    code, text = usage_error("--content-log=log.txt", f"{option}={value}")

    assert code == "value-invalid"
    assert option in text
    assert repr(value) in text
