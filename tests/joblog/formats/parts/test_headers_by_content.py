"""Which columns of a table are known by the content of its rows."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.headers_by_content import read_header_by_content, read_row_without_header
from pytest_contentjobs.joblog.vocabulary import VOCABULARY

TIME = "2026-03-02 06:10:01"


@pytest.mark.parametrize(
    ("header", "rows", "places"),
    [
        # Levels in one column; the longest of the others is the message.
        ("aa;bb;cc", ["x;ERROR;no title", "y;INFO;ok then"], {"severity": 1, "message": 2}),
        ("aa;bb", ["x;ERROR;no title", "y;INFO;ok then"], None),
        ("aa;bb;cc", ["x;ERROR;no;no title", "y;INFO;ok;checked"], {"severity": 1, "message": 3}),
        ("aa;bb;cc", ["x;ERROR;WARN", "y;INFO;DEBUG"], None),
        ("aa;bb;cc", ["x;INFORMATION;y", "x;INFORMATION;z"], None),
        ("aa;bb;cc", ["x;ERROR;no title", "INFO;y;no text"], None),
        ("aa;bb;cc", ["x;ERROR;no title"], None),
        ("aa;bb;cc", ["x;ERROR;no title", "y;INFO"], None),
        ("no header", ["x;ERROR;no title", "y;INFO;ok then"], None),
        # The outcome of each item, or how much is wrong with it.
        ("id;title;status", ["1;Fees;imported", "2;Tariffs;unchanged"], {"id": 0, "item": 1, "severity": 2}),
        ("id;title;status", ["1;Fees;imported", "2;Tariffs;quux"], None),
        (
            "id;status;title;remark",
            ["1;ok;A;Fees", "2;ok;B;Tariffs"],
            {"id": 0, "item": 2, "message": 3, "severity": 1},
        ),
        ("article;result", ["1;imported", "2;imported"], {"article": 0, "severity": 1}),
        ("article;errors", ["1;0", "2;0"], {"article": 0, "severity": 1}),
        ("article;errors", ["1;0", "2;1"], None),
        ("article;errors", ["1;0", "2;"], None),
        ("article;author", ["1;imported", "2;imported"], None),
    ],
)
def test_header_by_content(header: str, rows: list[str], places: dict[str, int] | None) -> None:
    read = read_header_by_content(header, rows, VOCABULARY)

    assert (read and dict(read.places)) == places


@pytest.mark.parametrize(
    ("row", "places"),
    [
        (f'{TIME},"kb",1,ERROR,"no title"', {"severity": 3, "message": 4, "timestamp": 0}),
        (f'{TIME},"kb",1,ERROR,23505,"no title"', {"severity": 3, "message": 5, "timestamp": 0, "rule": 4}),
        (f'{TIME},"kb",WARN,ERROR,"no title"', None),
        (f'{TIME},"kb",1,error,"no title"', None),
        (f'{TIME},"kb",1,ERROR,"title"', None),
        ('x,"kb",1,ERROR,"no title"', None),
        (f'{TIME},"kb",ERROR,"no title"', None),
    ],
)
def test_row_without_header(row: str, places: dict[str, int] | None) -> None:
    read = read_row_without_header(row, VOCABULARY)

    assert (read and dict(read.places)) == places
