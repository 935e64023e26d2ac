"""The page about reason codes explains each of them once, and sorts them within its tables."""

from __future__ import annotations

import re

from pytest_contentjobs import Reason
from tests.support import REPOSITORY

PAGE = (REPOSITORY / "docs" / "reason-codes.md").read_text(encoding="utf-8")
TABLES = [re.findall(r"^\| `([a-z0-9-]+)` \|", part, re.MULTILINE) for part in PAGE.split("\n## ")[1:]]


def test_each_code_is_explained_once() -> None:
    assert sorted(code for table in TABLES for code in table) == sorted(Reason)


def test_each_table_is_sorted_and_complete() -> None:
    assert [table for table in TABLES if not table or table != sorted(table)] == []
    assert re.findall(r"^\|[^|]*\|\s*\|.*|^\|[^|]*\|[^|]*\|\s*\|$", PAGE, re.MULTILINE) == []
