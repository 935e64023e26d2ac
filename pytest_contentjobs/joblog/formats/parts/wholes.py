"""Find lines that state a whole and a smaller part of it: ``10 processed, 7 stored``, ``imported=7 total=10``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_contentjobs.joblog.formats.parts.stems import make_search
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.parts.total_words import find_counted, words

__all__ = ["read_part"]

_WHOLES = words(
    "processed expected total totals read received overall all"
    " gelesen verarbeitet gesamt insgesamt lu lus lues traités traitées total"
    " leídos leídas procesados procesadas letti elaborati lidos processados"
)
_PARTS = words(
    "imported stored saved written wrote loaded ok passed valid succeeded successful success successes published"
    " committed migrated uploaded accepted importiert gespeichert geschrieben übernommen erfolgreich"
    " importés importées enregistrés écrits importados importadas guardados importati salvati"
)
# Alone, it is a result; in "last pass", a turn.
_PASS = words("pass passes")
# Of what was checked, the rest is not valid; nothing else that was done is a part of it.
_CHECKED = words("checked tested examined geprüft vérifiés vérifiées verificados verificadas controllati")
_GOOD = words("valid ok passed good clean gültig valides válidos valides validi")
_VALID_OF = re.compile(
    rf"(?<![\w.,])(?P<part>\d{{1,9}})[ ](?:{'|'.join(sorted(_GOOD))})[ ](?:(?:out[ ])?of|von|sur|de|di)[ ](?:the[ ])?"
    r"(?P<whole>\d{1,9})(?![\w%])",
    re.IGNORECASE,
)
# What was done to the rest, or left undone on purpose.
_OTHERS = words(
    "skip skipped skips unchanged ignored ignore existing created updated inserted added deleted removed excluded filtered"
    " identical empty warn merged replaced changed untouched duplicate duplicates übersprungen unverändert aktualisiert"
    " ignorés inchangés mis omitidos actualizados"
)
# A number with what it counts: statements are separated by signs, by "and", or by blanks before a key.
_SEPARATOR = re.compile(
    r"[,;|()\[\]{}\t]|[.](?!\d)|[ ](?:and|und|et|y|e|of[ ]which|davon|-)[ ]|[ ]{2,}|(?<=\d)[ ](?=[\w\"']{1,30}[ ]?[:=])"
)
# All of the whole: "10 of 10", "10/10".
_ALL = re.compile(r"(?<![\w.,:/-])(\d{1,9})[ ]?(?:/|(?:out[ ])?of\b|von\b|sur\b|de\b)[ ]?\1(?![\w%]|[.:/-]\d)")
_NUMBER = re.compile(r"(?<![\w.:/-])\d{1,9}(?![\w%]|[.:/-]\d)")
_WORD = re.compile(r"[^\W\d_]+")
_MEASURES = words("time size duration elapsed seconds sec ms bytes mb kb memory threads workers version port")
# Beside wholes and parts, numbers of these count no content.
_PORTIONS = words("batch batches chunk chunks page pages line lines row rows file files")
# What is only named by its number, and where or how something was done: "page 3 of 9", "in 3 batches", "from 2 files".
_ASIDE = re.compile(
    r"(?<![\w-])(?:(?:page|batch|chunk|line|row|version|port|thread|worker|part|step|phase)[ ]#?\d{1,9}(?:[ ]?(?:of|/)[ ]?\d{1,9})?"
    r"|(?:in|into|from|to|on|with|using|by|over|aus|nach|dans)[ ](?:[^\W\d]{1,20}[ ])?\d{1,9}(?:[ ][^\W\d]{1,20})?)(?![\w.])",
    re.IGNORECASE,
)
_TIME = re.compile(rf"\b(?:{TIME}|in[ ]\d+(?:[.,]\d+)?[ ]?(?:ms|s|sec|secs|seconds|min|minutes|h)\b)")
_has_part = make_search(f"(?i:{'|'.join(sorted(_PARTS | _PASS))})")
_LONGEST = 2_000


def read_part(text: str) -> tuple[int, int] | None:
    """Return part and whole if a line without quoted titles states both, and the rest only as far as it adds up to the whole.

    What is not done of the whole is missing from the part that is returned, unless the line says that it was skipped or failed.
    """
    if len(text) > _LONGEST:
        return None
    if not _has_part(text):
        return None
    if valid := _VALID_OF.search(text):
        return int(valid["part"]), int(valid["whole"])
    return _compare([*_list_numbers(_ASIDE.sub(" ", _ALL.sub(r"\1", _TIME.sub(" ", text))))])


def _compare(numbers: Sequence[tuple[int, frozenset[str]]]) -> tuple[int, int] | None:
    wholes, parts, others, unknown = [], [], 0, 0
    for number, said in numbers:
        if said & _MEASURES:
            continue
        if said & _WHOLES and not said & _PARTS:
            wholes.append(number)
        elif said & _PARTS or (said and said <= _PASS):
            parts.append(number)
        elif said & _OTHERS or any(map(find_counted, said)):
            others += number
        elif not said & _PORTIONS:
            unknown += number
    if not wholes:
        wholes, parts = _list_valid(numbers)
    if not wholes or not parts or max(parts) > max(wholes):
        return None
    # Several parts are stages, each of which takes all of the whole.
    whole, part = max(wholes), max(parts)
    is_all = part + others >= whole or part + others + unknown == whole
    return (whole if is_all else part), whole


def _list_valid(numbers: Sequence[tuple[int, frozenset[str]]]) -> tuple[list[int], list[int]]:
    """Return the numbers of what was checked, and of what of it is valid."""
    things = frozenset(("is", "are")).union(*(said for _, said in numbers if said & _CHECKED))
    checked = [number for number, said in numbers if said & _CHECKED]
    return checked, [number for number, said in numbers if said & _GOOD and said - _GOOD <= things]


def _list_numbers(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the numbers that stand alone in their statement, with its words."""
    for statement in _SEPARATOR.split(text):
        numbers = _NUMBER.findall(statement)
        if len(numbers) == 1:
            yield int(numbers[0]), frozenset(word.lower() for word in _WORD.findall(statement))
