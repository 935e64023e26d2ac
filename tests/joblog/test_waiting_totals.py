"""The numbers that lines state anywhere in a log, beside its findings."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.stated_totals import StatedTotals
from pytest_contentjobs.model import LogEntry, LogLine
from tests.builders import ERROR, WARNING, article, entry


def found(errors: int = 0, warnings: int = 0, line: int = 1) -> list[LogEntry]:
    """Return findings about one article."""
    whole = [ERROR] * errors + [WARNING] * warnings
    return [entry(severity=severity, entity=article("One"), log_line=line) for severity in whole]


@pytest.mark.parametrize(
    ("text", "errors", "warnings", "is_explained"),
    [
        pytest.param("3 errors", 3, 0, True, id="as many"),
        pytest.param("3 errors", 2, 0, False, id="more than found"),
        pytest.param("3 errors", 4, 0, False, id="fewer than found"),
        pytest.param("3 errors, 1 warning", 3, 1, True, id="both"),
        pytest.param("3 errors, 1 warning", 3, 2, False, id="one of both"),
        pytest.param("4 problems", 3, 1, True, id="of any severity"),
        pytest.param("1 article failed", 3, 0, True, id="items"),
        pytest.param("3 articles failed", 3, 0, True, id="findings that are called items"),
        pytest.param("1 error", 3, 0, False, id="items that are called findings"),
        pytest.param("2 articles failed", 3, 0, False, id="other items"),
    ],
)
def test_a_line_that_states_only_numbers_waits_for_the_findings(
    text: str, errors: int, warnings: int, is_explained: bool
) -> None:
    line, totals = LogLine(9, text), StatedTotals()

    assert totals.explain(line) == []
    assert totals.give_up(found(errors, warnings)) == ([] if is_explained else [line])


def test_a_line_that_states_more_than_numbers_is_not_explained() -> None:
    line = LogLine(9, "1 topic missing")

    assert StatedTotals().explain(line) == [line]


def test_memory_does_not_grow_with_the_lines_that_wait() -> None:
    totals = StatedTotals()

    left = [totals.explain(LogLine(number, "3 errors")) for number in range(201)]

    assert [bool(lines) for lines in left] == [False] * 200 + [True]


@pytest.mark.parametrize(
    ("texts", "has_zeros"),
    [(["0 errors"], True), (["3 errors"], False), (["0 errors", "article X"], True), (["article X"], False)],
)
def test_a_log_that_states_zeros_says_so(texts: list[str], has_zeros: bool) -> None:
    totals = StatedTotals()
    for number, text in enumerate(texts, 1):
        totals.note(number, text)

    assert totals.conclude([]).states_zeros is has_zeros


@pytest.mark.parametrize(
    ("texts", "is_stated"),
    [
        (["0 errors", "0 warnings"], True),
        (["PASS=6 WARN=0 ERROR=0 SKIP=0"], True),
        (["0 failed, 0 warnings"], True),
        (["no problems"], True),
        (["0 errors"], False),
        (["0 warnings"], False),
        (["0 errors, 0 warnings", "1 warning"], False),
        (["0 errors, 0 warnings, 3 lost"], False),
        (["WARN=0 ERROR=0 LOST=3"], False),
        ([], False),
    ],
)
def test_a_log_states_nothing_bad_if_it_states_both_zeros_and_no_number(texts: list[str], is_stated: bool) -> None:
    totals = StatedTotals()
    for number, text in enumerate(texts, 1):
        totals.note(number, text)

    assert totals.conclude([]).states_nothing_bad is is_stated


@pytest.mark.parametrize(
    ("texts", "errors", "stated"),
    [
        pytest.param(["done: 3 errors"], 3, 3, id="as stated"),
        pytest.param(["done: 3 errors"], 2, 3, id="an error is lost"),
        pytest.param(["done: 3 errors"], 4, 3, id="an error too many"),
        pytest.param(["done: 2 errors", "done: 2 errors"], 4, 4, id="two parts"),
        pytest.param(["done: 2 errors", "done: 2 errors"], 5, 2, id="an error more than two parts"),
        pytest.param(["done: 0 errors"], 1, 0, id="none although there is one"),
        pytest.param(["1 error so far"], 0, 1, id="one although there is none"),
        pytest.param(["1 error so far"], 1, None, id="as many, but not of the whole"),
        pytest.param(["3 errors so far", "done: 0 errors"], 2, 3, id="the greatest, wherever it stands"),
        pytest.param(["article X"], 1, None, id="nothing stated"),
    ],
)
def test_what_a_log_states_is_what_must_be_found(texts: list[str], errors: int, stated: int | None) -> None:
    totals = StatedTotals()
    for number, text in enumerate(texts, 10):
        totals.note(number, text)

    assert totals.conclude(found(errors)).errors == stated


@pytest.mark.parametrize(
    ("text", "errors", "warnings", "expected"),
    [
        pytest.param("done: 3 errors, 1 warning", 3, 1, (3, 1), id="as stated"),
        pytest.param("done: 3 errors", 2, 1, (3, None), id="findings of both severities are no errors"),
        pytest.param("done: 3 warnings", 2, 1, (None, 1), id="some programs count errors as warnings"),
        pytest.param("done: 4 warnings", 2, 1, (None, 4), id="more warnings than findings"),
        pytest.param("done: 0 warnings", 1, 2, (None, 0), id="none although there are"),
        pytest.param("3 problems", 2, 1, (None, None), id="as many problems"),
        pytest.param("4 problems", 2, 1, (3, None), id="a problem more"),
        pytest.param("3 articles failed", 2, 1, (3, None), id="an item more"),
        pytest.param("2 articles failed", 2, 1, (None, None), id="as many items"),
    ],
)
def test_errors_and_warnings_must_both_be_found(
    text: str, errors: int, warnings: int, expected: tuple[int | None, int | None]
) -> None:
    totals = StatedTotals()
    totals.note(12, text)

    agreement = totals.conclude(found(errors, warnings))

    assert (agreement.errors, agreement.warnings) == expected
    is_more = (expected[0] or 0) > errors or (expected[1] or 0) > warnings
    assert len(agreement.notes) == is_more
    assert all(note.startswith("line 12 states ") and note.endswith(f": {text}") for note in agreement.notes)


def test_a_note_is_short() -> None:
    totals = StatedTotals()
    totals.note(1, f"3 errors {'x' * 400}")

    (note,) = totals.conclude([]).notes

    assert len(note) == len("line 1 states errors 3: ") + 300


def explain(*lines: str) -> tuple[StatedTotals, list[int]]:
    """Return the totals of lines, and the numbers of those that nothing explains up to the end of the log."""
    totals = StatedTotals()
    left = [each.number for number, line in enumerate(lines, 1) for each in totals.explain(LogLine(number, line))]
    return totals, left


HEADING = "name     errors    rows"


@pytest.mark.parametrize(
    ("lines", "stated", "unexplained"),
    [
        pytest.param(["A             3       7"], 3, [], id="a row"),
        pytest.param(["A             3       7", "B             2       7"], 5, [], id="two rows"),
        pytest.param(["A 3           0       7"], None, [], id="another column"),
        pytest.param(["A             3       7", "total         3      14"], 3, [], id="a row of totals"),
        pytest.param(["Gesamt        4       9", "B             2       7"], 4, [], id="totals first"),
        pytest.param(
            ["A             0       7", "------------", "B      2       7"], None, [4], id="a number too far left"
        ),
        pytest.param(["------   ------    ----", "", "A        3         7"], 3, [], id="a rule and a blank line"),
        pytest.param(["A       23         7"], 23, [], id="a number that begins left of its column"),
        pytest.param(["A      23         7"], None, [1, 2], id="a number that ends where the column begins"),
        pytest.param(["A             23   7"], 23, [], id="a number that ends right of its column"),
        pytest.param(["A              23  7"], None, [1, 2], id="a number that begins where the column ends"),
        pytest.param(["article A is broken"], None, [1, 2], id="no row"),
        pytest.param(["A             1.5     7"], None, [1, 2], id="no number"),
        pytest.param(
            ["A             3       7", "article A is broken", "B      8       7"], 3, [3, 4], id="the end of a table"
        ),
        pytest.param([], None, [], id="no row up to the end"),
        pytest.param([HEADING, "A             3       7"], 3, [1], id="a heading without rows"),
    ],
)
def test_the_column_of_a_table_counts_errors(lines: list[str], stated: int | None, unexplained: list[int]) -> None:
    totals, left = explain(HEADING, *lines)

    assert (totals.conclude([]).errors, left) == (stated, unexplained)
    assert [line.number for line in totals.give_up([])] == ([] if lines else [1])


@pytest.mark.parametrize(
    ("heading", "is_table"),
    [
        (HEADING, True),
        ("name   errors", False),
        ("name | errors | rows", True),
        ("name\terrors\trows", True),
        ("name errors rows", False),
        ("name   titles    rows", False),
        ("name   errors    2026", False),
    ],
)
def test_the_heading_of_a_table_has_three_columns_one_of_which_is_bad(heading: str, is_table: bool) -> None:
    assert explain(heading)[1] == ([] if is_table else [1])


def test_each_column_of_a_table_has_its_number() -> None:
    totals, left = explain("name     errors    warnings", "A             3           2", "B             4")

    agreement = totals.conclude([])

    assert (agreement.errors, agreement.warnings, left) == (3, 2, [3])
