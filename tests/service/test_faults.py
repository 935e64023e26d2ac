"""What can happen to a poll: each fault by its name, its outcome, and the number of connections."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest
from pydantic import SecretStr

from pytest_contentjobs.errors import RejectedError, ServiceError, UnexpectedResponseError, UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import BearerAuth, make_auth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import RequestLimits
from pytest_contentjobs.settings.credentials import ClientCredentials
from tests.faults.raw_server import http
from tests.faults.script_server import PATIENCE, says, script_server
from tests.service.poll_faults import FAULTS, GOOD, JOB, LIMITS, READ, UNREACHABLE, packed
from tests.support import without_ports

#: The faults whose messages are ours, word for word; other libraries have a part in the rest.
WORDED = {
    "400",
    "401",
    "403",
    "404",
    "204",
    "redirect",
    "504, always",
    "HTML 200",
    "empty 200",
    "gzip bomb",
    "gzip that is none",
    "unknown packing",
    "stalls in the body",
    "drips status line and headers",
}


def outcome(url: str, limits: RequestLimits, within: float, naps: list[float]) -> str | ServiceError:
    auth = BearerAuth(SecretStr("token-of-the-test"))
    with ServiceClient(f"{url}/api", auth, limits=limits, sleep=naps.append) as client:
        try:
            return client.status(JOB, within=within).status
        except ServiceError as error:
            return error


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, wording: Callable[[str], None]) -> None:
    fault = FAULTS[name]
    naps: list[float] = []
    with script_server(fault.scripts) as server:
        found = outcome(server.url, replace(LIMITS, **fault.limits), fault.within, naps)

    if isinstance(fault.expected, str):
        assert found == fault.expected
    else:
        kind, reason, data = fault.expected
        assert isinstance(found, ServiceError)
        assert (type(found), found.reason) == (kind, reason)
        assert data in found.what
        assert "token-of-the-test" not in str(found)
        if name in WORDED:
            wording(without_ports(str(found)))
    assert server.connections == fault.connections
    assert [round(nap) for nap in naps if nap >= 1] == list(fault.naps)
    assert len(naps) == fault.connections - 1


def test_gzip_bomb_is_never_unpacked_whole() -> None:
    bomb = packed(gzip.compress(b"\0" * 50_000_000))
    with script_server([says(bomb)]) as server:
        tracemalloc.start()
        try:
            found = outcome(server.url, LIMITS, 100, [])
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert isinstance(found, UnexpectedResponseError)
    assert peak < 20_000_000


def test_redirect_goes_nowhere_else() -> None:
    with script_server([says(GOOD)]) as elsewhere:
        redirect = http("307 Temporary Redirect", b"", f"Location: {elsewhere.url}/x")
        with script_server([says(redirect)]) as server:
            found = outcome(server.url, LIMITS, 100, [])

    assert isinstance(found, RejectedError)
    assert elsewhere.connections == 0


def test_connection_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    naps: list[float] = []

    found = outcome(f"http://127.0.0.1:{port}", LIMITS, 100, naps)

    assert isinstance(found, UnreachableError)
    assert found.reason == UNREACHABLE
    assert "ConnectError: [Errno" in found.what
    assert len(naps) == 2


def test_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    # The resolver of the machine may be slow, or may know every name.
    def unknown(*_arguments: object, **_keywords: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for variable in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    found = outcome("https://tenant.invalid", LIMITS, 100, [])

    assert isinstance(found, UnreachableError)
    assert found.reason == Reason.NAME_NOT_FOUND


def test_name_server_that_does_not_respond(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_keywords: is_over.wait(PATIENCE) and [])

    found = outcome("https://tenant.invalid", replace(LIMITS, attempt=0.3, least=0.3, attempts=2), 100, [])
    is_over.set()

    assert isinstance(found, UnreachableError)
    assert "ConnectTimeout" in found.what


def expiring(*answers: bytes) -> tuple[str | ServiceError, list[bytes], int]:
    """Poll with client credentials whose token endpoint numbers its tokens; give outcome, requests and token requests."""
    tokens = [says(http("200 OK", json.dumps({"access_token": f"token-{number}"}).encode())) for number in range(9)]
    with script_server(tokens) as endpoint, script_server([says(answer) for answer in answers]) as server:
        credentials = ClientCredentials(f"{endpoint.url}/token", "client", SecretStr("secret"), "scope")
        auth = make_auth(credentials, limits=LIMITS)
        with ServiceClient(server.url, auth, limits=LIMITS, sleep=lambda _: None) as client:
            found: str | ServiceError
            try:
                found = client.status(JOB, within=100).status
            except ServiceError as error:
                found = error
    signed = [request.partition(b"Authorization: Bearer ")[2].partition(b"\r\n")[0] for request in server.requests]
    return found, signed, endpoint.connections


def test_401_once_then_good() -> None:
    assert expiring(http("401 Unauthorized"), GOOD) == (READ, [b"token-0", b"token-1"], 2)


def test_401_with_a_bomb_then_good() -> None:
    bomb = packed(gzip.compress(b"\0" * 10_000_000), status="401 Unauthorized")

    assert expiring(bomb, GOOD) == (READ, [b"token-0", b"token-1"], 2)


def test_401_storm() -> None:
    found, signed, fetched = expiring(http("401 Unauthorized", b'{"code": "401-101", "userMessage": "Sign in."}'))

    assert isinstance(found, RejectedError)
    assert (found.reason, found.status_code, found.code) == (Reason.TOKEN_REFUSED, 401, "401-101")
    assert "(401-101 Sign in.)" in found.what
    assert "CONTENTJOBS_TOKEN_URL" in found.next_step
    assert (signed, fetched) == ([b"token-0", b"token-1"], 2)


def test_server_error_after_a_renewal_does_not_renew_again() -> None:
    assert expiring(http("401 Unauthorized"), http("500 No"), GOOD) == (
        READ,
        [b"token-0", b"token-1", b"token-1"],
        2,
    )
