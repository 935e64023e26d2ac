"""The whole section of a run, as a person sees it at several widths, and its overview in numbers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    Comparison,
    ContentRun,
    Entity,
    Severity,
    Source,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.reports.terminal import View, make_section
from tests.builders import ERROR, WARNING, article, content_run, entry, finding, statistics, status

SUCCESS = status(jobType="Validation", progress={"processed": 128, "total": 128, "percentage": 100})
FOLDERS = ("Billing/Refunds", "Billing/Payments/Private customers", "Internet/Setup", None)
RULES = (("ART-101", ERROR), ("ART-104", ERROR), ("ART-204", WARNING), (None, WARNING))
COUNTED = Check(CheckOutcome.PASSED, "135 lines read, and nothing objected to.")


def many(count: int) -> ContentRun:
    """Make a run of findings that differ in rule, folder and item, every third with a place in the package."""
    entries = [
        entry(
            f"content file 'content/{number % 50}.html' does not exist",
            RULES[number % 4][1],
            rule=RULES[number % 4][0],
            entity=article(f"How to correct article {number % 50}", FOLDERS[number % 3 + (number % 7 == 0)]),
            log_line=number + 1,
        )
        for number in range(count)
    ]
    entries.append(entry("has no articles", entity=Entity(kind="portal", name="Support"), log_line=count + 1))
    findings = [
        replace(
            each,
            source=Source(f"content/{number}.html", number + 1, 3, root="package"),
            entity_url="https://kb.example/1",
        )
        if number % 3 == 0
        else each
        for number, each in enumerate(identify(entries))
    ]
    baseline = Comparison(name="baseline", where="baseline.json", known=0, new=len(findings), fixed=())
    return content_run(*findings, status=SUCCESS, log_check=COUNTED, comparisons=(baseline,))


def lines_of(run: ContentRun, **view: object) -> list[str]:
    return [line.text for line in make_section(run, run.verdicts, View(**{"width": 80, **view}))]  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [60, 80, 200, None])
def test_section(width: int | None, wording: Callable[[str], None]) -> None:
    wording("\n".join(lines_of(many(11), width=width)))


@pytest.mark.parametrize("group", ["entity", "rule"])
def test_section_in_groups(group: str, wording: Callable[[str], None]) -> None:
    wording("\n".join(lines_of(many(11), group=group)))


def test_section_of_the_overview_alone(wording: Callable[[str], None]) -> None:
    wording("\n".join(lines_of(many(4000), maximum=0)))


def table(lines: list[str], heading: str) -> dict[str, list[str]]:
    """Return the rows below a heading: the numbers by the first cell."""
    start = next(number for number, line in enumerate(lines) if line.split()[:1] == [heading])
    end = lines.index("", start)
    rows = [re.split(r" {2,}", line.strip()) for line in lines[start + 1 : end]]
    return {first: numbers for first, *numbers in rows}


def test_overview_counts_findings_and_items_by_rule_and_folder() -> None:
    run = content_run(
        *(finding("a", rule="R-1", entity=article(str(number % 2), "X/Y")) for number in range(4)),
        *(finding("b", WARNING, rule="R-1", entity=article("c", "X/Z")) for _ in range(3)),
        finding("c", rule="R-2", entity=Entity(kind="folder", name="Z")),
        finding("d", rule="R-2", entity=Entity(kind="resource", name="resources/price.pdf")),
        finding("e", rule="R-2", entity=article("TCP/IP", None)),
        finding("f", rule="R-2"),
    )

    lines = lines_of(run, width=100)

    assert table(lines, "rule") == {
        "E R-1": ["4", "36 %", "2", "a"],
        "E R-2": ["4", "36 %", "3", "c"],
        "W R-1": ["3", "27 %", "1", "b"],
    }
    assert table(lines, "folder") == {
        "X": ["4", "3", "3"],
        "Z": ["1", "0", "1"],
        "resources": ["1", "0", "1"],
        "no folder": ["1", "0", "1"],
        "no content item": ["1", "0", "0"],
    }


def test_few_findings_and_one_folder_need_no_tables() -> None:
    few = content_run(*(finding(str(number), entity=article("a")) for number in range(5)))
    of_one = content_run(*(finding(str(number), entity=article("a")) for number in range(6)))

    assert not [line for line in lines_of(few) if line.split()[:1] in (["rule"], ["folder"])]
    assert [line.split()[0] for line in lines_of(of_one) if line.split()[:1] in (["rule"], ["folder"])] == ["rule"]


def test_only_findings_that_fail_are_in_the_overview() -> None:
    run = content_run(*(finding(str(number), rule=f"R-{number % 2}") for number in range(12)))
    verdicts = tuple(
        replace(each, severity=Severity.INFO if number % 2 else each.severity)
        for number, each in enumerate(run.verdicts)
    )
    known = replace(run, verdicts=tuple(_tolerate(each) for each in verdicts))

    assert list(table(lines_of(known), "rule")) == ["E R-0"]
    assert list(table(lines_of(known, is_verbose=True), "rule")) == ["E R-0", "I R-1"]


def _tolerate(verdict: Verdict) -> Verdict:
    return replace(verdict, outcome=VerdictOutcome.TOLERATED) if verdict.severity is Severity.INFO else verdict


@pytest.mark.parametrize(
    ("fields", "is_short"),
    [
        ({}, True),
        ({"unexplained_lines": 1}, False),
        ({"routine_lines": 1}, False),
        ({"adopted": "begin with !"}, False),
        ({"notes": ("read as UTF-16",)}, False),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else None,
)
def test_how_lines_were_counted_is_shown_to_those_who_ask_and_where_it_matters(
    fields: dict[str, object], *, is_short: bool
) -> None:
    run = content_run(log_check=COUNTED, log=statistics(**fields))

    assert (f"log: {COUNTED.text}" in lines_of(run, width=None)) is not is_short
    assert f"log: {COUNTED.text}" in lines_of(run, width=None, is_verbose=True)


def test_a_log_that_was_compared_with_nothing_is_not_said_to_agree() -> None:
    (agrees,) = [line for line in lines_of(content_run(log_check=COUNTED)) if line.startswith("log: ")]
    alone = content_run(status=None, log_check=COUNTED)
    broken = content_run(job_check=Check(CheckOutcome.BROKEN, "It failed.", ("job-failed",)), log_check=COUNTED)

    assert not [run for run in (alone, broken) if agrees in lines_of(run)]


def test_thousands_of_findings_stay_quick_and_readable() -> None:
    run = many(6_000)

    started = time.process_time()
    lines = lines_of(run)

    assert time.process_time() - started < 2
    assert len(lines) < 250
