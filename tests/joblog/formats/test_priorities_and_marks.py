"""Priorities of syslog, and marks beside a process and its role, as Redis prints them, are levels in numbers and signs."""

from __future__ import annotations

from itertools import permutations

import pytest

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry
from pytest_contentjobs.model import Severity
from tests.builders import ERROR, WARNING
from tests.joblog.formats.test_text_layouts import read


@pytest.mark.parametrize("number", range(8))
def test_the_number_of_a_syslog_priority_is_a_severity(number: int) -> None:
    severity = ERROR if number < 4 else WARNING if number == 4 else None
    expected = () if severity is None else (ParsedEntry(severity=severity, message="no title"),)

    assert read(f"<{8 + number}>1 - host check - - - no title") == expected


def test_the_type_of_a_syslog_message_is_its_rule_where_it_is_a_code() -> None:
    assert read("<11>1 - host check 12 ART-101 - no title") == (
        ParsedEntry(severity=ERROR, message="no title", rule="ART-101"),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(
            "<11>Nov 23 10:00:00 relay log: Nov 23 09:59:59 host check[12]: no title",
            "Nov 23 09:59:59 host check[12]: no title",
            id="a line of syslog within another",
        ),
        pytest.param("<14>Nov 23 10:00:00 host check: ERROR", "ERROR", id="a level alone"),
    ],
)
def test_a_message_of_syslog_is_not_lost(line: str, message: str) -> None:
    assert read(line) == (ParsedEntry(severity=ERROR, message=message, timestamp="Nov 23 10:00:00"),)


def test_a_mark_behind_process_role_and_time_is_a_level() -> None:
    at = "7:M 23 Nov 2026 10:00:00.123"

    assert read(f"{at} # article 'A' has no title") is not INFORMATIONAL
    assert [read(f"{at} {mark} 1200 articles loaded") for mark in "*-."] == [INFORMATIONAL] * 3
    assert [read(f"23 Nov 2026 10:00:00.123 {mark} 1200 articles loaded") for mark in "*-.#"] == [None] * 4


@pytest.mark.parametrize("order", list(permutations(("1:M", "02 Mar 2026 06:10:02.019", "{}"))), ids=str)
def test_a_mark_beside_a_process_and_its_role_is_a_level(order: tuple[str, ...]) -> None:
    line = f"{' '.join(order)} article KB-7 has no language"
    (entry,) = read(line.format("#")) or ()

    assert (entry.severity, entry.message) == (Severity.WARNING, "article KB-7 has no language")
    assert entry.timestamp == "02 Mar 2026 06:10:02.019"
    assert read(line.format("*")) == INFORMATIONAL
    assert read(line.replace("1:M", "1:2").format("#")) is None
