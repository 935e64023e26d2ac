"""Requests that start and cancel jobs: what is sent, what comes back, and what is never sent twice."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import SecretStr

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.errors import RejectedError, ServiceError, UnexpectedResponseError, UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import BearerAuth, make_auth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import RequestLimits
from pytest_contentjobs.settings.credentials import ClientCredentials
from tests.faults.raw_server import http
from tests.faults.script_server import Peer, Script, Server, says, script_server

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
OTHER = "00000000-0000-0000-0000-00000000000a"
SOURCE: dict[str, Any] = {
    "type": "AWS S3 bucket",
    "path": "s3://bucket/package",
    "region": "eu-west-1",
    "credentials": {"accessKeyId": "AKIAHIDDEN", "secretAccessKey": 'quiet/"key"+1'},
}
LIMITS = RequestLimits(attempt=20, least=20, attempts=3, retry_wait=0.01)


def created(location: str = f"/knowledge/contentmgr/v4/import/content/{JOB}") -> bytes:
    return http("202 Accepted", b"", f"Location: {location}")


def client_of(server: Server) -> ServiceClient:
    return ServiceClient(f"{server.url}/api", BearerAuth(SecretStr("t")), limits=LIMITS, sleep=lambda _: None)


def validate(
    scripts: Sequence[Script], limits: RequestLimits = LIMITS
) -> tuple[str | ServiceError, list[bytes], list[float]]:
    naps: list[float] = []
    with script_server(scripts) as server:
        auth = BearerAuth(SecretStr("token-of-the-test"))
        with ServiceClient(f"{server.url}/api", auth, limits=limits, sleep=naps.append) as client:
            found: str | ServiceError
            try:
                found = client.validate(SOURCE, within=1000)
            except ServiceError as error:
                found = error
    return found, server.requests, naps


def test_validation_is_requested_as_documented() -> None:
    found, requests, _ = validate([says(created())])

    assert found == JOB
    head, _, body = requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/import/content/validate HTTP/1.1\r\n")
    assert b"\r\nContent-Type: application/json" in head
    assert json.loads(body) == {"dataSource": SOURCE}


def test_import_is_requested_as_documented() -> None:
    with script_server([says(created())]) as server, client_of(server) as client:
        assert client.start_import(SOURCE, "reimport", within=100) == JOB

    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/import/content HTTP/1.1\r\n")
    assert json.loads(body) == {"dataSource": SOURCE, "operation": "reimport"}


@pytest.mark.parametrize(
    "location",
    [
        f"knowledge/contentmgr/v4/import/content/{JOB}/status",
        f"/knowledge/contentmgr/v4/import/content/{JOB}",
        f"https://tenant.example/knowledge/contentmgr/v4/import/content/{JOB}/status?x=1",
        f"{JOB}/{JOB.lower()}"[-36:].upper(),
    ],
)
def test_job_id_is_taken_out_of_the_location(location: str) -> None:
    assert validate([says(created(location))])[0] == JOB


@pytest.mark.parametrize(
    ("answer", "location"),
    [
        (http("202 Accepted"), "0 job ids: ''"),
        (created("/import/content/5"), "0 job ids: '/import/content/5'"),
        (created(f"/{JOB}/{OTHER}"), "2 job ids: '/"),
    ],
)
def test_location_without_exactly_one_id_means_that_a_job_was_created(answer: bytes, location: str) -> None:
    found, requests, _ = validate([says(answer)])

    assert isinstance(found, UnexpectedResponseError)
    assert found.reason == Reason.JOB_PERHAPS_CREATED
    assert location in found.what
    assert "--content-job" in found.next_step
    assert len(requests) == 1


def test_location_counts_though_the_body_breaks_off() -> None:
    answer = created().replace(b"Content-Length: 0", b"Content-Length: 9")

    assert validate([says(answer)])[0] == JOB


def closes(peer: Peer) -> None:
    peer.request()


def resets(peer: Peer) -> None:
    peer.request()
    peer.reset()


def stalls(peer: Peer) -> None:
    peer.request()
    peer.stall()


@pytest.mark.parametrize(
    "script",
    [
        closes,
        resets,
        stalls,
        says(b"HTTP/1.1 20"),
        says(b"nonsense\r\n\r\n"),
        says(http("200 OK", b"<h1>Sign in</h1>")),
        says(http("408 Request Timeout")),
        says(http("500 No")),
        says(http("502 Bad Gateway")),
        says(http("503 Service Unavailable", b"", "Retry-After: 1")),
        says(http("504 Gateway Time-out")),
    ],
    ids=["closed", "reset", "stalled", "cut", "junk", "200", "408", "500", "502", "503", "504"],
)
def test_request_whose_outcome_is_unknown_is_not_retried(script: Script) -> None:
    found, requests, naps = validate([script, says(created())], RequestLimits(read=0.5, least=20, retry_wait=0.01))

    assert isinstance(found, UnreachableError | UnexpectedResponseError)
    assert found.reason == Reason.JOB_PERHAPS_CREATED
    assert (len(requests), naps) == (1, [])


def test_refusal_for_too_many_requests_is_repeated() -> None:
    found, requests, naps = validate([says(http("429 Too Many Requests", b"", "Retry-After: 4")), says(created())])

    assert found == JOB
    assert requests[0] == requests[1]
    assert naps == [4]


def test_refusal_for_too_many_requests_that_stays_created_nothing() -> None:
    found, requests, _ = validate([says(http("429 Too Many Requests"))])

    assert isinstance(found, UnreachableError)
    assert found.reason == Reason.SERVICE_OVERLOADED
    assert len(requests) == 3


def test_request_that_was_not_sent_is_repeated() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    naps: list[float] = []
    with (
        ServiceClient(url, BearerAuth(SecretStr("t")), limits=LIMITS, sleep=naps.append) as client,
        pytest.raises(UnreachableError) as caught,
    ):
        client.validate(SOURCE, within=1000)

    assert len(naps) == 2
    assert caught.value.reason == Reason.SERVICE_UNREACHABLE


def token(text: str) -> Script:
    return says(http("200 OK", json.dumps({"access_token": text}).encode()))


def test_token_that_was_refused_is_renewed_before_a_job_is_created() -> None:
    with (
        script_server([token("old"), token("new")]) as endpoint,
        script_server([says(http("401 Unauthorized")), says(created())]) as server,
    ):
        credentials = ClientCredentials(f"{endpoint.url}/token", "client", SecretStr("secret"), "scope")
        with ServiceClient(server.url, make_auth(credentials, limits=LIMITS), limits=LIMITS) as client:
            assert client.validate(SOURCE, within=1000) == JOB

    assert [b"Bearer old" in server.requests[0], b"Bearer new" in server.requests[1]] == [True, True]
    assert server.requests[0].partition(b"\r\n\r\n")[2] == server.requests[1].partition(b"\r\n\r\n")[2]


def test_token_that_stays_the_same_is_not_tried_again() -> None:
    with (
        script_server([token("same")]) as endpoint,
        script_server([says(http("401 Unauthorized")), says(created())]) as server,
    ):
        credentials = ClientCredentials(f"{endpoint.url}/token", "client", SecretStr("secret"), "scope")
        auth = make_auth(credentials, limits=LIMITS)
        with ServiceClient(server.url, auth, limits=LIMITS) as client, pytest.raises(RejectedError):
            client.validate(SOURCE, within=1000)

    assert (endpoint.connections, server.connections) == (2, 1)


@pytest.mark.parametrize("status", ["400 Bad Request", "403 Forbidden", "500 No", "200 OK"])
def test_response_that_repeats_the_request_shows_no_secret(status: str) -> None:
    def echoes(peer: Peer) -> None:
        request = peer.request()
        secret = SOURCE["credentials"]["secretAccessKey"]
        text = f"{secret} {request.partition(b'Authorization')[2].decode()}"
        peer.send(http(status, json.dumps({"code": "400-152", "developerMessage": text}).encode()))

    found, _, _ = validate([echoes])

    assert isinstance(found, ServiceError)
    assert not [secret for secret in ("AKIAHIDDEN", "quiet", "token-of-the-test") if secret in f"{found} {found!r}"]
    assert "(400-152 … : Bearer …" in found.what


@pytest.mark.parametrize(
    ("answers", "expected", "connections"),
    [
        pytest.param([b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"], True, 1, id="cancelled"),
        pytest.param([http("409 Conflict")], False, 1, id="finished already"),
        pytest.param([b"", http("503 No"), http("409 Conflict")], False, 3, id="repeated"),
    ],
)
def test_cancelling(answers: list[bytes], expected: bool, connections: int) -> None:
    with script_server([says(answer) for answer in answers]) as server, client_of(server) as client:
        assert client.cancel(JOB, within=100) is expected

    assert server.connections == connections
    assert server.requests[0].startswith(f"POST /api/import/content/{JOB}/cancel HTTP/1.1\r\n".encode())


@pytest.mark.parametrize("answer", [http("404 Not Found"), http("403 Forbidden")])
def test_cancelling_that_is_refused(answer: bytes) -> None:
    with script_server([says(answer)]) as server, client_of(server) as client, pytest.raises(RejectedError):
        client.cancel(JOB, within=100)


def test_the_embedded_service_starts_and_cancels(service: ContentService) -> None:
    source = {"type": "AWS S3 bucket", "path": f"s3://{service.bucket}/nothing"}
    with ServiceClient(f"{service.api_url}/knowledge/contentmgr/v4", BearerAuth(SecretStr(service.token))) as client:
        job = client.validate(source, within=60)
        imported = client.start_import(source, "import", within=60)
        scripted = service.add_job([{"status": "In Progress"}])

        assert client.status(job, within=60).job_type == "Validation"
        assert client.status(imported, within=60).job_type == "Import"
        assert client.cancel(scripted, within=60)
        assert client.status(scripted, within=60).status == "Cancelled"
        with pytest.raises(RejectedError, match="400-152") as caught:
            client.validate({"type": "FTP"}, within=60)
        assert caught.value.reason == Reason.DATA_SOURCE_REFUSED
