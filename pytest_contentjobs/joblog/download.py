"""Bring a log to a file on this machine, whole or not at all. The only part that knows boto3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.joblog.location import FileLocation, HttpLocation, Location, S3Location

__all__ = ["fetched"]

_CHUNK = 1 << 20
_TIME_LIMIT = 30

_JUDGE_ALONE = "or fetch the log yourself and judge it with --content-log FILE --content-status FILE"
_MISSING = f"Check that the job wrote its log and that nobody removed it, {_JUDGE_ALONE}."
_FORBIDDEN = f"Give these credentials s3:GetObject on it, choose others by AWS_PROFILE, {_JUDGE_ALONE}."


@contextmanager
def fetched(location: Location) -> Iterator[Path]:
    """Give the path of the log as a local file: the file itself, or a download that is removed afterwards.

    Raises:
        LogUnavailableError: it does not exist, may not be read, or did not arrive whole.
    """
    if isinstance(location, FileLocation):
        _require_readable(location.path)
        yield location.path
        return
    with ExitStack() as stack:
        try:
            path = Path(stack.enter_context(TemporaryDirectory(prefix="contentjobs-"))) / "log"
            with path.open("wb") as target:
                if isinstance(location, S3Location):
                    _from_s3(location, target)
                else:
                    _from_http(location, target)
        except OSError as error:
            raise LogUnavailableError(
                f"The log {location} could not be kept on this machine: {error.strerror or error}.",
                next_step="Check the room and the permissions of the temporary folder (TMPDIR).",
            ) from error
        yield path


def _require_readable(path: Path) -> None:
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise LogUnavailableError(
            f"The log {str(path)!r} cannot be read: {error.strerror or error}.",
            next_step="Check the path and its permissions.",
        ) from error


def _from_s3(location: S3Location, target: BinaryIO) -> None:
    import boto3  # noqa: PLC0415 - heavy, and needed for logs in S3 alone
    from botocore.config import Config  # noqa: PLC0415 - as boto3
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - as boto3

    config = Config(connect_timeout=10, read_timeout=_TIME_LIMIT, retries={"mode": "standard", "max_attempts": 4})
    try:
        # A session of its own: the default one is the user's tests' to set up.
        client = boto3.Session().client("s3", config=config)
        try:
            answer = client.get_object(Bucket=location.bucket, Key=location.key)
            with closing(answer["Body"]) as body:
                # botocore itself compares what arrives with the announced length.
                target.writelines(body.iter_chunks(_CHUNK))
        finally:
            client.close()
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "unknown"))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        missing = code in {"NoSuchKey", "NoSuchBucket", "404"}
        forbidden = status in {401, 403} or code in {"AccessDenied", "403"}
        raise LogUnavailableError(
            f"The log {location} {'does not exist' if missing else 'may not be read' if forbidden else 'was refused'} "
            f"(S3 says {code}).",
            next_step=_MISSING
            if missing
            else _FORBIDDEN
            if forbidden
            else f"Check AWS_DEFAULT_REGION and AWS_ENDPOINT_URL_S3, {_JUDGE_ALONE}.",
        ) from error
    except (BotoCoreError, ValueError) as error:
        raise LogUnavailableError(
            f"The log {location} could not be fetched: {' '.join(str(error).split())}",
            next_step="Check the AWS credentials (AWS_PROFILE or AWS_ACCESS_KEY_ID), AWS_ENDPOINT_URL_S3 and the network, "
            f"{_JUDGE_ALONE}.",
        ) from error


def _from_http(location: HttpLocation, target: BinaryIO) -> None:
    import httpx  # noqa: PLC0415 - needed for pre-signed URLs alone

    try:
        # A client of its own, without the service's token: the URL is its own credential.
        with httpx.stream("GET", location.url, timeout=_TIME_LIMIT, follow_redirects=False) as answer:
            if answer.status_code == httpx.codes.OK:
                _require_known_length(location, answer.headers)
                # h11 raises where the body is shorter than announced.
                target.writelines(answer.iter_bytes(_CHUNK))
                return
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise LogUnavailableError(
            f"The log {location} could not be fetched: {type(error).__name__}.",
            next_step=f"Check the network, {_JUDGE_ALONE}.",
        ) from error
    raise LogUnavailableError(
        f"The log {location} was refused with {answer.status_code} {answer.reason_phrase}.",
        next_step=f"A pre-signed URL expires: start the gate sooner after the job's end, {_JUDGE_ALONE}.",
    )


def _require_known_length(location: HttpLocation, headers: Mapping[str, str]) -> None:
    """Refuse a body that ends where the connection does: cut off, it would look whole."""
    if "content-length" not in headers and "chunked" not in headers.get("transfer-encoding", ""):
        raise LogUnavailableError(
            f"The log {location} comes without a length, so that a download that breaks off cannot be told from a whole one.",
            next_step=f"Use the log's s3:// address, {_JUDGE_ALONE}.",
        )
