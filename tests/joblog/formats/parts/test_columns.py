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
        pytest.param("[ error ] x", ERROR, " x", id="blanks in brackets"),
        pytest.param("[E]x", ERROR, "x", id="nothing behind brackets"),
        pytest.param("WARN|x", WARNING, "|x", id="a bar"),
        pytest.param("ERROR/main x", ERROR, "/main x", id="a thread behind it, without brackets"),
        pytest.param("error[1] x", ERROR, "[1] x", id="a number behind it"),
        pytest.param("info x", None, " x", id="small letters"),
        pytest.param("Info", None, "", id="nothing else"),
        pytest.param("[a] notice: x", None, ": x", id="an English word that is ended"),
        pytest.param("I x", None, " x", id="a letter for information"),
        pytest.param("I/x", None, "/x", id="a letter and a tag"),
        pytest.param("[a] I x", None, " x", id="a letter behind brackets"),
        pytest.param("a 12 E x", ERROR, " x", id="a letter behind a number"),
        pytest.param("a: error: x", ERROR, ": x", id="behind a label, and ended"),
        pytest.param("a: b: c: d: ERROR x", ERROR, " x", id="behind several labels"),
        pytest.param("a1: b2: c3: d4: ERROR x", ERROR, " x", id="behind names with numbers"),
        pytest.param("a.b c ERROR x", ERROR, " x", id="behind a name and a word"),
        pytest.param("a1 b INFO x", None, " x", id="an informational one behind a name and a word"),
        pytest.param("a-1 b INFO x", None, " x", id="an informational one behind a name with a dash"),
        pytest.param("a - INFO x", None, " x", id="behind a dash"),
        pytest.param("x | INFO y", None, " y", id="behind a bar"),
        pytest.param("[1] [2] [3] [4] [5] [6] [7] ERROR x", ERROR, " x", id="behind seven columns"),
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
        pytest.param("a: E x", id="a letter behind a label"),
        pytest.param("a E", id="a letter at the end"),
        pytest.param("I error", id="a word of one letter before a bad word"),
        pytest.param("[1] [2] [3] [4] [5] [6] [7] [8] ERROR x", id="behind eight columns"),
        pytest.param("a1 b2 c3 d4 ERROR x", id="behind four names"),
        pytest.param("a b INFO x", id="an informational one behind words"),
        pytest.param("a - b INFO x", id="an informational one behind a dash and a word"),
        pytest.param("a INFO error in x", id="an informational one before a bad word"),
        pytest.param("a: error x", id="behind a label, and not ended"),
        pytest.param("a error: x", id="in small letters behind a word"),
        pytest.param("notice x", id="an English word"),
        pytest.param("[a] notice x", id="an English word behind brackets"),
        pytest.param("ERROR-1 x", id="a code"),
    ],
)
def test_a_word_of_a_sentence_is_not_a_level(line: str) -> None:
    assert find_level(line, 0) is None


@pytest.mark.parametrize(
    ("line", "is_weak"),
    [
        ("Info page has no title", True),
        ("Info: page", False),
        ("Error page has no title", False),
        ("name INFO x", True),
        ("a1 INFO x", False),
        ("name: INFO x", False),
    ],
)
def test_an_informational_word_that_begins_a_sentence_is_weak(line: str, is_weak: bool) -> None:
    place = find_level(line, 0)

    assert place is not None
    assert place.is_weak is is_weak
