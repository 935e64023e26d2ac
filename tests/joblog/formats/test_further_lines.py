"""Lines that repeat the level of the entry above and continue its message."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text

TIME = "2026-03-02 06:10:02.903"
SNIPPET = """\
[warn] kb/fees.md
[error] kb/a.json: SyntaxError: Unexpected token (14:3)
[error]   12 |   "title": "Refunds",
[error] > 14 |   "validTo": "2026-12-31"
[error]      |   ^
[error] kb/b.json: SyntaxError: Unexpected token (3:1)
[error] > 3 | }
"""
SIGNS = f"""\
{TIME} Info: 214 documents are read
{TIME} Error: Invalid node: found teaser in kb/abroad.xml
{TIME} Error:+in /modules/import.xqy, at 88:12,
{TIME} Error:+in import:article("kb/abroad.xml")
{TIME} Warning: kb/limits.xml has no collection
"""


def find(tmp_path: Path, text: str) -> list[tuple[int, str, int]]:
    """Return line, severity and number of lines of each entry."""
    entries = read_text(tmp_path, text).entries
    return [(entry.log_line, entry.severity.value, len(entry.raw)) for entry in entries]


def test_a_snippet_whose_lines_have_the_level_belongs_to_the_entry(tmp_path: Path) -> None:
    assert find(tmp_path, SNIPPET) == [(1, "warning", 1), (2, "error", 4), (6, "error", 2)]


def test_a_line_with_a_plus_sign_behind_the_level_belongs_to_the_entry(tmp_path: Path) -> None:
    assert find(tmp_path, SIGNS) == [(2, "error", 3), (5, "warning", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "[error] 12 | no title\n[error] 13 | no title\n",
        "[error] kb/a.json: no title\n[warn]  12 | kb/b.json\n",
        f"{TIME} Error: no title\n{TIME.replace('903', '904')} Error:+1 article has no body\n",
        "[error] kb/a.json: no title\n\n[error] 12|no title\n",
    ],
)
def test_other_lines_are_entries_of_their_own(tmp_path: Path, text: str) -> None:
    assert len(find(tmp_path, text)) == 2
