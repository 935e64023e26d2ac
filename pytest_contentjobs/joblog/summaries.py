"""Recognise lines that sum up findings: totals like "3 errors", and endings like "finished with errors, see log"."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.base import normalise_level
from pytest_contentjobs.joblog.formats.parts.totals import find_suspicious_parts, remove_quoted
from pytest_contentjobs.model import Severity

__all__ = [
    "find_heading_severity",
    "find_totals",
    "is_summary",
    "states_bad_end",
    "states_no_content",
    "states_none",
    "states_partial_success",
]

_NUMBER = r"(?P<{0}>\d{{1,3}}(?:[,.']\d{{3}})+|\d{{1,9}}|no)"
_TOTALS = (
    re.compile(
        # "no title error" names an error; "no validation error" says that there is none.
        rf"(?<![\w.,'-]){_NUMBER.format('number')}\s{{1,4}}(?:(?<!no\s)\w{{1,20}}\s|(?:validation|content|fatal)\s)?(?P<word>error|warning)s?\b(?!\s{{0,4}}[:=]\s{{0,4}}\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<word>error|warning)s?(?:[\s_-]?(?:count|found|total))?\"?\s{{0,4}}[:=]\s{{0,4}}{_NUMBER.format('number')}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<word>error|warning)s?\s{{0,4}}\(\s{{0,4}}{_NUMBER.format('number')}\s{{0,4}}\)", re.IGNORECASE),
)
# A line about a whole run, as importers begin or end their logs.
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
    r"(?:\d[\d,.']*\s|some\s|the\s)?(?:errors?|warnings?)(?:\s(?:and|or|in|for|after)\s(?:\d[\d,.:']*\s?)?\w{1,12}){0,2}"
    r"(?:[\s,;.:(-]{1,4}(?:please\s)?(?:see|check|refer|consult|look|details|for\sdetails|more)\b[^'\"]{0,200})?\W*",
    re.IGNORECASE,
)
_COUNTED_HEADING = re.compile(r"\W{0,20}(?:errors?|warnings?)\s*\(\s*\d+\s*\)\W{0,20}", re.IGNORECASE)
# A count in JSON, whose other members say what it counts.
_COUNTING_KEY = re.compile(r'"(?:error|warning)s?(?:[_-]?(?:count|found|total))?"\s{0,4}:', re.IGNORECASE)
_COUNTED_BULLET = re.compile(r"[ \t]{0,20}[-*+•][ \t]")
_AMOUNT = r"(?!(?:0|no|without)\b)(?:(?:\d[\d,.']{0,12}|some|the|several|many|validation|content)\s){0,2}"
_BAD = r"(?:fail(?:ed|ures?)|invalid|rejected|aborted|cancell?ed|interrupted|incomplete|unsuccessful)"
_RUN = r"(?:validation|import|job|run|check|process(?:ing)?|build|task|batch)"
# What an informational line says about a run that did not succeed.
_ENDED_BADLY = (
    re.compile(
        rf"\b(?:finish(?:ed|es)?|complet(?:ed?|es)|end(?:ed|s)|stop(?:ped|s)|done|fail(?:ed|s))\swith\s{_AMOUNT}"
        r"(?:errors?|warnings?|failures?|issues|problems)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_RUN}(?:\s(?:has|was|is|had|been|itself)){{0,2}}\s{_BAD}\b(?!\s{{0,4}}[:=]\s{{0,4}}(?:0\b|no)|\s(?:items?|articles?|entries|records?|rows?)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        # Exit statuses of POSIX: zero is success.
        r"\bexit(?:ed|s)?[\s_-]{0,4}(?:with\s)?(?:(?:an?\s)?(?:exit\s)?(?:code|status)\s?(?:of\s)?)?[\"']?\s?[:=]?\s?0*[1-9]\d{0,4}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:result|status|outcome|state|conclusion)[\"']?\s{{0,4}}[:=]\s{{0,4}}[\"']?{_BAD}\b",
        re.IGNORECASE,
    ),
)
_BAD_COUNTS = (
    re.compile(
        r"(?<![\w.,'-])(?P<number>\d[\d,.']{0,12})\s{1,4}(?:\w{1,20}\s){0,2}"
        rf"(?P<word>{_BAD}|issues?|problems?|findings?|violations?)\b(?!\s{{0,4}}[:=]\s{{0,4}}\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<word>{_BAD}|issues?|problems?|findings?|violations?)[\"']?\s{{0,4}}[:=(]\s{{0,4}}(?P<number>\d[\d,.']{{0,12}})",
        re.IGNORECASE,
    ),
)
_HEADING = re.compile(r"\W{0,20}(?:[a-z-]{1,30}\s){0,3}(?P<word>errors|warnings|failures)\W{0,20}", re.IGNORECASE)
_NONE = re.compile(
    r"\W{0,20}(?:none|nothing|n/a|no (?:errors?|warnings?|issues|failures)(?: (?:were )?(?:found|detected|reported))?)\W{0,20}",
    re.IGNORECASE,
)
_CONTENT = r"(?:articles?|(?:content[\s-])?items?|records?|documents?|entries|content)"
_LOOKED_AT = r"(?:validated|processed|checked|imported|examined|read|found|loaded)"
_NO_CONTENT = (
    re.compile(
        rf"(?<![\w.,:/#-])(?:0|no|zero)\s{_CONTENT}\s(?:(?:were|was|have\sbeen|had\sbeen)\s)?{_LOOKED_AT}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_LOOKED_AT}\s(?:0|no|zero)\s{_CONTENT}\b", re.IGNORECASE),
    re.compile(rf"\b{_LOOKED_AT}\s{_CONTENT}\s{{0,4}}[:=]\s{{0,4}}0\b(?![.,]?\d)", re.IGNORECASE),
    re.compile(rf"\b{_CONTENT}\s{_LOOKED_AT}\s{{0,4}}[:=]\s{{0,4}}0\b(?![.,]?\d)", re.IGNORECASE),
    re.compile(rf"\b(?:nothing|no\s{_CONTENT})\sto\s(?:validate|process|check|import|do)\b", re.IGNORECASE),
)
_GOOD = r"(?:valid|ok|passed|successful|successfully|succeeded|clean)"
_SHARES = (
    # "5 of 9 validated" says how far a run is; what is valid or passed is a result.
    re.compile(
        rf"(?<![\w.,/-])(?P<part>\d{{1,9}})\s?(?:of|out\sof|/)\s?(?P<whole>\d{{1,9}})\s(?:\w{{1,20}}\s){{0,3}}{_GOOD}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_GOOD}\s{{0,4}}[:=]\s{{0,4}}(?P<part>\d{{1,9}})\s?(?:of|out\sof|/)\s?(?P<whole>\d{{1,9}})\b",
        re.IGNORECASE,
    ),
)
_PERCENTAGE = re.compile(
    rf"(?<![\w.,/-])(?P<share>\d{{1,3}}(?:[.,]\d{{1,9}})?)\s?(?:%|percent)\s(?:\w{{1,20}}\s){{0,4}}{_GOOD}\b",
    re.IGNORECASE,
)
# Longer lines are not summaries; the bound keeps the patterns cheap.
_LONGEST = 2000


def find_totals(line: str) -> dict[Severity, int]:
    """Return the numbers of errors and warnings that a line about the run states; empty if it states none."""
    if len(line) > _LONGEST or not (
        _ABOUT_THE_RUN.search(line)
        or _COUNTS_ALONE.fullmatch(line)
        or _COUNTED_HEADING.fullmatch(line)
        or _COUNTING_KEY.search(line)
    ):
        return {}
    totals: dict[Severity, int] = {}
    text = remove_quoted(line)
    for pattern in _TOTALS:
        for match in pattern.finditer(text):
            number = match["number"].lower()
            count = 0 if number == "no" else int(re.sub(r"\D", "", number))
            severity = Severity.ERROR if normalise_level(match["word"]) == "ERROR" else Severity.WARNING
            totals[severity] = max(count, totals.get(severity, 0))
    return totals


def states_bad_end(record: str) -> bool:
    """Whether an informational record of any length says that the run did not succeed, in words or by a number over 0."""
    parts = list(find_suspicious_parts(record))
    if any(pattern.search(part) for part in parts for pattern in _ENDED_BADLY):
        return True
    if not parts or not (_ABOUT_THE_RUN.search(remove_quoted(record)) or _COUNTED_BULLET.match(record)):
        return False
    matches = (match for part in parts for pattern in _BAD_COUNTS for match in pattern.finditer(part))
    return any(match["number"].strip("0,.'") for match in matches)


def states_no_content(record: str) -> bool:
    """Whether an informational record of any length says that no content was validated, or that there was none."""
    text = remove_quoted(record)
    return any(pattern.search(text) for pattern in _NO_CONTENT)


def states_partial_success(record: str) -> bool:
    """Whether an informational record says that only a part of the content is valid: ``10 of 12 are valid``, ``97% passed``."""
    text = remove_quoted(record)
    shares = (match for pattern in _SHARES for match in pattern.finditer(text))
    if any(int(match["part"]) < int(match["whole"]) for match in shares):
        return True
    return any(float(match["share"].replace(",", ".")) < 100 for match in _PERCENTAGE.finditer(text))  # noqa: PLR2004 - percent


def is_summary(message: str) -> bool:
    """Whether the message of an error or warning only says that there were some, or how many."""
    if len(message) > _LONGEST:
        return False
    return bool(_COUNTS_ALONE.fullmatch(message) or _ENDED_WITH.fullmatch(message))


def find_heading_severity(line: str) -> Severity | None:
    """Return the severity that a heading without a number, like "Errors:", announces; None for other lines."""
    match = _HEADING.fullmatch(line) if len(line) <= _LONGEST else None
    if match is None:
        return None
    return Severity.WARNING if match["word"].lower() == "warnings" else Severity.ERROR


def states_none(line: str) -> bool:
    """Whether a line says that there is nothing of what a heading announced."""
    return len(line) <= _LONGEST and _NONE.fullmatch(line) is not None
