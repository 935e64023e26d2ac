"""Account for the lines of a log: each one is an entry, continuation, informational or unrecognised."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.decoding import TextBlock
from pytest_contentjobs.joblog.doubtful_lines import is_harmless_prose, is_rule_line, is_stack_frame, may_report_itself
from pytest_contentjobs.joblog.expansion import expand
from pytest_contentjobs.joblog.formats.base import UNDECIDED, ParsedEntry
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding
from pytest_contentjobs.joblog.formats.parts.names_in_data import remove_names
from pytest_contentjobs.joblog.rules import name_rules
from pytest_contentjobs.joblog.stated_totals import StatedTotals
from pytest_contentjobs.joblog.summaries import (
    find_heading_severity,
    is_summary,
    states_bad_end,
    states_no_content,
    states_none,
    states_partial_success,
)
from pytest_contentjobs.model import LogEntry, LogLine, LogStatistics, Severity, UnexplainedLines
from pytest_contentjobs.model.reason import Reason

__all__ = ["Ledger"]

#: Logs with more findings are refused: a job has at most 100,000 items, and nobody reads more.
MAXIMUM_FINDINGS = 200_000
#: The most characters that the findings of a log may have together; memory grows with them.
MAXIMUM_TEXT = 128 << 20
# Memory that a line and a finding take in addition to their characters.
_LINE_COST = 64
_SAMPLES = 3
_SAMPLE_LENGTH = 300
# Words in the place of a level that are told apart.
_MOST_LEVELS = 50
# Summaries kept for each severity: one decides, and memory must not grow with what is not a finding.
_MOST_SUMMARIES = 100


@dataclass(slots=True)
class _OpenEntry:
    """An entry that continuation lines may still extend, with the number of its first line and its lines so far.

    ``is_alone`` says that its record contains no other entry.
    """

    parsed: ParsedEntry
    first: int
    raw: list[str]
    is_alone: bool


class Ledger:
    """Counts lines and collects entries. Every line is passed to exactly one of its methods, in the log's order."""

    def __init__(self) -> None:
        self.lines = 0
        self._kept = self._kept_text = 0
        self._entry_lines = self._continuation = self._informational = self._blank = 0
        self._unrecognised = self._suspicious = self._undecided = 0
        self._size = self._latin1 = self._broken = 0
        self._has_utf8 = False
        self._encodings: set[str] = set()
        self._ends_whole = True
        self._is_edge = True
        self._levels: dict[str, UnexplainedLines] = {}
        self._suspects: list[LogLine] = []
        self._no_content: LogLine | None = None
        self._first_undecided: LogLine | None = None
        self._first_informational: LogLine | None = None
        self._first: list[LogLine] = []
        self._last: deque[LogLine] = deque(maxlen=_SAMPLES)
        self._entries: list[LogEntry] = []
        self._summaries: list[LogEntry] = []
        self._totals = StatedTotals()
        self._prose = 0
        # The position of the last heading that announced findings, among the lines that are not blank.
        self._announced_at = -1
        self._announced: LogEntry | None = None
        self._open: list[_OpenEntry] = []
        self._can_continue = False

    def note_block(self, block: TextBlock, *, is_edge: bool) -> None:
        """Note what is known of a block of text. Only blocks at the log's edges contain lines that sum it up."""
        self._is_edge = is_edge
        self._size += len(block.text)
        self._latin1 += block.latin1_lines
        self._broken += block.broken_lines
        self._has_utf8 = self._has_utf8 or block.has_utf8
        self._encodings.add(block.encoding)
        self._ends_whole = block.ends_whole

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

    def add_record(self, record: str, parsed: Sequence[ParsedEntry]) -> None:
        """Count the lines of a record that was understood, and open its entries."""
        self._close()
        self._can_continue = True
        parsed = expand(record, parsed)
        lines = record.split("\n")
        first = self.lines + 1
        self.lines += len(lines)
        kinds = ["informational"] * len(lines)
        spans = _find_lines(parsed, len(lines))
        if parsed:
            self._keep(len(parsed), sum(len(entry.message) for entry in parsed), lines)
        for entry, (start, end) in zip(parsed, spans, strict=True):
            if entry.count is None:
                self._open.append(_OpenEntry(entry, first + start, lines[start:end], is_alone=len(parsed) == 1))
            else:
                self._add(entry, first + start, tuple(lines[start:end]), is_alone=len(parsed) == 1)
        for start, end in spans:
            kinds[start:end] = ["entry", *["continuation"] * (end - start - 1)]
        self._entry_lines += kinds.count("entry")
        self._continuation += kinds.count("continuation")
        self._informational += kinds.count("informational")
        if parsed is UNDECIDED:
            self._note_undecided(len(lines), first, lines[0])
        if not parsed:
            self._note_informational(record)

    def _note_undecided(self, number: int, first: int, line: str) -> None:
        self._undecided += number
        self._first_undecided = self._first_undecided or LogLine(first, line[:_SAMPLE_LENGTH])

    def _note_informational(self, record: str) -> None:
        if self._first_informational is None:
            first, line = self.lines - record.count("\n"), record.split("\n", 1)[0]
            self._first_informational = LogLine(first, line[:_SAMPLE_LENGTH])
        record = remove_names(record)
        if self._is_edge and self._no_content is None and states_no_content(record):
            self._no_content = LogLine(self.lines, record[:_SAMPLE_LENGTH])
        for line in record.split("\n"):
            self._totals.note(self.lines, line)
        if states_bad_end(record) or (self._is_edge and states_partial_success(record)):
            self._keep_summary(_make_summary(record, Severity.ERROR, self.lines))
        severity = find_heading_severity(record)
        if severity is not None:
            self._announced = _make_summary(record, severity, self.lines)
            self._keep_summary(self._announced)
            self._announced_at = self.lines - self._blank
        elif (
            states_none(record)
            and self._announced_at == self.lines - self._blank - 1
            and self._summaries
            and self._summaries[-1] is self._announced
        ):
            # Only the heading directly above is withdrawn: "none" elsewhere says nothing about errors.
            self._summaries.pop()

    def _keep_summary(self, summary: LogEntry) -> None:
        if sum(kept.severity is summary.severity for kept in self._summaries) < _MOST_SUMMARIES:
            self._summaries.append(summary)

    def add_continuation(self, line: str) -> bool:
        """Count a line that continues the one above; return False if none can be continued or the line may be a finding."""
        # Below an entry, a word like "error" belongs to it. Below an informational line, it may be a finding of its own.
        if not self._can_continue or (not self._open and may_report_itself(line)):
            return False
        self.lines += 1
        self._continuation += 1
        for entry in self._open:
            entry.raw.append(line)
        if self._open:
            self._keep(0, 0, (line,) * len(self._open))
        elif not is_stack_frame(line):
            # Below an informational line, only its prose distinguishes it from a finding.
            self._note_undecided(1, self.lines, line)
        return True

    def add_unexplained(self, record: str, *, level: str | None = None) -> None:
        """Count a record that no format understands: a separator, a statement of zeros, or possibly a finding.

        ``level`` is the word in the place of its level, if it has one that is not a known level.
        """
        self._close()
        if level is not None:
            self._note_unknown_level(record, level)
            return
        for line in record.split("\n"):
            self._add_unexplained_line(line)

    def _note_unknown_level(self, record: str, level: str) -> None:
        first, lines = self.lines + 1, record.count("\n") + 1
        self.lines += lines
        self._unrecognised += lines
        self._suspicious += lines
        known = self._levels.get(level)
        if known is not None:
            self._levels[level] = replace(known, lines=known.lines + lines)
        elif len(self._levels) < _MOST_LEVELS:
            sample = LogLine(first, record.split("\n", 1)[0][:_SAMPLE_LENGTH])
            self._levels[level] = UnexplainedLines(level=level, lines=lines, sample=sample)

    def _add_unexplained_line(self, line: str) -> None:
        self.lines += 1
        self._informational += 1
        for unexplained in self._totals.explain(LogLine(self.lines, line)):
            self._note_unexplained_line(unexplained)

    def _note_unexplained_line(self, unexplained: LogLine) -> None:
        line = unexplained.text
        if is_rule_line(line):
            return
        self._informational -= 1
        self._unrecognised += 1
        sample = LogLine(unexplained.number, line[:_SAMPLE_LENGTH])
        is_bad = looks_like_a_finding(line)
        is_prose = not is_bad and is_harmless_prose(line)
        self._prose += is_prose
        self._suspicious += not is_prose
        if is_bad and len(self._suspects) < _SAMPLES:
            self._suspects.append(sample)
            return
        if len(self._first) < _SAMPLES:
            self._first.append(sample)
        else:
            self._last.append(sample)

    def summarise(self, location: str, format_name: str) -> tuple[tuple[LogEntry, ...], LogStatistics]:
        """Return the entries in the log's order and the statistics, once all lines are counted."""
        self._close()
        self._keep_summaries_of_nothing()
        self._require_content(location)
        for unexplained in self._totals.give_up(self._entries):
            self._note_unexplained_line(unexplained)
        agreement = self._totals.conclude(self._entries)
        notes = list(agreement.notes)
        # Prose is harmless only if the log itself states zeros. The job's own counts are compared elsewhere.
        if not (self._totals.has_zeros or agreement.errors == 0):
            self._suspicious += self._prose
        is_mixed = bool(self._latin1 and self._has_utf8)
        notes += [f"read as {encoding.upper()}" for encoding in sorted(self._encodings - {"utf-8", "latin-1"})]
        if self._latin1 and not is_mixed:
            lines = "1 line is" if self._latin1 == 1 else f"{self._latin1} lines are"
            notes.append(f"{lines} not UTF-8, read as Latin-1")
        statistics = LogStatistics(
            location=location,
            format=format_name,
            size=self._size,
            lines=self.lines,
            entry_lines=self._entry_lines,
            continuation_lines=self._continuation,
            informational_lines=self._informational,
            blank_lines=self._blank,
            unrecognised_lines=self._unrecognised,
            suspicious_lines=self._suspicious,
            undecodable_lines=self._broken + (self._latin1 if is_mixed else 0),
            ends_whole=self._ends_whole,
            samples=tuple(sorted((*self._suspects, *self._first, *self._last), key=lambda sample: sample.number)),
            stated_errors=agreement.errors,
            stated_warnings=agreement.warnings,
            notes=tuple(notes),
            undecided_lines=self._undecided,
            first_undecided=self._first_undecided,
            unexplained=tuple(self._levels.values()),
            first_informational=self._first_informational,
        )
        return name_rules(sorted(self._entries, key=lambda entry: entry.log_line)), statistics

    def _require_content(self, location: str) -> None:
        """Raise LogUnreadableError if the log says that no content was validated: a policy may accept what it found."""
        if self._no_content is not None:
            raise LogUnreadableError(
                f"The log {location} says in line {self._no_content.number} that no content was validated: "
                f"{self._no_content.text.strip()!r}.",
                next_step="Check which content the job was started for, and validate it again.",
                reason=Reason.NO_CONTENT,
            )

    def _keep_summaries_of_nothing(self) -> None:
        """Turn a summary like "finished with errors" into a finding if the log contains nothing that it could sum up."""
        found = {entry.severity for entry in self._entries}
        for summary in self._summaries:
            mentioned = {
                severity for severity in (Severity.ERROR, Severity.WARNING) if severity in summary.message.lower()
            }
            if not (mentioned or {summary.severity}) & found:
                self._entries.append(summary)
                self._entry_lines += 1
                self._informational -= 1

    def _keep(self, findings: int, text: int, lines: Sequence[str]) -> None:
        """Count what is kept in memory; raises LogUnreadableError if it exceeds the limits."""
        self._kept += findings
        self._kept_text += text + sum(map(len, lines)) + _LINE_COST * len(lines)
        if self._kept > MAXIMUM_FINDINGS or self._kept_text > MAXIMUM_TEXT:
            what = (
                f"{MAXIMUM_FINDINGS:,} findings"
                if self._kept > MAXIMUM_FINDINGS
                else f"{MAXIMUM_TEXT >> 20} MiB of them"
            )
            raise LogUnreadableError(
                f"The log has more than {what} in its first {self.lines:,} lines, too many to judge one by one.",
                next_step="Fix what most of them are about, or validate the content in parts, and run again.",
                reason=Reason.TOO_MANY_FINDINGS,
            )

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
                self._keep_summary(found)
            self._entry_lines -= 1
            self._informational += 1
            return
        self._entries.append(found)


def _make_summary(record: str, severity: Severity, last_line: int) -> LogEntry:
    lines = tuple(record.split("\n"))
    return LogEntry(severity=severity, message=record.strip(), log_line=last_line - len(lines) + 1, raw=lines)


def _find_lines(parsed: Sequence[ParsedEntry], length: int) -> list[tuple[int, int]]:
    """Return for each entry its lines in the record, as a half-open range."""
    return [
        (entry.offset, length if entry.count is None else min(entry.offset + entry.count, length)) for entry in parsed
    ]
