"""Learn where the level of a line stands, from a sample of a log's lines.

A place is what stands before a level, by kind, and what follows it: ``[time] [LEVEL]``, ``prefix | [time][LEVEL``,
``time - name - LEVEL -``. A place is learned if most lines that have it have a known level there. Other values in it are
unknown levels, which are never informational.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from pytest_contentjobs.joblog.places import (
    CLEAR_STYLES,
    GAP,
    LAST,
    LAST_WORD,
    LONGEST_LEVEL,
    PROSE,
    STEM,
    LevelPlace,
    PlaceKey,
    make_place,
    split_columns,
)
from pytest_contentjobs.joblog.suffixes import COMPONENT, PROCESS, SUFFIXES, TAG, TIME_BEHIND, TIME_LATER
from pytest_contentjobs.joblog.tokens import CLOSING, Column, find_style, fold, read_tokens
from pytest_contentjobs.joblog.vocabulary import Vocabulary
from pytest_contentjobs.model import Severity

__all__ = ["learn_places"]

# A log has few layouts; more places would be coincidence.
_MOST_PLACES = 6
_MOST_CANDIDATES = 40
# The share of the lines with a place that must have a known level there, with and without signs that mark the place.
_KNOWN_SHARE = 0.6
_SURE_SHARE = 0.9
_LETTER_SHARE = 0.75
_FEWEST_LINES = 2
# What stands before the level in so many lines, and in all, says nothing about one of them.
_FEWEST_FOR_LABELS = 5
# The share of the lines of a place that must have a second level, and of all lines that must end with a level.
_INNER_SHARE = 0.5
_LAST_SHARE = 0.5
# A file on Windows begins with a letter and a colon.
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_PART = re.compile(r"[^:./]+")
# What stands behind the key of a number that counts something: "Warnings: 3", and with a word that counts: "失败 0 条".
_COUNT = re.compile(r"\W*\d[\d.,]*\W*")
_COUNT_WITH_WORD = re.compile(r"\W*\d[\d.,]*\s?[条個件个筆笔行篇건개]\W*")
_MOST_PARTS = 8
# Columns that only blanks separate, of which so many are searched for a level.
_GAPS = re.compile(r" {2,}")
_MOST_COLUMNS = 4
# Signs that end a column, whatever stands in it.
_SEPARATORS = frozenset(";|")
_AFTER = frozenset(":\uff1a|-])>\u3011")
_DESCRIBED = [(after, re.compile(SUFFIXES[after][0])) for after in (PROCESS, COMPONENT, TAG, TIME_BEHIND, TIME_LATER)]


def learn_places(sample: Sequence[str], vocabulary: Vocabulary) -> tuple[LevelPlace, ...]:
    """Return the places of levels in a sample of lines, that of most lines first; none if nothing is certain."""
    remaining = [line for line in sample if line.strip()]
    places: list[LevelPlace] = []
    keys: list[PlaceKey] = []
    while len(places) < _MOST_PLACES and (learned := _learn_place(remaining, vocabulary, keys)) is not None:
        key, place = learned
        keys.append(key)
        places.append(place)
        remaining = [line for line in remaining if not _has_known_level(place, line, vocabulary)]
    return tuple(places)


def _has_known_level(place: LevelPlace, line: str, vocabulary: Vocabulary) -> bool:
    match = place.find_level(line)
    return match is not None and place.read_level(match["level"], vocabulary) is not None


def _learn_place(
    lines: Sequence[str], vocabulary: Vocabulary, known: Sequence[PlaceKey]
) -> tuple[PlaceKey, LevelPlace] | None:
    examples: defaultdict[PlaceKey, list[Sequence[Column]]] = defaultdict(list)
    for line in lines:
        for key, before in _find_candidates(line, vocabulary):
            examples[key].append(before)
    ranked = sorted(examples.items(), key=lambda item: (-len(item[1]), item[0].is_last, len(item[0].before)))[
        :_MOST_CANDIDATES
    ]
    judged = [
        (key, place)
        for key, before in ranked
        if (place := _judge(key, make_place(key, before, known), lines, vocabulary, known))
    ]
    if not judged:
        return None
    # Of two places in the same lines, the first one is that of the line's own level.
    key, place = max(judged, key=lambda each: (_has_informational(each[1], vocabulary), each[1].lines))
    return key, replace(place, inner=tuple(_find_inner(place, ranked, lines, vocabulary)))


def _find_inner(
    place: LevelPlace,
    ranked: Sequence[tuple[PlaceKey, Sequence[Sequence[Column]]]],
    lines: Sequence[str],
    vocabulary: Vocabulary,
) -> Iterator[LevelPlace]:
    """Yield the places of further levels in the lines of a place: a logger may print what another one printed."""
    own = [line for line in lines if _has_known_level(place, line, vocabulary)]
    for key, before in ranked:
        if key.is_decorated or key.style in CLEAR_STYLES:
            inner = _judge(key, make_place(key, before), own, vocabulary)
            if inner is None or inner.pattern.pattern == place.pattern.pattern:
                continue
            if inner.lines > len(own) * _INNER_SHARE and _has_informational(inner, vocabulary):
                yield inner


def _find_candidates(line: str, vocabulary: Vocabulary) -> Iterator[tuple[PlaceKey, Sequence[Column]]]:
    """Yield each place of a line where a known level stands, with the columns before it."""
    before: list[Column] = []
    for token in read_tokens(line):
        if token.kind in PROSE:
            for stem, word in _split_word(token):
                if len(word) <= LONGEST_LEVEL and _is_level(word, vocabulary):
                    columns = fold([*before, *stem])
                    end = token.end - len(token.text) + sum(len(column.text) for column in stem) + len(word)
                    after = _read_after(line, end, columns)
                    if after is not None:
                        yield PlaceKey(tuple(column.kind for column in columns), after, find_style(word)), columns
        before.append(token)
    for number, cell in enumerate(_GAPS.split(line.strip())[1:_MOST_COLUMNS], 1):
        if len(cell) <= LONGEST_LEVEL and " " not in cell and _is_level(cell, vocabulary):
            yield PlaceKey((f"{GAP}{number}",), "blank", find_style(cell)), ()
    last = LAST_WORD.match(line)
    if last is not None and _is_level(last["level"], vocabulary):
        yield PlaceKey((LAST,), last["opening"] or "end", find_style(last["level"])), ()


def _has_informational(place: LevelPlace, vocabulary: Vocabulary) -> bool:
    return any(place.read_level(value, vocabulary) is Severity.INFO for value in place.values)


def _is_level(word: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.find(word) is not None or (len(word) == 1 and vocabulary.find(word.upper()) is not None)


def _split_word(token: Column) -> Iterator[tuple[list[Column], str]]:
    """Yield the parts of a word that may be a level, each with what precedes it in the word."""
    if not _DRIVE.match(token.text):
        yield [], token.text.split(":", 1)[0].rstrip("\ufe0f!") or token.text
    if token.kind != "word":
        return
    for number, match in enumerate(islice(_PART.finditer(token.text), _MOST_PARTS)):
        if number and find_style(match[0]) == "capitals":
            yield [Column(f"{STEM}{number}", token.text[: match.start()], 0)], match[0]


def _read_after(line: str, position: int, before: Sequence[Column]) -> str | None:
    """Return what follows a level: a sign, ``blank``, ``tab``, ``end`` or ``in`` with an open bracket; None if it cannot be one."""
    rest = line[position:].removeprefix("\ufe0f")
    rest = rest[1:] if rest.startswith("! ") else rest
    following = rest.lstrip(" \t")
    opened = [column.kind for column in before if column.kind in CLOSING]
    if opened and not following.startswith(CLOSING[opened[-1]]):
        return _read_after_in_bracket(rest, following, opened[-1])
    if not following or rest[0] == "\t":
        return "tab" if following else "end"
    has_time = any("time" in column.kind for column in before)
    described = next((after for after, pattern in _DESCRIBED if pattern.match(rest)), None)
    if described is not None and not (has_time and described in {TIME_BEHIND, TIME_LATER}):
        return described
    is_apart = rest[0] == " "
    if following[0] == "-":
        return "-" if is_apart and following[1:2] in {" ", "\t"} else "blank" if is_apart else None
    is_sign = following[0] in _AFTER or (following[0] == ";" and before and before[-1].kind in {";", ":"})
    return following[0] if is_sign else "blank" if is_apart else None


def _read_after_in_bracket(rest: str, following: str, opening: str) -> str | None:
    if following[:1] == "|":
        return "|"
    is_column = rest[:1] in {" ", "\t", ":", "/"}
    return f"in{opening}" if is_column and CLOSING[opening] in following else None


def _judge(
    key: PlaceKey,
    place: LevelPlace | None,
    lines: Sequence[str],
    vocabulary: Vocabulary,
    known_keys: Sequence[PlaceKey] = (),
) -> LevelPlace | None:
    """Return a place with its evidence; None if what stands there are not levels.

    A variant of a place that is known needs no further evidence for warnings and errors.
    """
    if place is None:
        return None
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    shared: set[str] | None = None
    is_repeated = not key.has_time
    is_counted = True
    count = _COUNT_WITH_WORD if key.has_time else _COUNT
    matches = [match for line in lines if (match := place.find_level(line)) is not None]
    for match in matches:
        value = match["level"]
        columns = split_columns(match.string[: match.start("level")])
        shared = set(columns) if shared is None else shared.intersection(columns)
        (unknown if place.read_level(value, vocabulary) is None else known)[value] += 1
        is_repeated = is_repeated and match.string == matches[0].string
        is_counted = is_counted and count.fullmatch(match.string, match.end("level")) is not None
    number = known.total()
    severities = {place.read_level(value, vocabulary) for value in known}
    is_variant = Severity.INFO not in severities and any(map(key.is_variant_of, known_keys))
    # Without an informational value, a word before a colon may be the label of a message.
    is_graded = key.before in {(), ("word",)} and len(severities) > 1
    is_clear = is_variant or Severity.INFO in severities or key.is_strong or is_graded
    # In a sentence, "INFO" may be what is missing. Only a log that has findings in the same place shows that it is a level.
    is_sentence = (key.has_prose or place.follows_word) and severities == {Severity.INFO}
    # Neither are the names of columns above each row, nor the keys of totals.
    is_none = is_sentence or (is_counted and bool(matches)) or (is_repeated and not is_variant)
    # One word far behind the start of a line without columns is one of a sentence, too.
    is_far = place.is_weak and place.has_message and _SEPARATORS.isdisjoint(key.before)
    is_said = number < _FEWEST_LINES and is_far and Severity.INFO not in severities
    may_hold = _may_hold_levels(key, known) or (key.is_first_word and is_graded and number > _FEWEST_LINES)
    if is_none or is_said or not is_clear or not may_hold:
        return None
    is_word = all(vocabulary.find_word(value) for value in known)
    if number < _FEWEST_LINES and not is_variant and not (is_word and _is_sure(key, place, severities)):
        return None
    share = _SURE_SHARE if key.is_behind_gap else _choose_share(key, place, known)
    if number < share * (number + unknown.total()) or len(unknown) > max(_FEWEST_LINES, len(known) + 1, number // 10):
        return None
    if key.is_last and number < len(lines) * _LAST_SHARE:
        return None
    values = dict(islice((*known.most_common(), *unknown.most_common()), _MOST_CANDIDATES))
    labels = frozenset(shared or ()) if number >= _FEWEST_FOR_LABELS else frozenset()
    return replace(place, lines=number, values=values, labels=labels)


def _is_sure(key: PlaceKey, place: LevelPlace, severities: set[Severity | None]) -> bool:
    """Whether one line is enough: a time stands near its level, and it is not a total such as "0 errors".

    A word that may begin a sentence is only taken for a level that is bad.
    """
    is_total = place.is_weak and key.before[-1:] == ("number",)
    is_prose = place.is_weak and Severity.INFO in severities
    return key.has_time and key.after != TIME_LATER and not is_total and not is_prose


def _choose_share(key: PlaceKey, place: LevelPlace, known: Counter[str]) -> float:
    if not place.is_weak and (key.has_sign or key.is_decorated or key.style == "mark"):
        return _KNOWN_SHARE
    if key.is_first_word:
        return _KNOWN_SHARE
    is_letter = key.style == "letter" and key.has_time and len(known) > _FEWEST_LINES
    return _LETTER_SHARE if is_letter else _SURE_SHARE


def _may_hold_levels(key: PlaceKey, known: Counter[str]) -> bool:
    """Whether a place may hold levels by how they are written: numbers and letters stand elsewhere, too."""
    if key.style == "number":
        return key.after in CLOSING.values() and len(known) > 1
    if key.style == "letter":
        return key.has_time or key.is_decorated
    if key.style == "small letter":
        return key.is_decorated and len(known) > 1
    if key.is_behind_gap:
        return len(known) > 1
    return key.has_time or key.is_last or key.is_decorated or key.style in CLEAR_STYLES
