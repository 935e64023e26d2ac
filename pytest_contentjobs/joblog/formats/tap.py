"""Streams of the Test Anything Protocol: a plan, and a line ``ok`` or ``not ok`` for each test.

A stream is read as a whole, and says that all is well only if it has as many tests as its plan. Without a plan, or if lines of
another kind stand in it, only its failures are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UNDECIDED, LineParser, ParsedEntry
from pytest_contentjobs.joblog.formats.parts.failures_in_prose import reports_failure
from pytest_contentjobs.joblog.formats.parts.inner import make_entries, split_severity
from pytest_contentjobs.joblog.formats.parts.levels import is_doubtful
from pytest_contentjobs.joblog.formats.parts.messages import split_entity, split_rule
from pytest_contentjobs.model import Severity

__all__ = ["Tap"]

_VERSION = re.compile(r"TAP version \d{1,3}\s*")
_PLAN = re.compile(r"1\.\.(?P<number>\d{1,6})(?:\s+#[^\n]*)?\s*")
_TEST = re.compile(
    r"(?P<indent>\s*)(?P<not>not )?ok\b(?:\s+(?P<number>\d{1,9})\b)?(?:\s+-(?=\s))?\s*(?P<name>[^\n]*?)"
    r"(?:\s#\s?(?P<directive>(?i:todo|skip))\b[^\n]*)?"
)
_BAIL = re.compile(r"Bail out![^\n]*")
_COMMENT = re.compile(r"\s*#(?P<text>[^\n]*)")
# What a harness says below a stream of its tests; what it expected is said if something else came.
_TOTAL = re.compile(r"\s*(?P<key>tests|pass|skip|skipped|todo|cancelled)\s+(?P<number>\d{1,9})\s*")
_UNEXPECTED = re.compile(r"\s*Looks like", re.IGNORECASE)
_LONGEST = 1 << 16


class Tap:
    """A stream of tests with its plan, before or behind them."""

    name = "tap"

    def parser(self) -> LineParser:
        """Return a parser that counts the tests of a stream."""
        return _Parser()


class _Parser(LineParser):
    def __init__(self) -> None:
        self._is_open = self._is_below_plan = False
        self._plan: int | None = None
        self._tests = 0
        # The last stream that was read whole.
        self._totals: Mapping[str, int] = {}

    def is_incomplete(self, line: str) -> bool:
        """Whether tests are missing, or the plan; False too after a line that does not belong to a stream."""
        plan = _PLAN.fullmatch(line)
        if not self._is_open:
            self._is_open = bool(plan or _VERSION.fullmatch(line))
            self._plan, self._tests = None, 0
        elif not _is_part(line):
            self._is_open = False
        if plan is not None:
            self._plan = int(plan["number"])
        test = _TEST.fullmatch(line)
        self._tests += test is not None and not test["indent"]
        if self._plan is not None and self._tests >= self._plan:
            self._is_open = False
        return self._is_open

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a whole stream, or one line that is not in one."""
        lines = record.split("\n")
        if len(lines) > 1:
            return self._read_stream(lines)
        test = _TEST.fullmatch(record) if len(record) <= _LONGEST else None
        if test is not None and (test["not"] or test["number"]):
            # No plan says how many tests must follow.
            return _read_test(test) or UNDECIDED
        if _BAIL.fullmatch(record):
            return (_make_entry(record),)
        comment = _COMMENT.fullmatch(record)
        if comment is not None and self._is_below_plan:
            if is_doubtful(comment["text"]):
                return None
            return UNDECIDED if _contradicts(comment["text"], self._totals) else INFORMATIONAL
        return UNDECIDED if _VERSION.fullmatch(record) or _PLAN.fullmatch(record) else None

    def continues(self, line: str) -> bool:
        """Whether a line is indented, as what is known of a failure below it."""
        return line[:1].isspace()

    def _read_stream(self, lines: Sequence[str]) -> Sequence[ParsedEntry] | None:
        plans = [int(plan["number"]) for line in lines if (plan := _PLAN.fullmatch(line))]
        tests = sum(not test["indent"] for line in lines if (test := _TEST.fullmatch(line)))
        if len(plans) != 1 or plans[0] != tests or not tests or not all(map(_is_part, lines)):
            return None
        entries = tuple(_read_lines(lines))
        self._totals = _count(lines)
        is_failed = False
        for line in lines:
            test, comment = _TEST.fullmatch(line), _COMMENT.fullmatch(line)
            is_failed = bool(test["not"]) if test else is_failed
            # Only below a failure, what a comment or an indented line says belongs to it.
            if not is_failed and _raises_doubt(line, comment, self._totals):
                return None
        self._is_below_plan = True
        return entries or INFORMATIONAL


def _is_part(line: str) -> bool:
    is_known = any(part.fullmatch(line) for part in (_TEST, _PLAN, _VERSION, _COMMENT, _BAIL))
    return len(line) <= _LONGEST and (is_known or not line.strip() or line[:1].isspace())


def _count(lines: Sequence[str]) -> Mapping[str, int]:
    """Count the tests of a stream with those within tests, those that a harness must call passed, and the others."""
    tests = [test for line in lines if (test := _TEST.fullmatch(line))]
    directives = [(test["directive"] or "").lower() for test in tests]
    passed = sum(not (test["not"] or test["indent"] or test["directive"]) for test in tests)
    skipped = directives.count("skip")
    return {"tests": len(tests), "pass": passed, "skip": skipped, "skipped": skipped, "todo": directives.count("todo")}


def _contradicts(comment: str, totals: Mapping[str, int]) -> bool:
    """Whether a comment states more tests than a stream has, or fewer that passed, or that something else was expected."""
    total = _TOTAL.fullmatch(comment)
    if total is None:
        return _UNEXPECTED.match(comment) is not None
    number, counted = int(total["number"]), totals.get(total["key"], 0)
    return number < counted if total["key"] == "pass" else number > counted


def _raises_doubt(line: str, comment: re.Match[str] | None, totals: Mapping[str, int]) -> bool:
    if comment is not None:
        return is_doubtful(comment["text"]) or _contradicts(comment["text"], totals)
    is_told = line[:1].isspace() and not _TEST.fullmatch(line)
    return is_told and (split_severity(line.strip())[0] is not None or reports_failure(line) or is_doubtful(line))


def _read_lines(lines: Sequence[str]) -> Iterator[ParsedEntry]:
    starts = [number for number, line in enumerate(lines) if _TEST.fullmatch(line) or not line[:1].isspace()]
    for number, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        test = _TEST.fullmatch(lines[number])
        found = _read_test(test) if test else (_make_entry(lines[number]),) if _BAIL.fullmatch(lines[number]) else ()
        for entry in found:
            yield replace(entry, offset=number, count=end - number)


def _read_test(test: re.Match[str]) -> Sequence[ParsedEntry]:
    if test["not"]:
        # A test that is known to fail is not wrong, but not good either.
        is_known = (test["directive"] or "").lower() == "todo"
        return (_make_entry(test["name"] or test[0], Severity.WARNING if is_known else Severity.ERROR),)
    return make_entries(None, test["name"])


def _make_entry(text: str, severity: Severity = Severity.ERROR) -> ParsedEntry:
    rule, message = split_rule(text.strip())
    entity, message = split_entity(message)
    return ParsedEntry(severity=severity, message=message or text.strip(), rule=rule, entity=entity)
