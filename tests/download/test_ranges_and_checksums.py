"""Ranges, versions and checksums that servers get wrong: the right bytes or an error that helps."""

from __future__ import annotations

import pytest

from pytest_contentjobs.model.reason import Reason
from tests.download.fault_support import (
    AES256,
    BROKEN,
    CRC32,
    CUT,
    DATA,
    ETAG,
    MD5,
    MISMATCH,
    OTHER,
    OTHER_MD5,
    SHA256,
    SMALL,
    AssertOutcome,
    Fault,
    make_cases,
    part,
)
from tests.faults.s3_server import ranged, refuses, whole

# botocore leaves a response that breaks off to the garbage collector: its connection is closed, and its file is not.
pytestmark = pytest.mark.filterwarnings(r"ignore:unclosed <socket.socket \[closed\]:ResourceWarning")

FAULTS = {
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
}


@pytest.mark.parametrize(("kind", "fault"), make_cases(FAULTS))
def test_fault(assert_outcome: AssertOutcome, kind: str, fault: Fault) -> None:
    assert_outcome(kind, fault)
