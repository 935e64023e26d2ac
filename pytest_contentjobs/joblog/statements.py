"""What a log states about its run as a whole: how it ended, headings, and that there was no content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.formats.parts.leftovers import read_leftover
from pytest_contentjobs.joblog.formats.parts.totals import remove_quoted
from pytest_contentjobs.joblog.formats.parts.wholes import read_part
from pytest_contentjobs.joblog.summaries import (
    find_heading_severity,
    read_progress,
    read_share,
    states_bad_end,
    states_no_content,
    states_none,
    states_partial_success,
)
from pytest_contentjobs.model import LogEntry, LogLine, Severity
from pytest_contentjobs.model.reason import Reason

__all__ = ["Statements"]

# How many tests ran, as Maven's and Gradle's runners write it; those that were skipped did not.
_TESTS_RUN = re.compile(r"\bTests run:\s{0,4}(?P<run>\d{1,9})(?:[^\n]{0,100}?\bSkipped:\s{0,4}(?P<skipped>\d{1,9}))?")
# Summaries kept for each severity: one decides, and memory must not grow with what is not a finding.
_MOST_SUMMARIES = 100
_SAMPLE_LENGTH = 300
# Numbers of batches do not grow so often; those of a whole that is read bit by bit do.
_LEAST_GROWTH = 3
# What is left over is a result among the last records, and says how far a run is before them.
_LAST_RECORDS = 20


class Statements:
    """Collects what informational lines state, in the log's order, and compares it with the findings at the end."""

    def __init__(self) -> None:
        self._summaries: list[tuple[LogEntry, bool]] = []
        self._no_content: LogLine | None = None
        # The first line that says that no test ran, and whether one did.
        self._no_tests: LogLine | None = None
        self._has_tests = False
        # The position of the last heading that announced findings, among the lines that are not blank.
        self._announced_at = -1
        self._announced: LogEntry | None = None
        # The part that was stated last of each whole, and the entries of all parts up to it.
        self._progress: dict[int, tuple[int, list[LogEntry]]] = {}
        # By the whole, the greatest part of it that was stated.
        self._done: dict[int, tuple[int, LogEntry, bool]] = {}
        # Parts that stand beside their whole: how much of it is left. They grow while a run goes on.
        self._left: list[tuple[int, tuple[LogEntry, bool]]] = []
        self._wholes: list[int] = []
        # How much was left over when that was stated last, and the number of records up to there.
        self._leftover: tuple[int, tuple[LogEntry, bool]] | None = None
        self._leftover_at = 0
        self._noted = 0

    def note(self, record: str, last_line: int, position: int, *, is_edge: bool, is_explained: bool = True) -> None:
        """Note an informational record that ends in this line, and at this position among the lines that are not blank.

        ``is_explained`` says that a format shows that it is informational.
        """
        self._noted += 1
        if is_edge and self._no_content is None and states_no_content(record):
            self._no_content = LogLine(last_line, record[:_SAMPLE_LENGTH])
        self._note_tests(record, last_line)
        is_partial = is_edge and states_partial_success(record)
        if is_partial or states_bad_end(record):
            summary = _make_summary(record, Severity.ERROR, last_line)
            self.keep_summary(summary, is_explained=is_explained)
        if is_edge and (share := read_share(record)) is not None:
            self._follow_progress(*share, summary if is_partial else None)
        if is_edge and (done := read_progress(record)) is not None:
            self._note_done(*done, _make_summary(record, Severity.ERROR, last_line), is_explained=is_explained)
        elif is_edge and (beside := read_part(remove_quoted(record))) is not None:
            self._note_part(*beside, _make_summary(record, Severity.ERROR, last_line), is_explained=is_explained)
        if is_edge and (leftover := read_leftover(remove_quoted(record))) is not None:
            self._leftover = leftover, (_make_summary(record, Severity.ERROR, last_line), is_explained)
            self._leftover_at = self._noted
        severity = find_heading_severity(record)
        if severity is not None:
            self._announced = _make_summary(record, severity, last_line)
            self.keep_summary(self._announced, is_explained=is_explained)
            self._announced_at = position
        elif (
            states_none(record)
            and self._announced_at == position - 1
            and self._summaries
            and self._summaries[-1][0] is self._announced
        ):
            # Only the heading directly above is withdrawn: "none" elsewhere says nothing about errors.
            self._summaries.pop()

    def _note_tests(self, record: str, last_line: int) -> None:
        tests = _TESTS_RUN.search(record) if "Tests run:" in record else None
        if tests is None:
            return
        if int(tests["run"]) > int(tests["skipped"] or 0):
            self._has_tests = True
        elif self._no_tests is None:
            self._no_tests = LogLine(last_line, record[:_SAMPLE_LENGTH])

    def _follow_progress(self, part: int, whole: int, summary: LogEntry | None) -> None:
        """Withdraw what was stated of a part, if the parts were counted one by one up to the whole."""
        last, counted = self._progress.get(whole, (0, []))
        if part != last + 1:
            self._progress.pop(whole, None)
            return
        counted = [*counted, summary] if summary else counted
        if part < whole:
            self._progress[whole] = part, counted[-_MOST_SUMMARIES:]
            return
        self._progress.pop(whole, None)
        self._summaries = [kept for kept in self._summaries if not any(kept[0] is each for each in counted)]

    def _note_done(self, part: int, whole: int, summary: LogEntry, *, is_explained: bool) -> None:
        stated = self._done.get(whole)
        if (stated is None and len(self._done) < _MOST_SUMMARIES) or (stated is not None and stated[0] < part):
            self._done[whole] = part, summary, is_explained

    def _note_part(self, part: int, whole: int, summary: LogEntry, *, is_explained: bool) -> None:
        is_growing = not self._wholes or whole > self._wholes[-1]
        self._wholes = [*self._wholes, whole][-_LEAST_GROWTH:] if is_growing else [whole]
        if part == whole and len(self._wholes) == _LEAST_GROWTH:
            # What was read was only not yet stored.
            self._left.clear()
        elif part < whole and len(self._left) < _MOST_SUMMARIES:
            self._left.append((whole - part, (summary, is_explained)))

    def keep_summary(self, summary: LogEntry, *, is_explained: bool = True) -> None:
        """Keep an entry that sums up findings, and becomes one itself if there is nothing that it could sum up."""
        if sum(kept.severity is summary.severity for kept, _ in self._summaries) < _MOST_SUMMARIES:
            self._summaries.append((summary, is_explained))

    def require_content(self, location: str) -> None:
        """Raise LogUnreadableError if the log says that no content was validated: a policy may accept what it found."""
        no_content = self._no_content or (None if self._has_tests else self._no_tests)
        if no_content is not None:
            raise LogUnreadableError(
                f"The log {location} says in line {no_content.number} that no content was validated: "
                f"{no_content.text.strip()!r}.",
                next_step="Check which content the job was started for, and validate it again.",
                reason=Reason.NO_CONTENT,
            )

    def find_summaries_of_nothing(self, entries: Sequence[LogEntry]) -> Iterator[tuple[LogEntry, bool]]:
        """Give each summary like "finished with errors" that has nothing to sum up, and whether its record is explained.

        What was done to a part of the content sums up no fewer findings than there are other items.
        """
        found = {entry.severity for entry in entries}
        yield from self.find_parts_left(entries)
        shares = [stated for left, stated in self._list_parts() if left <= len(entries)]
        for summary, is_explained in [*self._summaries, *shares]:
            mentioned = {
                severity for severity in (Severity.ERROR, Severity.WARNING) if severity in summary.message.lower()
            }
            if not (mentioned or {summary.severity}) & found:
                yield summary, is_explained

    def find_parts_left(self, entries: Sequence[LogEntry]) -> Sequence[tuple[LogEntry, bool]]:
        """Return what was stated of a part of the content of which more is left than there are findings."""
        return [stated for left, stated in self._list_parts() if left > len(entries)]

    def _list_parts(self) -> Sequence[tuple[int, tuple[LogEntry, bool]]]:
        """Return how much is left of each whole, and what states it."""
        parts = [
            *((whole - part, (summary, known)) for whole, (part, summary, known) in self._done.items() if part < whole),
            *self._left,
        ]
        if self._leftover is not None and self._leftover[0] and self._noted - self._leftover_at < _LAST_RECORDS:
            parts.append(self._leftover)
        return parts


def _make_summary(record: str, severity: Severity, last_line: int) -> LogEntry:
    lines = tuple(record.split("\n"))
    return LogEntry(severity=severity, message=record.strip(), log_line=last_line - len(lines) + 1, raw=lines)
