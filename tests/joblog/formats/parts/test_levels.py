from __future__ import annotations

import re

import pytest

from pytest_contentjobs.joblog.formats.parts.levels import is_doubtful, join_level_words, list_level_words
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity


def test_the_longest_of_words_that_begin_alike_is_found() -> None:
    words = join_level_words(["INF", "INFORMATION", "WARN", "INFO"])

    assert words == "INFORMATION|WARN|INFO|INF"
    assert re.findall(words, "INFO INFORMATION INF") == ["INFO", "INFORMATION", "INF"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("article is missing", True, id="a word of a finding"),
        pytest.param("finished: 0 errors, no warnings, no problem", False, id="nothing was found"),
        pytest.param("finished: 0 errors, 10 warnings", True, id="something was found"),
        pytest.param("started", False, id="no such word"),
    ],
)
def test_a_text_that_talks_of_findings_is_in_doubt(text: str, expected: bool) -> None:
    assert is_doubtful(text) is expected


def test_declared_words_are_levels_in_any_line_but_letters_and_numbers_are_not() -> None:
    declared = dict.fromkeys(("q", "qx", "34", "5"), Severity.ERROR)

    listed = set(list_level_words(VOCABULARY.with_declared(declared)).split("|"))

    assert listed - set(list_level_words(VOCABULARY).split("|")) == {"QX"}
    assert "ERROR" in listed
