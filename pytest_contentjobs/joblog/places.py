"""Places of levels: what stands before and behind a level, as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.informational_run import INNER_START
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.suffixes import TIME_BEHIND, TIME_LATER, describe_suffix
from pytest_contentjobs.joblog.tokens import BLANKS, CLOSING, INFORMATION, LEVEL_CHARACTER, WORD, Column, find_style
from pytest_contentjobs.joblog.vocabulary import Vocabulary
from pytest_contentjobs.joblog.vocabulary.item_outcomes import read_item_outcome
from pytest_contentjobs.model import Severity

__all__ = [
    "CLEAR_STYLES",
    "GAP",
    "LAST",
    "LAST_WORD",
    "LONGEST_LEVEL",
    "PROSE",
    "STEM",
    "LevelPlace",
    "PlaceKey",
    "make_place",
    "split_columns",
]

# Kinds of columns that do not mark a place, since prose has them, too.
PROSE = frozenset({"word", "number", "quoted", "other"})

LONGEST_LEVEL = 30
# Signs that programs put between columns, and people not between words.
_STRONG_SIGNS = frozenset((*CLOSING, ":", "\uff1a", "|", "=>", "->"))
# Signs that stand within a sentence, too.
_IN_SENTENCES = frozenset((*CLOSING, ":", "\uff1a"))
_RULE = re.compile(r"[A-Z][A-Z_]{1,15}-?\d{1,6}[A-Z]?")
# Kinds of columns with their regular expressions, exact and for people.
_SIMPLE = {
    "word": (WORD, r"\S+"),
    "number": (r"\d[\d.,]*+", r"[\d.,]+"),
    "quoted": (r"(?:\"[^\"\n]{0,200}+\"|'[^'\n]{0,200}+')", r"(?:\"[^\"]*\"|'[^']*')"),
}
# How words are written that are not words of a sentence.
CLEAR_STYLES = frozenset(("capitals", "script", "mark"))
#: The kind of all that stands before a level at the end of its line, and of parts of the level's own word before it.
LAST, STEM = "message", "stem"
#: The kind of so many columns before a level as its number says, which only gaps of blanks separate, as behind the level.
GAP = "gap"
# A word of ASCII characters.
_PLAIN_WORD = r"[A-Za-z0-9_.$@#/*~+%&-]++(?=[\s|;=\[\](){}<>\",]|:[\s:])"
# Before a level, so many words may be a message.
_MESSAGE_WORDS = 3
# Dates and times of day without signs are two numbers.
_TIME_NUMBERS = 2
# Fewer columns are like others by chance.
_FEWEST_FOR_VARIANT = 2
_LEVEL = rf"(?P<level>{LEVEL_CHARACTER}{{1,{LONGEST_LEVEL}}}+)"
# Of the letters of Unicode, one is a mark.
_MARK = rf"(?P<level>[^\w\s\ufe0f]|{INFORMATION})\ufe0f?"
_ENDS_OF_COLUMNS = re.compile(r"[;|\t]|(?<=[\])>])|(?<=:)\s")
_STEM = r"(?:[^\s:./|,;=()\[\]{}<>\"']++[:./])"
#: A line that ends with what may be a level, set apart by blanks, dots, a sign or brackets.
LAST_WORD = re.compile(
    rf"(?P<message>[^\n]*?\S)(?:[ \t]{{2,}}|\t|[ \t]?\.{{3,}}[ \t]?|[ \t]+(?=[\[(<])|[ \t]*(?:\||->|=>|;)[ \t]*)"
    rf"(?P<opening>[\[(<]?)[ \t]*{_LEVEL}[ \t]*[\])>]?[ \t]*$"
)


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """The place of a level: the kinds of the columns before it, what follows it, and how it is written."""

    before: tuple[str, ...]
    after: str
    style: str

    @property
    def has_time(self) -> bool:
        """Whether the line has a time beside the level, or begins with numbers that can be one."""
        return (
            self.after in {TIME_BEHIND, TIME_LATER}
            or any("time" in kind for kind in self.before)
            or self.before[:_TIME_NUMBERS] == ("number",) * _TIME_NUMBERS
        )

    @property
    def has_sign(self) -> bool:
        """Whether something stands before the level that prose does not have."""
        return any(kind not in PROSE for kind in self.before) or self.has_time

    @property
    def has_prose(self) -> bool:
        """Whether words in a row lead to the level, or one if nothing follows it: perhaps the level is one of a sentence.

        A colon or an opening bracket between them does not end the sentence.
        """
        words = "".join("w" if kind == "word" else "" if kind in _IN_SENTENCES else " " for kind in self.before)
        return words.endswith("ww") or (self.after == "end" and words.endswith("w"))

    @property
    def is_last(self) -> bool:
        """Whether the level ends the line, behind the message."""
        return self.before[:1] == (LAST,)

    @property
    def is_behind_gap(self) -> bool:
        """Whether gaps of blanks surround the level."""
        return self.before[:1] != () and self.before[0].startswith(GAP)

    @property
    def is_decorated(self) -> bool:
        """Whether a sign follows the level or surrounds it."""
        return self.after not in {"blank", "end", TIME_LATER}

    @property
    def is_first_word(self) -> bool:
        """Whether the level is a word in small letters that begins the line, or stands behind the name of a program."""
        return self.style == "lower" and self.after == "blank" and self.before in {(), ("word",)}

    def is_variant_of(self, other: PlaceKey) -> bool:
        """Whether one column before the level is of another kind: a program prints a sign for what it does not know."""
        return self.find_difference(other) is not None

    def find_difference(self, other: PlaceKey) -> int | None:
        """Return the number of the only column in which a variant differs; None if it is no variant."""
        if (self.after, self.style) != (other.after, other.style) or len(self.before) != len(other.before):
            return None
        differing = [
            place for place, kinds in enumerate(zip(self.before, other.before, strict=True)) if len(set(kinds)) > 1
        ]
        return differing[0] if len(differing) == 1 and len(self.before) >= _FEWEST_FOR_VARIANT else None

    @property
    def is_strong(self) -> bool:
        """Whether a word in this place is hardly one of prose."""
        return self.has_time or (self.is_decorated and any(kind[:1] in _STRONG_SIGNS for kind in self.before))


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelPlace:
    """A learned place of levels.

    ``prefix`` and ``suffix`` are regular expressions for what surrounds the level, ``pattern`` is the whole, with the groups
    ``level`` and, in some places, ``timestamp``, ``rule``, ``item`` and ``message``. ``pin`` says the same for people, as in
    ``--content-log-pattern``. ``values`` are the levels in the sample, known ones first, with the number of their lines;
    ``lines`` is the number of lines with a known one. ``is_weak`` says that a word of prose may stand there. ``inner`` are
    further places of levels in the same lines, of which the worst counts. ``routine_prefix`` matches no more than ``prefix``, and
    nothing that may report something; None if none can be made. ``has_message`` says that what stands before the
    level is, or may contain, the message; ``follows_word``, that a plain word stands directly before a level without signs;
    ``is_first_word``, that other words than levels begin lines, too. ``labels`` are the columns before the level that all
    lines of the sample share.
    """

    prefix: str
    suffix: str
    style: str
    pattern: re.Pattern[str]
    pin: str
    values: Mapping[str, int]
    lines: int = 0
    is_weak: bool = False
    inner: tuple[LevelPlace, ...] = ()
    routine_prefix: str | None = None
    has_message: bool = False
    follows_word: bool = False
    is_first_word: bool = False
    labels: frozenset[str] = frozenset()

    def find_level(self, line: str) -> re.Match[str] | None:
        """Return the match of a line with a word in this place that is written as a level; None for other lines."""
        match = self.pattern.match(line)
        return match if match is not None and match["level"] and find_style(match["level"]) == self.style else None

    def read_level(self, word: str, vocabulary: Vocabulary) -> Severity | None:
        """Return what a word means in this place, ``Severity.INFO`` if it is informational; None if it is unknown."""
        level = vocabulary.find(word.upper() if self.style == "small letter" else word)
        return level or (read_item_outcome(word) if self.has_outcome(word, vocabulary) else None)

    def has_outcome(self, word: str, vocabulary: Vocabulary) -> bool:
        """Whether a word in this place is no level, but says what was done: programs print CREATED where others are ERROR."""
        is_apart = self.style == "capitals" and not self.is_weak
        return is_apart and vocabulary.find(word) is None and read_item_outcome(word) is not None


def split_columns(text: str) -> list[str]:
    """Split what stands before a level at the signs and brackets that end a column."""
    return [part.strip() for part in _ENDS_OF_COLUMNS.split(text)]


# By their style: words that are written otherwise are headers and other lines.
_ANY_LEVEL = r"[^\s:\]|)>]+"
_SHOWN = {
    "capitals": r"(?=[^\W\d_])[^\s:\]|)>a-z]+",
    "lower": r"(?=[^\W\d_])[^\s:\]|)>A-Z]+",
    "title": r"[^\W\d_a-z][^\s:\]|)>A-Z]+",
}


def make_place(
    key: PlaceKey, examples: Sequence[Sequence[Column]], known: Sequence[PlaceKey] = ()
) -> LevelPlace | None:
    """Write the regular expressions of a place; None if nothing in it is constant enough to recognise it by.

    Of a variant of a ``known`` place, the column that differs is constant, unless a sign marks the place.
    """
    if key.is_last:
        return _make_last_place(key)
    if key.is_behind_gap:
        return _make_place_behind_gap(key)
    found = (key.find_difference(other) for other in known)
    differing = None if key.has_sign else next((place for place in found if place is not None), None)
    is_marked = key.has_sign or differing is not None
    patterns: list[str] = []
    routine: list[str] = []
    shown: list[str] = []
    groups: set[str] = set()
    for index, kind in enumerate(key.before):
        texts = {columns[index].text for columns in examples}
        is_constant = kind == "other" or index == differing or (not is_marked and kind != "number")
        if not key.has_sign and is_constant and len(texts) > 1:
            return None
        pattern, simple = _describe_column(kind, texts, is_constant=is_constant, groups=groups)
        patterns.append(BLANKS + pattern)
        routine.append(BLANKS + _restrict(kind, pattern))
        shown.append(simple)
    suffix, shown_suffix = describe_suffix(key.after)
    level = _MARK if key.style == "mark" else _LEVEL
    before = "".join(rf"{part}\s*" for part in shown)
    blanks = "" if key.before[-1:] and key.before[-1].startswith(STEM) else BLANKS
    prefix = f"(?>{''.join(patterns)}){blanks}"
    return LevelPlace(
        prefix=prefix,
        suffix=suffix,
        style=key.style,
        pattern=re.compile(prefix + level + suffix.replace(TIME, _name("timestamp", TIME, groups))),
        pin=rf"\s*{before}(?P<severity>{_SHOWN.get(key.style, _ANY_LEVEL)}){shown_suffix}(?P<message>.*)",
        values={},
        is_weak=not (key.is_decorated or key.style in CLEAR_STYLES),
        routine_prefix=None if key.after == TIME_LATER else f"(?>{''.join(routine)}){blanks}",
        follows_word=not key.is_decorated
        and key.before[-1:] == ("word",)
        and any(columns[-1].text.isalpha() for columns in examples),
        is_first_word=key.is_first_word,
        has_message=sum(kind in {"word", "quoted"} for kind in key.before) >= _MESSAGE_WORDS,
    )


def _restrict(kind: str, pattern: str) -> str:
    """Return the pattern of a column such that it only matches text that certainly reports nothing."""
    if pattern == WORD:
        return rf"(?!{INNER_START}){_PLAIN_WORD}"
    if kind == "quoted":
        return rf"(?!{INNER_START})(?:\"[ !#-~]{{0,200}}+\"|'[ -&(-~]{{0,200}}+')"
    if kind[1:] == "group":
        opening, closing = re.escape(kind[0]), re.escape(CLOSING[kind[0]])
        return rf"(?!{INNER_START}){opening}(?:(?!{closing})[ -~]){{0,200}}+{closing}"
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _make_last_place(key: PlaceKey) -> LevelPlace:
    opening = re.escape(key.after) if key.after in CLOSING else "(?![\\[(<])"
    level = _MARK if key.style == "mark" else _LEVEL
    pattern = LAST_WORD.pattern.replace(r"(?P<opening>[\[(<]?)", opening)
    pattern = pattern.replace(_LEVEL, level)
    return LevelPlace(
        prefix="",
        suffix="",
        style=key.style,
        pattern=re.compile(pattern),
        pin=r"(?P<message>.*?\S)\W+(?P<severity>\w+)\W*$",
        values={},
        is_weak=not (key.is_decorated or key.style in CLEAR_STYLES),
        has_message=True,
    )


def _make_place_behind_gap(key: PlaceKey) -> LevelPlace:
    column = r"\S++(?: \S++)*+"
    further = int(key.before[0].removeprefix(GAP)) - 1
    prefix = rf"(?:(?!{TIME})(?P<item>{column})|{column}) {{2,}}+(?:{column} {{2,}}+){{{further}}}"
    suffix = r"(?= {2,}\S)"
    return LevelPlace(
        prefix=prefix,
        suffix=suffix,
        style=key.style,
        pattern=re.compile(rf"[ \t]*+{prefix}{_MARK if key.style == 'mark' else _LEVEL}{suffix}"),
        pin=r"\s*(?:\S+(?: \S+)*\s{2,})+?(?P<severity>\S+)\s{2,}(?P<message>.*)",
        values={},
        is_weak=True,
        is_first_word=True,
    )


def _describe_column(kind: str, texts: set[str], *, is_constant: bool, groups: set[str]) -> tuple[str, str]:
    """Return the regular expression of a column, and a simple one for people."""
    if is_constant and kind in PROSE:
        constant = re.escape(min(texts))
        return (f"(?:{constant})", constant) if len(texts) == 1 else (r"\S", r"\S")
    if kind == "time":
        words = max(text.count(" ") for text in texts)
        return _name("timestamp", TIME, groups), r"\S+" + r" \S+" * words
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if kind.startswith(STEM):
        number = kind.removeprefix(STEM)
        return rf"{_STEM}{{{number}}}", rf"(?:[^\s:./]+[:./]){{{number}}}"
    if not kind[1:].startswith("group"):
        return re.escape(kind), re.escape(kind)
    return _describe_group(kind, texts, groups)


def _describe_group(kind: str, texts: set[str], groups: set[str]) -> tuple[str, str]:
    opening, closing = re.escape(kind[0]), re.escape(CLOSING[kind[0]])
    own = rf"[^{opening}{closing}\n]{{0,200}}+"
    # Brackets in brackets are closed first.
    inside = rf"(?:{own}(?:{opening}{own}{closing}{own}){{1,4}}+(?={closing})|[^{closing}\n]{{0,200}}+)"
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
