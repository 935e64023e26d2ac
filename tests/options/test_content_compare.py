"""--content-compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import INFO, LOG, REFUND_ERROR, REFUND_WARNING, TOPIC_ERROR, junit_cases, reason_of, rule_of

Gate = Callable[..., pytest.RunResult]
pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture(autouse=True)
def yesterday(pytester: pytest.Pytester, gate: Gate, log: Path) -> Path:
    """A saved run that found one of the errors, and a warning."""
    log.write_text(INFO + REFUND_ERROR + REFUND_WARNING, encoding="utf-8")
    gate("--content-log=log.txt", "--content-save=saved")
    log.write_text(INFO + REFUND_ERROR + TOPIC_ERROR, encoding="utf-8")
    return pytester.path / "saved"


@pytest.mark.parametrize("run", ["saved", "saved/content", "saved/content/run.json"])
def test_new_findings_fail_and_fixed_findings_are_listed(pytester: pytest.Pytester, gate: Gate, run: str) -> None:
    result = gate("--content-log=log.txt", f"--content-compare={run}", "--content-junit=c.xml")

    assert result.ret == 1
    assert {rule_of(case.name): case.outcome for case in junit_cases(pytester.path / "c.xml")} == {
        "job": "skipped",
        "log": "passed",
        "ART-104": "skipped",
        "TOP-102": "failure",
    }
    result.stdout.fnmatch_lines(
        [
            f"  comparison: 1 new, 1 unchanged, 1 gone ({run})",
            "    gone: Billing/Refunds: How to get a refund: language 'en-UK' is not supported (warning ART-201)",
        ]
    )


def test_run_without_new_findings_passes(gate: Gate, log: Path) -> None:
    log.write_text(INFO + REFUND_ERROR, encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-compare=saved").ret == 0


def test_single_saved_run_is_compared_with_a_run_of_any_name(gate: Gate, log: Path) -> None:
    log.write_text(INFO + REFUND_ERROR, encoding="utf-8")

    assert gate("--content-log=other=log.txt", "--content-compare=saved").ret == 0


def test_saved_run_of_the_same_name_is_compared_if_there_are_several(gate: Gate, log: Path) -> None:
    gate("--content-log=a=log.txt", "--content-save=saved")
    log.write_text(INFO + REFUND_ERROR + REFUND_WARNING, encoding="utf-8")

    result = gate("--content-log=content=log.txt", "--content-log=b=log.txt", "--content-compare=saved")

    assert result.ret == 1
    assert "  comparison: 0 new, 2 unchanged, 0 gone (saved)" in result.stdout.lines
    assert "  comparison: 2 new, 0 unchanged, 0 gone (saved)" in result.stdout.lines


def test_saved_run_that_was_not_judged_cannot_be_compared(gate: Gate, log: Path) -> None:
    log.write_text(LOG + "no line end", encoding="utf-8")
    gate("--content-log=log.txt", "--content-save=saved")

    result = gate("--content-log=log.txt", "--content-compare=saved")

    assert (result.ret, reason_of(result.stderr.str())) == (4, "saved-run-not-judged")
    assert "--content-compare" in result.stderr.str()


@pytest.mark.parametrize("place", ["none", "log.txt"])
def test_anything_but_a_saved_run_is_a_usage_error(gate: Gate, place: str) -> None:
    assert gate("--content-log=log.txt", f"--content-compare={place}").ret == 4
