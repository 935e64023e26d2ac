"""The columns of levelled text: the place of the level after the time, and the columns between level and message."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pytest_contentjobs.joblog.formats.base import normalise_level
from pytest_contentjobs.joblog.formats.parts.levels import (
    FINDING_WORDS,
    LETTERS,
    OUTCOMES,
    RATINGS,
    is_doubtful,
    list_level_words,
    read_level_word,
)
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.model import Severity

__all__ = ["AFTER_LEVEL", "COLUMNS", "LevelPlace", "find_level"]

_LETTERS = "".join(LETTERS)
_MOST_COLUMNS = 8
_MOST_WORDS = 3

# [ERROR], [core:error], [main/ERROR], [ERROR/main], <error>, [E]
_DECORATED = (
    r"\[\s{{0,8}}(?:[\w.#-]{{1,60}}[:/])?(?P<word>(?i:{words}))\s{{0,8}}\]|\[(?P<slashed>{words})/[\w.#-]{{1,60}}\]"
    r"|[<(]\s{{0,8}}(?P<other>(?i:{words}))\s{{0,8}}[>)]|\[(?P<letter>[{letters}])\]"
)
_BARE = r"(?P<word>(?i:{words}))(?=[\s:|\])>-]|/\w|\[\d|$)(?!-\d)"
_BARE_LETTER = re.compile(r"(?P<letter>[EWFIDV])(?=[\s/|])")
_ENDS_COLUMN = re.compile(r"\s*[:|\])>]|\s+-\s|\s*$|/\w|\s*-\s*\[")
# English words that begin a sentence as well as a line.
_ENGLISH = frozenset({"NOTICE", "CONFIG", "FINE", "FINER", "FINEST", "TRACE", "INFORMATION", "INFORMATIONAL"})

_COLUMN = re.compile(
    r"(?:(?P<bracket>\[[^\]\n]{0,200}\]|\([^)\n]{0,80}\)):?|(?P<token>[\w.$@#/:+*~-]{1,100}(?:\[[\w-]{0,40}\]:?)?))"
    r"(?P<gap>\s*\|\s*|\s+-\s+|\s+:\s+|\s+|(?=\[))"
)
_SIGN = re.compile(r"[\d._:/$#@\[-]")

#: The end of the level itself.
AFTER_LEVEL = re.compile(r"(?:/[\w.-]{1,60})?\s*[\])>]?[\s:|-]*")
_BLANKS = r"[ \t]++"
_IN_BRACKETS = r"[^\]\n\r\x1b\x00{]{0,200}+"
_BAD = f"(?i:{FINDING_WORDS}|{OUTCOMES}|warnings|errors)|{RATINGS}"
# A rule's code, a level, an outcome, or something quoted in brackets belongs to the message.
_SIGN_IN_BRACKETS = r"[EWF]\d{3,5}|[EWFXx!]"
_BRACKET = (
    rf"\[(?!(?:[A-Z0-9_]+-\d+|{_SIGN_IN_BRACKETS}|(?:[\w-]{{1,30}}[ ]){{0,3}}(?:{_BAD}))\])"
    r"[^\]\n\r\x1b\x00{'\"]{0,200}+\]"
)
# An exception's name, or a level, belongs to the message, too.
_NO_FAULT = "".join(
    f"(?<!{word})" for word in ("Error", "error", "Exception", "Failure", "failure", "Warning", "warning")
)
_LOGGER = (
    rf"(?:[\w.$<>]{{1,200}}+{_NO_FAULT}(?:\[\w*\])?(?::[\w.$<>]{{1,100}}){{0,2}}{_BLANKS}-{_BLANKS}"
    rf"|(?:[a-z_$][\w$]{{0,80}}+\.){{1,20}}+[\w$]{{1,200}}+{_NO_FAULT}{_BLANKS.replace('++', '*+')}:{_BLANKS})"
)
# Tomcat prints class and method followed by a blank.
_CLASS = rf"(?:[a-z_$][\w$]{{0,80}}+\.){{1,20}}+[A-Z][\w$]{{0,200}}+(?:\.[\w$<>]{{1,100}}+)?+{_BLANKS}"
_CONTEXT = r"\[[\w.-]{1,80}=[^\]\n\r\x1b\x00{]{0,200}+\]"
_COLUMNS = (
    # Spring Boot: 1234 --- [main] c.e.Check : message
    rf"(?>\d{{1,10}}+{_BLANKS}---{_BLANKS}(?:\[{_IN_BRACKETS}\]{_BLANKS}){{1,3}}+[\w.$\[\]/]{{1,200}}+[ \t]*+:{_BLANKS}"
    # nginx: 12#0: *45 message
    rf"|\d{{1,10}}+#\d{{1,10}}+:{_BLANKS}(?:\*\d{{1,20}}+{_BLANKS})?+"
    rf"|(?:\[(?!(?:{_SIGN_IN_BRACKETS}|(?:{_BAD}))\]){_IN_BRACKETS}\]{_BLANKS}){{0,4}}+{_LOGGER}(?:{_CONTEXT}{_BLANKS})?+"
    rf"|(?:{_BRACKET}{_BLANKS}){{0,4}}+{_CLASS}(?:{_CONTEXT}{_BLANKS}-{_BLANKS})?+"
    rf"|(?:{_BRACKET}(?:{_BLANKS}(?:-{_BLANKS})?+|:{_BLANKS})){{1,4}}+)"
)
#: Thread, logger and further columns between the level and the message.
COLUMNS = re.compile(_COLUMNS)


@dataclass(frozen=True, slots=True)
class LevelPlace:
    """The level of a line (None is informational) and its end; ``is_weak`` says that it may be a word of a message."""

    level: Severity | None
    end: int
    is_weak: bool = False


@lru_cache(maxsize=8)
def _compile(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a level in brackets and of one without, for the words of a vocabulary."""
    words = list_level_words(vocabulary)
    return re.compile(_DECORATED.format(words=words, letters=_LETTERS)), re.compile(_BARE.format(words=words))


