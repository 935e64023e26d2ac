from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_contentjobs.errors import LogUnavailableError, LogUnreadableError
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.model import LogEntry, LogLayout, LogLine, LogStatistics, UnexplainedLines
from pytest_contentjobs.model.reason import Reason
from tests.builders import ERROR, WARNING, article
from tests.joblog.reading import WHERE, counts, read


def test_a_text_log_is_read_into_entries_and_an_account_of_all_lines(tmp_path: Path) -> None:
    log = (
        b"2026-11-23 10:00:00 INFO started\n"
        b"2026-11-23 10:00:01 ERROR a.b - ART-1 article 'A/B': has no text\n"
        b"java.io.IOException: no such file\n"
        b"\tat a.b.C(C.java:1)\n"
        b"\n"
        b"WARN language is odd\n"
        b"What is this\n"
        b"    and this\n"
        b"2026-11-23 10:00:02 INFO details:\n"
        b"    all is well\n"
    )

    assert read(tmp_path, log) == LogReading(
        (
            LogEntry(
                severity=ERROR,
                message="has no text",
                rule="ART-1",
                entity=article("B", "A"),
                log_line=2,
                timestamp="2026-11-23 10:00:01",
                raw=(
                    "2026-11-23 10:00:01 ERROR a.b - ART-1 article 'A/B': has no text",
                    "java.io.IOException: no such file",
                    "\tat a.b.C(C.java:1)",
                ),
            ),
            LogEntry(severity=WARNING, message="language is odd", log_line=6, raw=("WARN language is odd",)),
        ),
        LogStatistics(
            location=WHERE,
            format="text",
            size=len(log),
            lines=10,
            entry_lines=2,
            continuation_lines=2,
            informational_lines=3,
            blank_lines=1,
            unexplained_lines=3,
            suspicious_lines=0,
            undecodable_lines=0,
            ends_whole=True,
            first_informational=LogLine(1, "2026-11-23 10:00:00 INFO started"),
            layout=LogLayout(sampled=9, explained=7),
            unexplained=(
                UnexplainedLines(
                    template="What is this",
                    level=None,
                    lines=1,
                    sample=LogLine(7, "What is this"),
                    is_suspicious=False,
                    pattern=r"\s*What\s+is\s+this",
                ),
                UnexplainedLines(
                    template="and this",
                    level=None,
                    lines=1,
                    sample=LogLine(8, "    and this"),
                    is_suspicious=False,
                    pattern=r"\s*and\s+this",
                ),
                UnexplainedLines(
                    template="all is well",
                    level=None,
                    lines=1,
                    sample=LogLine(10, "    all is well"),
                    is_suspicious=False,
                    pattern=r"\s*all\s+is\s+well",
                ),
            ),
        ),
    )


def test_a_json_log_is_recognised(tmp_path: Path) -> None:
    line = '{"level": "ERROR", "message": "msg"}'
    log = f'{{"level": "INFO"}}\n{line}\n'.encode()

    reading = read(tmp_path, log)

    assert reading.entries == (LogEntry(severity=ERROR, message="msg", log_line=2, raw=(line,)),)
    assert (reading.statistics.format, counts(reading.statistics)) == (
        "jsonl",
        {"lines": 2, "entry": 1, "informational": 1},
    )


