"""Tables of checkers may say in a column of yes and no whether all is well with a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text


@pytest.mark.parametrize("name", ["valid", "Success", "is_valid", "Passed"])
@pytest.mark.parametrize(("yes", "no"), [("True", "False"), ("yes", "no"), ("1", "0")])
def test_the_answer_is_the_level(tmp_path: Path, name: str, yes: str, no: str) -> None:
    rows = f"/a;200 OK;;{yes};0\n/b;404 Not Found;;{no};1\n/c;200 OK;moved to /d;{yes};2\n"

    reading = read_text(tmp_path, f"address;result;warning_string;{name};level\n{rows}")

    found = [(entry.log_line, entry.severity, entry.message) for entry in reading.entries]
    assert found == [(3, "error", "404 Not Found"), (4, "warning", "moved to /d")]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "row",
    ["/b,stored,", "/b,stored,perhaps", "/b,no title,yes", "/b,not stored,true", "/b,FAILED,true"],
    ids=["none", "another word", "a lack", "a doubt", "an outcome"],
)
def test_a_row_without_a_plain_yes_is_not_routine(tmp_path: Path, row: str) -> None:
    assert not read_text(tmp_path, f"article,result,valid\n/a,stored,true\n{row}\n").is_clean
