"""Which log locations of a job are trusted: the service chooses them, and this machine's network and credentials would follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pytest_contentjobs.boundary.network import is_loopback
from pytest_contentjobs.download.addresses import Reach
from pytest_contentjobs.errors import LogLocationError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.access import LOG_BUCKET_OWNER, LOG_BUCKETS, LOG_HOSTS

__all__ = ["JUDGE_BY_HAND", "LogTrust", "find_s3_bucket", "require_same_job", "require_same_log"]

JUDGE_BY_HAND = "or fetch the log yourself and judge it with --content-log FILE --content-status FILE"

# S3's own hosts, https://docs.aws.amazon.com/general/latest/gr/s3.html, with the bucket before them or in the path.
_REGION = r"[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}"
_S3_HOST = re.compile(
    rf"(?:(?P<bucket>[a-z0-9][a-z0-9.-]{{1,61}}[a-z0-9])\.)??"
    rf"(?:s3\.amazonaws\.com|s3-{_REGION}\.amazonaws\.com|s3\.(?:dualstack\.)?{_REGION}\.amazonaws\.com(?:\.cn)?)"
)
_LOG_NAME = re.compile(
    r"import-logs-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f-])", re.IGNORECASE | re.ASCII
)
_HTTPS = 443


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTrust:
    """The allowed locations of a job's log, as set by the user.

    ``api_base`` is the URL of the tenant's API. An empty ``buckets`` allows any; ``hosts`` are in lower case, each with or
    without a port; ``owner`` is the AWS account that must own a bucket.
    """

    api_base: str
    buckets: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    owner: str | None = None

    def require_bucket(self, bucket: str) -> None:
        """Raise LogLocationError if buckets are configured and this is not one of them."""
        if self.buckets and bucket not in self.buckets:
            raise LogLocationError(
                f"The job's log is in the bucket {bucket!r}, which is not one of the allowed buckets "
                f"({', '.join(sorted(self.buckets))}).",
                next_step=f"If it is yours, add it to {LOG_BUCKETS.places}; if not, ask who started the job.",
                reason=Reason.LOG_BUCKET_UNTRUSTED,
            )

    def reach(self, url: str) -> Reach:
        """Return which addresses a download from this well-formed URL may connect to.

        Raises:
            LogLocationError: the host is neither the API's, nor S3's own, nor allowed by the user.
        """
        parts = urlsplit(url)
        host, scheme = parts.hostname or "", parts.scheme
        port = parts.port or (_HTTPS if scheme == "https" else 80)
        reach = self._reach_of_host(host, port)
        if reach is None and scheme == "https" and port == _HTTPS and _S3_HOST.fullmatch(host):
            self._require_s3(host, parts.path)
            reach = Reach.PUBLIC
        shown = f"[{host}]" if ":" in host else host
        if reach is None:
            raise LogLocationError(
                f"The job's log is on the host '{shown}:{port}', which is neither the API domain nor S3 nor allowed.",
                next_step=f"If it is yours, add it to {LOG_HOSTS.places}, {JUDGE_BY_HAND}.",
                reason=Reason.LOG_HOST_UNTRUSTED,
            )
        return reach

    def _reach_of_host(self, host: str, port: int) -> Reach | None:
        api = urlsplit(self.api_base)
        if is_loopback(api.hostname or "") and is_loopback(host):
            return Reach.LOOPBACK
        if host == (api.hostname or "") and port in {_HTTPS, api.port or _HTTPS}:
            # The request for the job's status has gone to this name already.
            return Reach.LOOPBACK
        name = f"[{host}]" if ":" in host else host
        if f"{name}:{port}" in self.hosts or (port == _HTTPS and name in self.hosts):
            return Reach.LOOPBACK if is_loopback(host) else Reach.PRIVATE
        return None

    def _require_s3(self, host: str, path: str) -> None:
        bucket = find_s3_bucket(host, path)
        self.require_bucket(bucket)
        if self.owner:
            raise LogLocationError(
                f"The job's log location is a pre-signed URL into the bucket {bucket!r}, whose owner cannot be checked.",
                next_step=f"Allow the bucket by name with {LOG_BUCKETS.name} and leave {LOG_BUCKET_OWNER.name} out, "
                f"{JUDGE_BY_HAND}.",
                reason=Reason.LOG_OWNER_UNKNOWN,
            )


def find_s3_bucket(host: str, path: str) -> str:
    """Return the bucket that a URL on one of S3's own hosts leads to: a part of the host, or the path's first segment."""
    match = _S3_HOST.fullmatch(host)
    in_host = match["bucket"] if match else None
    return in_host or unquote(path).removeprefix("/").partition("/")[0]


def require_same_job(path: str, job_id: str) -> None:
    """Refuse a log whose file name, in the documented form ``import-logs-UUID``, holds the id of another job.

    Raises:
        LogLocationError: it does; a name of any other form is accepted.
    """
    named = _find_job_id(path)
    if named and named.casefold() != job_id.casefold():
        raise LogLocationError(
            f"The job's log location names the log of another job, {named}.",
            next_step=f"Check the job in the service and gate it again, {JUDGE_BY_HAND}.",
            reason=Reason.LOG_OF_ANOTHER_JOB,
        )


def require_same_log(given: str, stated: str) -> None:
    """Refuse a log from the user beside a job's saved status if its file name is that of another job's log.

    ``given`` and ``stated`` are the locations of that log and in that status.

    Raises:
        LogLocationError: both have the documented form of a name and hold different ids.
    """
    own, named = _find_job_id(given), _find_job_id(stated)
    if own and named and own.casefold() != named.casefold():
        raise LogLocationError(
            f"The log {given} is that of job {own}, and the status beside it names the log of job {named}.",
            next_step="Give --content-log and --content-status of the same job.",
            reason=Reason.LOG_OF_ANOTHER_JOB,
        )


def _find_job_id(location: str) -> str | None:
    named = _LOG_NAME.search(location.rpartition("/")[2])
    return named[1] if named else None
