from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pytest_contentjobs.errors import Reason
from pytest_contentjobs.gate.baseline import known_of
from pytest_contentjobs.gate.judge import Known, Observed, judge, judged
from pytest_contentjobs.gate.policy import Policy
from pytest_contentjobs.model import (
    Check,
    CheckOutcome,
    Comparison,
    ContentRun,
    Finding,
    Judgement,
    JudgementOutcome,
    PolicyCheck,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.settings.parsing import Threshold
from pytest_contentjobs.settings.policy_file import PolicyEntry
from tests.builders import ERROR, JOB_ID, TODAY, WARNING, article, content_run, finding, statistics, status

PASSED = Check(CheckOutcome.PASSED, "passed")
FAILED = Check(CheckOutcome.FAILED, "they disagree", ("disagrees",))
BROKEN = Check(CheckOutcome.BROKEN, "it broke", ("broke", "twice"))
NOT_MADE = Check(CheckOutcome.NOT_MADE, "not checked", ("unchecked",))

CLEAN = Judgement(outcome=JudgementOutcome.CLEAN)


def not_judged(*checks: Check) -> Judgement:
    return Judgement(
        outcome=JudgementOutcome.NOT_JUDGED,
        reasons=tuple(check.text for check in checks),
        codes=tuple(code for check in checks for code in check.codes),
    )


@pytest.mark.parametrize(
    ("job", "log", "expected"),
    [
        pytest.param(PASSED, PASSED, CLEAN, id="both passed"),
        pytest.param(NOT_MADE, PASSED, CLEAN, id="a log alone that is whole"),
        pytest.param(BROKEN, PASSED, not_judged(BROKEN), id="broken job"),
        pytest.param(FAILED, PASSED, not_judged(FAILED), id="failed job check"),
        pytest.param(PASSED, FAILED, not_judged(FAILED), id="log disagrees"),
        pytest.param(NOT_MADE, FAILED, not_judged(FAILED), id="a log alone that was cut off"),
        pytest.param(PASSED, BROKEN, not_judged(BROKEN), id="broken log"),
        pytest.param(BROKEN, FAILED, not_judged(BROKEN, FAILED), id="both bad"),
        pytest.param(PASSED, NOT_MADE, not_judged(NOT_MADE), id="a good job without a log"),
        pytest.param(NOT_MADE, NOT_MADE, not_judged(NOT_MADE), id="neither job nor log"),
        pytest.param(BROKEN, NOT_MADE, not_judged(BROKEN), id="broken job without a log: the job is the reason"),
    ],
)
def test_a_run_without_findings(job: Check, log: Check, expected: Judgement) -> None:
    assert judge(job, log, ()) == expected


@pytest.mark.parametrize(
    ("count", "reason"), [pytest.param(1, "1 finding fails.", id="one"), pytest.param(2, "2 findings fail.", id="two")]
)
def test_a_run_with_findings(count: int, reason: str) -> None:
    verdicts = content_run(*[finding()] * count).verdicts

    assert judge(PASSED, PASSED, verdicts) == Judgement(
        outcome=JudgementOutcome.FINDINGS, reasons=(reason,), codes=(Reason.FINDINGS,)
    )


def test_what_could_not_be_judged_comes_before_findings() -> None:
    assert judge(BROKEN, PASSED, content_run(finding()).verdicts) == not_judged(BROKEN)


TITLE = finding("has no title", rule="ART-1", entity=article("Refund"))
ODD = finding("is odd", WARNING, entity=article("Account"))
NEW = finding("is new", rule="NEW-1", entity=article("Refund"))


def observed(*findings: Finding, **fields: Any) -> Observed:
    whole: dict[str, Any] = {
        "name": "content",
        "job_id": JOB_ID,
        "status": status(progress={"processed": 50, "total": 50}),
        "log": statistics(),
        "job_check": PASSED,
        "log_check": PASSED,
        "source": "s3://bucket/content/",
        "dropped": {"no finding": 2},
    }
    return Observed(findings=findings, **{**whole, **fields})


def known(*findings: Finding, **fields: Any) -> Known:
    return Known(**{"name": "baseline", "where": "b.json", "findings": known_of(findings), **fields})


def test_everything_that_was_observed_comes_out_with_its_verdicts() -> None:
    one = observed(TITLE, ODD, NEW)
    policy = Policy(max_errors=Threshold(2, is_percentage=True, text="2%"))

    (run,) = judged([one], policy, today=TODAY, known=[known(TITLE, ODD, ODD)])

    assert run == ContentRun(
        name="content",
        job_id=JOB_ID,
        status=one.status,
        log=one.log,
        verdicts=(
            Verdict(
                finding=TITLE, outcome=VerdictOutcome.KNOWN, severity=ERROR, decided_by="known by the baseline b.json"
            ),
            Verdict(
                finding=ODD, outcome=VerdictOutcome.KNOWN, severity=WARNING, decided_by="known by the baseline b.json"
            ),
            Verdict(
                finding=NEW,
                outcome=VerdictOutcome.TOLERATED,
                severity=ERROR,
                decided_by="1 error in 50 items, within the limit of --content-max-errors 2%",
            ),
        ),
        job_check=PASSED,
        log_check=PASSED,
        judgement=CLEAN,
        source="s3://bucket/content/",
        policy_checks=(
            PolicyCheck(
                name="max-errors",
                check=Check(CheckOutcome.PASSED, "1 error in 50 items, within the limit of --content-max-errors 2%."),
            ),
        ),
        comparisons=(Comparison(name="baseline", where="b.json", known=2, new=1, fixed=known_of([ODD])),),
        notes=(),
        dropped={"no finding": 2},
    )


def test_a_failed_check_beside_the_policy_is_a_reason() -> None:
    fault = PolicyCheck(name="hook", check=FAILED)

    (run,) = judged([observed(checks=(fault,))], Policy(), today=TODAY)

    assert run.policy_checks == (fault,)
    assert run.judgement == Judgement(
        outcome=JudgementOutcome.FINDINGS, reasons=("they disagree",), codes=("disagrees",)
    )


def test_a_broken_check_beside_the_policy_is_a_reason_too() -> None:
    assert judge(PASSED, PASSED, (), [PolicyCheck(name="hook", check=BROKEN)]) == Judgement(
        outcome=JudgementOutcome.FINDINGS, reasons=("it broke",), codes=("broke", "twice")
    )


def test_the_policys_checks_are_reasons_though_another_run_could_not_be_judged() -> None:
    policy = Policy(max_errors=Threshold(0, is_percentage=False, text="0"))

    run, _ = judged([observed(TITLE), observed(name="second", log_check=FAILED)], policy, today=TODAY)

    assert run.judgement == Judgement(
        outcome=JudgementOutcome.FINDINGS,
        reasons=("1 finding fails.", run.policy_checks[0].check.text),
        codes=(Reason.FINDINGS, Reason.LIMIT_EXCEEDED),
    )


@pytest.mark.parametrize(
    ("days", "outcome"), [(0, JudgementOutcome.CLEAN), (1, JudgementOutcome.FINDINGS)], ids=["last day", "over"]
)
def test_an_entry_of_the_policy_ends(days: int, outcome: JudgementOutcome) -> None:
    policy = Policy(entries=(PolicyEntry(rule="ART-1", tolerate=True, until=TODAY),))

    (run,) = judged([observed(TITLE)], policy, today=TODAY + timedelta(days))

    assert run.judgement.outcome is outcome


def test_a_job_without_progress_has_no_number_of_items() -> None:
    policy = Policy(max_errors=Threshold(100, is_percentage=True, text="100%"))

    outcomes = [
        judged([observed(TITLE, status=answer)], policy, today=TODAY)[0].judgement.outcome
        for answer in (None, status(), status(progress={"total": 5}))
    ]

    assert outcomes == [JudgementOutcome.FINDINGS] * 3


def test_notes_are_told_of_a_log_that_was_read_alone() -> None:
    policy = Policy(entries=(PolicyEntry(rule="X", tolerate=True),))
    told = "policy 1 (rule 'X') matches nothing that no entry before it matches. Correct it, or take it out."

    notes = [judged([observed(log=log)], policy, today=TODAY)[0].notes for log in (statistics(), None)]

    assert notes == [(told,), ()]


def test_each_run_uses_up_a_shared_baseline_for_itself_and_what_is_gone_is_gone_from_all() -> None:
    first, second = observed(TITLE), observed(TITLE, ODD, name="second")

    runs = judged([first, second], Policy(), today=TODAY, known=[known(TITLE, ODD, NEW)])

    gone = known_of([NEW])
    assert [run.comparisons for run in runs] == [
        (Comparison(name="baseline", where="b.json", known=1, new=0, fixed=gone),),
        (Comparison(name="baseline", where="b.json", known=2, new=0, fixed=gone),),
    ]
    assert [run.judgement for run in runs] == [CLEAN, CLEAN]


def test_what_is_gone_is_not_known_where_one_run_could_not_be_judged() -> None:
    runs = judged(
        [observed(TITLE), observed(name="second", log_check=FAILED)],
        Policy(),
        today=TODAY,
        known=[known(TITLE, ODD, is_strict=True)],
    )

    assert [run.comparisons[0].fixed for run in runs] == [None, None]
    assert [run.policy_checks for run in runs] == [(), ()]
    assert [run.judgement for run in runs] == [CLEAN, not_judged(FAILED)]


def test_a_run_is_compared_with_the_saved_one_of_its_name() -> None:
    saved = known(
        name="comparison", where="saved", by_run={"content": known_of([TITLE, ODD]), "second": known_of([NEW])}
    )

    runs = judged(
        [observed(TITLE), observed(ODD, name="second"), observed(TITLE, name="third")],
        Policy(),
        today=TODAY,
        known=[saved],
    )

    assert [run.comparisons[0] for run in runs] == [
        Comparison(name="comparison", where="saved", known=1, new=0, fixed=known_of([ODD])),
        Comparison(name="comparison", where="saved", known=0, new=1, fixed=known_of([NEW])),
        Comparison(name="comparison", where="saved", known=0, new=1, fixed=()),
    ]
    assert runs[0].verdicts[0].decided_by == "known by the comparison saved"


def test_a_strict_baseline_is_a_test_of_its_own() -> None:
    late = finding("is late", rule="ART-1", entity=article("Account"))
    early = finding("is early", rule="ART-1", entity=article("Account"))
    policy = Policy(max_errors=Threshold(1, is_percentage=False, text="1"))

    (fixed,) = judged(
        [observed(TITLE)], policy, today=TODAY, known=[known(TITLE, late, late, early, ODD, is_strict=True)]
    )
    (kept,) = judged([observed(TITLE)], Policy(), today=TODAY, known=[known(TITLE, is_strict=True)])

    assert [check.name for check in fixed.policy_checks] == ["max-errors", "baseline"]
    check = fixed.policy_checks[1].check
    assert (check.outcome, check.codes) == (CheckOutcome.FAILED, (Reason.BASELINE_OUTDATED,))
    assert "4 (3 ART-1, 1 is-odd)" in check.text
    assert fixed.judgement == Judgement(
        outcome=JudgementOutcome.FINDINGS, reasons=(check.text,), codes=(Reason.BASELINE_OUTDATED,)
    )
    (check,) = [check.check for check in kept.policy_checks]
    assert (check.outcome, check.codes) == (CheckOutcome.PASSED, ())
    assert kept.judgement == CLEAN


def test_what_is_gone_without_a_rule_is_counted_by_severity() -> None:
    (item,) = known_of([ODD])
    source = Known(name="baseline", where="b.json", findings=(replace(item, rule=None),), is_strict=True)

    (run,) = judged([observed()], Policy(), today=TODAY, known=[source])

    assert "1 (1 warning)" in run.policy_checks[0].check.text
