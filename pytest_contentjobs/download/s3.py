"""A log in S3, requested with the user's own AWS credentials.

Only this module and ``cli/doctor/aws_credentials.py`` know boto3.
"""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pytest_contentjobs.download.location import S3Location
from pytest_contentjobs.download.source import Answer, ChangedError, InterruptedTransferError, MissingError, Patience
from pytest_contentjobs.download.trust import JUDGE_ALONE
from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.settings.options.access import LOG_BUCKET_OWNER

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.exceptions import BotoCoreError, ClientError
    from types_boto3_s3 import S3Client

__all__ = ["s3_source"]

_TEMPORARY = {"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Throttling", "ThrottlingException"}
_TEMPORARY_STATUSES = {408, 429, 500, 502, 503, 504}
_PRECONDITION_FAILED, _RANGE_NOT_SATISFIABLE = 412, 416
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d{1,2}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9._-]{1,60}", re.ASCII)
# Their messages may hold what a program for credentials printed.
_CREDENTIALS = re.compile("Credential|Token|SSO|Login|AuthorizationCode")

_EXPIRED = "Get new AWS credentials: log in again, or let CI ask for them right before the gate"
_WRONG_KEYS = "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose other credentials by AWS_PROFILE"
_WRONG_REGION = "Set AWS_DEFAULT_REGION to the region of the bucket"
#: What to do about what S3 says: its code, what that means for the log, the next step.
_REFUSALS = {
    "NoSuchKey": ("does not exist", "Check that the job wrote its log and that nobody removed it"),
    "404": ("does not exist", "Check that the job wrote its log and that nobody removed it"),
    "NoSuchBucket": ("does not exist", "Check that the job wrote its log and that nobody removed it"),
    "ExpiredToken": ("may not be read", _EXPIRED),
    "ExpiredTokenException": ("may not be read", _EXPIRED),
    "TokenRefreshRequired": ("may not be read", _EXPIRED),
    "InvalidToken": ("may not be read", f"{_EXPIRED}; AWS_SESSION_TOKEN must be of the same credentials"),
    "InvalidAccessKeyId": ("may not be read", _WRONG_KEYS),
    "SignatureDoesNotMatch": ("may not be read", _WRONG_KEYS),
    "RequestTimeTooSkewed": (
        "may not be read",
        "Set this machine's clock: it differs from S3's by more than 15 minutes",
    ),
    "301": ("lies in another region", _WRONG_REGION),
    "PermanentRedirect": ("lies in another region", _WRONG_REGION),
    "AuthorizationHeaderMalformed": ("lies in another region", _WRONG_REGION),
    "IllegalLocationConstraintException": ("lies in another region", _WRONG_REGION),
    "InvalidObjectState": ("is archived", "Restore it from the archive"),
}
_FORBIDDEN = "Give these credentials s3:GetObject on it, choose others by AWS_PROFILE"


@contextmanager
def s3_source(location: S3Location, patience: Patience) -> Iterator[_S3Source]:
    """Give the source of an object. What botocore logs meanwhile is for ``redacted_logging`` to make safe."""
    source = _S3Source(location, patience)
    try:
        yield source
    finally:
        source.close()


