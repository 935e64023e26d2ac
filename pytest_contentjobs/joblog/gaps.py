"""Recognise lines by which a log says that it lacks lines: it was cut, or messages were dropped, suppressed or not shown."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.names_in_data import remove_names
from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem
from pytest_contentjobs.joblog.formats.parts.totals import remove_quoted

__all__ = ["states_gap"]

_MANY = r"(?:some|many|several|further|more|other|additional|subsequent|remaining|identical|similar)"
_NUMBER = rf"(?:(?!0\b)\d[\d,.']{{0,12}}|{_MANY})"
_PROBLEMS = r"(?:errors|warnings|findings|issues|problems|violations)"
# "Message" alone may be that of an article, and "records" are content.
_LINES = rf"(?:log(?:ging)?[ _](?:lines?|messages?|records?|events?|entry|entries)|messages|lines|{_PROBLEMS})"
_LOG = r"(?:log(?:ging)?(?: (?:lines|messages|records|events|entries|output|file))?|output)"
_BE = r"(?: (?:has|have|had|is|are|was|were|will|be|been|being)){0,3}"
_LOST = r"(?:truncated|dropped|discarded|omitted|suppressed|lost|cut|not (?:be |been )?(?:logged|shown|listed|displayed|printed))"
_LOSING = r"(?:(?:truncat|dropp|discard|omitt|suppress)(?:ed|ing)|lost)"
_SHOWN = r"(?:shown|listed|displayed|logged|printed|reported|kept)"
_WORDS = r"(?: \w{1,20}){0,2}?"
_GAPS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 120 log messages were dropped; further errors are not shown
        rf"(?<![\w.-])(?<!\d,){_NUMBER}{_WORDS} {_LINES}{_BE} {_LOST}\b",
        # the log was truncated
        rf"(?<![\w-])(?<!no )(?<!\s0 )(?<!^0 ){_LOG}{_BE} (?:truncated|cut|incomplete)\b(?![: =]{{1,3}}(?:0|no|false)\b)",
        # dropped 120 log messages
        rf"(?<![\w-]){_LOSING} (?:the )?{_NUMBER}{_WORDS} {_LINES}\b",
        # only the first 100 errors are shown
        rf"(?<![\w-])only (?:the )?(?:first|last) (?:\d[\d,.']{{0,12}} )?{_LINES}{_BE} {_SHOWN}\b",
        rf"\b(?:maximum|limit)(?: number)? of {_PROBLEMS}(?: (?:is|was|has been))? (?:reached|exceeded)\b",
        rf"\btoo many {_PROBLEMS}\b",
        rf"\b{_PROBLEMS}{_BE} limited to\b",
    )
)


def states_gap(record: str) -> bool:
    """Whether a record of any length says that lines of the log, or findings, are missing from it."""
    if not has_stem(fold(record)):
        return False
    text = remove_quoted(remove_names(record))
    return any(pattern.search(text) for pattern in _GAPS)
