"""What the tests of transfer faults share: servers that misbehave, and what becomes of a download from them."""

from __future__ import annotations

import base64
import hashlib
import random
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.model.reason import Reason
from tests.faults.s3_server import Connection, Handler, Request, head, refuses, sends

#: Some pieces of 64 KiB, and a rest.
DATA = random.Random(1).randbytes(300_000)  # noqa: S311 - data that does not repeat itself
OTHER = random.Random(2).randbytes(300_000)  # noqa: S311 - as above
SMALL = b"2026-11-23 10:00:00,000 INFO  [main] a.b - fine\n"
ETAG = '"v1"'
MD5 = hashlib.md5(SMALL, usedforsecurity=False).hexdigest()
OTHER_MD5 = hashlib.md5(b"other", usedforsecurity=False).hexdigest()
SHA256 = base64.b64encode(hashlib.sha256(SMALL).digest()).decode()
CRC32 = base64.b64encode(zlib.crc32(SMALL).to_bytes(4, "big")).decode()
AES256 = "x-amz-server-side-encryption: AES256"
BOTH, S3, WEB = ("s3", "web"), ("s3",), ("web",)


@dataclass(frozen=True)
class Fault:
    """How the server responds to each request, and the outcome: bytes, or the code of the error and data in its text."""

    handlers: Sequence[Handler]
    expected: bytes | tuple[Reason, str]
    requests: int
    kinds: Sequence[str] = BOTH
    patience: Patience = field(default=Patience(missing=60))
    max_size: int = 1 << 30


AssertOutcome = Callable[[str, Fault], None]


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


def hangs_after(data: bytes) -> Handler:
    def handler(_: Request, connection: Connection) -> None:
        connection.send(data)
        connection.hang()

    return handler


def drips(first: bytes, then: bytes) -> Handler:
    def handler(_: Request, connection: Connection) -> None:
        connection.send(first)
        connection.drip(then)

    return handler


def resets_after(data: bytes) -> Handler:
    def handler(_: Request, connection: Connection) -> None:
        connection.send(data)
        connection.reset()

    return handler


def part(content_range: str, data: bytes, *headers: str) -> Handler:
    return sends(head("206 Partial Content", len(data), f"Content-Range: {content_range}", *headers), data)


def chunked(data: bytes, *, ends: bool = True) -> Handler:
    chunks = b"%x\r\n%s\r\n" % (len(data), data) + (b"0\r\n\r\n" if ends else b"")
    return sends(head("200 OK", None, "Transfer-Encoding: chunked"), chunks)


IMPATIENT = Patience(silence=0.3)
IN_A_HURRY = Patience(piece=1)
NO_KEY = refuses("404 Not Found", "NoSuchKey")
SLOW_DOWN = refuses("503 Slow Down", "SlowDown")
CUT = 100_000
BROKEN = Reason.LOG_INTERRUPTED, ""
TOO_LARGE = Reason.LOG_TOO_LARGE, "200,000"
MISSING = Reason.LOG_MISSING, ""
OVERLOADED = Reason.LOG_SERVER_OVERLOADED, ""
MISMATCH = Reason.CHECKSUM_MISMATCH
BY_HAND = "--content-status FILE"


def make_cases(faults: Mapping[str, Fault]) -> list[object]:
    """Return the parameters of a test: each fault with each kind of server that can have it."""
    return [pytest.param(kind, fault, id=f"{name}, {kind}") for name, fault in faults.items() for kind in fault.kinds]
