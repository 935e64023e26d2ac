"""Find the numbers of findings and failures that a line states: ``2 of 9 articles failed``, ``OUTPUT_RECORDS_FAILED: 2``.

A statement is a number, up to a few words and a word for something bad; or a key with such a word and a number; or none of
something bad. Keys are split at ``_``, ``-``, ``.``, brackets and capitals. Text in quotes is a title or a value, and states
nothing about the run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem
from pytest_contentjobs.joblog.formats.parts.total_words import (
    NAMING,
    NEUTRAL,
    NEVER_COUNTED,
    NONE,
    NOT,
    THINGS,
    UNITS,
    Counted,
    find_counted,
)

__all__ = [
    "Counted",
    "find_bad_part",
    "find_suspicious_parts",
    "find_totals",
    "remove_quoted",
    "states_only_numbers",
    "states_only_zeros",
]

# Words between a number and the bad word, and words of a key.
_MOST_BETWEEN = 4
_MOST_OF_KEY = 8
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0e31-\u0e4e"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,'\u2019\u202f\xa0]\d+)*)|(?P<word>(?:[^\W\d_][{_MARKS}]*+)++(?:\((?:s|es|e|n|en)\)(?!\w))?)|(?P<sign>\S)"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,'\u2019\u202f\xa0]\d{3})+|\d{1,9}")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# In scripts without spaces, words follow each other and numbers directly.
_UNSPACED = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_COUNTERS = "件個个条條项項処건개行本"
_OF = frozenset("of von sur de di van av af z из из".split())
# Words that end the search for a bad word behind a number.
_ENDS_PHRASE = NONE | frozenset(
    "none never retry retries attempt attempts from despite ignoring if when because after before until unless".split()
)
# What was not done to these items was not wanted.
_NOT_WANTED = frozenset(
    "changed modified needed required affected applicable selected touched shown listed enabled yet only be been were was geändert"
    " verändert".split()
)
_COPULAS = frozenset("be been were was have has".split())
_REASONS = frozenset("because due since weil wegen".split())
_QUALIFIERS = frozenset("validation content fatal critical other new further more any data schema".split())
_PART_OF = frozenset("including davon which whom incl therein dont".split())
_LINKS = frozenset("to for in the all of für bei zu pour para per".split())
_REPEATED = frozenset("times time attempts attempt retries tries times mal fois veces of".split())
_GATHERING = frozenset("count total number sum value amount n".split())
# A key of one such word may also be the level of a message that begins with a number.
_LEVELS = frozenset("error warning fatal failure exception critical severe warn err fehler invalid failed fail".split())
_ALONE = frozenset("errors warnings failures failed rejected invalid fail exceptions problems issues violations".split())
_PHRASES = {status.value: fold(status.phrase).split() for status in HTTPStatus}
_FATAL = frozenset("fatal fatals".split())
_QUOTED = re.compile(
    r"(?<!\w)'[^'\n]{0,1000}'(?!\w)|(?P<value>(?:^|[:=,;|\t\[{])\s{0,4})?\"[^\"\n]{0,1000}\"(?P<key>(?=\s{0,4}:))?|`[^`\n]{0,1000}`|“[^“”\n]{0,1000}”"
)
# A longer line, which is a document, is searched in parts. A statement that one part cuts is complete in the next.
_LONGEST = 200_000
_OVERLAP = 1_000


@dataclass(frozen=True, slots=True)
class _Token:
    """A number, word or sign of a line; ``gap`` is the number of blanks in front of it, a tab counts as two."""

    text: str
    kind: str
    gap: int


@dataclass(frozen=True, slots=True)
class _Statement:
    """A number of something, and the tokens that state it, without words between them."""

    counted: Counted
    number: int
    tokens: tuple[int, ...]
    is_fatal: bool = False


def find_totals(line: str) -> dict[Counted, int]:
    """Return the numbers that a line of any length states; the greatest if it states several of one kind.

    Fatal errors that stand beside the other errors are added to them.
    """
    totals: dict[Counted, int] = {}
    for part in find_suspicious_parts(line):
        for counted, number in _sum_up(_split(part)).items():
            totals[counted] = max(number, totals.get(counted, 0))
    return totals


def states_only_zeros(line: str) -> bool:
    """Whether a line states numbers of failures that are all zero, and otherwise contains only numbers and neutral words."""
    if len(line) > _LONGEST or not has_stem(fold(line)):
        return False
    tokens = _split(line)
    statements = list(_find_statements(tokens))
    return bool(statements) and not any(each.number for each in statements) and _says_nothing_else(tokens, statements)


def states_only_numbers(line: str) -> bool:
    """Whether a line states numbers of findings or failures, and otherwise contains only numbers and neutral words."""
    if len(line) > _LONGEST or not has_stem(fold(line)):
        return False
    tokens = _split(line)
    statements = list(_find_statements(tokens))
    return bool(statements) and _says_nothing_else(tokens, statements)


def find_suspicious_parts(text: str) -> Iterator[str]:
    """Yield the parts of a text of any length, without quoted titles, in which something bad may be stated.

    Titles are removed from the complete text first: after a cut within one, the text between two others would look quoted.
    """
    if not has_stem(fold(text)):
        return
    text = remove_quoted(text)
    for start in range(0, len(text), _LONGEST - _OVERLAP):
        part = text[start : start + _LONGEST]
        if has_stem(fold(part)):
            yield part


def find_bad_part(key: str) -> str | None:
    """Return the part of a key that says that it is about something bad, in lower case; None for settings and codes."""
    words = [token.text for token in _split(key) if token.kind == "word"]
    return None if NEVER_COUNTED.intersection(words) else next((word for word in words if find_counted(word)), None)


def remove_quoted(line: str) -> str:
    """Return a line without the quoted titles in it, which state nothing about a run; JSON is not changed."""
    return _QUOTED.sub(lambda match: match[0] if _is_json(match) else " ", line)


def _is_json(match: re.Match[str]) -> bool:
    """Whether a quoted text is a key or value of JSON, or a key of the same in Python's spelling."""
    if match[0][0] != "'":
        return bool(match["value"]) or match["key"] is not None
    before = match.string[max(0, match.start() - 2) : match.start()].rstrip()
    return before[-1:] in {"{", ","} and match.string.startswith(":", match.end())


