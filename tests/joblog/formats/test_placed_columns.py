"""Diagnostics whose columns stand in another order are read as in the usual one."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from pytest_contentjobs.model import Entity
from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"
ROWS = (
    ("12:5", "error", "The title is empty", "kb/no-empty-title"),
    ("3:1", "warning", "The teaser has 181 characters", "kb/max-teaser"),
    ("9:22", "info", "The page has 210 words", "kb/words"),
    ("31:14", "error", "The link to KB-17 is broken", "kb/valid-link"),
)
TWO = {
    "a level and a place": ("{level} kb/bill.md:{line} KB101: {text}\n", "error", "warning", "info"),
    "a place and a small letter": ("file:///kb/bill.md:{line}:1 {level}: {text}\n", "e", "w", "i"),
}


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_rows_below_the_name_of_a_file_are_read_in_any_order_of_their_columns(
    order: tuple[int, ...], tmp_path: Path
) -> None:
    widths = [max(len(row[place]) for row in ROWS) for place in order]
    rows = ["  ".join(row[place].ljust(width) for place, width in zip(order, widths, strict=True)) for row in ROWS]
    text = "\n".join(["/help/bill.md", *(f"  {row.rstrip()}" for row in rows), ""])
    file = "/help/bill.md"
    log = Log(
        text,
        [
            (2, E, "kb/no-empty-title", file, 12, 5),
            (3, W, "kb/max-teaser", file, 3, 1),
            (5, E, "kb/valid-link", file, 31, 14),
        ],
    )

    assert_exact(tmp_path, log)
    assert_never_green_when_damaged(tmp_path, log)


@pytest.mark.parametrize(("layout", "error", "warning", "routine"), TWO.values(), ids=TWO)
def test_a_level_on_the_other_side_of_the_place_is_read(
    layout: str, error: str, warning: str, routine: str, tmp_path: Path
) -> None:
    levels = (error, routine, warning, error)
    text = "".join(
        layout.format(level=level, line=number, text="the list is open") for number, level in enumerate(levels, 1)
    )
    file, column, rule = ("kb/bill.md", None, "KB101") if "KB101" in layout else ("file:///kb/bill.md", 1, None)

    assert_exact(tmp_path, Log(text, [(n, s, rule, file, n, column) for n, s in ((1, E), (3, W), (4, E))]))


def test_a_code_in_front_of_the_place_says_how_bad_it_is(tmp_path: Path) -> None:
    text = "E1101: kb/bill.py:14:8: no member\nW0612: kb/bill.py:20:4: unused name\nKB041/heading kb/bill.md:3 two headings\n"
    found = [
        (1, E, "E1101", "kb/bill.py", 14, 8),
        (2, W, "W0612", "kb/bill.py", 20, 4),
        (3, E, "KB041/heading", "kb/bill.md", 3, None),
    ]

    assert_exact(tmp_path, Log(text, found))


def test_a_capital_in_front_of_the_place_is_a_level(tmp_path: Path) -> None:
    text = "W: kb/a.md:12:5: KB101: no teaser\nF: kb/b.md:9:2: KB102: no end\nE: kb/c.md:3:1: KB103: no title\n"
    found = [
        (1, W, "KB101", "kb/a.md", 12, 5),
        (2, E, "KB102", "kb/b.md", 9, 2),
        (3, E, "KB103", "kb/c.md", 3, 1),
    ]

    assert_exact(tmp_path, Log(text, found))


def test_what_stands_behind_the_place_names_an_item(tmp_path: Path) -> None:
    (entry,) = read_text(tmp_path, "kb/a.md:3: error: article 'Refund': has no title\n").entries

    assert (entry.entity, entry.message) == (Entity(kind="article", name="Refund"), "has no title")


def test_a_level_and_a_place_without_a_text_report_nothing(tmp_path: Path) -> None:
    text = "warning kb/a.md:3\nerror kb/b.md:3 no title\n"

    assert_exact(tmp_path, Log(text, [(2, E, None, "kb/b.md", 3, None)], unexplained=1))


def test_a_finding_in_a_routine_text_has_its_place(tmp_path: Path) -> None:
    text = "kb/a.md:3: warning: no teaser\nkb/b.md:4: info: check: ERROR: no title\n"

    assert_exact(tmp_path, Log(text, [(1, W, None, "kb/a.md", 3, None), (2, E, None, "kb/b.md", 4, None)]))
