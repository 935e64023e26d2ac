"""SOURCE_DATE_EPOCH, the time that reports show."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.report_time import read_report_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1764000000", datetime(2025, 11, 24, 16, tzinfo=UTC)),
        (" 0 ", datetime(1970, 1, 1, tzinfo=UTC)),
        ("99999999999", datetime(5138, 11, 16, 9, 46, 39, tzinfo=UTC)),
        ("", None),
        (" ", None),
    ],
)
def test_reads_seconds(text: str, expected: datetime | None) -> None:
    assert read_report_time({"SOURCE_DATE_EPOCH": text}) == expected


def test_is_the_clock_if_it_is_not_set() -> None:
    assert read_report_time({}) is None


@pytest.mark.parametrize("text", ["now", "-1", "1.5", "9" * 12, "\u0661"])
def test_refuses_what_is_no_number_of_seconds(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_report_time({"SOURCE_DATE_EPOCH": text})

    assert caught.value.reason is Reason.VALUE_INVALID
