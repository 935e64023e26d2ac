"""A log in S3, requested with the user's own AWS credentials.

Only this module and ``cli/doctor/aws_credentials.py`` import boto3.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_contentjobs.boundary.network import classify_failure, is_temporary
from pytest_contentjobs.download.location import S3Location
from pytest_contentjobs.download.remote_file import (
    ChangedError,
    DownloadResponse,
    InterruptedTransferError,
    MissingError,
    Patience,
)
from pytest_contentjobs.download.trust import JUDGE_BY_HAND
from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.access import LOG_BUCKET_OWNER

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.exceptions import BotoCoreError, ClientError
    from types_boto3_s3 import S3Client

__all__ = ["open_s3"]

_TEMPORARY = {"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Throttling", "ThrottlingException"}
_PRECONDITION_FAILED, _RANGE_NOT_SATISFIABLE = 412, 416
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d{1,2}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9._-]{1,60}", re.ASCII)
# Their messages may contain the output of a program for credentials.
_CREDENTIALS = re.compile("Credential|Token|SSO|Login|AuthorizationCode")

_EXPIRED = "Get new AWS credentials: log in again, or let CI fetch them right before the gate"
_WRONG_KEYS = "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose other credentials with AWS_PROFILE"
_WRONG_REGION = "Set AWS_DEFAULT_REGION to the region of the bucket"
_REMOVED = "Check that the job wrote its log and that nobody removed it"
_NO_BUCKET = "Check the name of the bucket and, if AWS_ENDPOINT_URL_S3 is set, that it is the right server"


class _Meaning(NamedTuple):
    """What an error of S3 means for the log, the next step, and the reason code."""

    what: str
    next_step: str
    reason: Reason


_MISSING = _Meaning("does not exist", _REMOVED, Reason.LOG_MISSING)
_OLD_CREDENTIALS = _Meaning(
    "may not be read: the AWS credentials have expired", _EXPIRED, Reason.AWS_CREDENTIALS_EXPIRED
)
_OTHER_CREDENTIALS = _Meaning(
    "may not be read: the AWS credentials are wrong", _WRONG_KEYS, Reason.AWS_CREDENTIALS_INVALID
)
_OTHER_REGION = _Meaning("is in another region", _WRONG_REGION, Reason.LOG_IN_ANOTHER_REGION)
_OVERLOADED = _Meaning(
    "could not be fetched",
    "S3 is overloaded or has a problem of its own: run again later",
    Reason.LOG_SERVER_OVERLOADED,
)
#: By the code of S3's error, https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html.
_MEANINGS = {
    "NoSuchKey": _MISSING,
    "404": _MISSING,
    "NoSuchBucket": _Meaning("lies in a bucket that does not exist", _NO_BUCKET, Reason.LOG_BUCKET_MISSING),
    "ExpiredToken": _OLD_CREDENTIALS,
    "ExpiredTokenException": _OLD_CREDENTIALS,
    "TokenRefreshRequired": _OLD_CREDENTIALS,
    "InvalidToken": _Meaning(
        "may not be read",
        f"{_EXPIRED}; AWS_SESSION_TOKEN must belong to the same credentials",
        Reason.AWS_CREDENTIALS_INVALID,
    ),
    "InvalidAccessKeyId": _OTHER_CREDENTIALS,
    "SignatureDoesNotMatch": _OTHER_CREDENTIALS,
    "RequestTimeTooSkewed": _Meaning(
        "may not be read",
        "Set this machine's clock, which differs from S3's by more than 15 minutes",
        Reason.CLOCK_WRONG,
    ),
    "301": _OTHER_REGION,
    "PermanentRedirect": _OTHER_REGION,
    "AuthorizationHeaderMalformed": _OTHER_REGION,
    "IllegalLocationConstraintException": _OTHER_REGION,
    "InvalidObjectState": _Meaning("is archived", "Restore it from the archive", Reason.LOG_ARCHIVED),
}
_FORBIDDEN = "Give these credentials s3:GetObject on it"
_OTHERS = (
    "or choose others with AWS_PROFILE (without s3:ListBucket, S3 gives the same error for a log that does not exist)"
)


@contextmanager
def open_s3(location: S3Location, patience: Patience) -> Iterator[_S3Object]:
    """Open an object of S3. ``redact_logging`` is for what botocore logs meanwhile."""
    remote = _S3Object(location, patience)
    try:
        yield remote
    finally:
        remote.close()


class _S3Object:
    def __init__(self, location: S3Location, patience: Patience) -> None:
        self._location = location
        self._patience = patience
        self._client: S3Client | None = None

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def request(self, start: int, etag: str | None) -> DownloadResponse:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - heavy, and only for logs in S3

        arguments: Any = {"Bucket": self._location.bucket, "Key": self._location.key}
        if self._location.owner:
            arguments["ExpectedBucketOwner"] = self._location.owner
        if start:
            arguments["Range"] = f"bytes={start}-"
        if etag:
            arguments["IfMatch"] = etag
        try:
            if self._client is None:
                self._client = _client(self._patience)
            response = self._client.get_object(**arguments)
        except ClientError as error:
            raise _refusal(self._location, error) from error
        except (BotoCoreError, ValueError) as error:
            raise _failure(self._location, error) from error
        except OSError as error:
            raise _no_credentials(self._location, f"{type(error).__name__} in their files") from error
        body = response["Body"]

        def read(size: int) -> bytes:
            # botocore does not translate all errors of urllib3.
            import urllib3  # noqa: PLC0415 - as botocore

            try:
                return body.read(size)
            except (BotoCoreError, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
                raise InterruptedTransferError(type(error).__name__, reason=classify_failure(error)) from error

        metadata = response["ResponseMetadata"]
        return DownloadResponse(metadata["HTTPStatusCode"], metadata["HTTPHeaders"], read, body.close)


def _client(patience: Patience) -> S3Client:
    import boto3  # noqa: PLC0415 - heavy, and only for logs in S3
    from botocore.config import Config  # noqa: PLC0415 - as boto3

    config = Config(
        connect_timeout=min(10.0, patience.silence),
        read_timeout=patience.silence,
        # Attempts are counted and delayed only in transfer.py.
        retries={"mode": "standard", "total_max_attempts": 1},
        # Some servers state the checksum of the whole object for a part of it, which botocore would refuse.
        response_checksum_validation="when_required",
    )
    # A session of its own: the default one belongs to the user's tests.
    client = boto3.Session().client("s3", config=config)
    client.meta.events.register("before-call.s3.GetObject", _request_checksums)
    client.meta.events.register("before-send.s3.GetObject", _close_connection)
    client.meta.events.register("before-call.s3.HeadBucket", _skip_bucket_lookup)
    return client


def _skip_bucket_lookup(**_: object) -> None:
    """Keep botocore from looking up the region of a bucket: a redirect without a region would make it repeat that for ever."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - as boto3

    raise ClientError({"ResponseMetadata": {"HTTPHeaders": {}}}, "HeadBucket")  # type: ignore[typeddict-item]  # there is no response


