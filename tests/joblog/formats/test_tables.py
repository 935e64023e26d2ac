from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats import tables
from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UNDECIDED, ParsedEntry, UnknownLevel
from pytest_contentjobs.joblog.formats.tables import MAXIMUM_LINES, Table
from pytest_contentjobs.model import Entity, Severity
from tests.builders import ERROR, WARNING, article
from tests.joblog.families import read_text


def read(text: str) -> list[object]:
    """Read a text's records: entries, "" for informational, "?" for undecided, None for unrecognised."""
    parser = Table().parser()
    result: list[object] = []
    record: list[str] = []
    for line in text.split("\n"):
        record.append(line)
        if parser.is_incomplete(line):
            continue
        parsed = parser.parse("\n".join(record))
        record = []
        result.extend([None] if parsed is None else ["?"] if parsed is UNDECIDED else parsed or [""])
    return result + ["open"] * bool(record)


def error(message: str, **fields: object) -> ParsedEntry:
    return ParsedEntry(severity=ERROR, message=message, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("severity,message\nERROR,no title", error("no title"), id="comma"),
        pytest.param("Level\tText\nE\tno title", error("no title"), id="tab, letter"),
        pytest.param("STATUS;Description\nfailed;no title", error("no title"), id="semicolon, outcome"),
        pytest.param("type | issue\nerror | no title", error("no title"), id="bar"),
        pytest.param("| Severity | Message |\n| **Error** | a \\| b |", error("a | b"), id="Markdown"),
        pytest.param("|level|message|\n|E|a|", error("a"), id="Markdown without blanks"),
        pytest.param("| level | message |\n| E | a", error("a"), id="Markdown without the last bar"),
        pytest.param('| level | message\n| E | "a|b"', error("a|b"), id="bars without a frame may be quoted"),
        pytest.param(
            "level,message\nERROR,ABC-1 article 'A/B': bad",
            error("bad", rule="ABC-1", entity=article("B", "A")),
            id="all in the message",
        ),
        pytest.param("level,Error Code,message\nERROR,7,bad", error("bad", rule="7"), id="code"),
        pytest.param("level,article,message\nERROR,A/B,bad", error("bad", entity=article("B", "A")), id="article"),
        pytest.param(
            "level,item,message\nERROR,article 'A/B' (articles[2]),bad",
            error("bad", entity=article("B", "A", 2)),
            id="item as in a message",
        ),
        pytest.param(
            "level,kind,name,folder,id,index,message\nERROR,Article,B,A,7,3,bad",
            error("bad", entity=Entity(kind="article", name="B", folder="A", id="7", index=3)),
            id="parts of an item",
        ),
        pytest.param(
            "level,folder,message\nERROR,A/B,bad",
            error("bad", entity=Entity(kind="folder", name="B", folder="A")),
            id="folder",
        ),
        pytest.param("level,row,message\nERROR,7,bad", error("bad", entity=Entity(kind="row", index=7)), id="row"),
        pytest.param(
            "level,row,topic,message\nERROR,7,T,bad",
            error("bad", entity=Entity(kind="topic", name="T"), details={"row": "7"}),
            id="row beside an item",
        ),
        pytest.param(
            "level,file,line,col,time,message\nERROR,a.html,4,2,10:00,bad",
            error("bad", file="a.html", line=4, column=2, timestamp="10:00"),
            id="position",
        ),
        pytest.param(
            "level,line,message\nERROR,123456789,bad", error("bad", line=123_456_789), id="the largest number"
        ),
        pytest.param("level,line,message\nERROR,1234567890,bad", error("bad"), id="a number that is too large"),
        pytest.param(
            "level,kind,id,message\nERROR,article,7,bad",
            error("bad", entity=Entity(kind="article", id="7")),
            id="an item by its id alone",
        ),
        pytest.param(
            "level,line,message,Owner\nERROR,x,bad,Zoë",
            error("bad", details={"Owner": "Zoë"}),
            id="no number, other columns",
        ),
        pytest.param(
            "level,rule,message\nERROR,ABC-1,", error("ERROR ABC-1", rule="ABC-1"), id="no message: the whole row"
        ),
        pytest.param('level,message\nERROR,"a ""b"",\n\nc"', error('a "b",\n\nc'), id="quoted line ends"),
        pytest.param('message,level\n"a\nb",ERROR', error("a\nb"), id="a line end in the first cell"),
        pytest.param('message,level\n"a\n",ERROR', error("a"), id="a quote at a line's start closes"),
        pytest.param('level,message\nERROR, "a\nb"', error("a\nb"), id="a blank before a quote"),
        pytest.param('level,message\nERROR,"a\n""b"""', error('a\n"b"'), id="double quotes at a line's start"),
        pytest.param('level,message\nERROR,"a\n""b""\nc"', error('a\n"b"\nc'), id="double quotes on a line between"),
        pytest.param('level,rule,message\nERROR,"",bad', error("bad"), id="an empty quoted cell"),
        pytest.param('level,rule,message\nERROR,"R","b,\nc"', error("b,\nc", rule="R"), id="several quoted cells"),
        pytest.param('level,message\nERROR,5" screen', error('5" screen'), id="a quote within a cell"),
    ],
)
def test_a_row(table: str, expected: ParsedEntry) -> None:
    assert read(table) == ["", expected]


