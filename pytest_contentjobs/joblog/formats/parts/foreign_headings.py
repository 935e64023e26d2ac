"""Headings in other languages than English that announce errors or warnings: ``Folgende Fehler:``, ``Avvisi (3)``."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.stems import fold
from pytest_contentjobs.joblog.formats.parts.total_words import NEUTRAL, Counted, find_counted, words
from pytest_contentjobs.model import Severity

__all__ = ["find_foreign_severity"]

# A colon or a number in brackets ends a heading.
_ENDING = re.compile(r"\s?(?:[:\uff1a]?\s?[(\[]\s?\d{1,9}\s?[)\]]:?|[:\uff1a])\s{0,8}\Z")
_ENDS = frozenset(":\uff1a)]")
_EXCLAMATION = re.compile(r"[^\W\d_]{2,20}\s?!\s+")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
# What may stand beside the word for errors or warnings, in addition to NEUTRAL.
_BESIDE = words(
    "les las los le la os as i gli de des ont été sont wurden werden folgende folgenden suivantes suivants siguientes seguintes"
    " seguenti volgende följande trouvées trouvés encontradas encontrados trovati trovate gevonden hittade se han encontrado"
    " sono stati foram zijn"
)
# English headings have their own forms, and the singular is a level.
_ENGLISH = words("error errors err errs warning warnings warn warns fatal fatals critical severe exception exceptions")
_SEVERITIES = {Counted.ERRORS: Severity.ERROR, Counted.WARNINGS: Severity.WARNING}
_LONGEST = 120


def find_foreign_severity(line: str) -> Severity | None:
    """Return the severity that a line announces for what stands below it; None for other lines."""
    if len(line) > _LONGEST or line.rstrip()[-1:] not in _ENDS:
        return None
    text = _EXCLAMATION.sub("", line.strip(), count=1) if _EXCLAMATION.match(line.strip()) else line.strip()
    ending = _ENDING.search(text)
    if ending is None or _DIGIT.search(text, 0, ending.start()):
        return None
    named = _WORD.findall(text[: ending.start()].lower())
    counted = [word for word in named if word not in _BESIDE and find_counted(fold(word)) is not None]
    if (
        len(counted) != 1
        or counted[0] in _ENGLISH
        or not all(word in NEUTRAL | _BESIDE for word in named if word not in counted)
    ):
        return None
    kind = find_counted(fold(counted[0]))
    return None if kind is None else _SEVERITIES.get(kind)
