"""Find lines that say how much content is left over: ``Imported 38 articles, 2 left``, ``remaining: 2``."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.stems import make_search

__all__ = ["read_leftover"]

_CONTENT = (
    r"(?:articles?|items?|records?|rows?|documents?|entries|topics?|folders?|pages?|files?|resources?|artikel|datens\u00e4tze"
    r"|zeilen"
    r"|seiten|dokumente|lignes|documents|filas|registros|art\u00edculos|articoli|righe)"
)
# "left" alone is also a side, and "open" a state of what was opened.
_LEFT = (
    r"(?:remaining|remain(?:[ ]to[ ]be[ ]\w+)?|left(?:[ ]over)?|outstanding|pending|queued|waiting|unfinished|to[ ]?do|to[ ]go"
    r"|to[ ]import"
    r"|verbleiben\w*|\u00fcbrig|ausstehend\w*|offene?n?|restante?s?|en[ ]attente|pendientes?|rimanenti|rimasti)"
)
_NUMBER = r"(?P<number>\d{1,9})(?![\w%]|[.,:/-]\d)"
_BARE = _NUMBER.replace("number", "bare")
_KEYED = rf"[\"']?[ ]{{0,8}}[:=][ ]{{0,8}}[\"']?{_NUMBER}"
_UNIT = r"(?![ ]?(?:retr|attempt|tries|times|s\b|sec|min|hour|h\b|days?\b|ms\b|[kmg]i?b\b|bytes|%|threads?|workers?|slots?))"
_PATTERNS = (
    re.compile(rf"\b{_CONTENT}[ _](?:(?:still|yet|are|is|noch)[ ]){{0,2}}{_LEFT}{_KEYED}{_UNIT}", re.IGNORECASE),
    re.compile(rf"\b{_LEFT}[ _]{_CONTENT}{_KEYED}{_UNIT}", re.IGNORECASE),
    # A key of its own: at the begin of a line, or behind a sign or a level.
    re.compile(
        rf"(?:^|[-,;|:)\]({{\"'\t][ ]{{0,2}}|(?-i:[A-Z]{{4,8}})[ ]{{1,4}})(?!left\b|queued){_LEFT}(?:{_KEYED}|[ ]{_BARE}){_UNIT}",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        rf"(?<![\w.,:/#-]){_NUMBER}[ ](?:(?:more|other|further|weitere)[ ])?{_CONTENT}[ ]"
        rf"(?:(?:still|yet|are|is|were|sind|noch)[ ]){{0,3}}{_LEFT}(?=\s*(?:$|[-.,;:)|\"'\]}}]|in\b|for\b|after\b))",
        re.IGNORECASE | re.MULTILINE,
    ),
    # Of what the statement before it counts.
    re.compile(
        rf"(?:^|[,;(:|-][ ]{{0,2}}|[ ](?:and|und|et|y)[ ])(?:still[ ]|noch[ ])?{_NUMBER}[ ](?:(?:still|more|are|is)[ ]){{0,2}}"
        rf"(?!waiting){_LEFT}(?=\s*(?:$|[.,;)|\"'\]}}]))",
        re.IGNORECASE | re.MULTILINE,
    ),
)
_has_word = make_search(rf"(?i:{_LEFT})")
_LONGEST = 2_000


def read_leftover(text: str) -> int | None:
    """Return how much content a line without quoted titles calls left over, remaining or pending; None if it does not say."""
    if len(text) > _LONGEST or not _has_word(text):
        return None
    for pattern in _PATTERNS:
        if match := pattern.search(text):
            return int(next(number for number in match.groupdict().values() if number is not None))
    return None
