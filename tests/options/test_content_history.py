"""--content-history, --content-history-days, and ``contentjobs history``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pytest_contentjobs.cli import main
from pytest_contentjobs.pipeline.history_file import read_history
from tests.support import CLEAN_LOG, INFO, LOG, REFUND_ERROR, TOPIC_ERROR, junit_cases, reason_of

Gate = Callable[..., pytest.RunResult]
_DAY = 86_400
_START = 1_764_000_000
FIRST, SECOND = "2025-11-24T16:00:00Z", "2025-11-25T16:00:00Z"


@pytest.fixture
def report(log: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Judge a log on a day with ``contentjobs report`` and the history ``h.jsonl``."""

    def run(day: int, text: str, *arguments: str) -> Result:
        log.write_text(text, encoding="utf-8")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(_START + day * _DAY))
        options = ("--content-log=main=log.txt", "--content-history=h.jsonl", *arguments)
        return CliRunner().invoke(main, ["report", *options])

    return run


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["runs"][0]


def test_reports_say_since_when_a_finding_is_there_and_how_the_last_runs_ended(
    log: Path, report: Callable[..., Result], wording: Callable[[str], None]
) -> None:
    report(0, INFO + REFUND_ERROR)
    result = report(1, INFO + REFUND_ERROR + TOPIC_ERROR, "--content-json=c.json", "--content-junit=c.xml")

    assert result.exit_code == 1
    run = read(log.parent / "c.json")
    assert [finding["since"] for finding in run["findings"]] == [FIRST, SECOND]
    assert run["history"] == [{"time": FIRST, "outcome": "findings", "findings": 1, "failing": 1}]
    texts = [case.text for case in junit_cases(log.parent / "c.xml") if case.outcome == "failure"]
    assert ["since: 2025-11-24 16:00 UTC" in text for text in texts] == [True, False]
    wording(result.output)


def test_a_run_that_was_not_judged_calls_nothing_fixed(log: Path, report: Callable[..., Result]) -> None:
    report(0, LOG)
    assert report(1, "").exit_code == 10
    report(2, LOG, "--content-json=c.json")

    assert {finding["since"] for finding in read(log.parent / "c.json")["findings"]} == {FIRST}
    outcomes = [entry.outcome for entry in read_history(log.parent / "h.jsonl").entries]
    assert outcomes == ["findings", "not judged", "findings"]


def test_history_changes_no_verdict(report: Callable[..., Result]) -> None:
    assert [report(day, text).exit_code for day, text in enumerate((LOG, CLEAN_LOG, LOG))] == [1, 0, 1]


def test_both_faces_write_the_same(log: Path, report: Callable[..., Result], gate: Gate) -> None:
    report(0, INFO + REFUND_ERROR)
    report(1, LOG, "--content-json=1.json")
    before = (log.parent / "h.jsonl").read_bytes()

    gate("--content-log=main=log.txt", "--content-history=h.jsonl", "--content-json=2.json")

    assert (log.parent / "1.json").read_bytes() == (log.parent / "2.json").read_bytes()
    assert (log.parent / "h.jsonl").read_bytes() == before


@pytest.mark.parametrize(("selection", "lines"), [(("--co",), 0), (("-k", "nothing"), 1), (("-x",), 1)])
def test_a_selection_of_tests_leaves_the_line_whole(
    log: Path, gate: Gate, selection: tuple[str, ...], lines: int
) -> None:
    gate("--content-log=log.txt", "--content-history=h.jsonl", *selection)

    assert [entry.findings for entry in read_history(log.parent / "h.jsonl").entries] == [3] * lines


def test_a_saved_run_is_not_counted_twice(
    log: Path, report: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    report(0, LOG, "--content-save=runs")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    (log.parent / "h.jsonl").unlink()
    replay = ["report", "--content-log=runs/main", "--content-history=h.jsonl", "--content-json=c.json"]

    for _ in range(2):
        assert CliRunner().invoke(main, replay).exit_code == 1

    (entry,) = read_history(log.parent / "h.jsonl").entries
    assert read(log.parent / "c.json")["judged_at"] == f"{entry.time:%Y-%m-%dT%H:%M:%SZ}"


def test_a_line_that_was_cut_is_told(log: Path, report: Callable[..., Result]) -> None:
    report(0, LOG)
    with (log.parent / "h.jsonl").open("ab") as file:
        file.write(b'{"version":1,"ti')

    assert "history: h.jsonl (1 line cannot be read)" in report(1, LOG).output


def test_days_are_kept_as_the_option_says(log: Path, report: Callable[..., Result]) -> None:
    for day in range(3):
        report(day, LOG)
    report(9, LOG, "--content-history-days=8")

    assert len(read_history(log.parent / "h.jsonl").entries) == 3


def test_a_file_that_is_no_history_is_wrong_usage_and_stays(log: Path, report: Callable[..., Result]) -> None:
    (log.parent / "h.jsonl").write_text("fail_on = 'never'\n", encoding="utf-8")

    result = report(0, LOG)

    assert (result.exit_code, reason_of(result.stderr)) == (4, "history-invalid")
    assert (log.parent / "h.jsonl").read_text(encoding="utf-8") == "fail_on = 'never'\n"


def test_a_report_cannot_take_the_place_of_the_history(report: Callable[..., Result]) -> None:
    result = report(0, LOG, "--content-json=h.jsonl")

    assert (result.exit_code, reason_of(result.stderr)) == (4, "report-unusable")


def history(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["history", *arguments])


def test_the_command_lists_runs_with_what_was_new_and_fixed(
    report: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, wording: Callable[[str], None]
) -> None:
    for day, text in enumerate((INFO + REFUND_ERROR, "", LOG, CLEAN_LOG)):
        report(day, text)
    monkeypatch.setenv("CONTENTJOBS_HISTORY", "h.jsonl")

    wording(history().output)
    assert history("main").output == history().output
    assert len(history("-n", "1").output.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "setting-missing"),
        (("--content-history=h.jsonl",), "run-unknown"),
        (("other", "--content-history=log.txt"), "history-invalid"),
    ],
)
@pytest.mark.usefixtures("log")
def test_usage_errors_of_the_command(arguments: tuple[str, ...], code: str) -> None:
    result = history(*arguments)

    assert (result.exit_code, reason_of(result.stderr)) == (4, code)
