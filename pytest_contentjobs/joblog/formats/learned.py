"""Text whose levels stand in places that were learned from the log itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    UNDECIDED,
    LineParser,
    ParsedEntry,
    UnknownLevel,
    find_behind_separators,
    worst,
)
from pytest_contentjobs.joblog.formats.parts.bad_words import says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.informational_run import make_informational_end
from pytest_contentjobs.joblog.formats.parts.inner import make_entries, split_severity
from pytest_contentjobs.joblog.formats.parts.levels import PARTS, is_doubtful
from pytest_contentjobs.joblog.formats.parts.messages import make_entity
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.text import LevelledTextParser, strip_columns
from pytest_contentjobs.joblog.places import LevelPlace, split_columns
from pytest_contentjobs.joblog.suffixes import SUFFIXES, TIME_LATER
from pytest_contentjobs.joblog.tokens import BLANKS
from pytest_contentjobs.joblog.vocabulary import Vocabulary
from pytest_contentjobs.joblog.vocabulary.item_outcomes import may_count_items
from pytest_contentjobs.joblog.vocabulary.levels import find_worst
from pytest_contentjobs.model import Severity

__all__ = ["LearnedText"]


_DRAWN = re.compile("[\u2500-\u257f]+")
# The columns behind a level up to the time.
_LATER = re.compile(rf"(?:\s+[^\s\"'{{]+(?<!:)){{1,3}}?\s+[\[(<]?{TIME}[\])>]?(?=[\s:|-])[\s:|-]*")


class LearnedText:
    """Lines with a level in one of the learned places, and all that ``LevelledText`` reads; indented lines continue them."""

    name = "learned"

    def __init__(self, places: Sequence[LevelPlace], vocabulary: Vocabulary) -> None:
        self.places = tuple(places)
        self.vocabulary = vocabulary.narrowed_by(value for place in places for value in place.values)

    @property
    def is_routine(self) -> bool:
        """Whether there are informational levels in the first place."""
        read = (
            (self.places[0].read_level(value, self.vocabulary) for value in self.places[0].values)
            if self.places
            else ()
        )
        return Severity.INFO in read

    def parser(self) -> LineParser:
        """Return a parser that reads the learned places first."""
        return _Parser(self)

    @cached_property
    def routine_run(self) -> re.Pattern[str] | None:
        """Complete lines that ``parse`` calls informational, in the first place; None if it is not written in capitals."""
        place = self.places[0] if self.places else None
        if place is None or place.is_weak or place.inner or place.has_message or place.routine_prefix is None:
            return None
        quiet = [value for value in place.values if self.vocabulary.find(value) is Severity.INFO and value not in PARTS]
        if not quiet:
            return None
        words = "|".join(map(re.escape, sorted(quiet, key=len, reverse=True)))
        mark = r"\ufe0f?" if place.style == "mark" else ""
        return re.compile(
            rf"(?>{place.routine_prefix}(?>{words}){mark}{place.suffix}{BLANKS}{make_informational_end()})++"
        )


class _Parser(LineParser):
    def __init__(self, learned: LearnedText) -> None:
        self._learned = learned
        self._text = LevelledTextParser(learned.vocabulary)

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line by the first place that it has; a word there that is not a known level is an unknown level."""
        if self._text.is_further_line(record):
            return None
        for place in self._learned.places:
            match = place.find_level(record)
            if match is not None:
                self._text.begin_entry()
                entries = self._read(place, match, record)
                self._text.end_entry(record, entries)
                return entries
        return self._text.parse(record)

    def _read(self, place: LevelPlace, match: re.Match[str], record: str) -> Sequence[ParsedEntry] | None:
        vocabulary = self._learned.vocabulary
        severity = place.read_level(match["level"], vocabulary)
        if severity is None:
            # Lines that draw a tree are no word.
            return None if place.is_first_word or _DRAWN.fullmatch(match["level"]) else UnknownLevel(match["level"])
        end = match.end()
        for inner in place.inner:
            further = inner.find_level(record)
            if further is not None:
                second = inner.read_level(further["level"], vocabulary)
                if second is None:
                    return UnknownLevel(further["level"])
                severity, end = find_worst((severity, second)), max(end, further.end())
        if severity is Severity.INFO:
            # A line that calls itself routine may report a finding, also before its level.
            before = set(split_columns(record[: match.start("level")])) - place.labels
            severity = worst((severity, *(split_severity(part)[0] for part in before))) or severity
            end = end if severity is Severity.INFO else 0
        parts = match.groupdict()
        message = strip_columns(record[end:])
        if place.has_message:
            message = parts.get("message") or record.strip()
        is_informational = severity is Severity.INFO
        later = _LATER.match(record, end) if place.suffix == SUFFIXES[TIME_LATER][0] and not is_informational else None
        if later is not None:
            message = record[later.end() :].strip()
        if is_informational and place.is_weak and is_doubtful(message):
            return UNDECIDED
        if is_informational and place.has_outcome(match["level"], vocabulary) and _is_doubted_by(message):
            return UNDECIDED
        entries = make_entries(
            None if is_informational else severity,
            message if is_informational else message or record.strip(),
            timestamp=parts.get("timestamp"),
            rule=parts.get("rule"),
        )
        entries = _name_item(entries, parts.get("item"))
        return entries or find_behind_separators(record, self._learned.parser) or INFORMATIONAL

    def continues(self, line: str) -> bool:
        """Whether a line is indented or looks like a part of a stack trace."""
        return self._text.continues(line)


def _name_item(entries: Sequence[ParsedEntry], name: str | None) -> Sequence[ParsedEntry]:
    """Return entries about the item of this name, if their messages name no other."""
    if not name:
        return entries
    return [replace(entry, entity=entry.entity or make_entity("item", name)) for entry in entries]


def _is_doubted_by(message: str) -> bool:
    """Whether the text behind a good outcome says that something is wrong, or counts items of which not all may be done."""
    return is_doubtful(message) or says_what_is_wrong(message) or may_count_items("", message)
