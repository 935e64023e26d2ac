"""What a token says of itself, where it is a JWT. Its signature is not verified: this is for people to read alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

__all__ = ["Claims", "claims"]

_PARTS = 3


@dataclass(frozen=True, slots=True)
class Claims:
    """The scope, words joined by spaces, and the end of a token's life; None where it does not say."""

    scope: str | None
    expires: datetime | None


def claims(token: str) -> Claims | None:
    """Read the claims of a JWT (RFC 7519); None where the token is none."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        document = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, Mapping):
        return None
    return Claims(_scope(document.get("scp")) or _scope(document.get("scope")), _moment(document.get("exp")))


def _scope(value: Any) -> str | None:
    if isinstance(value, list):
        value = " ".join(word for word in value if isinstance(word, str))
    return value.strip() or None if isinstance(value, str) else None


def _moment(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
