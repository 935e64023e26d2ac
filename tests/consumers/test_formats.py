"""The hostile corpus in reports that are tables or JSON."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.consumers.corpus import CORPUS, Row
from tests.reports.markdown_reading import READERS

_LINES = dict(enumerate(CORPUS, 2))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def test_a_table_has_each_finding_and_no_formula(write_report: Callable[..., Path]) -> None:
    table = read_table(write_report("csv"))

    found = {int(row["log line"]): row for row in table}
    assert len(table) == len(found)
    assert {line: (row["rule"], row["severity"], row["folder"]) for line, row in found.items()} == {
        line: (row.code, "error" if row.is_error else "warning", row.folder) for line, row in _LINES.items()
    }
    for line, row in _LINES.items():
        assert shows(row, found[line]["problem"])
        assert row.title in found[line]["item"]
    assert not [cell for row in table for cell in row.values() if cell.startswith(_FORMULA)]


def test_code_quality_has_each_finding_apart(write_report: Callable[..., Path]) -> None:
    entries = json.loads(write_report("codequality").read_text(encoding="utf-8"))

    assert len({entry["fingerprint"] for entry in entries}) == len(CORPUS)
    found = {entry["location"]["lines"]["begin"]: entry for entry in entries}
    assert {line: entry["check_name"] for line, entry in found.items()} == {
        line: row.code for line, row in _LINES.items()
    }
    for line, row in _LINES.items():
        assert shows(row, found[line]["description"])
    assert {entry["severity"] for entry in entries} <= {"info", "minor", "major", "critical", "blocker"}


def test_rdjsonl_has_each_finding_on_a_line(write_report: Callable[..., Path]) -> None:
    text = write_report("rdjsonl").read_text(encoding="utf-8")
    entries = [json.loads(line) for line in text.rstrip("\n").split("\n")]

    found = {entry["location"]["range"]["start"]["line"]: entry for entry in entries}
    assert len(entries) == len(CORPUS)
    assert {line: entry["code"]["value"] for line, entry in found.items()} == {
        line: row.code for line, row in _LINES.items()
    }
    for line, row in _LINES.items():
        assert shows(row, found[line]["message"])


@pytest.mark.parametrize("reader", READERS)
def test_a_page_of_markdown_has_each_finding_that_fails_as_inert_text(
    write_report: Callable[..., Path], reader: str
) -> None:
    page = READERS[reader](write_report("markdown").read_text(encoding="utf-8"))

    for row in CORPUS:
        assert any(shows(row, text) for text in page.code) == row.is_error
    rules, folders, _ = page.tables
    assert {cells[0] for cells in rules[1:]} <= {row.code for row in CORPUS}
    assert {cells[0] for cells in folders[1:]} == {row.folder.partition("/")[0] for row in CORPUS}
    assert all(link.startswith("https://kb.example.com/edit?") for link in page.links)
    assert not page.tags & {"script", "b", "img", "em"}


@pytest.mark.parametrize("name", ["csv", "codequality", "rdjsonl"])
def test_a_run_that_was_not_judged_has_all_of_it_and_an_entry_of_its_own(
    write_report: Callable[..., Path], name: str
) -> None:
    judged = write_report(name).read_text(encoding="utf-8")
    failed = write_report(name, is_judged=False).read_text(encoding="utf-8")

    assert _count(name, failed) > _count(name, judged)


def _count(name: str, text: str) -> int:
    if name == "codequality":
        return len(json.loads(text))
    return len(list(csv.reader(text.splitlines()))) if name == "csv" else text.count("\n")


def read_table(path: Path) -> list[dict[str, str]]:
    """Read a table, whose lines may have line ends in them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def shows(row: Row, text: str) -> bool:
    """Whether a text shows the message of a row, which is neither a command nor a formula nor a link there."""
    expected = re.sub(r"\A::", ": :", row.message)
    return expected in text or expected.replace("](", "] (") in text
