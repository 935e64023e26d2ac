"""What holds for every report, of whatever runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_contentjobs.gate.judge import conclude
from pytest_contentjobs.gate.policy import Policy, decide
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    ContentRun,
    Entity,
    Finding,
    JudgementOutcome,
    PastRun,
    PolicyCheck,
    Severity,
    Source,
)
from pytest_contentjobs.pipeline.outputs import REPORTS
from pytest_contentjobs.reports.annotations import list_annotations
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.view import make_view
from tests.builders import TODAY, content_run, finding, statistics
from tests.reports.judging import IS_JUDGED
from tests.reports.outcomes import LIMITED, NOT_JUDGED, mixed_run

TEXT = st.text(min_size=1, max_size=12) | st.sampled_from(["\x00", "\ud800", "a|b`c", "<b>&", "=1", "::x", "NO\u202eT"])
ENTITIES = st.builds(
    Entity,
    kind=st.sampled_from(["article", "folder", "topic"]),
    name=st.none() | TEXT,
    folder=st.none() | TEXT,
    id=st.none() | TEXT,
    index=st.none() | st.integers(0, 9),
)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    made = finding(draw(TEXT), draw(st.sampled_from(Severity)), rule=draw(TEXT), entity=draw(st.none() | ENTITIES))
    source = st.builds(Source, TEXT, st.none() | st.integers(-1, 3), st.none() | st.integers(0, 3), st.none() | TEXT)
    return replace(made, source=draw(st.none() | source), hint=draw(st.none() | TEXT), owner=draw(st.none() | TEXT))


def checks(*outcomes: CheckOutcome) -> st.SearchStrategy[Check]:
    codes = st.sampled_from([(), ("job-failed",), ("log-cut-off", "counts-disagree")])
    return st.builds(Check, st.sampled_from(outcomes), TEXT, codes)


@st.composite
def runs(draw: st.DrawFn) -> ContentRun:
    """Draw a run that the gate can have judged: without a log there are no findings, and the job or its log is to blame."""
    has_log = draw(st.booleans())
    outcomes = [CheckOutcome.PASSED, CheckOutcome.BROKEN, CheckOutcome.NOT_MADE] if has_log else [CheckOutcome.BROKEN]
    job = draw(checks(*outcomes))
    log = draw(checks(*([CheckOutcome.PASSED, CheckOutcome.FAILED] if has_log else [CheckOutcome.NOT_MADE])))
    found: Sequence[Finding] = draw(st.lists(findings(), max_size=3)) if has_log else ()
    limits = draw(st.lists(st.builds(PolicyCheck, name=TEXT, check=checks(CheckOutcome.FAILED)), max_size=1))
    policy = Policy(fail_on=draw(st.sampled_from(["warning", "error", "never"])))
    verdicts = decide(found, policy, processed=None, today=TODAY).verdicts
    location: Any = statistics(location=draw(TEXT)) if has_log else None
    return content_run(
        job_check=job,
        log_check=log,
        log=location,
        verdicts=verdicts,
        policy_checks=tuple(limits),
        judgement=conclude(job, log, verdicts, limits),
    )


@settings(max_examples=settings().max_examples // 3)
@given(drawn=st.lists(runs(), min_size=1, max_size=2))
def test_a_report_can_be_made_of_any_runs_and_is_red_if_one_was_not_judged(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[ContentRun]
) -> None:
    view = make_view([replace(run, name=f"run{number}") for number, run in enumerate(drawn)], Scope())
    folder = tmp_path_factory.getbasetemp()
    for name, report in REPORTS.items():
        (folder / name).write_bytes("".join(report.render(view)).encode())

    if not all(run.is_judged for run in view.runs):
        assert [name for name in REPORTS if IS_JUDGED[name](folder / name)] == []


@pytest.mark.parametrize("name", ["sarif", "codequality", "csv", "rdjsonl", "markdown"])
def test_a_whole_document(wording: Callable[[str], None], name: str) -> None:
    first, *others = mixed_run().verdicts
    since = datetime(2026, 11, 1, 8, tzinfo=UTC)
    past = PastRun(time=since, outcome=JudgementOutcome.NOT_JUDGED, findings=0, failing=0)
    rich = mixed_run(verdicts=(replace(first, since=since), *others), history=(past,), dropped={"unfinished text": 2})
    runs_of_all_kinds = [rich, replace(NOT_JUDGED["a finding"], name="second"), replace(LIMITED, name="third")]
    view = make_view(runs_of_all_kinds, Scope(not_run={"content": 2}))

    wording("".join(REPORTS[name].render(replace(view, version="1.0"))))


@pytest.mark.parametrize("name", ["sarif", "codequality", "csv", "rdjsonl", "markdown"])
def test_letters_are_written_as_they_are(name: str) -> None:
    text = "".join(REPORTS[name].render(make_view([content_run(finding("必須 naïve"))], Scope())))

    assert "必須 naïve" in text


@given(drawn=st.lists(runs(), min_size=1, max_size=2))
def test_annotations_are_there_if_and_only_if_a_run_is_red(drawn: list[ContentRun]) -> None:
    view = make_view(drawn, Scope())

    assert bool(list(list_annotations(view))) == view.is_red
