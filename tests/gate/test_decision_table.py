"""The policy's whole decision table, beside a small model that counts instead of deciding one by one.

Each row is about two findings of the same severity and the same article: the subject, which an entry of the policy and a baseline
may speak about, and another one, which only thresholds and ``--content-fail-on`` do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

import pytest

from pytest_contentjobs.gate.baseline import Baseline, to_baseline
from pytest_contentjobs.gate.facts import Facts
from pytest_contentjobs.gate.judge import Checked, Criteria, judge_checked
from pytest_contentjobs.gate.policy import Policy
from pytest_contentjobs.model import CheckOutcome, ContentRun, JudgementOutcome, Severity, VerdictOutcome
from pytest_contentjobs.reports.cases import Layout, make_cases
from pytest_contentjobs.settings.parsing import Threshold
from pytest_contentjobs.settings.policy_file import PolicyEntry
from tests.builders import ERROR, PASSED, TODAY, WARNING, article, finding, statistics, status

DAY = timedelta(days=1)
FAIL_ON = ("warning", "error", "never")
#: Text of the threshold, items processed, and how many findings it lets pass; None where there is none.
THRESHOLDS: tuple[tuple[str | None, int | None, float], ...] = (
    (None, 10, 0),
    ("2", None, 2),
    ("1", None, 1),
    ("0", 10, 0),
    ("20%", 10, 2),
    ("10%", 10, 1),
    ("9.9%", 10, 0),
    ("100%", None, -1),
    ("100%", 0, 0),
)
ENTRIES = (None, "tolerate", "error", "warning", "info", "max 1", "max 0")
ENDS = {"none": None, "future": TODAY + DAY, "today": TODAY, "past": TODAY - DAY}
BASELINES = ("none", "known", "known till today", "over")
GROUPS = ("finding", "entity", "rule")


@dataclass(frozen=True)
class Expected:
    """What the model says: the two outcomes, which thresholds fail, and whether the run is clean."""

    subject: str
    other: str
    failing_limits: frozenset[str]

    @property
    def is_clean(self) -> bool:
        return "fails" not in {self.subject, self.other} and not self.failing_limits


def model(severity: str, fail_on: str, limit: float | None, entry: str | None, end: str, baseline: str) -> Expected:
    """Count what is left in each bucket, then see which buckets are too full."""
    entry = None if end == "past" else entry
    subject_severity = entry if entry in {"error", "warning"} else severity
    if entry in {"tolerate", "info"}:
        fate = "tolerated"
    elif baseline in {"known", "known till today"}:
        fate = "known"
    else:
        fate = ""
    own_limit = {"max 1": 1, "max 0": 0}.get(entry or "")
    buckets = {"error": 0, "warning": 0}
    buckets[severity] += 1
    own_bucket = 0
    if not fate and own_limit is not None:
        own_bucket = 1
    elif not fate:
        buckets[subject_severity] += 1
    too_full = {name for name, count in buckets.items() if limit is not None and count > 0 and count > limit}
    too_full |= {"own"} if own_limit is not None and own_bucket > own_limit else set()

    def passes(bucket: str) -> bool:
        if limit is not None:
            return bucket not in too_full
        return fail_on == "never" or (fail_on == "error" and bucket == "warning")

    if not fate:
        is_kept = "own" not in too_full if own_limit is not None else passes(subject_severity)
        fate = "tolerated" if is_kept else "fails"
    return Expected(fate, "tolerated" if passes(severity) else "fails", frozenset(too_full))


def run_of(
    severity: Severity,
    fail_on: str,
    threshold: tuple[str | None, int | None, float],
    entry: str | None,
    end: str,
    baseline: str,
) -> ContentRun:
    text, processed, _ = threshold
    kept = Threshold(float(text.rstrip("%")), is_percentage=text.endswith("%"), text=text) if text else None
    subject = finding("is bad", severity, rule="SUB-1", entity=article("Refund"))
    other = finding("is odd", severity, rule="OTH-1", entity=article("Refund"))
    entries = []
    if entry:
        kind, _, value = entry.partition(" ")
        effect = (
            {"tolerate": True} if kind == "tolerate" else {"max": int(value)} if kind == "max" else {"severity": kind}
        )
        entries.append(PolicyEntry.model_validate({"rule": "SUB-*", **effect, "until": ENDS[end]}))
    policy = Policy(fail_on=fail_on, max_errors=kept, max_warnings=kept, entries=tuple(entries))
    until = {"over": TODAY - DAY, "known till today": TODAY}.get(baseline)
    known = (
        Baseline(
            name="baseline",
            where="b.json",
            findings=tuple(replace(item, until=until) for item in to_baseline([subject])),
        ),
    )
    facts = Facts(
        name="content",
        job_id=None,
        status=None if processed is None else status(progress={"processed": processed, "total": processed}),
        log=statistics(),
        findings=(subject, other),
    )
    criteria = Criteria(policy=policy, today=TODAY, baselines=known if baseline != "none" else ())
    (run,) = judge_checked([Checked(facts, PASSED, PASSED)], criteria)
    return run


_LIMITS = {"max-errors": "error", "max-warnings": "warning", "max of rule 'SUB-*'": "own"}


@pytest.mark.parametrize("fail_on", FAIL_ON)
@pytest.mark.parametrize("severity", [ERROR, WARNING])
def test_every_row_is_decided_as_the_model_says(severity: Severity, fail_on: str) -> None:
    rows = 0
    for threshold, entry, end, baseline in product(THRESHOLDS, ENTRIES, ENDS, BASELINES):
        row = (severity, fail_on, threshold, entry, end, baseline)
        limit = threshold[2] if threshold[0] else None
        expected = model(severity, fail_on, limit, entry, end, baseline)

        run = run_of(*row)

        subject, other = run.verdicts
        failing = {_LIMITS[limit.name] for limit in run.policy_checks if limit.check.outcome is CheckOutcome.FAILED}
        assert Expected(subject.outcome, other.outcome, frozenset(failing)) == expected, row
        is_clean = run.judgement.outcome is JudgementOutcome.CLEAN
        assert is_clean == expected.is_clean, row
        for group in GROUPS:
            fails = {case.name: case.fails for case in make_cases(run, Layout(group))}
            alone = [expected.subject == "fails", expected.other == "fails"]
            assert list(fails.values()) == ([any(alone)] if group == "entity" else alone), (*row, group)
        rows += 1
    assert rows == len(THRESHOLDS) * len(ENTRIES) * len(ENDS) * len(BASELINES)


def test_every_outcome_is_in_the_table() -> None:
    found = {
        model(severity, fail_on, None if not text else limit, entry, end, baseline).subject
        for severity, fail_on, (text, _, limit), entry, end, baseline in product(
            ("error", "warning"), FAIL_ON, THRESHOLDS, ENTRIES, ENDS, BASELINES
        )
    }

    assert found == set(VerdictOutcome)
