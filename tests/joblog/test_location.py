from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.errors import LogLocationError
from pytest_contentjobs.joblog.location import FileLocation, HttpLocation, Location, S3Location, from_job, from_user

REMOTE = {
    "s3": ("s3://bucket/logs/a b.txt", S3Location("bucket", "logs/a b.txt"), "s3://bucket/logs/a b.txt"),
    "s3 in capitals": ("S3://bucket/log", S3Location("bucket", "log"), "s3://bucket/log"),
    "key with ://": ("s3://bucket/a://b", S3Location("bucket", "a://b"), "s3://bucket/a://b"),
    "https": ("https://host.example/log?sig=secret", HttpLocation("https://host.example/log?sig=secret"), "https://host.example/log"),
    "user and password": ("https://u:p@h.example/a@b", HttpLocation("https://u:p@h.example/a@b"), "https://h.example/a@b"),
    "http on loopback": ("http://127.0.0.1:80/log", HttpLocation("http://127.0.0.1:80/log"), "http://127.0.0.1:80/log"),
    "http on IPv6 loopback": ("http://[::1]/log", HttpLocation("http://[::1]/log"), "http://[::1]/log"),
}  # fmt: skip


@pytest.mark.parametrize("read", [from_job, from_user])
@pytest.mark.parametrize(("text", "expected", "shown"), REMOTE.values(), ids=REMOTE)
def test_a_location_in_the_network(read: Callable[[str], Location], text: str, expected: Location, shown: str) -> None:
    location = read(text)

    assert (location, str(location)) == (expected, shown)


def test_a_presigned_url_shows_no_credentials() -> None:
    assert repr(from_job("https://u:p@h.example/log?sig=secret")) == "HttpLocation('https://h.example/log')"


NOT_S3 = "is not of the form s3://bucket/key. Fetch the log yourself and judge it with --content-log FILE."
NOT_HTTPS = "is no https:// address. http:// is for loopback addresses alone: fetch the log yourself and use --content-log FILE."


@pytest.mark.parametrize("read", [from_job, from_user])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("s3://bucket", f"The log location 's3://bucket' {NOT_S3}", id="no key"),
        pytest.param("s3://bucket/", f"The log location 's3://bucket/' {NOT_S3}", id="empty key"),
        pytest.param("s3://bucket/logs/", f"The log location 's3://bucket/logs/' {NOT_S3}", id="a folder"),
        pytest.param("s3:///key", f"The log location 's3:///key' {NOT_S3}", id="no bucket"),
        pytest.param("s3://b:c/key", f"The log location 's3://b:c/key' {NOT_S3}", id="no bucket name"),
        pytest.param("https:///log", f"The log location 'https:///log' {NOT_HTTPS}", id="no host"),
        pytest.param("https://[x/log", f"The log location 'https://[x/log' {NOT_HTTPS}", id="half an address"),
        pytest.param("http://h/log?s=1", f"The log location 'http://h/log' {NOT_HTTPS}", id="http elsewhere"),
    ],
)
def test_a_malformed_location_in_the_network(read: Callable[[str], Location], text: str, expected: str) -> None:
    with pytest.raises(LogLocationError) as refusal:
        read(text)

    assert str(refusal.value) == expected


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        pytest.param("/etc/passwd", "/etc/passwd", id="path"),
        pytest.param("file:///etc/passwd", "file", id="file URL"),
        pytest.param("sftp://host/log", "sftp", id="SFTP"),
        pytest.param("x" * 100, "x" * 40, id="long text"),
    ],
)
def test_a_job_chooses_no_file_on_this_machine(text: str, scheme: str) -> None:
    with pytest.raises(LogLocationError) as refusal:
        from_job(text)

    assert str(refusal.value) == (
        f"The job's log location is neither s3:// nor https:// ({scheme!r}). Fetch the log yourself and judge it with "
        "--content-log FILE --content-status FILE."
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param("logs/a b.txt", "logs/a b.txt", id="path"),
        pytest.param("/logs/a%20b.txt", "/logs/a%20b.txt", id="path with a percent sign"),
        pytest.param("file:///logs/a%20b.txt", "/logs/a b.txt", id="file URL"),
        pytest.param("FILE://localhost/log?#", "/log?#", id="file URL on this machine"),
        pytest.param("file:log.txt", "log.txt", id="relative file URL"),
    ],
)
def test_a_user_names_a_file(text: str, path: str) -> None:
    location = from_user(text)

    assert (location, str(location)) == (FileLocation(Path(path)), path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "file://host/log",
            "'file://host/log' names a file on another machine. Give a path on this one.",
            id="another machine",
        ),
        pytest.param(
            "file://[x/log",
            "'file://[x/log' names a file on another machine. Give a path on this one.",
            id="half an address",
        ),
        pytest.param(
            "sftp://user:secret@host/log",
            "A log cannot be read from 'sftp' addresses. Give a file, an s3:// or an https:// address.",
            id="another scheme",
        ),
    ],
)
def test_a_user_names_what_is_no_file(text: str, expected: str) -> None:
    with pytest.raises(LogLocationError) as refusal:
        from_user(text)

    assert str(refusal.value) == expected
