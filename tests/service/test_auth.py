"""Where tokens come from, when they are renewed, and what the error is if there is none."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from pytest_contentjobs.errors import RejectedError, ServiceError, TokenError, UnexpectedResponseError, UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import RenewingAuth, ServiceAuth, make_auth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import RequestLimits
from pytest_contentjobs.service.tokens import CommandSource, EndpointSource, Token
from pytest_contentjobs.settings.credentials import ClientCredentials, OnBehalf, StaticToken, TokenCommand, TokenFile
from tests.faults.raw_server import http
from tests.faults.script_server import Peer, Script, Server, says, script_server
from tests.support import finished, without_ports

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
GOOD = http("200 OK", json.dumps(finished(0, 0)).encode())
UNAUTHORIZED = http("401 Unauthorized", b'{"code": "401-101", "developerMessage": "New login is required."}')
LIMITS = RequestLimits(attempt=20, least=20, attempts=3, retry_wait=0.01)


@dataclass
class Numbered:
    """A source whose tokens are numbered."""

    lifetime: float | None = None
    fetched: int = 0
    next_step: str = "Get better tokens."
    waits: list[float] = field(default_factory=list)

    def fetch(self, within: float) -> Token:
        self.waits.append(within)
        self.fetched += 1
        return Token(SecretStr(f"token-{self.fetched}"), self.lifetime)


def ask(url: str, auth: ServiceAuth, limits: RequestLimits = LIMITS, within: float = 1000) -> str | ServiceError:
    with ServiceClient(url, auth, limits=limits, sleep=lambda _: None) as client:
        try:
            return client.status(JOB, within=within).status
        except ServiceError as error:
            return error


def tokens(server: Server) -> list[str]:
    return [
        request.partition(b"Authorization: Bearer ")[2].partition(b"\r\n")[0].decode() for request in server.requests
    ]


@contextmanager
def service_that_takes(*accepted: str) -> Iterator[Server]:
    """Serve a good status for some tokens, and 401 for all others."""

    def play(peer: Peer) -> None:
        request = peer.request()
        is_good = any(f"Bearer {token}\r\n".encode() in request for token in accepted)
        peer.send(GOOD if is_good else UNAUTHORIZED)

    with script_server([play]) as server:
        yield server


@pytest.mark.parametrize(
    ("lifetime", "moments", "expected"),
    [
        pytest.param(3600, [0, 3539, 3540, 7000], [1, 1, 2, 2], id="a minute before its end"),
        pytest.param(40, [0, 29, 30, 31], [1, 1, 2, 2], id="a quarter of a short life before its end"),
        pytest.param(None, [0, 1e9], [1, 1], id="no known end"),
    ],
)
def test_token_is_renewed_before_its_end(lifetime: float | None, moments: list[float], expected: list[int]) -> None:
    now = [0.0]
    auth = RenewingAuth(Numbered(lifetime), clock=lambda: now[0])
    with script_server([says(GOOD)]) as server:
        for moment in moments:
            now[0] = moment
            assert ask(server.url, auth) == "Successful"

    assert tokens(server) == [f"token-{number}" for number in expected]


def test_token_is_renewed_once_after_a_401() -> None:
    source = Numbered()
    with service_that_takes("token-2") as server:
        auth = RenewingAuth(source)
        assert [ask(server.url, auth), ask(server.url, auth)] == ["Successful", "Successful"]

    assert tokens(server) == ["token-1", "token-2", "token-2"]


def test_new_token_that_is_refused_too_keeps_the_next_step_of_its_source() -> None:
    source = Numbered()
    with service_that_takes() as server:
        found = ask(server.url, RenewingAuth(source))

    assert isinstance(found, RejectedError)
    assert (found.status_code, found.code, found.next_step) == (401, "401-101", "Get better tokens.")
    assert tokens(server) == ["token-1", "token-2"]


def test_static_token_that_is_refused_names_what_can_be_renewed(wording: Callable[[str], None]) -> None:
    with service_that_takes() as server:
        found = ask(server.url, make_auth(StaticToken(SecretStr("old"), "EGAIN_ACCESS_TOKEN")))

    assert isinstance(found, RejectedError)
    assert found.reason == Reason.TOKEN_REFUSED
    wording(found.next_step)
    assert tokens(server) == ["old"]


def test_threads_share_one_renewal() -> None:
    """All requests with the first token are refused together, so that all threads come for a new one."""
    number = 6
    together = threading.Barrier(number)

    def play(peer: Peer) -> None:
        if b"Bearer token-1\r\n" in peer.request():
            together.wait(timeout=10)
            peer.send(UNAUTHORIZED)
        else:
            peer.send(GOOD)

    source = Numbered()
    auth = RenewingAuth(source)
    with script_server([play]) as server, ThreadPoolExecutor(number) as pool:
        found = list(pool.map(lambda _: ask(server.url, auth), range(number)))

    assert found == ["Successful"] * number
    assert source.fetched == 2
    assert sorted(tokens(server)) == ["token-1"] * number + ["token-2"] * number


def test_threads_share_one_client() -> None:
    with (
        service_that_takes("token-1") as server,
        ServiceClient(server.url, RenewingAuth(Numbered()), limits=LIMITS) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        found = list(pool.map(lambda _: client.status(JOB, within=100).status, range(40)))

    assert found == ["Successful"] * 40


def test_request_that_waits_for_anothers_renewal_keeps_its_deadline() -> None:
    is_held, is_over = threading.Event(), threading.Event()

    class Slow(Numbered):
        def fetch(self, within: float) -> Token:
            is_held.set()
            is_over.wait(timeout=10)
            return super().fetch(within)

    auth = RenewingAuth(Slow())
    with script_server([says(GOOD)]) as server, ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, server.url, auth)
        is_held.wait(timeout=10)
        found = ask(server.url, auth, RequestLimits(least=0.1, attempts=1), within=0)
        is_over.set()

        assert first.result() == "Successful"
    assert isinstance(found, UnreachableError)
    assert found.reason == Reason.TOKEN_UNAVAILABLE
    assert "token" in found.what


def test_renewal_has_the_time_that_is_left() -> None:
    source = Numbered()
    with script_server([says(GOOD)]) as server:
        ask(server.url, RenewingAuth(source), RequestLimits(attempt=7))

    assert 0 < source.waits[0] <= 7


def test_file_is_read_again_after_a_401(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("\ufeffold\n", encoding="utf-8")
    auth = make_auth(TokenFile(path))
    with service_that_takes("old") as first:
        assert ask(first.url, auth) == "Successful"
    path.write_bytes(b"new\r\n")
    with service_that_takes("new") as second:
        assert ask(second.url, auth) == "Successful"

    assert (tokens(first), tokens(second)) == (["old"], ["old", "new"])


def test_file_with_the_same_token_is_named(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("old", encoding="utf-8")
    with service_that_takes() as server:
        found = ask(server.url, make_auth(TokenFile(path)))

    assert isinstance(found, RejectedError)
    assert found.reason == Reason.TOKEN_REFUSED
    assert repr(str(path)) in found.next_step
    assert tokens(server) == ["old"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, Reason.FILE_UNREADABLE),
        (b"", Reason.TOKEN_INVALID),
        (b" \n", Reason.TOKEN_INVALID),
        (b"Bearer quiet", Reason.TOKEN_INVALID),
        (b"quiet\nquiet", Reason.TOKEN_INVALID),
        (b"qui\x00et", Reason.TOKEN_INVALID),
        (b"\xff\xfequiet", Reason.TOKEN_INVALID),
        (b"quiet" * 20_000, Reason.TOKEN_INVALID),
    ],
)
def test_file_without_a_token(
    tmp_path: Path, content: bytes | None, expected: Reason, wording: Callable[[str], None]
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    with script_server([says(GOOD)]) as server:
        found = ask(server.url, make_auth(TokenFile(path)))

    assert isinstance(found, TokenError)
    assert found.reason == expected
    assert repr(str(path)) in found.what
    wording(str(found))
    assert server.connections == 0


def test_folder_is_not_a_token_file(tmp_path: Path) -> None:
    found = ask("http://127.0.0.1:9", make_auth(TokenFile(tmp_path)))

    assert isinstance(found, TokenError)
    assert found.reason == Reason.FILE_UNREADABLE


def python(code: str, *arguments: str) -> TokenCommand:
    return TokenCommand((sys.executable, "-c", code, *arguments))


def test_command_is_run_again_after_a_401(tmp_path: Path) -> None:
    count = tmp_path / "count"
    code = "import sys; f = open(sys.argv[1], 'a+'); f.write('x'); print(f'token-{f.tell()}')"
    with service_that_takes("token-2") as server:
        assert ask(server.url, make_auth(python(code, str(count)))) == "Successful"

    assert tokens(server) == ["token-1", "token-2"]


def test_command_gets_no_input() -> None:
    with service_that_takes("left-0") as server:
        assert ask(server.url, make_auth(python("import sys; print(f'left-{len(sys.stdin.read())}')"))) == (
            "Successful"
        )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print('quiet'); raise SystemExit(3)", Reason.TOKEN_COMMAND_FAILED),
        ("import sys; sys.exit('quiet')", Reason.TOKEN_COMMAND_FAILED),
        ("", Reason.TOKEN_INVALID),
        ("print('Bearer quiet')", Reason.TOKEN_INVALID),
        ("print('quiet' * 20000)", Reason.TOKEN_INVALID),
    ],
)
def test_command_without_a_token(
    capfd: pytest.CaptureFixture[str], code: str, expected: Reason, wording: Callable[[str], None]
) -> None:
    found = ask("http://127.0.0.1:9", make_auth(python(code, "quiet")))

    assert isinstance(found, TokenError)
    assert found.reason == expected
    wording(str(found).replace(sys.executable, "COMMAND"))
    assert "quiet" not in f"{found} {found!r} {capfd.readouterr()}"


def test_command_that_does_not_exist() -> None:
    found = ask("http://127.0.0.1:9", make_auth(TokenCommand(("/nonexistent/token", "quiet"))))

    assert isinstance(found, TokenError)
    assert found.reason == Reason.TOKEN_COMMAND_FAILED
    assert "'/nonexistent/token'" in found.what


def test_command_that_does_not_end_is_stopped() -> None:
    source = CommandSource(python("import time; time.sleep(60)"), seconds=0.2)

    found = ask("http://127.0.0.1:9", RenewingAuth(source))

    assert isinstance(found, TokenError)
    assert found.reason == Reason.TOKEN_COMMAND_FAILED
    assert "0.2 s" in found.what


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
