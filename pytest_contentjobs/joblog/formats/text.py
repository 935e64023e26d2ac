"""Levelled text: ``time LEVEL [thread] logger - message`` and similar layouts, with stack traces below.

A line is read from the left: priority, time, columns, the level, more columns, the message. The level is only looked for in
the columns, never in the message. The layouts are those of log4j, logback, Python's logging, loguru, java.util.logging,
syslog (RFC 3164 and RFC 5424), Apache, nginx, glog and logcat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    UNDECIDED,
    LineParser,
    ParsedEntry,
    VocabularyFormat,
    VocabularyParser,
    find_behind_separators,
    worst,
)
from pytest_contentjobs.joblog.formats.parts.columns import AFTER_LEVEL, COLUMNS, find_level
from pytest_contentjobs.joblog.formats.parts.further_lines import FurtherLines
from pytest_contentjobs.joblog.formats.parts.informational_run import INFORMATIONAL_RUN
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.levels import (
    LETTERS,
    WORDS,
    is_doubtful,
    list_level_words,
    read_level_word,
)
from pytest_contentjobs.joblog.formats.parts.stack_traces import StackTrace
from pytest_contentjobs.joblog.formats.parts.syslog import is_plain_syslog, read_priority
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.model import Severity

__all__ = ["LevelledText", "LevelledTextParser", "strip_columns"]

_TIMED = re.compile(
    rf"\s*+(?P<open>[\[(<]?)(?P<timestamp>{TIME})(?P<close>[ ]?[\])>])?(?:\s*+\||:\s|\s++-\s|\s|(?=\[))\s*+"
)
# Without a time, only capitals or a decoration make a word a level: a sentence may begin with "Error".
_BARE = (
    r"\s*+(?:(?:[\[<(]\s{{0,8}})?(?P<capitals>{words})(?=[\s:|\])>-]|\[\d|$)(?!-\d)|\[\s{{0,8}}(?P<bracketed>(?i:{words}))\s{{0,8}}(?=\])"
    r"|(?P<lower>error|err|fatal|severe|critical|crit|alert|emerg|warning|warn|info|debug|trace|verbose)(?=:\s)(?!:\s[{{\[]\s*$))"
)
_LETTER = "".join(LETTERS)
_BARE_LETTER = re.compile(
    # glog: E1123 10:00:00.123456 1234 file.go:12] message
    rf"(?P<glog>[EWFI])(?P<day>\d{{4}}|\d{{8}}) (?P<clock>\d\d:\d\d:\d\d\.\d{{1,9}})\s+\d{{1,10}}\s+[\w./-]{{1,200}}:\d{{1,9}}\]\s?"
    # logcat: E/Tag( 123): message
    r"|(?P<logcat>[EWFIDV])/[\w.$-]{1,60}\s{0,8}(?:\(\s{0,8}\d{1,10}\))?:\s"
    # E 10:00:00 message, and [E 10:00:00 name] message
    rf"|\[(?P<inside>[{_LETTER}])\s(?P<time_inside>{TIME})[^\]\n]{{0,80}}\]\s*"
    rf"|(?P<timed>[{_LETTER}])(?:\s*[|,:]\s*|\s)\[?(?P<time>{TIME})\]?[\s:|-]*"
    # [E] message, E: message
    rf"|\[(?P<bracketed>[{_LETTER}])\]\s|(?P<colon>[EWI]):\s"
)
# Redis: 1:M 23 Nov 2026 10:00:00.123 # message, with these three columns in any order.
_ROLE = r"\d{1,10}:[CMSX]"
_MARKED = re.compile(
    rf"(?={_ROLE}\s|[.*#-]\s{_ROLE}\s|{TIME}\s{_ROLE}\s|(?:{TIME}\s[.*#-]|[.*#-]\s{TIME})\s{_ROLE}\s)"
    rf"(?:(?:{_ROLE}|(?P<time>{TIME})|(?P<mark>[.*#-]))\s){{3}}"
)
# Beside a process and its role, the others mean debug, verbose and notice.
_MARKS = {"#": Severity.WARNING}
_TIME_BEHIND = re.compile(rf"\[?(?P<timestamp>{TIME})\]?[\s:|-]*")
# Logger and thread may stand between the level and the time.
_TIME_LATER = re.compile(
    rf"(?:(?:\[[^\]\n]{{0,200}}\]|(?:[a-z_$][\w$]{{0,80}}\.){{1,20}}[A-Z][\w$]{{0,200}})\s+){{1,3}}"
    rf"[\[(]?(?P<timestamp>{TIME})[\])]?(?=\s)[\s:|-]*"
)
# Python's basic configuration: ERROR:name:message. A number followed by a colon is that of a line in a file.
_PYTHON_NAME = re.compile(r":[A-Za-z_][\w.]{0,200}:(?!\s|\d+(?::|$))")
# Columns as NLog and loguru join them: time | ERROR | name | message
_PIPED = re.compile(r"\s*\|\s*(?:[\w.$<>:@#-]{1,200}\s*\|\s*){1,3}")
# After "time - name - ERROR", a plain word before another dash belongs to the message: the logger is already named.
_MESSAGE_WITH_DASH = re.compile(r"\s+-\s+(?=[^\W\d_]{1,200}\s+-\s)")
# Kettle names the step of a transformation with the number of its copy; it may be called "Error rows".
_STEP = re.compile(r"[A-Z][a-z]\w{0,40}(?: \w{1,40}){0,6}\.\d{1,3} - ")
_FLASK_MODULE = re.compile(r"in [\w.]{1,200}: ")
_MDC = re.compile(r"\{[\w.-]{1,80}=[^{}\n]{0,500}\}\s+")
# The first of the two lines of java.util.logging: Nov 23, 2026 10:00:00 AM com.example.Check run
_JAVA_HEADER = re.compile(
    rf"(?P<timestamp>[A-Z][a-z]{{2}} \d{{1,2}}, \d{{4}},? {TIME})\s[\w.$]{{1,300}}(?:\s[\w.$<>]{{1,200}})?\s*"
)


class LevelledText(VocabularyFormat):
    """Lines that begin with a level, with or without a time and columns before it; indented lines continue them."""

    name = "text"

    @property
    def routine_run(self) -> re.Pattern[str] | None:
        """Complete lines that ``parse`` calls informational; None if declared words may make a difference there."""
        return None if self._vocabulary.declared else INFORMATIONAL_RUN

    def parser(self) -> LineParser:
        """Return a parser that follows stack traces and the two lines of java.util.logging."""
        return LevelledTextParser(self._vocabulary)


@lru_cache(maxsize=8)
def _compile_bare(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(_BARE.format(words=list_level_words(vocabulary)))


@dataclass(frozen=True, slots=True)
class _Levelled:
    level: Severity | None
    message: str
    timestamp: str | None = None
    # Whether a word of prose may have been taken for the level, or there is no level.
    is_weak: bool = False


class LevelledTextParser(VocabularyParser):
    """Reads levelled text, and follows stack traces and the two lines of java.util.logging."""

    def __init__(self, vocabulary: Vocabulary = VOCABULARY) -> None:
        super().__init__(vocabulary)
        self._trace = StackTrace()
        self._further = FurtherLines()
        self._time_above: str | None = None

    def begin_entry(self) -> str | None:
        """Forget the entry above; return the time that a line above stated for this one."""
        self._trace.reset()
        time_above, self._time_above = self._time_above, None
        return time_above

    def end_entry(self, record: str, entries: Sequence[ParsedEntry] | None) -> None:
        """Remember a record, which lines below may continue if it is a finding."""
        self._further.note(record, is_finding=bool(entries))

    def is_further_line(self, record: str) -> bool:
        """Whether a line repeats the level of the entry above and continues it."""
        return self._further.has(record)

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line with a level in its place, whatever the words of its message."""
        header = _JAVA_HEADER.fullmatch(record)
        if header is not None:
            self._trace.reset()
            self._time_above = header["timestamp"]
            return INFORMATIONAL
        if self.is_further_line(record):
            return None
        levelled = next((found for read in _READERS if (found := read(record, self._vocabulary)) is not None), None)
        if levelled is None:
            return None
        time_above = self.begin_entry()
        message = levelled.message if levelled.level is None else levelled.message or record.strip()
        entries = make_entries(levelled.level, message, timestamp=levelled.timestamp or time_above)
        entries = entries or find_behind_separators(record, lambda: LevelledTextParser(self._vocabulary))
        self.end_entry(record, entries)
        return UNDECIDED if levelled.is_weak and not entries else entries

    def continues(self, line: str) -> bool:
        """Whether a line is indented, looks like a part of a stack trace, or repeats the level of the entry."""
        return self._further.is_further or self._trace.continues(line)


