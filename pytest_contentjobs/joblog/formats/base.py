"""What a log format is: the Protocol that the reader speaks, and the words for severity that all formats share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from pytest_contentjobs.model import Entity, Severity

__all__ = [
    "INFORMATIONAL",
    "LEVELS",
    "LINE_SEPARATORS",
    "UNDECIDED",
    "LineParser",
    "LogFormat",
    "ParsedEntry",
    "find_behind_separators",
    "has_line_separator",
    "normalise_level",
    "worst",
]

#: Level words of common logging systems by upper-case spelling; None stands for informational.
LEVELS: dict[str, Severity | None] = {
    **dict.fromkeys(
        ("ERROR", "ERR", "FATAL", "SEVERE", "CRITICAL", "CRIT", "ALERT", "EMERGENCY", "EMERG"), Severity.ERROR
    ),
    **dict.fromkeys(("WARNING", "WARN"), Severity.WARNING),
    **dict.fromkeys(
        ("INFO", "INFORMATION", "NOTICE", "DEBUG", "TRACE", "VERBOSE", "CONFIG", "FINE", "FINER", "FINEST")
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedEntry:
    """One warning or error, as a format finds it in a record of the log.

    A record is one line, or the lines that ``LineParser.is_incomplete`` joined. ``offset`` is the entry's first line
    within the record, from 0, and ``count`` the number of its lines; None stands for all lines of the record that are
    left. ``details`` are further facts, as JSON values by key.
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


#: Characters within a line that some programs take for its end: vertical tab, form feed, NEL, U+2028 and U+2029.
LINE_SEPARATORS = "\x0b\x0c\x85\u2028\u2029"
_ASCII_SEPARATORS = "\x0b\x0c"
_SEPARATOR = re.compile(f"[{LINE_SEPARATORS}]")
#: What a parser returns for a record that it understands, and that holds no finding.
INFORMATIONAL: tuple[ParsedEntry, ...] = ()


class _Undecided(tuple[ParsedEntry, ...]):
    """An empty sequence that can be told from ``INFORMATIONAL``."""

    __slots__ = ()


#: What a parser returns for a record whose layout it understands, and that says by nothing but its prose whether it is a
#: finding. It counts as informational beside a job's counts, and without them it is an objection.
UNDECIDED: tuple[ParsedEntry, ...] = _Undecided()


class LineParser:
    """Reads the records of one log in their order; may keep state between them, like a header or a heading.

    ``informational_run`` is a shortcut, or None: it matches, from the start of a line, as many whole lines as possible
    (with their line ends) that ``parse`` would call informational, and that do not change the parser's state. It need not
    mind braces and ``LINE_SEPARATORS``: the reader takes no shortcut over text that holds one.
    """

    informational_run: re.Pattern[str] | None = None

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a record: its findings, ``INFORMATIONAL`` where it has none, None where it is not of this format.

        ``UNDECIDED`` is for a record of this format that has no level, heading or key to decide by.
        """
        raise NotImplementedError

    def continues(self, line: str) -> bool:  # noqa: ARG002 - most formats have a record for each line
        """Whether a line that ``parse`` does not know belongs to the entry above it."""
        return False

    def is_incomplete(self, line: str) -> bool:  # noqa: ARG002 - as above
        """Whether the record goes on behind this line; asked once for each line, before ``parse``."""
        return False


@runtime_checkable
class LogFormat(Protocol):
    """One layout of a log. To add one: a class like this, and its instance in ``FORMATS`` or an entry point."""

    @property
    def name(self) -> str:
        """The word that ``--content-log-format`` takes."""
        ...

    def parser(self) -> LineParser:
        """Return a parser for one log, or for a part of one."""
        ...


def worst(severities: Iterable[Severity | None]) -> Severity | None:
    """Return the worst of several severities of one thing; None where all are informational."""
    found = set(severities)
    return next((severity for severity in Severity if severity in found), None)


def normalise_level(text: str) -> str:
    """Return a level word in the spelling of ``LEVELS``: ``warn``, ``Warn`` and what a Turkish locale makes of them are one."""
    # That locale turns "warning" into WARNİNG, and regular expressions take the letter for an I.
    return text.strip().replace("\u0130", "I").upper()


def has_line_separator(text: str) -> bool:
    """Whether a text holds a character that some programs take for a line's end."""
    return any(separator in text for separator in (_ASCII_SEPARATORS if text.isascii() else LINE_SEPARATORS))


def find_behind_separators(line: str, parser: Callable[[], LineParser]) -> Sequence[ParsedEntry]:
    """Return the findings that an informational line holds behind a character of ``LINE_SEPARATORS``."""
    parts = _SEPARATOR.split(line)[1:]
    return tuple(entry for part in parts for entry in parser().parse(part.lstrip()) or ())