@pytest.mark.parametrize("word", ["INFO", "debug", "I", "OK", "Passed"])
def test_an_informational_row(word: str) -> None:
    assert read(f"level,message\n{word},0 errors") == ["", ""]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("2,bad", id="number"),
        pytest.param(",bad", id="no word"),
        pytest.param("ERROR,bad,more", id="too many cells"),
        pytest.param("ERROR", id="too few cells"),
        pytest.param('ERROR,"a"b', id="broken quotes"),
        pytest.param('level,"message\n"', id="a second header on two lines"),
    ],
)
def test_a_row_that_is_not_recognised(row: str) -> None:
    assert read(f"level,message\n{row}\nERROR,good") == ["", None, error("good")]


@pytest.mark.parametrize(("row", "word"), [("HOPELESS,bad", "HOPELESS"), ("[Not migrated],bad", "Not migrated")])
def test_a_word_in_the_column_of_the_level_that_is_not_known(row: str, word: str) -> None:
    parser = Table().parser()
    parser.parse("level,message")

    assert parser.parse(row) == UnknownLevel(word)


def test_a_row_between_two_quotes_too_many_is_not_lost() -> None:
    assert read('level,message\nINFO,"a\nERROR,bad\nb"\nINFO,"a\nb"') == ["", None, ""]


def test_an_informational_row_that_counts_findings_is_undecided() -> None:
    assert read("level,message,Errors\nINFO,done, 0\nINFO,done,10\nINFO,done,none") == ["", "", "?", ""]


@pytest.mark.parametrize("line", ["ERROR,bad", "level,name", "name,message", "level message", "ERROR | bad", ""])
def test_no_row_without_a_header(line: str) -> None:
    assert read(line) == [None]


def test_lines_of_a_frame_and_a_second_header() -> None:
    text = "+---+---+\n| level | text |\n|:--|--:|\n| E | a |\n+===+===+\n| text | level |\n| b | W |\n| Total | 2 |"

    assert read(text) == ["", "", "", error("a"), "", "", ParsedEntry(severity=WARNING, message="b"), ""]


def test_a_sum_below_the_column_for_the_level() -> None:
    parser = Table().parser()
    parser.parse("| rule | level | text |")

    assert parser.parse("| | **Total** | 2 |") == INFORMATIONAL
    assert parser.parse("| | Total | 2 bad |") == UnknownLevel("Total")


def test_a_row_outside_the_frame() -> None:
    assert read("| level | message |\nxE | a |\n| E | b |") == ["", None, error("b")]


def test_a_frame_with_other_separators_in_it() -> None:
    assert read("| level | message | cause; fix |\n|--|--|--|\n| E | a | b; c |") == [
        "",
        "",
        error("a", details={"cause; fix": "b; c"}),
    ]


@pytest.mark.parametrize(
    ("length", "expected"), [(2000, ["", error("a", details={"x" * 1986: "b"})]), (2001, [None] * 2)]
)
def test_the_longest_header(length: int, expected: list[object]) -> None:
    header = "level,message,".ljust(length, "x")

    assert read(f"{header}\nE,a,b") == expected


