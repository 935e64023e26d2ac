from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pytest_contentjobs.download.addresses import Reach
from pytest_contentjobs.download.location import (
    FileLocation,
    HttpLocation,
    Location,
    S3Location,
    parse_job_location,
    parse_user_location,
)
from pytest_contentjobs.download.trust import LogTrust
from pytest_contentjobs.errors import LogLocationError
from pytest_contentjobs.model.reason import Reason

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
OTHER_JOB = "FA639637-86C8-4E49-AB6C-1831FF090A8F"
#: A tenant on this machine, and one host beside it.
LOOPBACK = LogTrust(api_base="http://127.0.0.1:8000/knowledge/contentmgr/v4", hosts=frozenset({"host.example"}))
from_a_job = partial(parse_job_location, job_id=JOB, trust=LOOPBACK)

REMOTE = {
    "s3": ("s3://bucket/logs/a b.txt", S3Location("bucket", "logs/a b.txt"), "s3://bucket/logs/a b.txt"),
    "s3 in capitals": ("S3://bucket/log", S3Location("bucket", "log"), "s3://bucket/log"),
    "key with ://": ("s3://bucket/a://b", S3Location("bucket", "a://b"), "s3://bucket/a://b"),
    "https": ("https://host.example/log?sig=secret", HttpLocation("https://host.example/log?sig=secret"), "https://host.example/log"),
    "https with @ in its path": ("https://host.example/a@b", HttpLocation("https://host.example/a@b"), "https://host.example/a@b"),
    "http on loopback": ("http://127.0.0.1:80/log", HttpLocation("http://127.0.0.1:80/log"), "http://127.0.0.1:80/log"),
    "http on IPv6 loopback": ("http://[::1]/log", HttpLocation("http://[::1]/log"), "http://[::1]/log"),
}  # fmt: skip


@pytest.mark.parametrize("read", [from_a_job, parse_user_location], ids=["job", "user"])
@pytest.mark.parametrize(("text", "expected", "shown"), REMOTE.values(), ids=REMOTE)
def test_a_location_in_the_network(read: Callable[[str], Location], text: str, expected: Location, shown: str) -> None:
    location = read(text)

    if isinstance(location, HttpLocation):
        location = HttpLocation(location.url)
    assert (location, str(location)) == (expected, shown)


def test_a_presigned_url_shows_no_credentials() -> None:
    assert (
        repr(parse_user_location("https://h.example/log?sig=secret#secret")) == "HttpLocation('https://h.example/log')"
    )
    assert repr(HttpLocation("https://u:p@h.example/log?sig=secret")) == "HttpLocation('https://h.example/log')"


@pytest.mark.parametrize("read", [from_a_job, parse_user_location], ids=["job", "user"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("s3://bucket", "'s3://bucket'", id="no key"),
        pytest.param("s3://bucket/", "'s3://bucket/'", id="empty key"),
        pytest.param("s3://bucket/logs/", "'s3://bucket/logs/'", id="a folder"),
        pytest.param("s3:///key", "'s3:///key'", id="no bucket"),
        pytest.param("s3://b:c/key", "'s3://b:c/key'", id="no bucket name"),
        pytest.param("https:///log", "'https:///log'", id="no host"),
        pytest.param("https://[x/log", "'https://[x/log'", id="half an address"),
        pytest.param("http://h/log?s=1", "'http://h/log'", id="http elsewhere"),
    ],
)
def test_a_malformed_location_in_the_network(
    read: Callable[[str], Location], text: str, shown: str, wording: Callable[[str], None]
) -> None:
    with pytest.raises(LogLocationError) as refusal:
        read(text)

    assert refusal.value.reason == Reason.LOG_LOCATION_UNUSABLE
    assert shown in refusal.value.what
    wording(str(refusal.value))


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
        from_a_job(text)

    assert refusal.value.reason == Reason.LOG_LOCATION_UNUSABLE
    assert f"({scheme!r})" in refusal.value.what


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
    location = parse_user_location(text)

    assert (location, str(location)) == (FileLocation(Path(path)), path)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("file://host/log", id="another machine"),
        pytest.param("file://[x/log", id="half an address"),
        pytest.param("sftp://user:secret@host/log", id="another scheme"),
    ],
)
def test_a_user_names_what_is_not_a_file(text: str, wording: Callable[[str], None]) -> None:
    with pytest.raises(LogLocationError) as refusal:
        parse_user_location(text)

    assert refusal.value.reason == Reason.LOG_LOCATION_UNUSABLE
    assert "secret" not in str(refusal.value)
    wording(str(refusal.value))


