"""What a program says of a file, an item or a check: ``kb/a.xml validates``, ``Check the links...Failed``, ``fees -> created``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.places import is_file
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.joblog.vocabulary.item_outcomes import read_item_outcome
from pytest_contentjobs.model import Severity

__all__ = ["Answer", "read_answer", "read_reason"]

_ANSWER = re.compile(
    r"\s{0,80}(?:(?P<file>[^\s:\[(][^:\n]{0,400}?)(?::\s?|\s(?:\.{2,}\s?)?)(?:is\s)?"
    r"(?:(?P<bad>(?:fails to|does not) validate|invalid|not (?:valid|well-formed|ok)|failed)"
    r"|(?P<good>validates|valid|ok|passed|well-formed|no (?:issues|problems|errors|warnings|errors or warnings)(?: found)?))"
    r"|(?:(?P<fail>fail|failed|invalid)|(?P<pass>pass|passed|ok|valid))(?::|\s-)?\s+"
    r"(?P<named>[^\s:\[(][^:\n]{0,20}?:?[^:\n]{0,400}))[.!]?\s{0,80}",
    re.IGNORECASE,
)
# A file, what in it was checked, and the answer, of which the reason may stand behind it.
_CHECKED = re.compile(
    r"\s{0,8}(?P<file>[^\s:]{1,400})\s[-\u2013]\s(?:[^:\n]{1,200}?\s)?"
    r"(?:(?P<bad>is\s(?:invalid|not\svalid)|(?:failed|fails)\s(?:validation|to\svalidate))(?::\s[^\n]*)?|(?P<good>is\svalid))\s{0,8}"
)
# Dots that lead the eye from what was done to its outcome, or an arrow; a reason or a remark may stand behind it.
_LED = re.compile(
    r"\s{0,20}(?:[-*\u2022]\s|[\[(]?\s{0,8}\d{1,9}\s?(?:/|of)\s?\d{1,9}\s?[\])]?:?\s{1,4})?(?P<what>[^\s.][^\n]{0,400}?)"
    r"(?:(?P<colon>:)\s{1,8}|\s?(?P<dots>\.{3,300}|\u2026)[ ]?|\s{1,8}(?:[-=]>|[\u2192\u21d2])\s{1,8})"
    r"\[?(?P<outcome>[oO]\.[kK]\.|[^\W\d_]{2,20}(?:[ -][^\W\d_]{1,20}){0,3})\]?"
    r"(?P<remark>[.!]?\s{0,8}\([^\n]{1,2000}\)|(?::|[.!]|\s[-\u2013])\s{1,8}(?!\d+\s{0,8}$)\S[^\n]{0,2000}|[.!])?\s{0,80}"
)
# The outcome of a test before its name, and how long it took behind.
_TIMED = re.compile(
    r"\s{0,8}(?P<outcome>[^\W\d_]{2,20}):?\s(?P<name>\S[^\n]{0,300}?)\s[\[(](?:<\s)?\d[\d.,]{0,12}\s?(?:ms|s|sec|seconds)[\])]\s{0,8}"
)
# A reason in the list below a bad answer, which may begin with its rule.
_REASON = re.compile(
    r"\s{0,8}(?:(?P<number>\d{1,6})[.)]|[-*\u2022])\s{1,4}(?:(?P<rule>[a-z]+(?:[_-][a-z0-9]+)+)[.:]\s+)?(?P<text>\S[^\n]*)"
)
# What stands before a colon may be a label in a sentence, unless it is one word or in quotes.
_ITEM = re.compile(r"[^\s:]{1,400}|(?:[^\W\d_]{2,20}\s)?(?:'[^'\n]{1,300}'|\"[^\"\n]{1,300}\")(?:\s\([^()\n]{1,60}\))?")
# A number behind an outcome may count what was not done, unless it is a time or a size.
_NUMBER = re.compile(r"\d")
_MEASURED = re.compile(r"\A\D*\d[\d.,]*\s?(?:ms|s|sec|seconds?|min|minutes?|[kKMG]?i?B|bytes?)\b\D*\Z")
# The number of what was stored, which counts nothing.
_IDENTIFIED = re.compile(r"\A\W*(?:ID|id|Id|No\.|#)[\s:=#]{0,3}[\w-]{1,40}\W*\Z")
_DOTS_OF_CHECK = 4
_GOOD_OR_BAD = (Severity.ERROR, Severity.INFO)
_OUTCOMES = {
    **VOCABULARY.select(Kind.LEVEL, Kind.LANGUAGE, severities=(Severity.ERROR, Severity.WARNING)),
    **VOCABULARY.select(Kind.OUTCOME),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How bad it is with a file, None for a check.

    ``follows`` says that an answer stands below what is wrong, ``has_reason`` that it says itself why.
    """

    file: str | None
    severity: Severity
    follows: bool = False
    has_reason: bool = True

    @property
    def is_good(self) -> bool:
        """Whether all is well."""
        return self.severity is Severity.INFO


