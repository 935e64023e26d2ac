"""The checksums that S3 states for a whole object, if they can be relied on."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Mapping
from typing import Protocol

__all__ = ["Checksums"]

_MD5 = re.compile(r'"([0-9a-f]{32})"', re.IGNORECASE)


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class _Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes) -> None:
        self._value = zlib.crc32(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


class Checksums:
    """Compares the checksums in a response's headers with those of the whole body.

    ``x-amz-checksum-crc32``, ``-sha1`` and ``-sha256`` are used if they are for the whole object: that of a multipart upload
    ends with ``-N``. The ETag is the body's MD5 only for an upload in one part, encrypted with S3's own keys (AWS, "Common
    response headers"). Since 2023 S3 marks every such object by ``x-amz-server-side-encryption: AES256``. Without that header
    the server may be a gateway, whose ETag only looks like an MD5, so it is not compared.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._checks: list[tuple[str, bytes, _Hash]] = []
        for name, made in (("crc32", _Crc32), ("sha1", _sha1), ("sha256", hashlib.sha256)):
            stated = headers.get(f"x-amz-checksum-{name}", "")
            if stated and "-" not in stated and headers.get("x-amz-checksum-type", "").upper() != "COMPOSITE":
                self._checks.append((name.upper(), _decode(stated), made()))
        md5 = _MD5.fullmatch(headers.get("etag", ""))
        if md5 and headers.get("x-amz-server-side-encryption") == "AES256":
            self._checks.append(("MD5", bytes.fromhex(md5[1]), hashlib.md5(usedforsecurity=False)))

    def update(self, data: bytes) -> None:
        """Add the next bytes of the body."""
        for _, _, made in self._checks:
            made.update(data)

    def mismatch(self) -> str | None:
        """Return the name of a checksum that differs from that of the whole body; None if there is none."""
        return next((name for name, stated, made in self._checks if made.digest() != stated), None)


def _sha1() -> _Hash:
    return hashlib.sha1(usedforsecurity=False)


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        # No digest equals this: a checksum that cannot be read cannot be confirmed.
        return b""
