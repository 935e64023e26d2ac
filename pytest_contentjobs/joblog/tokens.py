"""Split the start of a line into columns: times, words, numbers, signs, and text in brackets or quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.times import TIME

__all__ = ["BLANKS", "CLOSING", "INFORMATION", "LEVEL_CHARACTER", "WORD", "Column", "find_style", "fold", "read_tokens"]

#: A level stands among the first tokens of its line, what brackets surround not counted.
FIRST_TOKENS = 16
_MOST_TOKENS = 48
#: Blanks between two columns, as a regular expression.
BLANKS = r"[ \t]*+"
_CHARACTERS = r"(?:[^\s|,;=\[\](){}<>\"':\u3010\u3011]|:(?=[^\s:])|'(?=\w))++"
#: A word: a colon or an apostrophe belongs to it if the word goes on behind it, and braces do if they follow it directly.
WORD = rf"{_CHARACTERS}(?:\{{[^{{}}\n]{{0,200}}+\}}(?:{_CHARACTERS})?+)*+"
#: A character of a level.
LEVEL_CHARACTER = r"[^\s|,;=:!\[\](){}<>\"'/\u3010\u3011\uff1a]"
#: The brackets that may surround a column.
CLOSING = {"[": "]", "(": ")", "<": ">", "\u3010": "\u3011"}
#: A mark that is a letter to Unicode.
INFORMATION = "\u2139"
_TOKEN = re.compile(
    rf"[ \t]*+(?:(?P<time>{TIME})"
    rf"|(?P<opening>[{re.escape(''.join(CLOSING))}])|(?P<closing>[{re.escape(''.join(CLOSING.values()))}])"
    r"|(?P<quoted>\"[^\"\n]{0,200}\"|'[^'\n]{0,200}')"
    r"|(?P<sign>[-=]>|[|,;:=\uff1a]|[-\u2013\u2014](?=\s))"
    rf"|(?P<number>\d[\d.,]*+(?=[\s|;=\[\](){{}}<>:]|$))|(?P<word>{WORD})|(?P<other>\S))"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A part of a line: its ``kind``, its ``text``, and the position of its end.

    Kinds are ``time``, ``word``, ``number``, ``quoted``, ``other``, ``group`` and ``group of time`` for what brackets surround,
    and the text itself for signs and for brackets that are still open.
    """

    kind: str
    text: str
    end: int


def read_tokens(line: str) -> Iterator[Column]:
    """Yield the first tokens of a line, each bracket for itself."""
    position = depth = outside = 0
    for _ in range(_MOST_TOKENS):
        match = _TOKEN.match(line, position) if outside < FIRST_TOKENS else None
        if match is None:
            return
        depth = max(0, depth + (match.lastgroup == "opening") - (match.lastgroup == "closing"))
        outside += not depth
        kind = match.lastgroup or "other"
        text = match[kind]
        yield Column(text if kind in {"sign", "opening", "closing"} else kind, text, match.end())
        position = match.end()


def fold(tokens: list[Column]) -> list[Column]:
    """Return columns, in which what closed brackets surround is one, whatever it is."""
    columns: list[Column] = []
    opened: list[int] = []
    for token in tokens:
        if token.kind in CLOSING:
            opened.append(len(columns))
        elif opened and token.kind == CLOSING[columns[opened[-1]].kind]:
            start = opened.pop()
            inside = columns[start + 1 :]
            kind = "group of time" if inside and inside[0].kind == "time" else "group"
            text = " ".join(column.text for column in inside)
            columns[start:] = [Column(f"{columns[start].kind}{kind}", text, token.end)]
            continue
        columns.append(token)
    return columns


def find_style(word: str) -> str:
    """Return how a word is written.

    That is ``capitals``, ``lower``, ``title``, ``letter``, ``small letter``, ``number``, ``mark``, ``script`` for letters of
    scripts without capitals, or ``other``.
    """
    letters = [character for character in word if character.isalpha() and character != INFORMATION]
    if not letters:
        return "number" if word.isdigit() else "other" if word.isascii() else "mark"
    if len(word) == 1 and word.isascii():
        return "letter" if word.isupper() else "small letter"
    if all(character.isupper() for character in letters):
        return "capitals"
    if all(character.islower() for character in letters):
        return "lower"
    if word.istitle():
        return "title"
    return "other" if any(character.isupper() or character.islower() for character in letters) else "script"
