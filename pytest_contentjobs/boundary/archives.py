"""Read gzip files and the files of a zip archive in pieces and to the last byte: never more, never less.

``zipfile`` reads only the directory. It does not read the files: for LZMA and bzip2 it decompresses everything at once, whatever
size is requested, and it ends a file at the size that the directory states, however much follows. ``gzip`` skips zero bytes after
a member, as from a tape. A file system that lost the last writes also leaves zeros, in the place of the data.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from pytest_contentjobs.model.reason import Reason

__all__ = ["ArchiveError", "GzipReader", "MemberReader", "require_readable"]

_PIECE = 1 << 16
_LOCAL_HEADER = 30
# The first byte of a member; the second may be in the next piece.
_GZIP = b"\x1f"
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = {
    zipfile.ZIP_STORED: "stored",
    1: "shrink",
    6: "implode",
    zipfile.ZIP_DEFLATED: "deflate",
    9: "deflate64",
    zipfile.ZIP_BZIP2: "bzip2",
    zipfile.ZIP_LZMA: "LZMA",
    93: "zstd",
    95: "xz",
    98: "PPMd",
}
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ArchiveError(Exception):
    """Why an archive cannot be read, as a part of a sentence; ``reason`` is the code."""

    def __init__(self, why: str, reason: Reason) -> None:
        super().__init__(why)
        self.reason = reason


def require_readable(member: zipfile.ZipInfo) -> None:
    """Raise ArchiveError if a file is encrypted, or compressed with another method than stored and deflate.

    Only these two can be decompressed within limits.
    """
    if member.flag_bits & _ENCRYPTED:
        raise ArchiveError("is encrypted", Reason.PACKING_UNSUPPORTED)
    if member.compress_type not in _READ:
        name = _METHODS.get(member.compress_type, str(member.compress_type))
        raise ArchiveError(
            f"is packed by the method {name}, and only stored and deflate are read", Reason.PACKING_UNSUPPORTED
        )


class MemberReader:
    """Reads one file of an archive, and verifies at its end the size and the checksum that the directory states.

    Raises:
        ArchiveError: it is damaged, or cannot be read at all; by the constructor and by ``read``.
    """

    def __init__(self, file: BinaryIO, member: zipfile.ZipInfo) -> None:
        require_readable(member)
        self._file = file
        self._member = member
        file.seek(member.header_offset)
        header = file.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise _make_damage("has no header where its directory says")
        name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        self._position = member.header_offset + _LOCAL_HEADER + name + extra
        self._packed_left = member.compress_size
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type != zipfile.ZIP_STORED else None
        self._waiting = b""
        self._size = self._checksum = 0
        self._is_over = False

    def read(self, size: int = _PIECE, /) -> bytes:
        """Return so many bytes, fewer only at the end."""
        pieces = []
        while size > 0 and not self._is_over:
            data = self._read_stored(size) if self._inflater is None else self._inflate(self._inflater, size)
            self._size += len(data)
            self._checksum = zlib.crc32(data, self._checksum)
            if self._size > self._member.file_size:
                raise _make_damage("is larger than its directory says")
            pieces.append(data)
            size -= len(data)
        return b"".join(pieces)

    def _read_stored(self, size: int) -> bytes:
        data = self._read_packed(size)
        if not data:
            self._end()
        return data

    def _inflate(self, inflater: zlib._Decompress, size: int) -> bytes:
        packed = self._waiting or self._read_packed(_PIECE)
        try:
            data = inflater.decompress(packed, size)
        except zlib.error as error:
            raise _make_damage(f"cannot be unpacked ({error})") from error
        self._waiting = inflater.unconsumed_tail
        if inflater.eof and not data:
            if inflater.unused_data or self._packed_left:
                raise _make_damage("has bytes behind its packed data")
            self._end()
        elif not packed and not data:
            raise _make_damage("ends too early")
        return data

    def _read_packed(self, size: int) -> bytes:
        # Other readers may move the position of the same file in between.
        self._file.seek(self._position)
        data = self._file.read(min(size, self._packed_left))
        if not data and self._packed_left:
            raise _make_damage("ends too early")
        self._position += len(data)
        self._packed_left -= len(data)
        return data

    def _end(self) -> None:
        self._is_over = True
        if self._size != self._member.file_size:
            raise _make_damage("is smaller than its directory says")
        if self._checksum != self._member.CRC:
            raise _make_damage("has another checksum than its directory says")


class GzipReader:
    """Reads all members of a gzip file, and verifies the size and the checksum at the end of each.

    Raises:
        ArchiveError: it is damaged, or has something besides its members; by ``read``.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._inflater = _gzip_member()
        self._waiting = b""

    def read(self, size: int = _PIECE, /) -> bytes:
        """Return so many bytes, fewer only at the end."""
        pieces = []
        while size > 0:
            packed = self._waiting or self._file.read(_PIECE)
            if self._inflater.eof:
                if not packed:
                    break
                if not packed.startswith(_GZIP):
                    what = "bytes" if packed[:_PIECE].strip(b"\0") else "zero bytes"
                    raise ArchiveError(f"has {what} behind its packed data", Reason.PACKING_AMBIGUOUS)
                self._inflater = _gzip_member()
            data = self._inflate(packed, size)
            if not packed and not data and not self._inflater.eof:
                raise _make_damage("ends too early")
            pieces.append(data)
            size -= len(data)
        return b"".join(pieces)

    def _inflate(self, packed: bytes, size: int) -> bytes:
        try:
            data = self._inflater.decompress(packed, size)
        except zlib.error as error:
            raise _make_damage(f"cannot be unpacked ({error})") from error
        self._waiting = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
        return data


def _gzip_member() -> zlib._Decompress:
    # zlib's manual: 16 more than the window's bits means a gzip header and trailer, which it then checks.
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


def _make_damage(what: str) -> ArchiveError:
    return ArchiveError(what, Reason.PACKING_DAMAGED)
