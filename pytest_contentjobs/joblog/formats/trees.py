"""Trees that a program draws, with a mark or an outcome in a branch: ``├─ title ...... ✖ Required``, ``├─BROKEN─ https://…``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    LineParser,
    ParsedEntry,
    VocabularyFormat,
    VocabularyParser,
)
from pytest_contentjobs.joblog.formats.parts.bad_words import says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.levels import is_doubtful
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.model import Severity

__all__ = ["Tree"]

_BRANCH = re.compile(
    r"[ \t]*(?=[│├└╰])(?:│[ \t]*)*(?:[├└╰]─*(?P<outcome>[^\W\d_]{2,20})?─*[ \t]*)?(?P<text>[^\s│├└╰─][^\n]*)"
)
_MARKS = "".join(VOCABULARY.select(Kind.MARK))
# Dots that lead the eye to a mark.
_MARKED = re.compile(
    rf"(?:[^\n]{{0,300}}?\.{{3,300}}[ \t]*)?(?P<mark>[{re.escape(_MARKS)}])\ufe0f?[ \t]+(?P<text>\S[^\n]*)"
)
_LEVELS = (Kind.LEVEL, Kind.LANGUAGE)
_OUTCOMES = (*_LEVELS, Kind.OUTCOME)
_LONGEST = 1 << 16


class Tree(VocabularyFormat):
    """Branches with a mark, or with an outcome in their line; other branches only name a part of the content."""

    name = "diagnostics"

    def parser(self) -> LineParser:
        """Return a parser of branches."""
        return _Parser(self._vocabulary)


class _Parser(VocabularyParser):
    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a branch with a mark or an outcome."""
        branch = _BRANCH.fullmatch(record) if len(record) <= _LONGEST else None
        if branch is None:
            return None
        text = branch["text"]
        if branch["outcome"]:
            severity = self._vocabulary.find_word(branch["outcome"], *_OUTCOMES)
        else:
            marked = _MARKED.fullmatch(text)
            if marked is None:
                return self._read_label(text)
            severity, text = self._vocabulary.find_word(marked["mark"], Kind.MARK), marked["text"]
        if severity in {Severity.ERROR, Severity.WARNING}:
            return make_entries(severity, text)
        if severity is None or (branch["outcome"] and (is_doubtful(text) or says_what_is_wrong(text))):
            return None
        return make_entries(None, text)

    def _read_label(self, text: str) -> Sequence[ParsedEntry] | None:
        """Read a branch that begins with a level and a colon, or only says that a part of the content is good."""
        label, colon, message = text.partition(": ")
        if not colon:
            is_good = self._vocabulary.find_word(text.strip(), Kind.OUTCOME) is Severity.INFO
            return INFORMATIONAL if is_good else None
        severity = self._vocabulary.find_word(label, *_LEVELS)
        return make_entries(severity, message) if severity in {Severity.ERROR, Severity.WARNING} else None
