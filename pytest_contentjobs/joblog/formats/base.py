"""The Protocol of log formats, and the severity words that all formats share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, runtime_checkable

from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind, Vocabulary
from pytest_contentjobs.model import Entity, Severity

__all__ = [
    "INFORMATIONAL",
    "LEVELS",
    "LINE_SEPARATORS",
    "NAMES",
    "UNDECIDED",
    "LineParser",
    "LogFormat",
    "ParsedEntry",
    "UnknownLevel",
    "VocabularyFormat",
    "VocabularyParser",
    "WithDoubt",
    "find_behind_separators",
    "has_line_separator",
    "normalise_level",
    "read_number",
    "worst",
]

#: Level words of common logging systems in capitals; None stands for informational.
LEVELS: dict[str, Severity | None] = {
    word: None if severity is Severity.INFO else severity for word, severity in VOCABULARY.select(Kind.LEVEL).items()
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedEntry:
    """One warning or error, as a format finds it in a record of the log.

    A record is one line, or the lines that ``LineParser.is_incomplete`` joined. ``offset`` is the entry's first line
    within the record, from 0, and ``count`` the number of its lines; None stands for all remaining lines of the record.
    ``details`` are further facts, as JSON values by key.
    """

    severity: Severity
    message: str
    rule: str | None = None
    entity: Entity | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    timestamp: str | None = None
    details: Mapping[str, Any] | None = None
    offset: int = 0
    count: int | None = None


#: Characters within a line that some programs treat as its end: vertical tab, form feed, NEL, U+2028 and U+2029.
LINE_SEPARATORS = "\x0b\x0c\x85\u2028\u2029"
_ASCII_SEPARATORS = "\x0b\x0c"
# No line, column or row has more digits, and reading a very long number takes long.
_MOST_DIGITS = 9
_SEPARATOR = re.compile(f"[{LINE_SEPARATORS}]")
#: What a parser returns for a record that it understands and that contains no finding.
INFORMATIONAL: tuple[ParsedEntry, ...] = ()


class _Names(tuple[ParsedEntry, ...]):
    """An empty sequence that is distinguishable from ``INFORMATIONAL``."""

    __slots__ = ()


#: What a parser returns for a header, whose names are no sentence: "article,imported,error".
NAMES: tuple[ParsedEntry, ...] = _Names()


class _Undecided(tuple[ParsedEntry, ...]):
    """An empty sequence that is distinguishable from ``INFORMATIONAL``."""

    __slots__ = ()


#: What a parser returns for a record whose layout it understands, but of which only the prose says whether it is a
#: finding. It counts as unexplained.
UNDECIDED: tuple[ParsedEntry, ...] = _Undecided()


class WithDoubt(tuple[ParsedEntry, ...]):
    """Entries of a record of which another part may be a finding, too: its lines without entries count as unexplained."""

    __slots__ = ()


class UnknownLevel(_Undecided):
    """What a parser returns for a record with a ``word`` in the place of its level that is not a known level."""

    word: str

    def __new__(cls, word: str) -> Self:
        """Make an empty sequence of entries with this word."""
        unknown = super().__new__(cls)
        unknown.word = word
        return unknown

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnknownLevel) and self.word == other.word

    def __hash__(self) -> int:
        return hash(self.word)


class LineParser:
    """Reads the records of one log in order; may keep state between them, such as a header or a heading."""

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a record: return its findings, ``INFORMATIONAL`` if it has none, None if it is not in this format.

        ``UNDECIDED`` is for a record in this format that has no level, heading or key to decide by.
        """
        raise NotImplementedError

    def continues(self, line: str) -> bool:  # noqa: ARG002 - most formats have a record for each line
        """Whether a line that ``parse`` does not know belongs to the entry above it."""
        return False

    def is_incomplete(self, line: str) -> bool:  # noqa: ARG002 - as above
        """Whether the record continues after this line; called once for each line, before ``parse``."""
        return False

    def may_end(self) -> bool:
        """Whether a record that may continue is complete if the log ends here."""
        return False


@runtime_checkable
class LogFormat(Protocol):
    """One layout of a log. To add one, write a class like this, and register an instance in ``FORMATS`` or an entry point."""

    @property
    def name(self) -> str:
        """The value of ``--content-log-format`` that selects this format."""
        ...

    def parser(self) -> LineParser:
        """Return a parser for one log, or for a part of one."""
        ...


class VocabularyFormat:
    """A format of this package, whose levels are words of a vocabulary: a user may declare more of them."""

    def __init__(self, vocabulary: Vocabulary = VOCABULARY) -> None:
        self._vocabulary = vocabulary


class VocabularyParser(LineParser):
    """A parser that looks levels up in a vocabulary."""

    def __init__(self, vocabulary: Vocabulary = VOCABULARY) -> None:
        self._vocabulary = vocabulary


def read_number(text: str | None) -> int | None:
    """Return the number of a line, column or row that a text consists of; None for other texts, and for longer numbers."""
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS else None


def worst(severities: Iterable[Severity | None]) -> Severity | None:
    """Return the worst of several severities of one thing; None if all are informational."""
    found = set(severities)
    return Severity.ERROR if Severity.ERROR in found else Severity.WARNING if Severity.WARNING in found else None


def normalise_level(text: str) -> str:
    """Return a level word as in ``LEVELS``, for any spelling: ``warn``, ``Warn``, and what a Turkish locale makes of it."""
    # That locale turns "warning" into WARNİNG, and regular expressions match that letter with an I.
    return text.strip().replace("\u0130", "I").upper()


def has_line_separator(text: str) -> bool:
    """Whether a text contains a character that some programs treat as the end of a line."""
    return any(separator in text for separator in (_ASCII_SEPARATORS if text.isascii() else LINE_SEPARATORS))


def find_behind_separators(line: str, parser: Callable[[], LineParser]) -> Sequence[ParsedEntry]:
    """Return the findings in an informational line after a character of ``LINE_SEPARATORS``."""
    parts = _SEPARATOR.split(line)[1:]
    return tuple(entry for part in parts for entry in parser().parse(part.lstrip()) or ())
