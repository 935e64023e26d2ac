"""What a job says that it did with an item: in a column, in a line that ends with it, and in JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.vocabulary.item_outcomes import read_item_outcome
from pytest_contentjobs.model import Severity
from tests.joblog.families import read_text

HEADER = "Row,External ID,Title,Status,Message\n"


def find(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    return [(entry.log_line, entry.severity.value) for entry in read_text(tmp_path, text).entries]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("created", Severity.INFO),
        ("Successfully imported.", Severity.INFO),
        ("Up to date", Severity.INFO),
        ("aktualisiert", Severity.INFO),
        ("mis à jour", Severity.INFO),
        ("Imported with warnings", Severity.WARNING),
        ("partially migrated", Severity.WARNING),
        ("completed (with errors)", Severity.ERROR),
        ("importiert mit Fehlern", Severity.ERROR),
        ("created_with_warnings", Severity.WARNING),
        ("created !", Severity.INFO),
        ("updated (with errors).", Severity.ERROR),
        ("not created", None),
        ("created without a title", None),
        ("skipped", None),
        ("deleted", None),
        ("to be created", None),
        ("", None),
    ],
)
def test_what_was_done(text: str, severity: Severity | None) -> None:
    assert read_item_outcome(text) is severity


def test_rows_with_what_was_done_are_routine(tmp_path: Path) -> None:
    rows = "2,KB-1,Open an account,Created,\n3,KB-2,Error codes,Updated,\n4,KB-3,Moving,✓ Unchanged,\n"

    assert read_text(tmp_path, HEADER + rows).is_clean


def test_rows_with_what_was_not_done_are_findings(tmp_path: Path) -> None:
    rows = "2,KB-1,Open,Created,\n3,KB-2,Fees,Failed,no topic\n4,KB-3,Limits,Imported with warnings,no summary\n"

    assert find(tmp_path, HEADER + rows) == [(3, "error"), (4, "warning")]


@pytest.mark.parametrize(
    "row",
    [
        "2,KB-1,Open,Created,no title",
        "2,KB-1,Open,Created,the body is invalid",
        "2,KB-1,Open,Skipped,",
        "2,KB-1,Open,Not created,",
        "2,KB-1,Open,Created ❌,",
        "2,KB-1,Open,,Created",
        "2,KB-1,Open,Completed,7 of 10",
    ],
)
def test_a_row_with_a_doubt_is_never_routine(tmp_path: Path, row: str) -> None:
    routine = "".join(f"{number},KB-{number},Open,Created,\n" for number in range(3, 9))

    assert not read_text(tmp_path, f"{HEADER}{row}\n{routine}").is_clean
    assert not read_text(tmp_path, f"{HEADER}{routine}{row}\n").is_clean


def test_a_column_of_levels_has_no_outcomes(tmp_path: Path) -> None:
    assert not read_text(tmp_path, "Time,Level,Message\n06:10,INFO,a\n06:11,Created,b\n").is_clean


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("Importing fees.svg...failed. (There is CSS in it.)", "error"),
        ("Importing fees.svg... failed: the type is text/html", "error"),
        ("kb/fees.html -> failed: no topic", "error"),
        ("kb/fees.html => warning: no summary", "warning"),
        ("Importing fees \u2026 imported with warnings", "warning"),
        ("kb/fees.html \u2192 partially imported", "warning"),
        ("[3/6] cards/fees: FAILED - no topic", "error"),
        ("- 'Cards and fees' (KB-17): created with warnings", "warning"),
        ("3 of 6: fees: invalid (no topic)", "error"),
    ],
)
def test_a_line_ends_with_what_was_done(tmp_path: Path, line: str, severity: str) -> None:
    text = f"Importing card.svg...done.\n{line}\nkb/limits.html -> created\n"
    reading = read_text(tmp_path, text)

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(2, severity)]
    assert not reading.unexplained


def test_lines_that_end_with_what_was_done_are_routine(tmp_path: Path) -> None:
    text = "Importing card.svg...done.\nkb/error-codes.html -> created\nReading fees... done (3 s)\nIndexing... done\n"

    assert read_text(tmp_path, text).is_clean


@pytest.mark.parametrize(
    "line",
    [
        "Importing card.svg...done, without a title.",
        "Importing card.svg... done (no title)",
        "Importing the invalid page... done",
        "The page without a title -> created",
        "kb/card.html -> skipped",
        "kb/card.html -> created: the body is empty",
        "Importing card.svg...",
        "[2/9] cards: created, the body is empty",
        "Importing 10 articles... done (7 of 10)",
        "Importing articles... done: 7 were imported",
        "what the page without a title is: created",
        "card: not created",
    ],
)
def test_a_line_with_a_doubt_is_never_routine(tmp_path: Path, line: str) -> None:
    routine = "".join(f"Importing fees-{number}.svg...done.\n" for number in range(8))

    assert not read_text(tmp_path, f"{line}\n{routine}").is_clean
    assert not read_text(tmp_path, f"{routine}{line}\n").is_clean


def test_objects_with_what_was_done(tmp_path: Path) -> None:
    text = """\
{"id": "KB-1", "title": "Open an account", "status": "created"}
{"id": "KB-2", "title": "Error codes", "status": "success"}
{"id": "KB-3", "title": "Fees", "status": "failed", "message": "no topic"}
{"id": "KB-4", "title": "Limits", "status": "warning", "message": "no summary"}
{"id": "KB-5", "title": "Moving", "status": "imported with warnings", "message": "no image"}
{"id": "KB-6", "title": "Card", "status": "updated", "version": 3, "size_bytes": 812, "warnings": 0, "errors": []}
"""
    reading = read_text(tmp_path, text)

    found = [(entry.log_line, entry.severity.value, entry.message) for entry in reading.entries]
    assert found == [(3, "error", "no topic"), (4, "warning", "no summary"), (5, "warning", "no image")]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "members",
    [
        '"status": "created", "note": "no title"',
        '"status": "created", "failed": 2',
        '"status": "created", "result": "skipped"',
        '"status": "created", "errors": ["no title"]',
        '"status": "created", "warnings": 1',
        '"status": "created", "valid": false',
        '"status": "created", "success": false',
        '"status": "created", "data": {"note": "the body is empty"}',
        '"status": "created", "level": "odd", "message": "no title"',
        '"status": "created", "code": 422',
        '"status": "skipped"',
        '"status": "completed", "total": 10, "imported": 7',
        '"status": "completed", "imported": 0',
        '"status": "completed", "progress": "7/10"',
        '"status": "created", "conflict": true',
        '"status": "created", "complete": false',
        '"results": [{"id": 1, "status": "created_with_warnings", "message": "a"}]',
        '"results": [{"id": 1, "status": "created", "message": "no title"}]',
    ],
)
def test_an_object_with_a_doubt_is_never_routine(tmp_path: Path, members: str) -> None:
    routine = "".join(f'{{"id": {number}, "status": "created"}}\n' for number in range(8))

    assert read_text(tmp_path, routine).is_clean
    assert not read_text(tmp_path, f'{{"id": 9, {members}}}\n{routine}').is_clean
    assert not read_text(tmp_path, f'{routine}{{"id": 9, {members}}}\n').is_clean


def test_pairs_with_what_was_done(tmp_path: Path) -> None:
    text = """\