def _read_with_priority(line: str, vocabulary: Vocabulary) -> _Levelled | None:
    """Read syslog with a priority; if the text has a level too, the worse counts."""
    read = read_priority(line)
    if read is None:
        return None
    inner = _read_timed(read.rest, vocabulary) or _read_bare(read.rest, vocabulary) or _Levelled(None, "")
    return _Levelled(worst((read.severity, inner.level)), inner.message or read.rest, inner.timestamp or read.timestamp)


def _read_timed(line: str, vocabulary: Vocabulary) -> _Levelled | None:
    match = _TIMED.match(line)
    if match is None:
        return None
    step = _STEP.match(line, match.end())
    place = find_level(line, match.end() if step is None else step.end(), vocabulary)
    if place is None:
        return _Levelled(None, "", is_weak=True) if is_plain_syslog(line) else None
    rest = line[place.end :]
    # Between bars, a logger's own level may precede that of what it reports.
    level = worst((place.level, *_find_piped_levels(rest, vocabulary)))
    if match["open"] and not match["close"]:
        # Time and level share a pair of brackets.
        inside, bracket, behind = rest.partition("]")
        rest = behind if bracket and "[" not in inside else rest
    if match["open"] == "[" and (module := _FLASK_MODULE.match(rest.lstrip())) is not None:
        rest = rest.lstrip()[module.end() :]
    dash = _MESSAGE_WITH_DASH.match(rest) if " - " in line[match.end() : place.end] else None
    # An informational message is searched for a finding, so nothing may remain in front of one.
    message = rest[dash.end() :].strip() if dash and level is not None else strip_columns(rest)
    return _Levelled(level, message, match["timestamp"], place.is_weak)


