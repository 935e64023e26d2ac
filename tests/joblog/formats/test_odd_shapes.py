"""Tables of rejected rows, sections of plain sentences, and JSON with levels in numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "rejected rows": Log(
        """\
"ID","TITLE","TOPIC__C","ERROR"
"","Meter readings","Meters","duplicate value found: UrlName"
"","Fuses, breakers","Electricity","Required fields are missing:
 Title, Body"
"","Valves","Plumbing",""
""",
        [(2, E, None, None, None, None), (3, E, None, None, None, None)],
    ),
    "rejected rows by tabs": Log(
        "Row\tTitle\tFailure Reason\n7\tFuses\tthe title is too long\n9\tMeters\tthe body is empty\n",
        [(2, E, None, None, None, None), (3, E, None, None, None, None)],
    ),
    "sentences below headings": Log(
        """\
Warnings:
Header: "photo" matches no field; this column of data will be ignored.
Line #14. The key field chosen matches 2 existing articles.

Errors:
Line #22. The required field "body" has no value.
Line #35. The value "tomorrow" of the field "date" is no date.
""",
        [
            (2, W, None, None, None, None),
            (3, W, None, None, None, None),
            (6, E, None, None, None, None),
            (7, E, None, None, None, None),
        ],
    ),
    "levels in tens": Log(
        """\
{"level":30,"time":1772618400012,"pid":118,"hostname":"imp1","msg":"import of 212 articles begins"}
{"level":40,"time":1772618401001,"pid":118,"hostname":"imp1","msg":"summary was cut"}
{"level":50,"time":1772618401420,"pid":118,"hostname":"imp1","code":"KB-101","msg":"title is empty"}
{"level":60,"time":1772618403000,"pid":118,"hostname":"imp1","err":{"message":"no answer"},"msg":"index lost"}
""",
        [
            (2, W, None, None, None, None),
            (3, E, "KB-101", None, None, None),
            (4, E, None, None, None, None),
        ],
    ),
    "levels of OpenTelemetry": Log(
        """\
{"timeUnixNano":"1","severityNumber":9,"body":"read"}
{"timeUnixNano":"2","severityNumber":13,"severityText":"WARN","body":"summary was cut"}
{"timeUnixNano":"3","severityNumber":17,"body":"title is empty"}
""",
        [(2, W, None, None, None, None), (3, E, None, None, None, None)],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_in_an_odd_shape_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_in_an_odd_shape_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "text",
    [
        "Import stopped, reason\nfoo,\n",
        "Import stopped, while reading, error\nfoo, bar,\n",
        "a,b,error\n",
        "a,b,error\nx,y\n",
        'a,b,error\n"x","y\n',
        "a,valid,error\nx,false,\n",
        "Errors:\nThe title is empty.\n",
        "Warnings:\nnone\nErrors:\nThe title is empty.\n",
        "Errors: none of the articles was read\n",
        '{"level":35,"pid":1,"hostname":"a","msg":"x"}\n',
        '{"level":50,"msg":"x"}\n',
        '{"level":true,"pid":1,"hostname":"a","msg":"x"}\n',
        '{"level":30,"pid":1,"hostname":"a","severity":"blunder","msg":"x"}\n',
        '{"severityNumber":99,"body":"x"}\n',
        '{"errors": [], "articles": [{"name": "A", "valid": false}]}\n',
        '{"data": [{"id": 2, "error": {"status": 400, "message": "title must be unique"}}]}\n',
        '{"errors": false, "items": [{"id": 1, "status": 409, "error": {"reason": "exists"}}]}\n',
        '{"error": {"data": {"message": "no title"}}}\n',
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, text: str) -> None:
    assert not read_text(tmp_path, text).is_clean


@pytest.mark.parametrize("text", ["Errors: none\nWarnings: none\n", "Errors:\nnone\nWarnings:\nnone\n"])
def test_a_section_that_says_none_is_clean(tmp_path: Path, text: str) -> None:
    assert read_text(tmp_path, text).is_clean


def test_a_row_of_the_source_is_what_a_finding_without_a_name_is_about(tmp_path: Path) -> None:
    text = '{"error": [{"message": "no title", "row": 22}, {"message": "no date", "row": 35}], "warning": []}\n'

    entries = read_text(tmp_path, text).entries

    assert [(entry.entity.kind, entry.entity.index) for entry in entries if entry.entity] == [("row", 22), ("row", 35)]