def _split(text: str) -> list[_Token]:
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
            tokens.append(_Token(match[0], kind, gap))
            continue
        word = match[0].partition("(")[0]
        parts = _CAMEL.findall(word) if word.isascii() and not (word.islower() or word.isupper()) else [word]
        for index, part in enumerate(parts):
            tokens.append(_Token(fold(part), kind, 0 if index else gap))
    return tokens


def _sum_up(tokens: Sequence[_Token]) -> dict[Counted, int]:
    totals: dict[Counted, int] = {}
    fatal = 0
    for statement in _find_statements(tokens):
        if statement.is_fatal and not _is_part(tokens, statement.tokens[0]):
            fatal = max(fatal, statement.number)
            totals.setdefault(statement.counted, 0)
        else:
            totals[statement.counted] = max(statement.number, totals.get(statement.counted, 0))
    if fatal:
        totals[Counted.ERRORS] += fatal
    return totals


def _find_statements(tokens: Sequence[_Token]) -> Iterator[_Statement]:
    for index, token in enumerate(tokens):
        if token.kind == "number":
            number = _read_number(tokens, index)
            if number is None:
                continue
            yield from _read_number_first(tokens, index, number)
            yield from _read_verb_first(tokens, index, number)
            yield from _read_key_first(tokens, index, number)
        elif token.text in NONE:
            yield from _read_none(tokens, index)
        elif token.text in {"only", "nur", "seulement", "solo"}:
            yield from _read_shortfall(tokens, index)
        elif token.kind == "word" and not token.text.isascii():
            yield from _read_unspaced_none(tokens, index)


