"""When a token is renewed, and how threads share it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from pytest_contentjobs.errors import RejectedError, UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import RenewingAuth, make_auth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import RequestLimits
from pytest_contentjobs.service.tokens import Token
from pytest_contentjobs.settings.credentials import StaticToken
from tests.faults.script_server import Peer, says, script_server
from tests.service.token_support import GOOD, JOB, LIMITS, UNAUTHORIZED, ask, service_that_takes, tokens


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
