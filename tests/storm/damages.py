"""What happens to a log on its way: to its lines before they are written, and to its bytes after.

Each damage takes a number from 0 to 1 that says where or how much, so that a case is reproduced by name and number.
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
from dataclasses import dataclass, replace

from tests.storm import words
from tests.storm.layouts import Plain, Unit
from tests.storm.truth import Fate, Finding, Severity, worse

Units = list[Unit]
Readings = tuple[tuple[Finding, ...], ...]


@dataclass(frozen=True, slots=True)
class Log:
    """A log as bytes. ``ends`` has, for a plain one, each unit's end in it; None once it is packed or replaced.

    ``has_end`` says that the last line has its line end, ``states_bad`` that a line stands in it that is never harmless.
    """

    data: bytes
    readings: Readings
    fate: Fate = Fate.WHOLE
    ends: tuple[tuple[int, Unit], ...] | None = None
    has_end: bool = True
    states_bad: bool = False
    encoding: str = "utf-8"
    is_packed: bool = False


def _at(length: int, number: float) -> int:
    return min(int(number * length), length - 1)


# Damages of lines.


def _drop(units: Units, number: float) -> Units:
    place = _at(len(units), number)
    return units[:place] + units[place + 1 :]


def _drop_findings(severity: Severity | None) -> Callable[[Units, float], Units]:
    return lambda units, _: [
        unit for unit in units if unit.finding is None or severity not in {None, unit.finding.severity}
    ]


def _double(units: Units, number: float) -> Units:
    place = _at(len(units), number)
    return [*units[: place + 1], *units[place:]]


def _shuffle(units: Units, number: float) -> Units:
    step = next(step for step in range(2 + int(number * 50), 1000) if _is_coprime(step, len(units)))
    return [units[(place * step) % len(units)] for place in range(len(units))]


def _is_coprime(one: int, other: int) -> bool:
    while other:
        one, other = other, one % other
    return one == 1


def _insert(*lines: str) -> Callable[[Units, float], Units]:
    def insert(units: Units, number: float) -> Units:
        place = _at(len(units), number) + 1
        return [*units[:place], Unit(lines, None), *units[place:]]

    return insert


def _each_line(change: Callable[[str], str]) -> Callable[[Units, float], Units]:
    return lambda units, _: [replace(unit, lines=tuple(change(line) for line in unit.lines)) for unit in units]


def _long_line(units: Units, number: float) -> Units:
    place = next((place for place, unit in enumerate(units) if isinstance(unit.part, Plain)), None)
    if place is None:
        return units
    long = replace(units[place], lines=(units[place].lines[0] + " and so on" * (1000 + int(number * 9000)),))
    return [*units[:place], long, *units[place + 1 :]]


def _split_line(units: Units, number: float) -> Units:
    place = _at(len(units), number)
    line = units[place].lines[0]
    middle = len(line) * 9 // 10
    return [*units[:place], replace(units[place], lines=(line[:middle], line[middle:])), *units[place + 1 :]]


@dataclass(frozen=True, slots=True)
class LineDamage:
    """``is_open`` says that nobody can know what the gate makes of it, as long as it is not taken for what it is not."""

    apply: Callable[[Units, float], Units]
    is_open: bool = False
    needs_lines: bool = True


LINES: dict[str, LineDamage] = {
    "drop-line": LineDamage(_drop),
    "drop-two-lines": LineDamage(lambda units, number: _drop(_drop(units, number), 1 - number) if units[1:] else units),
    "drop-findings": LineDamage(_drop_findings(None)),
    "drop-errors": LineDamage(_drop_findings(Severity.ERROR)),
    "drop-warnings": LineDamage(_drop_findings(Severity.WARNING)),
    "drop-head": LineDamage(lambda units, number: units[_at(len(units), number) :]),
    "drop-tail": LineDamage(lambda units, number: units[: _at(len(units), number) + 1]),
    "double-line": LineDamage(_double),
    "double-log": LineDamage(lambda units, _: [*units, *units]),
    "reverse": LineDamage(lambda units, _: units[::-1]),
    "shuffle": LineDamage(_shuffle),
    "blank-lines": LineDamage(lambda units, _: [half for unit in units for half in (unit, Unit(("",), None))]),
    "trailing-blanks": LineDamage(_each_line(lambda line: f"{line}   "), is_open=True),
    "indent": LineDamage(_each_line(lambda line: f"    {line}"), is_open=True),
    "colours": LineDamage(_each_line(lambda line: f"\x1b[31m{line}\x1b[0m")),
    "foreign-note": LineDamage(_insert("a note"), is_open=True),
    "foreign-markup": LineDamage(_insert("<p>", "Please wait …", "</p>"), is_open=True),
    "long-line": LineDamage(_long_line),
    "split-line": LineDamage(_split_line, is_open=True),
    "form-feed": LineDamage(_insert("\x0c"), is_open=True),
}


def joined(units: Sequence[Unit]) -> Log:
    """Write the lines as UTF-8, each with its line end."""
    data, ends = bytearray(), []
    for unit in units:
        data += "".join(f"{line}\n" for line in unit.lines).encode()
        ends.append((len(data), unit))
    found = tuple(unit.finding for unit in units if unit.finding)
    is_bad = any(getattr(unit.part, "is_bad", False) for unit in units)
    return Log(bytes(data), (found,), ends=tuple(ends), states_bad=is_bad)


# Damages of bytes.


def _as_is(data: bytes, log: Log, fate: Fate = Fate.WHOLE) -> Log:
    """The same text in other bytes, of which no place is known any more."""
    return replace(log, data=data, ends=None, fate=worse(log.fate, fate))


def _broken(data: bytes, log: Log) -> Log:
    return replace(log, data=data, readings=((),), ends=None, fate=Fate.BROKEN)


def cut(log: Log, place: int) -> Log:
    data = log.data[:place]
    if not data.strip():
        return _broken(data, log)
    if log.ends is None:
        # Anything may be missing at the end of something packed or in another encoding.
        prefixes = {reading[:end] for reading in log.readings for end in range(len(reading) + 1)}
        return replace(log, data=data, readings=tuple(prefixes), fate=worse(log.fate, Fate.UNSURE), has_end=False)
    whole = tuple((end, unit) for end, unit in log.ends if end <= place)
    found = tuple(unit.finding for _, unit in whole if unit.finding)
    has_end = data.endswith(b"\n")
    begun = next((unit.finding for end, unit in log.ends if end > place), None)
    is_in_unit = place not in {0, *(end for end, _ in log.ends)}
    readings: Readings = (found, (*found, begun)) if begun and is_in_unit else (found,)
    # What is left of a bad line may say nothing any more.
    is_bad = any(getattr(unit.part, "is_bad", False) for _, unit in whole)
    is_open = Fate.UNSURE if is_in_unit or not whole else log.fate
    return replace(
        log, data=data, readings=readings, ends=whole, has_end=has_end, states_bad=is_bad, fate=worse(log.fate, is_open)
    )


def _cut_byte(log: Log, number: float) -> Log:
    return cut(log, _at(len(log.data), number)) if log.data else log


def _cut_line(log: Log, number: float) -> Log:
    ends = [place + 1 for place, byte in enumerate(log.data) if byte == ord("\n")]
    return cut(log, ends[_at(len(ends), number)]) if ends else log


def _no_last_end(log: Log, _: float) -> Log:
    if log.is_packed or log.encoding != "utf-8":
        return cut(log, len(log.data) - 1)
    return replace(log, data=log.data.removesuffix(b"\n"), has_end=False)


def _text(change: Callable[[bytes, float], bytes], fate: Fate = Fate.WHOLE) -> Callable[[Log, float], Log]:
    """A change of the text, which is none any more once it is packed or written in another encoding."""

    def apply(log: Log, number: float) -> Log:
        if log.is_packed or log.encoding != "utf-8":
            return log
        return _as_is(change(log.data, number), log, fate)

    return apply


def _encoded(encoding: str, mark: bytes, fate: Fate = Fate.WHOLE) -> Callable[[Log, float], Log]:
    def encode(log: Log, _: float) -> Log:
        if log.is_packed or log.encoding != "utf-8" or log.fate is Fate.BROKEN:
            return log
        data = mark + log.data.decode("utf-8", "replace").encode(encoding)
        return replace(_as_is(data, log, fate), encoding=encoding)

    return encode


def _latin1(log: Log, _: float) -> Log:
    if log.is_packed or log.encoding != "utf-8" or log.fate is Fate.BROKEN:
        return log
    data = log.data.decode("utf-8", "replace").encode("latin-1", "replace")
    # A name that Latin-1 lacks is another name then.
    fate = Fate.WHOLE if data.isascii() and b"?" not in data else Fate.UNSURE
    return replace(_as_is(data, log, fate), encoding="latin-1")


def _mixed(log: Log, _: float) -> Log:
    return _as_is(log.data + "INFO: naïve café\n".encode("latin-1"), log, Fate.UNSURE)


def _with_nul(log: Log, number: float) -> Log:
    place = _at(len(log.data), number)
    return _as_is(log.data[:place] + b"\0" + log.data[place:], log, Fate.UNSURE)


def _flipped(log: Log, number: float) -> Log:
    place = _at(len(log.data), number)
    changed = bytes([log.data[place] ^ 0x20]) if log.data[place] not in b" \n" else log.data[place : place + 1]
    return _one_unit_open(log, log.data[:place] + changed + log.data[place + 1 :], place)


def _one_unit_open(log: Log, data: bytes, place: int) -> Log:
    """The unit at a place may be read as anything."""
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
    is_bad = log.states_bad and not (hit is not None and getattr(hit.part, "is_bad", False))
    return replace(log, data=data, readings=tuple(readings), fate=worse(log.fate, Fate.UNSURE), states_bad=is_bad)


def _zip(members: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 23, 10, 0, 0)), data, method)
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
    """The log in a packing; what is packed twice need not be read."""
    packed = _as_is(data, log, Fate.UNSURE if log.is_packed else fate)
    return replace(packed, is_packed=True)


def _packed(pack: Callable[[bytes], bytes], fate: Fate = Fate.WHOLE) -> Callable[[Log, float], Log]:
    return lambda log, _: _as_packed(pack(log.data), log, fate)


def _packed_and_cut(pack: Callable[[bytes], bytes]) -> Callable[[Log, float], Log]:
    def cut(log: Log, number: float) -> Log:
        data = pack(log.data)
        return _broken(data[: 1 + _at(len(data) - 1, number)], log)

    return cut


def _packed_and_more(pack: Callable[[bytes], bytes], more: bytes, fate: Fate) -> Callable[[Log, float], Log]:
    return lambda log, _: _as_packed(pack(log.data) + more, log, fate)


def _halves(data: bytes, number: float) -> tuple[bytes, bytes]:
    ends = [0, *(place + 1 for place, byte in enumerate(data) if byte == ord("\n"))]
    middle = ends[_at(len(ends), number)]
    return data[:middle], data[middle:]


def _gzip_of_halves(log: Log, number: float) -> Log:
    first, second = _halves(log.data, number)
    return _as_packed(_gzip(first) + _gzip(second), log)


def _zips_of_halves(log: Log, number: float) -> Log:
    first, second = _halves(log.data, number)
    # Either all is read, or the run is not judged.
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
    return lambda log, _: replace(log, data=data, readings=((),), ends=None, states_bad=True, fate=Fate.UNSURE)


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
