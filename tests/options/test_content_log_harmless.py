"""--content-log-harmless: one pasted line settles a log for good, and every report counts what it matches."""

from __future__ import annotations

import json
import re
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


LEFT = "2026-03-01 10:00:00,123 INFO [main] c.e.V - {}\n"


@pytest.mark.parametrize("text", ["10 articles left", "Imported 7 of 10 articles", "10 processed, 7 stored"])
def test_what_is_left_is_harmless_once_the_proposed_pattern_is_pasted(text: str, tmp_path: Path) -> None:
    log, status = tmp_path / "log.txt", tmp_path / "status.json"
    log.write_text("".join(map(LEFT.format, (*map("checked article {}".format, range(9)), text))), encoding="utf-8")
    status.write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    arguments = ["report", f"--content-log={log}", f"--content-status={status}"]
    first = CliRunner().invoke(main, arguments)
    (pattern,) = re.findall(r"if it is harmless: content_log_harmless = (.*)", first.output)

    assert first.exit_code == 10
    assert CliRunner().invoke(main, [*arguments, f"--content-log-harmless={pattern}"]).exit_code == 0
    assert CliRunner().invoke(main, [*arguments, "--content-log-harmless=2026.* INFO .*c.e.V.*"]).exit_code == 10
