"""The platform's layout, with fields joined by ``<@>``: time, level, thread, number, logger, message.

The layout is not documented. This reads what its lines have in common: a field that is only a level, columns after it, and a
message from the first field that is not a column to the last that is not empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import (
    LineParser,
    ParsedEntry,
    VocabularyFormat,
    VocabularyParser,
    find_behind_separators,
    worst,
)
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.levels import WORDS, join_level_words
from pytest_contentjobs.joblog.formats.parts.stack_traces import StackTrace
from pytest_contentjobs.joblog.formats.parts.times import is_time
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary

__all__ = ["PlatformText"]

_JOINT = "<@>"
_FEWEST_FIELDS = 3
# Thread, numbers, ids, and a class or method by its dotted name: the columns between level and message. A plain word may
# begin a message.
_COLUMN = re.compile(
    r"\[[^\]\n]{0,200}\]|[\da-f-]{1,64}|[A-Za-z_$][\w$]{0,100}(?:[.:#]{1,2}[\w$<>()]{1,100}){1,20}", re.IGNORECASE
)
_LEVELS = (Kind.LEVEL, Kind.LANGUAGE)
_LEVEL_INSIDE = re.compile(rf"(?<![\w.])(?i:{join_level_words(WORDS)})(?![\w.])")
# What precedes the level: a word, something in brackets, or a time of any form, whose clock is its last or second-last
# word. Anything longer may be a line in another layout, with the joint in its message.
_LEAD = re.compile(
    r"\S{0,100}|\[[^\]\n]{0,200}\]|(?![A-Za-z]\s)(?:(?:[\w.,/+-]{2,20}|\d)\s){0,5}\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:\s[\w+:-]{2,20})?"
)


def _join_fields(record: str, begin: int, last: int) -> str:
    return _JOINT.join(record.split(_JOINT)[begin : last + 1]).strip()


def _may_lead(field: str) -> bool:
    return is_time(field) or (_LEAD.fullmatch(field) is not None and not _LEVEL_INSIDE.search(field))


class PlatformText(VocabularyFormat):
    """Lines of fields joined by ``<@>``; lines that are indented or look like a stack trace continue them."""

    name = "platform"

    def parser(self) -> LineParser:
        """Return a parser that follows stack traces."""
        return _Parser(self._vocabulary)


class _Parser(VocabularyParser):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self._trace = StackTrace()

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line that has a level as one of its fields, before its message."""
        if _JOINT not in record:
            return None
        # The joint may occur in the message too, so fields are counted from the left.
        fields = [field.strip() for field in record.split(_JOINT)]
        levels = {
            place: level
            for place, field in enumerate(fields)
            # A field with signs is not only a level.
            if field.isalpha() and (level := self._vocabulary.find_word(field, *_LEVELS)) is not None
        }
        first = next(iter(levels), None)
        if first is None or len(fields) < _FEWEST_FIELDS or not all(map(_may_lead, fields[:first])):
            return None
        self._trace.reset()
        filled = [place for place in range(first + 1, len(fields)) if fields[place]]
        last = filled[-1] if filled else first
        begin = next((place for place in filled if place not in levels and not _COLUMN.fullmatch(fields[place])), last)
        timestamp = next((field for field in fields[:first] if is_time(field)), None)
        before_last = [place for place in levels if place < last or not filled]
        # A logger's own level may precede that of what it reports. In the message of an error, a level is data; in that of an
        # informational line it reports something, and so does a level at the start of any field.
        severity = worst(levels[place] for place in before_last if place <= begin)
        if severity is not None:
            return make_entries(
                severity, _join_fields(record, begin, last) if filled else record.strip(), timestamp=timestamp
            )
        inner = worst(levels[place] for place in before_last)
        if inner is not None:
            place = next(place for place in before_last if levels[place] is inner)
            return make_entries(inner, _join_fields(record, place + 1, last), timestamp=timestamp)
        inside = next((place for place in filled if place >= begin and make_entries(None, fields[place])), None)
        if inside is not None:
            return make_entries(None, _join_fields(record, inside, last), timestamp=timestamp)
        return find_behind_separators(record, lambda: _Parser(self._vocabulary))

    def continues(self, line: str) -> bool:
        """Whether a line is indented or looks like a part of a stack trace."""
        return _JOINT not in line and self._trace.continues(line)
