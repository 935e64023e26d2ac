"""Write text in plain letters and signs, as people read it: "\uff26ailed\u00a0to \u2026" becomes "Failed to ...".

Full-width letters, no-break spaces, curly quotes and characters that are not seen would otherwise hide a word from patterns.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["make_plain"]

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_SIGNS = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2010": "-", "\u2011": "-"})


def make_plain(text: str) -> str:
    """Return a text with compatible letters for special ones, and without the characters that nobody sees."""
    if text.isascii():
        return text
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_SIGNS)
