"""How long a response asks the client to wait before the next request: two headers, in all forms that occur in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["read_requested_wait"]

_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?")
# A number of seconds that is greater than this (the year 2001) is a point in time.
_EPOCH = 1_000_000_000


def read_requested_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that a response asks the client to wait, 0 or more without a limit; None if it does not.

    ``Retry-After`` is a number of seconds or an HTTP date (RFC 9110, section 10.2.3). ``X-RateLimit-Reset`` is a UTC date
    and time in the vendor's documentation; other services send seconds, or seconds since 1970. The first that can be
    read is used.
    """
    for name, read in (("retry-after", _http_date), ("x-ratelimit-reset", _iso_date)):
        text = headers.get(name, "").strip()
        if _SECONDS.fullmatch(text):
            seconds = float(text)
            if name == "x-ratelimit-reset" and seconds > _EPOCH:
                seconds -= now.timestamp()
            return max(seconds, 0.0)
        moment = read(text)
        if moment is not None:
            return max((moment - now).total_seconds(), 0.0)
    return None


def _http_date(text: str) -> datetime | None:
    try:
        return _in_utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso_date(text: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
