"""--content-log-levels: words that a user declares, in each layout and at each place where they can be set."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import reason_of

Report = Callable[..., tuple[int, list[tuple[int, str]]]]
#: A layout: a line with a level, and what precedes the lines.
LAYOUTS: dict[str, tuple[str, str]] = {
    "jsonl": ('{{"level": "{level}", "message": "{text}"}}', ""),
    "logfmt": ('level={level} msg="{text}"', ""),
    "table": ("{level},{text}", "level,message\n"),
    "text": ("2026-11-23 10:00:00,123 - c.e.V - {level} - {text}", ""),
    "text in brackets": ("[{level}] {text}", ""),
    "text with bars": ("2026-11-23 10:00:00 | {level} | c.e.v | {text}", ""),
    "platform": ("2026-11-23 10:00:00<@>{level}<@>[main]<@>{text}", ""),
}
DECLARED = "Storung=error,Ojoj=warning,Merke=info"
LEVELS = {"Storung": "error", "Ojoj": "warning", "Merke": None, "INFO": None, "ERROR": "error"}


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Gate a log with further arguments; return the status, and lines and severities of the findings."""
    monkeypatch.chdir(tmp_path)
    for name in ("CONTENTJOBS_LOG_LEVELS", "CONTENTJOBS_LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)

    def run(log: str, *arguments: str) -> tuple[int, list[tuple[int, str]]]:
        Path("log.txt").write_text(log, encoding="utf-8")
        result = CliRunner().invoke(main, ["report", "--content-log=log.txt", "--content-json=r.json", *arguments])
        runs = json.loads(Path("r.json").read_text(encoding="utf-8"))["runs"]
        return result.exit_code, [(finding["log_line"], finding["severity"]) for finding in runs[0]["findings"]]

    return run


def write_log(layout: str, levels: list[str]) -> str:
    line, head = LAYOUTS[layout]
    lines = [line.format(level=level, text=f"article {number} read") for number, level in enumerate(levels)]
    return f"{head}{chr(10).join(lines)}\n"


@pytest.mark.parametrize("spelling", [str, str.upper, str.lower], ids=["declared", "capitals", "small"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_declared_words_are_levels_in_each_layout(report: Report, layout: str, spelling: Callable[[str], str]) -> None:
    log = write_log(layout, [spelling(level) for level in LEVELS])
    first = 1 + LAYOUTS[layout][1].count("\n")

    status, findings = report(log, f"--content-log-levels={DECLARED}")

    expected = [(number, severity) for number, severity in enumerate(LEVELS.values(), first) if severity]
    assert (status, findings) == (1, expected)
    assert report(log)[0] == 10


@pytest.mark.parametrize("layout", LAYOUTS)
def test_log_with_declared_informational_words_alone_is_green(report: Report, layout: str) -> None:
    log = write_log(layout, ["INFO", "Merke", "INFO"])

    assert report(log)[0] == 10
    assert report(log, f"--content-log-levels={DECLARED}") == (0, [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_informational_word_can_be_declared_worse(report: Report, layout: str) -> None:
    log = write_log(layout, ["INFO", "NOTICE", "INFO"])
    line = 2 + LAYOUTS[layout][1].count("\n")

    assert report(log) == (0, [])
    assert report(log, "--content-log-levels=notice=warning") == (1, [(line, "warning")])


@pytest.mark.parametrize("layout", ["jsonl", "logfmt", "text in brackets", "text with bars"])
def test_unknown_level_is_named_with_the_setting_to_paste(report: Report, layout: str) -> None:
    status, findings = report(write_log(layout, ["INFO", "INFO", "INFO", "STORUNG", "INFO", "INFO"]))

    document = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert (status, findings) == (10, [])
    assert "level-unknown" in json.dumps(document)
    assert 'content_log_levels = \\"STORUNG=' in json.dumps(document)


@pytest.mark.parametrize("place", ["variable", "project file", "named run"])
def test_levels_can_be_set_at_other_places(report: Report, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    log = write_log("logfmt", ["INFO", "Merke", "Storung"])
    match place:
        case "variable":
            monkeypatch.setenv("CONTENTJOBS_LOG_LEVELS", DECLARED)
        case "project file":
            Path("contentjobs.toml").write_text(f'log_levels = ["{DECLARED}"]', encoding="utf-8")
        case _:
            Path("contentjobs.toml").write_text(f'[runs.content]\nlog_levels = "{DECLARED}"', encoding="utf-8")

    assert report(log) == (1, [(3, "error")])


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ("ERROR=info", "level-milder"),
        ("Merke=info, fehler=warning", "level-milder"),
        ("WARNING=info", "level-milder"),
        ("DATAERROR=info", "level-milder"),
        ("Merke", "value-invalid"),
        ("Merke=fine", "value-invalid"),
    ],
)
def test_levels_that_cannot_be_used_are_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, levels: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.txt").write_text("INFO read\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["report", "--content-log=log.txt", f"--content-log-levels={levels}"])

    assert result.exit_code == 4
    assert reason_of(result.output) == reason
    assert "--content-log-levels" in result.output
