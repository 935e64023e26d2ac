"""--content-status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import finished, reasons_of

Gate = Callable[..., pytest.RunResult]
pytestmark = pytest.mark.usefixtures("log")


def save(pytester: pytest.Pytester, text: str) -> None:
    (pytester.path / "status.json").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("errors", "warnings"), [(2, 1), (2, 0)], ids=["finding by finding", "item by item"])
def test_findings_decide_if_the_counts_agree(pytester: pytest.Pytester, gate: Gate, errors: int, warnings: int) -> None:
    save(pytester, json.dumps(finished(errors, warnings)))

    result = gate("--content-log=log.txt", "--content-status=status.json")

    assert result.ret == 1
    result.assert_outcomes(failed=3, passed=2)


@pytest.mark.parametrize(("errors", "warnings"), [(1, 1), (3, 1), (2, 2), (0, 0)])
def test_counts_that_disagree_are_not_judged(pytester: pytest.Pytester, gate: Gate, errors: int, warnings: int) -> None:
    save(pytester, json.dumps(finished(errors, warnings)))

    result = gate("--content-log=log.txt", "--content-status=status.json")

    assert result.ret == 10
    result.assert_outcomes(failed=4, passed=1)


def test_log_of_another_job_is_not_judged(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    own, other = (f"import-logs-{digit * 8}-0000-4000-8000-000000000000.txt" for digit in "12")
    log.rename(pytester.path / other)
    save(pytester, json.dumps(finished(2, 1, logFileLocation=f"s3://bucket/logs/{own}")))

    result = gate(f"--content-log={other}", "--content-status=status.json")

    assert result.ret == 10
    shown = " ".join(result.stdout.str().replace("\nE", "\n").split())
    for name in (
        other,
        "22222222-0000-4000-8000-000000000000",
        "11111111-0000-4000-8000-000000000000",
        "--content-status",
    ):
        assert name in shown


def test_log_of_the_same_job_is_judged(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    name = "import-logs-AAAAAAAA-0000-4000-8000-000000000000.txt"
    log.rename(pytester.path / name.lower())
    save(pytester, json.dumps(finished(2, 1, logFileLocation=f"s3://bucket/logs/{name}")))

    assert gate(f"--content-log={name.lower()}", "--content-status=status.json").ret == 1


def test_job_that_has_not_finished_is_not_judged(pytester: pytest.Pytester, gate: Gate) -> None:
    save(pytester, '{"status": "In Progress"}')

    result = gate("--content-log=log.txt", "--content-status=status.json", "-v")

    assert result.ret == 10
    assert "job-unfinished" in reasons_of(result)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"status": ""}', "{broken", "[" * 100_000])
def test_file_without_a_status_is_a_usage_error(
    pytester: pytest.Pytester, usage_error: Callable[..., tuple[str, str]], text: str
) -> None:
    save(pytester, text)

    _, shown = usage_error("--content-log=log.txt", "--content-status=status.json")

    assert "'status.json'" in shown
    assert "--content-status" in shown


def test_missing_file_is_a_usage_error(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log=log.txt", "--content-status=missing.json")

    assert code == "file-unreadable"
    assert "'missing.json'" in text


@pytest.mark.parametrize("logs", [[], ["--content-log=log.txt", "--content-log=log.txt"]], ids=["none", "two"])
def test_status_belongs_to_one_log(usage_error: Callable[..., tuple[str, str]], logs: list[str]) -> None:
    code, text = usage_error("--content-status=status.json", *logs)

    assert code == "settings-conflict"
    assert f"{len(logs)} were given" in text