def _read_number(tokens: Sequence[_Token], index: int) -> int | None:
    """Return a number that may count something; None for a part of a time, a date, a version, a measure or a name."""
    text = tokens[index].text
    if not _GROUPED.fullmatch(text):
        return None
    before = tokens[index - 1] if index else None
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and not tokens[index].gap:
        is_name = before.text in "_#-./@$+~" or (before.kind == "word" and not _UNSPACED.search(before.text))
        if is_name and not (before.text in ".-" and _is_leader(tokens, index - 1)):
            return None
        if before.text == ":" and index > 1 and tokens[index - 2].kind == "number" and not before.gap:
            return None
    if behind is not None:
        if behind.text in {"%", "\u2030"} or (behind.kind == "word" and behind.text in UNITS):
            return None
        if not behind.gap and behind.kind == "word" and not _UNSPACED.search(behind.text):
            return None
        follows = tokens[index + 2] if index + 2 < len(tokens) else None
        is_joined = not behind.gap and follows is not None and not follows.gap and follows.kind != "sign"
        if is_joined and behind.text in ":-._" and not (behind.text == "-" and follows and follows.kind == "word"):
            return None
    return int(re.sub(r"\D", "", text))


def _is_leader(tokens: Sequence[_Token], index: int) -> bool:
    """Whether a dot or dash is one of several that lead the eye to a number."""
    return index > 0 and tokens[index - 1].text == tokens[index].text


def _read_number_first(tokens: Sequence[_Token], index: int, number: int) -> Iterator[_Statement]:
    before = tokens[index - 1] if index else None
    if before is not None and before.text in NAMING and before.kind == "word" and _is_near(tokens[index]):
        return
    if _is_whole(tokens, index) or _is_http_status(tokens, index, number):
        return
    position = _skip_whole(tokens, index + 1)
    words = 0
    denied = False
    while position < len(tokens) and words <= _MOST_BETWEEN:
        token = tokens[position]
        if token.kind == "sign" and token.text == "-" and not token.gap and words:
            position += 1
            continue
        if token.kind != "word":
            return
        if denied and token.text not in _COPULAS:
            if token.text not in _NOT_WANTED:
                yield _Statement(Counted.FAILED, number, (index, position - 1, position))
            return
        if token.text in NOT or (denied and token.text in _COPULAS):
            denied = True
        elif token.text in _ENDS_PHRASE:
            return
        else:
            counted = find_counted(token.text)
            if counted is not None:
                if not _is_name_of_thing(tokens, position, counted) and not _is_key(tokens, position):
                    yield _Statement(counted, number, (index, position), is_fatal=token.text in _FATAL)
                    return
                if _is_key(tokens, position):
                    return
                return
        words += 1
        position += 1


def _is_whole(tokens: Sequence[_Token], index: int) -> bool:
    """Whether a number is the 9 of ``2 of 9``."""
    if index < 2 or _skip_whole(tokens, index - 1) != index + 1:  # noqa: PLR2004 - a number and "of"
        return False
    return tokens[index - 3 if tokens[index - 2].text == "out" else index - 2].kind == "number"


def _is_http_status(tokens: Sequence[_Token], index: int, number: int) -> bool:
    """Whether a number is a status with its phrase, as in RFC 9110: ``404 Not Found``."""
    phrase = _PHRASES.get(number)
    return phrase is not None and [token.text for token in tokens[index + 1 : index + 1 + len(phrase)]] == phrase


def _skip_whole(tokens: Sequence[_Token], position: int) -> int:
    """Return the position behind ``of 9`` or ``/9``."""
    start = position
    if position < len(tokens) and tokens[position].text == "out":
        position += 1
    if position + 1 < len(tokens) and (tokens[position].text in _OF or tokens[position].text == "/"):
        if tokens[position + 1].kind == "number":
            return position + 2
    return start


def _is_near(token: _Token) -> bool:
    return 1 <= token.gap <= 2  # noqa: PLR2004 - more blanks separate columns


