"""Unpack a log: gzip, or a zip archive of one file. All bytes of the file are accounted for.

A file that contains more than would be read (a second archive, text after the archive, a file that the directory does not
list, packing within packing) is refused, because the findings could be in the rest.
"""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pytest_contentjobs.boundary.archives import ArchiveError, GzipReader, MemberReader, require_readable
from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.model.reason import Reason

if TYPE_CHECKING:
    from _typeshed import SupportsRead

__all__ = ["HEAD", "open_unpacked", "require_plain"]

#: Number of bytes at a file's start that determine its kind.
HEAD = 512
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# The first bytes of formats that are not supported, and their names.
_OTHERS = (
    (b"PK\x07\x08", "a zip archive in parts"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x5d\x00\x00", "lzma"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"\x1f\x9d", "compress"),
    (b"\x1f\xa0", "compress"),
)
# https://www.loc.gov/preservation/digital/formats/fdd/fdd000323.shtml: POSIX and GNU write this at 257.
_TAR = (257, b"ustar")
# Both mark a frame to skip by one of sixteen numbers, of which these are the common bytes.
_SKIPPABLE = b"\x2a\x4d\x18"
# The mark of the first block or of the end, in addition to "BZh" and a digit, with which a text may begin.
_BZIP2 = (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")
# An archive of one file has a directory of a few hundred bytes.
_LARGEST_DIRECTORY = 1 << 20
_END, _END64, _LOCATOR64, _LOCAL = 22, 56, 20, 30
_UNPACK = "Unpack it and pass the log in it to --content-log."
_FETCH_AGAIN = (
    "It was cut off or damaged during transfer. Fetch it again, or unpack it and pass the log in it to --content-log."
)


@contextmanager
def open_unpacked(path: Path, location: str) -> Iterator[SupportsRead[bytes]]:
    """Open a log as gzip, as a zip archive, or as plain text, by its first bytes.

    Raises:
        LogUnreadableError: it is damaged, packed in an unsupported format, or contains more than one file; also raised by
            reading.
        OSError: the file cannot be read.
    """
    name = "a zip archive"
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            if head.startswith(_GZIP):
                name = "gzip"
                yield GzipReader(file)
            elif head.startswith(_ZIP):
                yield MemberReader(file, _find_only_member(file))
            else:
                require_plain(head, location)
                yield file
    except ArchiveError as error:
        next_step = _FETCH_AGAIN if error.reason is Reason.PACKING_DAMAGED else _UNPACK
        raise LogUnreadableError(
            f"The log {location} is packed as {name} that {error}.", next_step=next_step, reason=error.reason
        ) from error
    except (zipfile.BadZipFile, NotImplementedError) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise LogUnreadableError(
            f"The log {location} cannot be unpacked: {why}.",
            next_step=_FETCH_AGAIN,
            reason=Reason.PACKING_DAMAGED,
        ) from error


def require_plain(head: bytes, location: str) -> None:
    """Raise LogUnreadableError if the first bytes of a text show that it is packed."""
    name = _find_packing(head)
    if name is not None:
        raise LogUnreadableError(
            f"The log {location} is packed as {name}, or contains it, which is not supported.",
            next_step=_UNPACK,
            reason=Reason.PACKING_UNSUPPORTED,
        )


def _find_packing(head: bytes) -> str | None:
    if head.startswith(_GZIP):
        return "gzip"
    if head.startswith(_ZIP):
        return "a zip archive"
    if head[:1] and head[0] & 0xF0 == 0x50 and head[1:4] == _SKIPPABLE:  # noqa: PLR2004 - sixteen marks
        return "zstd or lz4"
    place, mark = _TAR
    if head[place:].startswith(mark):
        return "a tar archive"
    name = next((name for start, name in _OTHERS if head.startswith(start)), None)
    if name == "bzip2" and not head[4:].startswith(_BZIP2):
        return None
    return name


def _find_only_member(file: BinaryIO) -> zipfile.ZipInfo:
    """Return the only file of an archive that otherwise contains only folders and its directory; raises ArchiveError."""
    size, number = _read_directory(file)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        start = archive.start_dir
    files = [member for member in members if not member.is_dir()]
    if len(files) != 1 or number != len(members):
        raise _ambiguity_error(f"holds {len(files)} files instead of one log")
    for member in members:
        require_readable(member)
    position = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset != position or (member.is_dir() and (member.file_size or member.compress_size)):
            raise _ambiguity_error("holds bytes that its directory does not list")
        position = _find_end(file, member, start)
    if position != start:
        raise _ambiguity_error("holds bytes that its directory does not list")
    file.seek(0, os.SEEK_END)
    behind = file.tell() - start - size
    if behind != _END and not (behind == _END + _END64 + _LOCATOR64 and _has_end64(file, start + size)):
        raise _ambiguity_error("has bytes after its directory")
    return files[0]


def _read_directory(file: BinaryIO) -> tuple[int, int]:
    """Return size and number of the directory, as the last bytes of the file state them; raises ArchiveError."""
    total = file.seek(0, os.SEEK_END)
    file.seek(max(total - _END, 0))
    end = file.read(_END)
    if len(end) < _END:
        raise ArchiveError("has no end record, as if it was cut off", Reason.PACKING_DAMAGED)
    if not end.startswith(b"PK\x05\x06"):
        file.seek(max(total - _END - 0xFFFF, 0))
        if b"PK\x05\x06" in file.read():
            raise _ambiguity_error("has bytes after its end: text, a comment, or another archive")
        raise ArchiveError("has no end record, as if it was cut off", Reason.PACKING_DAMAGED)
    disk, first_disk, here, number, size, _, comment = struct.unpack("<4xHHHHLLH", end)
    if comment:
        raise ArchiveError("has no end record, as if it was cut off", Reason.PACKING_DAMAGED)
    if disk or first_disk or here != number:
        raise ArchiveError("is one part of a split archive", Reason.PACKING_UNSUPPORTED)
    if number == 0xFFFF or size > _LARGEST_DIRECTORY:  # noqa: PLR2004 - the mark for more files than fit
        raise _ambiguity_error("holds many files instead of one log")
    return size, number


def _has_end64(file: BinaryIO, position: int) -> bool:
    file.seek(position)
    records = file.read(_END64 + _LOCATOR64)
    return records.startswith(b"PK\x06\x06") and records[_END64:].startswith(b"PK\x06\x07")


def _find_end(file: BinaryIO, member: zipfile.ZipInfo, start: int) -> int:
    """Return the end of a file in the archive if its own header agrees with the directory; raises ArchiveError."""
    file.seek(member.header_offset)
    header = file.read(_LOCAL)
    if len(header) < _LOCAL or not header.startswith(b"PK\x03\x04"):
        raise ArchiveError("has no file header at the position that its directory gives", Reason.PACKING_DAMAGED)
    flags, method, checksum, packed, size, name_size, extra_size = struct.unpack("<6xHH4xLLLHH", header)
    name = file.read(name_size)
    extra = file.read(extra_size)
    encoded = member.orig_filename.encode("utf-8" if flags & 0x800 else "cp437", "replace")
    is_streamed = bool(flags & 0x8)
    stated = (checksum, *_read_long_sizes(packed, size, extra))
    listed = (member.CRC, member.compress_size, member.file_size)
    if (
        name != encoded
        or flags != member.flag_bits
        or method != member.compress_type
        or (stated != listed and not is_streamed)
    ):
        raise _ambiguity_error("describes its file differently in its directory and in the file's own header")
    end = file.tell() + member.compress_size
    return _find_end_of_streamed(file, member, end, start) if is_streamed else end


def _read_long_sizes(packed: int, size: int, extra: bytes) -> tuple[int, int]:
    """Return packed and unpacked size of a local header, from its extra field if they do not fit."""
    mark = 0xFFFFFFFF
    while mark in {packed, size} and len(extra) >= 4:  # noqa: PLR2004 - the head of a field
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == 1 and length >= 16:  # noqa: PLR2004 - two sizes of eight bytes
            size, packed = struct.unpack("<QQ", extra[4:20])
        extra = extra[4 + length :]
    return packed, size


def _find_end_of_streamed(file: BinaryIO, member: zipfile.ZipInfo, end: int, start: int) -> int:
    """Return the end of a file that was written as a stream: its sizes follow it, in one of four forms."""
    file.seek(end)
    following = file.read(min(24, max(start - end, 0)))
    for form in ("<LQQ", "<LLL"):
        try:
            values = struct.pack(form, member.CRC, member.compress_size, member.file_size)
        except struct.error:
            continue
        for record in (b"PK\x07\x08" + values, values):
            if following.startswith(record):
                return end + len(record)
    raise _ambiguity_error("holds bytes that its directory does not list")


def _ambiguity_error(why: str) -> ArchiveError:
    return ArchiveError(why, Reason.PACKING_AMBIGUOUS)
