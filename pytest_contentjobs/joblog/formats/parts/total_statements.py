"""Read the statements of a line about numbers of findings and failures: in words, by a key, or none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus

from pytest_contentjobs.joblog.formats.parts.stems import fold
from pytest_contentjobs.joblog.formats.parts.total_keys import FATAL, read_key_first
from pytest_contentjobs.joblog.formats.parts.total_tokens import (
    OF,
    Statement,
    Token,
    is_after,
    read_number,
    skip_whole,
    text_at,
)
from pytest_contentjobs.joblog.formats.parts.total_words import (
    NAMING,
    NONE,
    NOT,
    NOT_WANTED,
    THINGS,
    Counted,
    find_counted,
    words,
)

__all__ = ["find_statements"]

# Words between a number and the bad word, and words of a key.
_MOST_BETWEEN = 4
# Words that end the search for a bad word behind a number.
_ENDS_PHRASE = NONE | words(
    "none never retry retries attempt attempts from despite ignoring if when because after before until unless"
)
# "couldn't" is three tokens.
_COPULAS = words("be been were was have has ' \u2019 t")
_QUALIFIERS = words("validation content fatal critical other new further more any data schema")
_LINKS = words("to for in the all of für bei zu pour para per")
_ONLY = words("only nur seulement solo")
# A part of these does not mean that the others failed.
_MEANS = words("cpu cpus core cores thread threads process processes worker workers connection connections slot slots")
_PLURALS = words("errors fehler erreurs errores errori")
_REPEATED = words("times time attempts attempt retries tries mal fois veces")
_DENIALS = (["could", "not"], ["can", "not"], ["unable", "to"])
_PHRASES = {status.value: fold(status.phrase).split() for status in HTTPStatus}


def find_statements(tokens: Sequence[Token]) -> Iterator[Statement]:
    """Yield all statements of a line, in the order of their numbers."""
    for index, token in enumerate(tokens):
        if token.kind == "number":
            number = read_number(tokens, index)
            if number is None:
                continue
            yield from _read_number_first(tokens, index, number)
            yield from _read_verb_first(tokens, index, number)
            yield from read_key_first(tokens, index, number)
        elif token.text in NONE:
            yield from _read_none(tokens, index)
        elif token.text in _ONLY:
            yield from _read_shortfall(tokens, index)
        elif token.kind == "word" and not token.text.isascii():
            yield from _read_unspaced_none(tokens, index)


def _read_number_first(tokens: Sequence[Token], index: int, number: int) -> Iterator[Statement]:
    is_named = index > 0 and tokens[index - 1].text in NAMING and _is_near(tokens[index])
    if is_named or _is_whole(tokens, index) or _is_http_status(tokens, index, number):
        return
    between = 0
    position = skip_whole(tokens, index + 1)
    while position < len(tokens) and between <= _MOST_BETWEEN:
        token = tokens[position]
        counted = find_counted(token.text) if token.kind == "word" else None
        if counted is not None:
            if not _is_name_of_thing(tokens, position, counted) and not _is_key(tokens, position):
                yield Statement(counted, number, (index, position), is_fatal=token.text in FATAL)
            return
        if token.text in NOT:
            yield from _read_denied(tokens, index, position, number)
            return
        is_joint = token.text in "-'\u2019" and between and not token.gap
        if token.text in _ENDS_PHRASE or (token.kind != "word" and not is_joint):
            return
        between += 1
        position += 1


def _read_denied(tokens: Sequence[Token], index: int, position: int, number: int) -> Iterator[Statement]:
    """Read "2 articles were not imported": what is denied failed."""
    end = position + 1
    while end < len(tokens) and tokens[end].text in _COPULAS:
        end += 1
    if end < len(tokens) and tokens[end].kind == "word" and tokens[end].text not in NOT_WANTED:
        yield Statement(Counted.FAILED, number, (index, *range(position, end + 1)))


def _is_whole(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number is the 9 of ``2 of 9``."""
    if index < 2 or skip_whole(tokens, index - 1) != index + 1:  # noqa: PLR2004 - a number and "of"
        return False
    return tokens[index - 3 if tokens[index - 2].text == "out" else index - 2].kind == "number"


def _is_http_status(tokens: Sequence[Token], index: int, number: int) -> bool:
    """Whether a number is a status with its phrase, as in RFC 9110: ``404 Not Found``."""
    phrase = _PHRASES.get(number)
    return phrase is not None and [token.text for token in tokens[index + 1 : index + 1 + len(phrase)]] == phrase


# Numbers from here on may be the status of a response.
_FIRST_STATUS = 400


