"""The account of a log's lines."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
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
    """Lines that nothing explains and that are alike: their number, and the first of them.

    ``level`` is the word in the place of their level, which is not a known level; None if they have no such place.
    """

    level: str | None
    lines: int
    sample: LogLine


@dataclass(frozen=True, kw_only=True, slots=True)
class LogStatistics:
    """What became of every line of the log.

    ``entry_lines``, ``continuation_lines``, ``informational_lines`` and ``unrecognised_lines`` add up to ``lines``.
    ``size`` is in characters. ``blank_lines`` are included in the informational ones. ``suspicious_lines`` are the
    unrecognised lines that may be findings: those with a word or mark of something bad in any language, and all others unless
    the log itself states that it has no errors. ``undecided_lines`` are the informational lines that only their prose
    distinguishes from findings. ``undecodable_lines`` contain bytes that are not text, or are in another encoding than the
    rest. ``ends_whole`` says that the last line has a line end. ``samples`` are the first and the last unrecognised lines.
    ``stated_errors`` and ``stated_warnings`` are the numbers that the log itself states; ``notes`` are facts about its
    encoding, for people. ``unexplained`` are the unrecognised lines with a word in the place of the level, and
    ``first_informational`` is the first line that a format calls informational.
    """

    location: str
    format: str
    size: int
    lines: int
    entry_lines: int
    continuation_lines: int
    informational_lines: int
    blank_lines: int
    unrecognised_lines: int
    suspicious_lines: int
    undecodable_lines: int
    ends_whole: bool
    samples: tuple[LogLine, ...] = ()
    stated_errors: int | None = None
    stated_warnings: int | None = None
    notes: tuple[str, ...] = ()
    undecided_lines: int = 0
    first_undecided: LogLine | None = None
    unexplained: tuple[UnexplainedLines, ...] = ()
    first_informational: LogLine | None = None
