"""An informational line that reports a level of its own is red where columns stand between, or an object wraps the message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

LINES = {
    "number of a worker": "2026-11-23 10:00:00 +0000 [info]: #0 {}",
    "place in the program": "2026-11-23T10:00:00.123Z\tINFO\tcheck/check.go:12\t{}",
    "three names in brackets": "2026-11-23T10:00:00.123Z 0 [Note] [MY-010068] [Server] {}",
    "names in angle brackets": "<Nov 23, 2026 10:00:00 AM UTC> <Info> <Check> <BEA-101> <{}>",
    "wrapped": '{{"severity": "INFO", "timestamp": "2026-11-23T10:00:00Z", "jsonPayload": {{"message": "{}"}}}}',
    "body": '{{"timeUnixNano": "1772431801000000000", "severityNumber": 9, "body": {{"stringValue": "{}"}}}}',
    "short message": '{{"version": "1.1", "host": "h", "short_message": "{}", "level": 6}}',
    "service message": "##teamcity[message text='{}' status='NORMAL']",
}
REPORTED = [
    "[Error] title is missing in article X",
    "ERROR: title is missing in article X",
    "*** ERROR *** title is missing in article X",
    "(ERROR) title is missing",
    "validation finished: 10 items, 3 errors",
    "validation finished with errors, see log",
]


def judge(folder: Path, line: str, text: str, *, is_beside_job: bool) -> int:
    said = [line.format(f"checked article {number}") for number in range(1, 9)]
    (folder / "log.txt").write_text("\n".join([*said[:4], line.format(text), *said[4:], ""]), encoding="utf-8")
    (folder / "status.json").write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    arguments = ["report", f"--content-log={folder / 'log.txt'}"]
    arguments += [f"--content-status={folder / 'status.json'}"] if is_beside_job else []
    return CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code


@pytest.mark.parametrize("is_beside_job", [False, True], ids=["alone", "beside a job that counts nothing"])
@pytest.mark.parametrize("layout", LINES)
def test_level_in_the_message_is_found(tmp_path: Path, layout: str, is_beside_job: bool) -> None:
    passed = [text for text in REPORTED if judge(tmp_path, LINES[layout], text, is_beside_job=is_beside_job) == 0]

    assert passed == []


@pytest.mark.parametrize("layout", LINES)
def test_log_without_any_is_green(tmp_path: Path, layout: str) -> None:
    for text in ("checked article Error handling", "no errors so far", "0 errors, 0 warnings"):
        assert judge(tmp_path, LINES[layout], text, is_beside_job=True) == 0
