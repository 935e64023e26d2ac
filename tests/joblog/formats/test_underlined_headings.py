"""Reports whose headings are underlined, with items at the margin below them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text

REPORT = """\
{bad}
------------
KB-3    Title is empty
KB-5    Folder 'Tariffs/Old' does not exist

{odd}
===================
KB-4    Picture was left out

Total: 412, imported: 410, failed: 2, warnings: 1
"""


@pytest.mark.parametrize(
    ("bad", "odd"),
    [("Failed items", "Items with warnings"), ("Errors", "Warnings"), ("Fehler (2)", "Warnungen (1)")],
)
def test_items_below_an_underlined_heading_are_findings(bad: str, odd: str, tmp_path: Path) -> None:
    reading = read_text(tmp_path, REPORT.format(bad=bad, odd=odd))

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [
        (3, "error"),
        (4, "error"),
        (8, "warning"),
    ]
    assert not reading.unexplained


@pytest.mark.parametrize("rule", ["KB-3 has no title", "", "--", "| a | b |"])
def test_a_heading_that_nothing_underlines_is_none(rule: str, tmp_path: Path) -> None:
    assert not read_text(tmp_path, f"Import\nFailed items\n{rule}\nKB-3 is there\n").is_clean


def test_a_table_of_problems_has_one_in_each_row(tmp_path: Path) -> None:
    rows = 'a.csv,17,title,must not be empty\na.csv,44,folder,"no folder: ""Old"""\n'

    entries = read_text(tmp_path, f"File,Line,Field,Problem\n{rows}").entries

    assert [(entry.file, entry.line, entry.severity) for entry in entries] == [
        ("a.csv", 17, "error"),
        ("a.csv", 44, "error"),
    ]