@pytest.mark.parametrize(
    ("format_name", "expected"),
    [
        pytest.param("text", {"lines": 2, "unexplained": 2, "suspicious": 2}, id="text"),
        pytest.param("jsonl", {"lines": 2, "entry": 1, "informational": 1}, id="jsonl"),
    ],
)
def test_a_declared_format_is_not_put_in_doubt(tmp_path: Path, format_name: str, expected: dict[str, int]) -> None:
    statistics = read(tmp_path, b'{"level": "INFO"}\n{"level": "ERROR"}\n', format_name).statistics

    assert (statistics.format, counts(statistics)) == (format_name, expected)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param(b"INFO a\nINFO b\n", {"lines": 2, "informational": 2}, id="LF"),
        pytest.param(b"INFO a\r\nERROR b\r\n", {"lines": 2, "informational": 1, "entry": 1}, id="CRLF"),
        pytest.param(b"INFO a\rERROR b\rWARN c\n", {"lines": 3, "informational": 1, "entry": 2}, id="CR within a line"),
        pytest.param(b"\xef\xbb\xbfERROR a\n", {"lines": 1, "entry": 1}, id="byte order mark"),
        pytest.param(
            b"INFO a\n\x1b[1;31mERROR\x1b[0m b\n", {"lines": 2, "informational": 1, "entry": 1}, id="coloured level"
        ),
        pytest.param(b"\n" * 70_000 + b"ERROR a\n", {"lines": 70_001, "informational": 70_000, "blank": 70_000, "entry": 1},
                     id="after a long blank start"),
        pytest.param(b"INFO a\n\xe9\n", {"lines": 2, "informational": 1, "unexplained": 1}, id="Latin-1"),
        pytest.param(
            b"INFO a\nINFO \xe9\nINFO \xc3\xa9\n", {"lines": 3, "informational": 3, "undecodable": 1}, id="Latin-1 and UTF-8"
        ),
        pytest.param(b"INFO a\nINFO \x81\n", {"lines": 2, "informational": 2, "undecodable": 1}, id="neither of them"),
        pytest.param(
            b"INFO a\n" * 10_000 + b"INFO \x00\n",
            {"lines": 10_001, "informational": 10_001, "undecodable": 1},
            id="NUL far down",
        ),
        pytest.param(
            b"INFO a\n  ERROR b\n", {"lines": 2, "informational": 1, "entry": 1}, id="an indented error is no detail"
        ),
        pytest.param(
            b"INFO a\n  found an error\n",
            {"lines": 2, "informational": 1, "unexplained": 1, "suspicious": 1},
            id="a detail of an informational line is not harmless",
        ),
        pytest.param(
            b"ERROR a\n  found an error\n", {"lines": 2, "entry": 1, "continuation": 1}, id="a detail of an error"
        ),
        pytest.param(
            b"what\n  is this\n", {"lines": 2, "unexplained": 2}, id="nothing continues what is not explained"
        ),
        pytest.param(
            b"ERROR a\nwhat\n  b\n",
            {"lines": 3, "entry": 1, "unexplained": 2},
            id="nor an entry behind that",
        ),
        pytest.param(
            b"  a\nINFO b\n",
            {"lines": 2, "unexplained": 1, "informational": 1},
            id="nothing continues the start",
        ),
    ],
)  # fmt: skip
def test_the_account_of_lines(tmp_path: Path, log: bytes, expected: dict[str, int]) -> None:
    assert counts(read(tmp_path, log, "text").statistics) == expected


@pytest.mark.parametrize(
    ("log", "ends_whole"),
    [
        pytest.param(b"INFO a\n", True, id="LF"),
        pytest.param(b"INFO a\r\n", True, id="CRLF"),
        pytest.param(b"INFO a\nINFO b", False, id="text"),
        pytest.param(b"INFO a\nINFO b\r", False, id="half a line end"),
        pytest.param(b"INFO a\n ", False, id="a blank"),
    ],
)
def test_whether_the_last_line_has_its_end(tmp_path: Path, log: bytes, ends_whole: bool) -> None:
    assert read(tmp_path, log).statistics.ends_whole is ends_whole


def test_suspicious_templates_come_first_then_those_of_most_lines(tmp_path: Path) -> None:
    lines = ["INFO a", "one thing", *(f"line {number}" for number in range(3, 20))]
    lines[9] = "x" * 400
    for number in (11, 12, 13, 14):
        lines[number - 1] = f"an error, {number}"

    statistics = read(tmp_path, "".join(f"{line}\n" for line in lines).encode(), "text").statistics

    assert [(each.template, each.lines, each.sample, each.is_suspicious) for each in statistics.unexplained] == [
        ("an error, \u27e8number\u27e9", 4, LogLine(11, "an error, 11"), True),
        ("line \u27e8number\u27e9", 12, LogLine(3, "line 3"), False),
        ("one thing", 1, LogLine(2, "one thing"), False),
        ("x" * 400, 1, LogLine(10, "x" * 300), False),
    ]


def test_lines_of_another_format_are_read_too(tmp_path: Path) -> None:
    log = b'{"level": "INFO"}\nERROR a\nERROR b\n'

    reading = read(tmp_path, log)

    assert reading.statistics.format == "text+jsonl"
    assert counts(reading.statistics) == {"lines": 3, "entry": 2, "informational": 1}


