"""The lines of a log on their way to the parsers: the shortcut, records of several lines, and bounds."""

from __future__ import annotations

import pytest

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.decoding import Limits, TextBlock
from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.joblog.formats.document import JsonDocument
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.joblog.formats.traces import Traces
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.joblog.line_reader import LineReader, LogReading, require_few_objects
from pytest_contentjobs.model.reason import Reason

ROUTINE = "2026-11-23 10:00:00,000 INFO [main] a.b.C - it is read\n"
DOCUMENT = '{\n"level": "ERROR",\n"message": "no title"\n}'
FOUND = "2026-11-23 10:00:00,000 ERROR [main] a.b.C - no title\n"
TRACE = 'Traceback (most recent call last):\n  File "a.py", line 3, in save\n    add(x)\nValueError: no title\n'


def read(
    *texts: str, is_edge: bool = False, takes_shortcut: bool = True, limits: Limits | None = None
) -> tuple[LineReader, LogReading]:
    formats: list[LogFormat] = [LevelledText(), JsonDocument(), Traces()]
    reader = LineReader(formats, "log.txt", limits or Limits(), Ledger(), takes_shortcut=takes_shortcut)
    for text in texts:
        reader.feed(TextBlock(text, ends_whole=True), is_edge=is_edge)
    return reader, reader.finish()


@pytest.mark.parametrize(("is_edge", "takes_shortcut"), [(False, True), (False, False), (True, True)])
def test_each_line_is_read_once_with_and_without_the_shortcut(
    is_edge: bool, takes_shortcut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped: list[int] = []
    skip = Ledger.skip

    def note_and_skip(ledger: Ledger, lines: int) -> None:
        skipped.append(lines)
        skip(ledger, lines)

    monkeypatch.setattr(Ledger, "skip", note_and_skip)

    _, reading = read(
        ROUTINE * 5 + FOUND + ROUTINE * 4, ROUTINE + "    more\n", is_edge=is_edge, takes_shortcut=takes_shortcut
    )

    assert [entry.log_line for entry in reading.entries] == [6]
    assert reading.statistics.lines == 12
    assert reading.statistics.format == "text"
    assert sum(skipped) == (10 if takes_shortcut and not is_edge else 0)


@pytest.mark.parametrize(
    ("texts", "found", "unexplained"),
    [
        pytest.param([FOUND, "What is this\n", ROUTINE * 3], [1], [2], id="a line that waits for a trace"),
        pytest.param([FOUND, "What is this\n", TRACE, ROUTINE * 3], [1], [], id="one that belongs to a trace"),
        pytest.param([FOUND, ROUTINE * 3, TRACE, ROUTINE], [1, 5], [], id="a trace behind routine lines"),
        pytest.param([TRACE, ROUTINE * 3, FOUND], [1, 8], [], id="a trace at the start"),
        pytest.param([DOCUMENT, ROUTINE * 3, FOUND], [1, 8], [], id="an object"),
        pytest.param([DOCUMENT[:-1], ROUTINE * 3, FOUND], [7], [1, 2, 3], id="an object without its end"),
    ],
)
@pytest.mark.parametrize("takes_shortcut", [True, False])
def test_what_stands_before_skipped_lines_is_read_the_same(
    texts: list[str], found: list[int], unexplained: list[int], takes_shortcut: bool
) -> None:
    log = "".join(f"{text.rstrip()}\n" for text in texts)

    _, reading = read(log, takes_shortcut=takes_shortcut)

    assert [entry.log_line for entry in reading.entries] == found
    assert sorted(each.sample.number for each in reading.statistics.unexplained) == unexplained
    assert reading.statistics.lines == log.count("\n")


def test_formats_that_read_lines_are_named() -> None:
    _, reading = read(ROUTINE, f"{DOCUMENT}\n", ROUTINE)

    assert reading.statistics.format == "text+json"
    assert [(entry.log_line, entry.message) for entry in reading.entries] == [(2, "no title")]
    assert reading.statistics.lines == 6


@pytest.mark.parametrize("lines", [2, 3])
def test_more_lines_than_a_log_may_have_are_refused(lines: int) -> None:
    limits = Limits(lines=lines)
    if lines == 3:
        assert read(ROUTINE * 3, limits=limits)[1].statistics.lines == 3
        return

    with pytest.raises(LogUnreadableError, match=r"log\.txt has more than 2 lines") as refusal:
        read(ROUTINE * 3, limits=limits)

    assert refusal.value.reason is Reason.LOG_TOO_MANY_LINES


def test_a_log_of_blank_lines_is_empty() -> None:
    with pytest.raises(LogUnreadableError, match=r"log\.txt is empty") as refusal:
        read("\n \n")

    assert refusal.value.reason is Reason.LOG_EMPTY


def test_another_file_is_refused_at_its_start_only() -> None:
    page = "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n"
    assert read(ROUTINE, page)[1].statistics.lines == 3

    with pytest.raises(LogUnreadableError, match=r"log\.txt is .*, not a log") as refusal:
        read(page)

    assert refusal.value.reason is Reason.NOT_A_LOG


@pytest.mark.parametrize(("record", "is_refused"), [("[[{{", True), ("[[{ ", False), ("[[[", False), ("{{{{", True)])
def test_a_record_of_many_objects_is_refused(record: str, is_refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytest_contentjobs.joblog.line_reader.MAXIMUM_OBJECTS", 3)
    if not is_refused:
        require_few_objects(record, "log.txt")
        return

    with pytest.raises(LogUnreadableError, match=r"log\.txt has a record with more than 3 ") as refusal:
        require_few_objects(record, "log.txt")

    assert refusal.value.reason is Reason.LOG_RECORD_TOO_LARGE


@pytest.mark.parametrize(("less", "unexplained"), [(0, 0), (1, 4)])
def test_a_record_that_is_too_long_is_read_line_by_line(
    less: int, unexplained: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pytest_contentjobs.joblog.line_reader.MAXIMUM_RECORD", len(DOCUMENT) - less)

    _, reading = read(ROUTINE, f"{DOCUMENT}\n")

    assert (len(reading.entries), reading.statistics.unexplained_lines) == (1 - less, unexplained)
    assert reading.statistics.lines == 5


def test_a_record_that_the_end_of_the_log_cuts_is_read_line_by_line() -> None:
    _, reading = read(ROUTINE, f"{DOCUMENT[:-2]}\n")

    assert (reading.entries, reading.statistics.unexplained_lines, reading.statistics.lines) == ((), 3, 4)


def test_the_first_unexplained_lines_are_kept_to_learn_from_them() -> None:
    reader, _ = read(ROUTINE, "what is this\n" * 600, f"{'x' * 3000}\n")
    assert reader.unexplained == ["what is this"] * 500

    reader, _ = read(ROUTINE, f"{'x' * 3000}\n")
    assert reader.unexplained == ["x" * 2000]
