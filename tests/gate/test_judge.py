from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pytest_contentjobs.gate.baseline import Baseline, to_baseline
from pytest_contentjobs.gate.facts import Facts
from pytest_contentjobs.gate.judge import Checked, Criteria, conclude, judge_checked
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
from pytest_contentjobs.model.reason import Reason
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
        pytest.param(NOT_MADE, FAILED, not_judged(FAILED), id="only a log, cut off"),
        pytest.param(PASSED, BROKEN, not_judged(BROKEN), id="broken log"),
        pytest.param(BROKEN, FAILED, not_judged(BROKEN, FAILED), id="both bad"),
        pytest.param(PASSED, NOT_MADE, not_judged(NOT_MADE), id="a good job without a log"),
        pytest.param(NOT_MADE, NOT_MADE, not_judged(NOT_MADE), id="neither job nor log"),
        pytest.param(BROKEN, NOT_MADE, not_judged(BROKEN), id="broken job without a log: the job is the reason"),
    ],
)
def test_a_run_without_findings(job: Check, log: Check, expected: Judgement) -> None:
    assert conclude(job, log, ()) == expected


@pytest.mark.parametrize(
    ("count", "reason"), [pytest.param(1, "1 finding fails.", id="one"), pytest.param(2, "2 findings fail.", id="two")]
)
def test_a_run_with_findings(count: int, reason: str) -> None:
    verdicts = content_run(*[finding()] * count).verdicts

    assert conclude(PASSED, PASSED, verdicts) == Judgement(
        outcome=JudgementOutcome.FINDINGS, reasons=(reason,), codes=(Reason.FINDINGS,)
    )


def test_what_could_not_be_judged_comes_before_findings() -> None:
    assert conclude(BROKEN, PASSED, content_run(finding()).verdicts) == not_judged(BROKEN)


TITLE = finding("has no title", rule="ART-1", entity=article("Refund"))
ODD = finding("is odd", WARNING, entity=article("Account"))
NEW = finding("is new", rule="NEW-1", entity=article("Refund"))


def checked(*findings: Finding, job_check: Check = PASSED, log_check: Check = PASSED, **fields: Any) -> Checked:
    whole: dict[str, Any] = {
        "name": "content",
        "job_id": JOB_ID,
        "status": status(progress={"processed": 50, "total": 50}),
        "log": statistics(),
        "source": "s3://bucket/content/",
        "dropped": {"no finding": 2},
    }
    return Checked(Facts(findings=findings, **{**whole, **fields}), job_check, log_check)


def baseline(*findings: Finding, **fields: Any) -> Baseline:
    return Baseline(**{"name": "baseline", "where": "b.json", "findings": to_baseline(findings), **fields})


def judge_by(
    policy: Policy, runs: Sequence[Checked], *, baselines: Sequence[Baseline] = (), today: date = TODAY
) -> tuple[ContentRun, ...]:
    return judge_checked(runs, Criteria(policy=policy, baselines=tuple(baselines), today=today))


def test_everything_that_was_observed_comes_out_with_its_verdicts() -> None:
    one = checked(TITLE, ODD, NEW)
    policy = Policy(max_errors=Threshold(2, is_percentage=True, text="2%"))

    (run,) = judge_by(policy, [one], baselines=[baseline(TITLE, ODD, ODD)])

    assert run == ContentRun(
        name="content",
        job_id=JOB_ID,
        status=one.facts.status,
        log=one.facts.log,
        verdicts=(
            Verdict(
                finding=TITLE,
                outcome=VerdictOutcome.KNOWN,
                severity=ERROR,
                decided_by="known by the baseline b.json",
                is_new=False,
            ),
            Verdict(
                finding=ODD,
                outcome=VerdictOutcome.KNOWN,
                severity=WARNING,
                decided_by="known by the baseline b.json",
                is_new=False,
            ),
            Verdict(
                finding=NEW,
                outcome=VerdictOutcome.TOLERATED,
                severity=ERROR,
                decided_by=run.verdicts[2].decided_by,
                is_new=True,
            ),
        ),
        job_check=PASSED,
        log_check=PASSED,
        judgement=CLEAN,
        source="s3://bucket/content/",
        policy_checks=(
            PolicyCheck(
                name="max-errors",
                check=Check(CheckOutcome.PASSED, f"{run.verdicts[2].decided_by}."),
            ),
        ),
        comparisons=(Comparison(name="baseline", where="b.json", known=2, new=1, fixed=to_baseline([ODD])),),
        notes=(),
        dropped={"no finding": 2},
    )
    assert run.verdicts[2].decided_by.startswith("1 error in 50 items,")
    assert run.verdicts[2].decided_by.endswith("--content-max-errors 2%")


