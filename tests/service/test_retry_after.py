from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.service.retry_after import read_requested_wait

NOW = datetime(2024, 3, 1, 10, tzinfo=UTC)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0),
        ("30", 30),
        ("1.5", 1.5),
        (" 30 ", 30),
        ("Fri, 01 Mar 2024 10:00:20 GMT", 20),
        ("Fri, 01 Mar 2024 11:00:20 +0100", 20),
        ("Fri, 01 Mar 2024 10:00:20", 20),
        ("Friday, 01-Mar-24 10:00:20 GMT", 20),
        ("Fri Mar  1 10:00:20 2024", 20),
        ("Fri, 01 Mar 2024 09:00:00 GMT", 0),
        ("Sat, 01 Jan 0000 00:00:00 GMT", 0),
        ("Fri, 01 Mar 99999999999 00:00:00 GMT", None),
        ("-5", None),
        ("1e3", None),
        ("٣", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(value: str, expected: float | None) -> None:
    assert read_requested_wait({"retry-after": value}, NOW) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-01T10:00:20Z", 20),
        ("2024-03-01T10:00:20.500Z", 20.5),
        ("2024-03-01 10:00:20", 20),
        ("2024-03-01T11:00:20+01:00", 20),
        ("2024-03-01T09:00:00Z", 0),
        ("0001-01-01T00:00:00+05:00", None),
        ("9999-12-31T23:59:59-05:00", None),
        (str(EPOCH + 20), 20),
        (str(EPOCH - 20), 0),
        ("20", 20),
        ("soon", None),
    ],
)
def test_rate_limit_reset(value: str, expected: float | None) -> None:
    assert read_requested_wait({"x-ratelimit-reset": value}, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "5", "x-ratelimit-reset": "9"}, 5),
        ({"retry-after": "junk", "x-ratelimit-reset": "9"}, 9),
        ({"retry-after": "9" * 400}, float("inf")),
    ],
)
def test_both(headers: dict[str, str], expected: float | None) -> None:
    assert read_requested_wait(headers, NOW) == expected


@given(first=st.text(), second=st.text() | st.datetimes().map(str))
def test_no_text_is_too_much(first: str, second: str) -> None:
    found = read_requested_wait({"retry-after": first, "x-ratelimit-reset": second}, NOW)

    assert found is None or found >= 0
