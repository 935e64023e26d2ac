"""Where a log lies: the forms of a location, read strictly where a job gives it and less so where the user does.

The service documents ``s3://bucket/key`` for ``logFileLocation``. A pre-signed ``https://`` URL is accepted beside it. A
path on this machine is taken from the user alone: an answer from the network must not choose a file here. ``trust.py``
says which buckets and hosts a job may name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from pytest_contentjobs.boundary.network import is_loopback
from pytest_contentjobs.download.addresses import Reach
from pytest_contentjobs.download.trust import JUDGE_ALONE, LogTrust, require_same_job
from pytest_contentjobs.errors import LogLocationError

__all__ = ["FileLocation", "HttpLocation", "Location", "S3Location", "from_job", "from_user", "shown"]

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; an access point's ARN is no name.
_BUCKET = re.compile(r"(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+\Z)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
# Reserved by the same rules: what has them is an alias of an access point or a bucket of another kind.
_RESERVED = re.compile(r"(?:xn--|sthree-|amzn-s3-demo-).*|.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)")
_MAXIMUM_KEY = 1024
# Longer ones do not pass servers and proxies; a pre-signed URL has less than a tenth of it.
_MAXIMUM_URL = 16_384
_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_CREDENTIALS = re.compile(r"(?<=://)[^/]*@")
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
    """A pre-signed URL, and how far its host may lead. It shows itself without its query, which is a credential."""

    url: str
    reach: Reach = Reach.ANYWHERE

    def __str__(self) -> str:
        return _without_secrets(self.url)

    def __repr__(self) -> str:
        return f"HttpLocation({str(self)!r})"


@dataclass(frozen=True, slots=True)
class FileLocation:
    """A file on this machine."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


Location = S3Location | HttpLocation | FileLocation


def shown(text: str) -> str:
    """Return a location as it may be shown, whatever it is: without query, user and password."""
    return text if text.lower().startswith("s3://") else _without_secrets(text)


def from_job(
    text: str, *, job_id: str, trust: LogTrust, redact: Callable[[str], str] = str
) -> S3Location | HttpLocation:
    """Read the ``logFileLocation`` of a job, which says where this machine connects to.

    ``redact`` hides secrets in what errors repeat of it: before it is cut, since half a secret would not be found.

    Raises:
        LogLocationError: it is neither ``s3://bucket/key`` nor ``https://``, it is not written as these are, it leads to a
            bucket or host that ``trust`` leaves out, or it names the log of another job.
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
            f"The job's log location {redact(str(location))[:_SHOWN]!r} has a path that is no plain one.",
            next_step=f"Look at the job in the service, {JUDGE_ALONE}.",
        )
    reach = trust.reach(location.url)
    require_same_job(path, job_id)
    return HttpLocation(location.url, reach)


def from_user(text: str, *, owner: str | None = None, redact: Callable[[str], str] = str) -> Location:
    """Read the location that a user gave: s3:// or https:// to any bucket, host or address, a path, or a ``file:`` URL.

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
    if scheme.lower() == "s3":
        bucket, _, key = rest.partition("/")
        if not _BUCKET.fullmatch(bucket) or not key or key.endswith("/") or _length(key) > _MAXIMUM_KEY:
            raise _not_s3(text, redact)
        return S3Location(bucket, key, owner)
    if scheme.lower() in {"https", "http"}:
        return HttpLocation(_web_address(text, scheme.lower(), rest, redact))
    return None


def _web_address(text: str, scheme: str, rest: str, redact: Callable[[str], str]) -> str:
    """Return the URL if all of its readers would agree on it; raises LogLocationError."""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    shown = redact(_without_secrets(text))[:_SHOWN]
    if "@" in authority:
        raise LogLocationError(
            f"The log location {shown!r} has a user name or password in it.",
            next_step="Leave it out: a pre-signed URL is its own credential. " + _FETCH_YOURSELF,
        )
    # Control characters and backslashes are what parsers of URLs disagree about.
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' \\"<>^`{|}')
    if not is_plain or len(text) > _MAXIMUM_URL:
        raise LogLocationError(
            f"The log location {shown!r} has characters that no address has, or is longer than {_MAXIMUM_URL:,}.",
            next_step=_FETCH_YOURSELF,
        )
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or not _AUTHORITY.fullmatch(authority) or (scheme == "http" and not is_loopback(host)):
        raise LogLocationError(
            f"The log location {shown!r} is no https:// address.",
            next_step="http:// is for loopback addresses alone: fetch the log yourself and use --content-log FILE.",
        )
    return text


def _not_s3(text: str, redact: Callable[[str], str]) -> LogLocationError:
    return LogLocationError(
        f"The log location {redact(text)[:_SHOWN]!r} is not of the form s3://bucket/key.", next_step=_FETCH_YOURSELF
    )


def _is_plain_key(key: str) -> bool:
    """Whether nothing in a key or path is read as another one by somebody: dot segments, backslashes, hidden characters."""
    return key.isprintable() and "\\" not in key and not {".", ".."} & set(key.split("/"))


def _length(key: str) -> int:
    """Return a key's length in bytes, and one that is too long for what is no text."""
    try:
        return len(key.encode())
    except UnicodeEncodeError:
        return _MAXIMUM_KEY + 1


def _without_secrets(url: str) -> str:
    return _CREDENTIALS.sub("", re.split(r"[?#]", url, maxsplit=1)[0])