class _S3Source:
    def __init__(self, location: S3Location, patience: Patience) -> None:
        self._location = location
        self._patience = patience
        self._client: S3Client | None = None

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def ask(self, start: int, etag: str | None) -> Answer:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - heavy, and for logs in S3 alone

        request: Any = {"Bucket": self._location.bucket, "Key": self._location.key}
        if self._location.owner:
            request["ExpectedBucketOwner"] = self._location.owner
        if start:
            request["Range"] = f"bytes={start}-"
        if etag:
            request["IfMatch"] = etag
        try:
            if self._client is None:
                self._client = _client(self._patience)
            answer = self._client.get_object(**request)
        except ClientError as error:
            raise _refused(self._location, error) from error
        except (BotoCoreError, ValueError) as error:
            raise _failed(self._location, error) from error
        except OSError as error:
            raise _no_credentials(self._location, f"{type(error).__name__} in their files") from error
        body = answer["Body"]

        def read(size: int) -> bytes:
            # urllib3's errors come through where botocore does not know them.
            import urllib3  # noqa: PLC0415 - as botocore

            try:
                return body.read(size)
            except (BotoCoreError, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
                raise InterruptedTransferError(type(error).__name__) from error

        metadata = answer["ResponseMetadata"]
        return Answer(metadata["HTTPStatusCode"], metadata["HTTPHeaders"], read, body.close)


def _client(patience: Patience) -> S3Client:
    import boto3  # noqa: PLC0415 - heavy, and for logs in S3 alone
    from botocore.config import Config  # noqa: PLC0415 - as boto3

    config = Config(
        connect_timeout=min(10.0, patience.silence),
        read_timeout=patience.silence,
        # Every attempt is counted and paused in one place, transfer.py.
        retries={"mode": "standard", "total_max_attempts": 1},
        # Some servers state the whole object's checksum for a part of it, which botocore would refuse.
        response_checksum_validation="when_required",
    )
    # A session of its own: the default one is the user's tests' to set up.
    client = boto3.Session().client("s3", config=config)
    client.meta.events.register("before-call.s3.GetObject", _ask_for_checksums)
    client.meta.events.register("before-send.s3.GetObject", _end_connection)
    client.meta.events.register("before-call.s3.HeadBucket", _ask_for_no_bucket)
    return client


def _ask_for_no_bucket(**_: object) -> None:
    """Keep botocore from asking where a bucket is: a redirect without a region would make it ask without an end."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - as boto3

    raise ClientError({"ResponseMetadata": {"HTTPHeaders": {}}}, "HeadBucket")  # type: ignore[typeddict-item]  # no answer came


def _end_connection(request: AWSPreparedRequest, **_: object) -> None:
    """Let the connection end with its answer: the client's close leaves those that rest open until memory is cleaned up."""
    # Here the request is signed already: a proxy may take this header away.
    request.headers["Connection"] = "close"


def _ask_for_checksums(params: dict[str, Any], **_: object) -> None:
    params["headers"]["x-amz-checksum-mode"] = "ENABLED"


def _refused(location: S3Location, error: ClientError) -> Exception:
    """Say what an error answer means: an exception of the transfer, or the end of it."""
    answer = error.response
    said = answer.get("Error", {})
    code = str(said.get("Code", ""))
    code = code if _CODE.fullmatch(code) else "unknown"
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if error.operation_name not in {"GetObject", "HeadBucket"}:
        return _no_credentials(location, f"{error.operation_name} was refused, {code}")
    if status in {_PRECONDITION_FAILED, _RANGE_NOT_SATISFIABLE}:
        return ChangedError()
    what, step = _meaning(location, code, status, str(said.get("Message", "")))
    region = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("x-amz-bucket-region") or said.get("Region")
    if step == _WRONG_REGION and isinstance(region, str) and _REGION.fullmatch(region):
        step = f"Set AWS_DEFAULT_REGION={region}"
    final = LogUnavailableError(f"The log {location} {what} (S3 says {code}).", next_step=f"{step}, {JUDGE_ALONE}.")
    if code in _TEMPORARY or status in _TEMPORARY_STATUSES:
        return InterruptedTransferError(code, final)
    missing = status == http.HTTPStatus.NOT_FOUND and code in {"NoSuchKey", "404"}
    return MissingError(final) if missing else final


def _meaning(location: S3Location, code: str, status: int, message: str) -> tuple[str, str]:
    if code in _TEMPORARY or status in _TEMPORARY_STATUSES:
        return "could not be fetched", "S3 is overloaded or has trouble of its own: run again later"
    if code in _REFUSALS:
        return _REFUSALS[code]
    if code.startswith("KMS.") or "kms:" in message.lower():
        return "may not be decrypted", "Give these credentials kms:Decrypt on the key that the bucket is encrypted with"
    if status in {401, 403} or code in {"AccessDenied", "403"}:
        owner = f", and check {LOG_BUCKET_OWNER.name}" if location.owner else ""
        return "may not be read", f"{_FORBIDDEN}{owner}; S3 says the same of a missing log without s3:ListBucket"
    return "was refused", "Check AWS_DEFAULT_REGION and AWS_ENDPOINT_URL_S3"


def _failed(location: S3Location, error: BotoCoreError | ValueError) -> Exception:
    """Say what it means that no answer came."""
    from botocore import exceptions  # noqa: PLC0415 - as boto3
    from botocore.parsers import ResponseParserError  # noqa: PLC0415 - as boto3

    name = type(error).__name__
    if isinstance(error, exceptions.SSLError) and _has_cause(error, ssl.SSLCertVerificationError):
        return LogUnavailableError(
            f"The log {location} could not be fetched: the certificate of its server is not trusted.",
            next_step=f"Set AWS_CA_BUNDLE to the certificates of your S3 or proxy, {JUDGE_ALONE}.",
        )
    if isinstance(error, exceptions.HTTPClientError | exceptions.ConnectionError | ResponseParserError):
        return InterruptedTransferError(
            name,
            LogUnavailableError(
                f"The log {location} could not be fetched: {name}.",
                next_step=f"Check AWS_ENDPOINT_URL_S3, the proxy and the network, {JUDGE_ALONE}.",
            ),
        )
    if isinstance(error, exceptions.ProfileNotFound):
        return _no_credentials(location, " ".join(str(error).split()).rstrip("."))
    if _CREDENTIALS.search(name):
        return _no_credentials(location, name)
    return LogUnavailableError(
        f"The log {location} could not be fetched: {name}.",
        next_step="Check the AWS credentials (AWS_PROFILE or AWS_ACCESS_KEY_ID), AWS_ENDPOINT_URL_S3 and the network, "
        f"{JUDGE_ALONE}.",
    )


def _no_credentials(location: S3Location, why: str) -> LogUnavailableError:
    return LogUnavailableError(
        f"The log {location} could not be fetched: there are no AWS credentials that can be used ({why}).",
        next_step=f"Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role, "
        f"{JUDGE_ALONE}.",
    )


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    seen = 0
    while error is not None and seen < 10:  # noqa: PLR2004 - no chain is longer
        if isinstance(error, kind) or any(isinstance(argument, kind) for argument in error.args):
            return True
        error, seen = error.__cause__ or error.__context__ or getattr(error, "reason", None), seen + 1
    return False
