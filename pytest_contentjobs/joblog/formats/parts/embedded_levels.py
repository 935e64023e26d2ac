"""The level of another program's line, within the message of an informational one: ``INFO 10:00:03 [main] ERROR kb.Check - 17``.

Whoever collects the output of programs gives each of their lines a level of its own, often INFO. The word then stands in
capitals somewhere in the message. So may a word of a title or the name of a setting, which are told apart here.
"""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.levels import FINDING_WORDS, FOREIGN, join_level_words
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.joblog.vocabulary.failure_phrases import FAULTY
from pytest_contentjobs.model import Severity

__all__ = ["has_embedded_level"]

_SHORTEST_FOREIGN = 4
_INFORMATIONAL = join_level_words(VOCABULARY.select(Kind.LEVEL, Kind.LANGUAGE, severities=[Severity.INFO]))
_LEVELS = f"{FINDING_WORDS}|FAILED|FAILURE|INVALID|REJECTED|ABORTED|CRASHED|BROKEN|" + join_level_words(
    [word for word in FOREIGN if not word.isascii() or len(word) >= _SHORTEST_FOREIGN]
)
# The word as a part of a sentence or a count.
_NAMED_BEFORE = (
    r"(?<!\w')(?<!level )(?<!level is )(?<!level: )(?<!level=)(?<!levels )(?<!severity )(?<!severity: )(?<!severity=)"
    r"(?<!threshold )(?<!than )(?<! at )(?<! or )(?<! and )(?<! of )(?<! to )(?<! as )(?<! with )(?<! for )(?<! only )(?<! on )"
    r"(?<! in )(?<!\bno )(?<!\bNo )(?<! any )(?<! the )(?<! an )(?<! a )(?<! 0 )(?<!filter )(?<!filter: )"
)
_NAMED_BEHIND = (
    r"(?![ ]*[:=(]{1,2}[ ]*\d)(?![ ]+0\b)(?![ ]+(?:counts?|lists?|levels?|totals?|rates?|pages?|logs?|handl(?:er|ers|ing)|codes?"
    r"|messages?|templates?|thresholds?|reports?|is|are|was|were|be|has|have|will|would|can|may|means|should|must|in|of|or|and"
    r"|to|for|on|at|as|with|without)\b)"
)
_COUNTED = rf"(?<=\d )(?:{_LEVELS})(?=[ ]*(?:[,;.)|/]|$)|[ ]+(?:and|und|et|y)\b)"
_EMBEDDED = re.compile(
    rf"(?!{_COUNTED})(?<![\w./'\"\u201e\u201c\u00ab-]){_NAMED_BEFORE}(?:{_LEVELS})(?![\w./'\"\u201d\u00bb-]){_NAMED_BEHIND}"
    rf"|/(?:{_LEVELS})\]"
)
# Where a message begins, such a word may be one of a title, unless what follows is no word: "SEVERE weather page loaded".
_BEGINNING = re.compile(rf"(?:\A|[-:>\]]|(?<![\w.-])(?:{_INFORMATIONAL}))[ \t]*\Z")
_NO_TITLE = re.compile(
    r"[ \t]*(?:[^\w\s]|\d|\Z)|[ \t]+(?:[a-z][\w$]{0,80}\.[\w$]|\S{0,20}\d|(?:article|topic|folder|portal|page|item|row|record)\b)"
)
# What a validator says of a place: ``a.json:17:3: error: no title``, ``a.json(17,3): error X1: no title``, ``Row 3: invalid date``.
_PLACE = r"(?:row|line|column|field|zeile|spalte|ligne)[ ]\d{1,9}[:,;]?[ ]"
_RATED = re.compile(
    r"(?::\d{1,9}|\(\d{1,9}(?:,[ ]?\d{1,9})?\)):[ ]{1,4}(?:fatal[ ])?(?:error|warning)(?:[ ][A-Z]{0,6}\d{1,6})?[ ]?:"
    rf"|(?<![\w-])(?:{_PLACE}){{1,3}}(?:is[ ]|has[ ])?(?:an?[ ])?{FAULTY}(?![\w-])",
    re.IGNORECASE,
)


def has_embedded_level(text: str) -> bool:
    """Whether a line, of which titles and quoted texts are replaced, has a word of a warning or error where a level may stand.

    What a validator says of a place is such a level, too.
    """
    return _RATED.search(text) is not None or any(
        _NO_TITLE.match(text, level.end()) or not _BEGINNING.search(text[: level.start()])
        for level in _EMBEDDED.finditer(text)
    )
