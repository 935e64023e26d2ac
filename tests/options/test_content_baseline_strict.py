"""--content-baseline-strict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import INFO, LOG, REFUND_ERROR, junit_cases

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def baseline(pytester: pytest.Pytester, gate: Gate, log: Path) -> Path:
    """The baseline of ``LOG``."""
    gate(f"--content-log={log.name}", "--content-baseline=b.json", "--content-update-baseline")
    return pytester.path / "b.json"


@pytest.mark.parametrize("place", ["option", "variable", "ini"])
def test_a_finding_that_is_fixed_fails_as_a_test_of_its_own(
    pytester: pytest.Pytester, gate: Gate, log: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    log.write_text(INFO + REFUND_ERROR, encoding="utf-8")
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_BASELINE_STRICT", "1")
    if place == "ini":
        pytester.makeini("[pytest]\ncontent_baseline_strict = true\n")

    result = gate(
        "--content-log=log.txt",
        "--content-baseline=b.json",
        "--junit-xml=r.xml",
        *(["--content-baseline-strict"] if place == "option" else []),
    )

    assert result.ret == 1
    cases = {case.name.split()[0]: case for case in junit_cases(pytester.path / "r.xml")}
    assert {name: case.outcome for name, case in cases.items()} == {
        "job": "skipped",
        "log": "passed",
        "baseline": "failure",
        "ART-104": "skipped",
    }
    assert cases["baseline"].message.startswith("Fixed, and still in the baseline b.json: 2 (1 ART-201, 1 TOP-102).")
    assert "contentjobs baseline prune" in cases["baseline"].message


def test_a_baseline_that_is_up_to_date_passes(gate: Gate) -> None:
    result = gate("--content-log=log.txt", "--content-baseline=b.json", "--content-baseline-strict")

    assert result.ret == 0
    assert "baseline: Every finding of the baseline b.json is still there." in result.stdout.lines


def test_several_logs_share_a_baseline(gate: Gate, log: Path) -> None:
    part = log.with_name("part.txt")
    part.write_text(INFO + REFUND_ERROR, encoding="utf-8")

    result = gate(
        "--content-log=log.txt", "--content-log=part.txt", "--content-baseline=b.json", "--content-baseline-strict"
    )

    assert result.ret == 0


def test_without_a_file_it_is_wrong_usage(gate: Gate) -> None:
    result = gate("--content-log=log.txt", "--content-baseline-strict")

    assert result.ret == 4
    result.stderr.fnmatch_lines(
        ["ERROR: --content-baseline-strict was given, and no baseline. Set --content-baseline, *"]
    )


def test_a_word_that_is_no_flag_is_wrong_usage(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENTJOBS_BASELINE_STRICT", "perhaps")

    result = gate("--content-log=log.txt", "--content-baseline=b.json")

    assert result.ret == 4
    result.stderr.fnmatch_lines(["ERROR: 'perhaps' is neither true nor false. Set --content-baseline-strict, *"])
