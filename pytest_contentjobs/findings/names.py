r"""Make names for tests out of any text, in any script, that every reader of test reports shows and keeps apart.

A name is in Unicode's composed form, on one line, and has none of the characters that a reader, a shell or pytest gives a
meaning: ``< > & " \ [ ]`` and ``::``. What nobody can see (control and format characters, private use, unassigned, lone surrogates)
is shown by its code, as ``(U+200B)``. A name that does not show its text as it is ends with a hash, so that no two texts share one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

__all__ = ["HASH_DIGITS", "MAXIMUM_NAME", "MAXIMUM_SIZE", "compute_hash", "cut", "join_hash", "make_name", "make_plain"]

#: The longest name, in characters.
MAXIMUM_NAME = 200
#: The longest name, in bytes of UTF-8: some readers make a file of that name.
MAXIMUM_SIZE = 250
#: The digits of a hash in a name.
HASH_DIGITS = 12

# The rest of a longer text is cut in any case.
_READ = 4 * MAXIMUM_NAME
_ROOM = len(f" #{'0' * HASH_DIGITS}")
_REPLACED = str.maketrans({"<": "(", ">": ")", "[": "(", "]": ")", "&": "+", '"': "'", "\\": "/"})
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
# All but one blank, which stays.
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_COLONS = re.compile(r"::+")
# A text that ends like a name that has a hash or an ordinal.
_OWN_ENDING = re.compile(r" #[0-9a-f]+\Z")
_MARKS_READ = 32
_VIRAMA = 9  # the combining class of a sign that joins two consonants


def make_name(text: str) -> str:
    """Return a name for a text, different for different texts; it ends with a hash if it is not the text itself."""
    plain = make_plain(text)
    if plain == text and is_short(plain) and _OWN_ENDING.search(plain) is None:
        return plain
    return join_hash(cut(plain, MAXIMUM_NAME - _ROOM, MAXIMUM_SIZE - _ROOM), compute_hash(text))


def make_plain(text: str) -> str:
    """Return a text as it may stand in a name, but for its length; it is never empty."""
    composed = unicodedata.normalize("NFC", text[:_READ])
    plain = _SPACES.sub(_make_one_space, composed).strip().translate(_REPLACED)
    if not plain.isprintable() or "\ufffd" in plain:
        plain = "".join(_show(letter) for letter in plain)
    return _COLONS.sub(":", plain) or "?"


def is_short(text: str) -> bool:
    """Whether a text has the length of a name."""
    return len(text) <= MAXIMUM_NAME and len(text.encode()) <= MAXIMUM_SIZE


def compute_hash(value: object) -> str:
    """Return the digits that stand for a value in a name, equal with every version of Python."""
    return hashlib.sha256(ascii(value).encode()).hexdigest()[:HASH_DIGITS]


def join_hash(name: str, digits: str) -> str:
    """Return a name with the hash of what it stands for."""
    return f"{name} #{digits[:HASH_DIGITS]}"


def cut(text: str, length: int, size: int) -> str:
    """Return at most ``length`` characters and ``size`` bytes of a plain text; what was cut ends with an ellipsis.

    No letter is cut off its marks.
    """
    if len(text) <= length and len(text.encode()) <= size:
        return text
    kept = text[: length - 1].encode()[: size - len("…".encode())].decode(errors="ignore")
    end = len(kept)
    for end in range(len(kept), max(len(kept) - _MARKS_READ, 0), -1):
        if not _belongs_together(text, end):
            break
    else:
        # Hardly a text: so many marks that its letter is not worth finding.
        end = len(kept)
    return f"{text[:end].rstrip()}…"


def _belongs_together(text: str, position: int) -> bool:
    """Whether a person sees one character on both sides of a position."""
    before, letter = text[position - 1], text[position]
    is_modifier = "\U0001f3fb" <= letter <= "\U0001f3ff" or "\u1160" <= letter <= "\u11ff"
    if is_modifier or unicodedata.category(letter).startswith("M") or unicodedata.combining(before) == _VIRAMA:
        return True
    if not _is_half_flag(letter):
        return False
    flags = position - len(text[:position].rstrip("".join(map(chr, range(0x1F1E6, 0x1F200)))))
    return flags % 2 == 1


def _is_half_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _make_one_space(match: re.Match[str]) -> str:
    # Scripts have spaces of their own; line ends and tabs are none in a name.
    return match[0] if len(match[0]) == 1 and unicodedata.category(match[0]) == "Zs" else " "


def _show(letter: str) -> str:
    is_shown = letter != "\ufffd" and unicodedata.category(letter) not in _INVISIBLE
    return letter if is_shown else f"(U+{ord(letter):04X})"
