"""The user's patterns for lines that are harmless: they match whole lines that no format understands.

A pattern never hides a finding. Lines that a format reads as findings are not tried; and a line with a word or mark of
something bad outside of quotes and names of files, or with the status of a failed request, is only harmless if the pattern
itself spells it, so that ``Record .*`` does not match ``Record 34: rejected``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain

import regex

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.joblog.doubtful_lines import find_bad_values
from pytest_contentjobs.joblog.formats.parts.bad_words import find_bad_words, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.names_in_data import remove_file_names
from pytest_contentjobs.joblog.formats.parts.totals import remove_quoted
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.reason import Reason

__all__ = ["HarmlessPatterns", "find_fault", "is_accepted"]

# Seconds that all patterns together may take for one line, and lines that may take longer before patterns are not tried.
_LINE_TIME = 0.2
_SLOW_LINES = 10
_LONGEST = 10_000
# Lines that are nobody's routine: a pattern that matches one of them matches everything.
_ANYTHING = ("", " ", "x", "7", "Qv zrk 81 blorp", "kx/ty.wqz", "Übrig 3 žluť", "- m_n: 5 (q)", "未知の行 12")
_WORDS = VOCABULARY.select(
    Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME, Kind.RATING, Kind.MARK, severities=(Severity.ERROR, Severity.WARNING)
)
# Findings without a level, as importers and validators word them.
_FINDINGS = (
    "Article A is missing", "Row 22 title is empty", "Record 34: Rejected", "Failed to import page 7", "article 'A/B': no title",
    "Duplicate key 118", "Titel fehlt", "Zeile 3: ung\u00fcltiger Wert", "ligne 4 : valeur invalide", "falta el t\u00edtulo",
    "2 of 9 articles failed", "value too large for column 3", "id x is defined twice", "22\u884c\u76ee: \u30a8\u30e9\u30fc",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{2,}")
# What stands for blanks in a pattern.
_BLANKS = re.compile(r"\\s[*+]?\+?|\\ ")
_SENTENCES = (
    "{0}",
    "{0}: article 'A/B' is empty",
    "2026-03-04 10:00:00 {0} topic 7",
    "[{0}] page 3",
    "Article A: {0}",
    "- {0} B",
)


class HarmlessPatterns:
    """The compiled patterns. Threads may share them.

    Raises:
        SettingsError: a pattern cannot be compiled, or matches a bad word or everything.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self.texts = tuple(patterns)
        self._patterns = [_compile(pattern) for pattern in patterns]

    def find(self, line: str) -> int | None:
        """Return the position of the first pattern that matches a line; None if there is none, or it takes too long."""
        if len(line) > _LONGEST:
            return None
        for number, pattern in enumerate(self._patterns):
            try:
                if _matches(pattern, line) and _spells_bad_words(self.texts[number], line):
                    return number
            except TimeoutError:
                continue
        return None


def _matches(pattern: regex.Pattern[str], line: str) -> bool:
    """Whether a pattern matches a whole line, with or without the blanks at its end, which nobody sees."""
    if pattern.fullmatch(line, timeout=_LINE_TIME) is not None:
        return True
    seen = line.rstrip()
    return seen != line and pattern.fullmatch(seen, timeout=_LINE_TIME) is not None


def find_fault(text: str) -> str | None:
    """Say why a pattern must not be used; None if it may."""
    try:
        pattern = regex.compile(text)
    except regex.error as error:
        return f"is not a valid regular expression: {error}"
    try:
        for sample in _ANYTHING:
            if pattern.fullmatch(sample, timeout=_LINE_TIME):
                return f"matches everything, such as {sample!r}"
        for samples in _group_findings().values():
            for sample in samples:
                if _matches_finding(pattern, sample):
                    return f"matches what may be a finding, such as {sample!r}"
    except TimeoutError:
        return "takes too long for a line of a few words"
    return None


@cache
def _group_findings() -> Mapping[str, Sequence[str]]:
    """Return lines that may be findings by their first character."""
    spellings = sorted({spelling for word in _WORDS for spelling in (word, word.capitalize(), word.lower())})
    spoken = (sentence.format(spelling) for spelling in spellings for sentence in _SENTENCES)
    groups: dict[str, list[str]] = {}
    for sample in (*_FINDINGS, *spoken):
        groups.setdefault(sample[:1], []).append(sample)
    return groups


def _seems_usable(text: str) -> bool:
    """Whether a pattern matches none of the lines that patterns must not match; quicker, and may overlook one."""
    pattern = regex.compile(text)
    begins = (first for first in _group_findings() if pattern.fullmatch(first, partial=True, timeout=_LINE_TIME))
    is_general = any(pattern.fullmatch(sample, timeout=_LINE_TIME) for sample in _ANYTHING)
    samples = chain.from_iterable(_group_findings()[first] for first in begins)
    return not is_general and not any(_matches_finding(pattern, sample) for sample in samples)


def _matches_finding(pattern: regex.Pattern[str], sample: str) -> bool:
    """Whether a pattern matches a line that may be a finding; one that spells its sentence is meant for it."""
    if pattern.fullmatch(sample, timeout=_LINE_TIME) is None:
        return False
    spelled = pattern.pattern.casefold()
    return sample not in _FINDINGS or not all(word in spelled for word in _WORD.findall(sample.casefold()))


def _compile(text: str) -> regex.Pattern[str]:
    fault = find_fault(text)
    if fault is not None:
        raise SettingsError(
            f"The pattern {text!r} for harmless lines {fault}.",
            next_step="Set --content-log-harmless, the variable CONTENTJOBS_LOG_HARMLESS or the ini key content_log_harmless to "
            "patterns that match only lines which you know to be harmless, each a whole line.",
            reason=Reason.LOG_HARMLESS_INVALID,
        )
    return regex.compile(text)


def is_accepted(pattern: str, line: str) -> bool:
    """Whether a pattern, which is a valid one, seems usable and declares a line harmless."""
    try:
        is_match = len(line) <= _LONGEST and _matches(regex.compile(pattern), line)
        return is_match and _spells_bad_words(pattern, line) and _seems_usable(pattern)
    except TimeoutError:
        return False


def _spells_bad_words(pattern: str, line: str) -> bool:
    """Whether a pattern contains each word, status and negative value of a line that may report something bad."""
    text, spelled = remove_file_names(remove_quoted(line)), _BLANKS.sub(" ", pattern).casefold()
    words = [*find_bad_words(text), *(word for word in re.findall(r"\w+", text) if says_what_is_wrong(word))]
    return all(" ".join(word.casefold().split()) in spelled for word in (*words, *find_bad_values(text)))
