"""What the tests of tokens share: a service that takes some tokens, and a request with one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from pytest_contentjobs.errors import ServiceError
from pytest_contentjobs.service.auth import ServiceAuth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import RequestLimits
from tests.faults.raw_server import http
from tests.faults.script_server import Peer, Server, script_server
from tests.support import finished

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
GOOD = http("200 OK", json.dumps(finished(0, 0)).encode())
UNAUTHORIZED = http("401 Unauthorized", b'{"code": "401-101", "developerMessage": "New login is required."}')
LIMITS = RequestLimits(attempt=20, least=20, attempts=3, retry_wait=0.01)


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
