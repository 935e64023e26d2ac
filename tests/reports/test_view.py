"""The view of a session, of which all reports are made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_contentjobs.gate.baseline import BaselineMatcher, to_baseline
from pytest_contentjobs.gate.policy import Policy, decide
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    Comparison,
    ContentRun,
    Finding,
    JudgementOutcome,
    Severity,
    Source,
)
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.verdict_line import describe_verdict
from pytest_contentjobs.reports.view import Place, RunView, make_view
from pytest_contentjobs.settings.owner_file import NO_OWNER
from tests.builders import TODAY, WARNING, article, content_run, finding, status

HOSTILE = "\x1b[31m\u202e##vso[task]\ud800\x00\n::error::x"
BROKEN = Check(CheckOutcome.BROKEN, "The job Failed.", ("job-failed",))
OLD, NEW = finding("old", rule="ART-1"), finding("new", WARNING, rule="ART-2", entity=article("A", "Top/Sub"))


def view(run: ContentRun) -> RunView:
    return make_view([run], Scope()).runs[0]


def compared(*findings: Finding, known: Finding) -> ContentRun:
    matcher = BaselineMatcher("the baseline b.json", to_baseline([known]))
    verdicts = decide(findings, Policy(), processed=None, today=TODAY, baselines=[matcher]).verdicts
    baseline = Comparison(name="baseline", where="b.json", known=1, new=1, fixed=())
    return content_run(verdicts=verdicts, comparisons=(baseline,))


@pytest.mark.parametrize("findings", [(), (OLD,)], ids=["without findings", "with findings"])
def test_a_run_that_was_not_judged_looks_red(findings: tuple[Finding, ...]) -> None:
    run = content_run(*findings, job_check=BROKEN)

    session = make_view([content_run(), run], Scope())

    shown = session.runs[1]
    assert (session.is_red, session.outcome, session.exit_status) == (True, JudgementOutcome.NOT_JUDGED, 10)
    assert (shown.is_red, shown.is_judged, shown.fixed) == (True, False, None)
    assert [(check.name, check.place) for check in shown.checks if check.is_bad] == [
        ("job", Place("s3://bucket/log.txt"))
    ]
    assert shown.verdict_line == describe_verdict(run)


def test_a_session_without_runs_is_red() -> None:
    assert make_view([], Scope()).is_red


def test_the_place_of_a_check_without_a_log_is_the_run() -> None:
    assert {check.place for check in view(content_run(log=None)).checks} == {Place("content")}


def test_findings_are_counted_by_rule_folder_and_owner() -> None:
    mine = replace(NEW, owner="@team")
    shown = view(compared(OLD, mine, replace(mine, log_line=7), known=OLD))

    assert [(group.name, group.errors, group.warnings, group.known) for group in shown.rules] == [
        ("ART-2", 0, 2, 0),
        ("ART-1", 0, 0, 1),
    ]
    assert [(group.name, group.items) for group in shown.folders] == [("Top", 1), ("no content item", 0)]
    assert [(group.name, group.failing, group.findings) for group in shown.owners] == [
        ("@team", 2, 2),
        (NO_OWNER, 0, 1),
    ]
    assert (shown.total.findings, shown.total.failing, shown.total.severity) == (3, 2, Severity.WARNING)
    assert (shown.new, shown.fixed) == (1, ())


def test_says_of_each_finding_whether_it_is_new() -> None:
    assert [each.is_new for each in view(compared(OLD, NEW, known=OLD)).findings] == [False, True]
    assert [each.is_new for each in view(content_run(OLD)).findings] == [None]


def test_the_place_of_a_finding_is_its_source_or_else_the_line_of_the_log() -> None:
    placed = replace(OLD, log_line=7, source=Source("a.json", 3, None))

    first, second = view(content_run(placed, replace(NEW, log_line=9))).findings

    assert (first.place, first.log_place) == (Place("a.json", 3), Place("s3://bucket/log.txt", 7))
    assert second.place == Place("s3://bucket/log.txt", 9)


def test_times_of_the_job_are_those_of_its_status() -> None:
    failed = status("Failed", startTime="2026-11-23T09:00:00Z", failureTime="2026-11-23T09:01:00Z")

    shown = view(content_run(status=failed))

    assert shown.job_started_at is not None
    assert shown.job_ended_at is not None
    assert (shown.job_ended_at - shown.job_started_at).total_seconds() == 60


def test_texts_are_safe() -> None:
    one = finding(HOSTILE, rule=HOSTILE, entity=article(HOSTILE, HOSTILE))
    one = replace(one, owner=HOSTILE, hint=HOSTILE, rule_title=HOSTILE, entity_url=HOSTILE, rule_url=HOSTILE)
    run = content_run(one, dropped={HOSTILE: 1, f"{HOSTILE} ": 2})

    shown = view(run)

    texts = [*shown.dropped, *(group.name for group in (*shown.rules, *shown.folders, *shown.owners))]
    (found,) = shown.findings
    texts += map(str, (found.item, found.folder, found.owner, found.hint, found.rule_title, found.message))
    texts += [str(found.edit_url), str(found.rule_url), found.rule]
    assert all(text.isprintable() and "##vso[" not in text for text in texts)
    assert list(shown.dropped.values()) == [3]
