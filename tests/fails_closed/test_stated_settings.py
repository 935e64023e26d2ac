"""A setting that names failures is no failure, and what says more than a setting is never green."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main

SETTINGS = [
    "failOn=error",
    "Fail on: error",
    "fail-on = WARNING",
    "--fail-on=error",
    "minSeverity=error",
    "Minimum severity: error",
    "Severity filter: ERROR",
    "Stop on error: no",
    "Halt on first failure: off",
]
FAULTS = [
    "severity=error",
    "Fail on: error, article 12 failed",
    "article 12 failed on: error",
    "Import fails on: error",
    "Threshold: ERROR",
    "Stop on error: article 12",
    "Stop on error: no title",
]


LAYOUTS = ["2026-03-01 10:00:30,123 INFO [main] c.e.V - {}", "info: {}", "10:00:30 | INFO | {}"]
MEMBERS = [
    ('"failOn": "error"', True),
    ('"minSeverity": "WARN"', True),
    ('"severity": "error"', False),
    ('"check": "error"', False),
]


def judge(folder: Path, layout: str, message: str) -> int:
    routine = [layout.replace("{}", f"validated page {number}") for number in range(5)]
    log = folder / "log.txt"
    log.write_text("\n".join([*routine, layout.replace("{}", message), *routine, ""]), encoding="utf-8")
    return CliRunner().invoke(main, ["report", f"--content-log={log}"], catch_exceptions=False).exit_code


@pytest.mark.parametrize("text", SETTINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_setting_is_good_news(layout: str, text: str, tmp_path: Path) -> None:
    assert judge(tmp_path, layout, text) == 0


@pytest.mark.parametrize("text", FAULTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_anything_else_is_not(layout: str, text: str, tmp_path: Path) -> None:
    assert judge(tmp_path, layout, text) in {1, 10}


@pytest.mark.parametrize(("member", "is_good"), MEMBERS)
def test_member(member: str, is_good: bool, tmp_path: Path) -> None:
    message = f'Options", {member}, "more": "'

    assert (judge(tmp_path, '{"level": "info", "message": "{}"}', message) == 0) is is_good
