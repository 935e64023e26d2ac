"""What the cells of a row say about its item, and what doubts it."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.row_outcomes import (
    find_contradiction,
    find_item_outcome,
    has_bad_cell,
    read_event,
    read_flag,
    read_http_status,
)
from pytest_contentjobs.joblog.formats.parts.table_headers import EVENT, Header
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - the letter that logs have for this level


def make_header(*names: str, **places: int) -> Header:
    return Header(delimiter=",", is_framed=False, names=names, places=places)


@pytest.mark.parametrize(
    ("name", "cell", "text", "expected"),
    [
        ("valid", "yes", "stored", I),
        ("valid", "TRUE", "stored", I),
        ("valid", "No", "stored", E),
        ("valid", "0", "title is missing", E),
        ("valid", "yes", "title is missing", None),
        ("valid", "yes", "no title", None),
        ("valid", "yes", "ERROR", None),
        ("valid", "maybe", "stored", None),
        ("name", "yes", "stored", None),
    ],
)
def test_an_answer_in_a_column(name: str, cell: str, text: str, expected: Severity | None) -> None:
    header = make_header(name, "message", severity=0, message=1)

    assert read_flag(cell, [cell, text], header) is expected
    assert read_flag(cell, [cell, text], make_header(name, "message", message=1)) is None


@pytest.mark.parametrize(
    ("cell", "level", "text", "expected"),
    [
        ("200", "INFO", "stored", I),
        ("200", "3", "stored", I),
        ("200", " 3 INFO", "stored", I),
        ("200", "ERROR", "stored", E),
        ("399", "INFO", "stored", I),
        ("400", "INFO", "stored", E),
        ("199", "INFO", "stored", E),
        ("200", "INFO", "title is missing", None),
        ("200", "GRMPF", "stored", None),
        ("2x", "INFO", "stored", None),
    ],
)
def test_the_status_of_a_request(cell: str, level: str, text: str, expected: Severity | None) -> None:
    header = make_header("Status Code", "level", "message", severity=0, level=1, message=2)

    assert read_http_status(cell, [cell, level, text], header, VOCABULARY) is expected


@pytest.mark.parametrize(
    ("name", "cell", "text", "expected"),
    [
        ("status", "created", "stored", I),
        ("status", "* created", "stored", I),
        ("status", "imported with warnings", "stored", W),
        ("status", "created", "title is missing", None),
        ("status", "created", "no title", None),
        ("status", "grmpf", "stored", None),
        ("kind", "created", "stored", None),
    ],
)
def test_what_was_done_with_an_item(name: str, cell: str, text: str, expected: Severity | None) -> None:
    header = make_header(name, "message", severity=0, message=1)

    assert find_item_outcome(cell, [cell, text], header) is expected


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("error", "title is empty", (E, "title is empty")),
        ("warning", "title is empty", (W, "title is empty")),
        ("error", "none", (None, "")),
        ("valid", "no", (E, "")),
        ("valid", "yes", (None, "")),
        ("other", "title is empty", (None, "")),
        ("other", "FAILED", (E, "")),
        ("other", "rejected", (E, "")),
        ("other", "\u274c", (E, "")),
    ],
)
def test_what_contradicts_a_good_row(name: str, cell: str, expected: tuple[Severity | None, str]) -> None:
    header = make_header("article", "level", "message", name, article=0, severity=1, message=2)

    severity, text = find_contradiction(["KB-9", "INFO", "stored", cell], header, VOCABULARY)

    assert (severity if severity in {E, W} else None, text) == expected


@pytest.mark.parametrize(("cell", "expected"), [("failed", True), ("stored", False), ("", False)])
def test_a_bad_cell_in_a_column_of_no_known_meaning(cell: str, expected: bool) -> None:
    header = make_header("level", "links", severity=0)

    assert has_bad_cell(["FAILED", cell], header) is expected


def test_a_declared_word_names_a_column_of_faults() -> None:
    header = make_header("level", "message", "Quam", severity=0, message=1)
    cells = ["INFO", "stored", "title is empty"]

    assert find_contradiction(cells, header, VOCABULARY.with_declared({"QUAM": W})) == (W, "title is empty")
    assert find_contradiction(cells, header, VOCABULARY.with_declared({"HM": W}))[1] == ""


@pytest.mark.parametrize(
    ("name", "cell", "expected"), [(EVENT, "PackageStart", I), (EVENT, "OnError", None), ("Kind", "PackageStart", None)]
)
def test_a_routine_event(name: str, cell: str, expected: Severity | None) -> None:
    assert read_event(cell, make_header(name, "message", severity=0, message=1)) is expected
    assert read_event(cell, make_header(name, "message", message=1)) is None
