"""Each word of the vocabulary for something bad is seen in prose, wherever it is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats.parts.bad_words import find_bad_words, looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.vocabulary.bad_stems import STEMS, WRONG
from pytest_contentjobs.joblog.vocabulary.rows import ROWS, Kind
from pytest_contentjobs.model import Severity

BAD = [
    word
    for row in ROWS
    if row.severity is not Severity.INFO and row.kind != Kind.LETTER
    for word in row.words.split(", ")
]
WORDS = re.findall(r"[^|()?:\\\[\]]+", "|".join((*(row.stems for row in STEMS), WRONG, *BAD)))
# What stands around words, and letters that equal others without regard to case.
SIGNS = [*" _-1:.\n\x1c\u00a0aZx", *"\u0130\u0131\u017f\u03c3\u03c2\u212a\u0301\ud800\u00e9\u4e2d"]
LETTERS = [word for row in ROWS if row.kind == Kind.LETTER for word in row.words.split(", ")]


@pytest.mark.parametrize("sentence", ["{}", "Zeile 3 {} ABC", "x|{}|y", "[{}] 12"])
def test_each_bad_level_is_seen(sentence: str) -> None:
    words = [word for word in BAD if " " not in word]

    assert [word for word in words if not looks_like_a_finding(sentence.format(word))] == []
    assert [word for word in words if not find_bad_words(sentence.format(word))] == []


@given(
    st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS), min_size=1, max_size=5).map("".join),
    st.sampled_from([str, str.upper, str.title]),
)
def test_the_fast_search_finds_what_the_patterns_say(text: str, change: Callable[[str], str]) -> None:
    for each in (change(text), change(text).encode("ascii", "ignore").decode()):
        assert looks_like_a_finding(each) == bool(find_bad_words(each))
        assert says_what_is_wrong(each) == bool(re.search(WRONG, each, re.IGNORECASE))


def test_the_fast_search_finds_each_word() -> None:
    words = [each for word in WORDS for each in (word, word.upper().encode("ascii", "ignore").decode())]

    assert [word for word in words if looks_like_a_finding(word) != bool(find_bad_words(word))] == []
    assert [word for word in words if says_what_is_wrong(word) != bool(re.search(WRONG, word, re.IGNORECASE))] == []


def test_words_of_prose_are_bad_only_in_capitals() -> None:
    assert not looks_like_a_finding("attention to a major, grave and minor article of high and low medium")
    assert looks_like_a_finding("MAJOR article")


def test_letters_and_informational_words_are_not_bad() -> None:
    assert [letter for letter in LETTERS if looks_like_a_finding(f"article {letter}")] == []
    assert find_bad_words("INFO DEBUG Hinweis 情報 ✓ article read") == []


def test_each_language_and_source_is_named_once() -> None:
    languages = [language for row in STEMS for language in row.language.split(", ")]

    assert len(languages) == len(set(languages))
    assert all(row.source for row in STEMS)
    assert all(re.compile(row.stems) for row in STEMS)
