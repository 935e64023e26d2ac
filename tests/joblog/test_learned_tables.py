"""Which column of a table has the levels is learned from its rows, without a header or below one that does not say it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pytest_contentjobs.joblog.learned_tables import learn_header
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY


def rows(delimiter: str, *levels: str) -> list[str]:
    return [
        delimiter.join((f"the article number {number}", level, f"ART-{number}", f"2026-03-02 06:10:{number}"))
        for number, level in enumerate(levels, 10)
    ]


def read(path: Path, lines: list[str], format_name: str = "auto") -> LogReading:
    log = path / "log.txt"
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_log(log, location="log", format_name=format_name)


@pytest.mark.parametrize("delimiter", "\t;|,")
@pytest.mark.parametrize("format_name", ["auto", "table"])
def test_the_level_is_read_from_its_column(tmp_path: Path, delimiter: str, format_name: str) -> None:
    reading = read(tmp_path, rows(delimiter, "INFO", "INFO", "ERROR", "DEBUG", "WARN", "INFO"), format_name)

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(3, "error"), (5, "warning")]
    assert reading.statistics.unexplained_lines == 0


def test_the_other_columns_are_known_by_their_content(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, rows(",", "INFO", "INFO", "ERROR"), "table").entries

    assert (entry.message, entry.rule, entry.timestamp) == ("the article number 12", "ART-12", "2026-03-02 06:10:12")


def test_a_column_of_other_texts_is_a_detail(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, [f"loader 1,{line}" for line in rows(",", "INFO", "INFO", "ERROR")], "table").entries

    assert entry.message == "the article number 12"
    assert entry.details == {"column 1": "loader 1"}


@pytest.mark.parametrize("line", ["loader 1,{}", "{},loader 1"])
def test_the_message_stands_before_or_behind_other_texts(line: str) -> None:
    header = learn_header([line.format(row) for row in rows(",", "INFO", "INFO", "ERROR")], VOCABULARY)

    assert header is not None
    assert header.places["message"] == line.split(",").index("{}")


def test_a_table_may_have_three_columns(tmp_path: Path) -> None:
    lines = [line.rpartition(",")[0] for line in rows(",", "INFO", "ERROR", "INFO")]

    assert [entry.rule for entry in read(tmp_path, lines).entries] == ["ART-11"]


def test_names_of_as_many_columns_are_no_row(tmp_path: Path) -> None:
    reading = read(tmp_path, ["Event,Grade,Number,When", *rows(",", "INFO", "ERROR", "INFO", "INFO")], "table")

    assert [entry.log_line for entry in reading.entries] == [3]
    assert reading.statistics.unexplained_lines == 0


def test_lines_without_columns_may_continue_a_row(tmp_path: Path) -> None:
    frames = ["java.io.IOException: closed", *["\tat com.kb.Store.insert(Store.java:88)"] * 6]
    first, second, *others = rows("|", "INFO", "ERROR", "INFO", "WARN", "INFO")
    reading = read(tmp_path, [first, second, *frames, *others], "table")

    assert [(entry.log_line, len(entry.raw)) for entry in reading.entries] == [(2, 8), (11, 1)]
    assert reading.statistics.unexplained_lines == 0


def test_names_of_fewer_columns_are_no_row(tmp_path: Path) -> None:
    reading = read(tmp_path, ["Event,Grade,Number", *rows(",", "INFO", "ERROR", "INFO", "INFO")])

    assert [entry.log_line for entry in reading.entries] == [3]
    assert reading.statistics.unexplained_lines == 0


def test_an_entry_goes_on_without_a_delimiter_as_a_stack_trace_does(tmp_path: Path) -> None:
    trace = [
        "Stack trace",
        "com.example.NoTitle: KB-7",
        "	at com.example.Check.run(Check.java:7)",
        "	... 14 more",
    ]
    threads = {"the first": "INFO", "a b": "INFO", "c d e": "ERROR", "another one": "WARN", "the last of": "INFO"}
    lines = [
        f"{thread} | 2026-03-02 06:10:00 | {level} | the body of {thread} is empty" for thread, level in threads.items()
    ]

    reading = read(tmp_path, [*lines[:3], *trace, *lines[3:]])

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(3, "error"), (8, "warning")]
    assert reading.entries[0].raw == (lines[2], *trace)


def test_a_message_in_the_last_column_may_have_bars(tmp_path: Path) -> None:
    lines = [
        f"loader one | {level} | 2026-03-02 06:10:00 | the article" for level in ("INFO", "ERROR", "INFO", "DEBUG")
    ]
    lines[1] += " | and more | of it"

    reading = read(tmp_path, lines)

    assert [entry.message for entry in reading.entries] == ["the article | and more | of it"]
    assert reading.statistics.unexplained_lines == 0


NUMBERED = ["time,severity,component,message"] + [
    f"2026-11-20T10:00:0{place},{number},import,the article {place}" for place, number in enumerate((6, 3, 4, 7))
]


def test_numbers_below_the_name_of_a_level_are_read_by_their_scale(tmp_path: Path) -> None:
    reading = read(tmp_path, NUMBERED)

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(3, "error"), (4, "warning")]
    assert reading.statistics.unexplained_lines == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("severity", "amount", id="numbers of another name"),
        pytest.param(",7,", ",8123,", id="a number of no scale"),
        pytest.param(",7,", ",x7,", id="no number"),
    ],
)
def test_other_numbers_are_no_levels(tmp_path: Path, old: str, new: str) -> None:
    reading = read(tmp_path, "\n".join(NUMBERED).replace(old, new).split("\n"))

    assert not reading.entries
    assert reading.statistics.unexplained_lines >= 4


@pytest.mark.parametrize(
    ("name", "numbers", "is_scale"),
    [
        pytest.param("severity", "6347", True, id="bad and good ones"),
        pytest.param("severity", "6666", False, id="one number"),
        pytest.param("severity", "6565", False, id="good ones"),
        pytest.param("severity", "3334", False, id="bad ones"),
        pytest.param("levelno", ("20", "10", "20"), False, id="good ones of the scale by the name"),
        pytest.param("level", ("20", "10", "20"), True, id="bad ones of some scale"),
    ],
)
def test_numbers_are_levels_if_there_are_bad_and_good_ones(name: str, numbers: Sequence[str], is_scale: bool) -> None:
    lines = [f"time,{name},message", *(f"10:00:0{place},{number},the text" for place, number in enumerate(numbers))]

    assert (learn_header(lines, VOCABULARY) is not None) is is_scale


def test_another_word_in_the_column_is_an_unknown_level(tmp_path: Path) -> None:
    reading = read(tmp_path, rows("\t", *["INFO", "ERROR"] * 8, "GRMPF"))

    assert [each.level for each in reading.statistics.unexplained] == ["GRMPF"]


def test_a_row_that_calls_itself_good_is_searched_for_a_finding(tmp_path: Path) -> None:
    lines = rows("\t", *["INFO", "ERROR"] * 4, "INFO", "INFO")
    lines[8] = lines[8].replace("the article number 18", "ERROR: the body is empty")
    lines[9] = lines[9].replace("ART-19", "FAILED")

    assert [entry.log_line for entry in read(tmp_path, lines).entries] == [2, 4, 6, 8, 9, 10]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(rows(",", "Info", "Info", "Info"), id="one level that may be a word"),
        pytest.param(rows(",", "ERROR", "ERROR", "ERROR"), id="one level"),
        pytest.param(rows(",", "ERROR", "WARN", "ERROR"), id="no informational level"),
        pytest.param(rows(",", "INFO", "ERROR"), id="two rows"),
        pytest.param(rows(",", "INFO", "ERROR", "x", "y"), id="most words are no levels"),
        pytest.param([*[f"{line},INFO" for line in rows(",", "INFO", "ERROR", "INFO")][:2], "a,b"], id="few rows as long"),
        pytest.param([f"ERROR,{line}\nINFO,{line}" for line in rows(",", "INFO", "ERROR", "INFO")], id="two columns of levels"),
        pytest.param([*rows(",", "INFO", "ERROR", "INFO", "INFO"), *["a,b,c"] * 2], id="too many rows of another length"),
        pytest.param(["INFO,1,2", "ERROR,1,2", 'INFO,"1"x,2'], id="wrong quotes"),
    ],
)  # fmt: skip
def test_other_lines_are_no_table(lines: list[str]) -> None:
    assert learn_header("\n".join(lines).split("\n"), VOCABULARY) is None


def test_outcomes_are_levels_in_a_column_that_no_other_column_of_levels_stands_beside(tmp_path: Path) -> None:
    reading = read(tmp_path, rows(";", "v pořádku", "chyba", "v pořádku", "varování", "OK"))

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(2, "error"), (4, "warning")]
    assert reading.statistics.unexplained_lines == 0
    with_states = [
        f"{row};{state}" for row, state in zip(rows(";", "INFO", "ERROR", "INFO"), ("OK", "FAILED", "OK"), strict=True)
    ]
    header = learn_header(with_states, VOCABULARY)
    assert header is not None
    assert header.places["severity"] == 1
