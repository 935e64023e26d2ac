"""Connections and bodies that break off, stall or lie about their length: the right bytes or an error that helps."""

from __future__ import annotations

import gzip

import pytest

from pytest_contentjobs.model.reason import Reason
from tests.download.fault_support import (
    BROKEN,
    CUT,
    DATA,
    ETAG,
    IMPATIENT,
    IN_A_HURRY,
    S3,
    SMALL,
    TOO_LARGE,
    WEB,
    AssertOutcome,
    Fault,
    chunked,
    drips,
    hangs_after,
    make_cases,
    resets_after,
)
from tests.faults.s3_server import head, ranged, sends, whole

# botocore leaves a response that breaks off to the garbage collector: its connection is closed, and its file is not.
pytestmark = pytest.mark.filterwarnings(r"ignore:unclosed <socket.socket \[closed\]:ResourceWarning")

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
        (Reason.LOG_TOO_SLOW, "64 KiB in 1 s"),
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
}


@pytest.mark.parametrize(("kind", "fault"), make_cases(FAULTS))
def test_fault(assert_outcome: AssertOutcome, kind: str, fault: Fault) -> None:
    assert_outcome(kind, fault)
