"""The finding in a message, including one that a program reports in an informational line.

Such a line calls itself routine, but its message says otherwise: it begins with its own level or mark (``INFO ERROR: no
title``, ``INFO [FAIL] article A``, ``INFO ❌ no title``), or names an outcome (``result=FAILED``). The worse of both counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    ParsedEntry,
    has_line_separator,
    normalise_level,
    worst,
)
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.levels import (
    FINDING_WORDS,
    FOREIGN,
    LETTERS,
    MARKS,
    OUTCOMES,
    RATINGS,
    WORDS,
    join_level_words,
)
from pytest_contentjobs.joblog.formats.parts.messages import split_entity, split_rule
from pytest_contentjobs.joblog.formats.parts.stated_settings import states_setting
from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.parts.totals import remove_quoted
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity

__all__ = ["BAD_MARK", "INNER", "make_entries", "split_severity"]

_MARKS = "".join(MARKS)
_BAD_MARKS = "".join(mark for mark, severity in MARKS.items() if severity is Severity.ERROR)
_FOREIGN = join_level_words(list(FOREIGN))
_BAD = f"{FINDING_WORDS}|{OUTCOMES}|{_FOREIGN}"
# After a bare word in capitals, these make it the name of a thing: "ERROR count is 1", "WARN threshold 10".
_THING = re.compile(
    r"(?:counts?|lists?|levels?|totals?|rates?|pages?|logs?|handl(?:er|ers|ing)|codes?|messages?|templates?|thresholds?|reports?"
    r"|is|are|was|were|be|has|have|will|would|can|may|means|should|must|in|of|or|and|to|for|on|at|as|with|without)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:article|folder|topic|portal|resource|package|item|file|row|line|record|entry)\b", re.IGNORECASE
)
# Bullets, arrows, invisible characters and the label of another program's output may precede it, and, if it stands in brackets,
# the name of what it is about.
_DECORATION = (
    r"(?:[*>=#\u2022\u200b-\u200f\u202a-\u202e\u2060\ufeff-]{1,8}[ \t]{0,8})?"
    r"(?:(?:stderr|stdout|output):[ \t]{1,8}|[^\W\d][\w.$@#/-]{0,60}:[ \t]{1,8}"
    rf"(?=[\[(<{{!{_MARKS}]|[EWF](?:\d{{3,5}})?:))?"
)
#: The start of an informational line's message that makes it a finding.
INNER = (
    rf"{_DECORATION}"
    rf"(?:[\[(<{{!](?P<bracketed>(?i:{FINDING_WORDS}|{OUTCOMES}|warnings?|errors?)|{RATINGS})[\])>}}!][ \t]*(?:-[ \t]+)?"
    r"|[\[(](?P<letter>[EWF])[\])][ \t]+|(?P<colon>[EWF]):[ \t]+|(?=(?P<code>[EWF])\d{3,5}:[ \t])"
    rf"|(?P<mark>[{_MARKS}])\ufe0f?[ \t]*"
    rf"|[\[(]?(?P<foreign>(?i:{_FOREIGN})(?=[:\uff1a\])]|\s:)|(?:{_FOREIGN})(?=\s+\D))[\])]?[:\uff1a]?[ \t]*"
    r"|(?P<tap>not[ \t]ok)\b[ \t]*"
    # Two small letters, as most messages have them in front, need no comparison with each word.
    rf"|(?![a-z0-9]|[A-Z][a-z](?!ror|tal|itical|rning))"
    rf"(?P<named>{FINDING_WORDS}|{OUTCOMES}|(?:{RATINGS})(?=[ \t]*[:|*]|[ \t]+-)|(?:Error|Fatal|Critical|Warning)(?=:))"
    rf"(?::(?![ \t]*\d)|[ \t]+-[ \t]|[ \t]?\*{{2,8}}|[ \t]*\|[ \t]|(?P<blank>(?=[ \t]+\S)))[ \t]*)"
)
_INNER = re.compile(INNER)
# What may stand before a level, up to a few times: labels, names in brackets, codes, numbers, and places in the program.
_LABEL = re.compile(
    r"(?:[^\W\d][\w.$@#/-]{0,60}:|\[[^\]\n]{1,60}\]:?|<[^<>\n]{1,60}>|[A-Z][A-Z0-9_]{0,20}-?\d{1,6}:?|\d{1,3}[.)]|#\d{1,6}"
    r"|[\w./\\-]{1,80}\.[a-z]{1,5}:\d{1,6}:?)[ \t]+"
)
_MOST_LABELS = 3
# A level or outcome in capitals at the start, with any signs around it, alone or as a part of a code: "ERR_404", "«ERROR»,".
_SIGNED = re.compile(
    rf"[^\w\s]{{0,4}}_{{0,2}}(?:[A-Z0-9]{{1,30}}_){{0,4}}(?P<word>{FINDING_WORDS}|{OUTCOMES})(?:_[A-Z0-9]{{1,30}}){{0,4}}"
    r"(?:[(\[/][\w.-]{1,40}[)\]]?)?_{0,2}(?:[^\w\s=-]{1,4}(?=\s|$)|(?=\s|$))[ \t]*"
)
# The same between separators: "article X | ERROR | no title".
_SEPARATED = re.compile(
    r"(?<!level)(?<!threshold)(?:[:|\]\u2013\u2014]|[ \t]-|[=-]>)[ \t]+[\[(<*]{0,2}"
    r"(?P<word>ERROR|FATAL|SEVERE|CRITICAL|FAILED|WARNING|WARN)"
    r"[\])>*]{0,2}[ \t]*(?:[:|]|[ \t][\u2013\u2014-]|[=-]>)[ \t]*(?=[^\s\d])"
)
# The name of an exception, and words that end with "error" or "warning", before a colon, a dash or a bracket.
_EXCEPTION = re.compile(
    r"(?:Uncaught[ ]|Caused[ ]by:[ ])?(?:[\w$]{1,80}\.){0,20}(?!On)[A-Z][\w$]{0,80}(?:Error|Exception|Failure):[ \t]+"
    r"(?!\d|none|null)\S"
)
_WORDED = re.compile(
    r"[\[(]?(?!(?:on|if|for|last|max|when|ignore)\b)(?:[a-z-]{1,30}[ ]){0,3}"
    r"(?P<word>error|warning|failure|issues?|problems?|panic|crash|fatal|critical|alert|emergency"
    r"|failed|rejected|invalid|aborted"
    r"|not[ ](?:imported|stored|saved|created|published|valid))"
    r"(?:[\])]:?[ \t]|:|[ \t][\u2013\u2014-](?=[ \t]))[ \t]*",
    re.IGNORECASE,
)
# Signs, letters and codes in brackets, at the start or behind a label: "[!] no title", "check [E] no title".
_SIGN = re.compile(
    r"(?:!{2,3}|(?:[^\W\d][\w.$@#/-]{0,60}:?[ \t]{1,8})?[\[(](?:!|(?P<letter>[EWFXx])|(?P<code>[EWF])\d{3,5})[\])]:?)[ \t]+"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}m")
# A level behind the label of what it is about: "check: [Error] no title".
_LABELLED = re.compile(
    r"[^\W\d][\w.$@#/-]{0,60}:[ \t]+(?P<word>[\[(<*! ]{0,4}"
    rf"(?:errors?|warnings?|{_BAD})[ ]?(?:[\])>*!]{{1,4}}|[:\uff1a](?![ \t]*\d)))",
    re.IGNORECASE,
)
# Keys of an outcome followed by a bad word, and flags that are false. A logger's setting is not an outcome.
_KEYED = re.compile(
    rf"(?<![\w.-])(?P<before>[A-Za-z]{{1,20}}[ ._-])?(?P<key>severity|sev|level|lvl|result|outcome|status|state|verdict|type)"
    r"[\"']?[ ]?(?:=>|[:=>])[ ]?[\"']?"
    rf"(?P<word>errors?|{_BAD})\b(?![ ]?[:=]|[\w.-])",
    re.IGNORECASE,
)
_RATED = re.compile(
    rf"(?<![\w.-])(?P<before>[A-Za-z]{{1,20}}[ ._-])?severity[\"']?[ ]?(?:=>|[:=])[ ]?[\"']?(?P<word>{RATINGS})\b(?![ ]?[:=])",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\b(?:errors?|warnings?|failures?|issues|problems)[ _](?:found|detected|present)[\"']?[ ]?(?:=>|[:=])[ ]?[\"']?(?:yes|true)\b|"
    r"(?<![\w.-])(?:is[_ ]?)?(?:success(?:ful)?|succeeded|valid|ok|passed|imported|stored|saved|accepted)'?"
    r"[ ]?(?:=>|[:=>])[ ]?[\"']?"
    r"(?:false|failed|nok|ko|ng|no(?![ \t]*\w))\b"
    r"|(?<![\w.-])(?:is[_ ]?valid|success)[ ]?[:=][ ]?(?:0(?![.,]?\d)(?![ ,;|]+\w+[:=])|n\b)",
    re.IGNORECASE,
)
# An outcome in capitals or a mark after the name of what it is about, unless a number follows, which counts it; and an entry of
# another log within this one.
_OUTCOME = re.compile(
    rf"(?<![\w-])(?:FAILED|FAILURE|FAIL|INVALID|REJECTED)(?![\w-])(?!\s{{0,3}}[:=(]?\s{{0,3}}(?!{TIME})\d)"
    rf"|[{_BAD_MARKS}]|(?<!\w)ABEND(?:=(?!S?0+\b)\w|ED\b)"
)
#: A mark of a failure, at any place.
BAD_MARK = re.compile(f"[{_BAD_MARKS}]")
_ENDING = re.compile(
    rf"(?<!level)(?<!threshold)(?:[:\u2013\u2014-]|=|->|\.{{2,}}|\t)[ \t]*\[?(?P<word>{_BAD})\]?[.!]?[ \t]*$"
)
_SECOND = re.compile(
    r"\d\d:\d\d:\d\d\S{0,12}(?:[ \t]+|[ \t]*\|[ \t]*)\[?(?P<word>ERROR|FATAL|SEVERE|CRITICAL|WARN|WARNING)\]?(?=[ \t:])"
)
_SETTING = frozenset(("log", "logger", "logging", "root", "min", "minimum", "threshold", "http"))
# Capitals of other alphabets that look like Latin ones.
_LOOKALIKES = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
    "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABESIJKMHOPCTXABEHIKMNOPTYX",
)


def make_entries(
    severity: Severity | None, message: str, *, timestamp: str | None = None, rule: str | None = None
) -> Sequence[ParsedEntry]:
    """Return the finding of a message with this level; ``INFORMATIONAL`` if it is none.

    ``rule`` is the code that the line has outside of its message.
    """
    whole = message
    if severity is None:
        severity, message = _split_severity(message)
    if severity is None:
        return INFORMATIONAL
    own_rule, message = split_rule(message) if rule is None else (rule, message)
    entity, message = split_entity(message)
    return (
        ParsedEntry(severity=severity, message=message or whole, rule=own_rule, entity=entity, timestamp=timestamp),
    )


def split_severity(message: str) -> tuple[Severity | None, str]:
    """Remove a level from the start of an informational message; None if it has none and names no bad outcome.

    A message of several lines has the worst severity of them.
    """
    severity, rest = _split_severity(message)
    lines = [line.strip() for line in message.splitlines()]
    if severity is not Severity.ERROR and len(lines) > 1:
        further = worst((severity, *(_split_severity(line)[0] for line in lines if line)))
        return (severity, rest) if further is severity else (further, message)
    return severity, rest


def _split_severity(message: str) -> tuple[Severity | None, str]:
    if states_setting(message):
        return None, message
    inner = _INNER.match(message)
    if inner is not None and _is_level(inner, message):
        return _read_severity(inner), message[inner.end() :]
    if not (message.isascii() and message.isprintable()):
        plain = _make_plain(message)
        inner = _INNER.match(plain)
        if inner is not None and _is_level(inner, plain):
            return _read_severity(inner), message
    return _find_outcome(message), message


def _is_level(inner: re.Match[str], message: str) -> bool:
    """Whether a word that is only followed by a blank is a level, and not what the message is about; "Fehler: 0" is a total."""
    if inner["blank"] is None:
        return message[inner.end() :].strip(" .") != "0"
    return _is_about_content(message[inner.end() :])


def _is_about_content(text: str) -> bool:
    """Whether what follows a level says what is wrong with content; the level may be a part of a name otherwise."""
    rest = text.lstrip()
    if _THING.match(rest):
        return False
    # "SEVERE weather page loaded" begins with a title.
    return bool(_ABOUT.match(rest) or says_what_is_wrong(rest) or looks_like_a_finding(rest))


def _find_level(message: str) -> Severity | None:
    """Find a level at the start of a message, behind labels or as a part of a code or of several words."""
    labelled = _LABELLED.match(message)
    if labelled is not None:
        return _read_bad_word(labelled["word"].strip("[(<*! ])>:"))
    for start in _find_starts_behind_labels(message):
        inner = _INNER.match(message, start)
        if inner is not None and _is_level(inner, message):
            return _read_severity(inner)
    if _EXCEPTION.match(message):
        return Severity.ERROR
    for pattern in (_SIGNED, _WORDED):
        match = pattern.match(message)
        rest = message[match.end() :] if match else ""
        # "FAILED: 0" is a total.
        if match is None or rest[:1].isdigit():
            continue
        if (pattern is _SIGNED and not rest) or _is_about_content(rest):
            return _read_bad_word(match["word"])
    return None


def _find_starts_behind_labels(message: str) -> Iterator[int]:
    """Yield the position behind each label at the start; a level may look like one itself: ``1. ERROR: no title``."""
    position = 0
    for _ in range(_MOST_LABELS):
        label = _LABEL.match(message, position)
        if label is None:
            return
        position = label.end()
        yield position
        if message.startswith("<", position):
            # The message itself may stand in such brackets, too.
            yield position + 1


def _find_outcome(message: str) -> Severity | None:
    sign = _SIGN.match(message)
    if sign is not None and _is_sign_of_fault(sign, message[sign.end() :]):
        return LETTERS.get(sign["letter"] or sign["code"] or "", Severity.ERROR)
    if not has_stem(fold(message)) and (message.isascii() or not BAD_MARK.search(message)):
        return None
    return _find_level(message) or _find_named_outcome(message)


def _is_sign_of_fault(sign: re.Match[str], text: str) -> bool:
    # A letter in brackets may also name a thread or tick a box.
    is_letter = sign["letter"] or sign["code"]
    return says_what_is_wrong(text) or looks_like_a_finding(text) if is_letter else _is_about_content(text)


def _find_named_outcome(message: str) -> Severity | None:
    text = remove_quoted(message)
    separated = _SEPARATED.search(text)
    if separated is not None:
        return _read_bad_word(separated["word"])
    if _OUTCOME.search(text) or _ANSWERED.search(message):
        return Severity.ERROR
    ending = _ENDING.search(message)
    if ending is not None:
        return _read_bad_word(ending["word"])
    for keyed in chain(_KEYED.finditer(text), _RATED.finditer(text)):
        if (keyed["before"] or "").lower().rstrip(" ._-") not in _SETTING:
            return _read_bad_word(keyed["word"])
    # What follows a character that ends lines elsewhere is read separately.
    second = None if has_line_separator(text) else _SECOND.search(text)
    return WORDS[second["word"]] if second else None


def _read_severity(inner: re.Match[str]) -> Severity | None:
    if inner["mark"]:
        return MARKS[inner["mark"]]
    if inner["foreign"]:
        return FOREIGN[inner["foreign"].upper()]
    letter = inner["letter"] or inner["colon"] or inner["code"]
    if letter:
        return LETTERS[letter]
    return _read_bad_word(inner["bracketed"] or inner["named"] or "")


def _read_bad_word(word: str) -> Severity:
    severity = VOCABULARY.find(normalise_level(word))
    return Severity.ERROR if severity is None or severity is Severity.INFO else severity


def _make_plain(message: str) -> str:
    """Return a message as a person sees it: without invisible characters, and with look-alike letters as Latin ones."""
    shown = "".join(
        character
        for character in _COLOUR.sub("", message[:200])
        if character == "\t" or unicodedata.category(character) not in {"Cc", "Cf"}
    )
    return unicodedata.normalize("NFKC", shown).translate(_LOOKALIKES)
