"""Whether a word looks like a credential, whatever its name: unlike prose, a rule's code, a title or an id."""

from __future__ import annotations

import base64
import re

__all__ = [
    "SHORTEST_PROSE",
    "SHORTEST_TOKEN",
    "SHORTEST_VALUE",
    "is_basic",
    "is_filler",
    "is_of_chance",
    "is_opaque",
    "is_rule",
    "is_web_token",
]

#: In characters. Shorter words cannot be secret, are not tokens, or may be ordinary words.
SHORTEST_VALUE, SHORTEST_TOKEN, SHORTEST_PROSE = 4, 8, 16
_CHANGES_OF_CHANCE = 4
# What people write in the place of a value.
_WORDS = frozenset(
    {
        "none",
        "null",
        "nil",
        "true",
        "false",
        "missing",
        "required",
        "empty",
        "invalid",
        "undefined",
        "unknown",
        "expired",
        "hidden",
        "redacted",
        "masked",
        "unset",
        "absent",
        "present",
        "optional",
    }
)
_MASK = re.compile(r"[*xX.#…-]+")
_RULE = re.compile(r"[A-Za-z]{1,12}[-_]?\d{1,6}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BYTE = re.compile(r"%[0-9A-Fa-f]{2}")
_CHANGE = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")
_SPECIAL = re.compile(r"[0-9+=~%!@#$*^]")


def is_rule(value: str) -> bool:
    """Whether a word has the form of a rule's code, such as ``ART-104``."""
    return bool(_RULE.fullmatch(value))


def is_filler(value: str) -> bool:
    """Whether a word is a placeholder for a value."""
    return value.rstrip(".,:;!?").lower() in _WORDS or bool(_MASK.fullmatch(value))


def is_opaque(value: str) -> bool:
    """Whether a word is neither prose nor the code of a rule."""
    value = value.rstrip(".,:;!?")
    if is_filler(value) or is_rule(value) or len(value) < SHORTEST_VALUE + 2:
        return False
    return len(value) >= SHORTEST_PROSE or bool(_SPECIAL.search(value))


def is_of_chance(value: str) -> bool:
    """Whether digits and letters alternate more often than in a word, code or title."""
    if len(value) < SHORTEST_PROSE or _UUID.fullmatch(value):
        return False
    return len(_CHANGE.findall(_BYTE.sub("-", value))) >= _CHANGES_OF_CHANCE


def is_basic(value: str) -> bool:
    """Whether it is ``user:password`` in base64 (https://www.rfc-editor.org/rfc/rfc7617)."""
    value = value.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        data = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except ValueError:
        return False
    return b":" in data and not any(byte < ord(" ") for byte in data)


def is_web_token(value: str) -> bool:
    """Whether a word that begins like a JSON Web Token has its parts."""
    header, *rest = value.split(".")
    return len(header) >= SHORTEST_TOKEN and (len(rest) > 1 or any(part.startswith("eyJ") for part in rest))
