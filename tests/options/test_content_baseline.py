"""--content-baseline."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.pipeline.baseline_file import read_baseline, write_baseline
from tests.support import INFO, LOG, REFUND_ERROR, REFUND_WARNING, junit_cases, reason_of

Gate = Callable[..., pytest.RunResult]
pytestmark = pytest.mark.usefixtures("log")


REPORTS = ("--junit-xml=r.xml", "--content-junit=c.xml", "--content-json=c.json")


def comparison(pytester: pytest.Pytester) -> Any:
    (run,) = json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))["runs"]
    (found,) = run["comparisons"]
    return found


@pytest.fixture
def baseline(pytester: pytest.Pytester, gate: Gate, log: Path) -> Path:
    """The baseline of ``LOG``."""
    gate(f"--content-log={log.name}", "--content-baseline=b.json", "--content-update-baseline")
    return pytester.path / "b.json"


@pytest.mark.usefixtures("baseline")
def test_known_findings_pass_and_new_ones_fail(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    log.write_text(LOG + REFUND_ERROR.replace("refund.html", "new.html"), encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-baseline=b.json", *REPORTS)

    assert result.ret == 1
    for report in ("r.xml", "c.xml"):
        cases = [case for case in junit_cases(pytester.path / report) if ": " in case.name]
        assert {case.name: case.outcome for case in cases if case.outcome != "skipped"} == {
            "How to get a refund: content file 'content/new.html' does not exist (ART-104)": "failure"
        }
        assert all("the baseline b.json" in case.text for case in cases if case.outcome == "skipped")
    assert comparison(pytester) == {"name": "baseline", "where": "b.json", "known": 3, "new": 1, "fixed": []}
    assert "  baseline: 3 known, 1 new, 0 fixed (b.json)" in result.stdout.lines


@pytest.mark.usefixtures("baseline")
def test_fixed_findings_are_listed_and_do_not_fail(gate: Gate, log: Path) -> None:
    log.write_text(INFO + REFUND_WARNING, encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-baseline=b.json")

    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "  baseline: 1 known, 0 new, 2 fixed (b.json)",
            "    fixed: Billing/Refunds: How to get a refund: content file 'content/refund.html' does not exist (ART-104)",
            "    fixed: no folder: Getting started (topic): article 'Internet/Setup' is unknown (TOP-102)",
        ]
    )


@pytest.mark.parametrize(("until", "status"), [(date(2999, 1, 1), 0), (date(2020, 1, 31), 1)])
def test_accepted_finding_passes_until_its_end(gate: Gate, baseline: Path, until: date, status: int) -> None:
    items = [replace(item, reason="the editors know", until=until) for item in read_baseline(baseline)]
    write_baseline(baseline, items)

    result = gate("--content-log=log.txt", "--content-baseline=b.json", "-v", "--content-json=c.json")

    assert result.ret == status
    text = baseline.with_name("c.json").read_text(encoding="utf-8")
    (run,) = json.loads(text)["runs"]
    outcome = "fails" if status else "known"
    assert [finding["outcome"] for finding in run["findings"]] == [outcome] * 3
    for finding in run["findings"]:
        assert until.isoformat() in finding["decided_by"]
        assert ("the editors know" in finding["decided_by"]) == (status == 0)


@pytest.mark.usefixtures("baseline")
def test_no_finding_counts_as_fixed_if_the_log_was_not_judged(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    log.write_text(INFO + "no line end", encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-baseline=b.json", "--content-json=c.json")

    assert result.ret == 10
    assert comparison(pytester)["fixed"] is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [(None, "baseline-missing"), ("{", "baseline-invalid"), ('{"version": 99}', "baseline-version")],
)
def test_unusable_baseline_is_a_usage_error(
    pytester: pytest.Pytester, gate: Gate, text: str | None, reason: str
) -> None:
    if text is not None:
        (pytester.path / "b.json").write_text(text, encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-baseline=b.json")

    assert (result.ret, reason_of(result.stderr.str())) == (4, reason)
