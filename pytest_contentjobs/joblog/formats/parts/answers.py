"""What a validator says of a file or a check as a whole: ``kb/a.xml validates``, ``Check the links.......Failed``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_contentjobs.joblog.formats.parts.places import is_file
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
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
# Dots that lead the eye from the name of a check to its outcome.
_LED = re.compile(
    r"\s{0,20}[^\s.][^\n]{0,300}?\.{4,300}[ ]?\[?(?P<outcome>[^\W\d_]{2,20}(?:[ ][^\W\d_]{2,20})?)\]?\s{0,80}"
)
# A reason in the list below a bad answer, which may begin with its rule.
_REASON = re.compile(
    r"\s{0,8}(?:(?P<number>\d{1,6})[.)]|[-*\u2022])\s{1,4}(?:(?P<rule>[a-z]+(?:[_-][a-z0-9]+)+)[.:]\s+)?(?P<text>\S[^\n]*)"
)
_OUTCOMES = VOCABULARY.select(Kind.OUTCOME)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether all is well with a file, None for a check; ``follows`` says that an answer stands below what is wrong."""

    file: str | None
    is_good: bool
    follows: bool


def read_answer(line: str) -> Answer | None:
    """Read the answer that a line consists of; None for other lines."""
    led = _LED.fullmatch(line)
    if led is not None:
        severity = _OUTCOMES.get(led["outcome"].upper())
        return None if severity is None else Answer(None, severity is Severity.INFO, follows=False)
    checked = _CHECKED.fullmatch(line)
    if checked is not None and is_file(checked["file"]):
        return Answer(checked["file"], bool(checked["good"]), follows=False)
    match = _ANSWER.fullmatch(line)
    file = match and (match["file"] or match["named"]).strip()
    if match is None or not file or not is_file(file):
        return None
    is_good = bool(match["good"] or match["pass"])
    # With blanks, it may be a sentence about the file.
    return None if is_good and re.search(r"\s", file) else Answer(file, is_good, follows=bool(match["bad"]))


def read_reason(line: str, number: int) -> tuple[str | None, str] | None:
    """Return rule and text of the reason with this number, or a bullet, in the list below a bad answer; None for other lines."""
    match = _REASON.fullmatch(line)
    if match is None or (match["number"] and int(match["number"]) != number):
        return None
    return match["rule"], match["text"].strip()