def _is_near(token: Token) -> bool:
    return 1 <= token.gap <= 2  # noqa: PLR2004 - more blanks separate columns


def _read_verb_first(tokens: Sequence[Token], index: int, number: int) -> Iterator[Statement]:
    """Read "failed to import 2 of 9 articles", "rejected 3 rows", and "rejected 3" at the end of a line."""
    end = skip_whole(tokens, index + 1)
    behind = tokens[end] if end < len(tokens) else None
    if behind is None and index and find_counted(tokens[index - 1].text) is Counted.FAILED and number < _FIRST_STATUS:
        yield Statement(Counted.FAILED, number, (index - 1, index))
        return
    if behind is None or behind.kind != "word" or behind.text in _REPEATED or _is_whole(tokens, index):
        return
    for position in range(index - 1, max(index - 5, -1), -1):
        token = tokens[position]
        is_verb = is_after(tokens, position, "to")
        if token.kind != "word":
            return
        if _is_denied_verb(tokens, position) or find_counted(token.text) is Counted.FAILED or token.text in _PLURALS:
            if position and tokens[position - 1].kind == "number":
                return
            yield Statement(Counted.FAILED, number, (position, index))
            return
        if not (token.text in _LINKS or token.text.endswith("ing") or is_verb):
            return


def _is_denied_verb(tokens: Sequence[Token], position: int) -> bool:
    """Whether a verb is denied: "could not import", "cannot import", "couldn't import", "unable to import"."""
    before = [token.text for token in tokens[max(0, position - 3) : position]]
    return before[-2:] in _DENIALS or before[-1:] == ["cannot"] or before[:1] == ["couldn"]


def _is_name_of_thing(tokens: Sequence[Token], position: int, counted: Counted) -> bool:
    behind = tokens[position + 1] if position + 1 < len(tokens) else None
    if behind is not None and behind.text == "-" and not behind.gap:
        return text_at(tokens, position + 2) in {"free", "prone", "tolerant"}
    if behind is None or behind.kind != "word":
        return False
    if tokens[position].text == "failed":
        return behind.text == "over"
    return counted is not Counted.FAILED and behind.text in THINGS


def _is_key(tokens: Sequence[Token], position: int) -> bool:
    """Whether a bad word is followed by a number of its own."""
    signs = [token.text for token in tokens[position + 1 : position + 4]]
    return len(signs) > 1 and signs[0] in {":", "="} and signs[1].isdigit()


def _read_none(tokens: Sequence[Token], index: int) -> Iterator[Statement]:
    position = index + 1
    while position < len(tokens) and tokens[position].text in _QUALIFIERS and not find_counted(tokens[position].text):
        position += 1
    yield from _read_list_of_bad(tokens, index, position)


def _read_list_of_bad(tokens: Sequence[Token], index: int, position: int) -> Iterator[Statement]:
    """Read "errors or warnings" after a word for none."""
    while position < len(tokens):
        counted = find_counted(tokens[position].text) if tokens[position].kind == "word" else None
        if counted is None:
            return
        if _is_name_of_thing(tokens, position, counted) or _is_key(tokens, position):
            return
        yield Statement(counted, 0, (index, position))
        position += 1
        if position < len(tokens) and tokens[position].text in {
            "or",
            "and",
            "/",
            ",",
            "oder",
            "und",
            "ou",
            "et",
            "o",
            "y",
        }:
            position += 1


def _read_unspaced_none(tokens: Sequence[Token], index: int) -> Iterator[Statement]:
    """Read none of something in a script without spaces: 没有错误, エラーなし, 오류 없음."""
    text = tokens[index].text
    counted = find_counted(text)
    if counted is not None and re.search("没有|なし|ありません|无|無し|없", text + (text_at(tokens, index + 1))):
        yield Statement(counted, 0, (index,))


def _read_shortfall(tokens: Sequence[Token], index: int) -> Iterator[Statement]:
    """Read "only imported 5 of 7 items": the other 2 failed."""
    for position in range(index + 1, min(index + 4, len(tokens))):
        if tokens[position].kind == "number":
            # "only 5 of 7 items", "only 5 items of 7"
            start = position + 1 + (text_at(tokens, position + 1) not in {"out", *OF})
            end = skip_whole(tokens, start)
            part = read_number(tokens, position)
            whole = read_number(tokens, end - 1) if end > start else None
            is_of_means = text_at(tokens, end) in _MEANS
            if part is not None and whole is not None and part < whole and not is_of_means:
                yield Statement(Counted.FAILED, whole - part, tuple(range(index, end)))
            return
        if tokens[position].kind != "word":
            return
