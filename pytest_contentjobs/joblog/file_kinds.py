"""Recognise files that are not logs: pages and documents that are delivered in place of one."""

from __future__ import annotations

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
)
_HTML = re.compile(r"(?:<!--.{0,2000}?-->\s{0,99})?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_S3_ERROR = re.compile(r"(?:<\?xml[^>]{0,200}\?>\s{0,99})?<Error>\s{0,99}<Code>(?P<code>\w{1,60})</Code>")


def recognise_other_file(text: str) -> str | None:
    """Return the kind of a file by its first characters if it is a web page, an S3 error, a document or an image."""
    start = text.lstrip("\ufeff \t\r\n")
    kind = next((kind for signature, kind in _SIGNATURES if start.startswith(signature)), None)
    if kind is None and (error := _S3_ERROR.match(start)):
        kind = f"an error document of S3 ({error['code']})"
    if kind is None and _HTML.match(start):
        kind = "an HTML page, such as a login or error page"
    return kind
