"""The level at the start or end of a diagnostic, and the rule beside it: ``warning[RULE]:``, ``(error)``, ``RULE error -``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pytest_contentjobs.joblog.formats.parts.levels import MARKS, join_level_words
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary
from pytest_contentjobs.joblog.vocabulary.levels import normalise_word
from pytest_contentjobs.model import Severity

__all__ = ["NAME", "RULE", "Labelled", "Labels"]

#: The name of a rule, and one that has something that words of a sentence do not have.
NAME = r"[A-Za-z@][\w./@-]{1,80}"
RULE = r"(?=[^\s:()\[\]]*[\d/_.-])[A-Za-z@][\w./@-]{1,80}"
# The number of an error, as databases print it: "(Code 1265)", "1452 (23000)"; and the line of the script that it is about.
_NUMBER_BEHIND = r"\s?\([A-Za-z]{2,10}\s(?P<number_inside>\d{1,6})\)|\s(?P<number>\d{3,6})(?:\s\([0-9A-Z]{5}\))?"
_LINE_BEHIND = r"\s(?:at|near|on|in)\sline\s\d{1,9}(?:\sin\sfile:\s'[^'\n]{1,400}')?"
# What went wrong while what was done: "Error in load operation:", "Error while loading articles:".
_DOING_BEHIND = r"(?P<doing>\s(?:in|while|during|when)(?:\s['\u2019\w.-]{1,40}){1,5})"
_RULE_BEHIND = rf"(?:\s?\((?P<inside>{NAME})\)|\[(?P<bracketed>{NAME})\]|\s(?P<named>{RULE})|{_NUMBER_BEHIND})"
_RULES = ("before", "inside", "bracketed", "named", "number_inside", "number")
# Words that compilers use like levels; in other places, they begin sentences.
_REMARKS = ("NOTE", "HINT", "REMARK", "SUGGESTION", "USAGE")
_MARK = re.compile(rf"(?P<mark>[{''.join(MARKS)}])\ufe0f?\s+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A level, the rule beside it, and the text behind; ``is_plain`` says that nothing but the level is in its place.

    ``severity`` is None for an informational level.
    """

    severity: Severity | None
    text: str
    rule: str | None = None
    is_plain: bool = True


class Labels:
    """Reads the levels of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._patterns = _compile(vocabulary)

    def read_word(self, text: str) -> Labelled | None:
        """Read a text that is only a level, or a mark; the text behind it is empty."""
        if text[:1] in MARKS and _MARK.fullmatch(f"{text} "):
            return Labelled(MARKS[text[0]], "")
        is_level = self._patterns.word.fullmatch(text.strip()) is not None
        return Labelled(self._find_severity(text), "") if is_level else None

    def read(self, text: str) -> Labelled | None:
        """Read the level at the start of a text, and the rule beside it; an informational level must stand alone."""
        match = _MARK.match(text)
        if match is not None:
            return Labelled(MARKS[match["mark"]], text[match.end() :])
        match = self._patterns.in_brackets.match(text)
        if match is not None:
            severity = self._find_severity(match["level"])
            return Labelled(severity, text[match.end() :]) if severity is not None or not match["kind"] else None
        match = self._patterns.label.match(text)
        if match is not None:
            rule = next(filter(None, map(match.group, _RULES)), None)
            severity = self._find_severity(match["level"])
            labelled = Labelled(severity, text[match.end() :], rule, is_plain=not (match["context"] or match["doing"]))
            return labelled if severity is not None or labelled.is_plain else None
        match = self._patterns.capitals.match(text)
        if match is not None and (severity := self._find_severity(match["level"])) is not None:
            return Labelled(severity, text[match.end() :])
        return None

    def read_at_end(self, text: str) -> Labelled | None:
        """Read the level at the end of a text: ``… [warning/RULE]``, ``… (warning)``."""
        match = self._patterns.at_end.search(text)
        severity = match and self._find_severity(match["level"] or match["alone"])
        # "(debug)" may be a word of the message.
        if match is None or (severity is None and match["alone"]):
            return None
        return Labelled(severity, text[: match.start()], match["rule"])

    def _find_severity(self, word: str) -> Severity | None:
        severity = self._vocabulary.find_word(word)
        return None if severity is Severity.INFO else severity


@dataclass(frozen=True, slots=True)
class _Patterns:
    word: re.Pattern[str]
    in_brackets: re.Pattern[str]
    label: re.Pattern[str]
    capitals: re.Pattern[str]
    at_end: re.Pattern[str]


@lru_cache(maxsize=8)
def _compile(vocabulary: Vocabulary) -> _Patterns:
    known = [word for word in vocabulary.select(Kind.LEVEL, Kind.LANGUAGE) if len(normalise_word(word)) > 1]
    words = join_level_words({word for word in known if not word.isdecimal()}.union(_REMARKS))
    level = rf"(?P<level>(?i:{words}))"
    return _Patterns(
        word=re.compile(f"(?i:{words})"),
        in_brackets=re.compile(
            rf"[\[(<](?P<kind>(?!(?i:no|not|non|zero)\s)[A-Za-z]{{3,20}}\s)?{level}(?:/\d)?[\])>]:?\s+"
        ),
        label=re.compile(
            rf"(?:(?P<before>(?=\S*\d){RULE})\s)?(?P<context>(?:[^\W\d_][\w'-]{{0,30}}\s){{0,3}}?)"
            rf"{level}{_RULE_BEHIND}?(?:{_LINE_BEHIND}|{_DOING_BEHIND})?\s?(?::(?=\s|$)|\s[-\u2013]\s)\s*"
        ),
        capitals=re.compile(rf"(?P<level>{words})(?P<gap>\s+|:)(?=\S)"),
        at_end=re.compile(rf"\s(?:\[(?P<level>(?i:{words}))/(?P<rule>{NAME})\]|\((?P<alone>(?i:{words}))\))\s*$"),
    )
