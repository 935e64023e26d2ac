"""What a server can do wrong with a poll, and what becomes of the poll."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from pytest_contentjobs.errors import RejectedError, ServiceError, UnexpectedResponseError, UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.http import RequestLimits
from tests.faults.raw_server import http
from tests.faults.script_server import Peer, Script, says
from tests.support import finished

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"

BODY = json.dumps(finished(0, 0)).encode()

GOOD = http("200 OK", BODY)

READ = "Successful"

UNREACHABLE, OVERLOADED = Reason.SERVICE_UNREACHABLE, Reason.SERVICE_OVERLOADED

#: Small, so that a fault that lasts is soon over; the pauses are not slept but noted.
LIMITS = RequestLimits(connect=20, read=20, attempt=20, least=20, attempts=3, retry_wait=0.01, body=20_000)

BRIEF = {"attempt": 0.3, "least": 0.3, "attempts": 2}

SOME = {"attempt": 2.0, "least": 2.0}


def closes_at_once(_peer: Peer) -> None:
    """Accept and close."""


def closes_after_the_request(peer: Peer) -> None:
    peer.request()


def resets(peer: Peer) -> None:
    peer.request()
    peer.reset()


def resets_in_the_body(peer: Peer) -> None:
    peer.request()
    peer.send(GOOD[:-20])
    peer.reset()


def stalls_before_the_answer(peer: Peer) -> None:
    peer.request()
    peer.stall()


def stalls_in_the_body(peer: Peer) -> None:
    peer.request()
    peer.send(GOOD[:-20])
    peer.stall()


def drips_everything(peer: Peer) -> None:
    peer.request()
    peer.drip(http("200 OK", BODY, *(f"X-Filler-{number}: {'x' * 40}" for number in range(10))))


def drips_the_body(peer: Peer) -> None:
    peer.request()
    peer.send(GOOD[: -len(BODY)])
    peer.drip(BODY)


def drips_chunks(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for letter in BODY:
        peer.drip(b"1\r\n" + bytes([letter]) + b"\r\n")


def goes_on_for_ever(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        peer.send(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def continues_for_ever(peer: Peer) -> None:
    peer.request()
    while True:
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")


def packed(body: bytes, encoding: str = "gzip", status: str = "200 OK") -> bytes:
    return http(status, body, f"Content-Encoding: {encoding}")


def at(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


NOW = datetime.now(UTC)

PAST, FAR = NOW - timedelta(days=900), NOW + timedelta(days=900)

#: The kind of the error, its code, and data that is in its text.
Failure = tuple[type[ServiceError], Reason, str]


@dataclass(frozen=True)
class Fault:
    """What each connection meets, the outcome, the number of connections, and the requested pauses.

    ``naps`` are the pauses that are at least a second, rounded.
    """

    scripts: Sequence[Script]
    expected: str | Failure
    connections: int
    limits: dict[str, Any] = field(default_factory=dict)
    within: float = 10_000
    naps: Sequence[int] = ()


def again(*answers: bytes, naps: Sequence[int] = (), within: float = 10_000) -> Fault:
    """Make a fault that is over after these responses."""
    return Fault([*map(says, answers), says(GOOD)], READ, len(answers) + 1, naps=naps, within=within)


def requests_pause(*headers: str, naps: Sequence[int], status: str = "429 Too Many Requests") -> Fault:
    return again(http(status, b"", *headers), naps=naps)


def refused(answer: bytes, reason: Reason, data: str = "") -> Fault:
    return Fault([says(answer)], (RejectedError, reason, data), 1)


def odd(answer: bytes, data: str = "") -> Fault:
    return Fault([says(answer)], (UnexpectedResponseError, Reason.RESPONSE_UNEXPECTED, data), 1)


FAULTS = {
    "closed at once, then good": Fault([closes_at_once, says(GOOD)], READ, 2),
    "closed before the answer, then good": Fault([closes_after_the_request, says(GOOD)], READ, 2),
    "closed before the answer, always": Fault(
        [closes_after_the_request], (UnreachableError, UNREACHABLE, "RemoteProtocolError"), 3
    ),
    "reset, then good": Fault([resets, says(GOOD)], READ, 2),
    "reset in the body, then good": Fault([resets_in_the_body, says(GOOD)], READ, 2),
    "closed in the status line": again(b"HTTP/1.1 20"),
    "closed in the headers": again(GOOD[:30]),
    "closed after the headers": again(GOOD[: -len(BODY)]),
    "closed in the body": again(GOOD[:-10]),
    "closed in the body, always": Fault([says(GOOD[:-10])], (UnreachableError, UNREACHABLE, "RemoteProtocolError"), 3),
    "closed in a chunk": again(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n{"),
    "length too long": again(http("200 OK", BODY, length=len(BODY) + 1)),
    "length too short": odd(http("200 OK", BODY, length=len(BODY) - 1)),
    "length that is no number": again(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n" + BODY),
    "two lengths": again(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n" + BODY),
    "junk status line": again(b"nonsense\r\n\r\n"),
    "junk status line, always": Fault(
        [says(b"nonsense\r\n\r\n")], (UnreachableError, UNREACHABLE, "RemoteProtocolError"), 3
    ),
    "junk in a header": again(b"HTTP/1.1 200 OK\r\nbad header\x00: x\r\n\r\n"),
    "huge header": again(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 300_000 + b"\r\n\r\n"),
    "many headers": again(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: x\r\n" * 30_000 + b"\r\n"),
    "huge header, always": Fault(
        [says(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 300_000)],
        (UnreachableError, UNREACHABLE, "RemoteProtocolError"),
        3,
    ),
    "stalls before the answer": Fault(
        [stalls_before_the_answer], (UnreachableError, UNREACHABLE, "ReadTimeout"), 2, BRIEF
    ),
    "stalls before the answer, then good": Fault([stalls_before_the_answer, says(GOOD)], READ, 2, SOME),
    "stalls longer than one read may take": Fault(
        [stalls_before_the_answer],
        (UnreachableError, UNREACHABLE, "ReadTimeout: timed out"),
        2,
        {"read": 0.2, "attempts": 2},
    ),
    "stalls in the body": Fault([stalls_in_the_body], (UnreachableError, UNREACHABLE, "(ReadTimeout"), 2, BRIEF),
    "drips status line and headers": Fault(
        [drips_everything], (UnreachableError, UNREACHABLE, "ReadTimeout"), 2, BRIEF
    ),
    "drips the body": Fault([drips_the_body], (UnreachableError, UNREACHABLE, "(ReadTimeout"), 2, BRIEF),
    "drips chunks": Fault([drips_chunks], (UnreachableError, UNREACHABLE, "(ReadTimeout"), 2, BRIEF),
    "drips the body, then good": Fault([drips_the_body, says(GOOD)], READ, 2, SOME),
    "drips past the end of the wait": Fault(
        [drips_everything], (UnreachableError, UNREACHABLE, "ReadTimeout"), 1, {"least": 0.3, "attempts": 3}, within=0
    ),
    "continues for ever": Fault([continues_for_ever], (UnreachableError, UNREACHABLE, "ReadTimeout"), 2, BRIEF),
    "body without end": Fault([goes_on_for_ever], (UnexpectedResponseError, Reason.RESPONSE_UNEXPECTED, "20000"), 1),
    "huge body": odd(http("200 OK", b'{"status": "Successful", "x": "' + b"x" * 30_000 + b'"}'), "20000"),
    "huge body of a refusal": refused(
        http("403 Forbidden", b"<html>" + b"x" * 30_000), Reason.PERMISSION_MISSING, "'<html>xxx"
    ),
    "refusal that breaks off": refused(http("404 Not Found", b"<html>", length=50), Reason.JOB_NOT_FOUND, "'<html>'"),
    "gzip that nobody asked for": Fault([says(packed(gzip.compress(BODY)))], READ, 1),
    "gzip bomb": odd(packed(gzip.compress(b"\0" * 10_000_000)), "20000"),
    "gzip bomb of a server error": again(packed(gzip.compress(b"\0" * 10_000_000), status="500 No")),
    "gzip cut off": again(packed(gzip.compress(BODY)[:-4])),
    "gzip that is none": odd(packed(BODY)),
    "unknown packing": odd(packed(BODY, "gzip, br"), "'gzip, br'"),
    "HTML 200": odd(http("200 OK", b"<h1>Sign in</h1>", "Content-Type: text/html"), "'<h1>Sign in</h1>'"),
    "truncated JSON": odd(http("200 OK", BODY[:-5])),
    "JSON of great depth": odd(http("200 OK", b"[" * 15_000)),
    "empty 200": odd(http("200 OK")),
    "204": odd(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "204 No Content"),
    "202": odd(http("202 Accepted"), "202 Accepted"),
    "redirect": refused(
        http("302 Found", b"", "Location: https://elsewhere.example/"),
        Reason.REQUEST_REDIRECTED,
        "302 Found",
    ),
    "400": refused(http("400 Bad Request"), Reason.REQUEST_REFUSED, "400 Bad Request"),
    "404": refused(http("404 Not Found"), Reason.JOB_NOT_FOUND, "404 Not Found"),
    "401": refused(http("401 Unauthorized"), Reason.TOKEN_REFUSED, "401 Unauthorized"),
    "403": refused(http("403 Forbidden"), Reason.PERMISSION_MISSING, "403 Forbidden"),
    "answer that repeats the token": refused(
        http("403 Forbidden", b'{"token": "Bearer token-of-the-test"}'),
        Reason.PERMISSION_MISSING,
        """'{"token": "Bearer …"}'""",
    ),
    "408, then good": again(http("408 Request Timeout")),
    "425, then good": again(http("425 Too Early")),
    "500 twice, then good": again(http("500 No", b"<h1>sorry</h1>"), http("500 No")),
    "503, then good": again(http("503 Service Unavailable")),
    "504, always": Fault(
        [says(http("504 Gateway Time-out"))], (UnreachableError, OVERLOADED, "504 Gateway Time-out"), 3
    ),
    "429, always": Fault([says(http("429 Too Many Requests"))], (UnreachableError, OVERLOADED, "429"), 3),
    "429 with seconds": requests_pause("Retry-After: 7", naps=[7]),
    "503 with seconds": requests_pause("Retry-After: 7", naps=[7], status="503 Service Unavailable"),
    "429 with an HTTP date": requests_pause(f"Retry-After: {at(FAR)}", naps=[120]),
    "429 with a past HTTP date": requests_pause(f"Retry-After: {at(PAST)}", naps=[]),
    "429 with huge seconds": requests_pause(f"Retry-After: {'9' * 5000}", naps=[120]),
    "429 with negative seconds": requests_pause("Retry-After: -5", naps=[]),
    "429 with junk": requests_pause("Retry-After: soon", naps=[]),
    "429 with a date of the year 0": requests_pause("Retry-After: Mon, 01 Jan 0000 00:00:00 GMT", naps=[]),
    "429 with a reset time": requests_pause(f"X-RateLimit-Reset: {FAR.isoformat()}", naps=[120]),
    "429 with a past reset time": requests_pause(f"X-RateLimit-Reset: {PAST:%Y-%m-%dT%H:%M:%SZ}", naps=[]),
    "429 with epoch seconds": requests_pause(f"X-RateLimit-Reset: {FAR.timestamp():.0f}", naps=[120]),
    "429 with past epoch seconds": requests_pause(f"X-RateLimit-Reset: {PAST.timestamp():.0f}", naps=[]),
    "429 with seconds until the reset": requests_pause("X-RateLimit-Reset: 9", naps=[9]),
    "429 with junk as reset time": requests_pause("X-RateLimit-Reset: {}", naps=[]),
    "429 with both": requests_pause("Retry-After: 5", "X-RateLimit-Reset: 9", naps=[5]),
    "429 that asks to wait past the end": Fault(
        [says(http("429 Too Many Requests", b"", "Retry-After: 60"))],
        (UnreachableError, OVERLOADED, "429"),
        1,
        within=50,
    ),
}
