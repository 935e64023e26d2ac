"""The words, letters and marks that stand for a level or an outcome, in the spellings of many loggers and languages.

The spellings are those of widely used loggers: Serilog and zerolog (``WRN``), logrus (``ERRO``), log15 (``eror``),
zap (``PANIC``), .NET (``trce``), and the letters of Android's logcat and of glog.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import LEVELS
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding
from pytest_contentjobs.model import Severity

__all__ = ["FINDING_WORDS", "FOREIGN", "LETTERS", "MARKS", "OUTCOMES", "WORDS", "is_doubtful", "join_level_words"]

#: Level words and their abbreviations in upper case; None stands for informational.
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


def join_level_words(levels: Sequence[str]) -> str:
    """Return the words as alternatives of a regular expression, the longest first."""
    return "|".join(sorted(levels, key=len, reverse=True))


#: The words of warnings and errors, as alternatives of a regular expression.
FINDING_WORDS = join_level_words([word for word, severity in WORDS.items() if severity is not None])
#: Words for the outcome of a check, as programs print them in capitals or in brackets; all of them stand for an error.
OUTCOMES = ("FAILED", "FAILURE", "FAIL", "INVALID", "REJECTED", "NOK", "KO", "NG")
#: Marks that may replace a level.
MARKS: dict[str, Severity] = {
    **dict.fromkeys("✗✘✖✕❌❎⛔🚫🔴🛑💥\u2a2f", Severity.ERROR),
    **dict.fromkeys("⚠🟠🟡‼❗", Severity.WARNING),
}
# fmt: off
#: Level words of other languages, in capitals; the sources are those of ``bad_words``.
FOREIGN: dict[str, Severity] = {
    **dict.fromkeys(
        ("FEHLER", "ERREUR", "ERRORE", "ERRO", "FOUT", "FEL", "FEIL", "FEJL", "VIRHE", "BŁĄD", "CHYBA", "HIBA", "HATA",
         "EROARE", "ΣΦΑΛΜΑ", "ОШИБКА", "ПОМИЛКА", "ГРЕШКА", "エラー", "错误", "錯誤", "오류", "에러"),
        Severity.ERROR,
    ),
    **dict.fromkeys(
        ("WARNUNG", "AVERTISSEMENT", "AVVISO", "AVVERTIMENTO", "ADVERTENCIA", "AVISO", "WAARSCHUWING", "VARNING",
         "ADVARSEL", "VAROITUS", "OSTRZEŻENIE", "VAROVÁNÍ", "FIGYELMEZTETÉS", "UYARI", "AVERTISMENT", "ПРЕДУПРЕЖДЕНИЕ",
         "ПОПЕРЕДЖЕННЯ", "警告", "경고"),
        Severity.WARNING,
    ),
}
# fmt: on
_NOTHING_FOUND = re.compile(r"\b(?:0|no) (?:error|warning|failure|problem)s?\b", re.IGNORECASE)


def is_doubtful(text: str) -> bool:
    """Whether text that only a weak sign calls informational mentions a finding; "0 errors" does not."""
    return looks_like_a_finding(_NOTHING_FOUND.sub("", text))