def _read_verb_first(tokens: Sequence[_Token], index: int, number: int) -> Iterator[_Statement]:
    """Read "failed to import 2 articles" and "rejected 3 rows"."""
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if behind is None or behind.kind != "word" or behind.text in _REPEATED or _is_whole(tokens, index):
        return
    for position in range(index - 1, max(index - 5, -1), -1):
        token = tokens[position]
        if token.kind != "word" or (position == index - 1 and token.text in NAMING):
            return
        if find_counted(token.text) is Counted.FAILED:
            if position and tokens[position - 1].kind == "number":
                return
            yield _Statement(Counted.FAILED, number, (position, index))
            return
        if not (token.text in _LINKS or token.text.endswith("ing") or _is_after(tokens, position, "to")):
            return


def _is_after(tokens: Sequence[_Token], position: int, word: str) -> bool:
    return position > 0 and tokens[position - 1].text == word


def _is_name_of_thing(tokens: Sequence[_Token], position: int, counted: Counted) -> bool:
    behind = tokens[position + 1] if position + 1 < len(tokens) else None
    if behind is None or behind.kind != "word":
        return False
    if tokens[position].text == "failed":
        return behind.text == "over"
    return counted is not Counted.FAILED and behind.text in THINGS


def _is_key(tokens: Sequence[_Token], position: int) -> bool:
    """Whether a bad word is followed by a number of its own."""
    signs = [token.text for token in tokens[position + 1 : position + 4]]
    return len(signs) > 1 and signs[0] in {":", "="} and signs[1].isdigit()


def _read_key_first(tokens: Sequence[_Token], index: int, number: int) -> Iterator[_Statement]:
    position = index - 1
    while position >= 0 and tokens[position].text in {'"', "'"}:
        position -= 1
    separators = []
    while position >= 0 and tokens[position].kind == "sign" and tokens[position].text in ':=([|>.-\u00b7\u2502"\'':
        separators.append(tokens[position].text)
        position -= 1
    words, start = _read_key(tokens, position)
    if not words:
        return
    first = index - len(separators)
    gap = max(tokens[place].gap for place in range(position + 1, index + 1))
    if not separators and tokens[position].text == "is":
        words.pop()
    elif not _separates(separators, tokens, index, position, gap):
        return
    if set(words) <= _GATHERING:
        outer, start_of_outer = _read_key(tokens, _find_outer_key(tokens, start - 1))
        words, start = (outer, start_of_outer) if outer else (words, start)
    counted = _find_counted_of_key(words)
    if counted is None or _is_level_of_message(words, tokens, index):
        return
    yield _Statement(counted, number, (*range(start, position + 1), *range(first, index + 1)), is_fatal=words[-1] in _FATAL)


def _read_key(tokens: Sequence[_Token], position: int) -> tuple[list[str], int]:
    """Return the words of a key that ends at a position, in their order, and the position of its first."""
    words: list[str] = []
    start = position + 1
    while position >= 0 and len(words) < _MOST_OF_KEY:
        token = tokens[position]
        if token.kind == "word":
            words.append(token.text)
            start = position
            if token.gap > 2 and position and not words[:-1]:  # noqa: PLR2004 - the next column
                break
        elif token.text not in "_-.'/[]" or (token.text == "-" and token.gap):
            break
        position -= 1
    return words[::-1], start


def _find_outer_key(tokens: Sequence[_Token], position: int) -> int:
    """Return the end of the key whose object begins at a position; -1 if none does."""
    start = position
    while position >= 0 and tokens[position].text in "{:\"'":
        position -= 1
    return position if any(token.text == "{" for token in tokens[position + 1 : start + 1]) else -1


def _separates(separators: Sequence[str], tokens: Sequence[_Token], index: int, position: int, gap: int) -> bool:
    """Whether what stands between key and number makes the number the key's value."""
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    joined = "".join(separators)
    if not separators:
        if _UNSPACED.search(tokens[position].text) or gap > 2:  # noqa: PLR2004 - columns
            return True
        is_first = position == 0 or tokens[position - 1].kind != "word"
        is_last = behind is None or behind.text in ",;)|/"
        return is_first and is_last and tokens[position].text in _ALONE
    if ":" in joined or "=" in joined or "|" in joined or "\u2502" in joined:
        return joined.count("-") == 0
    if separators[-1] in "([":
        return behind is not None and behind.text in ")],"
    if ">" in joined:
        return behind is not None and behind.text == "<"
    return len(separators) > 2  # noqa: PLR2004 - dots that lead the eye


