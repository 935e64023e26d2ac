"""Sentences that announce a list of what went wrong: ``The following articles could not be imported:``, in any language."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.stems import fold
from pytest_contentjobs.joblog.formats.parts.total_words import NOT_WANTED, Counted, find_counted, words
from pytest_contentjobs.model import Severity

__all__ = ["find_announced_severity"]

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
