"""Whether a text may report something bad, by the words and marks of the vocabulary.

They decide nothing about an entry whose level is known. They only prevent a line that no format understands from passing
as routine.
"""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.stems import fold, is_searchable, make_search
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.joblog.vocabulary.bad_stems import STEMS, WRONG
from pytest_contentjobs.model import Severity

__all__ = ["find_bad_words", "looks_like_a_finding", "says_what_is_wrong"]

_BAD = (Severity.ERROR, Severity.WARNING)
_MARKS = "".join(VOCABULARY.select(Kind.MARK, severities=_BAD))
_WRONG = re.compile(WRONG, re.IGNORECASE)
_STEMS = "|".join(row.stems for row in STEMS)
_ALL_WORDS = re.compile(f"{_STEMS}|[{_MARKS}]", re.IGNORECASE)
# What is left of look-around, which the fast search does not have, finds the same in ASCII. In other text, it finds more without
# the ends of words, which are slow there.
_LETTER_BEFORE, _LETTER_BEHIND = "(?<![a-z])", "(?![a-z])"
_is_bad_in_ascii = make_search(
    fold(_STEMS).replace(_LETTER_BEFORE, "(?:^|[^a-z])").replace(_LETTER_BEHIND, "(?:[^a-z]|$)")
)
_may_be_bad = make_search(
    "(?i)" + fold(f"{_STEMS}|[{_MARKS}]").replace(_LETTER_BEFORE, "").replace(_LETTER_BEHIND, "").replace(r"\b", "")
)
_is_wrong_in_ascii = make_search(fold(WRONG))
# Levels that are also words of prose, such as MAJOR, GRAVE and ATTENTION: only capitals tell them from those.
_CAPITALS = frozenset(
    word
    for word in VOCABULARY.select(Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME, Kind.RATING, severities=_BAD)
    if word.isalpha() and not _ALL_WORDS.search(word)
)
_may_have_capitals = make_search("|".join(filter(str.isascii, _CAPITALS)))
_WORD = re.compile(r"[^\W\d_]+")
# Latin with its marks, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Hangul, Kana, Han and half-width forms.
_COVERED = (
    "\u0000-\u052f\u0590-\u06ff\u0750-\u077f\u0900-\u097f\u0e00-\u0e7f\u1100-\u11ff\u1e00-\u1fff\u3000-\u30ff"
    "\u3130-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_OTHER_LETTER = re.compile(rf"(?=[^{_COVERED}])[^\W\d_]")


def looks_like_a_finding(text: str) -> bool:
    """Whether a text that no format understands may report something bad, so that it must not pass as routine.

    It does if it contains a word or mark of the vocabulary, or letters of a script that it does not cover.
    """
    if text.isascii():
        return _is_bad_in_ascii(fold(text)) or (_may_have_capitals(text) and _has_capitals(text))
    # A text with lone surrogates cannot be searched fast.
    may_be_bad = _may_be_bad(fold(text)) or not is_searchable(text)
    is_bad = (may_be_bad and _ALL_WORDS.search(text) is not None) or _OTHER_LETTER.search(text) is not None
    return is_bad or _has_capitals(text)


def _has_capitals(text: str) -> bool:
    return not _CAPITALS.isdisjoint(_WORD.findall(text))


def find_bad_words(text: str) -> list[str]:
    """Return the words and marks by which a text may report something bad, and letters of scripts that are not covered."""
    found = [match[0] for pattern in (_ALL_WORDS, _OTHER_LETTER) for match in pattern.finditer(text)]
    return [*found, *(word for word in _WORD.findall(text) if word in _CAPITALS)]


def says_what_is_wrong(text: str) -> bool:
    """Whether an English text contains a small word by which people say what is wrong: "no title", "too long"."""
    return _is_wrong_in_ascii(fold(text)) if text.isascii() else _WRONG.search(text) is not None
