"""A log that says that lines of it are missing is never green, whatever the level at which it says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

AT = "2024-03-01 10:00:00,123"
LAYOUTS = {
    "log4j": f"{AT} INFO [main] c.e.V - {{}}",
    "level alone": "INFO: {}",
    "object": '{{"time": "2024-03-01T10:00:00Z", "level": "INFO", "message": "{}"}}',
    "pairs": 'level=info msg="{}"',
    "without a level": "[... {} ...]",
}
GAPS = [
    "120 lines omitted",
    "log truncated, 4 MB reached",
    "the log has been cut off here",
    "logging output was truncated",
    "120 log messages were dropped, the queue is full",
    "dropped 120 log events",
    "imuxsock lost 120 messages from pid 812 due to rate limiting",
    "120 messages suppressed by rate limit",
    "suppressing further warnings",
    "further errors are not logged",
    "1,204 more errors not shown",
    "12 identical errors suppressed",
    "only the first 100 messages are shown",
    "too many errors, the others are left out",
    "maximum number of errors reached",
]
WHOLE = [
    "0 messages dropped",
    "no log lines were lost",
    "log lines dropped: 0",
    "dropped 0 messages",
    "output truncated: no",
    "the log is complete",
    "log level is INFO",
    "message truncated to 255 characters",
    "only the first level of folders is shown",
    "lost and found was checked",
]
QUOTED = ["article 'Too many errors' was checked", "article 'The log was truncated' was checked"]


def judge(folder: Path, line: str, text: str, *, is_beside_job: bool) -> int:
    said = [line.format(f"checked article {number}") for number in range(1, 9)]
    (folder / "log.txt").write_text("\n".join([*said[:4], line.format(text), *said[4:], ""]), encoding="utf-8")
    (folder / "status.json").write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    arguments = ["report", f"--content-log={folder / 'log.txt'}"]
    arguments += [f"--content-status={folder / 'status.json'}"] if is_beside_job else []
    return CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code


@pytest.mark.parametrize("is_beside_job", [False, True], ids=["alone", "beside a job that counts nothing"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_log_that_lacks_lines_is_not_judged(tmp_path: Path, layout: str, is_beside_job: bool) -> None:
    statuses = {text: judge(tmp_path, LAYOUTS[layout], text, is_beside_job=is_beside_job) for text in GAPS}

    assert statuses == dict.fromkeys(GAPS, 10)


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "without a level"])
def test_log_that_lacks_nothing_is_green(tmp_path: Path, layout: str) -> None:
    texts = WHOLE + (QUOTED if layout in {"log4j", "level alone"} else [])
    statuses = {text: judge(tmp_path, LAYOUTS[layout], text, is_beside_job=True) for text in texts}

    assert statuses == dict.fromkeys(texts, 0)


def test_title_in_an_object_states_nothing(tmp_path: Path) -> None:
    line = '{{"level": "INFO", "message": "checked", "title": "{}"}}'

    assert judge(tmp_path, line, "Too many errors", is_beside_job=True) == 0


def test_gap_is_named_and_can_be_declared_harmless(tmp_path: Path) -> None:
    said, gap = "INFO: checked article 1\n", "INFO: 120 log messages were dropped\n"
    (tmp_path / "log.txt").write_text(said * 4 + gap + said * 4, encoding="utf-8")
    arguments = ["report", f"--content-log={tmp_path / 'log.txt'}", f"--content-json={tmp_path / 'o.json'}"]

    assert CliRunner().invoke(main, arguments).exit_code == 10
    (run,) = json.loads((tmp_path / "o.json").read_text("utf-8"))["runs"]
    assert run["judgement"]["codes"] == ["lines-unexplained"]
    assert [(each["sample"], each["is_suspicious"]) for each in run["log"]["unexplained"]] == [(gap.strip(), True)]

    pattern = r"INFO: \d+ log messages were dropped"
    assert CliRunner().invoke(main, [*arguments, f"--content-log-harmless={pattern}"]).exit_code == 0
