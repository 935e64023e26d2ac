"""--content-baseline-strict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import INFO, REFUND_ERROR, junit_cases, reasons_of, rule_of

Gate = Callable[..., pytest.RunResult]
pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture(autouse=True)
def baseline(pytester: pytest.Pytester, gate: Gate, log: Path) -> Path:
    """The baseline of ``LOG``."""
    gate(f"--content-log={log.name}", "--content-baseline=b.json", "--content-update-baseline")
    return pytester.path / "b.json"


def test_each_fixed_finding_is_a_failing_test(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    log.write_text(INFO + REFUND_ERROR, encoding="utf-8")
    result = gate(
        "--content-log=log.txt",
        "--content-baseline=b.json",
        "--junit-xml=r.xml",
        "--content-baseline-strict",
        "-v",
    )

    assert result.ret == 1
    cases = {rule_of(case.name): case for case in junit_cases(pytester.path / "r.xml")}
    assert {name: case.outcome for name, case in cases.items()} == {
        "job": "skipped",
        "log": "passed",
        "baseline": "failure",
        "ART-104": "skipped",
    }
    assert reasons_of(result) == {"baseline-outdated", "findings"} & reasons_of(result) | {"baseline-outdated"}
    assert all(
        part in cases["baseline"].message for part in ("b.json", "1 ART-201", "1 TOP-102", "contentjobs baseline prune")
    )


def test_current_baseline_passes(pytester: pytest.Pytester, gate: Gate) -> None:
    result = gate(
        "--content-log=log.txt", "--content-baseline=b.json", "--content-baseline-strict", "--junit-xml=r.xml"
    )

    assert result.ret == 0
    assert ("content", "baseline", "passed") in {case.identity for case in junit_cases(pytester.path / "r.xml")}


def test_several_logs_share_a_baseline(gate: Gate, log: Path) -> None:
    part = log.with_name("part.txt")
    part.write_text(INFO + REFUND_ERROR, encoding="utf-8")

    result = gate(
        "--content-log=log.txt", "--content-log=part.txt", "--content-baseline=b.json", "--content-baseline-strict"
    )

    assert result.ret == 0


def test_missing_baseline_is_a_usage_error(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log=log.txt", "--content-baseline-strict")

    assert code == "setting-missing"
    assert "--content-baseline, the variable CONTENTJOBS_BASELINE" in text
