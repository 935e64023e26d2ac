"""The account of a log's lines."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_contentjobs.model.finding import Severity

__all__ = [
    "DeclaredLines",
    "LevelWord",
    "LogLayout",
    "LogLine",
    "LogStatistics",
    "UnexplainedLines",
]


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log by number (from 1), with its text cut to a length suitable for display."""

    number: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnexplainedLines:
    """Lines that nothing explains and that are alike: their template, their number, and the first of them.

    ``level`` is the word in the place of their level, which is not a known level; None if they have no such place.
    ``is_suspicious`` says that they may be findings by a word, mark or letter; ``follows_entry`` that they stand below an entry
    and seem to continue it. ``pattern`` is a regular expression that matches them; None if they have nothing in common.
    """

    template: str
    level: str | None
    lines: int
    sample: LogLine
    is_suspicious: bool = True
    follows_entry: bool = False
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class DeclaredLines:
    """How many lines match one of the user's patterns for harmless lines."""

    pattern: str
    lines: int


@dataclass(frozen=True, slots=True)
class LevelWord:
    """A word in the place of the level: what it means, None if that is unknown, and the number of its lines in the sample."""

    word: str
    severity: Severity | None
    lines: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LogLayout:
    """Why a log was read as it was.

    Of the ``sampled`` lines at its start, the format explained ``explained``. ``levels`` are the words in the places of levels
    that were learned, most frequent ones first, and ``patterns`` these places in the form of ``--content-log-pattern``; both
    are empty if another format explained more.
    """

    sampled: int
    explained: int
    levels: tuple[LevelWord, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LogStatistics:
    """What became of every line of the log.

    ``entry_lines``, ``continuation_lines``, ``informational_lines`` and ``unexplained_lines`` add up to ``lines``.
    ``size`` is in characters. ``blank_lines`` are included in the informational ones, and so are ``routine_lines``, which only
    the job's counts and their repetition show to be harmless, and the ``declared`` lines, which the user's patterns match.
    ``unexplained`` are the templates of the unexplained lines, suspicious ones first, and ``suspicious_lines`` the number of
    those that may be findings by a word, mark or letter. ``undecodable_lines`` contain bytes that are not text, or are in
    another encoding than the rest. ``ends_whole`` says that the last line has a line end. ``stated_errors`` and
    ``stated_warnings`` are the numbers that the log itself states; ``adopted`` says which lines became findings since the job
    counts as many; ``notes`` are facts about the log's encoding, for people;
    ``first_informational`` is the first line that a format calls informational. ``layout`` says why the format was
    chosen; None if the user chose it. ``left`` are lines that say how much was not done, of which each is a finding too.
    """

    location: str
    format: str
    size: int
    lines: int
    entry_lines: int
    continuation_lines: int
    informational_lines: int
    blank_lines: int
    unexplained_lines: int
    suspicious_lines: int
    undecodable_lines: int
    ends_whole: bool
    unexplained: tuple[UnexplainedLines, ...] = ()
    routine_lines: int = 0
    declared: tuple[DeclaredLines, ...] = ()
    adopted: str | None = None
    stated_errors: int | None = None
    stated_warnings: int | None = None
    notes: tuple[str, ...] = ()
    first_informational: LogLine | None = None
    layout: LogLayout | None = None
    left: tuple[UnexplainedLines, ...] = ()
