"""Downloads from real S3 servers, over connections that break."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime, timedelta

import pytest

from pytest_contentjobs.download.fetch import fetch
from pytest_contentjobs.download.location import HttpLocation, Location, S3Location
from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.model.reason import Reason
from tests.faults.s3_server import cutting_relay, log_server, whole
from tests.real_s3 import BUCKET, RealS3

DATA = random.Random(3).randbytes(2_000_000)  # noqa: S311 - data that does not repeat itself
PATIENCE = Patience(sleep=lambda _: None)


def content(location: Location) -> bytes:
    with fetch(location, patience=PATIENCE) as path:
        return path.read_bytes()


def refusal(location: Location) -> LogUnavailableError:
    with pytest.raises(LogUnavailableError) as refused:
        content(location)
    return refused.value


@pytest.mark.parametrize(
    ("key", "data", "encoding"),
    [
        pytest.param("logs/large ä.txt", DATA, "", id="large"),
        pytest.param("logs/empty.txt", b"", "", id="empty"),
        pytest.param("logs/packed.txt", gzip.compress(b"a log\n"), "gzip", id="packed"),
    ],
)
def test_object_arrives_as_it_was_stored(real_s3: RealS3, key: str, data: bytes, encoding: str) -> None:
    real_s3.put(key, data, encoding)

    assert content(S3Location(BUCKET, key)) == data
    assert content(HttpLocation(real_s3.pre_signed(key))) == data


@pytest.mark.parametrize("kind", ["s3", "pre-signed"])
@pytest.mark.parametrize(
    "cuts", [[700_000], [500_000, 600_000, 700_000], [100, 700_000, 100]], ids=["once", "thrice", "heads"]
)
def test_broken_download_is_made_whole(
    monkeypatch: pytest.MonkeyPatch, real_s3: RealS3, kind: str, cuts: list[int]
) -> None:
    real_s3.put("logs/broken.txt", DATA)

    with cutting_relay(real_s3.address, cuts) as address:
        relayed = RealS3(address)
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{address}")
        location = (
            S3Location(BUCKET, "logs/broken.txt")
            if kind == "s3"
            else HttpLocation(relayed.pre_signed("logs/broken.txt"))
        )
        assert content(location) == DATA


def test_object_that_is_not_there(real_s3: RealS3) -> None:
    assert refusal(S3Location(BUCKET, "logs/missing.txt")).reason == Reason.LOG_MISSING
    assert refusal(S3Location("missing-bucket", "logs/missing.txt")).reason == Reason.LOG_BUCKET_MISSING
    assert refusal(HttpLocation(real_s3.pre_signed("logs/missing.txt"))).reason == Reason.LOG_MISSING
    assert real_s3.address


def test_wrong_secret(monkeypatch: pytest.MonkeyPatch, real_s3: RealS3) -> None:
    real_s3.put("logs/secret.txt", DATA)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden-and-wrong")

    said = refusal(S3Location(BUCKET, "logs/secret.txt"))

    assert said.reason == Reason.AWS_CREDENTIALS_INVALID
    assert "hidden" not in str(said)


def test_unknown_access_key(monkeypatch: pytest.MonkeyPatch, seaweedfs_s3: RealS3) -> None:
    for variable, value in {**seaweedfs_s3.environment, "AWS_ACCESS_KEY_ID": "nobody"}.items():
        monkeypatch.setenv(variable, value)

    assert refusal(S3Location(BUCKET, "logs/log.txt")).reason == Reason.AWS_CREDENTIALS_INVALID


def test_pre_signed_url_with_another_signature(seaweedfs_s3: RealS3) -> None:
    seaweedfs_s3.put("logs/url.txt", DATA)
    before, name, signature = seaweedfs_s3.pre_signed("logs/url.txt").partition("X-Amz-Signature=")

    said = refusal(HttpLocation(f"{before}{name}{signature[::-1]}"))

    assert said.reason == Reason.LOG_FORBIDDEN
    assert "X-Amz" not in str(said)


def test_pre_signed_url_that_has_expired(monkeypatch: pytest.MonkeyPatch, seaweedfs_s3: RealS3) -> None:
    seaweedfs_s3.put("logs/url.txt", DATA)
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    # To wait until a URL expires would take a second at least.
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: an_hour_ago.replace(tzinfo=None))
    url = seaweedfs_s3.pre_signed("logs/url.txt")

    said = refusal(HttpLocation(url))

    assert said.reason == Reason.LOG_FORBIDDEN
    assert "X-Amz" not in str(said)


def test_changed_object_is_fetched_in_its_new_version(monkeypatch: pytest.MonkeyPatch, seaweedfs_s3: RealS3) -> None:
    seaweedfs_s3.put("logs/changed.txt", DATA)
    for variable, value in seaweedfs_s3.environment.items():
        monkeypatch.setenv(variable, value)

    with cutting_relay(seaweedfs_s3.address, [700_000]) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{address}")
        patience = Patience(sleep=lambda _: seaweedfs_s3.put("logs/changed.txt", DATA[::-1]))
        with fetch(S3Location(BUCKET, "logs/changed.txt"), patience=patience) as path:
            assert path.read_bytes() == DATA[::-1]


def test_owner_of_the_bucket_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in RealS3("").environment.items():
        monkeypatch.setenv(variable, value)
    # No server that runs here knows accounts: that the owner is named is all that can be seen.
    with log_server([whole(b"log\n")]) as (address, requests):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{address}")
        assert content(S3Location(BUCKET, "log.txt", owner="012345678901")) == b"log\n"

    assert requests[0].headers["x-amz-expected-bucket-owner"] == "012345678901"
