"""Find the numbers of failures that a log states: ``2 of 9 articles failed``, ``OUTPUT_RECORDS_FAILED: 2``, ``errors (3)``.

A statement is a number, up to four words and a bad word; or a key with a bad part and a number. Keys are split at ``_``,
``-``, ``.`` and capitals. Text in quotes is a title or a value, and states nothing about the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem
from pytest_contentjobs.model import Severity

__all__ = ["find_bad_part", "find_failures", "find_suspicious_parts", "remove_quoted", "states_only_zeros"]

_BAD = (
    r"(?:errors?|warnings?|fail(?:ed|ures?|s)|fatals?|invalid|reject(?:ed|ions?|s)|aborted|cancell?ed|incomplete"
    r"|unsuccessful|issues?|problems?|findings?|violations?|exceptions?|criticals?|fehlern?|erreurs?|errores|errori|erros)"
)
_BAD_TOKENS = frozenset(
    (
        "error",
        "errors",
        "err",
        "errs",
        "warning",
        "warnings",
        "warn",
        "fail",
        "failed",
        "fails",
        "failure",
        "failures",
        "fatal",
        "fatals",
        "invalid",
        "reject",
        "rejected",
        "rejects",
        "aborted",
        "cancelled",
        "canceled",
        "incomplete",
        "unsuccessful",
        "issue",
        "issues",
        "problem",
        "problems",
        "finding",
        "findings",
        "violation",
        "violations",
        "exception",
        "exceptions",
        "critical",
        "fehler",
        "erreur",
        "erreurs",
        "errores",
        "errori",
    )
)
# A key with one of these is a setting or a code, not a count.
_NO_COUNT = frozenset(
    (
        "max",
        "maximum",
        "min",
        "minimum",
        "limit",
        "threshold",
        "allowed",
        "code",
        "codes",
        "level",
        "id",
        "port",
        "line",
        "row",
        "retry",
        "retries",
        "timeout",
        "after",
        "on",
        "before",
        "ignore",
        "percent",
        "percentage",
        "rate",
        "ratio",
        "version",
        "status",
        "exit",
    )
)
# A number after one of these names a thing.
_NAMING = frozenset(
    (
        "line",
        "row",
        "column",
        "col",
        "page",
        "step",
        "section",
        "chapter",
        "article",
        "item",
        "record",
        "version",
        "rule",
        "job",
        "batch",
        "part",
        "phase",
        "thread",
        "worker",
        "attempt",
        "try",
        "retry",
        "port",
        "code",
        "status",
        "exit",
        "http",
        "checkpoint",
        "node",
        "from",
        "id",
        "index",
        "topic",
        "folder",
        "portal",
        "pid",
    )
)
_NUMBER = r"\d{1,3}(?:[,.']\d{3})+|\d{1,9}"
_WORD = r"(?!(?:no|not|without|zero|none|never|retry|retries|attempts?|from|0)\b)[^\W\d_]{1,20}[ \t]{1,4}"
# After the bad word, these make it the name of a thing: "14 error messages", "failed over".
_NO_THING = r"(?!\s{0,4}[:=]\s{0,4}\d)(?![ \t](?:messages?|rules?|pages?|templates?|codes?|handlers?|types?|files?|levels?|over)\b)"
_NUMBER_FIRST = re.compile(
    rf"(?:\b(?P<noun>[A-Za-z]{{1,20}})[ \t]{{1,2}})?(?<![\w.'#/:-])(?<!\d,)(?P<number>{_NUMBER})(?![.,]?\d|%)[ \t]{{1,4}}"
    rf"(?:(?:out[ \t])?of[ \t](?:{_NUMBER})[ \t]{{1,4}})?(?:{_WORD}){{0,4}}?(?P<word>{_BAD})\b{_NO_THING}",
    re.IGNORECASE,
)
_KEY_FIRST = re.compile(
    r"(?P<before>(?:\b[A-Za-z]{1,20}[ \t]){0,2})(?P<key>\b[A-Za-z][\w.-]{0,80})"
    r"(?P<behind>(?:[ \t][A-Za-z]{1,20}){0,2})[\"']?[ \t]{0,4}(?:[:=(][ \t]{0,4}[\"']?|is[ \t])"
    rf"(?P<number>{_NUMBER})\b(?![.,]?\d|%|[ \t]{{0,2}}ms\b|[ \t][^)]{{0,40}}\))",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Titles and the like. A key of JSON precedes a colon, a value follows one, and a cell of a row follows a delimiter.
_QUOTED = re.compile(
    r"(?<!\w)'[^'\n]{0,1000}'(?!\w)|(?P<value>(?:^|[:=,;|\t\[{])\s{0,4})?\"[^\"\n]{0,1000}\"(?P<key>(?=\s{0,4}:))?|`[^`\n]{0,1000}`|“[^“”\n]{0,1000}”"
)
# Words that may accompany zeros in a line that states nothing else; any other word may name what is wrong.
_NEUTRAL = frozenset(
    (
        "a", "an", "and", "any", "are", "article", "articles", "at", "been", "check", "checked", "checks", "complete",
        "completed", "content", "critical", "detected", "done", "end", "entries", "fatal", "file", "files", "finished",
        "folder", "folders", "found", "have", "i", "import", "imported", "in", "info", "infos", "item", "items", "job", "message",
        "messages", "ms", "of", "ok", "or", "processed", "records", "reported", "result", "results", "rows", "run", "s",
        "second", "seconds", "success", "successful", "successfully", "summary", "the", "there", "topic", "topics", "total",
        "totals", "validated", "validation", "was", "were", "with",
    )
)  # fmt: skip
_COUNTED_BAD = rf"(?:(?:validation|content|fatal|critical|other|new)[ \t]{{1,4}})?{_BAD}"
_ZEROS = (
    re.compile(
        rf"(?<![\w.,:/#-])(?:0|no|zero|without(?:[ \t]any)?)[ \t]{{1,4}}{_COUNTED_BAD}"
        rf"(?:[ \t]*(?:,|/|and|or)[ \t]*(?:0[ \t]+)?{_BAD})*\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.])[\w.-]{{0,40}}{_BAD}[\w.-]{{0,20}}\b[\"']?[ \t]{{0,4}}[:=(][ \t]{{0,4}}0\b(?![.,]?\d)",
        re.IGNORECASE,
    ),
)
# A longer line, which is a document, is searched in parts. A statement that one part cuts is complete in the next.
_LONGEST = 200_000
_OVERLAP = 1_000
_LETTERS = re.compile(r"[^\W\d_]+")
# A number after the name of a thing is not a count: "row 0 failed".
_NAMED_ZERO = re.compile(rf"\b(?:{'|'.join(sorted(_NAMING))})[ \t]+0\b", re.IGNORECASE)


def find_failures(line: str) -> dict[Severity, int]:
    """Return the greatest number of errors and of warnings that a line states; empty if it states only zeros."""
    stated: dict[Severity, int] = {}
    for text in find_suspicious_parts(line):
        for match in _NUMBER_FIRST.finditer(text):
            if (match["noun"] or "").lower() not in _NAMING:
                _note(stated, match["number"], match["word"])
        for match in _KEY_FIRST.finditer(text):
            bad = find_bad_part(f"{match['before']}{match['key']}{match['behind']}")
            if bad:
                _note(stated, match["number"], bad)
    return stated


def find_suspicious_parts(text: str) -> Iterator[str]:
    """Yield the parts of a text of any length, without quoted titles, in which something bad may be stated.

    Titles are removed from the complete text first: after a cut within one, the text between two others would look quoted.
    """
    if not has_stem(fold(text)):
        return
    text = remove_quoted(text)
    for start in range(0, len(text), _LONGEST - _OVERLAP):
        part = text[start : start + _LONGEST]
        if has_stem(fold(part)):
            yield part


def find_bad_part(key: str) -> str | None:
    """Return the part of a key that says that it is about something bad, in lower case; None for settings and codes."""
    tokens = [token.lower() for token in _TOKEN.findall(key)]
    return None if _NO_COUNT.intersection(tokens) else next((token for token in tokens if token in _BAD_TOKENS), None)


def states_only_zeros(line: str) -> bool:
    """Whether a line states numbers of failures that are all zero, and otherwise contains only numbers and neutral words."""
    if len(line) > _LONGEST:
        return False
    if not has_stem(fold(line)) or _NAMED_ZERO.search(line) or find_failures(line):
        return False
    rest = line
    for pattern in _ZEROS:
        rest = pattern.sub(" ", rest)
    return rest != line and all(word in _NEUTRAL for word in _LETTERS.findall(rest.lower()))


def remove_quoted(line: str) -> str:
    """Return a line without the quoted titles in it, which state nothing about a run; JSON is not changed."""
    return _QUOTED.sub(lambda match: match[0] if match["value"] or match["key"] is not None else " ", line)


def _note(stated: dict[Severity, int], number: str, word: str) -> None:
    count = int(re.sub(r"\D", "", number))
    severity = Severity.WARNING if word.lower().startswith("warn") else Severity.ERROR
    if count:
        stated[severity] = max(count, stated.get(severity, 0))
