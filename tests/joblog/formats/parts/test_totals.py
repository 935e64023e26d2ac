from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem
from pytest_contentjobs.joblog.formats.parts.totals import find_totals
from tests.joblog.formats.parts.total_details import DETAILS
from tests.joblog.formats.parts.total_lines import LINES

ALL = {**LINES, **DETAILS}


def describe(line: str) -> dict[str, int]:
    return {str(counted): number for counted, number in find_totals(line).items()}


def read(expected: str) -> dict[str, int]:
    return {name: int(number) for name, _, number in (pair.partition("=") for pair in expected.split())}


@pytest.mark.parametrize("line", ALL)
def test_the_numbers_that_a_line_states(line: str) -> None:
    assert describe(line) == read(ALL[line])


@pytest.mark.parametrize("line", [line for line, expected in ALL.items() if any(read(expected).values())])
def test_a_line_that_states_failures_is_not_skipped(line: str) -> None:
    assert has_stem(fold(line))
