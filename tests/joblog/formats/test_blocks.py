"""Blocks of keys and values, of which one is the level: between blank lines, aligned in columns, or in a list of YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "letters of a validator": Log(
        """\
Type: E
SystemID: kb/fuses.dita
Line: 12
Column: 8
Description: element "steps" is not allowed here

Type: W
SystemID: kb/meters.dita
Line: 3
Description: the short description has 161 characters
""",
        [(1, E, None, "kb/fuses.dita", 12, 8), (7, W, None, "kb/meters.dita", 3, None)],
    ),
    "documents of YAML": Log(
        """\
---
id: KB-1
result: ok
---
id: KB-2
result: error
message: the folder does not exist
---
id: KB-3
result: warning
message: the summary is empty
""",
        [(5, E, None, None, None, None), (9, W, None, None, None, None)],
        unexplained=1,
    ),
    "a level behind other keys": Log(
        """\
Article: Fuses
Severity: OK
Message: saved

Article: Meters
Severity: Error
Rule: ART-104
Message: the folder Electricity does not exist
""",
        [(5, E, "ART-104", None, None, None)],
    ),
    "keys in a column": Log(
        """\
URL        /forms/refund.pdf
Parent URL https://help.example/refund, line 44, col 9
Result     Error: 404 Not Found

URL        http://help.example/moving
Parent URL https://help.example/, line 12, col 5
Warning    [http-redirected] Redirected to the https address.
Result     Valid: 200 OK
""",
        [(1, E, None, None, None, None), (5, W, None, None, None, None)],
    ),
    "a list of YAML": Log(
        """\
  - article: Fuses
    status: ok
  - article: Meters
    status: error
    code: FOLDER_NOT_FOUND
    message: the folder Electricity does not exist
  - article: Valves
    status: warning
    message: the summary is empty
""",
        [(3, E, "FOLDER_NOT_FOUND", None, None, None), (7, W, None, None, None, None)],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_blocks_are_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


def test_a_block_names_its_article(tmp_path: Path) -> None:
    entries = read_text(tmp_path, LOGS["a level behind other keys"].text).entries

    assert [(entry.entity and entry.entity.name, entry.message) for entry in entries] == [
        ("Meters", "the folder Electricity does not exist")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Status: OK\nERROR: no title",
        "Status: OK\nFATAL: no title",
        "Status: OK\nError: no title",
        "Status: OK\nErrors: 3",
        "Status: OK\nFailed: 3",
        "Status: OK\nArticle: Fuses has no title, which is an error",
        "Status: OK\nMessage: [FAILED] the title",
        "Status: OK\nMessage: the title is missing",
        "Status: OK\nStatus: Error",
        "Status: BLUNDER\nMessage: the title",
        "Status: OK\nSeverity: Error\nMessage: the title",
        "Status: OK\nthe title is empty",
        "Status: OK\nMessage: saved\n  the title is empty",
        "- status: ok\n  article: A\n- article: B\n  status: blunder",
        "- status: ok\n  article: A\n- article: B",
        "- status: ok\n  article: A\n- error: B has no title",
        "- status: ok\n  article: A\n- the title is empty",
        "Result     Valid: 200 OK\nName       the title is empty, error",
        "Result     Valid: 200 OK\nERROR      no title",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, text: str) -> None:
    assert not read_text(tmp_path, f"{text}\n").is_clean
    assert not read_text(tmp_path, f"{text}\n\nStatus: OK\nMessage: saved\n").is_clean


def test_the_settings_of_a_program_are_no_finding(tmp_path: Path) -> None:
    text = "Version           3.5\nSeverity Level    WARNING\nRecurse           true\n\n2026-03-02 06:10:01 INFO done\n"
    assert not read_text(tmp_path, text).entries


def test_levels_at_the_start_of_lines_are_no_keys(tmp_path: Path) -> None:
    """Each line is a finding of its own."""
    reading = read_text(tmp_path, "Status: OK\nWarning: no owner\nError: no title\nError: no text\n")

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(2, W), (3, E), (4, E)]


def test_lines_are_drawn_between_blocks(tmp_path: Path) -> None:
    rule = "-" * 40
    keys = (
        "Timestamp: 02/03/2026 06:10:0{0}",
        "Message: Article KB-{0} has no title",
        "Severity: {1}",
        "Title:Help import",
    )
    block = "\n".join((*keys, "Process Id: 4711"))
    levels = ("Information", "Error", "Warning", "Error")
    blocks = "\n".join(f"{rule}\n{block.format(number, level)}\n{rule}" for number, level in enumerate(levels))

    reading = read_text(tmp_path, blocks.replace("has no title", "is read", 1) + "\n")

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [
        (9, "error"),
        (16, "warning"),
        (23, "error"),
    ]
    assert not reading.unexplained
