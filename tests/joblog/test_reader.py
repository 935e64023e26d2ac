from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_contentjobs.errors import LogUnavailableError, LogUnreadableError
from pytest_contentjobs.joblog import reader
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.model import LogEntry, LogLine, LogStatistics
from tests.builders import ERROR, WARNING, article

WHERE = "s3://bucket/log.txt"
JUDGE_ALONE = "judge it with --content-log FILE --content-status FILE."


def read(path: Path, log: bytes, format_name: str = "auto") -> LogReading:
    file = path / "log"
    file.write_bytes(log)
    return read_log(file, location=WHERE, format_name=format_name)


def counts(statistics: LogStatistics) -> dict[str, int]:
    """Return the counts that are not 0, without the ending."""
    named = {
        "lines": statistics.lines,
        "entry": statistics.entry_lines,
        "continuation": statistics.continuation_lines,
        "informational": statistics.informational_lines,
        "blank": statistics.blank_lines,
        "unrecognised": statistics.unrecognised_lines,
        "suspicious": statistics.suspicious_lines,
        "undecodable": statistics.undecodable_lines,
    }
    return {name: count for name, count in named.items() if count}


def test_a_text_log_is_read_into_entries_and_an_account_of_all_lines(tmp_path: Path) -> None:
    log = (
        b"2026-11-23 10:00:00 INFO started\n"
        b"2026-11-23 10:00:01 ERROR a.b - ART-1 article 'A/B': is empty\n"
        b"java.io.IOException: no such file\n"
        b"\tat a.b.C(C.java:1)\n"
        b"\n"
        b"WARN language is odd\n"
        b"what is this\n"
        b"    and this\n"
        b"2026-11-23 10:00:02 INFO details:\n"
        b"    all is well\n"
    )

    assert read(tmp_path, log) == LogReading(
        (
            LogEntry(
                severity=ERROR,
                message="is empty",
                rule="ART-1",
                entity=article("B", "A"),
                log_line=2,
                timestamp="2026-11-23 10:00:01",
                raw=(
                    "2026-11-23 10:00:01 ERROR a.b - ART-1 article 'A/B': is empty",
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
            continuation_lines=3,
            informational_lines=3,
            blank_lines=1,
            unrecognised_lines=2,
            suspicious_lines=0,
            undecodable_lines=0,
            ends_whole=True,
            samples=(LogLine(7, "what is this"), LogLine(8, "    and this")),
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
        pytest.param("text", {"lines": 2, "unrecognised": 2, "suspicious": 1}, id="text"),
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
        pytest.param(b"INFO a\n\xe9\n", {"lines": 2, "informational": 1, "unrecognised": 1, "undecodable": 1}, id="Latin-1"),
        pytest.param(
            b"INFO a\nINFO \xe9\n", {"lines": 2, "informational": 2, "undecodable": 1}, id="Latin-1 in what is informational"
        ),
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
            {"lines": 2, "informational": 1, "unrecognised": 1, "suspicious": 1},
            id="a detail of an informational line may be a finding",
        ),
        pytest.param(
            b"ERROR a\n  found an error\n", {"lines": 2, "entry": 1, "continuation": 1}, id="a detail of an error"
        ),
        pytest.param(
            b"what\n  is this\n", {"lines": 2, "unrecognised": 2}, id="nothing continues what was not recognised"
        ),
        pytest.param(b"ERROR a\nwhat\n  b\n", {"lines": 3, "entry": 1, "unrecognised": 2}, id="nor an entry behind that"),
        pytest.param(b"  a\nINFO b\n", {"lines": 2, "unrecognised": 1, "informational": 1}, id="nothing continues the start"),
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


def test_samples_show_suspicious_lines_first_then_the_first_and_last_of_the_others(tmp_path: Path) -> None:
    lines = ["INFO a", *(f"line {number}" for number in range(2, 20))]
    lines[9] = "x" * 400
    for number in (11, 12, 13, 14):
        lines[number - 1] = f"an error, {number}"
    lines[17] = "y" * 400

    statistics = read(tmp_path, "".join(f"{line}\n" for line in lines).encode(), "text").statistics

    assert statistics.samples == (
        LogLine(2, "line 2"),
        LogLine(3, "line 3"),
        LogLine(4, "line 4"),
        LogLine(11, "an error, 11"),
        LogLine(12, "an error, 12"),
        LogLine(13, "an error, 13"),
        LogLine(17, "line 17"),
        LogLine(18, "y" * 300),
        LogLine(19, "line 19"),
    )


def test_the_format_that_explains_most_of_the_first_lines_wins(tmp_path: Path) -> None:
    log = b'{"level": "INFO"}\nERROR a\nERROR b\n'

    reading = read(tmp_path, log)

    assert (reading.statistics.format, counts(reading.statistics)) == (
        "text",
        {"lines": 3, "entry": 2, "unrecognised": 1},
    )


def empty(location: str = WHERE) -> str:
    return (
        f"The log {location} is empty, so nothing shows that the content was looked at. Check that the job wrote its log "
        "to the end and run again."
    )


def zipped() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("log.txt", "INFO a\n")
    return archive.getvalue()


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param(b"", empty(), id="empty"),
        pytest.param(b"\xef\xbb\xbf", empty(), id="byte order mark alone"),
        pytest.param(b" \n\r\n\t\n", empty(), id="blank"),
        pytest.param(b"\n" * 100_000, empty(), id="blank for long"),
        pytest.param(
            "INFO a\n".encode("utf-16"),
            f"The log {WHERE} is in UTF-16, and only UTF-8 text is read. Convert it (iconv -f UTF-16 -t UTF-8) and "
            f"{JUDGE_ALONE}",
            id="UTF-16",
        ),
        pytest.param(
            b"\xfe\xff" + "INFO a\n".encode("utf-16-be"),
            f"The log {WHERE} is in UTF-16, and only UTF-8 text is read. Convert it (iconv -f UTF-16 -t UTF-8) and "
            f"{JUDGE_ALONE}",
            id="UTF-16, big end first",
        ),
        pytest.param(
            gzip.compress(b"INFO a\n"),
            f"The log {WHERE} is compressed by gzip, and only UTF-8 text is read. Unpack it and {JUDGE_ALONE}",
            id="gzip",
        ),
        pytest.param(
            zipped(), f"The log {WHERE} is a zip archive, and only UTF-8 text is read. Unpack it and {JUDGE_ALONE}", id="zip"
        ),
        pytest.param(
            "INFO a\n".encode("utf-16-le"),
            f"The log {WHERE} has NUL bytes, so it is binary or UTF-16 without a mark. Convert it to UTF-8 and "
            f"{JUDGE_ALONE}",
            id="UTF-16 without mark",
        ),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path: Path, log: bytes, expected: str) -> None:
    with pytest.raises(LogUnreadableError) as refusal:
        read(tmp_path, log)

    assert str(refusal.value) == expected


@pytest.mark.parametrize("format_name", ["auto", "text"])
def test_a_line_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str) -> None:
    monkeypatch.setattr(reader, "MAXIMUM_LINE", 3 << 20)

    with pytest.raises(LogUnreadableError) as refusal:
        read(tmp_path, b"INFO a\nINFO " + b"a" * (3 << 20), format_name)

    assert str(refusal.value) == f"Line 2 of the log {WHERE} is longer than 3 MiB. Check that this is the job's log."


def test_the_longest_line_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAXIMUM_LINE", 8)

    assert counts(read(tmp_path, b"INFO ab\nINFO abc", "text").statistics) == {"lines": 2, "informational": 2}


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LogUnavailableError) as refusal:
        read_log(tmp_path / "gone", location=WHERE, format_name="auto")

    assert str(refusal.value) == (
        f"The log {WHERE} cannot be read: No such file or directory. Check the file and its disk."
    )


