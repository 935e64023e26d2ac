"""Unexplained lines: in which runs they are objected to, and what is shown of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pytest_contentjobs.gate.lines import describe_unexplained
from pytest_contentjobs.gate.reconcile import check_log
from pytest_contentjobs.model import (
    DeclaredLines,
    Finding,
    LogLayout,
    LogLine,
    LogStatistics,
    Severity,
    UnexplainedLines,
)
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.log import LevelWord
from pytest_contentjobs.model.reason import Reason
from tests.builders import finding, statistics, status
from tests.gate.log_checks import NOT_MADE, log_check

ONE_ERROR = status(results={"errors": 1, "warnings": 0})
CLEAN = status(results={"errors": 0, "warnings": 0})


def unexplained(lines: int, **fields: Any) -> UnexplainedLines:
    whole = {"template": "x", "level": None, "sample": LogLine(2, "what is this"), "is_suspicious": False}
    return UnexplainedLines(**{**whole, "lines": lines, **fields})


def log_with(*lines: UnexplainedLines, informational: int, **fields: Any) -> LogStatistics:
    number = sum(each.lines for each in lines)
    return statistics(
        lines=number + informational,
        unexplained_lines=number,
        informational_lines=informational,
        unexplained=lines,
        **fields,
    )


@pytest.mark.parametrize(
    ("log", "job", "findings", "if_red", "otherwise"),
    [
        pytest.param(
            log_with(unexplained(6), informational=4),
            ONE_ERROR,
            (finding("a"),),
            (),
            (Reason.LINES_UNEXPLAINED,),
            id="most are not explained, and the job counts what was found",
        ),
        pytest.param(
            log_with(unexplained(6), informational=4),
            CLEAN,
            (),
            (Reason.LOG_UNRECOGNISED,),
            (Reason.LOG_UNRECOGNISED,),
            id="most are not explained, and the job counts nothing",
        ),
        pytest.param(
            log_with(unexplained(1), informational=4),
            None,
            (finding("a"),),
            (Reason.LINES_UNEXPLAINED,),
            (Reason.LINES_UNEXPLAINED,),
            id="one, and no job counts what was found",
        ),
        pytest.param(
            log_with(unexplained(6, follows_entry=True), informational=1),
            None,
            (finding("a"),),
            (),
            (Reason.LINES_UNEXPLAINED,),
            id="all of them seem to continue a finding",
        ),
        pytest.param(
            log_with(unexplained(1, follows_entry=True), unexplained(1), informational=1),
            None,
            (finding("a"),),
            (Reason.LINES_UNEXPLAINED,),
            (Reason.LINES_UNEXPLAINED,),
            id="one of them seems to continue a finding",
        ),
        pytest.param(
            log_with(unexplained(1), informational=1),
            CLEAN,
            (),
            (Reason.LINES_UNEXPLAINED,),
            (Reason.LINES_UNEXPLAINED,),
            id="one of two lines",
        ),
        pytest.param(
            statistics(adopted="begin with Row"),
            ONE_ERROR,
            (finding("a"),),
            (),
            (Reason.LINES_UNEXPLAINED,),
            id="lines that were adopted by the counts",
        ),
        pytest.param(
            log_with(unexplained(1, level="HM"), unexplained(1), informational=4),
            CLEAN,
            (),
            (Reason.LEVEL_UNKNOWN, Reason.LINES_UNEXPLAINED),
            (Reason.LEVEL_UNKNOWN, Reason.LINES_UNEXPLAINED),
            id="an unknown level",
        ),
        pytest.param(statistics(), ONE_ERROR, (finding("a"),), (), (), id="none"),
    ],
)
def test_what_a_run_that_is_red_for_its_findings_may_have_and_another_may_not(
    log: LogStatistics,
    job: JobStatus | None,
    findings: tuple[Finding, ...],
    if_red: tuple[Reason, ...],
    otherwise: tuple[Reason, ...],
) -> None:
    checks = check_log(job, log, findings, max_unparsed=None, log_end="newline")

    assert (checks.if_red.codes, checks.otherwise.codes) == (if_red, otherwise)


def test_without_a_log_neither_check_is_made() -> None:
    checks = check_log(ONE_ERROR, None, (), max_unparsed=None, log_end="newline")

    assert (checks.if_red.outcome, checks.otherwise.outcome) == (NOT_MADE, NOT_MADE)


@pytest.mark.parametrize(
    ("sample", "word"),
    [
        pytest.param("HINT no title", "HINT", id="capitals"),
        pytest.param("HINT| no title", "HINT", id="capitals in a column"),
        pytest.param("[hint] no title", "hint", id="brackets"),
        pytest.param("Hint: no title", "Hint", id="a colon"),
        pytest.param("** HINT no title", "HINT", id="signs before it"),
        pytest.param("Hint no title", None, id="the first word of a sentence"),
        pytest.param("12 articles", None, id="a number"),
        pytest.param("no HINT", None, id="not at the start"),
    ],
)
def test_a_word_that_may_be_a_level_is_proposed_as_one(sample: str, word: str | None) -> None:
    shown = "\n".join(describe_unexplained(log_with(unexplained(1, sample=LogLine(2, sample)), informational=9)))

    assert re.findall(r'content_log_levels = "(\w+)=error"', shown) == ([] if word is None else [word])


def test_lines_are_proposed_as_findings_or_as_harmless_by_their_pattern() -> None:
    lines = unexplained(1, pattern=r"Row \d+ of .*")

    shown = "\n".join(describe_unexplained(log_with(lines, informational=9)))

    assert re.findall(r": (\w+) = (.*)", shown) == [
        ("content_log_pattern", r"(?P<message>Row \d+ of .*)"),
        ("content_log_harmless", r"Row \d+ of .*"),
    ]


def test_an_unknown_level_is_only_proposed_as_a_level() -> None:
    shown = "\n".join(describe_unexplained(log_with(unexplained(1, level="HM", pattern="x.*"), informational=9)))

    assert re.findall(r"(content_log_\w+) = (\S+)", shown) == [("content_log_levels", '"HM=error"')]


@pytest.mark.parametrize("kinds", [20, 25])
def test_twenty_kinds_are_shown_and_the_rest_is_counted(kinds: int) -> None:
    lines = [*describe_unexplained(log_with(*[unexplained(100)] * kinds, informational=9))]

    assert len(lines) == 20 + (kinds > 20)
    assert all("100 lines" in line for line in lines[:20])
    assert [line for line in lines[20:] if " 500 " not in line or " 5 " not in line] == []


def test_a_log_shows_what_explained_its_lines_beside_its_format() -> None:
    levels = LogLayout(
        sampled=9, explained=9, levels=(LevelWord("FEHLER", Severity.ERROR, 2), LevelWord("HM", None, 1))
    )
    log = statistics(routine_lines=7, declared=(DeclaredLines("COPY .*", 3), DeclaredLines("END", 4)), layout=levels)

    shown = log_check(None, log).text

    for part in ("(7 of", "3 declared harmless by COPY .*; 4", "FEHLER is error, HM is unknown"):
        assert part in shown
    bare = log_check(None, statistics(layout=LogLayout(sampled=9, explained=9))).text
    assert "\n" not in bare
    assert "declared" not in bare