@pytest.mark.parametrize("lines", [MAXIMUM_LINES, MAXIMUM_LINES + 1])
def test_the_cell_of_most_lines(lines: int) -> None:
    cell = "x" + "\n" * lines + "x"
    row = f'ERROR,"{cell}"\n'

    parsed = read(f"level,message\n{row * 2}ERROR,good")

    assert parsed[1:3] == [error(cell)] * 2 if lines == MAXIMUM_LINES else parsed[1] is None
    assert parsed[-1] == error("good")


def test_the_longest_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'level,message\nE,"aa\nbbb\nc"\nE,"aa\nbbb\nc"'

    monkeypatch.setattr(tables, "_MAXIMUM_CELL", len('E,"aa\nbbb\n'))
    assert read(text) == ["", error("aa\nbbb\nc"), error("aa\nbbb\nc")]
    monkeypatch.setattr(tables, "_MAXIMUM_CELL", len('E,"aa\nbbb\n') - 1)
    assert read(text)[:2] == ["", None]


def test_a_quoted_cell_that_never_ends_is_given_up() -> None:
    records = read('level,message\nERROR,"' + "a\n" * (MAXIMUM_LINES + 5) + "ERROR,good")

    assert records[1] is None
    assert records[-1] == error("good")


def test_a_quoted_cell_that_the_log_ends_in_stays_open() -> None:
    assert read('level,message\nERROR,"a\nb') == ["", "open"]


@pytest.mark.parametrize(
    "line", ['"' * 1_000_001, ',"a' * 300_000, "|" * 1_000_000, "-|" * 500_000 + "x", " " * 1_000_000]
)
def test_a_long_line_takes_linear_time(line: str) -> None:
    assert len(read(f"level,message\n{line}")) == 2
    assert len(read(f"| level | message |\n{line}")) == 2


@given(st.text() | st.text(st.sampled_from('ab,;|"\t\n\r \\')))
def test_any_text_is_read(text: str) -> None:
    for header in ("level,message", "level;message", "| level | message |"):
        assert read(f"{header}\n{text}")[0] == ""


CELLS = st.text(st.sampled_from("ab é日本语,;|'\"\t\n{}[]()<>\\"), max_size=30).map(lambda text: f"x{text}x")
ROWS = st.lists(st.tuples(st.sampled_from([Severity.ERROR, Severity.WARNING]), CELLS, CELLS, CELLS), max_size=8)


def expected(rows: Sequence[tuple[Severity, str, str, str]]) -> list[object]:
    return [
        "",
        *(
            ParsedEntry(severity=severity, rule=rule, message=message, entity=Entity(kind="topic", name=topic))
            for severity, rule, topic, message in rows
        ),
    ]


@given(ROWS, st.sampled_from(",;\t"))
def test_what_is_written_is_read(rows: list[tuple[Severity, str, str, str]], delimiter: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["severity", "rule", "topic", "message"])
    writer.writerows(rows)

    assert read(text.getvalue().removesuffix("\n")) == expected(rows)


@given(ROWS)
def test_what_is_written_in_markdown_is_read(rows: list[tuple[Severity, str, str, str]]) -> None:
    flat = [(row[0], *(cell.replace("\n", " ") for cell in row[1:])) for row in rows]
    lines = [
        "| Severity | Rule | Topic | Message |",
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in flat),
    ]

    assert read("\n".join(lines)) == expected(flat)  # type: ignore[arg-type]


def test_a_row_with_numbers_is_no_header_of_rejected_rows(tmp_path: Path) -> None:
    """The column for the level contains a word that names the reason of a rejected row in other tables."""
    lines = [
        "2026-03-02 06:10:01| 0.1|INFORM|Opened kb.csv",
        "2026-03-02 06:10:02| 0.2|ERROR |KB-133: the element section is not closed",
        "2026-03-02 06:10:03| 0.3|INFORM|214 rows read",
        "2026-03-02 06:10:03| 0.4|WARN  |KB-140: no image",
    ]

    reading = read_text(tmp_path, "\n".join(lines) + "\n")

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(2, "error"), (4, "warning")]
    assert not reading.unexplained
