"""Skip runs of informational lines with one match each. This only changes the time, never the result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import LogFormat, has_line_separator
from pytest_contentjobs.joblog.formats.learned import LearnedText
from pytest_contentjobs.joblog.formats.parts.declared_words import list_declared
from pytest_contentjobs.joblog.formats.parts.inner import BAD_MARK
from pytest_contentjobs.joblog.formats.parts.levels import join_level_words
from pytest_contentjobs.joblog.formats.parts.stems import find_stem, fold
from pytest_contentjobs.joblog.formats.text import LevelledText

__all__ = ["Shortcut", "find_shortcut"]


class Shortcut:
    """Skips runs of informational lines in one block of text; positions must not decrease."""

    def __init__(self, text: str, run: re.Pattern[str], words: Sequence[str] = ()) -> None:
        self._text = text
        self._run = run
        self._obstacles = _Obstacles(text, words)
        self._limit = self._obstacles.nearest(0)

    def end_of_run(self, position: int) -> int:
        """Return the end of the run of informational lines that starts at ``position``; ``position`` if there is none."""
        if position > self._limit:
            self._limit = self._obstacles.nearest(position)
        match = self._run.match(self._text, position, self._limit)
        return match.end() if match else position


def find_shortcut(text: str, log_format: LogFormat) -> Shortcut | None:
    """Return the shortcut for a block of text; None if the format has none, or if the text does not allow it."""
    run = log_format.routine_run if isinstance(log_format, LevelledText | LearnedText) else None
    # A letter that becomes two in lower case would move all positions after it.
    if run is None or has_line_separator(text) or len(fold(text)) != len(text):
        return None
    return Shortcut(text, run, list_declared(log_format.vocabulary) if isinstance(log_format, LearnedText) else ())


class _Obstacles:
    """Positions of what a run of informational lines must not contain.

    That is a brace, since a JSON object may report a finding; a mark of a failure; the stem of a word by which totals or
    outcomes are stated; or one of ``words``.
    """

    def __init__(self, text: str, words: Sequence[str]) -> None:
        self._text = fold(text)
        self._words = re.compile(join_level_words(map(fold, words)))
        self._word = -1 if words else len(text)
        self._brace = self._stem = -1
        self._mark = len(text) if text.isascii() else -1

    def nearest(self, position: int) -> int:
        """Return the position of the first obstacle from ``position`` on; the text's length if there is none."""
        if self._brace < position:
            brace = self._text.find("{", position)
            self._brace = len(self._text) if brace < 0 else brace
        if self._mark < position:
            mark = BAD_MARK.search(self._text, position)
            self._mark = mark.start() if mark else len(self._text)
        if self._stem < position:
            self._stem = find_stem(self._text, position)
        if self._word < position:
            word = self._words.search(self._text, position)
            self._word = word.start() if word else len(self._text)
        return min(self._brace, self._mark, self._stem, self._word)
