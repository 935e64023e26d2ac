"""What was done with each item, in layouts that scripts invent: trees, blocks, columns, signs, and JSON by names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.joblog.families import read_text

TREE = """\
├── KB-1 Pay your bill
│   └── ok
├── KB-2 Direct debit
│   └── error: title is empty
└── KB-3 Outage map
    └── warning: picture was left out
"""
BLOCKS = """\
Item:    KB-1
Status:  Success

Item:    KB-2
Status:  Failed
Reason:  Title is empty

Item:    KB-3
Status:  Warning
Reason:  Picture was left out
"""
COLUMNS = """\
KB-1   OK        Pay your bill
KB-2   ERROR     title is empty
KB-3   WARNING   picture was left out
KB-4   OK        Night tariff
"""
SIGNS = """\
[*] Reading articles.csv
[+] Imported KB-1
[-] KB-2: title is empty
[!] KB-3: picture was left out
[+] Imported KB-3
"""
BY_NAME = """\
{"articles": {
  "KB-1": {"status": "ok"},
  "KB-2": {"status": "error", "messages": ["title is empty"]},
  "KB-3": {"status": "warning", "messages": ["picture was left out"]}
}}
"""
LISTED = """\
{"articles": [
  {"id": "KB-1", "status": "ok"},
  {"id": "KB-2", "status": "error", "message": "title is empty"},
  {"id": "KB-3", "status": "warning", "message": "picture was left out"}
]}
"""
ERR_OBJECT = """\
[06:10:01.104] INFO (4711): reading articles.csv
[06:10:03.101] ERROR (4711): article was not stored
    err: {
      "message": "title is empty"
    }
[06:10:04.002] WARN (4711): picture was left out
"""


@pytest.mark.parametrize(
    ("log", "lines"),
    [
        pytest.param(TREE, [4, 6], id="a tree"),
        pytest.param(BLOCKS, [4, 8], id="blocks"),
        pytest.param(COLUMNS, [2, 3], id="columns between gaps"),
        pytest.param(SIGNS, [3, 4], id="signs in brackets"),
        pytest.param(BY_NAME, [3, 4], id="JSON by name"),
        pytest.param(LISTED, [3, 4], id="JSON in a list"),
        pytest.param(ERR_OBJECT, [2, 6], id="an object below an entry"),
    ],
)
def test_an_error_and_a_warning_are_read(log: str, lines: list[int], tmp_path: Path) -> None:
    reading = read_text(tmp_path, log)

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [
        (lines[0], "error"),
        (lines[1], "warning"),
    ]


def test_the_first_column_names_the_item(tmp_path: Path) -> None:
    names = [entry.entity and entry.entity.name for entry in read_text(tmp_path, COLUMNS).entries]

    assert names == ["KB-2", "KB-3"]


@pytest.mark.parametrize(
    "line",
    [
        "KB-5   OK        title is missing",
        "KB-5   GRMPF     Night tariff",
    ],
)
def test_a_column_with_a_doubt_or_another_word_is_not_routine(line: str, tmp_path: Path) -> None:
    assert read_text(tmp_path, f"{COLUMNS * 3}{line}\n").unexplained == 1


@pytest.mark.parametrize(
    "log",
    [
        "[-] KB-2\n[ ] KB-3\n",
        "[+] Imported KB-1, the title is missing\n",
        "└── KB-1\n    └── kaputt\n",
        "Item: KB-2\nStatus: Success\nErrors: 3\n",
        "Item: KB-2\nStatus: odd\n",
        json.dumps({"articles": {"KB-1": {"status": "ok", "error": "no title"}, "KB-2": {"status": "ok"}}}),
        json.dumps({"articles": [{"id": "KB-1", "status": "ok", "error": "no title"}, {"id": "KB-2", "status": "ok"}]}),
        json.dumps({"articles": {"KB-1": {"status": "odd"}, "KB-2": {"status": "warning"}}}),
    ],
)
def test_what_is_not_known_to_be_good_is_not_routine(log: str, tmp_path: Path) -> None:
    assert not read_text(tmp_path, log).is_clean
