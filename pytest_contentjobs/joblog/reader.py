"""Read a log into its warnings and errors, line by line, and account for every line.

What is no finding is counted and forgotten, so that memory grows with findings alone.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pytest_contentjobs.errors import LogUnavailableError, LogUnreadableError
from pytest_contentjobs.joblog.formats import FORMATS
from pytest_contentjobs.joblog.formats.base import LogFormat, ParsedLine, looks_like_a_finding
from pytest_contentjobs.model import LogEntry, LogLine, LogStatistics, Severity

__all__ = ["MAXIMUM_LINE", "LogReading", "read_log"]

#: The format is recognised from this many lines that are not blank.
HEAD_LINES = 500
#: A line of more bytes is refused rather than held in memory.
MAXIMUM_LINE = 64 << 20
_SAMPLES = 3
_SAMPLE_LENGTH = 300

_ENCODED = (
    (b"\xff\xfe", "is in UTF-16", "Convert it (iconv -f UTF-16 -t UTF-8)"),
    (b"\xfe\xff", "is in UTF-16", "Convert it (iconv -f UTF-16 -t UTF-8)"),
    (b"\x1f\x8b", "is compressed by gzip", "Unpack it"),
    (b"PK\x03\x04", "is a zip archive", "Unpack it"),
)
_UTF8_BOM = b"\xef\xbb\xbf"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class LogReading:
    """The warnings and errors of a log in its order, and what became of all lines."""

    entries: tuple[LogEntry, ...]
    statistics: LogStatistics


def read_log(path: Path, *, location: str, format_name: str) -> LogReading:
    """Read the log in a local file. ``location`` is where it came from, for people; ``format_name`` may be ``auto``.

    Raises:
        LogUnavailableError: the file cannot be read.
        LogUnreadableError: it is empty, not UTF-8 text, or has a line that is too long to hold.
    """
    try:
        with path.open("rb") as file:
            _require_text(file, location)
            log_format = _chosen(format_name) or _recognised(file, location)
            file.seek(0)
            return _read(file, location, log_format)
    except OSError as error:
        raise LogUnavailableError(
            f"The log {location} cannot be read: {error.strerror or error}.",
            next_step="Check the file and its disk.",
        ) from error


def _require_text(file: BinaryIO, location: str) -> None:
    head = file.read(1 << 16)
    for mark, what, remedy in _ENCODED:
        if head.startswith(mark):
            raise LogUnreadableError(
                f"The log {location} {what}, and only UTF-8 text is read.",
                next_step=f"{remedy} and judge it with --content-log FILE --content-status FILE.",
            )
    if b"\x00" in head:
        raise LogUnreadableError(
            f"The log {location} has NUL bytes, so it is binary or UTF-16 without a mark.",
            next_step="Convert it to UTF-8 and judge it with --content-log FILE --content-status FILE.",
        )


def _chosen(format_name: str) -> LogFormat | None:
    return next((log_format for log_format in FORMATS if log_format.name == format_name), None)


def _recognised(file: BinaryIO, location: str) -> LogFormat:
    file.seek(0)
    lines = (line.text for line in _lines(file, location))
    head = list(islice((text for text in lines if text.strip()), HEAD_LINES))
    return max(FORMATS, key=lambda log_format: _explained(log_format, head))


def _explained(log_format: LogFormat, head: Sequence[str]) -> int:
    return sum(log_format.parse(text) is not None for text in head)


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    is_decodable: bool
    is_whole: bool


def _lines(file: BinaryIO, location: str) -> Iterator[_Line]:
    number = 0
    while raw := file.readline(MAXIMUM_LINE + 1):
        number += 1
        if len(raw) > MAXIMUM_LINE:
            raise LogUnreadableError(
                f"Line {number} of the log {location} is longer than {MAXIMUM_LINE >> 20} MiB.",
                next_step="Check that this is the job's log.",
            )
        if number == 1:
            raw = raw.removeprefix(_UTF8_BOM)
        content = raw.removesuffix(b"\n").removesuffix(b"\r")
        # What stands behind a carriage return is a line too, or a finding could hide there.
        for part in content.split(b"\r"):
            try:
                text, is_decodable = part.decode("utf-8"), b"\x00" not in part
            except UnicodeDecodeError:
                text, is_decodable = part.decode("utf-8", errors="replace"), False
            yield _Line(number, _COLOUR.sub("", text), is_decodable, raw.endswith(b"\n"))


class _Tally:
    """Counts what becomes of the lines, and keeps the entry that is open to continuation."""

    def __init__(self) -> None:
        self.lines = self.entry = self.continuation = self.informational = self.blank = 0
        self.unrecognised = self.suspicious = self.undecodable = 0
        self.ends_whole = True
        self.suspects: list[LogLine] = []
        self.first: list[LogLine] = []
        self.last: deque[LogLine] = deque(maxlen=_SAMPLES)
        self.entries: list[LogEntry] = []
        self._open: tuple[_Line, ParsedLine, Severity, list[str]] | None = None
        self._can_continue = False

    def add(self, line: _Line, log_format: LogFormat) -> None:
        self.lines += 1
        self.undecodable += not line.is_decodable
        self.ends_whole = line.is_whole
        if not line.text.strip():
            self.informational += 1
            self.blank += 1
            return
        parsed = log_format.parse(line.text)
        if parsed is not None:
            self._start(line, parsed)
        elif self._can_continue and log_format.continues(line.text) and self._is_harmless(line):
            self.continuation += 1
            if self._open is not None:
                self._open[3].append(line.text)
        else:
            self.close()
            self._note_unrecognised(line)

    def _start(self, line: _Line, parsed: ParsedLine) -> None:
        self.close()
        self._can_continue = True
        if parsed.severity is None:
            self.informational += 1
            return
        self.entry += 1
        self._open = (line, parsed, parsed.severity, [line.text])

    def _is_harmless(self, line: _Line) -> bool:
        # Below an entry a word like "error" belongs to it; below an informational line it may be a finding of its own.
        return self._open is not None or not looks_like_a_finding(line.text)

    def _note_unrecognised(self, line: _Line) -> None:
        self.unrecognised += 1
        sample = LogLine(line.number, line.text[:_SAMPLE_LENGTH])
        if looks_like_a_finding(line.text):
            self.suspicious += 1
            if len(self.suspects) < _SAMPLES:
                self.suspects.append(sample)
                return
        if len(self.first) < _SAMPLES:
            self.first.append(sample)
        else:
            self.last.append(sample)

    def close(self) -> None:
        self._can_continue = False
        if self._open is None:
            return
        line, parsed, severity, raw = self._open
        self._open = None
        self.entries.append(
            LogEntry(
                severity=severity,
                message=parsed.message,
                log_line=line.number,
                raw=tuple(raw),
                rule=parsed.rule,
                entity=parsed.entity,
                file=parsed.file,
                line=parsed.line,
                column=parsed.column,
                timestamp=parsed.timestamp,
            )
        )


def _read(file: BinaryIO, location: str, log_format: LogFormat) -> LogReading:
    tally = _Tally()
    for line in _lines(file, location):
        tally.add(line, log_format)
    tally.close()
    if tally.lines == tally.blank:
        raise LogUnreadableError(
            f"The log {location} is empty, so nothing shows that the content was looked at.",
            next_step="Check that the job wrote its log to the end and run again.",
        )
    statistics = LogStatistics(
        location=location,
        format=log_format.name,
        size=file.tell(),
        lines=tally.lines,
        entry_lines=tally.entry,
        continuation_lines=tally.continuation,
        informational_lines=tally.informational,
        blank_lines=tally.blank,
        unrecognised_lines=tally.unrecognised,
        suspicious_lines=tally.suspicious,
        undecodable_lines=tally.undecodable,
        ends_whole=tally.ends_whole,
        samples=tuple(sorted((*tally.suspects, *tally.first, *tally.last), key=lambda sample: sample.number)),
    )
    return LogReading(tuple(tally.entries), statistics)
