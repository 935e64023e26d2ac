"""What another program says within the message of an informational line is never green: its level, its place, its numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

BAD = [
    # A level where another layout has it.
    "03:04:05.123 [main] ERROR kb.Check - 17",
    "2026-01-02 03:04:05 kb.Check ERROR 17",
    "[worker-1] kb.Check ERROR 17",
    "kb.Check ERROR 17",
    "2026-03-02 06:10:04 source > ERROR i.a.s.CsvReader(parse):251 Row 133: x",
    "search-1  | [2026-03-02T06:10:02,014][WARN ][o.b.X ] [search-1] x",
    "02-3\u6708-2026 06:10:02.003 \u8b66\u544a [worker-1] cn.help.Check a",
    "R02 RAS APP SEVERE topic a",
    "[06:10:03] [Worker-Main-2/ERROR]: Article",
    # The end of a line was lost.
    "checked 3a2026-03-02 06:10:03|   1.0|ERROR |XMLValidator x",
    "checked 12026-03-02 06:10:03 \u3010\u81f4\u547d\u7684\u3011 x",
    # What a validator says of a place.
    "a/b.json:17:3: error: no title",
    "a/b.json(17,3): error X1: no title",
    "Row 318, Column 5: Invalid date format",
    "articles/a.json::$.title: '' should be non-empty",
    'Violation of "td-headers-attr" with 1 occurrences!',
    "\u251c\u2500BROKEN\u2500 https://x/y (HTTP_410)",
    "article=17 status=500",
    "404 Client Error: Not Found for url: https://kb.example.com/a",
    "503 Server Error",
    # Numbers of failures.
    "err 1",
    "Errors -> 1",
    "Errors #1",
    "Errors: 1k",
    "Errors: 0x1",
    "Errors: 0.5%",
    "has errors: true",
    "Errors? yes",
    "one error",
    "Number of errors = one",
    "error rate 3 %",
    "3 checked, 2 valid",
    "3 items checked, 2 valid",
    "2 valid of 3",
    "rejected,1",
    "{'ok': 19, 'failed': 1}",
    "errors: +1",
    "Fehler 1",
    "total errors 1",
    "failed count 1",
    "20 articles; Fehler 1",
    'payload {"errorCount": 1}',
    # Objects, as programs print them, and how a run ended.
    "{'status': 'failed', 'id': 17}",
    "{'status': 'error'}",
    "Result(status='error')",
    "Errors: ['no title']",
    "errors=['no title']",
    "Errors: {17: 'no title'}",
    "ValidationResult(errors=['no title'])",
    "{'failed': ['17']}",
    "{'17': 'failed'}",
    "(17, 'failed')",
    "(17, False)",
    "[('ok', 19), ('failed', 1)]",
    "('error', 'no title')",
    "<Response [500]>",
    "array('failed' => 1)",
    "error='no title'",
    "err='x'",
    "exception='no title'",
    "error: “no title”",
    "error=`no title`",
    "Errors: 'no title'",
    "{'error': 'no title', 'id': 17}",
    "{'errors': ['no title']}",
    "{'errors': [{'message': 'no title'}]}",
    "{'level': 'error', 'message': 'no title'}",
    "Missing fields: ['title']",
    "broken_links=['a']",
    "issues=['no title']",
    "level='error'",
    "status: 'failed'",
    "state='INVALID'",
    "outcome: 'rejected'",
    "article 17: status 'failed'",
    "Status changed from 'OK' to 'FAILED'",
    "status is 'FAILED'",
    "Done (with warnings)",
    "completed unsuccessfully",
    "Status : COMPLETED_WITH_ERRORS",
    "status PARTIAL",
    "Gate: NO-GO",
    "health: DEGRADED",
    "KB-9 was imported but has errors",
    "KB-9 imported - errors: yes",
    "KB-9 ok (warnings)",
    "KB-9 imported, errors occurred",
    "KB-9 imported, see errors above",
    "KB-9 imported incompletely",
    "KB-9 imported with defects",
    "KB-9 passed with remarks",
    "KB-9 imported minus 2 images",
]
ORDINARY = [
    "Imported article 'ERROR 404 page'",
    'Created folder "FATAL accidents"',
    "Imported article ERROR handling",
    "Notifying on ERROR only",
    "0 ERROR, 0 WARN",
    "Rule set ERROR-HANDLING loaded",
    "Uploading /kb/ERROR.html",
    "Renamed WARNING to NOTICE",
    "WARN threshold is 10",
    "No ERROR found",
    "counting ERROR and WARN lines",
    "Loaded template ATTENTION_BOX",
    "Log level is WARN",
    "Errors: no",
    "finished: 0 errors, 0 warnings;2026-11-23 10:00:03",
    "Errors? no",
    "Error rate: 0 %",
    "Fail on errors: yes",
    "No one error",
    "10 checked, 10 valid",
    "12 links checked, 3 articles valid",
    "Error ratio limit: 5 %",
    "failures allowed: two",
    "{'ok': 19, 'failed': 0}",
    '{"errorCount": 0}',
    "failed -> 0",
    "errors=[]",
    "errors: 'none'",
    "Errors: ['']",
    "Imported article 'Error' (2)",
    "Imported titles: ['Failed payments', 'Error']",
    "Renamed 'A' to 'Failed'",
    "{'status': 'ok', 'title': 'failed'}",
    "Result(status='ok', errors=[])",
    "0 unsuccessful",
    "{'17': 'ok'}",
    "(17, True)",
    "Imported (12, 'Login failed')",
    "KB-9 is fine, no errors occurred",
    "KB-9 imported, see log for details",
    "No errors occurred",
    "KB-9 imported without errors",
    "KB-9 imported (no warnings)",
    "Import finished, 0 errors occurred",
]
LAYOUTS = ["2026-03-01 10:00:00,123 INFO [main] c.e.V - {}", "info: {}", "2026-03-01T10:00:00Z | INFO | {}"]
#: Members beside the level and the message of a JSON line, and whether they are good.
MEMBERS = [
    ('"type": "error"', False),
    ('"kind": "ERROR"', False),
    ('"conforms": false', False),
    ('"report": {"conforms": false}', False),
    ('"result": {"lvl": "E", "m": "x"}', False),
    (r'"payload": "{\"errorCount\": 1}"', False),
    ('"deadLetter": 1', False),
    ('"type": "article"', True),
    ('"category": "Errors"', True),
    ('"conforms": true', True),
    (r'"payload": "{\"errorCount\": 0}"', True),
    ('"deadLetter": 0', True),
]


def judge(folder: Path, lines: list[str]) -> int:
    """Judge a log beside a job that counts neither errors nor warnings."""
    log, status = folder / "log.txt", folder / "status.json"
    log.write_text("\n".join([*lines, ""]), encoding="utf-8")
    status.write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    return CliRunner().invoke(main, ["report", f"--content-log={log}", f"--content-status={status}"]).exit_code


def surround(layout: str, message: str) -> list[str]:
    routine = [layout.replace("{}", f"Checked article {number}") for number in range(12)]
    return [*routine, layout.replace("{}", message), *routine]


@pytest.mark.grid
@pytest.mark.parametrize("message", BAD)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_never_green(layout: str, message: str, tmp_path: Path) -> None:
    assert judge(tmp_path, surround(layout, message)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("message", ORDINARY)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_ordinary_messages_are_green(layout: str, message: str, tmp_path: Path) -> None:
    assert judge(tmp_path, surround(layout, message)) == 0


@pytest.mark.parametrize(("member", "is_good"), MEMBERS)
def test_member(member: str, is_good: bool, tmp_path: Path) -> None:
    layout = '{"level": "info", "message": "{}"'
    lines = surround(f"{layout}}}", "x")
    lines[12] = f"{layout.replace('{}', 'Checked article 12')}, {member}}}"

    assert (judge(tmp_path, lines) == 0) is is_good
