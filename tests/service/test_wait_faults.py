"""What can happen in the middle of a wait: each fault by its name, over real sockets, with its outcome and its requests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from pytest_contentjobs.errors import (
    ContentJobsError,
    JobStalledError,
    JobTimeoutError,
    RejectedError,
    UnexpectedResponseError,
    UnreachableError,
)
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import make_auth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import RequestLimits
from pytest_contentjobs.service.polling import wait_until_finished
from pytest_contentjobs.service.schedule import Schedule
from pytest_contentjobs.settings.credentials import ClientCredentials
from tests.faults.raw_server import http
from tests.faults.script_server import Peer, Script, says, script_server
from tests.support import finished

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = 3600
LIMITS = RequestLimits(connect=20, read=20, attempt=20, least=20, attempts=2, retry_wait=0.01)
BRIEF = RequestLimits(connect=20, read=0.1, attempt=20, least=20, attempts=1)


def answer(word: str, **fields: object) -> bytes:
    return http("200 OK", json.dumps({"status": word, **fields}).encode())


def items(processed: int) -> bytes:
    return answer("In Progress", progress={"processed": processed, "total": 100})


RUNNING = answer("In Progress")
DONE = http("200 OK", json.dumps(finished(0, 0)).encode())
LOST = http("404 Not Found", b'{"code": "404-100", "developerMessage": "No such job."}')
EXPIRED = http("401 Unauthorized", b'{"code": "401-101"}')
BUSY = http("503 Service Unavailable")
PAGE = http("200 OK", b"<h1>Sign in</h1>", "Content-Type: text/html")
CUT = http("200 OK", b'{"status": "Succ')


def closes(_peer: Peer) -> None:
    """Accept and close."""


def stalls(peer: Peer) -> None:
    peer.request()
    peer.stall()


@dataclass(frozen=True)
class Fault:
    """The responses in turn, of which the last repeats; the outcome of the wait, the requests, and the fetched tokens."""

    answers: Sequence[bytes | Script]
    expected: str | tuple[type[ContentJobsError], Reason, str]
    requests: int
    tokens: int = 1
    stall_timeout: float | None = None
    limits: RequestLimits = LIMITS
    is_new: bool = False


READ = "Successful"
# After a status, failures are tolerated for 550 s: with pauses of 3, 6, 12, 24, 48 and then 60 s, 14 polls.
FAULTS = {
    "job vanishes": Fault([RUNNING, LOST], (RejectedError, Reason.JOB_NOT_FOUND, "404-100 No such job."), 1 + 14),
    "job vanishes for a while": Fault([RUNNING, *[LOST] * 8, RUNNING, DONE], READ, 11),
    "job is not visible yet": Fault([LOST, LOST, RUNNING, DONE], READ, 4, is_new=True),
    "job that never was": Fault([LOST], (RejectedError, Reason.JOB_NOT_FOUND, "404-100"), 2),
    "job that is lost at once": Fault([LOST], (RejectedError, Reason.JOB_NOT_FOUND, "404-100"), 6, is_new=True),
    "a page from the start": Fault([PAGE], (UnexpectedResponseError, Reason.RESPONSE_UNEXPECTED, "Sign in"), 2),
    "nobody there from the start": Fault([closes], (UnreachableError, Reason.SERVICE_UNREACHABLE, "2 polls"), 2 * 2),
    "status goes backwards": Fault([RUNNING, answer("Scheduled"), RUNNING, answer("Scheduled"), DONE], READ, 5),
    "status goes back for ever": Fault(
        [RUNNING, answer("Scheduled")], (JobStalledError, Reason.JOB_STALLED, "'Scheduled'"), 38, stall_timeout=1800
    ),
    "scheduled again and again, always later": Fault(
        [answer("Scheduled", startTime=(NOON + timedelta(hours=hour)).isoformat()) for hour in range(1, 200)],
        (JobTimeoutError, Reason.JOB_TIMEOUT, "14400 s"),
        132,
    ),
    "progress goes backwards": Fault([items(50), items(20), items(90), items(3), DONE], READ, 5),
    "progress at the end for ever": Fault(
        [items(100)], (JobStalledError, Reason.JOB_STALLED, "100 of 100 items"), 41, stall_timeout=1800
    ),
    "word that nobody knows": Fault([answer("Paused"), RUNNING, DONE], READ, 3),
    "word that nobody knows, for ever": Fault(
        [answer("Paused")], (JobTimeoutError, Reason.JOB_TIMEOUT, "'Paused'"), 266
    ),
    "status without a word": Fault([RUNNING, answer(""), RUNNING, DONE], READ, 4),
    "token expires in the middle": Fault([RUNNING, EXPIRED, RUNNING, EXPIRED, RUNNING, DONE], READ, 6, tokens=3),
    "token is refused once more": Fault([RUNNING, EXPIRED, EXPIRED, RUNNING, DONE], READ, 5, tokens=2),
    "401 storm in the middle": Fault([RUNNING, EXPIRED], (RejectedError, Reason.TOKEN_REFUSED, "2 polls"), 5, tokens=3),
    "401 storm from the start": Fault(
        [EXPIRED], (RejectedError, Reason.TOKEN_REFUSED, "CONTENTJOBS_TOKEN_URL"), 4, tokens=3
    ),
    "permission is taken away": Fault(
        [RUNNING, http("403 Forbidden")], (RejectedError, Reason.PERMISSION_MISSING, "403 Forbidden"), 3
    ),
    "permission is taken away for a moment": Fault([RUNNING, http("403 Forbidden"), RUNNING, DONE], READ, 4),
    "redirect in the middle": Fault(
        [RUNNING, http("302 Found", b"", "Location: https://elsewhere.example/")],
        (RejectedError, Reason.REQUEST_REDIRECTED, "302 Found"),
        3,
    ),
    "page in the middle": Fault([RUNNING, PAGE, PAGE, RUNNING, DONE], READ, 5),
    "page from then on": Fault(
        [RUNNING, PAGE], (UnexpectedResponseError, Reason.RESPONSE_UNEXPECTED, "'<h1>Sign in</h1>'"), 1 + 14
    ),
    "truncated JSON in the middle": Fault([RUNNING, CUT, CUT, RUNNING, DONE], READ, 5),
    "truncated JSON from then on": Fault(
        [RUNNING, CUT], (UnexpectedResponseError, Reason.RESPONSE_UNEXPECTED, "'{"), 1 + 14
    ),
    "outage that passes": Fault([RUNNING, *[BUSY] * 9, RUNNING, DONE], READ, 12),
    "outage that stays": Fault(
        [RUNNING, BUSY], (UnreachableError, Reason.SERVICE_OVERLOADED, "503 Service Unavailable"), 1 + 14 * 2
    ),
    "connections are closed for a while": Fault([RUNNING, *[closes] * 9, RUNNING, DONE], READ, 12),
    "connections are closed from then on": Fault(
        [RUNNING, closes], (UnreachableError, Reason.SERVICE_UNREACHABLE, ""), 1 + 14 * 2
    ),
    "stalls for a while": Fault([RUNNING, stalls, stalls, RUNNING, DONE], READ, 5, limits=BRIEF),
    "every second poll fails": Fault([RUNNING, *[LOST, RUNNING] * 20, DONE], READ, 42),
    "one thing after the other": Fault(
        [RUNNING, closes, BUSY, PAGE, LOST, CUT, EXPIRED, items(3), BUSY, items(2), DONE], READ, 11, tokens=2
    ),
    "failed at last": Fault([RUNNING, BUSY, LOST, answer("Failed", error="disk full")], "Failed", 4),
    "cancelled by somebody": Fault([RUNNING, LOST, answer("Cancelled")], "Cancelled", 3),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str) -> None:
    fault = FAULTS[name]
    numbered = [says(http("200 OK", json.dumps({"access_token": f"token-{number}"}).encode())) for number in range(9)]
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    scripts = [says(one) if isinstance(one, bytes) else one for one in fault.answers]
    found: str | ContentJobsError
    with script_server(numbered) as endpoint, script_server(scripts) as server:
        credentials = ClientCredentials(f"{endpoint.url}/token", "client", SecretStr("secret"), "scope")
        auth = make_auth(credentials, limits=LIMITS)
        with ServiceClient(server.url, auth, limits=fault.limits, sleep=lambda _: None) as client:
            try:
                found = wait_until_finished(
                    lambda within: client.status(JOB, within=within),
                    clock=lambda: now,
                    now=lambda: NOON + timedelta(seconds=now),
                    sleep=sleep,
                    schedule=Schedule(55),
                    timeout=4 * HOUR,
                    stall_timeout=fault.stall_timeout,
                    report=lambda _: None,
                    is_new=fault.is_new,
                ).status
            except ContentJobsError as error:
                found = error

    if isinstance(fault.expected, str):
        assert found == fault.expected
    else:
        kind, reason, data = fault.expected
        assert isinstance(found, ContentJobsError)
        assert (type(found), found.reason) == (kind, reason)
        assert data in str(found)
    assert (server.connections, endpoint.connections) == (fault.requests, fault.tokens)
    assert now <= 4 * HOUR
