from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.download.fetch import fetch
from pytest_contentjobs.download.location import FileLocation, HttpLocation, Location, S3Location
from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.model.reason import Reason
from tests.faults.raw_server import http, raw_server
from tests.support import without_ports

WHOLE = http("200 OK", b"a whole log\n")
BUCKET = S3Location("bucket", "logs/log.txt")


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(variable, "example")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def content(location: Location) -> bytes:
    with fetch(location, patience=Patience(sleep=lambda _: None)) as path:
        return path.read_bytes()


def test_file_is_used_in_place(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"here\n")

    with fetch(FileLocation(path)) as given:
        assert given == path
    assert path.exists()


def test_download_is_removed_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    with raw_server([WHOLE]) as (url, requests):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", url)
        with fetch(BUCKET) as path:
            assert path.read_bytes() == b"a whole log\n"

    assert not path.exists()
    assert requests[0].startswith(b"GET /bucket/logs/log.txt HTTP/1.1\r\n")


def test_pre_signed_url_gets_no_token() -> None:
    with raw_server([WHOLE]) as (url, requests):
        assert content(HttpLocation(f"{url}/log?signature=x")) == b"a whole log\n"

    assert requests[0].startswith(b"GET /log?signature=x HTTP/1.1\r\n")
    assert b"authorization" not in requests[0].lower()


@pytest.mark.parametrize(
    ("answer", "reason", "data"),
    [
        (http("200 OK", b"half a l", length=100), Reason.LOG_INTERRUPTED, ""),
        (
            http("404 Not Found", b"<Error><Code>NoSuchKey</Code></Error>"),
            Reason.LOG_MISSING,
            "NoSuchKey",
        ),
        (
            http("403 Forbidden", b"<Error><Code>AccessDenied</Code></Error>"),
            Reason.LOG_FORBIDDEN,
            "AccessDenied",
        ),
        (http("403 Forbidden"), Reason.LOG_FORBIDDEN, "403"),
        (
            http("400 Bad Request", b"<Error><Code>BadDigest</Code></Error>"),
            Reason.LOG_UNAVAILABLE,
            "BadDigest",
        ),
        (http("200 OK", b"changed", "x-amz-checksum-crc32: AAAAAA=="), Reason.CHECKSUM_MISMATCH, "CRC32"),
    ],
    ids=["cut short", "missing", "denied", "denied without a word", "refused", "wrong checksum"],
)
def test_object_that_does_not_arrive_is_named_with_the_cause(
    monkeypatch: pytest.MonkeyPatch, answer: bytes, reason: Reason, data: str
) -> None:
    with raw_server([answer]) as (url, _):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", url)
        with pytest.raises(LogUnavailableError) as caught:
            content(BUCKET)

    assert caught.value.reason == reason
    assert "s3://bucket/logs/log.txt" in caught.value.what
    assert data in caught.value.what
    assert "--content-status FILE" in caught.value.next_step


@pytest.mark.parametrize(
    ("answer", "reason", "data"),
    [
        (http("200 OK", b"half a l", length=100), Reason.LOG_INTERRUPTED, "RemoteProtocolError"),
        (b"", Reason.LOG_INTERRUPTED, "RemoteProtocolError"),
        (
            b"HTTP/1.1 200 OK\r\n\r\nhalf a l",
            Reason.LOG_LENGTH_UNKNOWN,
            "",
        ),
        (http("403 Forbidden"), Reason.LOG_FORBIDDEN, "403 Forbidden"),
        (http("302 Found", b"", "Location: http://127.0.0.1:9/"), Reason.LOG_REDIRECTED, "302 Found"),
    ],
    ids=["cut short", "closed", "no length", "expired", "redirect"],
)
def test_url_that_does_not_arrive_is_named_without_its_signature(answer: bytes, reason: Reason, data: str) -> None:
    with raw_server([answer]) as (url, _), pytest.raises(LogUnavailableError) as caught:
        content(HttpLocation(f"{url}/log.txt?signature=hidden"))

    assert caught.value.reason == reason
    assert f"{url}/log.txt" in caught.value.what
    assert data in caught.value.what
    assert "hidden" not in str(caught.value)


def test_temporary_folder_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wording: Callable[[str], None]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))

    with raw_server([WHOLE]) as (url, _), pytest.raises(LogUnavailableError) as caught:
        content(HttpLocation(f"{url}/log"))

    assert caught.value.reason == Reason.FILE_NOT_WRITABLE
    wording(without_ports(str(caught.value)))
