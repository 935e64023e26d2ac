"""Lines between an entry and the frames of its stack trace belong to it, although they are not indented."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity
from tests.joblog.families import read_text

ROUTINE = "2026-03-04 10:00:01,000 INFO kb - article B imported\n"
HEAD = "2026-03-04 10:00:00,000 ERROR kb - article A was not saved"


@pytest.mark.parametrize(
    "below",
    [
        "Error: the title is empty\n    at save (/srv/kb/articles.js:30:12)\n",
        "Statement:\ninsert into kb (title) values (null)\nCannot insert null\n   at Kb.Store.Save(Article a) in Kb.cs:line 3\n",
        'It was not saved:\nTraceback (most recent call last):\n  File "a.py", line 3, in save\n    add(x)\nRefused: no title\n',
        "[kb.Store]: see the article below\nFailed to write 'A'\n\tat kb.Store.save(Store.java:9)\n\tat kb.Main.run(Main.java:2)\n",
    ],
)
@pytest.mark.parametrize("behind", ["", ROUTINE])
def test_they_continue_the_entry(tmp_path: Path, below: str, behind: str) -> None:
    reading = read_text(tmp_path, f"{ROUTINE}{HEAD}\n{below}{behind}")

    assert [entry.log_line for entry in reading.entries] == [2]
    assert not reading.unexplained
    assert len(reading.entries[0].raw) == 1 + below.count("\n")


@pytest.mark.parametrize(
    "below",
    [
        "Error: the title is empty\n",
        "article B: the title is empty\n",
        "article B: the title is empty\n\n    at save (/srv/kb/articles.js:30:12)\n",
        "ERROR article B: the title is empty\n    at save (/srv/kb/articles.js:30:12)\n",
        f"article B: the title is empty\n{ROUTINE}    at save (/srv/kb/articles.js:30:12)\n",
        "article B: the title is empty\n" * 30 + "    at save (/srv/kb/articles.js:30:12)\n",
    ],
)
def test_other_lines_are_findings_or_not_explained(tmp_path: Path, below: str) -> None:
    reading = read_text(tmp_path, f"{ROUTINE}{HEAD}\n{below}")

    assert len(reading.entries) > 1 or reading.unexplained


def test_a_line_with_a_declared_level_is_an_entry(tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text(f"{ROUTINE}{HEAD}\nBLUNDER article B\n    at save (/srv/kb/articles.js:30:12)\n")

    reading = read_log(file, location="log", vocabulary=VOCABULARY.with_declared({"BLUNDER": Severity.ERROR}))

    assert [entry.log_line for entry in reading.entries] == [2, 3]


def test_below_an_informational_line_nothing_waits_for_a_trace(tmp_path: Path) -> None:
    reading = read_text(tmp_path, f"{ROUTINE}article B: the title is empty\n    at save (/srv/kb/articles.js:30:12)\n")

    assert not reading.is_clean
