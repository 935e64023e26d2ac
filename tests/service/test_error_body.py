from __future__ import annotations

import pytest

from pytest_contentjobs.service.error_body import ErrorBody, read_error_body


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(
            {
                "code": "400-101",
                "developerMessage": "dev",
                "userMessage": "user",
                "details": [{"key": "a", "value": "b"}],
            },
            ErrorBody(code="400-101", developer_message="dev", user_message="user"),
            id="as documented",
        ),
        pytest.param({"code": 400}, ErrorBody(), id="a number as code"),
        pytest.param({}, ErrorBody(), id="empty"),
        pytest.param("<html>", ErrorBody(), id="text"),
        pytest.param(None, ErrorBody(), id="null"),
    ],
)
def test_error_bodies(document: object, expected: ErrorBody) -> None:
    assert read_error_body(document) == expected
