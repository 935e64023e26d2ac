from __future__ import annotations

import pytest

from pytest_contentjobs.boundary.urls import has_user_info, is_clear_text, is_s3, split_url, strip_credentials


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user:secret@host/x", True),
        ("https://secret@host", True),
        ("https://host\\@evil.example/x", True),
        ("https://host/a@b", False),
        ("https://host?a@b", False),
        ("host/x", False),
    ],
)
def test_user_name_or_password_of_an_address(url: str, expected: bool) -> None:
    assert has_user_info(url) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user:secret@host/x?sig=secret#secret", "https://host/x"),
        ("https://host/x#secret", "https://host/x"),
        ("https://host/a@b", "https://host/a@b"),
        ("s3://bucket/key", "s3://bucket/key"),
    ],
)
def test_shown_address_has_no_credentials(url: str, expected: str) -> None:
    assert strip_credentials(url) == expected


@pytest.mark.parametrize("url", ["https://[x/log", "https://host:port/", "https://host:65536/"])
def test_malformed_address_is_not_split(url: str) -> None:
    assert split_url(url) is None


def test_address_is_split_without_its_case() -> None:
    parts = split_url("HTTPS://Host:8443/x")

    assert parts is not None
    assert (parts.scheme, parts.hostname, parts.port) == ("https", "host", 8443)


@pytest.mark.parametrize(
    ("scheme", "host", "expected"),
    [
        ("http", "host.example", True),
        ("HTTP", "host.example", True),
        ("http", "::1", False),
        ("https", "host.example", False),
    ],
)
def test_clear_text(scheme: str, host: str, expected: bool) -> None:
    assert is_clear_text(scheme, host) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("s3://bucket/key", True), ("S3://bucket/key", True), ("s3:/bucket", False), ("https://s3.amazonaws.com/", False)],
)
def test_address_in_s3(url: str, expected: bool) -> None:
    assert is_s3(url) is expected
