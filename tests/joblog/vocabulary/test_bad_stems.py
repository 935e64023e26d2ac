"""Each word of the vocabulary for something bad is seen in prose, wherever it is."""

from __future__ import annotations

import re

import pytest

from pytest_contentjobs.joblog.formats.parts.bad_words import find_bad_words, looks_like_a_finding
from pytest_contentjobs.joblog.vocabulary.bad_stems import STEMS
from pytest_contentjobs.joblog.vocabulary.rows import ROWS, Kind
from pytest_contentjobs.model import Severity

BAD = [
    word
    for row in ROWS
    if row.severity is not Severity.INFO and row.kind != Kind.LETTER
    for word in row.words.split(", ")
]
LETTERS = [word for row in ROWS if row.kind == Kind.LETTER for word in row.words.split(", ")]


@pytest.mark.parametrize("sentence", ["{}", "Zeile 3 {} ABC", "x|{}|y", "[{}] 12"])
def test_each_bad_level_is_seen(sentence: str) -> None:
    words = [word for word in BAD if " " not in word]

    assert [word for word in words if not looks_like_a_finding(sentence.format(word))] == []
    assert [word for word in words if not find_bad_words(sentence.format(word))] == []


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
