"""Whether a line states numbers and nothing else, so that no other word of it may say what is wrong."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.totals import (
    counts_findings,
    states_only_numbers,
    states_only_zeros,
)

ZEROS, NUMBERS, FINDINGS = "only zeros", "only numbers", "only numbers of findings"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("0 errors", {ZEROS, NUMBERS, FINDINGS}),
        ("3 errors", {NUMBERS, FINDINGS}),
        ("No errors found", {ZEROS, NUMBERS, FINDINGS}),
        ("problems: 2", {NUMBERS, FINDINGS}),
        ("3 errors and 0 others", set()),
        ("3 errors, 0 items", {NUMBERS, FINDINGS}),
        ("3 errors, 5 items", {NUMBERS}),
        ("there are 0 errors and 2 warnings in all items", {FINDINGS}),
        ("0 articles failed", {ZEROS, NUMBERS}),
        ("2 articles failed", {NUMBERS}),
        ("no errors because there are no articles", {ZEROS, NUMBERS}),
        ("no errors because there are no articles, portal gone", set()),
        ("no errors because there are none. Portal gone", set()),
        ("no errors because there are none; portal gone", set()),
        ("no errors because of 3 portals gone", set()),
        ("3 errors because of the portal", set()),
        ("0 errors, portal gone", set()),
        ("5 articles", set()),
        ("エラーなし", {ZEROS, NUMBERS, FINDINGS}),
        ("没有错误", {ZEROS, NUMBERS, FINDINGS}),
        ("0 articles not parsed", {ZEROS, NUMBERS}),
        ("2 articles weren't parsed", {NUMBERS}),
        ("Refund 2 articles not parsed", set()),
        ("rejected 3", {NUMBERS}),
        ("Refund rejected 3", set()),
        ("fatal: 1, errors: 2", {NUMBERS, FINDINGS}),
        ("0 errors, 0 warnings, 7 items", {ZEROS, NUMBERS}),
        ("0 errors, 0 items", {ZEROS, NUMBERS, FINDINGS}),
        ("article X is empty", set()),
    ],
)
def test_what_a_line_states_and_nothing_else(line: str, expected: set[str]) -> None:
    tests = {ZEROS: states_only_zeros, NUMBERS: states_only_numbers, FINDINGS: counts_findings}

    assert {name for name, test in tests.items() if test(line)} == expected


@pytest.mark.parametrize("test", [states_only_zeros, states_only_numbers, counts_findings])
def test_a_line_longer_than_any_total_states_none(test: object) -> None:
    assert callable(test)
    assert test("0 errors" + " " * (200_000 - 8))
    assert not test("0 errors" + " " * (200_000 - 7))