def _close_connection(request: AWSPreparedRequest, **_: object) -> None:
    """Close the connection after its response: closing the client leaves idle ones open until they are garbage-collected."""
    # The request is already signed at this point: a proxy may remove this header.
    request.headers["Connection"] = "close"


def _request_checksums(params: dict[str, Any], **_: object) -> None:
    params["headers"]["x-amz-checksum-mode"] = "ENABLED"


def _refusal(location: S3Location, error: ClientError) -> Exception:
    """Return the exception for an error response: one of the transfer's, or the final error."""
    response = error.response
    details = response.get("Error", {})
    code = str(details.get("Code", ""))
    code = code if _CODE.fullmatch(code) else "unknown"
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if error.operation_name not in {"GetObject", "HeadBucket"}:
        return _no_credentials(location, f"{error.operation_name} was refused, {code}")
    if status in {_PRECONDITION_FAILED, _RANGE_NOT_SATISFIABLE}:
        return ChangedError()
    what, step, reason = _meaning(location, code, status, str(details.get("Message", "")))
    region = response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("x-amz-bucket-region") or details.get(
        "Region"
    )
    if step == _WRONG_REGION and isinstance(region, str) and _REGION.fullmatch(region):
        step = f"Set AWS_DEFAULT_REGION={region}"
    final = LogUnavailableError(
        f"The log {location} {what} (S3 error: {code}).", next_step=f"{step}, {JUDGE_BY_HAND}.", reason=reason
    )
    if _is_temporary(code, status):
        return InterruptedTransferError(code, final)
    is_missing = status == http.HTTPStatus.NOT_FOUND and code in {"NoSuchKey", "404"}
    return MissingError(final) if is_missing else final


