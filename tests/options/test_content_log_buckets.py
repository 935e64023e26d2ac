"""--content-log-buckets and --content-log-bucket-owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.faults.s3_server import log_server, refuses, whole
from tests.support import CLEAN_LOG, finished

Gate = Callable[..., pytest.RunResult]


@pytest.fixture
def job(service: ContentService) -> str:
    return service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())


def one_line(result: pytest.RunResult) -> str:
    """Return standard output as one line, since long texts are wrapped."""
    return " ".join(result.stdout.str().split())


@pytest.mark.parametrize(
    ("place", "form"), [("option", "{}"), ("variable", " other-bucket , {} "), ("ini", "other-bucket\n  {}")]
)
def test_log_in_an_allowed_bucket_is_judged(
    pytester: pytest.Pytester,
    gate: Gate,
    service: ContentService,
    monkeypatch: pytest.MonkeyPatch,
    job: str,
    place: str,
    form: str,
) -> None:
    buckets = form.format(service.bucket)
    arguments = []
    if place == "option":
        monkeypatch.setenv("CONTENTJOBS_LOG_BUCKETS", "wrong")
        arguments = ["--content-log-buckets", buckets]
    elif place == "variable":
        pytester.makeini("[pytest]\ncontent_log_buckets = wrong\n")
        monkeypatch.setenv("CONTENTJOBS_LOG_BUCKETS", buckets)
    else:
        pytester.makeini(f"[pytest]\ncontent_log_buckets = {buckets}\n")

    assert gate("--content-job", job, *arguments).ret == 0


def test_log_in_another_bucket_is_not_fetched(gate: Gate, service: ContentService, job: str) -> None:
    result = gate("--content-job", job, "--content-log-buckets=ours,also-ours")

    assert result.ret == 10
    assert f"'{service.bucket}'" in one_line(result)
    assert "(also-ours, ours)" in one_line(result)
    assert "--content-log-buckets" in one_line(result)


def test_log_given_by_the_user_may_be_in_any_bucket(gate: Gate, service: ContentService) -> None:
    uri = service.put_object("logs/own.txt", CLEAN_LOG.encode())

    assert gate("--content-log", uri, "--content-log-buckets=ours").ret == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--content-log-buckets", " , "),
        ("--content-log-buckets", "ours,s3://theirs"),
        ("--content-log-buckets", "*"),
        ("--content-log-bucket-owner", ""),
        ("--content-log-bucket-owner", "٠١٢٣٤٥٦٧٨٩٠١"),
    ],
)
def test_malformed_value_is_a_usage_error(
    usage_error: Callable[..., tuple[str, str]], job: str, option: str, value: str
) -> None:
    code, text = usage_error("--content-job", job, f"{option}={value}")

    assert code == "value-invalid"
    assert option in text


def test_owner_is_sent(gate: Gate, job: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The emulator's S3 has no accounts.
    with log_server([whole(CLEAN_LOG.encode())]) as (address, requests):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{address}")
        result = gate("--content-job", job, "--content-log-bucket-owner=012345678901")

    assert result.ret == 0
    assert [request.headers["x-amz-expected-bucket-owner"] for request in requests] == ["012345678901"]


def test_bucket_of_another_owner_is_not_read(gate: Gate, job: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with log_server([refuses("403 Forbidden", "AccessDenied")]) as (address, _):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{address}")
        result = gate("--content-job", job, "--content-log-bucket-owner=012345678901")

    assert result.ret == 10
    assert "AccessDenied" in one_line(result)
    assert "--content-log-bucket-owner" in one_line(result)
