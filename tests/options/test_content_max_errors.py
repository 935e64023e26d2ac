"""--content-max-errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import LOG, finished, junit_cases

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


def outcomes(path: Path) -> dict[str, str]:
    return {case.name.split()[0]: case.outcome for case in junit_cases(path)}


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two workers"])
@pytest.mark.parametrize(("limit", "is_kept"), [("2", True), ("1", False)])
def test_a_limit_passes_all_that_it_counts_or_none(
    pytester: pytest.Pytester, gate: Gate, limit: str, is_kept: bool, workers: list[str]
) -> None:
    result = gate(
        "--content-log=log.txt", f"--content-max-errors={limit}", "--junit-xml=r.xml", "--content-junit=c.xml", *workers
    )

    assert result.ret == 1
    counted = "skipped" if is_kept else "failure"
    own = {"max-errors": "passed" if is_kept else "failure", "job": "skipped", "log": "passed"}
    expected = {
        **own,
        "ART-104": counted,
        "TOP-102": counted,
        "ART-201": "failure",
    }
    assert outcomes(pytester.path / "r.xml") == outcomes(pytester.path / "c.xml") == expected


def test_what_was_counted_and_allowed_is_said(gate: Gate) -> None:
    result = gate("--content-log=log.txt", "--content-max-errors=1", "-v")

    assert (
        "max-errors: 2 errors, more than the limit of --content-max-errors 1 allows. Correct the content."
        in " ".join(result.stdout.str().split())
    )


@pytest.mark.parametrize(("limit", "status"), [("20%", 0), ("19%", 1), ("0.9%", 1)])
def test_a_share_is_of_the_items_that_the_job_processed(
    pytester: pytest.Pytester, gate: Gate, limit: str, status: int
) -> None:
    pytester.makefile(".json", status=json.dumps(finished(2, 1)))

    result = gate(
        "--content-log=log.txt",
        "--content-status=status.json",
        f"--content-max-errors={limit}",
        "--content-max-warnings=2",
    )

    assert result.ret == status


def test_a_share_of_an_unknown_number_is_not_kept(gate: Gate) -> None:
    result = gate("--content-log=log.txt", "--content-max-errors=100%", "--content-max-warnings=9")

    assert result.ret == 1
    assert (
        "2 errors, and --content-max-errors 100% is a share of a number of items that is not known. Gate the job itself, or "
        "give its status with --content-status." in " ".join(result.stdout.str().split())
    )


@pytest.mark.parametrize("place", ["variable", "ini"])
def test_the_limit_is_set_once_for_all(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_MAX_ERRORS", "2")
    else:
        pytester.makeini("[pytest]\ncontent_max_errors = 2\n")

    assert gate("--content-log=log.txt", "--content-max-warnings=2").ret == 0


@pytest.mark.parametrize("value", ["-1", "x", "101%", "1.5", ""])
def test_no_limit_is_wrong_usage(gate: Gate, value: str) -> None:
    result = gate("--content-log=log.txt", f"--content-max-errors={value}")

    assert result.ret == 4
    result.stderr.fnmatch_lines([f"ERROR: {value!r} is neither a count nor a share. Set --content-max-errors, *"])
