"""The words that a user declared as levels of warnings and errors, in messages of lines that call themselves routine."""

from __future__ import annotations

import re
from functools import lru_cache

from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.levels import join_level_words, list_level_words
from pytest_contentjobs.joblog.vocabulary import Vocabulary
from pytest_contentjobs.model import Severity

__all__ = ["find_declared", "list_declared"]

# What precedes a level in a message: a sign, a number, or the line's own level.
_BEFORE = r"(?:^|[^\w\s][ \t]*|\t|\d[ \t]+|(?<![\w-])(?i:{levels})[ \t]+)"
_MESSAGE = (
    _BEFORE + r"(?:[\[(<{{!][ \t]*(?i:(?P<bracketed>{words}))[ \t]*[\])>}}!]"
    r"|(?i:(?P<labelled>{words}))[ \t]*[:\uff1a](?![ \t]*\d)(?=[ \t]*\S)"
    r"|(?P<column>{words})(?=[ \t]*(?:[|!,\u2013\u2014]|->)|[ \t]+-[ \t]|[\])>}}]?\.?[ \t]*$)"
    r"|(?P<bare>{words})(?=[ \t]+[^\W\d]))"
)
# The level of a logger is a setting, unless it is a member of an object.
_KEYED = (
    r"(?<![\w.-])(?i:(?:severity|sev|result|outcome|status|state|verdict)[\"']?|(?:level|lvl)[\"'])[ ]?(?:=>|[:=])[ ]?[\"']?"
    r"(?i:(?P<keyed>{words}))\b(?![ ]?[:=]|[\w.-])"
)
_PATTERN = f"{_MESSAGE}|{_KEYED}"
_BEHIND = " \t:|!,.])>}-\u2013\u2014"


def list_declared(vocabulary: Vocabulary) -> list[str]:
    """Return the declared words of warnings and errors; a letter or a number is a level only in its place."""
    return [
        word
        for word, severity in vocabulary.declared.items()
        if severity is not Severity.INFO and len(word) > 1 and not word.isdecimal()
    ]


def find_declared(record: str, vocabulary: Vocabulary) -> tuple[ParsedEntry, ...]:
    """Return the finding of a routine record, any line of which has a declared level in its message; empty if there is none."""
    pattern = _compile(vocabulary)
    for match in pattern.finditer(record) if pattern is not None else ():
        kind = match.lastgroup or ""
        text = record.strip() if kind == "keyed" else record[match.end() :].lstrip(_BEHIND).rstrip()
        # Behind a word in capitals, only a text that says what is wrong shows that it is no name.
        if kind == "bare" and not (says_what_is_wrong(text) or looks_like_a_finding(text)):
            continue
        return tuple(make_entries(vocabulary.find(match[kind]) or Severity.ERROR, text or record.strip()))
    return ()


@lru_cache(maxsize=8)
def _compile(vocabulary: Vocabulary) -> re.Pattern[str] | None:
    words = list_declared(vocabulary)
    if not words:
        return None
    alternatives = {"words": join_level_words(words), "levels": list_level_words(vocabulary)}
    return re.compile(_PATTERN.format(**alternatives), re.MULTILINE)
