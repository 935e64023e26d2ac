"""Reads the claims of a token that is a JWT, for display only: its signature is not verified."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

__all__ = ["Claims", "read_claims"]

_PARTS = 3


@dataclass(frozen=True, slots=True)
class Claims:
    """The scope, as words joined by spaces, and the time when the token expires; None for a claim that is absent."""

    scope: str | None
    expires: datetime | None


def read_claims(token: str) -> Claims | None:
    """Return the claims of a JWT (RFC 7519), or None if the token is not one."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        document = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, Mapping):
        return None
    return Claims(
        _read_scope(document.get("scp")) or _read_scope(document.get("scope")), _read_time(document.get("exp"))
    )


def _read_scope(value: Any) -> str | None:
    if isinstance(value, list):
        value = " ".join(word for word in value if isinstance(word, str))
    return value.strip() or None if isinstance(value, str) else None


def _read_time(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
