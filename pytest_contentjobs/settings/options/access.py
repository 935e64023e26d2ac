"""Where the service is, and where a job's log may be fetched from."""

from __future__ import annotations

from pytest_contentjobs.settings.options.option import Option

__all__ = ["API_DOMAIN", "LOG_BUCKETS", "LOG_BUCKET_OWNER", "LOG_HOSTS"]

_TITLE = "content gate: access"

API_DOMAIN = Option(
    name="--content-api-domain",
    group=_TITLE,
    metavar="DOMAIN",
    help="API domain of the tenant: host[:port] or URL; http:// only for loopback addresses",
    variable="CONTENTJOBS_API_DOMAIN",
    has_ini=False,
    refuses_ini=True,
)
LOG_BUCKETS = Option(
    name="--content-log-buckets",
    group=_TITLE,
    metavar="BUCKET,…",
    help="S3 buckets that a job's log may be fetched from; if not set, any bucket",
    variable="CONTENTJOBS_LOG_BUCKETS",
    parser="as_buckets",
)
LOG_BUCKET_OWNER = Option(
    name="--content-log-bucket-owner",
    group=_TITLE,
    metavar="ACCOUNT",
    help="AWS account (12 digits) that must own the bucket of a log; if not set, any account",
    variable="CONTENTJOBS_LOG_BUCKET_OWNER",
    parser="as_account",
)
LOG_HOSTS = Option(
    name="--content-log-hosts",
    group=_TITLE,
    metavar="HOST,…",
    help="hosts (host or host:port) that a job's log may be fetched from over https://, besides the API domain and S3",
    variable="CONTENTJOBS_LOG_HOSTS",
    parser="as_hosts",
    has_ini=False,
    refuses_ini=True,
)
