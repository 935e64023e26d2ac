"""Damages to the bytes of a log: cut, re-encoded, packed, or replaced by something else.

Each damage takes a number from 0 to 1 that says where, so that a case is reproduced by name and number.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.storm import words
from tests.storm.damaged import Log, Readings, bad_in, place_at
from tests.storm.truth import Fate, Finding, Severity, worse

__all__ = ["BYTES", "HTML", "S3_ERROR", "cut"]


def _as_is(data: bytes, log: Log, fate: Fate = Fate.WHOLE) -> Log:
    """The same text in other bytes, in which no position is known."""
    return replace(log, data=data, ends=None, fate=worse(log.fate, fate))


def _broken(data: bytes, log: Log) -> Log:
    return replace(log, data=data, readings=((),), ends=None, fate=Fate.BROKEN)


def cut(log: Log, place: int) -> Log:
    data = log.data[:place]
    if not data.strip():
        return _broken(data, log)
    if log.ends is None:
        # Anything may be missing at the end of something packed or re-encoded.
        prefixes = {reading[:end] for reading in log.readings for end in range(len(reading) + 1)}
        return replace(log, data=data, readings=tuple(prefixes), fate=worse(log.fate, Fate.UNSURE), has_end=False)
    whole = tuple((end, unit) for end, unit in log.ends if end <= place)
    found = tuple(unit.finding for _, unit in whole if unit.finding)
    has_end = data.endswith(b"\n")
    begun = next((unit.finding for end, unit in log.ends if end > place), None)
    is_in_unit = place not in {0, *(end for end, _ in log.ends)}
    readings: Readings = (found, (*found, begun)) if begun and is_in_unit else (found,)
    # The rest of a bad line may not say anything bad.
    bad = bad_in(unit for _, unit in whole)
    is_open = Fate.UNSURE if is_in_unit or not whole else log.fate
    return replace(
        log, data=data, readings=readings, ends=whole, has_end=has_end, bad=bad, fate=worse(log.fate, is_open)
    )


def _cut_byte(log: Log, number: float) -> Log:
    return cut(log, place_at(len(log.data), number)) if log.data else log


def _cut_line(log: Log, number: float) -> Log:
    ends = [place + 1 for place, byte in enumerate(log.data) if byte == ord("\n")]
    return cut(log, ends[place_at(len(ends), number)]) if ends else log


def _no_last_end(log: Log, _: float) -> Log:
    if log.is_packed or log.encoding != "utf-8":
        return cut(log, len(log.data) - 1)
    return replace(log, data=log.data.removesuffix(b"\n"), has_end=False)


def _text(change: Callable[[bytes, float], bytes], fate: Fate = Fate.WHOLE) -> Callable[[Log, float], Log]:
    """A change of the text, which is not possible once it is packed or re-encoded."""

    def apply(log: Log, number: float) -> Log:
        if log.is_packed or log.encoding != "utf-8":
            return log
        return _as_is(change(log.data, number), log, fate)

    return apply


def _encoded(encoding: str, mark: bytes, fate: Fate = Fate.WHOLE) -> Callable[[Log, float], Log]:
    def encode(log: Log, _: float) -> Log:
        if log.is_packed or log.encoding != "utf-8" or log.fate is Fate.BROKEN:
            return log
        data = mark + log.data.decode("utf-8-sig", "replace").encode(encoding)
        return replace(_as_is(data, log, fate), encoding=encoding)

    return encode


def _latin1(log: Log, _: float) -> Log:
    if log.is_packed or log.encoding != "utf-8" or log.fate is Fate.BROKEN:
        return log
    data = log.data.decode("utf-8", "replace").encode("latin-1", "replace")
    # A name with characters that Latin-1 lacks becomes another name.
    others = tuple(
        tuple(
            replace(finding, path=_in_latin1(finding.path), message=_in_latin1(finding.message)) for finding in reading
        )
        for reading in log.readings
    )
    fate = Fate.WHOLE if data == log.data else Fate.UNSURE
    return replace(_as_is(data, log, fate), encoding="latin-1", readings=(*log.readings, *others))


def _in_latin1(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")


def _mixed(log: Log, _: float) -> Log:
    return _as_is(log.data + "INFO: naïve café\n".encode("latin-1"), log, Fate.UNSURE)


def _with_nul(log: Log, number: float) -> Log:
    place = place_at(len(log.data), number)
    return _as_is(log.data[:place] + b"\0" + log.data[place:], log, Fate.UNSURE)


def _flipped(log: Log, number: float) -> Log:
    place = place_at(len(log.data), number)
    changed = bytes([log.data[place] ^ 0x20]) if log.data[place] not in b" \n" else log.data[place : place + 1]
    return _one_unit_open(log, log.data[:place] + changed + log.data[place + 1 :], place)


def _one_unit_open(log: Log, data: bytes, place: int) -> Log:
    """The unit at one position may be read as anything."""
    if log.ends is None:
        return _broken(data, log) if data != log.data else log
    start = 0
    readings: set[tuple[Finding, ...]] = set()
    hit = None
    for end, unit in log.ends:
        if start <= place < end:
            hit = unit
        start = end
    for reading in log.readings:
        readings.add(reading)
        if hit is not None and hit.finding in reading:
            index = reading.index(hit.finding)
            readings.add(reading[:index] + reading[index + 1 :])
            other = Severity.WARNING if hit.finding.severity is Severity.ERROR else Severity.ERROR
            readings.add((*reading[:index], replace(hit.finding, severity=other), *reading[index + 1 :]))
            readings.add((*reading[:index], replace(hit.finding, message="?"), *reading[index + 1 :]))
    bad = log.bad - (bad_in([hit]) if hit is not None else frozenset())
    return replace(log, data=data, readings=tuple(readings), fate=worse(log.fate, Fate.UNSURE), bad=bad)


def _zip(members: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2026, 11, 23, 10, 0, 0))
            archive.writestr(info, data, zipfile.ZIP_STORED if info.is_dir() else method)
    return buffer.getvalue()


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=1, mtime=0)


def _tar(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=1) as archive:
        info = tarfile.TarInfo("log.txt")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def _as_packed(data: bytes, log: Log, fate: Fate = Fate.WHOLE) -> Log:
    """The log in a packing; twice packed logs need not be read."""
    packed = _as_is(data, log, Fate.UNSURE if log.is_packed else fate)
    return replace(packed, is_packed=True)


def _packed(pack: Callable[[bytes], bytes], fate: Fate = Fate.WHOLE) -> Callable[[Log, float], Log]:
    return lambda log, _: _as_packed(pack(log.data), log, fate)


def _packed_and_cut(pack: Callable[[bytes], bytes]) -> Callable[[Log, float], Log]:
    def cut(log: Log, number: float) -> Log:
        data = pack(log.data)
        return _broken(data[: 1 + place_at(len(data) - 1, number)], log)

    return cut


def _packed_and_more(pack: Callable[[bytes], bytes], more: bytes, fate: Fate) -> Callable[[Log, float], Log]:
    return lambda log, _: _as_packed(pack(log.data) + more, log, fate)


def _halves(data: bytes, number: float) -> tuple[bytes, bytes]:
    ends = [0, *(place + 1 for place, byte in enumerate(data) if byte == ord("\n"))]
    middle = ends[place_at(len(ends), number)]
    return data[:middle], data[middle:]


def _gzip_of_halves(log: Log, number: float) -> Log:
    first, second = _halves(log.data, number)
    return _as_packed(_gzip(first) + _gzip(second), log)


def _zips_of_halves(log: Log, number: float) -> Log:
    first, second = _halves(log.data, number)
    # Either everything is read, or the run is not judged.
    return _as_packed(_zip([("a.txt", first)]) + _zip([("b.txt", second)]), log, Fate.UNSURE)


def _zip_of_halves(log: Log, number: float) -> Log:
    first, second = _halves(log.data, number)
    return _as_packed(_zip([("a.txt", first), ("b.txt", second)]), log, Fate.UNSURE)


def _gzip_and_plain(log: Log, number: float) -> Log:
    first, second = _halves(log.data, number)
    return _as_packed(_gzip(first) + second, log, Fate.UNSURE)


def _gzip_wrong_sum(log: Log, _: float) -> Log:
    data = bytearray(_gzip(log.data))
    data[-8] ^= 0xFF
    return _broken(bytes(data), log)


def _zip_locked(log: Log, _: float) -> Log:
    data = bytearray(_zip([("log.txt", log.data)]))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return _broken(bytes(data), log)


def _replaced(data: bytes) -> Callable[[Log, float], Log]:
    return lambda log, _: _broken(data, log)


def _other_document(name: str) -> Callable[[Log, float], Log]:
    data = words.DOCUMENTS[name].encode()
    return lambda log, _: replace(
        log, data=data, readings=((),), ends=None, bad=frozenset({f"document-{name}"}), fate=Fate.UNSURE
    )


def _appended(data: bytes) -> Callable[[Log, float], Log]:
    return lambda log, _: _as_is(log.data + data, log, Fate.UNSURE)


HTML = b"<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head>\n<body><h1>Access denied</h1></body></html>\n"
S3_ERROR = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message>'
    b"<RequestId>4442587FB7D0A2F9</RequestId></Error>\n"
)
_PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\n"
_JSON_ERROR = b'{"code": "403-101", "developerMessage": "no access", "details": []}\n'
_WAIT = b"Please sign in to continue.\nYour session has ended.\n"

BYTES: dict[str, Callable[[Log, float], Log]] = {
    "cut-byte": _cut_byte,
    "cut-line": _cut_line,
    "no-last-end": _no_last_end,
    "crlf": _text(lambda data, _: data.replace(b"\n", b"\r\n")),
    "cr": _text(lambda data, _: data.replace(b"\n", b"\r"), Fate.UNSURE),
    "utf8-mark": _text(lambda data, _: codecs.BOM_UTF8 + data),
    "mark-inside": _text(lambda data, number: codecs.BOM_UTF8.join(_halves(data, number)), Fate.UNSURE),
    "utf16-le-mark": _encoded("utf-16-le", codecs.BOM_UTF16_LE),
    "utf16-be-mark": _encoded("utf-16-be", codecs.BOM_UTF16_BE),
    "utf16-le": _encoded("utf-16-le", b"", Fate.UNSURE),
    "utf16-be": _encoded("utf-16-be", b"", Fate.UNSURE),
    "utf32-le-mark": _encoded("utf-32-le", codecs.BOM_UTF32_LE),
    "utf32-be-mark": _encoded("utf-32-be", codecs.BOM_UTF32_BE),
    "utf32-le": _encoded("utf-32-le", b"", Fate.UNSURE),
    "latin-1": _latin1,
    "mixed": _mixed,
    "nul": _with_nul,
    "nul-tail": lambda log, number: _as_is(log.data + b"\0" * (1 + int(number * 4096)), log, Fate.UNSURE),
    "flip": _flipped,
    "gzip": _packed(_gzip),
    "gzip-halves": _gzip_of_halves,
    "gzip-twice": _packed(lambda data: _gzip(_gzip(data)), Fate.UNSURE),
    "gzip-cut": _packed_and_cut(_gzip),
    "gzip-sum": _gzip_wrong_sum,
    "gzip-garbage": _packed_and_more(_gzip, b"garbage\n", Fate.UNSURE),
    "gzip-noughts": _packed_and_more(_gzip, b"\0" * 512, Fate.UNSURE),
    "gzip-plain": _gzip_and_plain,
    "gzip-zip": _packed(lambda data: _gzip(_zip([("log.txt", data)])), Fate.UNSURE),
    "zlib": _packed(zlib.compress, Fate.UNSURE),
    "zip": _packed(lambda data: _zip([("log.txt", data)])),
    "zip-stored": _packed(lambda data: _zip([("log.txt", data)], zipfile.ZIP_STORED)),
    "zip-bzip2": _packed(lambda data: _zip([("log.txt", data)], zipfile.ZIP_BZIP2), Fate.UNSURE),
    "zip-lzma": _packed(lambda data: _zip([("log.txt", data)], zipfile.ZIP_LZMA), Fate.UNSURE),
    "zip-folder": _packed(lambda data: _zip([("logs/", b""), ("logs/log.txt", data)])),
    "zip-two": _packed(lambda data: _zip([("log.txt", data), ("other.txt", b"INFO: nothing\n")]), Fate.UNSURE),
    "zip-halves": _zip_of_halves,
    "zip-zip": _zips_of_halves,
    "zip-twice": _packed(lambda data: _zip([("log.zip", _zip([("log.txt", data)]))]), Fate.UNSURE),
    "zip-gzip": _packed(lambda data: _zip([("log.gz", _gzip(data))]), Fate.UNSURE),
    "zip-cut": _packed_and_cut(lambda data: _zip([("log.txt", data)])),
    "zip-locked": _zip_locked,
    "zip-prefix": lambda log, _: _as_packed(log.data + _zip([("log.txt", b"INFO: all is well\n")]), log, Fate.UNSURE),
    "zip-empty": _replaced(_zip([])),
    "bzip2": _packed(bz2.compress, Fate.UNSURE),
    "xz": _packed(lzma.compress, Fate.UNSURE),
    "tar-gz": _packed(_tar, Fate.UNSURE),
    "empty": _replaced(b""),
    "blank": _replaced(b"\n \n\t\n"),
    "mark-alone": _replaced(codecs.BOM_UTF8),
    "html": _replaced(HTML),
    "s3-error": _replaced(S3_ERROR),
    "json-error": _replaced(_JSON_ERROR),
    "sign-in": _replaced(_WAIT),
    "pdf": _replaced(_PDF),
    "png": _replaced(_PNG),
    "random": _replaced(bytes(range(256)) * 3 + b"\n"),
    "html-appended": _appended(HTML),
    "s3-error-appended": _appended(S3_ERROR),
    **{f"document-{name}": _other_document(name) for name in words.DOCUMENTS},
}
