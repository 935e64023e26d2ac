"""Errors of S3 and of web servers: each ends with the right bytes or with an error that helps."""

from __future__ import annotations

import pytest

from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.model.reason import Reason
from tests.download.fault_support import (
    CUT,
    DATA,
    ETAG,
    MISSING,
    NO_KEY,
    OVERLOADED,
    S3,
    SLOW_DOWN,
    WEB,
    AssertOutcome,
    Fault,
    make_cases,
)
from tests.faults.s3_server import head, ranged, refuses, sends, whole

# botocore leaves a response that breaks off to the garbage collector: its connection is closed, and its file is not.
pytestmark = pytest.mark.filterwarnings(r"ignore:unclosed <socket.socket \[closed\]:ResourceWarning")

FAULTS = {
    # Errors of S3
    "missing at first": Fault([NO_KEY, NO_KEY, whole(DATA)], DATA, 3),
    "missing": Fault([NO_KEY], MISSING, 8),
    "missing, of a user": Fault([NO_KEY], MISSING, 1, patience=Patience()),
    "removed while it is fetched": Fault([ranged(DATA, ETAG, cut=CUT), NO_KEY], MISSING, 2),
    "no bucket": Fault([refuses("404 Not Found", "NoSuchBucket")], (Reason.LOG_BUCKET_MISSING, "NoSuchBucket"), 1, S3),
    "no bucket behind a URL": Fault([refuses("404 Not Found", "NoSuchBucket")], MISSING, 1, WEB),
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


@pytest.mark.parametrize(("kind", "fault"), make_cases(FAULTS))
def test_fault(assert_outcome: AssertOutcome, kind: str, fault: Fault) -> None:
    assert_outcome(kind, fault)
