"""Levels of diagnostics in other languages, such as a user declares, and sentences that need none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity
from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text


@pytest.mark.parametrize("line", ["psql:kb.sql:3: HINWEIS:  Tabelle ist da", "kb.sql:3: Nota: la tabla existe"])
def test_an_informational_level_in_another_language_is_routine_behind_a_place(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"psql:kb.sql:2: FEHLER:  Titel fehlt\n{line}\n")

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(1, "error")]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "line", ["kb.sql:3: BLUNDER: no title", "BLUNDER(K1): kb.sql(3,1): no title", "  3:1  blunder  no title"]
)
@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING, Severity.INFO])
def test_a_declared_word_is_a_level(tmp_path: Path, line: str, severity: Severity) -> None:
    file = tmp_path / "log"
    file.write_text(f"kb.sql:1:1: error: no body\n{line}\n")

    reading = read_log(file, location="log.txt", vocabulary=VOCABULARY.with_declared({"BLUNDER": severity}))

    found = [(entry.log_line, entry.severity) for entry in reading.entries]
    assert found == [(1, Severity.ERROR), *([] if severity is Severity.INFO else [(2, severity)])]
    assert not reading.statistics.unexplained_lines


@pytest.mark.parametrize(
    "line",
    [
        "Failed to import Page 'Fuses'",
        "Unable to read kb/fuses.md.",
        "Could not find the image of 'Fuses'!",
        "Couldn\u2019t save row 17",
        "Cannot insert article 'Fuses'",
        "Can't open kb/fuses.md (2)",
        "upload failed: kb/fuses.md to store://kb/fuses.md the store is full",
        "Import of page failed for 'Fuses'",
        "An error occurred while reading kb/fuses.md",
        "Error importing article 'Fuses' (KB-17): no topic",
        "Fuses[hall].jpg could not be imported; no title can be made of its name",
        "The image fuses.png was not found",
        "Error occurred when checking the style of 2 files.",
    ],
)
def test_a_sentence_that_says_what_was_not_done_is_an_error(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"Processing article 1\n{line}\nProcessing article 2\n")

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(2, Severity.ERROR)]


@pytest.mark.parametrize(
    "line",
    [
        "Import failed: 0",
        "upload failed: 3 files",
        "Failed to import: 0",
        "Failed to import:",
        "Failed to import = 3",
        "Cannot",
        "Failed tests",
    ],
)
def test_a_heading_or_count_is_no_such_sentence(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"Processing article 1\n{line}\nProcessing article 2\n")

    assert not reading.entries
    assert not reading.is_clean


def test_such_a_sentence_beside_errors_with_levels_is_not_explained(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "kb/fuses.md:1:1: error: long\nFailed to read page\n")

    assert [entry.log_line for entry in reading.entries] == [1]
    assert not reading.is_clean


LOGS = {
    "letters of rules": Log(
        """\
kb/fuses.py:12:5: W0612: Unused variable 'meter' (unused-variable)
kb/fuses.py:13:5: E0602: Undefined variable 'valve' (undefined-variable)
kb/fuses.py:14:1: W605 invalid escape sequence
kb/fuses.py:15:1: C0301: Line too long (131/100) (line-too-long)
""",
        [
            (1, "warning", "W0612", "kb/fuses.py", 12, 5),
            (2, "error", "E0602", "kb/fuses.py", 13, 5),
            (3, "warning", "W605", "kb/fuses.py", 14, 1),
            (4, "error", "C0301", "kb/fuses.py", 15, 1),
        ],
    ),
    "a name before the level": Log(
        "kb/a.xml(12,5): error K1: no text\nHELPPACK : warning K2: no version\n",
        [(1, "error", "K1", "kb/a.xml", 12, 5), (2, "warning", "K2", None, None, None)],
    ),
    "totals behind a mark": Log(
        """\
kb/fuses.json
  3:12  error    The title is empty  kb/title
  5:3   warning  The teaser is long  kb/teaser

✖ 2 problems (1 error, 1 warning)
  1 error and 0 warnings potentially fixable with the `--fix` option.
""",
        [(2, "error", "kb/title", "kb/fuses.json", 3, 12), (3, "warning", "kb/teaser", "kb/fuses.json", 5, 3)],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "text",
    ["✖ 2 problems (1 error, 1 warning)\n", "  1 error and 0 warnings potentially fixable with the `--fix` option.\n"],
)
def test_a_total_without_its_findings_is_not_clean(tmp_path: Path, text: str) -> None:
    assert not read_text(tmp_path, text).is_clean


@pytest.mark.parametrize(
    ("line", "severity", "rule"),
    [
        pytest.param(
            "Warning (Code 1265): Data truncated for column 'teaser' at row 17", "warning", "1265", id="a code"
        ),
        pytest.param("ERROR 1452 (23000) at line 31: Cannot add a child row", "error", "1452", id="state and line"),
        pytest.param("ERROR 1064 at line 3 in file: 'kb load.sql': no column 'titel'", "error", "1064", id="a file"),
        pytest.param("Error (number 208): no object 'topic'", "error", "208", id="another word"),
        pytest.param("Parse error near line 7: no such column: reviw", "error", None, id="a line alone"),
        pytest.param("FEHLER (Nummer 31): Titel fehlt", "error", "31", id="German"),
    ],
)
def test_the_number_of_an_error_behind_its_level_is_its_rule(
    tmp_path: Path, line: str, severity: str, rule: str | None
) -> None:
    (entry,) = read_text(tmp_path, f"kb.sql:2: error: no title\n{line}\n").entries[1:]

    assert (entry.log_line, entry.severity.value) == (2, severity)
    assert rule is None or entry.rule == rule
    assert not entry.message.startswith(("at line", "near line", "("))