QUIET = "2026-11-23 10:00:00,123 INFO [main] content.validation - article number one is checked and found to be ok\n"
ALMOST_QUIET = [
    ("\u2028", "2026-11-23 10:00:00,123 ERROR [main] a.b - title is empty"),
    ("\x0c", "2026-11-23 10:00:00,123 ERROR [main] a.b - title is empty"),
    (" ", '{"success": false, "details": {"errors": [{"name": "A", "issue": "title is empty"}]}}'),
    ("\n", "2026-11-23 10:00:00,123 INFO [main] a.b - ERROR: title is empty"),
    ("\n", "2026-11-23 10:00:00,123 INFO [main] a.b - [ERROR] title is empty"),
]


@pytest.mark.parametrize(("end", "finding"), ALMOST_QUIET)
def test_no_shortcut_is_taken_over_a_finding_in_the_middle_of_a_large_log(
    tmp_path: Path, end: str, finding: str
) -> None:
    quiet = QUIET * 20_000
    log = f"{quiet}{QUIET.rstrip()}{end}{finding}\n{quiet}"

    reading = read(tmp_path, log.encode())

    assert [(entry.severity, entry.message) for entry in reading.entries] == [(ERROR, "title is empty")]
    assert reading.statistics.unexplained_lines == 0


def test_a_file_that_cannot_be_read(tmp_path: Path, wording: Callable[[str], None]) -> None:
    with pytest.raises(LogUnavailableError) as refusal:
        read_log(tmp_path / "gone", location=WHERE, format_name="auto")

    assert refusal.value.reason is Reason.FILE_UNREADABLE
    assert WHERE in refusal.value.what
    wording(str(refusal.value))


PIECES = st.sampled_from([
    b"INFO a", b"ERROR b", b"WARN c", b"  detail", b"\tan error", b"what", b"fail", b"", b" ", b"\xff", b"\x00",
    b'{"level": "ERROR"}', b'{"level": "INFO"}', b"ERROR", b"\xef\xbb\xbf", "ERROR \N{GRINNING FACE}".encode(),
])  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r", b""])


@given(pieces=st.lists(st.tuples(PIECES, ENDS), max_size=20), format_name=st.sampled_from(["auto", "text", "jsonl"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_is_accounted_for_once(tmp_path: Path, pieces: list[tuple[bytes, bytes]], format_name: str) -> None:
    log = b"".join(text + end for text, end in pieces)
    try:
        reading = read(tmp_path, log, format_name)
    except LogUnreadableError:
        assert not log.removeprefix(b"\xef\xbb\xbf").strip() or b"\x00" in log
        return
    statistics = reading.statistics

    assert statistics.lines == (
        statistics.entry_lines
        + statistics.continuation_lines
        + statistics.informational_lines
        + statistics.unexplained_lines
    )
    assert statistics.blank_lines <= statistics.informational_lines
    assert statistics.suspicious_lines <= statistics.unexplained_lines
    assert statistics.ends_whole is log.endswith(b"\n")
    assert len(reading.entries) == statistics.entry_lines
    attached = sum(len(entry.raw) - 1 for entry in reading.entries)
    # What seems to continue an entry is shown with it, also if nothing explains it.
    assert attached <= statistics.continuation_lines + statistics.unexplained_lines
    assert [entry.log_line for entry in reading.entries] == sorted(entry.log_line for entry in reading.entries)


@given(lines=st.lists(st.sampled_from(["ERROR a", "WARN b", "INFO c", "what"]), min_size=1, max_size=30), cut=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_log_that_was_cut_off_shows_it_or_has_whole_lines_alone(
    tmp_path: Path, lines: list[str], cut: st.DataObject
) -> None:
    log = "".join(f"{line}\n" for line in lines).encode()
    size = cut.draw(st.integers(1, len(log)))

    statistics = read(tmp_path, log[:size], "text").statistics

    assert statistics.ends_whole is (log[size - 1 : size] == b"\n")


def test_a_total_is_found_where_the_last_block_is_a_single_line(tmp_path: Path) -> None:
    head = "2026-11-23 10:00:00,123 INFO [main] a.b - "
    totals = f"{head}Total errors: 3\n{head}Total warnings: 1\n"
    # A file is read in blocks of a power of two, and the totals are right before the end of one.
    quiet = QUIET * 9_000
    filler = head.ljust((1 << 20) - len(quiet) - len(totals) - 1, "x") + "\n"

    reading = read(tmp_path, f"{quiet}{filler}{totals}{head}done\n".encode())

    assert (reading.statistics.stated_errors, reading.statistics.stated_warnings) == (3, 1)
