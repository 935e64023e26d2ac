"""Where a log lies: the forms of a location, and which of them whom to believe.

The service documents ``s3://bucket/key`` for ``logFileLocation``. A pre-signed ``https://`` URL is accepted beside it. A
path on this machine is taken from the user alone: an answer from the network must not choose a file here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pytest_contentjobs.errors import LogLocationError
from pytest_contentjobs.settings import is_loopback

__all__ = ["FileLocation", "HttpLocation", "Location", "S3Location", "from_job", "from_user"]

# The general rules for bucket names; an access point's ARN is none.
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

_CREDENTIALS = re.compile(r"(?<=://)[^/]*@")


@dataclass(frozen=True, slots=True)
class S3Location:
    """An object in S3."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True, slots=True)
class HttpLocation:
    """A pre-signed URL. It shows itself without its query, which is a credential, and without user and password."""

    url: str

    def __str__(self) -> str:
        return _CREDENTIALS.sub("", self.url.partition("?")[0])

    def __repr__(self) -> str:
        return f"HttpLocation({str(self)!r})"


@dataclass(frozen=True, slots=True)
class FileLocation:
    """A file on this machine."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


Location = S3Location | HttpLocation | FileLocation


def from_job(text: str) -> Location:
    """Read the ``logFileLocation`` of a job.

    Raises:
        LogLocationError: it is neither ``s3://bucket/key`` nor ``https://``.
    """
    location = _remote(text)
    if location is None:
        scheme = text.partition(":")[0]
        raise LogLocationError(
            f"The job's log location is neither s3:// nor https:// ({scheme[:40]!r}).",
            next_step="Fetch the log yourself and judge it with --content-log FILE --content-status FILE.",
        )
    return location


def from_user(text: str) -> Location:
    """Read the location that a user gave: as a job's, or a path, or a ``file:`` URL.

    Raises:
        LogLocationError: it has a scheme that is not supported, or is malformed.
    """
    location = _remote(text)
    if location is not None:
        return location
    if text.lower().startswith("file:"):
        path = text[len("file:") :]
        if path.startswith("//"):
            host, slash, rest = path[2:].partition("/")
            if host.lower() not in {"", "localhost"}:
                raise LogLocationError(
                    f"{text!r} names a file on another machine.", next_step="Give a path on this one."
                )
            path = slash + rest
        return FileLocation(Path(url2pathname(path)))
    if "://" in text:
        raise LogLocationError(
            f"A log cannot be read from {text.partition('://')[0]!r} addresses.",
            next_step="Give a file, an s3:// or an https:// address.",
        )
    return FileLocation(Path(text))


def _remote(text: str) -> Location | None:
    scheme, separator, rest = text.partition("://")
    if not separator:
        return None
    if scheme.lower() == "s3":
        bucket, _, key = rest.partition("/")
        if not _BUCKET.fullmatch(bucket) or not key or key.endswith("/"):
            raise LogLocationError(
                f"The log location {text!r} is not of the form s3://bucket/key.",
                next_step="Fetch the log yourself and judge it with --content-log FILE.",
            )
        return S3Location(bucket, key)
    if scheme.lower() in {"https", "http"}:
        try:
            host = urlsplit(text).hostname or ""
        except ValueError:
            host = ""
        if not host or (scheme.lower() == "http" and not is_loopback(host)):
            raise LogLocationError(
                f"The log location {str(HttpLocation(text))!r} is no https:// address.",
                next_step="http:// is for loopback addresses alone: fetch the log yourself and use --content-log FILE.",
            )
        return HttpLocation(text)
    return None