def _is_temporary(code: str, status: int) -> bool:
    return code in _TEMPORARY or is_temporary(status)


def _meaning(location: S3Location, code: str, status: int, message: str) -> _Meaning:
    if _is_temporary(code, status):
        return _OVERLOADED
    if code in _MEANINGS:
        return _MEANINGS[code]
    if code.startswith("KMS.") or "kms:" in message.lower():
        step = "Give these credentials kms:Decrypt on the key that the bucket is encrypted with"
        return _Meaning("may not be decrypted", step, Reason.LOG_KEY_FORBIDDEN)
    if status in {401, 403} or code in {"AccessDenied", "403"}:
        owner = f" and check {LOG_BUCKET_OWNER.name}" if location.owner else ""
        step = f"{_FORBIDDEN}{owner}, {_OTHERS}"
        return _Meaning("may not be read by these AWS credentials", step, Reason.LOG_FORBIDDEN)
    return _Meaning("was refused", "Check AWS_DEFAULT_REGION and AWS_ENDPOINT_URL_S3", Reason.LOG_UNAVAILABLE)


def _failure(location: S3Location, error: BotoCoreError | ValueError) -> Exception:
    """Return the exception for a request without a response."""
    from botocore import exceptions  # noqa: PLC0415 - as boto3
    from botocore.parsers import ResponseParserError  # noqa: PLC0415 - as boto3

    name = type(error).__name__
    reason = classify_failure(error)
    if reason == Reason.CERTIFICATE_UNTRUSTED:
        return LogUnavailableError(
            f"The log {location} could not be fetched: the certificate of its server is not trusted.",
            next_step=f"Set AWS_CA_BUNDLE to the certificates of your S3 or proxy, {JUDGE_BY_HAND}.",
            reason=reason,
        )
    if isinstance(error, exceptions.HTTPClientError | exceptions.ConnectionError | ResponseParserError):
        return InterruptedTransferError(
            name,
            LogUnavailableError(
                f"The log {location} could not be fetched: {name}.",
                next_step=f"Check AWS_ENDPOINT_URL_S3, the proxy and the network, {JUDGE_BY_HAND}.",
                reason=reason or Reason.LOG_INTERRUPTED,
            ),
        )
    if isinstance(error, exceptions.ProfileNotFound):
        return _no_credentials(location, " ".join(str(error).split()).rstrip("."))
    if _CREDENTIALS.search(name):
        return _no_credentials(location, name)
    return LogUnavailableError(
        f"The log {location} could not be fetched: {name}.",
        next_step="Check the AWS credentials (AWS_PROFILE or AWS_ACCESS_KEY_ID), AWS_ENDPOINT_URL_S3 and the network, "
        f"{JUDGE_BY_HAND}.",
    )


def _no_credentials(location: S3Location, why: str) -> LogUnavailableError:
    return LogUnavailableError(
        f"The log {location} could not be fetched: there are no usable AWS credentials ({why}).",
        next_step=f"Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role, "
        f"{JUDGE_BY_HAND}.",
        reason=Reason.AWS_CREDENTIALS_MISSING,
    )
