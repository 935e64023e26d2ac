"""Zip archives made by hand, with the lies that no library writes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_DEFLATED = 8


@dataclass(frozen=True, kw_only=True)
class _Lies:
    method: int = _DEFLATED
    flags: int = 0
    size: int | None = None
    checksum: int | None = None
    local_name: str | None = None
    local_method: int | None = None
    packed_tail: bytes = b""
    behind: bytes = b""


@dataclass(frozen=True)
class Part(_Lies):
    """A file of an archive. What is None is the truth; ``behind`` stands behind it in the archive."""

    name: str
    data: bytes

    def packed(self) -> bytes:
        if self.method == 0:
            return self.data + self.packed_tail
        packer = zlib.compressobj(wbits=-15)
        return packer.compress(self.data) + packer.flush() + self.packed_tail

    def fields(self, method: int, name: str) -> bytes:
        size = len(self.data) if self.size is None else self.size
        checksum = zlib.crc32(self.data) if self.checksum is None else self.checksum
        return struct.pack(
            "<HHHHHLLLHH", 20, self.flags, method, 0, 33, checksum, len(self.packed()), size, len(name), 0
        )

    def local(self) -> bytes:
        name = self.name if self.local_name is None else self.local_name
        method = self.method if self.local_method is None else self.local_method
        return b"PK\x03\x04" + self.fields(method, name) + name.encode() + self.packed() + self.behind

    def listed(self, offset: int) -> bytes:
        rest = struct.pack("<HHHLL", 0, 0, 0, 0, offset)
        return b"PK\x01\x02\x14\x03" + self.fields(self.method, self.name) + rest + self.name.encode()


def zip_of(*parts: Part, gap: bytes = b"") -> bytes:
    """Make an archive of these parts, with ``gap`` before its directory."""
    return zip_with_directory(parts, listed=range(len(parts)), gap=gap)


def zip_with_directory(parts: Sequence[Part], *, listed: Sequence[int], gap: bytes = b"") -> bytes:
    """Make an archive whose directory lists only some of its parts, by their positions."""
    offsets, body = [], b""
    for part in parts:
        offsets.append(len(body))
        body += part.local()
    body += gap
    directory = b"".join(parts[index].listed(offsets[index]) for index in listed)
    end = struct.pack("<HHHHLLH", 0, 0, len(listed), len(listed), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end
