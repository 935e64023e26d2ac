"""--content-show, CONTENTJOBS_SHOW and content_show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CLEAN_LOG

Gate = Callable[..., pytest.RunResult]
AT = "2026-11-23 10:00:02,000"
ERRORS = 60


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    lines = [f"{AT} ERROR [main] content.validation - ART-104 article 'A{number}': empty\n" for number in range(ERRORS)]
    path.write_text(CLEAN_LOG + "".join(lines), encoding="utf-8")
    return path


def listed(result: pytest.RunResult) -> int:
    assert result.ret == 1
    assert "content: FAILED - 60 errors" in result.outlines
    return sum(line.startswith("  E ART-104  ") and "log line" in line for line in result.outlines)


@pytest.mark.parametrize("place", ["option", "variable", "ini"])
@pytest.mark.parametrize(("value", "expected"), [("7", 7), ("all", ERRORS), ("none", 0), ("0", 0), ("99", ERRORS)])
def test_so_many_findings_are_listed(
    gate: Gate, set_option: Callable[[str, str, str], list[str]], place: str, value: str, expected: int
) -> None:
    assert listed(gate("--content-log=log.txt", *set_option(place, "--content-show", value))) == expected


def test_default_is_fifty_also_with_v(gate: Gate) -> None:
    assert listed(gate("--content-log=log.txt")) == 50
    assert listed(gate("--content-log=log.txt", "-v")) == 50


def test_wrong_value(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log=log.txt", "--content-show=some")

    assert code == "value-invalid"
    assert "'some'" in text


@pytest.mark.parametrize("arguments", [["--content-log=log.txt"], ["--content-log=log.txt", "--content-group=entity"]])
def test_what_is_not_a_terminal_gets_whole_lines(
    gate: Gate, log: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    long = "word " * 60 + "end"
    log.write_text(f"{AT} ERROR [main] content.validation - ART-104 article 'A': {long}\n", encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "60")

    assert any(long in line for line in gate(*arguments).outlines)
