"""The words, letters and marks that stand for a level or an outcome, as patterns of lines need them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pytest_contentjobs.joblog.formats.base import LEVELS
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind, Vocabulary
from pytest_contentjobs.model import Severity

__all__ = [
    "FINDING_WORDS",
    "FOREIGN",
    "LETTERS",
    "MARKS",
    "OUTCOMES",
    "PARTS",
    "RATINGS",
    "WORDS",
    "is_doubtful",
    "join_level_words",
    "list_level_words",
    "read_level_word",
]

_BAD = (Severity.ERROR, Severity.WARNING)
#: Labels of lines in which databases print what belongs to the entry above.
PARTS = ("DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY", "LOCATION")


def list_level_words(vocabulary: Vocabulary) -> str:
    """Return what stands for a level in any line of text, as alternatives: the levels of loggers, and what a user declared.

    A declared letter or number is a level only in a place that was learned: a message may begin with one.
    """
    declared = (word for word in vocabulary.declared if len(word) > 1 and not word.isdecimal())
    return join_level_words({*WORDS, *declared})


def read_level_word(word: str, vocabulary: Vocabulary) -> Severity | None:
    """Return the severity of a word that is a level; None if it is informational."""
    severity = vocabulary.find(word)
    return None if severity is Severity.INFO else severity


def join_level_words(levels: Iterable[str]) -> str:
    """Return the words as alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(levels, key=len, reverse=True))


#: Level words and their abbreviations in capitals; None stands for informational.
WORDS = LEVELS
#: Levels as one letter: error, fatal, critical, warning; the others are informational.
LETTERS: dict[str, Severity | None] = {
    letter: None if severity is Severity.INFO else severity
    for letter, severity in VOCABULARY.select(Kind.LETTER).items()
}
#: The words of warnings and errors, as alternatives of a regular expression.
FINDING_WORDS = join_level_words([word for word, severity in WORDS.items() if severity is not None])
#: The bad outcomes of a check, as programs print them in capitals or in brackets.
OUTCOMES = join_level_words(VOCABULARY.select(Kind.OUTCOME, severities=_BAD))
#: Words for how bad a validator finds something, as alternatives; without a sign around them they are words of prose.
RATINGS = join_level_words(VOCABULARY.select(Kind.RATING, severities=_BAD))
#: Marks that may replace a level.
MARKS = VOCABULARY.select(Kind.MARK, severities=_BAD)
#: Level words of other languages, in capitals.
FOREIGN = VOCABULARY.select(Kind.LANGUAGE, severities=_BAD)
_NOTHING_FOUND = re.compile(r"\b(?:0|no) (?:error|warning|failure|problem)s?\b", re.IGNORECASE)


def is_doubtful(text: str) -> bool:
    """Whether text that only a weak sign calls informational mentions a finding; "0 errors" does not."""
    return looks_like_a_finding(_NOTHING_FOUND.sub("", text))
