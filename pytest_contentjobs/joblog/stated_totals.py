"""Gather the numbers of findings and failures that a log states anywhere, and compare them with what was found in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.stems import fold
from pytest_contentjobs.joblog.formats.parts.total_words import Counted, find_counted
from pytest_contentjobs.joblog.formats.parts.totals import find_totals, states_only_numbers, states_only_zeros
from pytest_contentjobs.joblog.summaries import sums_up
from pytest_contentjobs.model import LogEntry, LogLine, Severity

__all__ = ["Agreement", "StatedTotals"]

_SAMPLE_LENGTH = 300
# What names a fault may be a finding of its own: "1 topic missing".
_FAULT = re.compile("missing|broken|corrupt|bad|incomplete|unreachable", re.IGNORECASE)
# Lines that wait for the end of the log; memory must not grow with what is not a finding.
_MOST_WAITING = 200
_SEVERITIES = {Counted.ERRORS: Severity.ERROR, Counted.FAILED: Severity.ERROR, Counted.WARNINGS: Severity.WARNING}
# Columns of a table in plain text are separated by bars, tabs or at least two blanks.
_CELL = re.compile(r"[^\s|\u2502](?:[ ]?[^\s|\u2502])*")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,9}(?![\w.,])")
_TOTAL_ROW = re.compile(r"\W*(?:total|sum|summe|gesamt|all|overall|\u5408\u8a08|\u5408\u8ba1)", re.IGNORECASE)
_RULE = re.compile(r"[-=_+|:.\s\u2500-\u257f]*")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The totals that must be found in the log, None if it states none, and notes about those that were not.

    ``states_zeros`` says that there are none of something bad by a line that states nothing else; ``states_nothing_bad`` that
    there are neither errors nor warnings, or no problems at all, and that no line states any.
    """

    errors: int | None
    warnings: int | None
    notes: tuple[str, ...]
    states_zeros: bool
    states_nothing_bad: bool


@dataclass(slots=True)
class _Column:
    """The column of a table in plain text whose cells count something bad."""

    counted: Counted
    start: int
    end: int
    sum_of_rows: int = 0


