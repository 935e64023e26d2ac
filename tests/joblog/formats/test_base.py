from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    UNDECIDED,
    find_behind_separators,
    has_line_separator,
    normalise_level,
)
from pytest_contentjobs.joblog.formats.text import LevelledText


@pytest.mark.parametrize("text", ["warning", " Warning ", "WARNING", "warn\u0130ng", "WARN\u0130NG"])
def test_a_level_word_has_one_spelling(text: str) -> None:
    assert normalise_level(text) == "WARNING"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain", False), ("Müller", False), ("a\x0bb", True), ("a\u2028b", True), ("Mü\x0cller", True)],
)
def test_a_line_separator_is_seen(text: str, expected: bool) -> None:
    assert has_line_separator(text) is expected


def test_findings_behind_every_separator_are_found_and_what_stands_before_is_not_read_again() -> None:
    line = "ERROR first\x0bERROR second\u2028 ERROR third\x0cINFO fourth"

    found = find_behind_separators(line, LevelledText().parser)

    assert [entry.message for entry in found] == ["second", "third"]


def test_undecided_is_not_informational() -> None:
    assert UNDECIDED is not INFORMATIONAL
    assert not UNDECIDED
