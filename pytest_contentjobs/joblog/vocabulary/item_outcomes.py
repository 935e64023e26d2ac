"""What a job says that it did with one item, such as ``created`` or ``imported with warnings``.

These are words of prose elsewhere: they only count where nothing but an outcome can stand, such as a column with the status.
"""

from __future__ import annotations

import re

from pytest_contentjobs.model import Severity

__all__ = ["may_count_items", "read_item_outcome", "was_done_with_faults"]

# fmt: off
_DONE = (
    "created|added|inserted|updated|changed|modified|replaced|overwritten|merged|upserted|imported|loaded|saved|stored|written"
    "|published|migrated|copied|moved|converted|uploaded|transferred|indexed|synced|synchroni[sz]ed|processed|completed|complete|done"
    "|finished|passed|succeeded|success(?:ful)?|ok|unchanged|not[ ](?:changed|modified)|no[ ]changes?|up[ -]to[ -]date"
    # German, French, Spanish, Portuguese, Italian, Dutch
    "|angelegt|erstellt|aktualisiert|geändert|importiert|übernommen|gespeichert|unverändert|erledigt"
    "|créée?|mise?[ ]à[ ]jour|importée?|modifiée?|enregistrée?|inchangée?|publiée?"
    "|cread[oa]|actualizad[oa]|importad[oa]|modificad[oa]|guardad[oa]|publicad[oa]"
    "|criad[oa]|atualizad[oa]|salv[oa]|creat[oa]|aggiornat[oa]|importat[oa]|modificat[oa]|salvat[oa]"
    "|aangemaakt|bijgewerkt|geïmporteerd|opgeslagen|ongewijzigd"
    # Japanese, Chinese
    "|完了|完成"
)
# fmt: on
_SUCCESSFULLY = r"(?:successfully|already|with[ ]success)"
_WITH = r"(?:with|mit|avec|con|com|met)"
_BUT = (
    r"warnings?|errors?|issues|problems|exceptions|warnungen|fehlern?|avertissements?|erreurs?|advertencias?|errores|avisos|erros"
    r"|avvisi|errori|waarschuwingen|fouten"
)
_OUTCOME = re.compile(
    rf"(?P<partly>partially[ ]|partly[ ])?(?:{_SUCCESSFULLY}[ ])?(?:{_DONE})(?:[ ]{_SUCCESSFULLY})?"
    rf"(?:[ ](?:{_WITH}[ ])?\(?(?:with[ ])?(?P<but>{_BUT})\)?)?",
    re.IGNORECASE,
)
# Not the name of a total, nor a kind of content.
_NO_KEY = r"(?![\"']?\s{0,4}[:=]|\s(?:messages?|codes?|handling|pages?|texts?|levels?|templates?|counts?|disabled)\b)"
# The item may stand between what was done and how.
_DONE_WITH_FAULTS = re.compile(
    rf"\b(?:{_DONE}|validated|checked|verified)(?:\s{{1,3}}(?:[^\W\d_]{{2,20}}\s)?\S{{0,40}}\d\S{{0,40}})?"
    rf"[\s_(,]{{1,3}}(?:but\s)?{_WITH}[\s_](?:(?:some|several|many|an?|one)\s)?(?:{_BUT})\b{_NO_KEY}"
    rf"|\bmit[ ](?:warnungen|fehlern)[ ](?:{_DONE})\b",
    re.IGNORECASE,
)
# What joins words in a name, such as ``SUCCESS_WITH_WARNINGS``.
_JOINT = re.compile(r"_|(?<=[^\W\d_])-(?=[^\W\d_])")
_WARNINGS = ("warn", "avert", "advert", "avis", "avvis", "waarsch")
# Names of numbers that identify or measure an item, at their ends, and texts that count items: "7", "7 of 10", "7/10", "70 %".
_MEASURE = re.compile(
    r"(?:id|row|line|column|index|number|version|revision|size|bytes|length|duration|elapsed|seconds|millis|ms|time|timestamp|date)$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d[\d.,]*\s?(?:/|of|von|sur|de|di)\s?\d|\d\s?%|\A\s*+\d[\d.,]*+\s*\Z")


def may_count_items(name: str, text: str) -> bool:
    """Whether a value with this name may count items, so that not all of them may be done; a number that measures does not."""
    return _COUNT.search(text) is not None and not _MEASURE.search(name)


def read_item_outcome(text: str) -> Severity | None:
    """Return how bad an outcome is that a text consists of, ``Severity.INFO`` for a good one; None for other texts."""
    match = _OUTCOME.fullmatch(_JOINT.sub(" ", text).strip().rstrip(".!").rstrip())
    if match is None:
        return None
    if match["but"]:
        return Severity.WARNING if match["but"].lower().startswith(_WARNINGS) else Severity.ERROR
    return Severity.WARNING if match["partly"] else Severity.INFO


def was_done_with_faults(text: str) -> bool:
    """Whether a text without quoted titles says of anything that it was done, but with errors or warnings."""
    return _DONE_WITH_FAULTS.search(text) is not None
