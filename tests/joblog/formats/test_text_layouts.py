"""The layouts of levelled text, each with lines as the named logger prints them."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.model import Severity
from tests.builders import ERROR, WARNING


def read(*lines: str) -> Sequence[ParsedEntry] | None:
    """Read lines with one parser and return its result for the last."""
    parser = LevelledText().parser()
    return [parser.parse(line) for line in lines][-1]


@pytest.mark.parametrize(
    ("line", "timestamp"),
    [
        ("2026-11-23 10:00:00,123 ERROR [main] c.e.Check - no title", "2026-11-23 10:00:00,123"),
        ("2026-11-23 10:00:00,123 [main] ERROR c.e.Check - no title", "2026-11-23 10:00:00,123"),
        ("2026-11-23 10:00:00,123 ERROR com.example.Check: no title", "2026-11-23 10:00:00,123"),
        ("2026-11-23 10:00:00,123 ERROR [c.e.Check] - no title", "2026-11-23 10:00:00,123"),
        ("2026-11-23 10:00:00,123 ERROR [main] c.e.Check [jobId=7, tenant=x] - no title", "2026-11-23 10:00:00,123"),
        ("2026-11-23 10:00:00,123 ERROR [main] c.e.Check - [jobId=7] no title", "2026-11-23 10:00:00,123"),
        ("2026-11-23 10:00:00,123 ERROR [main] {jobId=7} c.e.Check - no title", "2026-11-23 10:00:00,123"),
        ("ERROR 2026-11-23 10:00:00,123 [main] c.e.Check - no title", "2026-11-23 10:00:00,123"),
        ("[ERROR] [2026-11-23 10:00:00] no title", "2026-11-23 10:00:00"),
        ("ERROR c.e.Check 2026-11-23 10:00:00,123 [main] - no title", "2026-11-23 10:00:00,123"),
        ("2026-11-23 10:00:00.123 ERROR 812 --- [  main] c.e.Check   : no title", "2026-11-23 10:00:00.123"),
        ("23-Nov-2026 10:00:00.123 SEVERE [main] org.example.Check.run no title", "23-Nov-2026 10:00:00.123"),
        ("2026-11-23 10:00:00,123 - name - ERROR - no title", "2026-11-23 10:00:00,123"),
        ("Mon, 23 Nov 2026 10:00:00 +0100 ERROR no title", "Mon, 23 Nov 2026 10:00:00 +0100"),
        ("[23 Nov 2026 10:00:00.123] [main] ERROR no title", "23 Nov 2026 10:00:00.123"),
        ("ERROR:name.sub:no title", None),
        ("[2026-11-23 10:00:00,123] ERROR in check: no title", "2026-11-23 10:00:00,123"),
        ("[2026-11-23 10:00:00 +0000] [12] [ERROR] no title", "2026-11-23 10:00:00 +0000"),
        ("[2026-11-23 10:00:00,123: ERROR/MainProcess] no title", "2026-11-23 10:00:00,123"),
        ("2026-11-23 10:00:00.123 | ERROR    | name:check:12 - no title", "2026-11-23 10:00:00.123"),
        ("2026-11-23 10:00:00.1234|ERROR|Example.Check|no title", "2026-11-23 10:00:00.1234"),
        ("Nov 23 10:00:00 host check[12]: error: no title", "Nov 23 10:00:00"),
        ("Nov  3 10:00:00 host check: ERROR no title", "Nov  3 10:00:00"),
        ("<11>Nov 23 10:00:00 host check[12]: no title", "Nov 23 10:00:00"),
        ("<14>Nov 23 10:00:00 host check[12]: error: no title", "Nov 23 10:00:00"),
        ("<11>1 2026-11-23T10:00:00Z host check 12 ID - no title", "2026-11-23T10:00:00Z"),
        ('<8>1 - host check 12 ID [a@1 b="]"][c@1 d="\\"e"] \ufeffno title', None),
        ("[Sun Dec 04 04:47:44 2005] [error] [client 192.0.2.1] no title", "Sun Dec 04 04:47:44 2005"),
        ("[Sun Dec 04 04:47:44.123456 2005] [core:error] [pid 1:tid 2] no title", "Sun Dec 04 04:47:44.123456 2005"),
        ("2026/11/23 10:00:00 [error] 12#0: *45 no title", "2026/11/23 10:00:00"),
        ("[10:00:00 ERR] no title", "10:00:00"),
        ("10:00:00 FTL no title", "10:00:00"),
        ("ERRO[0012] no title", None),
        ("E 10:00:00 no title", "10:00:00"),
        ("10:00:00 E no title", "10:00:00"),
        ("E: no title", None),
        ("[E] no title", None),
        ("[E 2026-11-23 10:00:00.000 check] no title", "2026-11-23 10:00:00.000"),
        ("E1123 10:00:00.123456 1234 check.go:12] no title", "1123 10:00:00.123456"),
        ("E/Check(  12): no title", None),
        ("11-23 10:00:00.123  1234  5678 E no title", "11-23 10:00:00.123"),
        ("10:00:00 worker-1 validator ERROR no title", "10:00:00"),
        ("10:00:00 [main/ERROR]: no title", "10:00:00"),
        ("10:00:00 Error: no title", "10:00:00"),
        ("2026-11-23 10:00:00 error no title", "2026-11-23 10:00:00"),
        ("[error] no title", None),
        ("error: no title", None),
        ("1795428000 ERROR no title", "1795428000"),
        ("1795428000.123 ERROR no title", "1795428000.123"),
        ("[1795428000123] ERROR no title", "1795428000123"),
        ("2026-11-23T10:00:00.123+01:00 ERROR no title", "2026-11-23T10:00:00.123+01:00"),
        ("20261123T100000Z ERROR no title", "20261123T100000Z"),
        ("23.11.2026 10:00:00 ERROR no title", "23.11.2026 10:00:00"),
        ("11/23/2026 10:00:00 AM ERROR no title", "11/23/2026 10:00:00 AM"),
        ("2026-11-23 10:00 ERROR no title", "2026-11-23 10:00"),
        ("10:00:00 validator ERROR no title", "10:00:00"),
        ("10:00:00 [main] error no title", "10:00:00"),
        ("10:00:00 [main] E no title", "10:00:00"),
        ("10:00:00 host.example a b ERROR no title", "10:00:00"),
        ("10:00:00 a: b: c: d: ERROR no title", "10:00:00"),
        ("11-23 10:00:00.123  1234     8 E no title", "11-23 10:00:00.123"),
    ],
)
def test_an_error_in_each_layout(line: str, timestamp: str | None) -> None:
    assert read(line) == (ParsedEntry(severity=ERROR, message="no title", timestamp=timestamp),)


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("WARN", WARNING),
        ("WRN", WARNING),
        ("Warning", WARNING),
        ("W", WARNING),
        ("err", ERROR),
        ("CRITICAL", ERROR),
        ("Fatal", ERROR),
        ("F", ERROR),
        ("Info", None),
        ("INF", None),
        ("dbg", None),
        ("D", None),
        ("I", None),
        ("NOTICE", None),
    ],
)
@pytest.mark.parametrize("frame", ["10:00:00 {} no title", "10:00:00 [{}] no title", "[10:00:00] [{}] no title"])
def test_every_spelling_of_a_level(word: str, severity: Severity | None, frame: str) -> None:
    expected = () if severity is None else (ParsedEntry(severity=severity, message="no title", timestamp="10:00:00"),)

    assert read(frame.format(word)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-23 10:00:00,123 INFO [main] c.e.Check - article 'Error codes' checked, 0 errors",
        "2026-11-23 10:00:00,123 - name - INFO - finished with errors, see log",
        "Nov 23 10:00:00 host check[12]: started",
        "Nov 23 10:00:00 host check[12]: finished, no errors and 0 warnings",
        "Nov 23 10:00:00 host check[12]: info: found an error page",
        "<14>1 2026-11-23T10:00:00Z host check 12 - - an ERROR page",
        "[Sun Dec 04 04:47:44 2005] [notice] error page configured",
        "I1123 10:00:00.123456 1234 check.go:12] done",
        "11-23 10:00:00.123  1234  5678 D Check: done",
        "10:00:00 worker-1 validator INFO 3 errors so far",
        "10:00:00 D Error pages are checked, too",
        "2026-11-23 10:00:00.123 | INFO     | name:check:12 - an ERROR page",
        "info: started",
        "[debug] started",
        "<191>1 - host check - - - started",
    ],
)
def test_what_is_informational(line: str) -> None:
    assert read(line) == INFORMATIONAL


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-23 10:00:00 Notice board is missing",
        "10:00:00 I cannot find the article",
        "10:00:00 article INFO page is missing",
        "10:00:00 The article has no ERROR page",
        "Nov 23 10:00:00 host check[12]: article is missing",
        "2026-11-23 10:00:00,ERROR,ART-101,no title",
        "<999>1 2026-11-23T10:00:00Z host check 12 - - no title",
        "<11>no header",
        "<error>",
        "I: cannot find the article",
        "Note: no title",
        "ErrorHandling is on",
        "10:00:00",
        "10:00:00 [unclosed",
        "10:00:00 article has ERROR page",
        "10:00:00 article Error: no title",
        "10:00:00 host.example a b c ERROR page",
        "10:00:00 check: E no title",
        "10:00:00 validator E no title",
        "<192>1 - host check - - - no title",
    ],
)
def test_what_is_not_of_this_format(line: str) -> None:
    assert read(line) is None


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        pytest.param("400-10424 no title", "400-10424", "no title", id="code"),
        pytest.param("12 articles have no title", None, "12 articles have no title", id="number"),
        pytest.param("12: no title", None, "check:12: no title", id="number of a line"),
    ],
)
def test_a_digit_behind_the_name_of_a_logger_of_python(text: str, rule: str | None, message: str) -> None:
    assert read(f"ERROR:check:{text}") == (ParsedEntry(severity=ERROR, message=message, rule=rule),)


@pytest.mark.parametrize(
    ("line", "severity", "message"),
    [
        pytest.param("name - ERROR - Billing - no title", ERROR, "Billing - no title", id="word of the message"),
        pytest.param("name - ERROR - check.py:12 - no title", ERROR, "no title", id="place in a file"),
        pytest.param("ERROR - check - no title", ERROR, "no title", id="logger behind the level"),
        pytest.param("name - INFO - Billing - WARN: no title", WARNING, "no title", id="finding in a message"),
    ],
)
def test_a_word_and_a_dash_behind_the_level(line: str, severity: Severity, message: str) -> None:
    assert read(f"10:00:00 - {line}") == (ParsedEntry(severity=severity, message=message, timestamp="10:00:00"),)


def test_the_two_lines_of_java_util_logging() -> None:
    header = "Nov 23, 2026 10:00:00 AM com.example.Check run"

    assert read(header) == INFORMATIONAL
    assert read(header, "INFO: started") == INFORMATIONAL
    assert read(header, "SEVERE: no title") == (
        ParsedEntry(severity=ERROR, message="no title", timestamp="Nov 23, 2026 10:00:00 AM"),
    )
    assert read(header.replace(" AM", "\u202fAM"), "WARNING: no title") == (
        ParsedEntry(severity=WARNING, message="no title", timestamp="Nov 23, 2026 10:00:00\u202fAM"),
    )
    assert read(header, "INFO: started", "SEVERE: no title") == (ParsedEntry(severity=ERROR, message="no title"),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("[10:00:00 ERR Example.Check] no title", "no title", id="with a logger"),
        pytest.param("[10:00:00 ERR] field a] is odd", "field a] is odd", id="a bracket in the message"),
        pytest.param("[10:00:00 ERR Check] field a] is odd", "field a] is odd", id="a logger and such a bracket"),
        pytest.param("[10:00:00 ERR field [a] is odd", "field [a] is odd", id="never closed, a pair in the message"),
        pytest.param("[10:00:00 ERR no title", "no title", id="never closed"),
        pytest.param("[10:00:00] ERR field a] is odd", "field a] is odd", id="the time's own, and such a bracket"),
        pytest.param("10:00:00 ERR field a] is odd", "field a] is odd", id="none, and such a bracket"),
        pytest.param("[10:00:00] ERR      in check: no title", "no title", id="the time's own, as Flask prints them"),
    ],
)
def test_time_and_level_may_share_brackets(line: str, message: str) -> None:
    assert read(line) == (ParsedEntry(severity=ERROR, message=message, timestamp="10:00:00"),)


@pytest.mark.parametrize("line", ["<11>1 - host check 12 ID -", "ERROR", "[E] "])
def test_a_finding_without_a_message_has_the_line_as_its_message(line: str) -> None:
    assert read(line) == (ParsedEntry(severity=ERROR, message=line.strip()),)


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    ("quiet", "finding"),
    [
        ("10:00:00 INFO started", "10:00:00 ERROR no title"),
        ("INFO started", "ERROR: no title"),
        ("I1123 10:00:00.123456 1234 check.go:12] started", "E1123 10:00:00.123456 1234 check.go:12] no title"),
        ("I/Check: started", "E/Check: no title"),
        ("<14>Nov 23 10:00:00 host check[12]: started", "<11>Nov 23 10:00:00 host check[12]: no title"),
    ],
)
def test_a_finding_behind_an_odd_line_end_in_an_informational_line(quiet: str, finding: str, separator: str) -> None:
    expected = read(finding)

    assert [entry.message for entry in expected or ()] == ["no title"]
    assert read(f"{quiet}{separator}{quiet}{separator} {finding}") == expected
    assert read(f"{quiet}{separator}{quiet}") == INFORMATIONAL


def test_an_odd_line_end_within_a_finding_is_a_part_of_its_message() -> None:
    assert read("10:00:00 ERROR no title\u2028in 'A\u2028ERROR: B'") == (
        ParsedEntry(severity=ERROR, message="no title\u2028in 'A\u2028ERROR: B'", timestamp="10:00:00"),
    )


def test_a_finding_inside_an_informational_line() -> None:
    assert read("10:00:00 INFO [main] [ERROR] a.b.Check - no title") == (
        ParsedEntry(severity=ERROR, message="a.b.Check - no title", timestamp="10:00:00"),
    )
    assert read("10:00:00 - name - INFO - WARN: no title") == (
        ParsedEntry(severity=WARNING, message="no title", timestamp="10:00:00"),
    )


def test_a_trace_of_python_ends_with_a_line_that_is_not_indented() -> None:
    parser = LevelledText().parser()
    trace = ["Traceback (most recent call last):", '  File "a.py", line 1, in b', "\tc()", "KeyError: 'title'"]

    assert [parser.continues(line) for line in trace] == [True, True, True, True]
    assert not parser.continues("KeyError: 'title'")
    assert parser.continues("During handling of the above exception, another exception occurred:")


def test_an_entry_ends_a_trace_of_python() -> None:
    parser = LevelledText().parser()
    parser.continues("Traceback (most recent call last):")
    parser.parse("INFO started")

    assert not parser.continues("Missing: the title")


@pytest.mark.parametrize(
    "line",
    [
        "ERROR " + "a." * 50_000,
        "ERROR " + "[a] " * 25_000,
        "10:00:00 " + "a " * 50_000,
        "10:00:00 " + "[" * 100_000,
        "<11>1 - host check 12 ID " + "[a" * 50_000,
        '<11>1 - host check 12 ID [a="' + "\\x" * 50_000,
        " " * 100_000,
        "2026-11-23 10:00:00,123 INFO " + " -" * 50_000,
        "E/" + "a" * 100_000,
        "\u202f" * 100_000,
    ],
    ids=lambda line: line[:20].strip() or "blank",
)
def test_the_time_for_a_line_grows_with_its_length_alone(line: str) -> None:
    started = time.process_time()

    read(line)

    # Quadratic time would take minutes.
    assert time.process_time() - started < 20