def _find_piped_levels(rest: str, vocabulary: Vocabulary) -> list[Severity | None]:
    piped = _PIPED.match(rest)
    columns = [column.strip() for column in piped[0].split("|")] if piped else []
    return [
        read_level_word(column, vocabulary) for column in columns if column in WORDS or column in vocabulary.declared
    ]


def _read_bare(line: str, vocabulary: Vocabulary) -> _Levelled | None:
    match = _compile_bare(vocabulary).match(line)
    if match is None:
        return None
    rest = line[match.end() :]
    python = _PYTHON_NAME.match(rest)
    if python is not None:
        rest = rest[python.end() :]
    rest = _strip_level_end(rest)
    time = _TIME_BEHIND.match(rest) or _TIME_LATER.match(rest)
    message = strip_columns(rest[time.end() :] if time else rest)
    word = match["capitals"] or match["bracketed"] or match["lower"]
    return _Levelled(read_level_word(word, vocabulary), message, time["timestamp"] if time else None)


def _read_letter(line: str, vocabulary: Vocabulary) -> _Levelled | None:
    match = _BARE_LETTER.match(line)
    if match is None:
        return None
    parts = match.groupdict()
    letter = next(parts[name] for name in ("glog", "logcat", "inside", "timed", "bracketed", "colon") if parts[name])
    timestamp = match["time_inside"] or match["time"] or (match["glog"] and f"{match['day']} {match['clock']}")
    message = strip_columns(line[match.end() :])
    # A single letter is a weak sign: "I: cannot be read" is not informational.
    level = read_level_word(letter, vocabulary)
    if level is None and timestamp is None and is_doubtful(message):
        return None
    return _Levelled(level, message, timestamp)


def _read_mark(line: str, vocabulary: Vocabulary) -> _Levelled | None:  # noqa: ARG001 - called as the other readers are; marks mean the same in each vocabulary
    match = _MARKED.match(line)
    if match is None or not match["time"] or not match["mark"]:
        return None
    return _Levelled(_MARKS.get(match["mark"]), line[match.end() :].strip(), match["time"])


# In this order: each is for lines that those before it do not read.
_READERS = (_read_with_priority, _read_timed, _read_bare, _read_letter, _read_mark)


def strip_columns(rest: str) -> str:
    """Remove what stands between the level of a line and its message: the end of the level itself, thread, logger and context."""
    piped = _PIPED.match(rest)
    rest = (rest[piped.end() :] if piped else _strip_level_end(rest)).strip()
    message = _remove_prefix(COLUMNS, rest)
    context = _MDC.match(message)
    return (_remove_prefix(COLUMNS, message[context.end() :]) if context else message) or rest


def _strip_level_end(rest: str) -> str:
    return _remove_prefix(AFTER_LEVEL, rest)


def _remove_prefix(columns: re.Pattern[str], text: str) -> str:
    match = columns.match(text)
    return text[match.end() :] if match else text
