"""What informational lines state about the whole run, compared with what was found."""

from __future__ import annotations

import pytest

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.statements import Statements
from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.reason import Reason
from tests.builders import ERROR, WARNING, entry


def note(*records: str, is_edge: bool = True, is_explained: bool = True) -> Statements:
    """Note records from line 11 on; a blank one counts as a line, but has no position."""
    statements = Statements()
    number, position = 10, 10
    for record in records:
        number += record.count("\n") + 1
        position += record.count("\n") + bool(record)
        if record:
            statements.note(record, number, position, is_edge=is_edge, is_explained=is_explained)
    return statements


def conclude(statements: Statements, *found: Severity) -> list[tuple[Severity, int, str]]:
    """Return severity, line and text of each summary that nothing was found for."""
    entries = [entry(severity=severity) for severity in found]
    return [
        (summary.severity, summary.log_line, summary.message)
        for summary, _ in statements.find_summaries_of_nothing(entries)
    ]


@pytest.mark.parametrize(
    ("records", "found", "expected"),
    [
        pytest.param(["Errors:"], [], [(ERROR, 11, "Errors:")], id="errors are announced"),
        pytest.param(["Errors:"], [ERROR], [], id="and there are some"),
        pytest.param(["Errors:"], [WARNING], [(ERROR, 11, "Errors:")], id="and there are only warnings"),
        pytest.param(["", "Warnings:"], [ERROR], [(WARNING, 12, "Warnings:")], id="and there are only errors"),
        pytest.param(["Errors:", "none"], [], [], id="and there are none"),
        pytest.param(["Errors:", "", "none"], [], [], id="a blank line between"),
        pytest.param(["Errors:", "start", "none"], [], [(ERROR, 11, "Errors:")], id="another line between"),
        pytest.param(["Errors:", "Errors:", "none"], [], [(ERROR, 11, "Errors:")], id="the one above is withdrawn"),
        pytest.param(["Errors:", "none", "none"], [], [], id="nothing is left to withdraw"),
        pytest.param(["import failed", "none"], [], [(ERROR, 11, "import failed")], id="no heading"),
        pytest.param(["a\nb\nimport failed "], [], [(ERROR, 11, "a\nb\nimport failed")], id="a record of three lines"),
        pytest.param(["import failed"], [WARNING], [(ERROR, 11, "import failed")], id="a failure beside warnings"),
        pytest.param(["import failed"], [WARNING, ERROR], [], id="a failure beside an error"),
        pytest.param(["Done with WARNINGS"], [WARNING], [], id="an end with warnings"),
        pytest.param(["done with errors and warnings"], [WARNING], [], id="one of both"),
        pytest.param(["done with 2 warnings"], [ERROR], [(ERROR, 11, "done with 2 warnings")], id="other than stated"),
        pytest.param(["3 of 4 are valid"], [], [(ERROR, 11, "3 of 4 are valid")], id="a part"),
        pytest.param(["3 of 4 stored"], [], [(ERROR, 11, "3 of 4 stored")], id="a part that was stored"),
        pytest.param(["3 of 4 stored"], [ERROR], [], id="a part beside an error"),
        pytest.param(["3 of 4 stored"], [WARNING], [(ERROR, 11, "3 of 4 stored")], id="a part beside a warning"),
        pytest.param(["3 of 4 stored", "4 of 4 stored"], [], [], id="and then the whole"),
        pytest.param(["4 of 4 stored", "3 of 4 stored"], [], [], id="and the whole before"),
        pytest.param(["3 of 4 stored"] * 2, [], [(ERROR, 11, "3 of 4 stored")], id="the same part twice"),
        pytest.param(["9 read, 7 stored"], [], [(ERROR, 11, "9 read, 7 stored")], id="a part beside the whole"),
        pytest.param(["9 read, 7 stored"], [ERROR], [(ERROR, 11, "9 read, 7 stored")], id="more is left than found"),
        pytest.param(["9 read, 7 stored"], [ERROR, ERROR], [], id="as much is left as found"),
        pytest.param(["9 read, 9 stored"], [], [], id="the whole beside itself"),
        pytest.param(["7 read, 5 stored", "8 read, 7 stored", "9 read, 9 stored"], [], [], id="a part that grows"),
        pytest.param(
            ["9 read, 7 stored", "9 read, 9 stored", "9 read, 9 stored"],
            [],
            [(ERROR, 11, "9 read, 7 stored")],
            id="batches, which do not grow",
        ),
        pytest.param(["7 read, 5 stored", "9 read, 9 stored"], [], [(ERROR, 11, "7 read, 5 stored")], id="two batches"),
        pytest.param(["2 rows left"], [], [(ERROR, 11, "2 rows left")], id="what is left"),
        pytest.param(["2 rows left"], [ERROR], [(ERROR, 11, "2 rows left")], id="and less was found"),
        pytest.param(["2 rows left"], [ERROR, ERROR], [], id="and as much was found"),
        pytest.param(["2 rows left", "0 rows left"], [], [], id="until nothing is"),
        pytest.param(["2 rows left", *["x"] * 19], [], [(ERROR, 11, "2 rows left")], id="near the end"),
        pytest.param(["2 rows left", *["x"] * 20], [], [], id="far before the end"),
        pytest.param(
            ["2 of 4 stored", "3 of 4 stored", "2 of 5 stored"],
            [],
            [(ERROR, 12, "3 of 4 stored"), (ERROR, 13, "2 of 5 stored")],
            id="the greatest part of each whole",
        ),
        pytest.param([f"{part} of 3 OK" for part in (1, 2, 3)], [], [], id="one by one"),
        pytest.param([f"{part} of 2 OK" for part in (1, 2, 1, 2)], [], [], id="one by one, twice"),
        pytest.param(["import failed", "1 of 1 OK"], [], [(ERROR, 11, "import failed")], id="something else failed"),
        pytest.param(
            ["1 of 3 OK", "3 of 3 OK", "2 of 3 OK"],
            [],
            [(ERROR, 11, "1 of 3 OK"), (ERROR, 13, "2 of 3 OK")],
            id="in another order",
        ),
        pytest.param(
            [f"{part} of 4 OK" for part in (1, 2, 4, 3, 4)],
            [],
            [(ERROR, 11, "1 of 4 OK"), (ERROR, 12, "2 of 4 OK"), (ERROR, 14, "3 of 4 OK")],
            id="the whole between its parts",
        ),
    ],
)
def test_what_is_stated_must_be_found(
    records: list[str], found: list[Severity], expected: list[tuple[Severity, int, str]]
) -> None:
    assert conclude(note(*records), *found) == expected


