"""Read a log into its warnings and errors, and account for every line.

Lines that are not findings are counted and forgotten, so that memory grows only with findings.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, tee
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pytest_contentjobs.boundary.redaction import redact_parts
from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.joblog.decoding import Limits, TextBlock, read_blocks
from pytest_contentjobs.joblog.formats import FORMATS, FORMATS_OF_FIELDS, with_vocabulary
from pytest_contentjobs.joblog.formats.base import UNDECIDED, LineParser, LogFormat
from pytest_contentjobs.joblog.formats.diagnostics import Diagnostics
from pytest_contentjobs.joblog.formats.learned import LearnedText
from pytest_contentjobs.joblog.formats.prefixed import find_prefixed, is_in_container
from pytest_contentjobs.joblog.formats.tables import Table
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.joblog.formats.traces import Traces
from pytest_contentjobs.joblog.learned_tables import learn_header
from pytest_contentjobs.joblog.learning import learn_places
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.joblog.line_reader import LineReader, LogReading, require_few_objects
from pytest_contentjobs.joblog.places import LevelPlace
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.model import LevelWord, LogLayout, Severity
from pytest_contentjobs.model.reason import Reason

if TYPE_CHECKING:
    from pytest_contentjobs.joblog.harmless import HarmlessPatterns

__all__ = ["LogReading", "read_log"]

#: Number of lines, blank ones not counted, by which the format is recognised.
HEAD_LINES = 500
_LAST_BLOCKS = 2
#: Other formats that are tried if the findings do not agree with the job's counts.
_MOST_OTHERS = 2
_Item = TypeVar("_Item")


def read_log(
    path: Path,
    *,
    location: str,
    formats: Sequence[LogFormat] = FORMATS,
    format_name: str = "auto",
    patterns: LogFormat | None = None,
    vocabulary: Vocabulary = VOCABULARY,
    limits: Limits | None = None,
    redact: Callable[[str], str] | None = None,
    harmless: HarmlessPatterns | None = None,
    counts: tuple[int, int] | None = None,
    takes_shortcut: bool = True,
) -> LogReading:
    """Read the log in a local file.

    ``location`` is where the log came from, for messages. ``format_name`` selects one of ``formats``; ``auto`` recognises it.
    The user's own ``patterns`` are tried first; ``harmless`` are those for lines that no format understands. ``vocabulary`` has
    the words for levels. ``redact`` hides secrets; it gets at least one line at a time. ``counts`` are the numbers of errors and
    warnings that the job counts, None if they are not known. ``takes_shortcut`` skips runs of informational lines; it only
    changes the time.

    Raises:
        LogUnavailableError: the file cannot be read.
        LogUnreadableError: the log is empty, damaged, not text, another kind of file, or exceeds ``limits``.
    """
    source = _Source(path, location, limits or Limits(), redact or str, lambda: Ledger(counts, harmless, vocabulary))
    try:
        return _choose(
            source,
            with_vocabulary(formats, vocabulary),
            format_name,
            patterns,
            vocabulary,
            counts,
            takes_shortcut=takes_shortcut,
        )
    except OSError as error:
        raise LogUnavailableError(
            f"The log {location} cannot be read: {error.strerror or error}.",
            next_step="Check the file and its disk.",
            reason=Reason.FILE_UNREADABLE,
        ) from error


def _choose(
    source: _Source,
    formats: Sequence[LogFormat],
    format_name: str,
    patterns: LogFormat | None,
    vocabulary: Vocabulary,
    counts: tuple[int, int] | None,
    *,
    takes_shortcut: bool,
) -> LogReading:
    """Read a log in the layout that explains most of it."""
    candidates = [log_format for log_format in formats if format_name in {"auto", log_format.name.casefold()}]
    if format_name not in {"auto", LearnedText.name, Table.name}:
        return _read(source, [*filter(None, [patterns]), *candidates], takes_shortcut=takes_shortcut)[0]
    head = source.read_head()
    header = learn_header(head, vocabulary)
    # It is the last one, so it is only used if it explains more than any other.
    candidates += [Table(vocabulary, header)] if header is not None and format_name != LearnedText.name else []
    if format_name == Table.name:
        candidates.sort(key=lambda each: -_score(each.parser(), head, source.location).explained)
        return _read(source, [*filter(None, [patterns]), *candidates], takes_shortcut=takes_shortcut)[0]
    learned = LearnedText(learn_places(_leave_out_fields(head, candidates), vocabulary), vocabulary)
    scores = {each: _score(each.parser(), head, source.location) for each in [*candidates, learned]}
    explained = {each: score.explained for each, score in scores.items()}
    # Sorting is stable, so the order of formats decides between equals. A trace below a line of any other layout continues it.
    candidates = sorted(
        _insert(learned, candidates, scores), key=lambda each: (isinstance(each, Traces), -explained[each])
    )
    best = max(explained.values())
    prefixed = find_prefixed(candidates, head, vocabulary, only_containers=best == len(head))
    candidates = [*filter(None, [patterns]), *prefixed, *candidates]
    reading, unexplained = _read(source, candidates, takes_shortcut=takes_shortcut)
    # Lines that the head has nothing like may show where their own levels stand.
    further = learn_places([line for line in unexplained if not is_in_container(line)], vocabulary)
    if further:
        candidates[candidates.index(learned)] = learned = LearnedText((*learned.places, *further), vocabulary)
        second, left = _read(source, candidates, takes_shortcut=takes_shortcut)
        is_better = len(left) < len(unexplained) and _count_read(second) >= _count_read(reading)
        reading = second if is_better else reading
    if patterns:
        return reading
    if counts is not None and _count_severities(reading) != counts:
        others = [each for each in candidates[1:] if explained.get(each, 0) * 2 > best]
        reading = _follow_counts(
            reading, counts, source, candidates, others[:_MOST_OTHERS], takes_shortcut=takes_shortcut
        )
    has_learned = LearnedText.name in reading.statistics.format.split("+")
    layout = _describe_layout(learned.places if has_learned else (), vocabulary, len(head), best)
    return replace(reading, statistics=replace(reading.statistics, layout=layout))


def _leave_out_fields(head: Sequence[str], formats: Sequence[LogFormat]) -> list[str]:
    """Return the lines that no format of fields reads. In a mixed log, a place learned from the others would hide rule and item."""
    parsers = [each.parser() for each in formats if isinstance(each, FORMATS_OF_FIELDS)]
    lines = (line for line in head if not is_in_container(line))
    return [line for line in lines if all(parser.parse(line) is None for parser in parsers)]


def _describe_layout(places: Sequence[LevelPlace], vocabulary: Vocabulary, sampled: int, explained: int) -> LogLayout:
    levels = [
        LevelWord(word, place.read_level(word, vocabulary), lines)
        for place in places
        for word, lines in place.values.items()
    ]
    return LogLayout(
        sampled=sampled, explained=explained, levels=tuple(levels), patterns=tuple(place.pin for place in places)
    )


def _follow_counts(
    reading: LogReading,
    counts: tuple[int, int],
    source: _Source,
    candidates: Sequence[LogFormat],
    others: Sequence[LogFormat],
    *,
    takes_shortcut: bool,
) -> LogReading:
    """Return the reading in one of other formats if it has just the findings that the job counts, and not fewer than this one."""
    for other in others:
        order = [other, *(each for each in candidates if each is not other)]
        second, _ = _read(source, order, takes_shortcut=takes_shortcut)
        if _count_severities(second) == counts and _count_read(second) >= _count_read(reading):
            return second
    return reading


def _count_severities(reading: LogReading) -> tuple[int, int]:
    severities = Counter(entry.severity for entry in reading.entries if not entry.is_adopted)
    return severities[Severity.ERROR], severities[Severity.WARNING]


def _count_read(reading: LogReading) -> int:
    """Count the findings that the layout shows, without those that were adopted."""
    return sum(not entry.is_adopted for entry in reading.entries)


@dataclass(frozen=True, slots=True)
class _Score:
    """How many lines a format explains, in how many it finds something, and how many of its findings name a file."""

    explained: int
    located: int
    found: int


@dataclass(frozen=True, slots=True)
class _Source:
    """The file of a log; can be read several times."""

    path: Path
    location: str
    limits: Limits
    redact: Callable[[str], str]
    open_ledger: Callable[[], Ledger]

    def read_blocks(self) -> Iterator[tuple[TextBlock, bool]]:
        """Yield each block without its secrets, and whether something in it was redacted."""
        blocks, copies = tee(read_blocks(self.path, location=self.location, limits=self.limits))
        texts = redact_parts((block.text for block in copies), self.redact)
        for block, text in zip(blocks, texts, strict=True):
            yield (block, False) if text == block.text else (replace(block, text=text), True)

    def read_head(self) -> list[str]:
        """Return the first lines that are not blank."""
        lines = (line for block, _ in self.read_blocks() for line in block.text.split("\n") if line.strip())
        return list(islice(lines, HEAD_LINES))


def _read(source: _Source, formats: Sequence[LogFormat], *, takes_shortcut: bool) -> tuple[LogReading, Sequence[str]]:
    """Read a log by formats, the first one before the others; return a sample of its unexplained lines, too."""
    reader = LineReader(formats, source.location, source.limits, source.open_ledger(), takes_shortcut=takes_shortcut)
    is_redacted = False
    for (block, was_redacted), is_edge in _mark_edges(source.read_blocks()):
        is_redacted = is_redacted or was_redacted
        reader.feed(block, is_edge=is_edge)
    return replace(reader.finish(), is_redacted=is_redacted), reader.unexplained


def _mark_edges(blocks: Iterable[_Item]) -> Iterator[tuple[_Item, bool]]:
    """Yield each block, and whether it is the first or one of the last two, since the last may be a line or two."""
    waiting: deque[tuple[_Item, bool]] = deque()
    is_first = True
    for block in blocks:
        waiting.append((block, is_first))
        is_first = False
        if len(waiting) > _LAST_BLOCKS:
            yield waiting.popleft()
    for block, _ in waiting:
        yield block, True


def _insert(learned: LearnedText, formats: Sequence[LogFormat], scores: Mapping[LogFormat, _Score]) -> list[LogFormat]:
    """Return the formats with the learned one before those that explain as much and are worse.

    It is better than any other if it reads two levels in a line, than diagnostics if these find no places in files, and, if it
    has informational levels, than levelled text that finds something in each line: a letter in a column looks like a level.
    """
    if any(place.inner for place in learned.places):
        return [learned, *formats]

    def is_worse(other: LogFormat) -> bool:
        score = scores[other]
        if isinstance(other, LevelledText):
            return learned.is_routine and score.found == score.explained > 0
        return isinstance(other, Diagnostics) and not score.located

    index = next((i for i, each in enumerate(formats) if is_worse(each)), len(formats))
    return [*formats[:index], learned, *formats[index:]]


def _score(parser: LineParser, head: Sequence[str], location: str) -> _Score:
    """Count what a parser understands of the head. A record that the head cuts counts as understood."""
    explained = located = found = 0
    record: list[str] = []
    is_open = False
    for line in head:
        record.append(line)
        if parser.is_incomplete(line):
            continue
        text = "\n".join(record)
        require_few_objects(text, location)
        parsed = parser.parse(text)
        if parsed is not None or (is_open and parser.continues(line)):
            explained += len(record) if parsed is not UNDECIDED else 0
            located += any(entry.file for entry in parsed or ())
            found += len(record) if parsed else 0
            is_open = True
        else:
            is_open = False
        record = []
    return _Score(explained + len(record), located, found)