#: What is read in two ways, and the shown location; empty if it varies.
REFUSED_FOR_BOTH = {
    "user and password": ("https://u:secret@host.example/log", "'https://host.example/log'"),
    "user alone": ("https://secret@host.example/log", "'https://host.example/log'"),
    "API host as a user": ("https://127.0.0.1:8000@evil.example/x", "'https://evil.example/x'"),
    "backslash": ("https://host.example\\@evil.example/x", ""),
    "backslash in the path": ("https://host.example/a\\b", "16,384"),
    "line end": ("https://host.example/a\r\nHost: evil.example", "16,384"),
    "tab in the host": ("https://ho\tst.example/a", "16,384"),
    "space": ("https://host.example/a b", "16,384"),
    "letters beyond ASCII": ("https://höst.example/a", "16,384"),
    "too long": (f"https://host.example/{'a' * 17_000}", "16,384"),
    "port that is none": ("https://host.example:port/a", "https://"),
    "port too large": ("https://host.example:99999/a", "https://"),
    "percent sign in the host": ("https://host%2eexample/a", "https://"),
    "two dots in a bucket": ("s3://my..bucket/log", "s3://bucket/key"),
    "address as a bucket": ("s3://169.254.169.254/log", "s3://bucket/key"),
    "bucket in capitals": ("s3://Bucket/log", "s3://bucket/key"),
    "bucket too short": ("s3://ab/log", "s3://bucket/key"),
    "bucket too long": (f"s3://{'a' * 64}/log", "s3://bucket/key"),
    "access point": ("s3://arn:aws:s3:us-east-1:012345678901:accesspoint/log", "s3://bucket/key"),
    "user in a bucket": ("s3://key:secret@bucket/log", "s3://bucket/key"),
    "key too long": (f"s3://bucket/{'ä' * 513}", "s3://bucket/key"),
    "key that is no text": ("s3://bucket/\ud800", "s3://bucket/key"),
}  # fmt: skip


@pytest.mark.parametrize("read", [from_a_job, parse_user_location], ids=["job", "user"])
@pytest.mark.parametrize(("text", "data"), REFUSED_FOR_BOTH.values(), ids=REFUSED_FOR_BOTH)
def test_a_location_that_can_be_read_in_two_ways(read: Callable[[str], Location], text: str, data: str) -> None:
    with pytest.raises(LogLocationError) as refusal:
        read(text)

    assert refusal.value.reason == Reason.LOG_LOCATION_UNUSABLE
    assert data in refusal.value.what
    assert "secret" not in str(refusal.value).replace("s3://key:secret@", "")
    assert "--content-log FILE" in refusal.value.next_step


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("s3://bucket/../other/log", id="dot segment"),
        pytest.param("s3://bucket/logs/./log", id="single dot"),
        pytest.param("s3://bucket/logs/..", id="dots at the end"),
        pytest.param("s3://bucket/logs\\log", id="backslash"),
        pytest.param("s3://bucket/logs\nlog", id="line end"),
        pytest.param("s3://bucket/logs\x7flog", id="control character"),
        pytest.param("s3://bucket/\u202egol", id="reordered text"),
        pytest.param("s3://my-point-abcdef-s3alias/log", id="alias of an access point"),
        pytest.param("s3://my-point--ol-s3/log", id="alias of an object lambda"),
        pytest.param("s3://my-point.mrap/log", id="access point of many regions"),
        pytest.param("s3://bucket--usw2-az1--x-s3/log", id="directory bucket"),
        pytest.param("s3://xn--bucket/log", id="reserved prefix"),
    ],
)
def test_what_a_user_may_name_in_s3_and_a_job_may_not(text: str) -> None:
    assert isinstance(parse_user_location(text), S3Location)
    with pytest.raises(LogLocationError) as refusal:
        from_a_job(text)

    assert refusal.value.reason == Reason.LOG_LOCATION_UNUSABLE
    assert repr(text) in refusal.value.what


@pytest.mark.parametrize("path", ["/a/../b", "/a/%2e%2e/b", "/%2E%2e%2fb", "/a%5cb", "/a%00b", "/a%0d%0ab"])
def test_path_of_a_url_that_readers_disagree_about(path: str) -> None:
    with pytest.raises(LogLocationError) as refusal:
        from_a_job(f"https://host.example{path}")

    assert refusal.value.reason == Reason.LOG_LOCATION_UNUSABLE


@pytest.mark.parametrize(
    "text",
    [
        "s3://bucket/logs/import-logs-{id}.txt",
        "https://host.example/logs/import-logs-{id}.txt?sig=x",
        "https://host.example/logs%2Fimport-logs-{id}.txt",
    ],
)
def test_the_log_of_another_job(text: str) -> None:
    assert from_a_job(text.format(id=JOB)) == from_a_job(text.format(id=JOB))
    assert str(from_a_job(text.format(id=JOB.lower()))).startswith(text[:10])

    with pytest.raises(LogLocationError) as refusal:
        from_a_job(text.format(id=OTHER_JOB))

    assert refusal.value.reason == Reason.LOG_OF_ANOTHER_JOB
    assert OTHER_JOB in refusal.value.what


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("log.txt", id="no id"),
        pytest.param(f"{OTHER_JOB}.txt", id="an id in another form"),
        pytest.param(f"import-logs-{OTHER_JOB}/log.txt", id="a folder's name"),
        pytest.param(f"import-logs-{OTHER_JOB}0.txt", id="more than an id"),
    ],
)
def test_names_without_the_id_of_another_job(name: str) -> None:
    assert from_a_job(f"s3://bucket/{name}") == S3Location("bucket", name)


def test_owner_of_the_bucket_goes_with_it() -> None:
    trust = LogTrust(api_base="https://api.example", owner="012345678901")

    assert parse_job_location("s3://bucket/log", job_id=JOB, trust=trust) == S3Location("bucket", "log", "012345678901")
    assert parse_user_location("s3://bucket/log", owner="012345678901") == S3Location("bucket", "log", "012345678901")


def test_a_user_s_url_may_lead_anywhere() -> None:
    assert parse_user_location("https://10.0.0.1/log") == HttpLocation("https://10.0.0.1/log", Reach.ANYWHERE)
