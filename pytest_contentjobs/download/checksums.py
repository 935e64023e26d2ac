"""The checksums that S3 states of a whole object, where they can be relied on."""

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
    """What an answer's headers promise of the whole body's bytes, and what these turned out to be.

    ``x-amz-checksum-crc32``, ``-sha1`` and ``-sha256`` count where they are of the whole object: one of a multipart upload
    ends with ``-N``. The ETag is the body's MD5 only for an upload in one part, encrypted by S3's own keys (AWS, "Common
    response headers"). S3 says so of every object since 2023 by ``x-amz-server-side-encryption: AES256``; without that
    header the server is a gateway, whose ETag may look like an MD5 and be something else, and it is not compared.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._checks: list[tuple[str, bytes, _Hash]] = []
        for name, made in (("crc32", _Crc32), ("sha1", _sha1), ("sha256", hashlib.sha256)):
            stated = headers.get(f"x-amz-checksum-{name}", "")
            if stated and "-" not in stated and headers.get("x-amz-checksum-type", "").upper() != "COMPOSITE":
                self._checks.append((name.upper(), _decoded(stated), made()))
        md5 = _MD5.fullmatch(headers.get("etag", ""))
        if md5 and headers.get("x-amz-server-side-encryption") == "AES256":
            self._checks.append(("MD5", bytes.fromhex(md5[1]), hashlib.md5(usedforsecurity=False)))

    def update(self, data: bytes) -> None:
        """Take the next bytes of the body."""
        for _, _, made in self._checks:
            made.update(data)

    def mismatch(self) -> str | None:
        """Return the name of a checksum that the whole body does not have, if any."""
        return next((name for name, stated, made in self._checks if made.digest() != stated), None)


def _sha1() -> _Hash:
    return hashlib.sha1(usedforsecurity=False)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        # No digest equals this: what cannot be read cannot be confirmed.
        return b""
