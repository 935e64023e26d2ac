"""Levelled text: ``time LEVEL [thread] logger - message``, and its relatives, with stack traces below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, LEVELS, LineParser, ParsedEntry
from pytest_contentjobs.joblog.formats.messages import split_entity, split_rule

__all__ = ["LevelledText"]

_WORDS = "|".join(sorted(LEVELS, key=len, reverse=True))
_FINDING_WORDS = "|".join(word for word, severity in LEVELS.items() if severity is not None)
_TIME = (
    r"\[?(?P<timestamp>\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
    r"(?:\ ?(?:Z|UTC|GMT)(?:[+-]\d\d:?\d\d)?|\ ?[+-]\d\d:?\d\d)?)\]?"
)
# Columns in brackets before the level, none of which is the level itself.
_BEFORE = rf"(?:\[(?!\s*(?i:{_WORDS})\s*\])[^\]\n]{{0,200}}\]\s+){{0,3}}"
# Behind a time the level may be spelt anyhow; without one only in capitals, so that a sentence that begins with
# "Error" is no level. A hyphen and a digit behind it make a rule's code, like CONFIG-012.
_LINE = re.compile(
    rf"\s*(?:{_TIME}\s+{_BEFORE}[\[<(]?\s*(?P<timed>(?i:{_WORDS}))|[\[<(]?\s*(?P<bare>{_WORDS}))"
    r"(?=[\s:|\])>-]|$)(?!-\d)\s*[\])>]?[\s:|-]*(?P<rest>.*)",
    re.DOTALL,
)
# A thread in brackets and a logger before " - ", as log4j and logback print them. A rule's code or a level in brackets
# stays.
_COLUMNS = re.compile(
    r"(?:\[[^\]\n]{0,200}\]\s+)?(?:[\w.$]{1,200}(?:\[\w*\])?\s+-\s+|(?:[a-z_$][\w$]*\.)+[\w$]+:\s+)"
    rf"|\[(?!(?:[A-Z0-9_]+-\d+|{_FINDING_WORDS})\])[^\]\n]{{0,200}}\]\s+"
)
# A finding that a program reports through an informational line.
_INNER = re.compile(rf"\[(?P<bracketed>{_FINDING_WORDS})\]\s*|(?P<named>{_FINDING_WORDS}):\s*")
_TRACE = re.compile(
    r"\s|at\s|Caused by:|Suppressed:|\.\.\. \d+ (?:more|common frames)|Traceback \(|(?:[\w$]+\.)+[\w$]*(?:Exception|Error)\b"
)


class LevelledText:
    """Lines that begin with a level, after a time and columns in brackets or without; what is indented continues."""

    name = "text"

    def parser(self) -> LineParser:
        """Return a parser without state."""
        return _Parser()


class _Parser(LineParser):
    informational_run = re.compile(
        r"(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,]\d{3} +(?:INFO|DEBUG|TRACE) +"
        r"(?:\[[^\]\n]*\] +)?(?:[\w.$]+ +- +)?"
        rf"(?!\[?(?:{_FINDING_WORDS})\b)[^\n{{]*\n)+"
    )

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line that has a level in its place; the words of its message do not matter."""
        match = _LINE.match(record)
        if match is None:
            return None
        severity = LEVELS[(match["timed"] or match["bare"]).upper()]
        rest = match["rest"].strip()
        columns = _COLUMNS.match(rest)
        message = rest[columns.end() :] if columns else rest
        if severity is None:
            inner = _INNER.match(message)
            if inner is None:
                return INFORMATIONAL
            severity, message = LEVELS[inner["bracketed"] or inner["named"]], message[inner.end() :]
        if severity is None:
            return INFORMATIONAL
        rule, message = split_rule(message)
        entity, message = split_entity(message)
        entry = ParsedEntry(
            severity=severity, message=message or rest, rule=rule, entity=entity, timestamp=match["timestamp"]
        )
        return (entry,)

    def continues(self, line: str) -> bool:
        """Whether a line is indented or looks like a part of a stack trace."""
        return _TRACE.match(line) is not None
