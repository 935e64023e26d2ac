from __future__ import annotations

import json

import pytest
from pydantic import SecretStr

from pytest_contentjobs.errors import RejectedError, SettingsError, UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import BearerAuth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import RequestLimits
from tests.faults.raw_server import http, raw_server
from tests.support import finished

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
GOOD = http("200 OK", json.dumps(finished(0, 0)).encode())


def client(url: str) -> ServiceClient:
    return ServiceClient(
        f"{url}/knowledge/contentmgr/v4",
        BearerAuth(SecretStr("token-of-the-test")),
        limits=RequestLimits(retry_wait=0.01),
    )


@pytest.mark.parametrize(
    "fault",
    [
        b"",
        b"HTTP/1.1 200",
        b"nonsense\r\n\r\n",
        http("200 OK", b'{"status": ', length=500),
        http("500 Internal Server Error", b"<h1>sorry</h1>"),
        http("503 Service Unavailable"),
        http("429 Too Many Requests"),
        http("408 Request Timeout"),
    ],
    ids=["closed", "closed in head", "junk", "closed in body", "500", "503", "429", "408"],
)
def test_fault_that_passes_is_survived(fault: bytes) -> None:
    with raw_server([fault, fault, GOOD]) as (url, requests), client(url) as service:
        status = service.status(JOB, within=60)

    assert status.status == "Successful"
    assert len(requests) == 3
    assert requests[0].startswith(f"GET /knowledge/contentmgr/v4/import/content/{JOB}/status HTTP/1.1\r\n".encode())
    assert b"\r\nAuthorization: Bearer token-of-the-test\r\n" in requests[0]


@pytest.mark.parametrize("fault", [b"", http("502 Bad Gateway", b"<h1>proxy</h1>")], ids=["closed", "502"])
def test_fault_that_stays_ends_after_some_attempts(fault: bytes) -> None:
    with raw_server([fault]) as (url, requests), client(url) as service, pytest.raises(UnreachableError):
        service.status(JOB, within=60)

    assert len(requests) == RequestLimits().attempts


def test_no_attempt_is_repeated_past_the_deadline() -> None:
    with raw_server([b""]) as (url, requests), client(url) as service, pytest.raises(UnreachableError):
        service.status(JOB, within=0)

    assert len(requests) == 1


def test_refusal_carries_its_codes() -> None:
    body = json.dumps({"code": "404-100", "userMessage": "Gone."}).encode()
    with (
        raw_server([http("404 Not Found", body)]) as (url, requests),
        client(url) as service,
        pytest.raises(RejectedError) as caught,
    ):
        service.status(JOB, within=60)

    assert (caught.value.reason, caught.value.status_code, caught.value.code) == (Reason.JOB_NOT_FOUND, 404, "404-100")
    assert "(404-100 Gone.)" in caught.value.what
    assert len(requests) == 1


def test_redirect_does_not_get_the_token() -> None:
    with raw_server([GOOD]) as (elsewhere, stolen):
        redirect = http("307 Temporary Redirect", b"", f"Location: {elsewhere}/x")
        with raw_server([redirect]) as (url, _), client(url) as service, pytest.raises(RejectedError):
            service.status(JOB, within=60)

    assert stolen == []


def test_proxy_of_the_environment_is_not_used_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with raw_server([GOOD]) as (url, _), client(url) as service:
        assert service.status(JOB, within=60).status == "Successful"


@pytest.mark.parametrize(
    ("variable", "value"), [("HTTPS_PROXY", "http://host:notaport"), ("SSL_CERT_FILE", "/nonexistent/ca.pem")]
)
def test_environment_that_cannot_be_used_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError, match=variable) as caught:
        ServiceClient("https://api.example/knowledge/contentmgr/v4", BearerAuth(SecretStr("token")))

    assert caught.value.reason == Reason.NETWORK_SETTINGS_INVALID
