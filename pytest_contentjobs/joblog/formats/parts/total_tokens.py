"""Split a line into the tokens by which the numbers that it states are found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.stems import fold
from pytest_contentjobs.joblog.formats.parts.total_words import UNITS, Counted, words

__all__ = ["OF", "Statement", "Token", "is_after", "is_unspaced", "read_number", "skip_whole", "split", "text_at"]

_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0e31-\u0e4e"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,'\u2019\u202f\xa0]\d+)*)|(?P<word>(?:[^\W\d_][{_MARKS}]*+)++(?:\((?:s|es|e|n|en)\)(?!\w))?)|(?P<sign>\S)"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,'\u2019\u202f\xa0]\d{3})+|\d{1,9}")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# In scripts without spaces, words follow each other and numbers directly.
_UNSPACED = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
#: Endings of the files of programs, none of which content has.
_PROGRAMS = words("go java py ts cs cc cpp rb php kt scala rs swift pl groovy")
#: Between a part and the whole.
OF = words("of von sur de di van av af z из из")


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or sign of a line; ``gap`` is the number of blanks in front of it, a tab counts as two."""

    text: str
    kind: str
    gap: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A number of something, and the tokens that state it, without words between them."""

    counted: Counted
    number: int
    tokens: tuple[int, ...]
    is_fatal: bool = False


def split(text: str) -> list[Token]:
    """Split a text into tokens: words in lower case, compounds in their parts, and numbers."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    tokens = []
    end = 0
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup or ""
        blanks = plain[end : match.start()]
        gap = len(blanks) + blanks.count("\t")
        end = match.end()
        if kind != "word":
            tokens.append(Token(match[0], kind, gap))
            continue
        word = match[0].partition("(")[0]
        parts = _CAMEL.findall(word) if word.isascii() and not (word.islower() or word.isupper()) else [word]
        for index, part in enumerate(parts):
            tokens.append(Token(fold(part), kind, 0 if index else gap))
    return tokens


def read_number(tokens: Sequence[Token], index: int) -> int | None:
    """Return a number that may count something; None for a part of a time, a date, a version, a measure or a name."""
    text = tokens[index].text
    is_count = (
        _GROUPED.fullmatch(text) and not _is_joined_before(tokens, index) and not _is_joined_behind(tokens, index)
    )
    return int(re.sub(r"\D", "", text)) if is_count else None


def _is_joined_before(tokens: Sequence[Token], index: int) -> bool:
    if index == 0 or tokens[index].gap:
        return False
    before = tokens[index - 1]
    if before.text in "_#-./@$+~":
        return not (before.text in ".-" and _is_leader(tokens, index - 1))
    if before.kind == "word":
        return not is_unspaced(before.text)
    if before.text != ":" or before.gap or index == 1:
        return False
    return tokens[index - 2].kind == "number" or _is_program(tokens, index - 2)


def _is_program(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word is the ending of the file of a program, whose lines are numbered: ``check.go:12``."""
    is_ending = tokens[index].text in _PROGRAMS and not tokens[index].gap
    return is_ending and index > 0 and tokens[index - 1].text == "." and not tokens[index - 1].gap


def _is_joined_behind(tokens: Sequence[Token], index: int) -> bool:
    if index + 1 == len(tokens):
        return False
    behind = tokens[index + 1]
    if behind.text in "%\u2030" or behind.text in UNITS:
        return True
    if behind.gap:
        return False
    if behind.kind == "word":
        return not is_unspaced(behind.text)
    follows = tokens[index + 2] if index + 2 < len(tokens) else None
    if behind.text not in ":-._" or follows is None or follows.gap:
        return False
    return follows.kind == "number" or (follows.kind == "word" and behind.text != "-")


def _is_leader(tokens: Sequence[Token], index: int) -> bool:
    """Whether a dot or dash is one of several that lead the eye to a number."""
    return index > 0 and tokens[index - 1].text == tokens[index].text


def text_at(tokens: Sequence[Token], index: int) -> str:
    """Return the text of a token; an empty one behind the last."""
    return tokens[index].text if index < len(tokens) else ""


def is_after(tokens: Sequence[Token], position: int, word: str) -> bool:
    """Whether the token before a position is this word."""
    return position > 0 and tokens[position - 1].text == word


def skip_whole(tokens: Sequence[Token], position: int) -> int:
    """Return the position behind ``of 9`` or ``/9``."""
    start = position
    if position < len(tokens) and tokens[position].text == "out":
        position += 1
    is_whole = position + 1 < len(tokens) and (tokens[position].text in OF or tokens[position].text == "/")
    return position + 2 if is_whole and tokens[position + 1].kind == "number" else start


def is_unspaced(text: str) -> bool:
    """Whether a text is in a script whose words are not separated by spaces."""
    return _UNSPACED.search(text) is not None
