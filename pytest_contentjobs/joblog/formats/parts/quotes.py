"""Find quoted text: it is data, whatever it looks like."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["LETTER", "find_quoted", "is_quoted"]

#: Letters, digits and ``_`` of scripts that separate words by spaces, as a class; others are written next to quotes.
LETTER = r"[0-9A-Za-z_\u00c0-\u1fff]"
# An apostrophe within a word neither opens nor closes, and a backslash escapes the next character.
_CLOSINGS = {
    "'": re.compile(rf"(?:[^'\\]|\\.|'(?={LETTER}))*+'", re.DOTALL),
    '"': re.compile(r'(?:[^"\\]|\\.)*+"', re.DOTALL),
    **{
        opening: re.compile(f"[^{closing}]*+[{closing}]")
        for opening, closing in {
            "`": "`",
            "\u2018": "\u2019",
            "\u201c": "\u201d",
            "\u201e": "\u201c\u201d",
            "\u00ab": "\u00bb",
            "\u2039": "\u203a",
            "\u300a": "\u300b",
            "\u300c": "\u300d",
            "\u300e": "\u300f",
            "\u3010": "\u3011",
        }.items()
    },
}
_OPENING = re.compile(rf"(?<![\\])(?:(?<!{LETTER})'|[{''.join(_CLOSINGS).replace(chr(39), '')}])")


def find_quoted(text: str) -> list[tuple[int, int]]:
    """Return the ranges of quoted text, including the quotes, in order and in linear time."""
    spans: list[tuple[int, int]] = []
    # Openings without a closing: each is only searched to the end of the text once.
    open_ones: set[str] = set()
    position = 0
    while match := _OPENING.search(text, position):
        opening, position = match[0], match.end()
        if opening in open_ones:
            continue
        closing = _CLOSINGS[opening].match(text, position)
        if closing is None:
            open_ones.add(opening)
        else:
            position = closing.end()
            spans.append((match.start(), position))
    return spans


def is_quoted(spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a position is between the quotes of one of these ordered spans."""
    number = bisect_right(spans, (position, 0)) - 1
    return number >= 0 and spans[number][0] < position < spans[number][1]
