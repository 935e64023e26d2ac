"""Headings that announce a list of what went wrong, by a sentence or by what they name.

Examples are ``The following articles could not be imported:``, in any language, and ``Failed articles``.
"""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.stems import fold
from pytest_contentjobs.joblog.formats.parts.total_words import NOT_WANTED, Counted, find_counted, words
from pytest_contentjobs.model import Severity

__all__ = ["find_announced_severity", "find_severity_of_things"]

_FOLLOWING = words(
    "following folgende folgenden folgender suivant suivants suivante suivantes siguiente siguientes seguinte seguintes seguente"
    " seguenti volgende följande følgende następujące następujących následující следующие следующих"
)
# The files that such a sentence names are not what is wrong, nor are settings.
_ELSEWHERE = words(
    "see siehe voir details detailed listed logged written log logs report option options setting settings parameter parameters"
)
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^\W\d_][^:\uff1a\n/\\=]{10,160}[:\uff1a]\s{0,8}")
_THINGS = (
    "(?:articles|attachments|documents|entries|files|folders|images|items|links|messages|objects|pages|pictures|records|resources"
    "|rows|lines|topics)"
)
_BAD_THINGS = re.compile(
    r"(?:list[ ]of[ ])?(?:(?:the|all)[ ])?"
    rf"(?:(?:failed|failing|rejected|invalid|broken|erroneous|faulty|unprocessed)[ ]{_THINGS}"
    rf"|{_THINGS}[ ](?:with[ ](?P<beside>errors|warnings|problems|issues|errors[ ]and[ ]warnings)|not[ ][a-z]{{3,12}}ed"
    r"|(?:(?:that|which)[ ])?(?:failed|were[ ]rejected|are[ ]invalid"
    r"|(?:could[ ]not|cannot)[ ]be[ ][a-z]{3,12}ed|were[ ]not[ ][a-z]{3,12}ed)))"
    r"(?:[ ]and[ ]other[ ](?:errors|issues|problems))?(?:[ ]?[(\[][ ]?\d{1,9}[ ]?[)\]])?",
    re.IGNORECASE,
)


def find_announced_severity(line: str) -> Severity | None:
    """Return the severity of what a sentence announces below it; None for other lines."""
    if _SENTENCE.fullmatch(line) is None:
        return None
    named = _WORD.findall(line.lower())
    if _FOLLOWING.isdisjoint(named) or not _ELSEWHERE.isdisjoint(named) or not NOT_WANTED.isdisjoint(named[-1:]):
        return None
    if not (looks_like_a_finding(line) or says_what_is_wrong(line)):
        return None
    counted = {find_counted(fold(word)) for word in named} - {None}
    return Severity.WARNING if counted == {Counted.WARNINGS} else Severity.ERROR


def find_severity_of_things(text: str) -> Severity | None:
    """Return how bad the things are that the text of a heading names, such as ``Articles with warnings (2)``; None for others."""
    match = _BAD_THINGS.fullmatch(text)
    if match is None or not NOT_WANTED.isdisjoint(_WORD.findall(text.lower())[-1:]):
        return None
    return Severity.WARNING if (match["beside"] or "").lower() == "warnings" else Severity.ERROR
