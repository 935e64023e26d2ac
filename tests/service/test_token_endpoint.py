"""Tokens from the token endpoint, and the error if it gives none."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from pytest_contentjobs.errors import RejectedError, ServiceError, UnexpectedResponseError, UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import make_auth
from pytest_contentjobs.service.http import RequestLimits
from pytest_contentjobs.service.tokens import EndpointSource
from pytest_contentjobs.settings.credentials import ClientCredentials, OnBehalf
from tests.faults.raw_server import http
from tests.faults.script_server import Peer, Script, Server, says, script_server
from tests.service.token_support import GOOD, LIMITS, ask, service_that_takes
from tests.support import without_ports


def client_credentials(server: Server) -> ClientCredentials:
    return ClientCredentials(f"{server.url}/token", "me&you", SecretStr("qui/et+ü"), "app.manage")


def test_client_credentials_are_requested_as_documented() -> None:
    with (
        script_server([says(http("200 OK", b'{"access_token": "new"}'))]) as endpoint,
        service_that_takes("new") as server,
    ):
        assert ask(server.url, make_auth(client_credentials(endpoint))) == "Successful"

    head, _, body = endpoint.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /token HTTP/1.1\r\n")
    assert b"\r\nContent-Type: application/x-www-form-urlencoded\r\n" in head + b"\r\n"
    assert b"authorization" not in head.lower()
    assert parse_qs(body.decode(), strict_parsing=True) == {
        "grant_type": ["client_credentials"],
        "client_id": ["me&you"],
        "client_secret": ["qui/et+ü"],
        "scope": ["app.manage"],
    }


def test_token_on_behalf_of_a_user_is_requested_as_documented() -> None:
    with (
        script_server([says(http("200 OK", b'{"access_token": "new"}'))]) as endpoint,
        service_that_takes("new") as server,
    ):
        credentials = OnBehalf(f"{endpoint.url}/token", "me", SecretStr("quiet"), "manage", "subject_userid", "PPAG-1")
        assert ask(server.url, make_auth(credentials)) == "Successful"

    assert parse_qs(endpoint.requests[0].partition(b"\r\n\r\n")[2].decode()) == {
        "grant_type": ["password"],
        "client_id": ["me"],
        "client_secret": ["quiet"],
        "scope": ["manage"],
        "subject_userid": ["PPAG-1"],
    }


@pytest.mark.parametrize(
    ("expires_in", "expected"),
    [
        ("3600", 3600),
        ('"3600"', 3600),
        ("12.5", 12.5),
        ("null", None),
        ("0", None),
        ("-5", None),
        ("true", None),
        ('"soon"', None),
        ("NaN", None),
        ("1e999", None),
        ("9" * 400, None),
        ("[]", None),
    ],
)
def test_lifetime(expires_in: str, expected: float | None) -> None:
    answer = http("200 OK", f'{{"access_token": "new", "expires_in": {expires_in}}}'.encode())
    with script_server([says(answer)]) as endpoint:
        fetched = EndpointSource(client_credentials(endpoint), limits=LIMITS).fetch(100)

    assert (fetched.token.get_secret_value(), fetched.lifetime) == ("new", expected)


def stalls(peer: Peer) -> None:
    peer.request()
    peer.stall()


def drips(peer: Peer) -> None:
    peer.request()
    peer.drip(http("200 OK", b'{"access_token": "new"}', f"X-Filler: {'x' * 500}"))


TOKEN = http("200 OK", b'{"access_token": "new"}')
REFUSED = (RejectedError, Reason.CLIENT_REFUSED)
UNEXPECTED = (UnexpectedResponseError, Reason.RESPONSE_UNEXPECTED)


#: The scripts, the kind of the error with its code, data that is in its text, and the connections.
ENDPOINT_FAULTS: dict[str, tuple[list[Script], tuple[type[ServiceError], Reason], str, int]] = {
    "wrong secret": (
        [
            says(
                http(
                    "401 No",
                    b'{"error": "invalid_client", "error_description": "bad\\u001b[31m\\n secret qui/et+\\u00fc"}',
                )
            )
        ],
        REFUSED,
        "401 No (invalid_client: bad\x1b[31m secret …)",
        1,
    ),
    "wrong scope": (
        [says(http("400 Bad", b'{"error": "invalid_scope"}'))],
        REFUSED,
        "400 Bad (invalid_scope)",
        1,
    ),
    "wrong user": (
        [says(http("400 Bad", b'{"error": "invalid_grant"}'))],
        REFUSED,
        "(invalid_grant)",
        1,
    ),
    "odd error": (
        [says(http("400 Bad", b'{"error": ["x"]}'))],
        REFUSED,
        """'{"error": ["x"]}'""",
        1,
    ),
    "echo of the form": (
        [lambda peer: peer.send(http("400 Bad", peer.request().partition(b"\r\n\r\n")[2]))],
        REFUSED,
        "client_id=me%26you&client_secret=…&scope=",
        1,
    ),
    "not found": (
        [says(http("404 Not Found", b"<h1>?</h1>"))],
        REFUSED,
        "'<h1>?</h1>'",
        1,
    ),
    "redirect": (
        [says(http("302 Found", b"", "Location: https://elsewhere.example/"))],
        (RejectedError, Reason.REQUEST_REDIRECTED),
        "302 Found",
        1,
    ),
    "server error that stays": ([says(http("500 No"))], (UnreachableError, Reason.SERVICE_OVERLOADED), "500 No", 3),
    "closed": ([lambda _: None], (UnreachableError, Reason.SERVICE_UNREACHABLE), "CONTENTJOBS_TOKEN_URL", 3),
    "login page": (
        [says(http("200 OK", b"<h1>Sign in</h1>"))],
        UNEXPECTED,
        "access_token",
        1,
    ),
    "endless JSON": ([says(http("200 OK", b"[" * 100_000))], UNEXPECTED, "access_token", 1),
    "huge number": (
        [says(http("200 OK", b'{"expires_in": ' + b"9" * 5000 + b"}"))],
        UNEXPECTED,
        "access_token",
        1,
    ),
    "no token": ([says(http("200 OK", b"{}"))], UNEXPECTED, "access_token", 1),
    "token with a line end": (
        [says(http("200 OK", b'{"access_token": "qui\\r\\net"}'))],
        UNEXPECTED,
        "access_token",
        1,
    ),
    "token that is a number": (
        [says(http("200 OK", b'{"access_token": 5}'))],
        UNEXPECTED,
        "access_token",
        1,
    ),
    "huge answer": (
        [says(http("200 OK", b'{"access_token": "new"}' + b" " * 2_000_000))],
        UNEXPECTED,
        "1048576",
        1,
    ),
    "body that breaks off": (
        [says(TOKEN[:-3])],
        UNEXPECTED,
        "(RemoteProtocolError",
        3,
    ),
}


@pytest.mark.parametrize("name", ENDPOINT_FAULTS)
def test_fault_of_the_token_endpoint(name: str, wording: Callable[[str], None]) -> None:
    scripts, (kind, reason), data, connections = ENDPOINT_FAULTS[name]
    with script_server(scripts) as endpoint, script_server([says(GOOD)]) as server:
        found = ask(server.url, make_auth(client_credentials(endpoint), limits=LIMITS, sleep=lambda _: None))

    assert isinstance(found, ServiceError)
    assert (type(found), found.reason) == (kind, reason)
    assert data in str(found)
    if name not in {"closed", "body that breaks off"}:
        wording(without_ports(str(found)))
    assert "qui/et" not in f"{found} {found!r}"
    assert "qui%2Fet" not in f"{found} {found!r}"
    assert (endpoint.connections, server.connections) == (connections, 0)


@pytest.mark.parametrize("script", [stalls, drips])
def test_token_endpoint_that_holds_a_request_is_left(script: Script) -> None:
    limits = RequestLimits(attempt=0.3, least=0.3, attempts=1)
    with script_server([script]) as endpoint, script_server([says(GOOD)]) as server:
        found = ask(server.url, make_auth(client_credentials(endpoint), limits=limits), limits)

    assert isinstance(found, UnreachableError)
    assert "/token: ReadTimeout" in found.what
    assert server.connections == 0


def test_token_endpoint_that_recovers() -> None:
    scripts = [says(b""), says(http("503 No")), says(TOKEN)]
    with script_server(scripts) as endpoint, service_that_takes("new") as server:
        auth = make_auth(client_credentials(endpoint), limits=LIMITS, sleep=lambda _: None)
        assert ask(server.url, auth) == "Successful"

    assert (endpoint.connections, server.connections) == (3, 1)