def read_answer(line: str) -> Answer | None:
    """Read the answer that a line consists of; None for other lines."""
    led = _LED.fullmatch(line)
    severity = _read_outcome(led["outcome"]) if led is not None else None
    if led is not None and severity is not None:
        what = led["what"].strip()
        # Behind a colon, a level is that of a diagnostic.
        is_label = VOCABULARY.find_word(led["outcome"], Kind.LEVEL, Kind.LANGUAGE) or VOCABULARY.find_word(what)
        if led["colon"] and (is_label or not _ITEM.fullmatch(what)):
            return None
        # The name of a check says what would be wrong.
        is_name = is_file(what) or (len(led["dots"] or "") >= _DOTS_OF_CHECK and led["outcome"].upper() in _OUTCOMES)
        texts = [led["remark"] or "", "" if is_name else what]
        is_good = severity is Severity.INFO
        remark = led["remark"] or ""
        is_counted = _NUMBER.search(remark) and not (_MEASURED.search(remark) or _IDENTIFIED.match(remark))
        has_doubt = bool(is_counted) or any(looks_like_a_finding(text) or says_what_is_wrong(text) for text in texts)
        return (
            None
            if is_good and has_doubt
            else Answer(what if is_file(what) else None, severity, has_reason=bool(led["remark"]))
        )
    timed = _TIMED.fullmatch(line)
    if timed is not None and (severity := _OUTCOMES.get(timed["outcome"].upper())) is not None:
        is_good = severity is Severity.INFO
        return (
            None
            if is_good and (looks_like_a_finding(timed["name"]) or says_what_is_wrong(timed["name"]))
            else Answer(None, severity)
        )
    checked = _CHECKED.fullmatch(line)
    if checked is not None and is_file(checked["file"]):
        return Answer(checked["file"], Severity.INFO if checked["good"] else Severity.ERROR)
    match = _ANSWER.fullmatch(line)
    file = match and (match["file"] or match["named"]).strip()
    if match is None or not file or not is_file(file):
        return None
    is_good = bool(match["good"] or match["pass"])
    # With blanks, it may be a sentence about the file.
    return (
        None if is_good and re.search(r"\s", file) else Answer(file, _GOOD_OR_BAD[is_good], follows=bool(match["bad"]))
    )


def _read_outcome(text: str) -> Severity | None:
    # In Japanese, a verb may end an outcome: "失敗しました".
    word = text.replace(".", "").removesuffix("しました")
    return _OUTCOMES.get(word.upper()) or read_item_outcome(word)


def read_reason(line: str, number: int) -> tuple[str | None, str] | None:
    """Return rule and text of the reason with this number, or a bullet, in the list below a bad answer; None for other lines."""
    match = _REASON.fullmatch(line)
    if match is None or (match["number"] and int(match["number"]) != number):
        return None
    return match["rule"], match["text"].strip()
