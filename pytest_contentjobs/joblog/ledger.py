"""Account for the lines of a log: each one is an entry, continuation, informational or unexplained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_contentjobs.joblog.adoption import AdoptedLine, choose
from pytest_contentjobs.joblog.declarations import Declarations
from pytest_contentjobs.joblog.decoding import TextBlock
from pytest_contentjobs.joblog.doubtful_lines import continues_entry, is_rule_line, is_stack_frame, may_report_itself
from pytest_contentjobs.joblog.encodings import Encodings
from pytest_contentjobs.joblog.expansion import expand, find_lines
from pytest_contentjobs.joblog.formats.base import UNDECIDED, ParsedEntry, WithDoubt
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.names_in_data import remove_names
from pytest_contentjobs.joblog.kept_findings import KeptFindings
from pytest_contentjobs.joblog.logged_traces import join_traces
from pytest_contentjobs.joblog.open_entry import OpenEntry
from pytest_contentjobs.joblog.proposals import propose
from pytest_contentjobs.joblog.rules import name_rules
from pytest_contentjobs.joblog.stated_totals import StatedTotals
from pytest_contentjobs.joblog.statements import Statements
from pytest_contentjobs.joblog.summaries import is_summary, states_left_out, states_some
from pytest_contentjobs.joblog.unexplained import SAMPLE_LENGTH, Counts, Role, Unexplained
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.model import LogEntry, LogLine, LogStatistics, Severity, UnexplainedLines

if TYPE_CHECKING:
    from pytest_contentjobs.joblog.harmless import HarmlessPatterns

__all__ = ["Ledger"]


class Ledger:
    """Counts lines and collects entries. Every line is passed to exactly one of its methods, in the log's order.

    ``counts`` are the numbers of errors and warnings that the job counts, None if they are not known; ``harmless`` are the
    user's patterns for lines that no format understands; ``vocabulary`` has the words that the user declared as levels.
    """

    def __init__(
        self,
        counts: Counts | None = None,
        harmless: HarmlessPatterns | None = None,
        vocabulary: Vocabulary = VOCABULARY,
    ) -> None:
        self._vocabulary = vocabulary
        self._counts = counts
        self._declarations = Declarations(harmless)
        self._unexplained = Unexplained(counts)
        self.lines = 0
        self._kept = KeptFindings()
        self._entry_lines = self._continuation = self._informational = self._blank = 0
        self._encodings = Encodings()
        self._left: tuple[UnexplainedLines, ...] = ()
        self._is_edge = True
        self._statements = Statements()
        self._first_informational: LogLine | None = None
        self._totals = StatedTotals()
        self._entries: list[LogEntry] = []
        self._open: list[OpenEntry] = []
        self._can_continue = False
        # The last line of the open entry.
        self._end_of_open = 0
        self._end_of_unexplained = -1

    def note_block(self, block: TextBlock, *, is_edge: bool) -> None:
        """Note what is known of a block of text. Only blocks at the log's edges contain lines that sum it up."""
        self._is_edge = is_edge
        self._encodings.note(block)

    @property
    def is_below_entry(self) -> bool:
        """Whether the line above belongs to an entry."""
        return bool(self._open) and self._end_of_open == self.lines

    @property
    def may_be_adopted_with_line_above(self) -> bool:
        """Whether the line above is unexplained, and becomes a finding if the job counts one."""
        return self._counts is not None and self._end_of_unexplained == self.lines

    @property
    def is_below_timed_entry(self) -> bool:
        """Whether the line above belongs to an entry with a time."""
        return self.is_below_entry and self._open[0].has_time

    def skip(self, lines: int) -> None:
        """Count informational lines that state nothing about the run."""
        self._close()
        self._can_continue = True
        self.lines += lines
        self._informational += lines

    def add_blank(self) -> None:
        """Count a blank line, which neither ends nor continues anything."""
        self.lines += 1
        self._informational += 1
        self._blank += 1
        self._unexplained.note_blank(self.lines)

    def add_record(self, record: str, parsed: Sequence[ParsedEntry]) -> None:
        """Count the lines of a record that was understood, and open its entries."""
        is_informational = not parsed and parsed is not UNDECIDED
        if is_informational and self._open and self._end_of_open == self.lines and self._open[0].has_part(record):
            self.lines += 1
            self._continuation += 1
            self._extend_open(record)
            return
        self._close()
        self._can_continue = True
        parsed = expand(record, parsed, self._vocabulary)
        if not parsed and self._counts is None and states_left_out(record):
            # A job that counts says by its counts what it means by that.
            parsed = UNDECIDED
        if len(parsed) == 1 and parsed[0].count is None and "\n" not in record:
            self._add_line(record, parsed[0])
            return
        lines = record.split("\n")
        first = self.lines + 1
        self.lines += len(lines)
        kinds = ["informational"] * len(lines)
        spans = find_lines(parsed, len(lines))
        if parsed:
            self._kept.add(len(parsed), sum(len(entry.message) for entry in parsed), lines, last_line=self.lines)
        for entry, (start, end) in zip(parsed, spans, strict=True):
            if entry.count is None:
                self._open.append(OpenEntry(entry, first + start, lines[start:end], is_alone=len(parsed) == 1))
            else:
                self._add(entry, first + start, tuple(lines[start:end]), is_alone=len(parsed) == 1)
        for start, end in spans:
            kinds[start:end] = ["entry", *["continuation"] * (end - start - 1)]
        self._end_of_open = self.lines
        self._entry_lines += kinds.count("entry")
        self._continuation += kinds.count("continuation")
        self._count_rest(first, record, parsed, kinds)

    def _count_rest(self, first: int, record: str, parsed: Sequence[ParsedEntry], kinds: Sequence[str]) -> None:
        """Count the lines of a record that are not those of its entries."""
        rest = record
        if isinstance(parsed, WithDoubt):
            lines = zip(record.split("\n"), kinds, strict=True)
            rest = "\n".join(line for line, kind in lines if kind == "informational")
        is_open = parsed is UNDECIDED or isinstance(parsed, WithDoubt)
        is_explained = not is_open or self._declarations.cover(rest)
        if is_explained:
            self._informational += kinds.count("informational")
        else:
            self._unexplained.add(first, rest, is_understood=True)
        if not parsed:
            self._note_informational(record, is_explained=is_explained)

    def _add_line(self, line: str, entry: ParsedEntry) -> None:
        """Open an entry of one line. Most findings are such, and this takes half of the time."""
        self.lines += 1
        self._kept.add(1, len(entry.message), (line,), last_line=self.lines)
        self._open.append(OpenEntry(entry, self.lines, [line], is_alone=True))
        self._end_of_open = self.lines
        self._entry_lines += 1

    def _note_informational(self, record: str, *, is_explained: bool = True) -> None:
        if self._first_informational is None and is_explained:
            first = self.lines - record.count("\n")
            self._first_informational = LogLine(first, record.split("\n", 1)[0][:SAMPLE_LENGTH])
        record = remove_names(record)
        for line in record.split("\n"):
            self._totals.note(self.lines, line)
        at = self.lines - self._blank
        self._statements.note(record, self.lines, at, is_edge=self._is_edge, is_explained=is_explained)

    def add_continuation(self, line: str) -> bool:
        """Count a line that continues the one above; return False if none can be continued or the line may be a finding."""
        # Below an entry, a word like "error" belongs to it. Below an informational line, it may be a finding of its own.
        if not self._can_continue or (not self._open and may_report_itself(line)):
            return False
        self.lines += 1
        if self._open or is_stack_frame(line):
            self._continuation += 1
            self._extend_open(line)
        elif self._declarations.cover(line):
            self._informational += 1
        else:
            # Below an informational line, only its prose distinguishes it from a finding.
            self._unexplained.add(self.lines, line, role=Role.BELOW_INFORMATIONAL, is_understood=True)
        return True

    def _extend_open(self, line: str) -> None:
        for entry in self._open:
            entry.raw.append(line)
        self._kept.add(0, 0, (line,) * len(self._open), last_line=self.lines)
        self._end_of_open = self.lines

    def add_unexplained(self, record: str, *, level: str | None = None) -> None:
        """Count a record that no format understands: a separator, a statement of zeros, or possibly a finding.

        ``level`` is the word in the place of its level, if it has one that is not a known level.
        """
        if level is not None:
            self._close()
            first = self.lines + 1
            self.lines += record.count("\n") + 1
            self._unexplained.add(first, record, level=level)
            return
        for line in record.split("\n"):
            self._add_unexplained_line(line)

    def _add_unexplained_line(self, line: str) -> None:
        is_below = bool(self._open) and self._end_of_open == self.lines and continues_entry(line)
        self.lines += 1
        if is_below:
            self._extend_open(line)
        else:
            self._close()
        self._informational += 1
        if self._declarations.cover(line):
            self._note_informational(line)
            return
        for each in self._totals.explain(LogLine(self.lines, line)):
            self._note_unexplained(each, Role.BELOW_ENTRY if is_below and each.number == self.lines else Role.ALONE)

    def _note_unexplained(self, line: LogLine, role: Role = Role.ALONE) -> None:
        if not is_rule_line(line.text):
            self._informational -= 1
            self._end_of_unexplained = line.number
            self._unexplained.add(line.number, line.text, role=role)

    def summarise(self, location: str, format_name: str) -> tuple[tuple[LogEntry, ...], LogStatistics]:
        """Return the entries in the log's order and the statistics, once all lines are counted."""
        self._close()
        parts, self._entries = len(self._entries), join_traces(self._entries)
        parts -= len(self._entries)
        adopted = self._adopt()
        self._keep_summaries_of_nothing()
        self._statements.require_content(location)
        for line in self._totals.give_up(self._entries):
            self._note_unexplained(line)
        agreement = self._totals.conclude(self._entries)
        understood = self._entry_lines + self._continuation + self._informational - self._blank
        routine, continuing, unexplained = self._unexplained.explain(
            self.lines, understood, self._count_found(), agreement
        )
        statistics = LogStatistics(
            location=location,
            format=format_name,
            size=self._encodings.size,
            lines=self.lines,
            entry_lines=self._entry_lines - parts,
            continuation_lines=self._continuation + continuing + parts,
            informational_lines=self._informational + routine,
            blank_lines=self._blank,
            unexplained_lines=self._unexplained.lines - routine - continuing,
            suspicious_lines=sum(each.lines for each in unexplained if each.is_suspicious),
            undecodable_lines=self._encodings.undecodable_lines,
            ends_whole=self._encodings.ends_whole,
            unexplained=unexplained,
            routine_lines=routine,
            declared=tuple(self._declarations.count()),
            adopted=adopted,
            stated_errors=agreement.errors,
            stated_warnings=agreement.warnings,
            notes=(*agreement.notes, *self._encodings.describe()),
            first_informational=self._first_informational,
            left=self._left,
        )
        return name_rules(sorted(self._entries, key=lambda entry: entry.log_line)), statistics

    def _count_found(self) -> Counts:
        numbers = Counter(entry.severity for entry in self._entries)
        return numbers[Severity.ERROR], numbers[Severity.WARNING]

    def _adopt(self) -> str | None:
        """Take lines for the findings that the job counts beyond those that were read; say which, None if there are none."""
        if self._counts is None:
            return None
        found = self._count_found()
        missing = (self._counts[0] - found[0], self._counts[1] - found[1])
        adoption = choose([line for line in self._unexplained.kept() if not states_some(line.text)], missing)
        if adoption is None:
            return None
        for adopted in adoption.lines:
            self._add_adopted(adopted)
        return adoption.reason

    def _add_adopted(self, adopted: AdoptedLine) -> None:
        line, below = adopted.line, adopted.below
        (entry,) = make_entries(adopted.severity, line.text.strip())
        raw = (line.text, *(each.text for each in below))
        self._kept.add(1, len(entry.message), raw, last_line=self.lines)
        self._entries.append(
            LogEntry(
                severity=entry.severity,
                message=entry.message,
                log_line=line.number,
                raw=raw,
                rule=entry.rule,
                entity=entry.entity,
                is_adopted=True,
            )
        )
        self._entry_lines += 1
        self._continuation += line.lines - 1 + sum(each.lines for each in below)
        self._unexplained.remove([line.number, *(each.number for each in below)])

    def _keep_summaries_of_nothing(self) -> None:
        parts = [id(summary) for summary, _ in self._statements.find_parts_left(self._entries)]
        summaries = [
            (summary, is_explained)
            for summary, is_explained in self._statements.find_summaries_of_nothing(self._entries)
            if id(summary) not in parts or not self._declarations.cover_statement(summary.raw)
        ]
        self._entries += [summary for summary, _ in summaries]
        # How far an import went may be routine for who knows it: one pattern settles it.
        left = [summary for summary, is_explained in summaries if is_explained and id(summary) in parts]
        self._left = tuple(propose(summary.log_line, summary.raw[0]) for summary in left if len(summary.raw) == 1)
        # The lines of a record that nothing explains are counted as such already.
        explained = sum(is_explained for _, is_explained in summaries)
        self._entry_lines += explained
        self._informational -= explained

    def _close(self) -> None:
        self._can_continue = False
        opened, self._open = self._open, []
        for entry in opened:
            self._add(entry.parsed, entry.first, tuple(entry.raw), is_alone=entry.is_alone)

    def _add(self, entry: ParsedEntry, log_line: int, raw: tuple[str, ...], *, is_alone: bool) -> None:
        found = LogEntry(
            severity=entry.severity,
            message=entry.message,
            log_line=log_line,
            raw=raw,
            rule=entry.rule,
            entity=entry.entity,
            file=entry.file,
            line=entry.line,
            column=entry.column,
            timestamp=entry.timestamp,
            details=entry.details,
        )
        if is_alone and len(raw) == 1 and not entry.rule and not entry.entity and is_summary(entry.message):
            totals = self._totals.note(log_line, entry.message, is_summary=True)
            if not totals or any(totals.values()):
                self._statements.keep_summary(found)
            self._entry_lines -= 1
            self._informational += 1
            return
        self._entries.append(found)
