"""Decode the bytes of a log into blocks of text with uniform line ends. ``unpacking.py`` unpacks them first.

A block is never larger than a few megabytes plus one line, whatever the log's size. Larger input is refused, never cut.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_contentjobs.boundary.atomic_write import require_regular
from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.unpacking import HEAD, open_unpacked, require_plain
from pytest_contentjobs.model.reason import Reason

if TYPE_CHECKING:
    from _typeshed import SupportsRead

__all__ = ["Limits", "TextBlock", "read_blocks"]

# Small enough to stay in the processor's cache from one pass to the next.
_CHUNK = 1 << 18
_HEAD = 1 << 12
# Colours, cursor movements and window titles, as ECMA-48 defines them.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]{0,40}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,4000}(?:\x07|\x1b\\)|[@-Z\\^_])")
# Byte order marks, longest first: the one of UTF-32 begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Latin-1's control characters from 0x80 on, which no text contains.
_LATIN1_CONTROLS = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest log that is read: ``size`` in unpacked bytes, ``line`` in bytes, ``lines`` as a count."""

    size: int = 8 << 30
    line: int = 64 << 20
    lines: int = 100_000_000


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Complete lines, each with its line end, except perhaps the log's last.

    ``latin1_lines`` counts lines that are not UTF-8 and could be Latin-1; ``broken_lines`` those with NUL or with bytes that
    are neither. ``has_utf8`` says that there is UTF-8 beyond ASCII too; ``ends_whole``, that the last line has its line end.
    """

    text: str
    ends_whole: bool
    encoding: str = "utf-8"
    latin1_lines: int = 0
    broken_lines: int = 0
    has_utf8: bool = False


def read_blocks(path: Path, *, location: str, limits: Limits) -> Iterator[TextBlock]:
    """Yield the text of a plain, gzip or zip file in UTF-8, UTF-16, UTF-32 or Latin-1.

    Raises:
        LogUnreadableError: the packing is damaged or ambiguous, a limit is exceeded, or the text contradicts its mark.
        OSError: the file cannot be read.
    """
    require_regular(path)
    with open_unpacked(path, location) as file:
        chunks = _limit_size(file, location, limits)
        head = next(chunks, b"")
        require_plain(head[:HEAD], location)
        encoding, mark = _detect_encoding(head)
        rest = _chain(head[len(mark) :], chunks)
        if encoding == "utf-8":
            yield from _decode_utf8(rest, location, limits)
        else:
            yield from _decode_marked(rest, encoding, location, limits)


def _limit_size(file: SupportsRead[bytes], location: str, limits: Limits) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > limits.size:
            raise LogUnreadableError(
                f"The log {location} is larger than {limits.size:,} bytes when unpacked.",
                next_step="Check that this is the job's log. If it is, raise --content-max-log-size.",
                reason=Reason.LOG_TOO_LARGE,
            )
        yield chunk


def _chain(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from chunks


def _detect_encoding(head: bytes) -> tuple[str, bytes]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, mark
    # UTF-16 without a mark: in a text with some ASCII, the high bytes are NUL and the low bytes are not.
    start = head[:_HEAD]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4 and not even:
        return "utf-16-le", b""
    if even > len(start) // 4 and not odd:
        return "utf-16-be", b""
    return "utf-8", b""


def _decode_utf8(chunks: Iterator[bytes], location: str, limits: Limits) -> Iterator[TextBlock]:
    # A list, because a line of many chunks would otherwise be copied once for each of them.
    rest: list[bytes] = []
    length = 0
    for chunk in chunks:
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r", 0, -1)) + 1
        if end:
            yield _make_utf8_block(b"".join([*rest, chunk[:end]]))
            rest, length = [], 0
        rest.append(chunk[end:])
        length += len(chunk) - end
        _require_short(length, location, limits)
    if length:
        yield _make_utf8_block(b"".join(rest))


def _make_utf8_block(data: bytes) -> TextBlock:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _make_mixed_block(data)
    return TextBlock(
        _normalise(text), data.endswith(b"\n"), broken_lines=_count_nul_lines(data), has_utf8=not text.isascii()
    )


def _make_mixed_block(data: bytes) -> TextBlock:
    parts = []
    latin1 = broken = 0
    has_utf8 = False
    for line in data.splitlines(keepends=True):
        try:
            parts.append(line.decode("utf-8"))
            has_utf8 = has_utf8 or not line.isascii()
        except UnicodeDecodeError:
            parts.append(line.decode("latin-1"))
            if _LATIN1_CONTROLS.search(line):
                broken += 1
            else:
                latin1 += 1
    return TextBlock(
        _normalise("".join(parts)), data.endswith(b"\n"), "latin-1", latin1, broken + _count_nul_lines(data), has_utf8
    )


def _count_nul_lines(data: bytes) -> int:
    return sum(b"\x00" in line for line in data.splitlines()) if b"\x00" in data else 0


def _decode_marked(chunks: Iterator[bytes], encoding: str, location: str, limits: Limits) -> Iterator[TextBlock]:
    decoder = codecs.getincrementaldecoder(encoding)()
    rest: list[str] = []
    length = 0
    try:
        for chunk in chunks:
            text = decoder.decode(chunk)
            end = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
            if end:
                yield _make_decoded_block("".join([*rest, text[:end]]), encoding)
                rest, length = [], 0
            rest.append(text[end:])
            length += len(text) - end
            _require_short(length, location, limits)
        rest.append(decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise LogUnreadableError(
            f"The log {location} is not complete {encoding.upper()} text: {error.reason}.",
            next_step="It was cut off or damaged during transfer. Fetch it again.",
            reason=Reason.LOG_DAMAGED,
        ) from error
    if any(rest):
        yield _make_decoded_block("".join(rest), encoding)


def _make_decoded_block(text: str, encoding: str) -> TextBlock:
    broken = sum("\x00" in line for line in text.splitlines()) if "\x00" in text else 0
    return TextBlock(_normalise(text), text.endswith("\n"), encoding, broken_lines=broken)


def _require_short(length: int, location: str, limits: Limits) -> None:
    if length > limits.line:
        raise LogUnreadableError(
            f"The log {location} has a line of more than {limits.line:,} bytes.",
            next_step="Check that this is the job's log.",
            reason=Reason.LOG_LINE_TOO_LONG,
        )


def _normalise(text: str) -> str:
    # Text after a carriage return is a line too, or a finding could hide there.
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ESCAPES.sub("", text) if "\x1b" in text else text
