"""Search a text for the word stems by which programs state failures, fast enough to search every character of a log.

The search for many literals at once is that of Rust's ``regex`` crate, which pydantic brings: it takes a thirtieth of the
time of one ``str.find`` for each stem.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, TypeAdapter

__all__ = ["STEMS", "find_stem", "fold", "has_stem"]

#: A text that states a failure contains one of these, in lower case. ``err`` is a part of ``error`` and ``interrupted``,
#: and ``sever`` of ``severity``.
STEMS = (
    "err",
    "sever",
    "warn",
    "fail",
    "fatal",
    "invalid",
    "reject",
    "abort",
    "cancel",
    "incomplete",
    "unsuccess",
    "issue",
    "problem",
    "finding",
    "violation",
    "exception",
    "exit",
    "critic",
    "fehler",
    "false",
)
_OVERLAP = max(map(len, STEMS)) - 1
_ANY = re.compile("|".join(STEMS))
_matches = TypeAdapter(Annotated[str, Field(pattern=_ANY.pattern)]).validator.isinstance_python
_is_searchable = TypeAdapter(Annotated[str, Field(pattern="")]).validator.isinstance_python
# Letters that regular expressions take for "i" and "s" when they ignore case, and that ``str.lower`` keeps or makes longer.
_LOOKALIKES = {"\u0130": "i", "\u0131": "i", "\u017f": "s"}
_TRANSLATION = str.maketrans(_LOOKALIKES)
# In characters: a step is doubled as long as nothing is found, and cut down to the first size to find the place.
_FIRST_STEP, _LAST_STEP = 1 << 8, 1 << 16


def fold(text: str) -> str:
    """Return a text in lower case, as ``re.IGNORECASE`` compares the letters of ``STEMS``."""
    return text.lower() if text.isascii() else text.translate(_TRANSLATION).lower()


def has_stem(folded: str) -> bool:
    """Whether a text that ``fold`` returned contains a stem, or cannot be searched because it has lone surrogates."""
    return _matches(folded) or not (folded.isascii() or _is_searchable(folded))


def find_stem(folded: str, position: int) -> int:
    """Return where the first stem from ``position`` on begins in a text that ``fold`` returned; its length if there is none."""
    step = _FIRST_STEP
    while position < len(folded):
        if not has_stem(folded[position : position + step + _OVERLAP]):
            position += step
            step = min(2 * step, _LAST_STEP)
        elif step > _FIRST_STEP:
            step = max(step // 4, _FIRST_STEP)
        else:
            match = _ANY.search(folded, position, position + step + _OVERLAP)
            # Without a match the part cannot be searched, and may contain anything.
            return match.start() if match else position
    return len(folded)