def _find_counted_of_key(words: Sequence[str]) -> Counted | None:
    if NEVER_COUNTED.intersection(words):
        return None
    found = {find_counted(word) for word in words}
    if NOT.intersection(words) and not _NOT_WANTED.intersection(words[-1:]):
        found.add(Counted.FAILED)
    order = (Counted.FAILED, Counted.ERRORS, Counted.WARNINGS, Counted.PROBLEMS)
    return next((counted for counted in order if counted in found), None)


def _is_level_of_message(words: Sequence[str], tokens: Sequence[_Token], index: int) -> bool:
    """Whether a key is the level of a message that begins with a number: "Error: 404 Not Found"."""
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    is_message = behind is not None and behind.kind == "word" and behind.text[0] not in _COUNTERS
    return is_message and len(words) == 1 and words[0] in _LEVELS and tokens[index - 1].text in {":", "-"}


def _read_none(tokens: Sequence[_Token], index: int) -> Iterator[_Statement]:
    position = index + 1
    while position < len(tokens) and tokens[position].text in _QUALIFIERS and not find_counted(tokens[position].text):
        position += 1
    yield from _read_list_of_bad(tokens, index, position)


def _read_list_of_bad(tokens: Sequence[_Token], index: int, position: int) -> Iterator[_Statement]:
    """Read "errors or warnings" after a word for none."""
    while position < len(tokens):
        counted = find_counted(tokens[position].text) if tokens[position].kind == "word" else None
        if counted is None:
            return
        if _is_name_of_thing(tokens, position, counted) or _is_key(tokens, position):
            return
        yield _Statement(counted, 0, (index, position))
        position += 1
        if position < len(tokens) and tokens[position].text in {"or", "and", "/", ",", "oder", "und", "ou", "et", "o", "y"}:
            position += 1


def _read_unspaced_none(tokens: Sequence[_Token], index: int) -> Iterator[_Statement]:
    """Read none of something in a script without spaces: 没有错误, エラーなし, 오류 없음."""
    text = tokens[index].text
    counted = find_counted(text)
    if counted is not None and re.search("没有|なし|ありません|无|無し|없", text + (_text_at(tokens, index + 1))):
        yield _Statement(counted, 0, (index,))


def _text_at(tokens: Sequence[_Token], index: int) -> str:
    return tokens[index].text if index < len(tokens) else ""


def _read_shortfall(tokens: Sequence[_Token], index: int) -> Iterator[_Statement]:
    """Read "only imported 5 of 7 items": the other 2 failed."""
    for position in range(index + 1, min(index + 4, len(tokens))):
        if tokens[position].kind == "number":
            end = _skip_whole(tokens, position + 1)
            part = _read_number(tokens, position)
            whole = _read_number(tokens, end - 1) if end > position + 1 else None
            if part is not None and whole is not None and part < whole:
                yield _Statement(Counted.FAILED, whole - part, tuple(range(index, end)))
            return
        if tokens[position].kind != "word":
            return


def _is_part(tokens: Sequence[_Token], index: int) -> bool:
    """Whether a number is a part of one before it: "5 errors (1 fatal)", "5 errors, of which 1 is fatal"."""
    before = {token.text for token in tokens[max(0, index - 4) : index]}
    return "(" in before or bool(before & _PART_OF)


def _says_nothing_else(tokens: Sequence[_Token], statements: Sequence[_Statement]) -> bool:
    """Whether all words outside of the statements are neutral, or give the reason of a zero."""
    used = {index for statement in statements for index in statement.tokens}
    has_reason = False
    for index, token in enumerate(tokens):
        has_reason = not any(statement.number for statement in statements) and (
            has_reason or token.text in _REASONS
        ) and token.text not in {".", ",", ";"} and token.kind != "number"
        if token.kind == "word" and index not in used and not has_reason and token.text not in NEUTRAL:
            return False
    return True