item=accounts/open status=created
item=cards/abroad status=failed reason="no topic"
item=cards/lost status=updated
item=cards/limits status="imported with warnings" reason="no summary"
"""
    reading = read_text(tmp_path, text)

    found = [(entry.log_line, entry.severity.value, entry.message) for entry in reading.entries]
    assert found == [(2, "error", "no topic"), (4, "warning", "no summary")]
    assert not reading.unexplained


def test_blocks_with_what_was_done(tmp_path: Path) -> None:
    text = """\
results:
  - item: accounts/open
    status: created
  - item: cards/abroad
    status: failed
    error: the topic is not there
  - item: cards/lost
    status: unchanged
"""
    reading = read_text(tmp_path, text)

    found = [(entry.log_line, entry.severity.value, entry.message) for entry in reading.entries]
    assert found == [(4, "error", "the topic is not there")]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "pairs",
    [
        "status=created note=broken",
        "status=created failed=2",
        "status=created valid=false",
        "status=skipped",
        "status=created result=odd",
        "status=completed total=10 imported=7",
        "status=created truncated=true",
    ],
)
def test_pairs_with_a_doubt_are_never_routine(tmp_path: Path, pairs: str) -> None:
    routine = "".join(f"item=fees-{number} status=created\n" for number in range(8))

    assert read_text(tmp_path, routine).is_clean
    assert not read_text(tmp_path, f"item=card {pairs}\n{routine}").is_clean
    assert not read_text(tmp_path, f"{routine}item=card {pairs}\n").is_clean


def test_a_row_that_counts_is_not_explained_by_what_was_done(tmp_path: Path) -> None:
    header = "ID,Title,Status,Total,Imported,Size (bytes),Message\n"
    routine = "".join(f"{number},Open,Created,,,{number}812,\n" for number in range(8))

    assert read_text(tmp_path, header + routine).is_clean
    assert not read_text(tmp_path, f"{header}{routine}9,Open,Completed,10,7,812,\n").is_clean
