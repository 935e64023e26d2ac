"""What the formats with a level in each entry share: more spellings of levels, and the finding that a message makes.

The spellings are those of widely used loggers: Serilog and zerolog (``WRN``), logrus (``ERRO``), log15 (``eror``),
zap (``PANIC``), .NET (``trce``), and the letters of Android's logcat and of glog.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.bad_words import looks_like_a_finding
from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, LEVELS, ParsedEntry, level_word
from pytest_contentjobs.joblog.formats.messages import split_entity, split_rule
from pytest_contentjobs.model import Severity

__all__ = ["FINDING_WORDS", "INNER", "LETTERS", "WORDS", "entries_of", "inner_finding", "is_doubtful", "level_words"]

#: Level words and their abbreviations by upper-case spelling; None stands for informational.
WORDS: dict[str, Severity | None] = {
    **LEVELS,
    **dict.fromkeys(("ERRO", "EROR", "FTL", "FATA", "CRT", "PANIC", "PANI", "DPANIC"), Severity.ERROR),
    "WRN": Severity.WARNING,
    **dict.fromkeys(("INF", "INFORMATIONAL", "DBG", "DEBU", "DBUG", "TRC", "TRAC", "TRCE", "VRB")),
}
#: Levels as one letter: error, fatal, critical, warning; the others are informational.
LETTERS: dict[str, Severity | None] = {
    **dict.fromkeys("EFC", Severity.ERROR),
    "W": Severity.WARNING,
    **dict.fromkeys("IDVT"),
}


def level_words(levels: Sequence[str]) -> str:
    """Return the words as alternatives of a regular expression, the longest first."""
    return "|".join(sorted(levels, key=len, reverse=True))


#: The words of warnings and errors, as alternatives of a regular expression.
FINDING_WORDS = level_words([word for word, severity in WORDS.items() if severity is not None])
#: A finding that a program reports through an informational line.
# Bullets, arrows and characters that are not to be seen may stand before it.
_DECORATION = r"(?:[*>=#\u2022\u200b-\u200f\u202a-\u202e\u2060\ufeff-]{1,8}[ \t]{0,8})?"
_MARKS: dict[str, Severity] = {
    **dict.fromkeys("✗✘✖✕❌❎⛔🚫🔴🛑💥\u2a2f", Severity.ERROR),
    **dict.fromkeys("⚠🟠🟡‼❗", Severity.WARNING),
}
# Level words of other languages, in capitals; sources as in ``bad_words``.
_FOREIGN: dict[str, Severity] = {
    **dict.fromkeys(
        [
            "FEHLER",
            "ERREUR",
            "ERRORE",
            "ERRO",
            "FOUT",
            "FEL",
            "FEIL",
            "FEJL",
            "VIRHE",
            "BŁĄD",
            "CHYBA",
            "HIBA",
            "HATA",
            "EROARE",
            "ΣΦΑΛΜΑ",
            "ОШИБКА",
            "ПОМИЛКА",
            "ГРЕШКА",
            "エラー",
            "错误",
            "錯誤",
            "오류",
            "에러",
        ],
        Severity.ERROR,
    ),
    **dict.fromkeys(
        [
            "WARNUNG",
            "AVERTISSEMENT",
            "AVVISO",
            "AVVERTIMENTO",
            "ADVERTENCIA",
            "AVISO",
            "WAARSCHUWING",
            "VARNING",
            "ADVARSEL",
            "VAROITUS",
            "OSTRZEŻENIE",
            "VAROVÁNÍ",
            "FIGYELMEZTETÉS",
            "UYARI",
            "AVERTISMENT",
            "ПРЕДУПРЕЖДЕНИЕ",
            "ПОПЕРЕДЖЕННЯ",
            "警告",
            "경고",
        ],
        Severity.WARNING,
    ),
}
INNER = (
    rf"{_DECORATION}(?:[\[(](?P<bracketed>(?i:{FINDING_WORDS}))[\])][ \t]*(?:-[ \t]+)?"
    rf"|(?P<mark>[{''.join(_MARKS)}])\ufe0f?[ \t]*|[\[(]?(?P<foreign>{level_words(list(_FOREIGN))})(?=[:\uff1a\])]|\s+\D)[\])]?[:\uff1a]?[ \t]*"
    r"|(?P<tap>not[ \t]ok)\b[ \t]*"
    rf"|(?P<named>{FINDING_WORDS}|(?:Error|Fatal|Critical|Warning)(?=:))(?::|[ \t]+-[ \t]|[ \t]?\*{{2,8}})[ \t]*)"
)
_INNER = re.compile(INNER)
_NOTHING_FOUND = re.compile(r"\b(?:0|no) (?:error|warning|failure|problem)s?\b", re.IGNORECASE)


def entries_of(severity: Severity | None, message: str, *, timestamp: str | None = None) -> Sequence[ParsedEntry]:
    """Return the finding of a message with this level, ``INFORMATIONAL`` where it is none."""
    if severity is None:
        severity, message = inner_finding(message)
    if severity is None:
        return INFORMATIONAL
    whole = message
    rule, message = split_rule(message)
    entity, message = split_entity(message)
    return (ParsedEntry(severity=severity, message=message or whole, rule=rule, entity=entity, timestamp=timestamp),)


def inner_finding(message: str) -> tuple[Severity | None, str]:
    """Take a level off the start of an informational line's message; None where it has none."""
    inner = _INNER.match(message)
    if inner is None:
        return None, message
    if inner["mark"]:
        severity: Severity | None = _MARKS[inner["mark"]]
    elif inner["tap"]:
        severity = Severity.ERROR
    elif inner["foreign"]:
        severity = _FOREIGN[inner["foreign"]]
    else:
        severity = WORDS[level_word(inner["bracketed"] or inner["named"])]
    return severity, message[inner.end() :]


def is_doubtful(text: str) -> bool:
    """Whether text that seems informational by a weak sign alone talks of a finding; "0 errors" is none."""
    return looks_like_a_finding(_NOTHING_FOUND.sub("", text))
