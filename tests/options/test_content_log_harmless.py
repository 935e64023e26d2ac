"""--content-log-harmless: one pasted line settles a log for good, and every report counts what it matches."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import CLEAN_LOG, finished

Gate = Callable[..., pytest.RunResult]
SetOption = Callable[[str, str, str], list[str]]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG + "COPY 3\nCOPY 4\n", encoding="utf-8")
    (pytester.path / "status.json").write_text(json.dumps(finished(0, 0)), encoding="utf-8")


@pytest.mark.parametrize("place", ["option", "variable", "ini"])
def test_what_is_pasted_settles_the_log(
    pytester: pytest.Pytester, gate: Gate, set_option: SetOption, place: str
) -> None:
    assert gate("--content-log=log.txt", "--content-status=status.json", "--content-json=r.json").ret == 10
    (run,) = json.loads((pytester.path / "r.json").read_text(encoding="utf-8"))["runs"]
    (lines,) = run["log"]["unexplained"]
    arguments = set_option(place, "--content-log-harmless", lines["pattern"])

    result = gate("--content-log=log.txt", "--content-status=status.json", "--content-json=r.json", *arguments)

    assert result.ret == 0
    (run,) = json.loads((pytester.path / "r.json").read_text(encoding="utf-8"))["runs"]
    assert run["log"]["declared_harmless"] == [{"pattern": lines["pattern"], "lines": 2}]
    assert lines["pattern"] in "".join(result.stdout.str().split())


def test_a_pattern_that_matches_everything_is_wrong_usage(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log=log.txt", "--content-log-harmless=.*")

    assert code == "log-harmless-invalid"
    assert "'.*'" in text


@pytest.mark.parametrize(
    "line",
    [
        "Row 7 title is empty",
        "Titel fehlt",
        "Duplicate key 118",
        "value too large for column 3",
        "2 of 9 articles failed over to the other server",
        "article 'A/B': no title",
        "id x is defined twice",
        "Hello world at the end ",
        "PUT https://kb.example.com/KB-9 [200 OK, 1kB, 12ms]",
    ],
)
def test_a_sentence_is_harmless_once_its_pattern_is_pasted(line: str, tmp_path: Path) -> None:
    log, report = tmp_path / "log.txt", tmp_path / "report.json"
    log.write_text(f"{CLEAN_LOG}{line}\n", encoding="utf-8")
    arguments = ["report", f"--content-log={log}", f"--content-json={report}"]
    assert CliRunner().invoke(main, arguments).exit_code == 10
    (run,) = json.loads(report.read_text(encoding="utf-8"))["runs"]
    (lines,) = run["log"]["unexplained"]

    assert CliRunner().invoke(main, [*arguments, f"--content-log-harmless={lines['pattern']}"]).exit_code == 0


@pytest.mark.parametrize(
    "pattern", [r".*is empty", r"Row \S+ \S+ is empty", r"Row .*", r"\S+ fehlt", "(?:Row|.*) .* empty"]
)
def test_a_pattern_that_spells_only_a_part_of_a_sentence_is_wrong_usage(
    pattern: str, usage_error: Callable[..., tuple[str, str]]
) -> None:
    code, _ = usage_error("--content-log=log.txt", f"--content-log-harmless={pattern}")

    assert code == "log-harmless-invalid"
