"""Lines that speak of findings and are none: totals like "3 errors", and ends like "finished with errors, see log"."""

from __future__ import annotations

import re

from pytest_contentjobs.model import Severity

__all__ = ["announced", "is_summary", "says_none", "stated_totals"]

_NUMBER = r"(?P<{0}>\d{{1,3}}(?:[,.']\d{{3}})+|\d{{1,9}}|no)"
_TOTALS = (
    re.compile(
        rf"(?<![\w.,'-]){_NUMBER.format('number')}\s{{1,4}}(?:\w{{1,20}}\s)?(?P<word>error|warning)s?\b(?!\s{{0,4}}[:=]\s{{0,4}}\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<word>error|warning)s?(?:\s(?:count|found|total))?\s{{0,4}}[:=]\s{{0,4}}{_NUMBER.format('number')}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<word>error|warning)s?\s{{0,4}}\(\s{{0,4}}{_NUMBER.format('number')}\s{{0,4}}\)", re.IGNORECASE),
)
# A line about a whole run, as importers end or begin their logs.
_ABOUT_THE_RUN = re.compile(
    r"\b(?:finish(?:ed|es)?|complet(?:ed?|ion)|summary|totals?|processed|results?|done|ended|validated|imported|found)\b",
    re.IGNORECASE,
)
_COUNTS_ALONE = re.compile(
    r"\W*(?:(?:\d[\d,.']*|no)\s+(?:errors?|warnings?|items?|ok)|(?:errors?|warnings?|items?|ok)\s*[:=]\s*\d+)"
    r"(?:[\s,;.|/-]+(?:and\s+)?(?:(?:\d[\d,.']*|no)\s+(?:errors?|warnings?|items?|ok)|"
    r"(?:errors?|warnings?|items?|ok)\s*[:=]\s*\d+)){0,6}\W*",
    re.IGNORECASE,
)
_ENDED_WITH = re.compile(
    r"\W*(?:the\s)?(?:[\w-]{1,30}\s){0,4}(?:finished|completed|ended|failed|done|stopped)\s(?:with|because of|due to)\s"
    r"(?:\d[\d,.']*\s|some\s|the\s)?(?:errors?|warnings?)\b[^'\"]{0,200}",
    re.IGNORECASE,
)
_COUNTED_HEADING = re.compile(r"\W{0,20}(?:errors?|warnings?)\s*\(\s*\d+\s*\)\W{0,20}", re.IGNORECASE)
_HEADING = re.compile(r"\W{0,20}(?:[a-z-]{1,30}\s){0,3}(?P<word>errors|warnings|failures)\W{0,20}", re.IGNORECASE)
_NONE = re.compile(
    r"\W{0,20}(?:none|nothing|n/a|no (?:errors?|warnings?|issues|failures)(?: (?:were )?(?:found|detected|reported))?)\W{0,20}",
    re.IGNORECASE,
)
# Longer lines are no summaries; a bound keeps the patterns cheap.
_LONGEST = 2000


def stated_totals(line: str) -> dict[Severity, int]:
    """Return the numbers of errors and warnings that a line about the whole run states; empty where it states none."""
    if len(line) > _LONGEST or not (
        _ABOUT_THE_RUN.search(line) or _COUNTS_ALONE.fullmatch(line) or _COUNTED_HEADING.fullmatch(line)
    ):
        return {}
    totals: dict[Severity, int] = {}
    for pattern in _TOTALS:
        for match in pattern.finditer(line):
            number = match["number"].lower()
            count = 0 if number == "no" else int(re.sub(r"\D", "", number))
            totals.setdefault(Severity(match["word"].lower()), count)
    return totals


def is_summary(message: str) -> bool:
    """Whether the message of an error or warning only says that there were some, or how many."""
    if len(message) > _LONGEST:
        return False
    return bool(_COUNTS_ALONE.fullmatch(message) or _ENDED_WITH.fullmatch(message))


def announced(line: str) -> Severity | None:
    """Return the severity of the findings that a heading without a number, like "Errors:", announces; None for other lines."""
    match = _HEADING.fullmatch(line) if len(line) <= _LONGEST else None
    if match is None:
        return None
    return Severity.WARNING if match["word"].lower() == "warnings" else Severity.ERROR


def says_none(line: str) -> bool:
    """Whether a line says that what a heading announced is not there."""
    return len(line) <= _LONGEST and _NONE.fullmatch(line) is not None
