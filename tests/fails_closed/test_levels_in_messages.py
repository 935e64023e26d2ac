"""The message of an informational line that begins with a level, in any form, is a finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main

MESSAGES = [
    "error: article X has no title",
    "java.lang.NullPointerException: article X",
    "article X | ERROR | no title",
    "article X - ERROR - no title",
    "article X: ERROR: no title",
    "check: ERROR: no title",
    "check: ERROR article X has no title",
    "[check] ERROR: no title",
    "Warning - no title",
    "!! no title",
    "(!) no title",
    "BLOCKER: article X",
    "Uncaught TypeError: article X",
    "[Validation Error] no title",
    "ValidationError: no title",
    "VALIDATION_ERROR no title",
    "Import error: no title",
    "ERR! no title",
    "ERR_404 no title",
    "ART-104 ERROR no title",
    "(ERROR/ART-104) no title",
    "ERROR(ART-104): no title",
    "ERROR[ART-104] no title",
    "«ERROR» no title",
    "“ERROR” no title",
    '"ERROR": no title',
    "ERROR, no title",
    "ERROR! no title",
    "ERROR? no title",
    "_ERROR_ no title",
    "@ERROR no title",
    "ERROR",
    "[!] no title",
    "[x] no title",
    "check: [!] article X",
    "check [E] no title",
    "E1234: no title",
    "check: W605: row 4",
    "[E1234] no title",
    "check: ⚠ article X",
    "check: W: no title",
    "check: FEHLER: Artikel X",
    "panic: article X",
    "crash: article X",
    "severity: high",
    "issues: article 'A', article 'B'",
    "warnings found: yes",
    "not imported: article 'A'",
    "article X ... TIMEOUT",
    "article X: PANIC",
    "article X: 不合格",
    "article X status=HATA",
]
CLEAN = [
    "ERROR count is 0",
    "FAILED: 0, errorCount=0",
    "ERROR-level messages go to error.log",
    "log level: ERROR | file: x.log",
    "last error: none",
    "article 'Error codes' is complete",
    "SEVERE weather page loaded",
    "[x] all is done",
    "issues: none",
    "warnings found: no",
    "[W001] article 7 validated",
    "threshold severity: high",
    "E1234 pages loaded",
    "panic button page loaded",
]
#: Levels in places that a format knows, one that is learned, and fields of JSON.
LAYOUTS = {
    "logger": "2026-03-01 10:00:00,123 INFO [main] c.e.V - {}",
    "learned": "[10:00:00][worker 2][INFO] {}",
    "JSON": '{{"time": "2026-03-01T10:00:00Z", "level": "info", "msg": {}}}',
}


def judge(folder: Path, layout: str, message: str) -> int:
    def write(text: str) -> str:
        return LAYOUTS[layout].format(json.dumps(text) if layout == "JSON" else text)

    routine = [write(f"validated page {number}") for number in range(9)]
    (folder / "log.txt").write_text("\n".join([*routine, write(message), *routine, ""]), encoding="utf-8")
    return CliRunner().invoke(main, ["report", f"--content-log={folder / 'log.txt'}"], catch_exceptions=False).exit_code


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_message_that_begins_with_a_level_is_not_green(tmp_path: Path, layout: str, message: str) -> None:
    assert judge(tmp_path, layout, message) in {1, 10}


@pytest.mark.parametrize("message", CLEAN)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_message_that_only_names_a_level_is_informational(tmp_path: Path, layout: str, message: str) -> None:
    assert judge(tmp_path, layout, message) == 0


@pytest.mark.parametrize("separator", ["\n", "\r", "\u2028", "\x0b", "\n\x1b[31m"])
def test_a_level_in_a_further_line_of_a_json_message_is_not_green(tmp_path: Path, separator: str) -> None:
    assert judge(tmp_path, "JSON", f"started{separator}ERROR: article X is empty") in {1, 10}


def test_a_coloured_level_in_a_json_message_is_not_green(tmp_path: Path) -> None:
    assert judge(tmp_path, "JSON", "\x1b[31mERROR\x1b[0m article X is empty") in {1, 10}