def find_level(line: str, position: int, vocabulary: Vocabulary = VOCABULARY) -> LevelPlace | None:
    """Find the level after the time, past columns that are brackets or single words."""
    words = plain = 0
    has_sign = has_separator = False
    # What precedes: "time", a "bracket", a "word", or a "separator" after a word.
    before = "time"
    for _ in range(_MOST_COLUMNS):
        place = _read_level(line, position, before, vocabulary)
        if place is not None:
            # Words without a sign before a word like "INFO" make a sentence of them.
            is_sentence = place.level is None and (plain > 1 or (plain and has_separator))
            if (words > 1 and not has_sign) or is_sentence:
                return None
            is_weak = words == 1 and not has_sign and before == "word"
            if is_weak and place.level is None:
                return None if is_doubtful(line[place.end :]) else replace(place, is_weak=True)
            return place
        column = _COLUMN.match(line, position)
        if column is None:
            return None
        position = column.end()
        if column["bracket"]:
            before, plain = "bracket", 0
            continue
        words += 1
        has_sign = has_sign or _SIGN.search(column["token"]) is not None or not column["gap"].isspace()
        before = "separator" if column["gap"].strip() or column["token"].endswith(":") else "word"
        plain = plain + 1 if before == "word" and column["token"].isalpha() else 0
        has_separator = has_separator or column["gap"].strip() == "-"
        if words > _MOST_WORDS and before == "word":
            return None
    return None


def _read_level(line: str, position: int, before: str, vocabulary: Vocabulary) -> LevelPlace | None:
    decorated, bare = _compile(vocabulary)
    match = decorated.match(line, position)
    if match is not None:
        word = match["letter"] or match["word"] or match["slashed"] or match["other"]
        return LevelPlace(read_level_word(word, vocabulary), match.end())
    match = bare.match(line, position)
    if match is not None:
        level = read_level_word(match["word"], vocabulary)
        if not _is_level(line, match, before):
            return None
        # "Info page has no title" is a sentence, and "Info" may be a level.
        is_sentence = match["word"].istitle() and _ENDS_COLUMN.match(line, match.end()) is None
        return LevelPlace(level, match.end(), is_weak=level is None and is_sentence)
    match = _BARE_LETTER.match(line, position)
    # In logcat, process and thread numbers precede the letter.
    if match is None or before == "separator" or (before == "word" and not line[:position].rstrip()[-1:].isdigit()):
        return None
    level = read_level_word(match["letter"], vocabulary)
    # "I" is a word, too; directly behind a time, other letters are not.
    is_sure = before == "time" and match["letter"] != "I"
    is_doubted = level is None and not is_sure and is_doubtful(line[match.end() :])
    return None if is_doubted else LevelPlace(level, match.end())


def _is_level(line: str, match: re.Match[str], before: str) -> bool:
    """Whether a level word without brackets is one, by its capitals and its surroundings."""
    if match["word"].isupper():
        return True
    is_ended = _ENDS_COLUMN.match(line, match.end()) is not None
    if before in {"time", "bracket"}:
        return is_ended or normalise_level(match["word"]) not in _ENGLISH
    return before == "separator" and is_ended
