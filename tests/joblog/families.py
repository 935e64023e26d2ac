"""Logs with the findings that a person sees in them, and what must hold for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.model import LogEntry, LogStatistics

#: Number of the line in the log, severity, rule, file, line and column in the file.
Found = tuple[int, str, str | None, str | None, int | None, int | None]


@dataclass(frozen=True)
class Log:
    """A log and its findings; ``unexplained`` are the numbers of lines that nobody can classify."""

    text: str
    findings: Sequence[Found]
    unexplained: int = 0


@dataclass(frozen=True)
class Read:
    """What became of a log; None stands for one that is refused."""

    entries: Sequence[LogEntry]
    statistics: LogStatistics | None

    @property
    def unexplained(self) -> int:
        return self.statistics.unexplained_lines if self.statistics else 1

    @property
    def is_clean(self) -> bool:
        """Whether nothing prevents green if the log is judged alone."""
        stated = self.statistics and ((self.statistics.stated_errors or 0) + (self.statistics.stated_warnings or 0))
        return not (self.entries or self.unexplained or stated)


def read_text(path: Path, text: str) -> Read:
    file = path / "log"
    file.write_text(text, encoding="utf-8")
    try:
        reading = read_log(file, location="log.txt")
    except LogUnreadableError:
        return Read((), None)
    return Read(reading.entries, reading.statistics)


def assert_exact(path: Path, log: Log) -> None:
    reading = read_text(path, log.text)
    found = [
        (entry.log_line, entry.severity.value, entry.rule, entry.file, entry.line, entry.column)
        for entry in reading.entries
    ]

    assert found == list(log.findings)
    assert reading.unexplained == log.unexplained


def assert_never_green_when_damaged(path: Path, log: Log) -> None:
    """Cut the log behind each line, leave each line out, and put each line first; a finding that is left is not lost."""
    lines = log.text.splitlines(keepends=True)
    bad = {found[0] - 1 for found in log.findings}
    numbered = list(enumerate(lines))
    damaged = [numbered[:end] for end in range(1, len(lines))]
    damaged += [numbered[:lost] + numbered[lost + 1 :] for lost in range(len(lines))]
    damaged += [[numbered[first], *numbered[:first], *numbered[first + 1 :]] for first in range(1, len(lines))]
    for left in damaged:
        if bad & {number for number, _ in left}:
            text = "".join(line for _, line in left)
            assert not read_text(path, text).is_clean, text
