"""Recognise files that are not logs: pages, documents, images, databases and programs that are delivered in place of one."""

from __future__ import annotations

import json
import re

__all__ = ["recognise_other_file"]

# The first bytes of a file, as Latin-1 shows them, and the kind they stand for, from the descriptions of the formats.
_SIGNATURES = (
    ("%PDF-", "a PDF document"),
    ("\x89PNG", "a PNG image"),
    ("\xff\xd8\xff", "a JPEG image"),
    ("GIF8", "a GIF image"),
    ("{\\rtf", "an RTF document"),
    ("\xd0\xcf\x11\xe0", "an Office document"),
    ("%!PS", "a PostScript document"),
    ("BM", "a BMP image"),
    ("II*\x00", "a TIFF image"),
    ("MM\x00*", "a TIFF image"),
    ("RIFF", "an image, sound or film in RIFF"),
    ("OggS", "a sound or film"),
    ("ID3", "a sound"),
    ("wOF", "a font"),
    ("SQLite format 3", "an SQLite database"),
    ("PAR1", "a Parquet file"),
    ("Obj\x01", "an Avro file"),
    ("ORC\x0a", "an ORC file"),
    ("ARROW1", "an Arrow file"),
    ("\x89HDF", "an HDF5 file"),
    ("\x7fELF", "a program for Linux"),
    ("MZ", "a program for Windows"),
    ("\xcf\xfa\xed\xfe", "a program for macOS"),
    ("\xca\xfe\xba\xbe", "a Java class"),
    ("\x00asm", "a WebAssembly program"),
    ("!<arch>\n", "an archive of a linker"),
    ("version https://git-lfs.github.com/spec/", "a pointer of Git LFS, and not the file itself"),
)
# Shorter signatures are letters that a log may begin with.
_SHORT = 4
_HEADER = 64
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(r"(?:<!--.{0,2000}?-->\s{0,99})?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_S3_ERROR = re.compile(r"(?:<\?xml[^>]{0,200}\?>\s{0,99})?<Error>\s{0,99}<Code>(?P<code>\w{1,60})</Code>")
# What a server or a proxy answers in plain text in place of a file: the whole text begins with it.
_SIGN_IN = re.compile(
    r"(?:please[ ]|you[ ](?:must|need[ ]to|have[ ]to)[ ])?(?:sign|log)[ -]?(?:in|on)\b(?![ ]*[:=])"
    r"|(?:your|the)[ ]session[ ](?:has[ ])?(?:ended|expired|timed[ ]out)\b|(?:access[ ]denied|unauthori[sz]ed|forbidden)\W*\Z"
    r"|bitte[ ](?:melden[ ]sie[ ]sich|anmelden)\b|veuillez[ ]vous[ ](?:connecter|identifier)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"(?:HTTP/\d(?:\.\d)?[ ])?(?:4\d\d|50\d)[ ](?:page[ ]not[ ]found|(?-i:[A-Z][a-z]+(?:[ ][A-Z][a-z]+){0,3}))\W*\Z"
    r"|(?:service[ ](?:temporarily[ ])?unavailable|bad[ ]gateway|gateway[ ]time-?out|too[ ]many[ ]requests"
    r"|internal[ ]server[ ]error)\W*\Z|upstream[ ](?:connect|request)\b",
    re.IGNORECASE,
)
_LONGEST_ANSWER, _MOST_LINES = 500, 5


# In characters. Longer documents are not error bodies.
_LONGEST_ERROR_BODY = 4096


def recognise_other_file(text: str) -> str | None:
    """Return the kind of a file by its first characters if it is a web page, an error body, a document or an image."""
    start = text.lstrip("\ufeff \t\r\n")
    kind = next((kind for signature, kind in _SIGNATURES if _begins(start, signature)), None)
    if kind is None and (error := _S3_ERROR.match(start)):
        kind = f"an error document of S3 ({error['code']})"
    if kind is None and _HTML.match(start):
        kind = "an HTML page, such as a login or error page"
    if kind is None and _is_error_body(start):
        kind = "an error response of the service"
    if kind is None:
        kind = _recognise_answer(start.rstrip())
    return kind


def _recognise_answer(text: str) -> str | None:
    if len(text) > _LONGEST_ANSWER or text.count("\n") >= _MOST_LINES:
        return None
    if _SIGN_IN.match(text):
        return "a request to sign in"
    return "an error response of a server" if _STATUS.match(text) else None


def _is_error_body(start: str) -> bool:
    """Whether a file is only the vendor's error body, as its API description has it: a code and a message for developers."""
    if not start.startswith("{") or len(start) > _LONGEST_ERROR_BODY or '"developerMessage"' not in start:
        return False
    try:
        document = json.loads(start)
    except ValueError:
        return False
    return isinstance(document, dict) and {"code", "developerMessage"} <= document.keys()


def _begins(start: str, signature: str) -> bool:
    """Whether a file begins with a signature. One that may also begin a line of text counts only before what no text has."""
    if not start.startswith(signature):
        return False
    return len(signature) > _SHORT or not signature.isascii() or _NO_TEXT.search(start, 0, _HEADER) is not None
