"""The finding that a message makes, also one that a program reports through an informational line.

Such a line says of itself that it is routine, and its message says otherwise: it begins with a level or a mark of its own
(``INFO ERROR: no title``, ``INFO [FAIL] article A``, ``INFO ❌ no title``), or names an outcome (``result=FAILED``). The worse
of both counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry, level_word
from pytest_contentjobs.joblog.formats.levels import (
    FINDING_WORDS,
    FOREIGN,
    LETTERS,
    MARKS,
    OUTCOMES,
    WORDS,
    level_words,
)
from pytest_contentjobs.joblog.formats.messages import split_entity, split_rule
from pytest_contentjobs.joblog.totals import STEMS, without_quoted
from pytest_contentjobs.model import Severity

__all__ = ["INNER", "entries_of", "inner_finding"]

_OUTCOMES = "|".join(OUTCOMES)
_MARKS = "".join(MARKS)
# Behind a bare word in capitals: what a finding is about. "WARNING signs page is complete" is a title.
_ABOUT = (
    r"(?:(?:article|folder|topic|portal|resource|package|item|file|row|line|record|entry)\b(?![ \t]+(?:is|are|was|were|has)\b)"
    r"|[A-Z][A-Z0-9_]{1,15}-\d|['\"])"
)
# Bullets, arrows and characters that are not to be seen may stand before it, and what is passed on from another program.
_DECORATION = (
    r"(?:[*>=#\u2022\u200b-\u200f\u202a-\u202e\u2060\ufeff-]{1,8}[ \t]{0,8})?(?:(?:stderr|stdout|output):[ \t]{1,8})?"
)
#: What makes an informational line's message a finding, from its start.
INNER = (
    rf"{_DECORATION}(?:[\[(](?P<bracketed>(?i:{FINDING_WORDS}|{_OUTCOMES}|warnings?|errors?))[\])][ \t]*(?:-[ \t]+)?"
    r"|[\[(](?P<letter>[EWF])[\])][ \t]+|(?P<colon>[EWF]):[ \t]+"
    rf"|(?P<mark>[{_MARKS}])\ufe0f?[ \t]*"
    rf"|[\[(]?(?P<foreign>{level_words(list(FOREIGN))})(?=[:\uff1a\])]|\s+\D)[\])]?[:\uff1a]?[ \t]*"
    r"|(?P<tap>not[ \t]ok)\b[ \t]*"
    rf"|(?P<named>{FINDING_WORDS}|{_OUTCOMES}|(?:Error|Fatal|Critical|Warning)(?=:))"
    rf"(?::(?![ \t]*\d)|[ \t]+-[ \t]|[ \t]?\*{{2,8}}|[ \t]*\|[ \t]|(?=[ \t]+{_ABOUT}))[ \t]*)"
)
_INNER = re.compile(INNER)
# A setting of a logger is no outcome.
_KEYED = re.compile(
    r"(?<![\w.-])(?P<before>[A-Za-z]{1,20}[ ._-])?(?:severity|result|outcome|status|state|verdict)[ ]?[:=][ ]?"
    r"(?P<word>error|err|fatal|severe|fail(?:ed|ure)?|invalid|rejected|warn(?:ing)?)\b(?![ ]?[:=])",
    re.IGNORECASE,
)
# An outcome at the end, as test runners print it behind dots or a colon.
_ENDING = re.compile(
    r"(?:[:=\u2013\u2014-]|\.{2,}|\t)[ \t]*\[?(?:FAILED|FAILURE|FAIL|ERROR|INVALID|REJECTED)\]?[.!]?[ \t]*$"
)
_SETTING = frozenset(("log", "logger", "logging", "min", "minimum", "threshold", "http"))
# Capitals of other alphabets that look like Latin ones.
_LOOKALIKES = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
    "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABESIJKMHOPCTXABEHIKMNOPTYX",
)


def entries_of(severity: Severity | None, message: str, *, timestamp: str | None = None) -> Sequence[ParsedEntry]:
    """Return the finding of a message with this level, ``INFORMATIONAL`` if it is none."""
    if severity is None:
        severity, message = inner_finding(message)
    if severity is None:
        return INFORMATIONAL
    whole = message
    rule, message = split_rule(message)
    entity, message = split_entity(message)
    return (ParsedEntry(severity=severity, message=message or whole, rule=rule, entity=entity, timestamp=timestamp),)


def inner_finding(message: str) -> tuple[Severity | None, str]:
    """Take a level off the start of an informational line's message; None if it has none and names no bad outcome."""
    inner = _INNER.match(message)
    if inner is not None:
        return _severity(inner), message[inner.end() :]
    if not (message.isascii() and message.isprintable()):
        inner = _INNER.match(_plain(message))
        if inner is not None:
            return _severity(inner), message
    lowered = message.lower()
    if any(stem in lowered for stem in STEMS):
        if _ENDING.search(message):
            return Severity.ERROR, message
        for keyed in _KEYED.finditer(without_quoted(message)):
            if (keyed["before"] or "").lower().rstrip(" ._-") not in _SETTING:
                return WORDS.get(level_word(keyed["word"])) or Severity.ERROR, message
    return None, message


def _severity(inner: re.Match[str]) -> Severity | None:
    if inner["mark"]:
        return MARKS[inner["mark"]]
    if inner["foreign"]:
        return FOREIGN[inner["foreign"]]
    if inner["letter"] or inner["colon"]:
        return LETTERS[inner["letter"] or inner["colon"]]
    word = level_word(inner["bracketed"] or inner["named"] or "").removesuffix("S")
    return WORDS.get(word) or Severity.ERROR


def _plain(message: str) -> str:
    """Return a message as a person sees it: no invisible characters, full-width and look-alike letters as Latin ones."""
    shown = "".join(
        character
        for character in message[:200]
        if character == "\t" or unicodedata.category(character) not in {"Cc", "Cf"}
    )
    return unicodedata.normalize("NFKC", shown).translate(_LOOKALIKES)