def test_a_hook_that_failed_is_a_check_and_a_reason() -> None:
    (run,) = judge_by(Policy(), [checked(hook_fault="it raised")])

    check = Check(CheckOutcome.FAILED, "it raised", (Reason.HOOK_FAILED,))
    assert run.policy_checks == (PolicyCheck(name="pytest_contentjobs_finding", check=check),)
    assert run.judgement == Judgement(
        outcome=JudgementOutcome.FINDINGS, reasons=("it raised",), codes=(Reason.HOOK_FAILED,)
    )


def test_a_broken_check_beside_the_policy_is_a_reason_too() -> None:
    assert conclude(PASSED, PASSED, (), [PolicyCheck(name="hook", check=BROKEN)]) == Judgement(
        outcome=JudgementOutcome.FINDINGS, reasons=("it broke",), codes=("broke", "twice")
    )


def test_the_policys_checks_are_reasons_though_another_run_could_not_be_judged() -> None:
    policy = Policy(max_errors=Threshold(0, is_percentage=False, text="0"))

    run, _ = judge_by(policy, [checked(TITLE), checked(name="second", log_check=FAILED)])

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

    (run,) = judge_by(policy, [checked(TITLE)], today=TODAY + timedelta(days))

    assert run.judgement.outcome is outcome


def test_a_job_without_progress_has_no_number_of_items() -> None:
    policy = Policy(max_errors=Threshold(100, is_percentage=True, text="100%"))

    outcomes = [
        judge_by(policy, [checked(TITLE, status=answer)])[0].judgement.outcome
        for answer in (None, status(), status(progress={"total": 5}))
    ]

    assert outcomes == [JudgementOutcome.FINDINGS] * 3


def test_notes_are_told_of_a_log_that_was_read_alone() -> None:
    policy = Policy(entries=(PolicyEntry(rule="X", tolerate=True),))

    notes = [judge_by(policy, [checked(log=log)])[0].notes for log in (statistics(), None)]

    assert [len(each) for each in notes] == [1, 0]
    assert notes[0][0].startswith("policy 1 (rule 'X') ")


def test_each_run_uses_up_a_shared_baseline_for_itself_and_what_is_gone_is_gone_from_all() -> None:
    first, second = checked(TITLE), checked(TITLE, ODD, name="second")

    runs = judge_by(Policy(), [first, second], baselines=[baseline(TITLE, ODD, NEW)])

    gone = to_baseline([NEW])
    assert [run.comparisons for run in runs] == [
        (Comparison(name="baseline", where="b.json", known=1, new=0, fixed=gone),),
        (Comparison(name="baseline", where="b.json", known=2, new=0, fixed=gone),),
    ]
    assert [run.judgement for run in runs] == [CLEAN, CLEAN]


def test_what_is_gone_is_not_known_where_one_run_could_not_be_judged() -> None:
    runs = judge_by(
        Policy(),
        [checked(TITLE), checked(name="second", log_check=FAILED)],
        baselines=[baseline(TITLE, ODD, is_strict=True)],
    )

    assert [run.comparisons[0].fixed for run in runs] == [None, None]
    assert [run.policy_checks for run in runs] == [(), ()]
    assert [run.judgement for run in runs] == [CLEAN, not_judged(FAILED)]


def test_a_run_is_compared_with_the_saved_one_of_its_name() -> None:
    saved = baseline(
        name="comparison", where="saved", by_run={"content": to_baseline([TITLE, ODD]), "second": to_baseline([NEW])}
    )

    runs = judge_by(
        Policy(),
        [checked(TITLE), checked(ODD, name="second"), checked(TITLE, name="third")],
        baselines=[saved],
    )

    assert [run.comparisons[0] for run in runs] == [
        Comparison(name="comparison", where="saved", known=1, new=0, fixed=to_baseline([ODD])),
        Comparison(name="comparison", where="saved", known=0, new=1, fixed=to_baseline([NEW])),
        Comparison(name="comparison", where="saved", known=0, new=1, fixed=()),
    ]
    assert runs[0].verdicts[0].decided_by == "known by the comparison saved"


def test_a_strict_baseline_is_a_test_of_its_own() -> None:
    late = finding("is late", rule="ART-1", entity=article("Account"))
    early = finding("is early", rule="ART-1", entity=article("Account"))
    policy = Policy(max_errors=Threshold(1, is_percentage=False, text="1"))

    (fixed,) = judge_by(policy, [checked(TITLE)], baselines=[baseline(TITLE, late, late, early, ODD, is_strict=True)])
    (kept,) = judge_by(Policy(), [checked(TITLE)], baselines=[baseline(TITLE, is_strict=True)])

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
    (item,) = to_baseline([ODD])
    source = Baseline(name="baseline", where="b.json", findings=(replace(item, rule=None),), is_strict=True)

    (run,) = judge_by(Policy(), [checked()], baselines=[source])

    assert "1 (1 warning)" in run.policy_checks[0].check.text
