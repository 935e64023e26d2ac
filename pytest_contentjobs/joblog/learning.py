"""Learn where the level of a line stands, from a sample of a log's lines.

A place is what stands before a level, by kind, and what follows it: ``[time] [LEVEL]``, ``prefix | [time][LEVEL``,
``time - name - LEVEL -``. A place is learned if most lines that have it have a known level there. Other values in it are
unknown levels, which are never informational.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.tokens import BLANKS, CLOSING, LEVEL_CHARACTER, WORD, Column, fold, read_tokens
from pytest_contentjobs.joblog.vocabulary import Vocabulary
from pytest_contentjobs.model import Severity

__all__ = ["LevelPlace", "find_style", "learn_places"]


# A log has few layouts; more places would be coincidence.
_MOST_PLACES = 6
_MOST_CANDIDATES = 40
_LONGEST_LEVEL = 30
# The share of the lines with a place that must have a known level there, with and without signs that mark the place.
_KNOWN_SHARE = 0.6
_SURE_SHARE = 0.9
_FEWEST_LINES = 2
# Kinds of columns that do not mark a place, since prose has them, too.
_PROSE = frozenset({"word", "number", "quoted", "other"})
# Signs that programs put between columns, and people not between words.
_STRONG_SIGNS = frozenset((*CLOSING, ":", "\uff1a", "|", "=>", "->"))
_RULE = re.compile(r"[A-Z][A-Z_]{1,15}-?\d{1,6}[A-Z]?")
# Kinds of columns with their regular expressions, exact and for people.
_SIMPLE = {
    "word": (WORD, r"\S+"),
    "number": (r"\d[\d.,]*+", r"[\d.,]+"),
    "quoted": (r"(?:\"[^\"\n]{0,200}+\"|'[^'\n]{0,200}+')", r"(?:\"[^\"]*\"|'[^']*')"),
}
# How words are written that are not words of a sentence.
_CLEAR_STYLES = frozenset(("capitals", "script", "mark"))
_AFTER = frozenset(":\uff1a|-])>\u3011")


@dataclass(frozen=True, slots=True)
class _Key:
    """The place of a level: the kinds of the columns before it, what follows it, and how it is written."""

    before: tuple[str, ...]
    after: str
    style: str

    @property
    def has_time(self) -> bool:
        return any("time" in kind for kind in self.before)

    @property
    def has_sign(self) -> bool:
        return any(kind not in _PROSE for kind in self.before)

    @property
    def is_decorated(self) -> bool:
        return self.after not in {"blank", "end"}

    @property
    def is_strong(self) -> bool:
        return self.has_time or (self.is_decorated and any(kind[:1] in _STRONG_SIGNS for kind in self.before))


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelPlace:
    """A learned place of levels.

    ``prefix`` and ``suffix`` are regular expressions for what surrounds the level, ``pattern`` is the whole, with the groups
    ``level`` and, in some places, ``timestamp`` and ``rule``. ``pin`` says the same for people, in the form of
    ``--content-log-pattern``. ``values`` are the levels in the sample, known ones first, with the number of their lines;
    ``lines`` is the number of lines with a known one. ``is_weak`` says that a word of prose may stand there.
    """

    prefix: str
    suffix: str
    style: str
    pattern: re.Pattern[str]
    pin: str
    values: Mapping[str, int]
    lines: int = 0
    is_weak: bool = False

    def find_level(self, line: str) -> re.Match[str] | None:
        """Return the match of a line with a word in this place that is written as a level; None for other lines."""
        match = self.pattern.match(line)
        return match if match is not None and find_style(match["level"]) == self.style else None


def find_style(word: str) -> str:
    """Return how a word is written: capitals, lower, title, letter, number, mark, script (without capitals) or other."""
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return "number" if word.isdigit() else "other" if word.isascii() else "mark"
    if len(word) == 1 and word.isascii():
        return "letter"
    if all(character.isupper() for character in letters):
        return "capitals"
    if all(character.islower() for character in letters):
        return "lower"
    if word.istitle():
        return "title"
    return "other" if any(character.isupper() or character.islower() for character in letters) else "script"


def learn_places(sample: Sequence[str], vocabulary: Vocabulary) -> tuple[LevelPlace, ...]:
    """Return the places of levels in a sample of lines, that of most lines first; none if nothing is certain."""
    remaining = [line for line in sample if line.strip()]
    places: list[LevelPlace] = []
    while len(places) < _MOST_PLACES and (place := _learn_place(remaining, vocabulary)) is not None:
        places.append(place)
        remaining = [line for line in remaining if not _has_known_level(place, line, vocabulary)]
    return tuple(places)


def _has_known_level(place: LevelPlace, line: str, vocabulary: Vocabulary) -> bool:
    match = place.find_level(line)
    return match is not None and vocabulary.find(match["level"]) is not None


def _learn_place(lines: Sequence[str], vocabulary: Vocabulary) -> LevelPlace | None:
    examples: defaultdict[_Key, list[Sequence[Column]]] = defaultdict(list)
    for line in lines:
        for key, before in _find_candidates(line, vocabulary):
            examples[key].append(before)
    # Of two places in the same lines, the first one is that of the line's own level.
    ranked = sorted(examples.items(), key=lambda item: (-len(item[1]), len(item[0].before)))
    places = (_judge(key, _make_place(key, before), lines, vocabulary) for key, before in ranked[:_MOST_CANDIDATES])
    return next(filter(None, places), None)


def _find_candidates(line: str, vocabulary: Vocabulary) -> Iterator[tuple[_Key, Sequence[Column]]]:
    """Yield each place of a line where a known level stands, with the columns before it."""
    before: list[Column] = []
    for token in read_tokens(line):
        if token.kind in _PROSE and token.kind != "quoted":
            word = token.text.split(":", 1)[0].rstrip("\ufe0f") or token.text
            if len(word) <= _LONGEST_LEVEL and vocabulary.find(word) is not None:
                columns = fold(before)
                after = _read_after(line, token.end - len(token.text) + len(word), columns)
                if after is not None:
                    yield _Key(tuple(column.kind for column in columns), after, find_style(word)), columns
        before.append(token)


def _read_after(line: str, position: int, before: Sequence[Column]) -> str | None:
    """Return what follows a level: a sign, ``blank``, ``end`` or ``in`` with an open bracket; None if it cannot be one."""
    rest = line[position:].removeprefix("\ufe0f")
    following = rest.lstrip(" \t")
    is_apart = rest[:1] in {" ", "\t"}
    opened = [column.kind for column in before if column.kind in CLOSING]
    if opened and not following.startswith(CLOSING[opened[-1]]):
        return f"in{opened[-1]}" if is_apart and CLOSING[opened[-1]] in following else None
    if not following:
        return "end"
    if following[0] == "-":
        return "-" if is_apart and following[1:2] in {" ", "\t"} else "blank" if is_apart else None
    if following[0] in _AFTER:
        return following[0]
    return "blank" if is_apart else None


def _make_place(key: _Key, examples: Sequence[Sequence[Column]]) -> LevelPlace | None:
    """Write the regular expressions of a place; None if nothing in it is constant enough to recognise it by."""
    patterns: list[str] = []
    shown: list[str] = []
    groups: set[str] = set()
    for index, kind in enumerate(key.before):
        texts = {columns[index].text for columns in examples}
        if not key.has_sign and kind in _PROSE and len(texts) > 1:
            return None
        pattern, simple = _describe_column(kind, texts, is_constant=not key.has_sign or kind == "other", groups=groups)
        patterns.append(BLANKS + pattern)
        shown.append(simple)
    suffix, shown_suffix = _describe_suffix(key.after)
    level = (
        r"(?P<level>[^\w\s\ufe0f])\ufe0f?"
        if key.style == "mark"
        else rf"(?P<level>{LEVEL_CHARACTER}{{1,{_LONGEST_LEVEL}}}+)"
    )
    prefix = f"(?>{''.join(patterns)}){BLANKS}"
    return LevelPlace(
        prefix=prefix,
        suffix=suffix,
        style=key.style,
        pattern=re.compile(prefix + level + suffix),
        pin=rf"\s*{''.join(part + chr(92) + 's*' for part in shown)}(?P<severity>[^\s:\]|)>]+){shown_suffix}(?P<message>.*)",
        values={},
        is_weak=not (key.is_decorated or key.style in _CLEAR_STYLES),
    )


def _describe_column(kind: str, texts: set[str], *, is_constant: bool, groups: set[str]) -> tuple[str, str]:
    """Return the regular expression of a column, and a simple one for people."""
    if is_constant and kind in _PROSE:
        constant = re.escape(min(texts))
        return (f"(?:{constant})", constant) if len(texts) == 1 else (r"\S", r"\S")
    if kind == "time":
        words = max(text.count(" ") for text in texts)
        return _name("timestamp", TIME, groups), r"\S+" + r" \S+" * words
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if not kind[1:].startswith("group"):
        return re.escape(kind), re.escape(kind)
    return _describe_group(kind, texts, groups)


def _describe_group(kind: str, texts: set[str], groups: set[str]) -> tuple[str, str]:
    opening, closing = re.escape(kind[0]), re.escape(CLOSING[kind[0]])
    inside = rf"[^{closing}\n]{{0,200}}+"
    simple = rf"{opening}[^{closing}]*{closing}"
    if kind.endswith("time"):
        return rf"{opening}{BLANKS}{_name('timestamp', TIME, groups)}{inside}{closing}", simple
    if all(_RULE.fullmatch(text) for text in texts) and "rule" not in groups:
        rule = _name("rule", _RULE.pattern, groups)
        return rf"{opening}{BLANKS}{rule}{BLANKS}{closing}", rf"{opening}(?P<rule>[^{closing}]*){closing}"
    return rf"{opening}{inside}{closing}", simple


def _name(name: str, pattern: str, groups: set[str]) -> str:
    if name in groups:
        return pattern
    groups.add(name)
    return f"(?P<{name}>{pattern})"


def _describe_suffix(after: str) -> tuple[str, str]:
    if after == "end":
        return r"[ \t]*+$", r"\s*$"
    if after == "blank":
        return r"(?=[ \t])", r"\s+"
    if after == "-":
        return r"[ \t]++-(?=[ \t])", r"\s+-\s+"
    if after.startswith("in"):
        closing = re.escape(CLOSING[after[-1]])
        return rf"(?=[ \t])[^\n{closing}]{{0,200}}+{closing}", rf"[^{closing}]*{closing}\s*"
    return BLANKS + re.escape(after), rf"\s*{re.escape(after)}\s*"


def _judge(key: _Key, place: LevelPlace | None, lines: Sequence[str], vocabulary: Vocabulary) -> LevelPlace | None:
    """Return a place with its evidence; None if what stands there are not levels."""
    if place is None:
        return None
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for match in filter(None, map(place.find_level, lines)):
        value = match["level"]
        (unknown if vocabulary.find(value) is None else known)[value] += 1
    number = known.total()
    severities = {vocabulary.find(value) for value in known}
    if not _may_hold_levels(key, known) or (number < _FEWEST_LINES and not key.has_time):
        return None
    share = (
        _KNOWN_SHARE if not place.is_weak and (key.has_sign or key.is_decorated or key.style == "mark") else _SURE_SHARE
    )
    if number < share * (number + unknown.total()) or len(unknown) > max(_FEWEST_LINES, len(known) + 1, number // 10):
        return None
    # Without an informational value, a word before a colon may be the label of a message.
    if Severity.INFO not in severities and not key.is_strong:
        return None
    values = dict(islice((*known.most_common(), *unknown.most_common()), _MOST_CANDIDATES))
    return replace(place, lines=number, values=values)


def _may_hold_levels(key: _Key, known: Counter[str]) -> bool:
    """Whether a place may hold levels by how they are written: numbers and letters stand elsewhere, too."""
    if key.style == "number":
        return key.after in CLOSING.values() and len(known) > 1
    if key.style == "letter":
        return key.has_time or key.is_decorated
    return key.has_time or key.is_decorated or key.style in _CLEAR_STYLES
