"""What a network, S3 and web servers can do to a download: each ends with the right bytes or with an error that helps."""

from __future__ import annotations

import base64
import gc
import gzip
import hashlib
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from pytest_contentjobs.download.fetch import fetch
from pytest_contentjobs.download.location import HttpLocation, Location, S3Location
from pytest_contentjobs.download.source import Patience
from pytest_contentjobs.errors import LogError
from pytest_contentjobs.model.reason import Reason
from tests.faults.s3_server import Connection, Handler, Request, head, log_server, ranged, refuses, sends, whole

# botocore leaves a response that breaks off to the garbage collector: its connection is closed, and its file is not.
pytestmark = pytest.mark.filterwarnings(r"ignore:unclosed <socket.socket \[closed\]:ResourceWarning")

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


@pytest.fixture(autouse=True)
def _collect_garbage() -> Iterator[None]:
    """Collect what botocore leaves here, and not during the tests of others."""
    yield
    gc.collect(1)


@dataclass(frozen=True)
class Fault:
    """How the server responds to each request, and the outcome: bytes, or the code of the error and data in its text."""

    handlers: Sequence[Handler]
    expected: bytes | tuple[Reason, str]
    requests: int
    kinds: Sequence[str] = BOTH
    patience: Patience = field(default=Patience(missing=60))
    max_size: int = 1 << 30


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
IN_A_HURRY = Patience(piece=2)
NO_KEY = refuses("404 Not Found", "NoSuchKey")
SLOW_DOWN = refuses("503 Slow Down", "SlowDown")
CUT = 100_000
BROKEN = Reason.LOG_INTERRUPTED, ""
TOO_LARGE = Reason.LOG_TOO_LARGE, "200,000"
MISSING = Reason.LOG_MISSING, ""
OVERLOADED = Reason.LOG_SERVER_OVERLOADED, ""
MISMATCH = Reason.CHECKSUM_MISMATCH
BY_HAND = "--content-status FILE"

