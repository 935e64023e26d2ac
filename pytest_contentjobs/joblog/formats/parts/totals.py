"""Find the numbers of findings and failures that a line states: ``2 of 9 articles failed``, ``OUTPUT_RECORDS_FAILED: 2``.

A statement is a number, up to a few words and a word for something bad; or a key with such a word and a number; or none of
something bad. Keys are split at ``_``, ``-``, ``.``, brackets and capitals. Text in quotes is a title or a value, and states
nothing about the run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pytest_contentjobs.joblog.formats.parts.plain_letters import make_plain
from pytest_contentjobs.joblog.formats.parts.recent import remember_names, remember_recent
from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.parts.total_statements import find_statements
from pytest_contentjobs.joblog.formats.parts.total_tokens import Statement, Token, split
from pytest_contentjobs.joblog.formats.parts.total_words import (
    NEUTRAL,
    NEVER_COUNTED,
    Counted,
    denies_what_was_done,
    find_counted,
    words,
)

__all__ = [
    "Counted",
    "counts_findings",
    "find_bad_part",
    "find_suspicious_parts",
    "find_totals",
    "remove_quoted",
    "replace_quoted",
    "states_only_numbers",
    "states_only_zeros",
]

_REASONS = words("because due since weil wegen")
_PART_OF = words("including davon which whom incl therein dont")
_ZEROS = (["=", "0"], [":", "0"])
_BESIDE_COUNTS = words("and or found total in all there was were are items item ok")
_QUOTED = re.compile(
    r"(?<!\w)(?<!\btext=)(?<!\bmessage=)(?<!\bmsg=)'[^'\n]{0,1000}'(?!\w)"
    r"|(?P<value>(?:^|[:=,;|\t\[{])\s{0,4})?\"[^\"\n]{0,1000}\"(?P<key>(?=\s{0,4}:))?"
    r"|`[^`\n]{0,1000}`|“[^“”\n]{0,1000}”"
)
# How clients of HTTP name a status: "404 Client Error: Not Found for url".
_STATUS = re.compile(r"(?<!\d)[45]\d\d (?:Client|Server|Internal Server) Error\b")
_TIME_BEFORE = re.compile(rf"\s{{0,20}}[\[(<]?{TIME}[\])>]?(?=\s)")
# A longer line, which is a document, is searched in parts. A statement that one part cuts is complete in the next.
_LONGEST = 200_000
_OVERLAP = 1_000


@remember_recent
def find_totals(line: str) -> Mapping[Counted, int]:
    """Return the numbers that a line of any length states; the greatest if it states several of one kind.

    Fatal errors that stand beside the other errors are added to them.
    """
    totals: dict[Counted, int] = {}
    for part in find_suspicious_parts(_STATUS.sub("", line) if " Error" in line else line):
        for counted, number in _sum_up(*_read(part)).items():
            totals[counted] = max(number, totals.get(counted, 0))
    return totals


def states_only_zeros(line: str) -> bool:
    """Whether a line states numbers of failures that are all zero, and otherwise contains only numbers and neutral words."""
    if len(line) > _LONGEST or not has_stem(fold(line)):
        return False
    tokens, statements = _read(_TIME_BEFORE.sub("", line))
    return bool(statements) and not any(each.number for each in statements) and _says_nothing_else(tokens, statements)


def states_only_numbers(line: str) -> bool:
    """Whether a line states numbers of findings or failures, and otherwise contains only numbers and neutral words."""
    if len(line) > _LONGEST or not has_stem(fold(line)):
        return False
    tokens, statements = _read(_TIME_BEFORE.sub("", line))
    return bool(statements) and _says_nothing_else(tokens, statements)


def counts_findings(message: str) -> bool:
    """Whether a message only says how many errors, warnings or problems there are: "3 errors, 1 warning found"."""
    if len(message) > _LONGEST or not has_stem(fold(message)):
        return False
    tokens, statements = _read(message)
    if not statements or any(each.counted is Counted.FAILED for each in statements):
        return False
    used = {index for statement in statements for index in statement.tokens}
    return all(
        token.kind != "word" or token.text in _BESIDE_COUNTS or index in used for index, token in enumerate(tokens)
    ) and all(token.kind != "number" or index in used or token.text == "0" for index, token in enumerate(tokens))


@remember_recent
def find_suspicious_parts(text: str) -> Sequence[str]:
    """Return the parts of a text of any length, without quoted titles, in which something bad may be stated.

    Titles are removed from the complete text first: after a cut within one, the text between two others would look quoted.
    """
    if not has_stem(fold(text)):
        return ()
    text = remove_quoted(text)
    parts = (text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST - _OVERLAP))
    return tuple(part for part in parts if has_stem(fold(part)))


@remember_names
def find_bad_part(key: str) -> str | None:
    """Return the part of a key that says that it is about something bad, in lower case; None for settings and codes."""
    parts = [token.text for token in split(key) if token.kind == "word"]
    if NEVER_COUNTED.intersection(parts):
        return None
    denied = parts[0] if denies_what_was_done(parts) else None
    return next((word for word in parts if find_counted(word)), denied)


@remember_recent
def remove_quoted(line: str) -> str:
    """Return a line in plain letters without the quoted titles in it, which state nothing about a run; JSON is not changed."""
    return replace_quoted(line, " ")


def replace_quoted(line: str, by: str) -> str:
    """Return a line as above, with this text for each title."""
    return _QUOTED.sub(lambda match: match[0] if _is_json(match) else by, make_plain(line))


def _is_json(match: re.Match[str]) -> bool:
    """Whether a quoted text is a key or value of JSON, or a key of the same in Python's spelling."""
    if match[0][0] != "'":
        return bool(match["value"]) or match["key"] is not None
    before = match.string[max(0, match.start() - 2) : match.start()].rstrip()
    return before[-1:] in {"{", ","} and match.string.startswith(":", match.end())


@remember_recent
def _read(text: str) -> tuple[Sequence[Token], Sequence[Statement]]:
    tokens = split(text)
    return tokens, tuple(find_statements(tokens))


def _sum_up(tokens: Sequence[Token], statements: Sequence[Statement]) -> dict[Counted, int]:
    totals: dict[Counted, int] = {}
    fatal = 0
    for statement in statements:
        if statement.is_fatal and not _is_part(tokens, statement.tokens[0]):
            fatal = max(fatal, statement.number)
            totals.setdefault(statement.counted, 0)
        else:
            totals[statement.counted] = max(statement.number, totals.get(statement.counted, 0))
    if fatal:
        totals[Counted.ERRORS] += fatal
    return totals


def _is_part(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number is a part of one before it: "5 errors (1 fatal)", "5 errors, of which 1 is fatal"."""
    before = {token.text for token in tokens[max(0, index - 4) : index]}
    return "(" in before or bool(before & _PART_OF)


def _says_nothing_else(tokens: Sequence[Token], statements: Sequence[Statement]) -> bool:
    """Whether all words outside of the statements are neutral, keys of a zero, or give the reason of one."""
    used = {index for statement in statements for index in statement.tokens}
    has_reason = False
    for index, token in enumerate(tokens):
        has_reason = (
            not any(statement.number for statement in statements)
            and (has_reason or token.text in _REASONS)
            and token.text not in {".", ",", ";"}
            and token.kind != "number"
        )
        is_said = token.kind != "word" or index in used or has_reason or token.text in NEUTRAL
        if not is_said and [each.text for each in tokens[index + 1 : index + 3]] not in _ZEROS:
            return False
    return True