@pytest.mark.parametrize("record", ["import failed", "Errors:"])
def test_the_middle_of_a_log_states_how_it_ended(record: str) -> None:
    assert len(conclude(note(record, is_edge=False))) == 1


@pytest.mark.parametrize("record", ["3 of 4 are valid", "3 of 4 stored", "0 articles validated"])
def test_the_middle_of_a_log_states_no_share(record: str) -> None:
    statements = note(record, is_edge=False)

    statements.require_content("log.txt")
    assert conclude(statements) == []


@pytest.mark.parametrize("record", ["import failed", "Errors:", "3 of 4 are valid", "3 of 4 stored"])
@pytest.mark.parametrize("is_explained", [True, False])
def test_a_statement_keeps_whether_its_record_is_explained(record: str, is_explained: bool) -> None:
    found = note(record, is_explained=is_explained).find_summaries_of_nothing([])

    assert {explained for _, explained in found} == {is_explained}


def test_the_first_line_that_tells_of_no_content_is_named() -> None:
    statements = note("start", f" 0 articles validated{'.' * 300}", "no content to validate")

    with pytest.raises(LogUnreadableError, match=r"log\.txt says in line 12 ") as raised:
        statements.require_content("log.txt")

    assert raised.value.reason is Reason.NO_CONTENT
    assert f"'0 articles validated{'.' * 279}'" in str(raised.value)


@pytest.mark.parametrize(
    ("records", "line"),
    [
        pytest.param(["Tests run: 0, Failures: 0, Skipped: 0"], 11, id="none ran"),
        pytest.param(["start", "Tests run: 12, Failures: 0, Skipped: 12", "Tests run: 0"], 12, id="all were skipped"),
        pytest.param(["Tests run: 0", "Tests run: 1"], None, id="one ran"),
        pytest.param(["Tests run: 12, Failures: 0, Skipped: 11", "Tests run: 0"], None, id="one was not skipped"),
        pytest.param(["no tests"], None, id="nothing is said of tests"),
    ],
)
def test_tests_of_which_none_ran_are_no_content(records: list[str], line: int | None) -> None:
    statements = note(*records)
    if line is None:
        statements.require_content("log.txt")
        return

    with pytest.raises(LogUnreadableError, match=rf"log\.txt says in line {line} .*'Tests run: ") as raised:
        statements.require_content("log.txt")

    assert raised.value.reason is Reason.NO_CONTENT


def test_memory_does_not_grow_with_statements() -> None:
    records = [*["import failed"] * 101, *["Warnings:"] * 101]
    parts = [f"1 of {whole} stored" for whole in range(2, 103)]

    assert len(conclude(note(*records))) == 200
    assert len(conclude(note(*parts))) == 100
    assert len(conclude(note(*["9 read, 7 stored"] * 101))) == 100
    assert len(conclude(note(*parts, "1 of 102 stored", "2 of 2 stored"))) == 99