class StatedTotals:
    """Notes the numbers that lines state. What they state together must not exceed what was found.

    The greatest number of each kind counts: a running total grows, and a later "0 errors" may be about something else. What is
    found before the last line that sums up must in turn be stated, by one line or by several together.
    """

    def __init__(self) -> None:
        self._zeros: set[Counted] = set()
        self._greatest: dict[Counted, tuple[int, LogLine]] = {}
        self._sums: dict[Counted, int] = {}
        self._last: dict[Counted, int] = {}
        self._columns: list[_Column] = []
        self._heading: list[LogLine] = []
        self._waiting: list[tuple[LogLine, Mapping[Counted, int]]] = []

    def note(self, number: int, record: str, *, is_summary: bool = False) -> Mapping[Counted, int]:
        """Note what a record that ends in this line of the log states, and return it."""
        totals = find_totals(record)
        for counted, count in totals.items():
            self._note(counted, count, LogLine(number, record))
        if totals and (is_summary or sums_up(record)):
            self._last.update(dict.fromkeys(totals, number))
        if totals and not any(totals.values()) and states_only_zeros(record):
            self._zeros.update(totals)
        return totals

    def explain(self, line: LogLine) -> list[LogLine]:
        """Note what a line that no format reads states, and return the lines that nothing explains up to now.

        A line is explained if it states only zeros, or is a part of a table with a column like ``errors``. One that only states
        other numbers waits for ``give_up``, as does the heading of a table for its first row.
        """
        if self._read_row(line):
            return []
        unexplained, self._heading = self._heading, []
        if self._is_heading(line):
            return unexplained
        totals = self.note(line.number, line.text)
        if states_only_zeros(line.text):
            return unexplained
        is_recap = not _FAULT.search(line.text) and states_only_numbers(line.text)
        if totals and is_recap and len(self._waiting) < _MOST_WAITING:
            self._waiting.append((line, totals))
            return unexplained
        return [*unexplained, line]

    def give_up(self, entries: Sequence[LogEntry]) -> list[LogLine]:
        """Return the lines that still wait, and whose numbers are not exactly those of the findings."""
        found = _count(entries)
        items = len({entry.entity.key for entry in entries if entry.severity is Severity.ERROR and entry.entity})
        unexplained, self._heading = self._heading, []
        waiting, self._waiting = self._waiting, []
        return unexplained + [
            line
            for line, totals in waiting
            if not all(number in _list_equal(counted, found, items) for counted, number in totals.items())
        ]

    def conclude(self, entries: Sequence[LogEntry]) -> Agreement:
        """Compare what was stated with the findings of the whole log."""
        found = _count(entries)
        stated = {severity: self._find_stated(severity, entries, found[severity]) for severity in _SEVERITIES.values()}
        notes = []
        for counted, (number, line) in self._greatest.items():
            severity = _SEVERITIES.get(counted)
            expected = number - found[Severity.WARNING] if severity is None else number
            severity = severity or Severity.ERROR
            # Some programs count errors as warnings too.
            is_sum = severity is Severity.WARNING and number == sum(found.values())
            if expected > found[severity] and not is_sum:
                stated[severity] = max(expected, stated[severity] or 0)
                notes.append(f"line {line.number} states {counted} {number}: {line.text}")
        errors, warnings = stated[Severity.ERROR], stated[Severity.WARNING]
        has_both = Counted.WARNINGS in self._zeros and not self._zeros.isdisjoint((Counted.ERRORS, Counted.FAILED))
        return Agreement(
            errors,
            warnings,
            tuple(notes),
            states_zeros=bool(self._zeros) or errors == 0,
            states_nothing_bad=not self._greatest and (has_both or Counted.PROBLEMS in self._zeros),
        )

    def _note(self, counted: Counted, count: int, line: LogLine) -> None:
        self._sums[counted] = self._sums.get(counted, 0) + count
        if count and count > self._greatest.get(counted, (0, line))[0]:
            self._greatest[counted] = count, LogLine(line.number, line.text[:_SAMPLE_LENGTH])

    def _find_stated(self, severity: Severity, entries: Sequence[LogEntry], found: int) -> int | None:
        """Return the total of one severity by the lines that sum up; None if there is none."""
        counted = Counted.ERRORS if severity is Severity.ERROR else Counted.WARNINGS
        last = self._last.get(counted)
        if last is None:
            return None
        before = sum(entry.severity is severity and entry.log_line < last for entry in entries)
        greatest = self._greatest[counted][0] if counted in self._greatest else 0
        if severity is Severity.ERROR and greatest < found <= greatest + self._sums.get(Counted.FAILED, 0):
            # "5 errors, 1 timeouts": what failed is counted beside what is wrong.
            return found
        if severity is Severity.WARNING and greatest == len(entries):
            return found
        return greatest if greatest > found or before > self._sums[counted] else found

    def _is_heading(self, line: LogLine) -> bool:
        """Note the heading of a table with columns like ``errors``, which waits for a row."""
        self._columns = [] if any(map(str.isdigit, line.text)) else _find_columns(line.text)
        if self._columns:
            self._heading.append(line)
        return bool(self._columns)

    def _read_row(self, line: LogLine) -> bool:
        """Read a line below the heading of a table; return whether it is a part of the table."""
        if not self._columns:
            return False
        if _RULE.fullmatch(line.text):
            return True
        cells = [(column, cell) for column in self._columns if (cell := _find_cell(line.text, column)) is not None]
        if len(cells) < len(self._columns):
            self._columns = []
            return False
        self._heading = []
        is_total = _TOTAL_ROW.match(line.text) is not None
        for column, cell in cells:
            column.sum_of_rows += 0 if is_total else cell
            self._note(column.counted, cell if is_total else column.sum_of_rows, line)
        return True


def _count(entries: Sequence[LogEntry]) -> dict[Severity, int]:
    found = dict.fromkeys(Severity, 0)
    for entry in entries:
        found[entry.severity] += 1
    return found


def _list_equal(counted: Counted, found: Mapping[Severity, int], items: int) -> set[int]:
    """Return the numbers that a line may state if it counts what was found, by finding or by item."""
    severity = _SEVERITIES.get(counted)
    if severity is None:
        return {found[Severity.ERROR] + found[Severity.WARNING]}
    return {found[severity], items} if counted is Counted.FAILED and items else {found[severity]}


def _find_columns(line: str) -> list[_Column]:
    cells = list(_CELL.finditer(line))
    if len(cells) < 3:  # noqa: PLR2004 - a label, a column of something bad, and another one
        return []
    found = ((match, find_counted(fold(match[0]))) for match in cells)
    return [_Column(counted, match.start(), match.end()) for match, counted in found if counted]


def _find_cell(line: str, column: _Column) -> int | None:
    """Return the number that stands below a column's heading; None if there is none."""
    return next(
        (
            int(match[0])
            for match in _NUMBER.finditer(line)
            if match.start() < column.end and match.end() > column.start
        ),
        None,
    )
