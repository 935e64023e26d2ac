"""What all readers of web addresses agree on: how an address is split, and what in it must never be shown or sent."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from pytest_contentjobs.boundary.network import is_loopback

__all__ = ["get_authority", "has_user_info", "is_clear_text", "is_s3", "split_url", "strip_credentials"]

_AFTER_AUTHORITY = re.compile(r"[/?#]")
_USER_INFO = re.compile(r"(?<=://)[^/]*@")


def split_url(text: str) -> SplitResult | None:
    """Split an address; None if it is malformed, or its port is not a number from 0 to 65535."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


def is_s3(text: str) -> bool:
    """Whether an address names an object or folder in S3."""
    return text[:5].lower() == "s3://"


def get_authority(text: str) -> str:
    """Return what is between ``://`` and the path, with user name and port; empty without ``://``."""
    return _AFTER_AUTHORITY.split(text.partition("://")[2], maxsplit=1)[0]


def has_user_info(text: str) -> bool:
    """Whether an address has a user name or password before its host."""
    return "@" in get_authority(text)


def strip_credentials(text: str) -> str:
    """Return an address without query, fragment, user name and password, each of which may be a credential."""
    return _USER_INFO.sub("", re.split(r"[?#]", text, maxsplit=1)[0])


def is_clear_text(scheme: str, host: str) -> bool:
    """Whether a request would leave this machine unencrypted."""
    return scheme.lower() == "http" and not is_loopback(host)
