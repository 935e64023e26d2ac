"""A pattern for runs of informational lines in the layouts of log4j, logback and Python. It only saves time."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.columns import COLUMNS
from pytest_contentjobs.joblog.formats.parts.inner import INNER
from pytest_contentjobs.joblog.formats.parts.levels import WORDS, join_level_words
from pytest_contentjobs.joblog.formats.parts.times import TIME

__all__ = ["INFORMATIONAL_RUN", "INNER_START", "make_informational_end"]

_WORDS = join_level_words(list(WORDS))
#: ``INNER`` without its groups, which must not be in a possessive part.
INNER_START = re.sub(r"\(\?P<\w+>", "(?:", INNER)
# A first word whose letters and marks are what they look like.
_ASCII_START = r"(?=[A-Za-z0-9'\"][!-~]*+[ \n])"
_D = "[0-9]"
_QUIET = r"(?:INFO|DEBUG|TRACE)"
_NO_LEVEL = rf"(?!(?i:{_WORDS}|[A-Z])[ \t]*\])"
# The most common layout by far, as cheap as a pattern can be: single characters, and no backtracking. Most lines share the
# second, level, logger and first word of the first line, which are compared literally. A column does not begin with three
# capitals, so it is neither a level nor a rule's code; the message begins with a plain word without a dash after it, so
# there cannot be a column.
_SECOND = rf"{_D}{_D}{_D}{_D}-{_D}{_D}-{_D}{_D}[ T]{_D}{_D}:{_D}{_D}:{_D}{_D}[.,]"
_THOUSANDTHS = rf"{_D}{_D}{_D}\ "
# A word in brackets may be a level; a name with a digit in it is a thread.
_THREAD = r"(?:\[(?=main\]|[^\]\n0-9]*+[0-9])[A-Za-z][^A-Z\]\n][^\]\n]*+\]\ ++)?+"
_NAME = r"(?:[a-z][a-zA-Z0-9_.]*+\ -\ )?+"
_WORD = r"(?!not\ ok\b)[a-z]++\ "
_REST = r"[!-,.-~][^\n]*+\n"
_COMMONEST = (
    rf"(?P<second>{_SECOND}){_THOUSANDTHS}(?P<level>(?>INFO|DEBUG|TRACE)\ ++){_THREAD}(?P<begin>{_NAME}{_WORD}){_REST}"
    rf"(?>(?P=second){_THOUSANDTHS}(?P=level){_THREAD}(?P=begin){_REST})*+"
)


def make_informational_end() -> str:
    """Return a regular expression for the rest of a line after an informational level, if it is certain to be routine."""
    return rf"(?![\s:|\])>-]|in\ )(?>(?:{COLUMNS.pattern})?+){_ASCII_START}(?!{INNER_START})[^\n]*+\n"


_OTHERS = (
    # Most lines that are not informational show it here, before their time is read.
    rf"(?:(?![^\n]{{23}}\ [EW])(?>\[{TIME}\]|{TIME})"
    rf"(?:\ ++(?:\[{_NO_LEVEL}[\w.@\#-]{{1,80}}+\]\ ++)?+(?:{_QUIET}\ ++|\[{_QUIET}\ ?+\]\ ++)"
    rf"|\ -\ (?!(?i:{_WORDS})\b)[\w.]{{1,80}}+\ -\ {_QUIET}\ -\ "
    rf"|\ ++\|\ ++{_QUIET}\ ++\|\ ++(?![^|\n]*+\|))"
    rf"|(?:\[{_QUIET}\]|{_QUIET}:?+)\ )"
    f"{make_informational_end()}"
)
#: Complete lines that ``parse`` calls informational, in the layouts of log4j, logback and Python.
# No group is in a possessive part: Python 3.11 records the wrong span of such a group.
INFORMATIONAL_RUN = re.compile(rf"{_COMMONEST}|(?>{_OTHERS})++")
