"""Read numbers behind a key that is about something bad: ``OUTPUT_RECORDS_FAILED: 2``, ``errors (3)``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pytest_contentjobs.joblog.formats.parts.total_tokens import Statement, Token, is_unspaced
from pytest_contentjobs.joblog.formats.parts.total_words import (
    NEVER_COUNTED,
    Counted,
    denies_what_was_done,
    find_counted,
    words,
)

__all__ = ["FATAL", "read_key_first"]

_MOST_OF_KEY = 8
_COUNTERS = "件個个条條项項処건개行本"
_GATHERING = words("count total number sum value amount n")
# A key of one such word may also be the level of a message that begins with a number.
_LEVELS = words("error warning fatal failure exception critical severe warn err fehler invalid failed fail")
_OUTCOMES = words("failure invalid failed fail")
# What a number counts, if nothing else follows.
_ITEMS = words(
    "article articles item items row rows record records file files topic topics folder folders page pages document documents"
    " entry entries line lines resource resources portal portals artikel dateien zeilen seiten ordner fichiers lignes"
)
# Spring Batch skips an item in one of these steps if an exception was thrown there, and filters others.
_SKIPS, _STEPS = words("skip skips"), words("read write process")
_CONTINUES = words("and or und oder et ou y o e")
_ALONE = words("errors warnings failures failed rejected invalid fail exceptions problems issues violations")
_LETTERS = {"e": Counted.ERRORS, "w": Counted.WARNINGS}
# Kettle's steps: lines from input, to output, read, written, updated, and errors.
_OF_STEPS = words("i o r w u e")
_READ = words("r o u")
FATAL = words("fatal fatals")


def read_key_first(tokens: Sequence[Token], index: int, number: int) -> Iterator[Statement]:
    """Yield the statement of a number that is the value of a key, if the key is about something bad."""
    position = index - 1
    while position >= 0 and tokens[position].text in {'"', "'"}:
        position -= 1
    separators = []
    while position >= 0 and tokens[position].kind == "sign" and tokens[position].text in ":=([|>.-\u00b7\u2502\"'":
        separators.append(tokens[position].text)
        position -= 1
    parts, start = _read_key(tokens, position)
    if not parts:
        return
    first = index - len(separators)
    gap = max(tokens[place].gap for place in range(position + 1, index + 1))
    if not separators and tokens[position].text == "is":
        parts.pop()
    elif not _separates(separators, tokens, index, position, gap):
        return
    if set(parts) <= _GATHERING:
        outer, start_of_outer = _read_key(tokens, _find_outer_key(tokens, start - 1))
        parts, start = (outer, start_of_outer) if outer else (parts, start)
    counted = _find_counted_of_key(parts) or _find_counted_of_letter(parts, tokens)
    if counted is None or _is_level_of_message(parts, tokens, index):
        return
    yield Statement(
        counted, number, (*range(start, position + 1), *range(first, index + 1)), is_fatal=parts[-1] in FATAL
    )


def _read_key(tokens: Sequence[Token], position: int) -> tuple[list[str], int]:
    """Return the words of a key that ends at a position, in their order, and the position of its first."""
    parts: list[str] = []
    start = position + 1
    while position >= 0 and len(parts) < _MOST_OF_KEY:
        token = tokens[position]
        if token.kind == "word":
            parts.append(token.text)
            start = position
            if token.gap > 2 and position and not parts[:-1]:  # noqa: PLR2004 - the next column
                break
        elif token.text not in "_-.'/[]" or (token.text == "-" and token.gap):
            break
        position -= 1
    return parts[::-1], start


def _find_outer_key(tokens: Sequence[Token], position: int) -> int:
    """Return the end of the key whose object or colon is at a position; -1 if there is none."""
    start = position
    while position >= 0 and tokens[position].text in "{:\"'":
        position -= 1
    return position if any(token.text in {"{", ":"} for token in tokens[position + 1 : start + 1]) else -1


def _separates(separators: Sequence[str], tokens: Sequence[Token], index: int, position: int, gap: int) -> bool:
    """Whether what stands between key and number makes the number the key's value."""
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    joined = "".join(separators)
    if not separators:
        if is_unspaced(tokens[position].text) or gap > 2:  # noqa: PLR2004 - columns
            return True
        is_first = position == 0 or tokens[position - 1].kind != "word"
        is_last = behind is None or behind.text in ",;)|/"
        return is_first and is_last and tokens[position].text in _ALONE
    if ":" in joined or "=" in joined or "|" in joined or "\u2502" in joined:
        return joined.count("-") == 0
    if separators[-1] in "([":
        return behind is not None and behind.text in ")]"
    if ">" in joined:
        return behind is not None and behind.text == "<"
    return len(separators) > 2  # noqa: PLR2004 - dots that lead the eye


def _find_counted_of_key(parts: Sequence[str]) -> Counted | None:
    if NEVER_COUNTED.intersection(parts):
        return None
    found = {find_counted(word) for word in parts}
    if denies_what_was_done(parts):
        found.add(Counted.FAILED)
    if not _SKIPS.isdisjoint(parts) and not _STEPS.isdisjoint(parts):
        found.add(Counted.FAILED)
    order = (Counted.FAILED, Counted.ERRORS, Counted.WARNINGS, Counted.PROBLEMS)
    return next((counted for counted in order if counted in found), None)


def _find_counted_of_letter(parts: Sequence[str], tokens: Sequence[Token]) -> Counted | None:
    """Return what a letter counts beside another one: "E:3 W:2"; a W beside what was read counts what was written."""
    if len(parts) > 1 or parts[0] not in _LETTERS:
        return None
    keys = {token.text for token, behind in pairwise(tokens) if behind.text in {":", "="}}
    if parts[0] == "e" and keys >= _OF_STEPS:
        return Counted.ERRORS
    return _LETTERS[parts[0]] if keys >= _LETTERS.keys() and keys.isdisjoint(_READ) else None


def _is_level_of_message(parts: Sequence[str], tokens: Sequence[Token], index: int) -> bool:
    """Whether a key is the level of a message that begins with a number: "Error: 404 Not Found"."""
    if len(parts) > 1 or parts[0] not in _LEVELS or tokens[index - 1].text not in {":", "-"}:
        return False
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if behind is None or behind.kind != "word" or behind.text[0] in _COUNTERS:
        return False
    # "failed: 2 of 9 articles" counts, and so does "failed: 2 articles".
    if behind.text in {"of", "out"}:
        return False
    follows = tokens[index + 2] if index + 2 < len(tokens) else None
    is_end = follows is None or follows.kind != "word" or follows.text in _CONTINUES
    return not (is_end and (behind.text in _ITEMS or parts[0] in _OUTCOMES))