FAULTS = {
    # The connection
    "closed before the head": Fault([sends(b"")], BROKEN, 5),
    "closed before the head, once": Fault([sends(b""), whole(DATA)], DATA, 2),
    # boto3 takes what arrived of the head for the whole of it.
    "closed in the head": Fault([sends(b"HTTP/1.1 200 OK\r\nContent-Le")], BROKEN, 5, WEB),
    "closed in the head of S3": Fault(
        [sends(b"HTTP/1.1 200 OK\r\nContent-Le")], (Reason.LOG_LENGTH_UNKNOWN, ""), 5, S3
    ),
    "closed in the head, once": Fault([sends(b"HTTP/1.1 200 O"), whole(DATA)], DATA, 2),
    "closed after the head": Fault([sends(head("200 OK", 100))], BROKEN, 5),
    "closed after the head, once": Fault([sends(head("200 OK", 100)), whole(DATA)], DATA, 2),
    "reset": Fault([resets_after(b"")], BROKEN, 5),
    "reset in the body, once": Fault(
        [resets_after(head("200 OK", len(DATA), f"ETag: {ETAG}") + DATA[:CUT]), ranged(DATA, ETAG)], DATA, 2
    ),
    "no HTTP at all": Fault([sends(b"220 files.example FTP server\r\n")], BROKEN, 5),
    "huge header": Fault([sends(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200_000 + b"\r\n\r\n")], BROKEN, 5),
    "thousands of headers": Fault([sends(b"HTTP/1.1 200 OK\r\n" + b"X-Many: x\r\n" * 20_000 + b"\r\n")], BROKEN, 5),
    "silent before the head": Fault([hangs_after(b"")], BROKEN, 5, patience=IMPATIENT),
    "silent before the head, once": Fault([hangs_after(b""), whole(DATA)], DATA, 2, patience=IMPATIENT),
    "dripping head": Fault(
        [drips(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n" * 1000)],
        (Reason.LOG_TOO_SLOW, "64 KiB in 2 s"),
        1,
        patience=IN_A_HURRY,
    ),
    # The body
    "cut in the body, once": Fault([ranged(DATA, ETAG, cut=CUT), ranged(DATA, ETAG)], DATA, 2),
    "cut in the body three times": Fault(
        [ranged(DATA, ETAG, cut=CUT)] * 2 + [ranged(DATA, ETAG, cut=CUT // 2), ranged(DATA, ETAG)], DATA, 4
    ),
    "cut in the body, always": Fault([ranged(DATA, ETAG, cut=1000)], BROKEN, 5),
    "cut to nothing, always": Fault([ranged(DATA, ETAG, cut=0)], BROKEN, 5),
    "one byte is missing": Fault([whole(DATA, f"ETag: {ETAG}", cut=-1), ranged(DATA, ETAG)], DATA, 2),
    "announces more than it sends": Fault([whole(SMALL, length=len(SMALL) + 1)], BROKEN, 5),
    "sends more than it announces": Fault([whole(SMALL + b"more\n", length=len(SMALL))], SMALL, 1),
    "no length": Fault([sends(head("200 OK", None), SMALL)], (Reason.LOG_LENGTH_UNKNOWN, ""), 5),
    "length that is no number": Fault(
        [sends(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\nConnection: close\r\n\r\n")], BROKEN, 5, kinds=WEB
    ),
    "chunks": Fault([chunked(DATA)], DATA, 1),
    "chunks without an end": Fault([chunked(DATA, ends=False)], BROKEN, 5),
    "chunks without an end, once": Fault([chunked(DATA, ends=False), chunked(DATA)], DATA, 2),
    "silent in the body": Fault([hangs_after(head("200 OK", len(SMALL)) + SMALL[:5])], BROKEN, 5, patience=IMPATIENT),
    "silent in the body, once": Fault(
        [hangs_after(head("200 OK", len(DATA), f"ETag: {ETAG}") + DATA[:CUT]), ranged(DATA, ETAG)],
        DATA,
        2,
        patience=IMPATIENT,
    ),
    "dripping body": Fault(
        [drips(head("200 OK", len(DATA)), DATA)],
        (Reason.LOG_TOO_SLOW, ""),
        1,
        patience=IN_A_HURRY,
    ),
    "larger than the limit": Fault([whole(DATA)], TOO_LARGE, 1, max_size=200_000),
    "larger than the limit in chunks": Fault([chunked(DATA)], TOO_LARGE, 1, max_size=200_000),
    "announces an exabyte": Fault([whole(SMALL, length=10**18 - 1)], (Reason.LOG_TOO_LARGE, ""), 1),
    "empty": Fault([whole(b"", f"ETag: {ETAG}")], b"", 1),
    "stored by gzip": Fault(
        [whole(gzip.compress(SMALL, mtime=0), "Content-Encoding: gzip")], gzip.compress(SMALL, mtime=0), 1
    ),
    "stored by gzip, cut once": Fault(
        [
            ranged(gzip.compress(DATA, mtime=0), ETAG, "Content-Encoding: gzip", cut=CUT),
            ranged(gzip.compress(DATA, mtime=0), ETAG, "Content-Encoding: gzip"),
        ],
        gzip.compress(DATA, mtime=0),
        2,
    ),
    "packed in another way": Fault([whole(SMALL, "Content-Encoding: br")], (Reason.PACKING_UNSUPPORTED, "'br'"), 1),
    # Ranges and versions
    "changed between ranges": Fault([ranged(DATA, ETAG, cut=CUT), ranged(OTHER, '"v2"')], OTHER, 3),
    "changed again and again": Fault(
        [ranged(DATA, ETAG, cut=CUT), ranged(OTHER, '"v2"'), ranged(OTHER, '"v2"', cut=CUT), ranged(DATA, '"v3"')],
        (Reason.LOG_CHANGED, ""),
        4,
    ),
    "changed, and If-Match is not known": Fault(
        [
            ranged(DATA, ETAG, cut=CUT),
            part(f"bytes {CUT}-299999/300000", OTHER[CUT:], 'ETag: "v2"'),
            ranged(OTHER, '"v2"'),
        ],
        OTHER,
        3,
    ),
    "shorter than before": Fault(
        [ranged(DATA, ETAG, cut=CUT), refuses("416 Range Not Satisfiable", "InvalidRange"), ranged(SMALL, '"v2"')],
        SMALL,
        3,
    ),
    "whole to a range": Fault([ranged(DATA, ETAG, cut=CUT), whole(DATA, f"ETag: {ETAG}")], DATA, 3),
    "whole and changed to a range": Fault([ranged(DATA, ETAG, cut=CUT), whole(OTHER, 'ETag: "v2"')], OTHER, 3),
    "part to a range, called whole": Fault(
        [
            ranged(DATA, ETAG, cut=CUT),
            whole(DATA[CUT:], f"ETag: {ETAG}", f"Content-Range: bytes {CUT}-299999/300000"),
            whole(DATA, f"ETag: {ETAG}"),
        ],
        DATA,
        3,
    ),
    "part that is called whole and nobody asked for": Fault(
        [whole(DATA[CUT:], f"Content-Range: bytes {CUT}-299999/300000"), whole(DATA)], DATA, 2
    ),
    "part with another begin": Fault(
        [
            ranged(DATA, ETAG, cut=CUT),
            part("bytes 0-199999/300000", DATA[:200_000], f"ETag: {ETAG}"),
            whole(DATA, f"ETag: {ETAG}"),
        ],
        DATA,
        3,
    ),
    "part with another total": Fault(
        [
            ranged(DATA, ETAG, cut=CUT),
            part(f"bytes {CUT}-399999/400000", DATA, f"ETag: {ETAG}"),
            whole(DATA, f"ETag: {ETAG}"),
        ],
        DATA,
        3,
    ),
    "part with another length": Fault(
        [
            ranged(DATA, ETAG, cut=CUT),
            part(f"bytes {CUT}-299999/300000", SMALL, f"ETag: {ETAG}"),
            whole(DATA, f"ETag: {ETAG}"),
        ],
        DATA,
        3,
    ),
    "part without a range": Fault(
        [ranged(DATA, ETAG, cut=CUT), part("none", DATA[CUT:], f"ETag: {ETAG}"), whole(DATA, f"ETag: {ETAG}")], DATA, 3
    ),
    "part without an ETag": Fault(
        [ranged(DATA, ETAG, cut=CUT), part(f"bytes {CUT}-299999/300000", DATA[CUT:]), whole(DATA, f"ETag: {ETAG}")],
        DATA,
        3,
    ),
    "part that nobody asked for": Fault([part("bytes 100-199/200", DATA[100:200]), whole(DATA)], DATA, 2),
    "a smaller part than asked for": Fault(
        [
            ranged(DATA, ETAG, cut=CUT),
            part(f"bytes {CUT}-199999/300000", DATA[CUT:200_000], f"ETag: {ETAG}"),
            ranged(DATA, ETAG),
        ],
        DATA,
        3,
    ),
    "weak ETag": Fault([whole(DATA, 'ETag: W/"v1"', cut=CUT), whole(DATA, 'ETag: W/"v1"')], DATA, 2),
    "no ETag": Fault([whole(DATA, cut=CUT), whole(DATA)], DATA, 2),
    "no ETag, always cut": Fault([whole(DATA, cut=CUT)], BROKEN, 5),
    "no ranges": Fault(
        [
            whole(DATA, f"ETag: {ETAG}", "Accept-Ranges: none", cut=CUT),
            whole(DATA, f"ETag: {ETAG}", "Accept-Ranges: none"),
        ],
        DATA,
        2,
    ),
    # Checksums
    "right MD5": Fault([whole(SMALL, f'ETag: "{MD5}"', AES256)], SMALL, 1),
    "wrong MD5": Fault(
        [whole(SMALL, f'ETag: "{OTHER_MD5}"', AES256)],
        (MISMATCH, "MD5"),
        2,
    ),
    "wrong MD5, once": Fault(
        [whole(b"x" * len(SMALL), f'ETag: "{MD5}"', AES256), whole(SMALL, f'ETag: "{MD5}"', AES256)], SMALL, 2
    ),
    "wrong MD5 after a range": Fault(
        [ranged(SMALL, f'"{OTHER_MD5}"', AES256, cut=9), ranged(SMALL, f'"{OTHER_MD5}"', AES256)], (MISMATCH, "MD5"), 3
    ),
    "ETag of a gateway that looks like an MD5": Fault([whole(SMALL, f'ETag: "{OTHER_MD5}"')], SMALL, 1),
    "ETag under a key of KMS": Fault(
        [whole(SMALL, f'ETag: "{OTHER_MD5}"', "x-amz-server-side-encryption: aws:kms")], SMALL, 1
    ),
    "ETag of an upload in parts": Fault([whole(SMALL, f'ETag: "{OTHER_MD5}-2"', AES256)], SMALL, 1),
    "right checksums": Fault(
        [whole(SMALL, f"x-amz-checksum-sha256: {SHA256}", f"x-amz-checksum-crc32: {CRC32}")], SMALL, 1
    ),
    "wrong SHA-256": Fault([whole(SMALL, f"x-amz-checksum-sha256: {SHA256[:-4]}AAA=")], (MISMATCH, "SHA256"), 2),
    "checksum that is none": Fault([whole(SMALL, "x-amz-checksum-crc32: ?")], (MISMATCH, "CRC32"), 2),
    "checksum of an upload in parts": Fault(
        [whole(SMALL, "x-amz-checksum-sha256: AAAA-2", "x-amz-checksum-type: COMPOSITE")], SMALL, 1
    ),
    "whole object's checksum at a part": Fault(
        [
            ranged(SMALL, ETAG, f"x-amz-checksum-crc32: {CRC32}", cut=9),
            ranged(SMALL, ETAG, f"x-amz-checksum-crc32: {CRC32}"),
        ],
        SMALL,
        2,
    ),
    # Errors of S3
    "missing at first": Fault([NO_KEY, NO_KEY, whole(DATA)], DATA, 3),
    "missing": Fault([NO_KEY], MISSING, 8),
    "missing, of a user": Fault([NO_KEY], MISSING, 1, patience=Patience()),
    "removed while it is fetched": Fault([ranged(DATA, ETAG, cut=CUT), NO_KEY], MISSING, 2),
    "no bucket": Fault([refuses("404 Not Found", "NoSuchBucket")], MISSING, 1),
    "overloaded at first": Fault([SLOW_DOWN, SLOW_DOWN, whole(DATA)], DATA, 3),
    "overloaded": Fault([SLOW_DOWN], OVERLOADED, 5),
    "internal error, then cut, then whole": Fault(
        [refuses("500 Internal Server Error", "InternalError"), ranged(DATA, ETAG, cut=CUT), ranged(DATA, ETAG)],
        DATA,
        3,
    ),
    "gateway's page at first": Fault(
        [sends(head("502 Bad Gateway", 12, "Content-Type: text/html"), b"<html></html"), whole(DATA)], DATA, 2
    ),
    "forbidden": Fault(
        [refuses("403 Forbidden", "AccessDenied", "Access Denied")],
        (Reason.LOG_FORBIDDEN, "AccessDenied"),
        1,
        S3,
    ),
    "forbidden by a key of KMS": Fault(
        [
            refuses(
                "403 Forbidden", "AccessDenied", "User: arn:aws:iam::1:user/x is not authorized to perform: kms:Decrypt"
            )
        ],
        (Reason.LOG_KEY_FORBIDDEN, "AccessDenied"),
        1,
        S3,
    ),
    "disabled key of KMS": Fault(
        [refuses("400 Bad Request", "KMS.DisabledException")],
        (Reason.LOG_KEY_FORBIDDEN, "KMS.DisabledException"),
        1,
        S3,
    ),
    "expired token": Fault(
        [refuses("400 Bad Request", "ExpiredToken")],
        (Reason.AWS_CREDENTIALS_EXPIRED, "ExpiredToken"),
        1,
        S3,
    ),
    "invalid token": Fault(
        [refuses("400 Bad Request", "InvalidToken")], (Reason.AWS_CREDENTIALS_INVALID, "AWS_SESSION_TOKEN"), 1, S3
    ),
    "unknown key": Fault(
        [refuses("403 Forbidden", "InvalidAccessKeyId")],
        (Reason.AWS_CREDENTIALS_INVALID, "AWS_SECRET_ACCESS_KEY"),
        1,
        S3,
    ),
    "wrong secret": Fault(
        [refuses("403 Forbidden", "SignatureDoesNotMatch", more="<StringToSign>hidden</StringToSign>")],
        (Reason.AWS_CREDENTIALS_INVALID, "AWS_SECRET_ACCESS_KEY"),
        1,
        S3,
    ),
    "clock is wrong": Fault(
        [refuses("403 Forbidden", "RequestTimeTooSkewed")], (Reason.CLOCK_WRONG, "RequestTimeTooSkewed"), 1, S3
    ),
    "archived": Fault(
        [refuses("403 Forbidden", "InvalidObjectState")], (Reason.LOG_ARCHIVED, "InvalidObjectState"), 1, S3
    ),
    "wrong region": Fault(
        [refuses("301 Moved Permanently", "PermanentRedirect", "", "x-amz-bucket-region: eu-west-1")],
        (Reason.LOG_IN_ANOTHER_REGION, "AWS_DEFAULT_REGION=eu-west-1"),
        2,
        S3,
    ),
    "wrong region in the signature": Fault(
        [refuses("400 Bad Request", "AuthorizationHeaderMalformed", more="<Region>eu-west-1</Region>"), whole(DATA)],
        DATA,
        2,
        S3,
    ),
    "region that is none": Fault(
        [refuses("301 Moved Permanently", "PermanentRedirect", "", "x-amz-bucket-region: x y; rm")],
        (Reason.LOG_UNAVAILABLE, "InvalidRegionError"),
        1,
        S3,
    ),
    "redirect of S3": Fault(
        [refuses("307 Temporary Redirect", "TemporaryRedirect", "", "Location: http://127.0.0.1:9/")],
        (Reason.LOG_UNAVAILABLE, "TemporaryRedirect"),
        1,
        S3,
    ),
    "code that is no word": Fault(
        [refuses("400 Bad Request", "&#10;::error::x")], (Reason.LOG_UNAVAILABLE, "unknown"), 1, S3
    ),
    # Errors of web servers
    "pre-signed URL that expired": Fault(
        [refuses("403 Forbidden", "AccessDenied", "Request has expired")],
        (Reason.LOG_FORBIDDEN, "403 Forbidden"),
        1,
        WEB,
    ),
    "redirect": Fault(
        [sends(head("302 Found", 0, "Location: http://127.0.0.1:9/"))],
        (Reason.LOG_REDIRECTED, "302 Found"),
        1,
        WEB,
    ),
    "login": Fault([sends(head("401 Unauthorized", 0))], (Reason.LOG_FORBIDDEN, "401 Unauthorized"), 1, WEB),
    "page of a login": Fault(
        [whole(b"\n<!DOCTYPE html><title>Sign in</title>", "Content-Type: text/html")],
        (Reason.LOG_IS_A_PAGE, ""),
        1,
        WEB,
    ),
    "status that is none": Fault([sends(head("299 Odd", 0))], (Reason.LOG_FORBIDDEN, "299"), 1, WEB),
    "too many requests, once": Fault([sends(head("429 Too Many Requests", 0)), whole(DATA)], DATA, 2),
}


def cases() -> list[object]:
    return [pytest.param(kind, fault, id=f"{name}, {kind}") for name, fault in FAULTS.items() for kind in fault.kinds]


@pytest.mark.parametrize(("kind", "fault"), cases())
def test_fault(monkeypatch: pytest.MonkeyPatch, kind: str, fault: Fault, wording: Callable[[str], None]) -> None:
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(variable, "hidden")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    clock = Clock()
    patience = replace(fault.patience, clock=clock, sleep=clock.sleep)
    found: bytes | LogError
    with log_server(fault.handlers) as (address, requests):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{address}")
        location: Location = (
            S3Location("bucket", "log.txt") if kind == "s3" else HttpLocation(f"http://{address}/log.txt?sig=hidden")
        )
        try:
            with fetch(location, max_size=fault.max_size, patience=patience) as path:
                found = path.read_bytes()
        except LogError as error:
            found = error

    if isinstance(fault.expected, bytes):
        assert found == fault.expected
    else:
        reason, data = fault.expected
        assert isinstance(found, LogError)
        assert found.reason == reason
        assert data in str(found)
        assert str(location) in found.what
        assert BY_HAND in found.next_step or "--content-max-log-size" in found.next_step
        assert "hidden" not in str(found)
        wording(str(found).replace(address, "SERVER"))
    assert len(requests) == fault.requests
    assert all("if-match" in request.headers for request in requests if "range" in request.headers)