PIECES = st.sampled_from([
    b"INFO a", b"ERROR b", b"WARN c", b"  detail", b"\tan error", b"what", b"fail", b"", b" ", b"\xff", b"\x00",
    b'{"level": "ERROR"}', b'{"level": "INFO"}', b"ERROR", b"\xef\xbb\xbf", "ERROR \N{GRINNING FACE}".encode(),
])  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r", b""])


@given(pieces=st.lists(st.tuples(PIECES, ENDS), max_size=20), format_name=st.sampled_from(["auto", "text", "jsonl"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_is_accounted_for_once(tmp_path: Path, pieces: list[tuple[bytes, bytes]], format_name: str) -> None:
    log = b"".join(text + end for text, end in pieces)
    try:
        reading = read(tmp_path, log, format_name)
    except LogUnreadableError:
        assert b"\x00" in log or not log.removeprefix(b"\xef\xbb\xbf").strip()
        return
    statistics = reading.statistics

    assert statistics.size == len(log)
    assert statistics.lines == (
        statistics.entry_lines
        + statistics.continuation_lines
        + statistics.informational_lines
        + statistics.unrecognised_lines
    )
    assert statistics.blank_lines <= statistics.informational_lines
    assert statistics.suspicious_lines <= statistics.unrecognised_lines
    assert statistics.ends_whole is log.endswith(b"\n")
    assert len(reading.entries) == statistics.entry_lines
    attached = sum(len(entry.raw) - 1 for entry in reading.entries)
    assert attached <= statistics.continuation_lines
    assert [entry.log_line for entry in reading.entries] == sorted(entry.log_line for entry in reading.entries)


@given(lines=st.lists(st.sampled_from(["ERROR a", "WARN b", "INFO c", "what"]), min_size=1, max_size=30), cut=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_log_that_was_cut_off_shows_it_or_has_whole_lines_alone(
    tmp_path: Path, lines: list[str], cut: st.DataObject
) -> None:
    log = "".join(f"{line}\n" for line in lines).encode()
    size = cut.draw(st.integers(1, len(log)))

    statistics = read(tmp_path, log[:size], "text").statistics

    assert statistics.ends_whole is (log[size - 1 : size] == b"\n")
