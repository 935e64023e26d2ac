"""The level of a line behind its time: how it may be written, and where a word is none."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.columns import find_level
from pytest_contentjobs.model import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@pytest.mark.parametrize(
    ("line", "level", "rest"),
    [
        pytest.param("[ERROR] x", ERROR, " x", id="brackets"),
        pytest.param("[core:error] x", ERROR, " x", id="a module before it"),
        pytest.param("[main/WARN] x", WARNING, " x", id="a thread before it"),
        pytest.param("[WARN/main] x", WARNING, " x", id="a thread behind it"),
        pytest.param("<error> x", ERROR, " x", id="angle brackets"),
        pytest.param("(Warning) x", WARNING, " x", id="parentheses"),
        pytest.param("[W] x", WARNING, " x", id="a letter in brackets"),
        pytest.param("ERROR x", ERROR, " x", id="capitals"),
        pytest.param("W x", WARNING, " x", id="a letter"),
        pytest.param("[main] WARN x", WARNING, " x", id="behind brackets"),
        pytest.param("12 34 E x", ERROR, " x", id="a letter behind numbers"),
        pytest.param("a.b.C - ERROR - x", ERROR, " - x", id="behind a name"),
        pytest.param("[INFO] x", None, " x", id="an informational one"),
    ],
)
def test_a_level_is_found(line: str, level: Severity | None, rest: str) -> None:
    place = find_level(line, 0)

    assert place is not None
    assert (place.level, line[place.end :], place.is_weak) == (level, rest, False)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("the page ERROR is read", id="behind words"),
        pytest.param("a b c d e ERROR x", id="behind many words"),
        pytest.param("no level at all", id="none"),
        pytest.param("name E x", id="a letter behind a word"),
    ],
)
def test_a_word_of_a_sentence_is_not_a_level(line: str) -> None:
    assert find_level(line, 0) is None


@pytest.mark.parametrize(
    ("line", "is_weak"), [("Info page has no title", True), ("Info: page", False), ("Error page has no title", False)]
)
def test_an_informational_word_that_begins_a_sentence_is_weak(line: str, is_weak: bool) -> None:
    place = find_level(line, 0)

    assert place is not None
    assert place.is_weak is is_weak
