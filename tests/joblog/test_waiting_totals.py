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
        pytest.param(["article X"], 1, None, id="nothing stated"),
    ],
)
def test_what_a_log_states_is_what_must_be_found(texts: list[str], errors: int, stated: int | None) -> None:
    totals = StatedTotals()
    for number, text in enumerate(texts, 10):
        totals.note(number, text)

    assert totals.conclude(found(errors)).errors == stated
