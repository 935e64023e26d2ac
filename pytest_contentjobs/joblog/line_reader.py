"""Pass the lines of a log to the parsers of its formats, and account for each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.decoding import Limits, TextBlock
from pytest_contentjobs.joblog.doubtful_lines import is_stack_frame
from pytest_contentjobs.joblog.file_kinds import recognise_other_file
from pytest_contentjobs.joblog.formats.base import UNDECIDED, LogFormat, UnknownLevel
from pytest_contentjobs.joblog.formats.blocks import Blocks
from pytest_contentjobs.joblog.formats.diagnostics import Diagnostics
from pytest_contentjobs.joblog.formats.learned import LearnedText
from pytest_contentjobs.joblog.formats.parts.coded_levels import is_stacked_code
from pytest_contentjobs.joblog.formats.sections import Sections
from pytest_contentjobs.joblog.formats.tables import Table
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.joblog.formats.traces import Traces
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.joblog.shortcut import find_shortcut
from pytest_contentjobs.model import LogEntry, LogStatistics, Severity
from pytest_contentjobs.model.reason import Reason

__all__ = ["LineReader", "LogReading", "require_few_objects"]

#: Records with more JSON objects and lists are refused: parsing takes a hundred times their size in memory.
MAXIMUM_OBJECTS = 1_000_000
#: Longer records, in characters, are split, and their lines are read one by one.
MAXIMUM_RECORD = 64 << 20
#: Unexplained lines that are kept, to learn from them, and their longest length.
_MOST_UNEXPLAINED = 500
_LONGEST_UNEXPLAINED = 2000
# Lines between an entry and the frames of its stack trace.
_MOST_WAITING = 20
# The lines of a record that is none of which each may begin another one.
_MOST_TO_BEGIN = 3
# Formats in which a sentence or a heading may be a finding or begin a list.
_FORMATS_OF_PROSE = (Sections, Blocks, Diagnostics, Traces)


@dataclass(frozen=True, slots=True)
class LogReading:
    """The warnings and errors of a log in its order, and the account of all lines.

    ``is_redacted`` says that a secret in the log was hidden.
    """

    entries: tuple[LogEntry, ...]
    statistics: LogStatistics
    is_redacted: bool = False


def require_few_objects(record: str, location: str) -> None:
    """Refuse a record that would take too much memory to parse; raises LogUnreadableError."""
    if len(record) > MAXIMUM_OBJECTS and record.count("{") + record.count("[") > MAXIMUM_OBJECTS:
        raise LogUnreadableError(
            f"The log {location} has a record with more than {MAXIMUM_OBJECTS:,} JSON objects and lists.",
            next_step="Check that this is the job's log. If it is, validate the content in parts, and run again.",
            reason=Reason.LOG_RECORD_TOO_LARGE,
        )


class LineReader:
    """Passes the lines of a log to parsers, and their results to a ledger.

    ``unexplained`` has the first of the lines that no format explains.
    """

    def __init__(
        self,
        formats: Sequence[LogFormat],
        location: str,
        limits: Limits,
        ledger: Ledger,
        *,
        takes_shortcut: bool = True,
    ) -> None:
        self._formats = formats
        self._location = location
        self._limits = limits
        self._takes_shortcut = takes_shortcut
        self._ledger = ledger
        self._parsers = [log_format.parser() for log_format in formats]
        self._last = 0
        self._record: list[str] = []
        self._record_size = 0
        self._owner = 0
        self._used: set[int] = set()
        # Lines below an entry that may lead to the frames of its stack trace.
        self._waiting: list[str] = []
        # Whether only lines without a time stand between an error with a time and this line: a trace is hardly one more error.
        self._is_behind_error = False
        self.unexplained: list[str] = []

    def feed(self, block: TextBlock, *, is_edge: bool) -> None:
        """Read the lines of one block. In the first and last blocks, the log's edges, lines may sum up the run."""
        if not self._ledger.lines:
            self._require_log(block.text)
        self._ledger.note_block(block, is_edge=is_edge)
        text, position, length = block.text, 0, len(block.text)
        shortcut = find_shortcut(text, self._formats[0]) if self._takes_shortcut and not is_edge else None
        while position < length:
            if (
                shortcut
                and not self._record
                and not self._waiting
                and (end := shortcut.end_of_run(position)) > position
            ):
                self._note_format(0)
                # What it remembers of the line above is about another one.
                self._parsers[0] = self._formats[0].parser()
                self._is_behind_error = False
                self._ledger.skip(text.count("\n", position, end))
                position = end
                continue
            end = text.find("\n", position)
            end = length if end < 0 else end
            self._read_line(text[position:end])
            position = end + 1
        if self._ledger.lines > self._limits.lines:
            raise LogUnreadableError(
                f"The log {self._location} has more than {self._limits.lines:,} lines.",
                next_step="Check that this is the job's log.",
                reason=Reason.LOG_TOO_MANY_LINES,
            )

    def _require_log(self, start: str) -> None:
        kind = recognise_other_file(start)
        if kind is not None:
            raise LogUnreadableError(
                f"The log {self._location} is {kind}, not a log.",
                next_step="Look at the file, and check the job's log location and its permissions.",
                reason=Reason.NOT_A_LOG,
            )

    def finish(self) -> LogReading:
        """Return the reading, once all blocks are fed."""
        self._read_waiting()
        if self._record:
            self._end_record()
        names = [self._formats[index].name for index in sorted(self._used)] or [self._formats[0].name]
        entries, statistics = self._ledger.summarise(self._location, "+".join(names))
        if statistics.lines == statistics.blank_lines:
            raise LogUnreadableError(
                f"The log {self._location} is empty, so nothing shows that the content was validated.",
                next_step="Check that the job finished writing its log, and run again.",
                reason=Reason.LOG_EMPTY,
            )
        is_table = self._used == {self._last} and isinstance(self._formats[self._last], Table)
        if is_table and not entries and statistics.lines - statistics.blank_lines == 1:
            raise LogUnreadableError(
                f"The log {self._location} has the header of a table and no rows, so nothing shows that the content was validated.",
                next_step="Check that the job finished writing its log, and run again.",
                reason=Reason.LOG_EMPTY,
            )
        return LogReading(entries, statistics)

    def _read_line(self, line: str) -> None:
        if self._waiting and is_stack_frame(line):
            waiting, self._waiting = self._waiting, []
            for each in (*waiting, line):
                # The parser follows the trace: what it begins with shows how it ends.
                self._parsers[self._last].continues(each)
                self._ledger.add_continuation(each)
        elif self._may_lead_to_trace(line):
            self._waiting.append(line)
        else:
            self._read_waiting()
            self._take_line(line)

    def _may_lead_to_trace(self, line: str) -> bool:
        """Whether a line directly below an entry with a time is in no layout with levels: a message may have several lines."""
        if self._record or not (line[:1].isalpha() or line[:1] == "[") or not self._ledger.is_below_timed_entry:
            return False
        # In other layouts, the line may begin a record of several lines.
        last = self._formats[self._last]
        if not (isinstance(last, LevelledText | LearnedText) or (isinstance(last, Table) and last.has_entries)):
            return False
        levelled = (each for each in self._formats if not isinstance(each, _FORMATS_OF_PROSE))
        return len(self._waiting) < _MOST_WAITING and all(each.parser().parse(line) is None for each in levelled)

    def _read_waiting(self) -> None:
        """Read the lines that were no part of a stack trace one by one."""
        waiting, self._waiting = self._waiting, []
        for line in waiting:
            self._take_line(line)

    def _take_line(self, line: str) -> None:
        if self._record:
            self._continue_record(line)
        elif not line.strip():
            self._ledger.add_blank()
        elif self._ledger.is_below_entry and is_stacked_code(line):
            self._ledger.add_continuation(line)
        elif (self._ledger.may_be_adopted_with_line_above and is_stacked_code(line)) or not self._begin_record(line):
            self._add_unexplained(line)

    def _begin_record(self, line: str) -> bool:
        """Begin a record that continues after this line, if a parser says so."""
        for index in self._order_parsers():
            if self._parsers[index].is_incomplete(line):
                self._owner, self._record, self._record_size = index, [line], len(line)
                return True
            if self._try(index, line):
                return True
            if index == self._last and self._try_continuation(line):
                return True
        return False

    def _order_parsers(self) -> Iterator[int]:
        """Yield the first format, then the one that understood the line above, then the others."""
        yield 0
        if self._last:
            yield self._last
        yield from (index for index in range(1, len(self._parsers)) if index != self._last)

    def _continue_record(self, line: str) -> None:
        self._record.append(line)
        self._record_size += len(line) + 1
        if self._record_size > MAXIMUM_RECORD:
            self._give_up_record()
        elif not self._parsers[self._owner].is_incomplete(line):
            record, self._record = "\n".join(self._record), []
            if not self._try(self._owner, record):
                self._read_first_alone(record.split("\n"))

    def _end_record(self) -> None:
        """Read the record that the end of the log ends, or cuts."""
        record = "\n".join(self._record)
        if self._parsers[self._owner].may_end() and self._try(self._owner, record):
            self._record = []
        else:
            self._give_up_record()

    def _read_first_alone(self, lines: Sequence[str]) -> None:
        """Read the lines of a short record that is none: the first did not begin one, but another may."""
        if len(lines) > _MOST_TO_BEGIN:
            self._read_one_by_one(lines)
            return
        self._read_one_by_one(lines[:1])
        for line in lines[1:]:
            self._take_line(line)

    def _give_up_record(self) -> None:
        lines, self._record = self._record, []
        self._read_one_by_one(lines)

    def _read_one_by_one(self, lines: Sequence[str]) -> None:
        self._parsers[self._owner] = self._formats[self._owner].parser()
        for line in lines:
            if line.strip():
                self._read_alone(line)
            else:
                self._ledger.add_blank()

    def _read_alone(self, line: str) -> None:
        """Read a line that does not begin a record of several lines."""
        for index in self._order_parsers():
            if self._try(index, line):
                return
            if index == self._last and self._try_continuation(line):
                return
        self._add_unexplained(line)

    def _add_unexplained(self, line: str) -> None:
        self._keep_unexplained(line)
        self._ledger.add_unexplained(line)

    def _try(self, index: int, record: str) -> bool:
        require_few_objects(record, self._location)
        parsed = self._parsers[index].parse(record)
        if parsed is None or (self._is_behind_error and isinstance(self._formats[index], Traces)):
            return False
        self._note_format(index)
        if parsed or not (parsed is UNDECIDED or isinstance(self._formats[index], _FORMATS_OF_PROSE)):
            self._is_behind_error = any(each.severity is Severity.ERROR and each.timestamp for each in parsed)
        if isinstance(parsed, UnknownLevel):
            self._ledger.add_unexplained(record, level=parsed.word)
            return True
        if parsed is UNDECIDED:
            self._keep_unexplained(record)
        self._ledger.add_record(record, parsed)
        return True

    def _keep_unexplained(self, line: str) -> None:
        if len(self.unexplained) < _MOST_UNEXPLAINED:
            self.unexplained.append(line[:_LONGEST_UNEXPLAINED])

    def _try_continuation(self, line: str) -> bool:
        return self._parsers[self._last].continues(line) and self._ledger.add_continuation(line)

    def _note_format(self, index: int) -> None:
        if index != self._last:
            # A header or heading that another format has seen does not reach beyond lines of this format.
            if self._last:
                self._parsers[self._last] = self._formats[self._last].parser()
            self._last = index
        self._used.add(index)
