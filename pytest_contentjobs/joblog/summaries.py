"""Recognise lines that sum up findings: totals like "3 errors", and endings like "finished with errors, see log"."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.foreign_headings import find_foreign_severity
from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem
from pytest_contentjobs.joblog.formats.parts.totals import (
    Counted,
    counts_findings,
    find_suspicious_parts,
    find_totals,
    remove_quoted,
    states_only_numbers,
)
from pytest_contentjobs.joblog.vocabulary.item_outcomes import was_done_with_faults
from pytest_contentjobs.model import Severity

__all__ = [
    "find_heading_severity",
    "is_summary",
    "read_progress",
    "read_share",
    "states_bad_end",
    "states_left_out",
    "states_no_content",
    "states_none",
    "states_partial_success",
    "states_some",
    "sums_up",
]

# A line about a whole run, as importers begin or end their logs.
_ABOUT_THE_RUN = re.compile(
    r"\b(?:finish(?:ed|es)?|complet(?:ed?|ion)|summary|totals?|processed|results?|done|ended|validated|imported|found)\b",
    re.IGNORECASE,
)
_ENDED_WITH = re.compile(
    r"\W*(?:the\s)?(?:[\w-]{1,30}\s){0,4}(?:finished|completed|ended|failed|done|stopped)\s(?:with|because of|due to)\s"
    r"(?:\d[\d,.']*\s|some\s|the\s)?(?:errors?|warnings?)(?:\s(?:and|or|in|for|after)\s(?:\d[\d,.:']*\s?)?\w{1,12}){0,2}"
    r"(?:[\s,;.:(-]{1,4}(?:please\s)?(?:see|check|refer|consult|look|details|for\sdetails|more)\b[^'\"]{0,200})?\W*",
    re.IGNORECASE,
)
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
        rf"\b{_RUN}(?:\s(?:has|was|is|had|been|itself)){{0,2}}\s{_BAD}\b(?!\s{{0,4}}[:=]\s{{0,4}}(?:0\b|no)|\s(?:items?|articles?"
        rf"|entries|records?|rows?)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        # Counted in words.
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|some|several|many|multiple|numerous)\s(?:\w{1,20}\s){0,2}"
        r"(?:errors?|warnings?|failures?|issues|problems|violations?)\s(?:(?:were|was|have|has|been)\s){0,2}"
        r"(?:found|detected|occurred|encountered|reported|logged)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_RUN}(?:\s(?:has|was|is|had|been)){{0,2}}\s(?:(?:stopped|ended|terminated|halted|died)\s(?:prematurely|unexpectedly"
        rf"|abnormally"
        r"|early|at\s(?:article|item|row|line|record)))\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:err(?:or)?[\s_-]?(?:code|no)|rc|return[\s_-]?code)[\"']?\s?[:=]\s?[\"']?0*[1-9]\d{0,4}\b"
        r"|\breturn\scode\s0*[1-9]\d{0,4}\b|\b(?:terminated|killed)\s(?:with|by)\ssignal\b",
        re.IGNORECASE,
    ),
    re.compile(
        # Exit statuses of POSIX: zero is success.
        r"\bexit(?:ed|s)?[\s_-]{0,4}(?:with\s)?(?:(?:an?\s)?(?:exit\s)?(?:code"
        r"|status)\s?(?:of\s)?)?[\"']?\s?[:=]?\s?0*[1-9]\d{0,4}\b",
        re.IGNORECASE,
    ),
    re.compile(
        # In words of their own, and the variable of Windows.
        r"\b(?:ended|finished|returned|terminated|stopped)[ ]with[ ](?:exit[ ])?(?:code|status)[ ]0*[1-9]|\berrorlevel[ ]0*[1-9]"
        r"|\b(?:errors?|failures?|warnings?)[ ](?:count|total)[ ]0*[1-9]|\banzahl[ ](?:fehler|warnungen)[ ]0*[1-9]"
        r"|\b(?:[1-9]\d*E[ ,/]{1,2}\d+W|\d+E[ ,/]{1,2}[1-9]\d*W)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:result|status|outcome|state|conclusion|verdict|gate)[\"']?\s{{0,4}}[:=]\s{{0,4}}[\"']?(?:{_BAD}|fail|bad|nok|ko"
        rf"|red|negative|broken|crashed|not[ ](?:ok|good|met|passed|valid|complete))\b",
        re.IGNORECASE,
    ),
)
_JSON = re.compile(r"\s{0,20}(?:\[\s{0,20})?\{\s{0,20}\"")
# A number of findings that is only known to be over zero.
_SOME = re.compile(
    r"\b(?:at least one|one or more|some|several)\s(?:[\w/-]{1,20}\s){0,2}"
    r"(?:errors?|warnings?|failures?|problems?|(?:were|was|are) not)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\W{0,20}(?:[a-z-]{1,30}\s){0,3}(?P<word>errors|warnings|failures)\W{0,20}", re.IGNORECASE)
_NONE = re.compile(
    r"\W{0,20}(?:none|nothing|n/a|no (?:errors?|warnings?|issues|failures)(?: (?:were )?(?:found|detected|reported))?)\W{0,20}",
    re.IGNORECASE,
)
# A comma before a number may separate columns.
_NOT_DECIMAL = r"(?<![\w./-])(?<!\d,)"
_CONTENT = r"(?:articles?|(?:content[\s-])?items?|records?|documents?|entries|content)"
_LOOKED_AT = r"(?:validated|processed|checked|imported|examined|read|found|loaded)"
_NO_CONTENT = (
    re.compile(
        # Of two columns, the first may be the number of an error: "0", then "Record imported".
        rf"(?<![\w.:/#-])(?<!\d,)(?!0\t\w*[a-rt-z]\s)(?:0|no|zero)\s{_CONTENT}\s(?:(?:were|was|have\sbeen"
        rf"|had\sbeen)\s)?{_LOOKED_AT}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_LOOKED_AT}\s(?:0|no|zero)\s{_CONTENT}\b", re.IGNORECASE),
    re.compile(rf"\b{_LOOKED_AT}\s{_CONTENT}\s{{0,4}}[:=]\s{{0,4}}0\b(?![.,]?\d)", re.IGNORECASE),
    re.compile(rf"\b{_CONTENT}\s{_LOOKED_AT}\s{{0,4}}[:=]\s{{0,4}}0\b(?![.,]?\d)", re.IGNORECASE),
    re.compile(
        r"\b(?:nothing\s(?:(?:was|has\sbeen)\s)?"
        rf"|none\sof\sthe\s{_CONTENT}\s(?:was|were|has\sbeen|have\sbeen)\s)(?:imported|validated|processed|checked|examined)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:validation\s(?:is|was)\s(?:disabled|off|switched\soff)|(?:loaded|found)\s(?:0|no)\s(?:validation\s)?rules"
        r"|no\s(?:validation\s)?rules\s(?:were\s)?(?:loaded|found))\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:nothing|no\s{_CONTENT})\sto\s(?:validate|process|check|import)\b", re.IGNORECASE),
    # That there is nothing to do for an item that is up to date says nothing about the others.
    re.compile(rf"(?<!up to date, )(?<!unchanged, )\b(?:nothing|no\s{_CONTENT})\sto\sdo\b", re.IGNORECASE),
)
_GOOD = r"(?:valid|ok|passed|successful|successfully|succeeded|clean)"
_SHARES = (
    # "5 of 9 validated" says how far a run is; what is valid or passed is a result.
    re.compile(
        rf"{_NOT_DECIMAL}(?P<part>\d{{1,9}})\s?(?:of|out\sof|/)\s?(?P<whole>\d{{1,9}})\s(?:\w{{1,20}}\s){{0,3}}{_GOOD}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:{_GOOD}\s{{0,4}}[:=]|passed|succeeded)\s{{0,4}}(?P<part>\d{{1,9}})\s?(?:of|out\sof|/)\s?(?P<whole>\d{{1,9}})\b",
        re.IGNORECASE,
    ),
)
_RATE = r"\b(?:success|pass)[ _]?(?:rate|ratio)\s?[:=]?\s?"
# What was done to a part of the content says how far a run is if a line states the whole, too; it is a result otherwise.
_DONE = (
    r"(?:imported|stored|saved|created|loaded|migrated|published|uploaded|updated|importiert|gespeichert|\u00fcbernommen"
    r"|import\u00e9e?s|enregistr\u00e9e?s|importad[oa]s|guardad[oa]s)"
)
_OF = r"(?:\s[^\W\d]{1,20})?\s?(?:of|out\sof|/|von|sur|de)\s?(?:the\s)?"
_PROGRESS = (
    re.compile(
        rf"{_NOT_DECIMAL}(?P<part>\d{{1,9}}){_OF}(?P<whole>\d{{1,9}})[\])]?\s(?:\w{{1,20}}\s){{0,3}}{_DONE}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NOT_DECIMAL}(?P<part>\d{{1,9}})(?:\s[^\W\d]{{1,20}}){{0,2}}\s{_DONE}{_OF}(?P<whole>\d{{1,9}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_DONE}(?:\s{_CONTENT})?:?\s(?P<part>\d{{1,9}}){_OF}(?P<whole>\d{{1,9}})"
        rf"(?:\s(?:\w{{1,20}}\s){{0,2}}{_CONTENT})?(?=\s*(?:$|[\"'.,;]))",
        re.IGNORECASE,
    ),
)
_PERCENTAGE_DONE = re.compile(
    rf"{_NOT_DECIMAL}(?P<part>\d{{1,3}})(?:[.,]\d{{1,9}})?\s?(?:%|percent)\s(?:(?:of|the|all|{_CONTENT})\s){{0,3}}(?:were\s"
    rf"|was\s)?{_DONE}\b",
    re.IGNORECASE,
)
_DONE_PERCENTAGE = re.compile(rf"\b{_DONE}\s\S{{1,200}}\s[\[(](?P<part>\d{{1,3}})\s?%[\])]\s*\Z", re.IGNORECASE)
_PERCENTAGE = re.compile(
    rf"{_NOT_DECIMAL}(?P<share>\d{{1,3}}(?:[.,]\d{{1,9}})?)\s?(?:%|percent)\s(?:\w{{1,20}}\s){{0,4}}{_GOOD}\b",
    re.IGNORECASE,
)
_PERCENTAGE_BEHIND = re.compile(rf"{_RATE}(?P<share>\d{{1,3}}(?:[.,]\d{{1,9}})?)\s?(?:%|percent)", re.IGNORECASE)
# What was left out may be content; tests and steps are none, and what is unchanged was imported before.
_LEFT_OUT = re.compile(
    r"\b(?:skipped|dropped|duplicates?|omitted|left[ ]out)(?:[ _]\w{1,20}){0,2}[\"']?\s{0,4}[:=]\s{0,4}[1-9]\d{0,8}\b(?![.:/-]?\d)"
    r"|(?<![\w.:/=#-])(?<!\d,)(?<!\d,\s)[1-9]\d{0,8}\s(?:(?!(?:tests?|steps?|scenarios?|specs?|checks?|examples?|suites?"
    r"|rules?)\b)\w{1,20}\s){0,2}"
    r"(?:skipped|dropped|duplicates|omitted|left[ ]out)\b",
    re.IGNORECASE,
)
_NOT_CONTENT = re.compile(
    r"\b(?:unchanged|identical|up[ ]to[ ]date|tests?|steps?|scenarios?|specs?|suites?|examples?|rules?|lines?|blanks?|comments?"
    r"|headers?"
    r"|tables?|ind(?:ex|exes|ices)|frames?|packets?)\b",
    re.IGNORECASE,
)
# Longer lines are not summaries; the bound keeps the patterns cheap.
_LONGEST = 2000


def sums_up(record: str) -> bool:
    """Whether what a record states is about the whole run: it says so, or consists only of numbers of findings."""
    return _ABOUT_THE_RUN.search(record) is not None or states_only_numbers(record)


def states_bad_end(record: str) -> bool:
    """Whether an informational record of any length says that the run did not succeed, in words or by a number over 0."""
    parts = find_suspicious_parts(record)
    if any(pattern.search(part) for part in parts for pattern in _ENDED_BADLY):
        return True
    # In JSON, keys tell texts from titles.
    if not _JSON.match(record) and any(map(was_done_with_faults, parts)):
        return True
    if not parts or not (_ABOUT_THE_RUN.search(remove_quoted(record)) or _COUNTED_BULLET.match(record)):
        return False
    totals = find_totals(record)
    return any(totals.get(counted) for counted in (Counted.FAILED, Counted.PROBLEMS))


def states_some(record: str) -> bool:
    """Whether a record says that there were some errors or failures, without their number: "at least one error was detected"."""
    return _SOME.search(record) is not None


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
    percentages = (match for pattern in (_PERCENTAGE, _PERCENTAGE_BEHIND) for match in pattern.finditer(text))
    return any(float(match["share"].replace(",", ".")) < 100 for match in percentages)  # noqa: PLR2004 - percent


def read_progress(record: str) -> tuple[int, int] | None:
    """Return part and whole of what an informational record calls done, ``3 of 10 articles imported``, ``30% imported``.

    None if it states none, or states what failed: "only 3 of 10".
    """
    text = remove_quoted(record)
    percentage = _PERCENTAGE_DONE.search(text) or _DONE_PERCENTAGE.search(text)
    if percentage is not None:
        return int(percentage["part"]), 100
    match = next((found for pattern in _PROGRESS if (found := pattern.search(text)) is not None), None)
    return (int(match["part"]), int(match["whole"])) if match and not find_totals(record) else None


def states_left_out(record: str) -> bool:
    """Whether an informational record counts content that was skipped or is there twice, without saying why."""
    if len(record) > _LONGEST or not has_stem(fold(record)):
        return False
    text = remove_quoted(record)
    return _LEFT_OUT.search(text) is not None and _NOT_CONTENT.search(text) is None


def read_share(record: str) -> tuple[int, int] | None:
    """Return part and whole of what an informational record calls valid, ``10 of 12``; None if it states none, or several."""
    text = remove_quoted(record)
    shares = [match for pattern in _SHARES for match in pattern.finditer(text)]
    return (int(shares[0]["part"]), int(shares[0]["whole"])) if len(shares) == 1 else None


def is_summary(message: str) -> bool:
    """Whether the message of an error or warning only says that there were some, or how many."""
    if len(message) > _LONGEST:
        return False
    return _ENDED_WITH.fullmatch(message) is not None or counts_findings(message)


def find_heading_severity(line: str) -> Severity | None:
    """Return the severity that a heading without a number, like "Errors:", announces; None for other lines."""
    match = _HEADING.fullmatch(line)
    if match is None:
        return find_foreign_severity(line)
    return Severity.WARNING if match["word"].lower() == "warnings" else Severity.ERROR


def states_none(line: str) -> bool:
    """Whether a line says that there is nothing of what a heading announced."""
    return _NONE.fullmatch(line) is not None
