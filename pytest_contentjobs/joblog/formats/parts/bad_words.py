"""Words and marks by which people and programs report something bad, in the languages of importers.

They decide nothing about an entry whose level is known. They only prevent a line that no format understands from passing
as routine. Sources: the level and result words of the JDK's logging bundles, PostgreSQL's message catalogues, gettext
catalogues of GNU tools, TAP 13 (``not ok``), and the marks that command-line tools print before a result.
"""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.model import Severity

__all__ = ["looks_like_a_finding", "says_what_is_wrong"]

# Parts of words, since loggers and programs join them: ``ValidationError``, ``SEVERE_ERROR``, ``error_code=12``.
_ENGLISH = (
    r"error|warn|fatal|severe|critical|fail|exception|invalid|missing|problem|duplicate|conflict|corrupt|reject|denied|"
    r"unknown|unsupported|unexpected|undefined|illegal|unable|cannot|can't|could\ not|blocker|"
    r"not\ (?:found|exist|declared|allowed|supported|valid|ok)|exceed|skipped|"
    r"(?<![a-z])(?:err|crit|alert|emerg|emergency)(?![a-z])"
)
_LATIN = (
    # German, Dutch, Swedish, Norwegian, Danish
    r"fehler|warnung|ungültig|fehlt\b|fehlend|fehlgeschlagen|fout\b|fouten\b|waarschuwing|mislukt|ongeldig|\bfel\b|varning|"
    r"misslyck|\bfeil\b|\bfejl|advarsel|mislykk|"
    # French, Spanish, Portuguese, Italian, Romanian
    r"erreur|avertiss|échec|echec|introuvable|manquant|advertencia|\bfall(?:o|ó|a|os)\b|inválid|no\ encontrad|\berros?\b|"
    r"\bavisos?\b|\bfalh|avvis[oi]\b|avvertiment|fallit|eroare|erori\b|"
    # Polish, Czech, Slovak, Hungarian, Finnish, Turkish, Vietnamese
    r"błąd|błęd|ostrzeż|chyb[ay]\b|varován|upozorn|\bhib[aá]|figyelmeztet|virhe|varoitus|\bhata|uyar\u0131|lỗi\b|cảnh\ báo"
)
_OTHERS = (
    # Greek, Russian, Ukrainian, Bulgarian
    "σφάλμα|σφαλμα|προειδοποίηση|ошибк|предупрежд|сбой|неверн|помилк|попередж|грешк|"
    # Chinese, Japanese, Korean
    "错误|錯誤|警告|失败|失敗|致命|无效|無效|缺少|缺失|异常|異常|エラー|ｴﾗｰ|不正|無効|重大|例外|오류|에러|경고|실패|심각|"
    # Arabic, Persian, Hebrew, Hindi, Thai
    "خطأ|خطا|تحذير|هشدار|فشل|שגיאה|אזהרה|त्रुटि|चेतावनी|ผิดพลาด|คำเตือน"
)
_WRONG = re.compile(r"\b(?:no|without|empty|too|never|lacks?|twice|blank|broken|lost|wrong|bad)\b", re.IGNORECASE)
_MARKS = "".join(VOCABULARY.select(Kind.MARK, severities=(Severity.ERROR, Severity.WARNING)))
_ASCII_WORDS = re.compile(_ENGLISH, re.IGNORECASE)
_ALL_WORDS = re.compile(f"{_ENGLISH}|{_LATIN}|{_OTHERS}|[{_MARKS}]", re.IGNORECASE)
# Latin with its marks, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Hangul, Kana, Han and half-width forms.
_COVERED = (
    "\u0000-\u052f\u0590-\u06ff\u0750-\u077f\u0900-\u097f\u0e00-\u0e7f\u1100-\u11ff\u1e00-\u1fff\u3000-\u30ff"
    "\u3130-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_OTHER_LETTER = re.compile(rf"(?=[^{_COVERED}])[^\W\d_]")
_ASCII_FOREIGN = re.compile(_LATIN, re.IGNORECASE)


def looks_like_a_finding(text: str) -> bool:
    """Whether a text that no format understands may report something bad, so that it must not pass as routine.

    It does if it contains a word or mark of the tables here, or letters of a script that they do not cover.
    """
    if text.isascii():
        return bool(_ASCII_WORDS.search(text) or _ASCII_FOREIGN.search(text))
    return bool(_ALL_WORDS.search(text) or _OTHER_LETTER.search(text))


def says_what_is_wrong(text: str) -> bool:
    """Whether an English text contains a small word by which people say what is wrong: "no title", "too long"."""
    return _WRONG.search(text) is not None
