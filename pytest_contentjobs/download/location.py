"""The location of a log: its forms, read strictly if a job gives it and less strictly if the user does.

The service documents ``s3://bucket/key`` for ``logFileLocation``. A pre-signed ``https://`` URL is accepted as well. Only the
user can name a path on this machine: a response from the network must not choose a file here. ``trust.py`` says which buckets
and hosts a job may name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from pytest_contentjobs.boundary.urls import (
    get_authority,
    has_user_info,
    is_clear_text,
    is_s3,
    split_url,
    strip_credentials,
)
from pytest_contentjobs.download.addresses import Reach
from pytest_contentjobs.download.trust import JUDGE_BY_HAND, LogTrust, require_same_job
from pytest_contentjobs.errors import LogLocationError

__all__ = [
    "FileLocation",
    "HttpLocation",
    "Location",
    "S3Location",
    "parse_job_location",
    "parse_user_location",
    "redact_location",
]

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; an access point's ARN is not a name.
_BUCKET = re.compile(r"(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+\Z)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
# Reserved by the same rules: what has them is an alias of an access point or a bucket of another kind.
_RESERVED = re.compile(r"(?:xn--|sthree-|amzn-s3-demo-).*|.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)")
_MAXIMUM_KEY = 1024
# Servers and proxies do not accept longer ones; a pre-signed URL has less than a tenth of it.
_MAXIMUM_URL = 16_384
_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_FETCH_YOURSELF = "Fetch the log yourself and judge it with --content-log FILE."
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class S3Location:
    """An object in S3. ``owner`` is the AWS account that must own the bucket, None for any."""

    bucket: str
    key: str
    owner: str | None = None

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True, slots=True)
class HttpLocation:
    """A pre-signed URL, and how far its host may lead. Its text leaves out the query, which is a credential."""

    url: str
    reach: Reach = Reach.ANYWHERE

    def __str__(self) -> str:
        return strip_credentials(self.url)

    def __repr__(self) -> str:
        return f"HttpLocation({str(self)!r})"


@dataclass(frozen=True, slots=True)
class FileLocation:
    """A file on this machine."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


Location = S3Location | HttpLocation | FileLocation


def redact_location(text: str) -> str:
    """Return a location of any form without query, user name and password."""
    return text if is_s3(text) else strip_credentials(text)


def parse_job_location(
    text: str, *, job_id: str, trust: LogTrust, redact: Callable[[str], str] = str
) -> S3Location | HttpLocation:
    """Read the ``logFileLocation`` of a job, which decides where this machine connects to.

    ``redact`` hides secrets in what errors repeat of it, before it is cut: half a secret would not be found.

    Raises:
        LogLocationError: it is neither ``s3://bucket/key`` nor ``https://``, it is malformed, it leads to a bucket or host that
            ``trust`` does not include, or it names the log of another job.
    """
    location = _remote(text, owner=trust.owner, redact=redact)
    if location is None:
        scheme = redact(text).partition(":")[0]
        raise LogLocationError(
            f"The job's log location is neither s3:// nor https:// ({scheme[:40]!r}).",
            next_step="Fetch the log yourself and judge it with --content-log FILE --content-status FILE.",
        )
    if isinstance(location, S3Location):
        if _RESERVED.fullmatch(location.bucket) or not _is_plain_key(location.key):
            raise _not_s3(text, redact)
        trust.require_bucket(location.bucket)
        require_same_job(location.key, job_id)
        return location
    path = unquote(urlsplit(location.url).path)
    if not _is_plain_key(path.removeprefix("/") or "/"):
        raise LogLocationError(
            f"The job's log location {redact(str(location))[:_SHOWN]!r} has dot segments, backslashes or "
            "hidden characters in its path.",
            next_step=f"Check the job in the service, {JUDGE_BY_HAND}.",
        )
    reach = trust.reach(location.url)
    require_same_job(path, job_id)
    return HttpLocation(location.url, reach)


def parse_user_location(text: str, *, owner: str | None = None, redact: Callable[[str], str] = str) -> Location:
    """Read a location from the user: s3:// or https:// to any bucket, host or address, a path, or a ``file:`` URL.

    ``redact`` hides secrets in what errors repeat of it.

    Raises:
        LogLocationError: it has a scheme that is not supported, or is malformed.
    """
    location = _remote(text, owner=owner, redact=redact)
    if location is not None:
        return location
    if text.lower().startswith("file:"):
        path = text[len("file:") :]
        if path.startswith("//"):
            host, slash, rest = path[2:].partition("/")
            if host.lower() not in {"", "localhost"}:
                raise LogLocationError(
                    f"{redact(text)!r} names a file on another machine.", next_step="Give a path on this one."
                )
            path = slash + rest
        return FileLocation(Path(url2pathname(path)))
    if "://" in text:
        raise LogLocationError(
            f"A log cannot be read from {text.partition('://')[0]!r} addresses.",
            next_step="Give a file, an s3:// or an https:// address.",
        )
    return FileLocation(Path(text))


def _remote(text: str, *, owner: str | None, redact: Callable[[str], str]) -> S3Location | HttpLocation | None:
    scheme, separator, rest = text.partition("://")
    if not separator:
        return None
    if is_s3(text):
        bucket, _, key = rest.partition("/")
        if not _BUCKET.fullmatch(bucket) or not key or key.endswith("/") or _length(key) > _MAXIMUM_KEY:
            raise _not_s3(text, redact)
        return S3Location(bucket, key, owner)
    if scheme.lower() in {"https", "http"}:
        _require_web_address(text, redact)
        return HttpLocation(text)
    return None


def _require_web_address(text: str, redact: Callable[[str], str]) -> None:
    """Raise LogLocationError unless all parsers of URLs would agree on the address."""
    shown = redact(strip_credentials(text))[:_SHOWN]
    if has_user_info(text):
        raise LogLocationError(
            f"The log location {shown!r} has a user name or password in it.",
            next_step="Leave it out: a pre-signed URL is its own credential. " + _FETCH_YOURSELF,
        )
    # Parsers of URLs disagree about control characters and backslashes.
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' \\"<>^`{|}')
    if not is_plain or len(text) > _MAXIMUM_URL:
        raise LogLocationError(
            f"The log location {shown!r} has characters that are not allowed in an address, or is longer than {_MAXIMUM_URL:,}.",
            next_step=_FETCH_YOURSELF,
        )
    parts = split_url(text)
    host = (parts.hostname or "") if parts else ""
    if parts is None or not host or not _AUTHORITY.fullmatch(get_authority(text)) or is_clear_text(parts.scheme, host):
        raise LogLocationError(
            f"The log location {shown!r} is not a valid https:// address.",
            next_step="http:// is only for loopback addresses: fetch the log yourself and use --content-log FILE.",
        )


def _not_s3(text: str, redact: Callable[[str], str]) -> LogLocationError:
    return LogLocationError(
        f"The log location {redact(text)[:_SHOWN]!r} is not of the form s3://bucket/key.", next_step=_FETCH_YOURSELF
    )


def _is_plain_key(key: str) -> bool:
    """Whether every reader takes a key or path for the same one: no dot segments, backslashes or hidden characters."""
    return key.isprintable() and "\\" not in key and not {".", ".."} & set(key.split("/"))


def _length(key: str) -> int:
    """Return a key's length in bytes; a key that is not valid text counts as too long."""
    try:
        return len(key.encode())
    except UnicodeEncodeError:
        return _MAXIMUM_KEY + 1
