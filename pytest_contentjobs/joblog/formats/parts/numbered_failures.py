"""Numbers of failures in a form that no total has: ``errors -> 1``, ``error rate 3 %``, ``two warnings``, ``Errors? yes``."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.totals import find_totals

__all__ = ["numbers_failures"]

_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|several|some|many)"
_NOUNS = r"(?:errors?|warnings?|failures?)"
_FAILURES = (
    r"(?<![\w-])(?<!on )(?<!ignore )(?<!no )"
    r"(?:errors?|err|warnings?|failures?|failed|rejected|fehler|warnungen|erreurs|errores)"
)
# "Error 404" is a code.
_SEVERAL = r"(?<![\w-])(?<!on )(?<!ignore )(?<!no )(?:errors|warnings|failures|failed|rejected|fehler|warnungen|erreurs|errores)"
_FORMS = (
    # Behind an arrow, a sign, or a comma of a table: "errors -> 1", "failed,1", "errors: +1".
    rf"(?<!\d )(?<!\d\d ){_FAILURES}[,;]0*[1-9]\d{{0,5}}(?![\w:.-])",
    rf"{_FAILURES}[ ]?(?:(?:->|=>|[#~])[ ]?|[ ]?[:=][ ]?[+>~\u2265]{{1,2}}[ ]?)0*[1-9]",
    r"(?<![\w-])err[ ]?[:=]?[ ]?[1-9]\d*(?![\w.])",
    # In hexadecimal or with an exponent, as a word, or as an answer: "errors: 1k", "errors = one", "errors: true".
    rf"{_FAILURES}[ ]?[:=][ ]?(?:0x0*[1-9a-f]|[1-9]\d*(?:k|e\d)\b|{_NUMBER}\b|(?:yes|true)\b)",
    rf"{_FAILURES}[ ]?\?[ ]?(?:yes|true)\b",
    rf"(?<![\w-])(?<!no ){_NUMBER}[ ](?!of\b)(?:[a-z]{{1,20}}[ ])?{_NOUNS}(?![\w-])",
    # A share: "error rate 3 %", "errors: 0.5%".
    rf"{_FAILURES}(?:[ ]rate)?[ ]?(?:[:=]|is|of)?[ ]?(?:0*[1-9]\d*(?:[.,]\d+)?|0+[.,]0*[1-9]\d*)[ ]?%",
    # A member of an object that a message quotes: {'failed': 1}, {"errorCount": 1}.
    rf"[\"'`](?:num_?|number_?of_?|total_?)?(?:{_NOUNS}|failed|rejected|fehler)_?(?:count|anzahl)?[\"'`][ ]?:[ ]?[\"'`]?0*[1-9]",
    r"(?<![\w-])(?:failed|rejected|fehler)[ ]count[ ]?[:=]?[ ]?0*[1-9]",
)
_NUMBERED = re.compile("|".join(_FORMS), re.IGNORECASE)
# At the end of a statement, unless it is a total.
_NUMBER_BEHIND = re.compile(rf"{_SEVERAL}[ \t]+0*[1-9]\d*[ ]*(?=$|[,;.)\]])", re.IGNORECASE)


def numbers_failures(text: str) -> bool:
    """Whether a text, of which titles are replaced, says in a form of its own how much failed."""
    return _NUMBERED.search(text) is not None or (_NUMBER_BEHIND.search(text) is not None and not find_totals(text))
