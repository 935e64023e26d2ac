from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pytest_contentjobs.gate.baseline import BaselineMatcher, to_baseline
from pytest_contentjobs.gate.policy import Policy, decide
from pytest_contentjobs.model import (
    CheckOutcome,
    Entity,
    Finding,
    Severity,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.parsing import Threshold
from pytest_contentjobs.settings.policy_file import PolicyEntry
from tests.builders import ERROR, TODAY, WARNING, article, finding

INFO = Severity.INFO
PASSED, FAILED = CheckOutcome.PASSED, CheckOutcome.FAILED
REFUND = finding(
    "content file 'a.html' does not exist", rule="ART-104", entity=article("Refund [old]", "Billing/Private")
)
FOLDER = finding(
    "has no description", WARNING, rule="FLD-201", entity=Entity(kind="folder", name="Private", folder="Billing")
)
BY_ID = finding("is locked", rule="ART-9", entity=Entity(kind="article", id="PROD-77"))
NAMELESS = finding("went wrong")


def entry(**fields: Any) -> PolicyEntry:
    return PolicyEntry.model_validate({"tolerate": True, **fields})


@pytest.mark.parametrize(
    ("fields", "matched"),
    [
        pytest.param({"rule": "ART-104"}, [REFUND], id="rule"),
        pytest.param({"rule": "ART-*"}, [REFUND, BY_ID], id="rules by pattern"),
        pytest.param({"rule": "art-104"}, [], id="case counts"),
        pytest.param({"rule": "RT-104"}, [], id="the whole text must fit"),
        pytest.param({"rule": "went-wrong"}, [NAMELESS], id="a rule that was made of the message"),
        pytest.param({"kind": "folder"}, [FOLDER], id="kind"),
        pytest.param({"entity": "Billing/Private/*"}, [REFUND], id="path"),
        pytest.param({"entity": "Refund [[]old]"}, [REFUND], id="name, with a bracket that is meant"),
        pytest.param({"entity": "Refund [old]"}, [], id="a bracket is a set of characters"),
        pytest.param({"entity": "PROD-77"}, [BY_ID], id="id"),
        pytest.param({"folder": "Billing"}, [REFUND, FOLDER], id="folder and what is below it"),
        pytest.param({"folder": "/Billing/Private/"}, [REFUND, FOLDER], id="a folder lies in itself"),
        pytest.param({"folder": "Bill"}, [], id="no part of a folder's name"),
        pytest.param({"folder": "*/Private"}, [REFUND, FOLDER], id="folder by pattern"),
        pytest.param({"message": "*does not exist"}, [REFUND], id="message"),
        pytest.param({"message": "does not exist"}, [], id="a part of a message"),
        pytest.param({"kind": "article", "folder": "Billing"}, [REFUND], id="all that is given must fit"),
    ],
)
def test_an_entry_matches(fields: dict[str, str], matched: list[Finding]) -> None:
    findings = [REFUND, FOLDER, BY_ID, NAMELESS]

    decision = decide(findings, Policy(entries=(entry(**fields),)), processed=None, today=TODAY)

    tolerated = [verdict.finding for verdict in decision.verdicts if verdict.outcome is VerdictOutcome.TOLERATED]
    assert tolerated == matched
    assert bool(decision.notes) == (not matched)


ENDS = date(2026, 12, 31)


#: Policies that decide one finding, each with what its verdict names.
DECIDING: dict[str, tuple[Policy, list[str]]] = {
    "default": (Policy(), ["error", "--content-fail-on warning"]),
    "never": (Policy(fail_on="never"), ["error", "--content-fail-on never"]),
    "tolerated": (
        Policy(entries=(entry(rule="ART-*", reason="later", until=ENDS),)),
        ["policy 1 (rule 'ART-*')", "2026-12-31", "later"],
    ),
    "informational": (
        Policy(entries=(entry(rule="X"), entry(kind="article", folder="Billing", tolerate=None, severity="info"))),
        ["policy 2 (kind 'article', folder 'Billing')"],
    ),
    "another severity": (
        Policy(fail_on="error", entries=(entry(rule="ART-*", tolerate=None, severity="warning", reason="mild"),)),
        ["--content-fail-on error", "warning by policy 1 (rule 'ART-*'): mild"],
    ),
    "within a limit": (
        Policy(max_errors=Threshold(1, is_percentage=False, text="1")),
        ["1 error,", "--content-max-errors 1"],
    ),
    "over a limit": (
        Policy(max_errors=Threshold(2, is_percentage=True, text="2%")),
        ["1 error in 10 items,", "--content-max-errors 2%"],
    ),
    "within the limit of an entry": (
        Policy(entries=(entry(rule="ART-*", tolerate=None, max="10%", reason="few", until=ENDS),)),
        ["1 finding in 10 items,", "max 10% of policy 1 (rule 'ART-*'), until 2026-12-31: few"],
    ),
}


@pytest.mark.parametrize("case", DECIDING)
def test_a_verdict_names_what_decided(case: str) -> None:
    policy, named = DECIDING[case]

    (verdict,) = decide([REFUND], policy, processed=10, today=TODAY).verdicts

    assert [part for part in named if part not in verdict.decided_by] == []


def test_wording_of_verdicts_checks_and_notes(wording: Callable[[str], None]) -> None:
    over = TODAY - timedelta(days=1)
    policies = [policy for policy, _ in DECIDING.values()]
    policies += [Policy(entries=(entry(rule="ART-104", until=over), entry(rule="ART-9")))]
    decisions = [decide([REFUND], policy, processed=10, today=TODAY) for policy in policies]
    share = Policy(max_errors=Threshold(2, is_percentage=True, text="2%"))
    decisions.append(decide([REFUND], share, processed=None, today=TODAY))
    texts = [verdict.decided_by for decision in decisions for verdict in decision.verdicts]
    texts += [check.check.text for decision in decisions for check in decision.checks]
    texts += [note for decision in decisions for note in decision.notes]

    wording("\n".join(texts))


def test_the_first_entry_that_matches_decides() -> None:
    entries = (entry(rule="ART-104", tolerate=None, severity="warning"), entry(rule="ART-*"))

    decision = decide([REFUND, BY_ID], Policy(entries=entries), processed=None, today=TODAY)

    assert [(verdict.outcome, verdict.severity) for verdict in decision.verdicts] == [
        (VerdictOutcome.FAILS, WARNING),
        (VerdictOutcome.TOLERATED, ERROR),
    ]
    assert decision.notes == ()


def test_an_entry_that_ended_or_matches_nothing_is_told() -> None:
    over = TODAY - timedelta(days=1)
    entries = (entry(rule="ART-104", until=over), entry(rule="ART-*", until=TODAY), entry(rule="ART-9"))

    decision = decide([REFUND, BY_ID], Policy(entries=entries), processed=None, today=TODAY)

    assert [verdict.outcome for verdict in decision.verdicts] == [VerdictOutcome.TOLERATED] * 2
    ended, useless = decision.notes
    assert ended.startswith("policy 1 (rule 'ART-104') ")
    assert "2026-11-22" in ended
    assert "1 finding" in ended
    assert useless.startswith("policy 3 (rule 'ART-9') ")


def test_each_threshold_is_a_test_of_its_own() -> None:
    limit = {"tolerate": None, "max": 0}
    policy = Policy(
        max_errors=Threshold(1, is_percentage=False, text="1"),
        max_warnings=Threshold(50, is_percentage=True, text="50%"),
        entries=(entry(rule="ART-104", **limit), entry(rule="ART-104", **limit), entry(rule="Ä", **limit)),
    )

    checks = decide([REFUND, FOLDER, BY_ID, NAMELESS], policy, processed=None, today=TODAY).checks

    assert [(check.name, check.check.outcome, check.check.codes) for check in checks] == [
        ("max-errors", FAILED, (Reason.LIMIT_EXCEEDED,)),
        ("max-warnings", FAILED, (Reason.LIMIT_EXCEEDED,)),
        ("max of rule 'ART-104'", FAILED, (Reason.LIMIT_EXCEEDED,)),
        ("max of rule 'ART-104' #2", PASSED, ()),
        ("max of rule 'Ä'", PASSED, ()),
    ]
    named = [
        ("2 errors,", "--content-max-errors 1"),
        ("1 warning,", "--content-max-warnings 50%"),
        ("1 finding,", "max 0 of policy 1 (rule 'ART-104')"),
        ("0 findings,", "max 0 of policy 2 (rule 'ART-104')"),
        ("0 findings,", "max 0 of policy 3 (rule 'Ä')"),
    ]
    for check, (count, setting) in zip(checks, named, strict=True):
        assert check.check.text.startswith(count)
        assert setting in check.check.text


def test_equal_findings_use_up_what_is_known_one_by_one() -> None:
    known = BaselineMatcher("the baseline b.json", to_baseline([REFUND, REFUND]))

    decision = decide([REFUND] * 3, Policy(), processed=None, today=TODAY, baselines=[known])

    assert [(verdict.outcome, verdict.decided_by) for verdict in decision.verdicts] == [
        (VerdictOutcome.KNOWN, "known by the baseline b.json"),
        (VerdictOutcome.KNOWN, "known by the baseline b.json"),
        (VerdictOutcome.FAILS, "every error fails (--content-fail-on warning)"),
    ]
    assert known.number_taken == 2


def test_an_acceptance_that_ended_is_named_where_the_finding_fails() -> None:
    (item,) = to_baseline([REFUND])
    over = TODAY - timedelta(days=1)
    sources = [BaselineMatcher("the baseline b.json", [replace(item, until=over)])]

    (verdict,) = decide([REFUND], Policy(), processed=None, today=TODAY, baselines=sources).verdicts

    assert verdict.outcome is VerdictOutcome.FAILS
    by_policy, by_baseline = verdict.decided_by.split("; ")
    assert by_policy.endswith("(--content-fail-on warning)")
    assert by_baseline.startswith("the baseline b.json ")
    assert "2026-11-22" in by_baseline


def test_a_second_source_is_asked_where_the_first_has_ended() -> None:
    (item,) = to_baseline([REFUND])
    sources = [
        BaselineMatcher("the baseline b.json", [replace(item, until=TODAY - timedelta(days=1))]),
        BaselineMatcher("the comparison saved", [item]),
    ]

    (verdict,) = decide([REFUND], Policy(), processed=None, today=TODAY, baselines=sources).verdicts

    assert (verdict.outcome, verdict.decided_by) == (VerdictOutcome.KNOWN, "known by the comparison saved")


def test_an_item_that_is_named_like_a_folder_does_not_lie_in_it() -> None:
    namesake = finding("has no title", rule="X-1", entity=article("Archive", None))
    slashed = finding("has no title", rule="X-2", entity=article("Old", "/X Archive X/"))
    policy = Policy(entries=(entry(folder="Archive"), entry(folder="/X Archive X")))

    verdicts = decide([namesake, slashed], policy, processed=None, today=TODAY).verdicts

    assert [verdict.outcome for verdict in verdicts] == [VerdictOutcome.FAILS, VerdictOutcome.TOLERATED]


def test_a_finding_without_a_rule_matches_no_pattern_for_one() -> None:
    assert replace(REFUND, rule=None) not in [
        verdict.finding
        for verdict in decide(
            [replace(REFUND, rule=None)], Policy(entries=(entry(rule="?*"),)), processed=None, today=TODAY
        ).verdicts
        if verdict.outcome is VerdictOutcome.TOLERATED
    ]


def test_a_hook_can_call_a_finding_informational() -> None:
    (verdict,) = decide([replace(REFUND, severity=INFO)], Policy(), processed=None, today=TODAY).verdicts

    assert verdict == Verdict(
        finding=replace(REFUND, severity=INFO),
        outcome=VerdictOutcome.TOLERATED,
        severity=INFO,
        decided_by="informational by a hook",
        is_accepted=True,
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"reason": "later"}, ": later"),
        ({"until": TODAY}, ", until 2026-11-23"),
        ({"until": TODAY, "reason": "later"}, ", until 2026-11-23: later"),
    ],
)
def test_what_is_known_says_why_and_for_how_long(fields: dict[str, Any], words: str) -> None:
    source = BaselineMatcher("the baseline b.json", [replace(item, **fields) for item in to_baseline([REFUND])])

    assert decide([REFUND], Policy(), processed=None, today=TODAY, baselines=[source]).verdicts == (
        Verdict(
            finding=REFUND,
            outcome=VerdictOutcome.KNOWN,
            severity=ERROR,
            decided_by=f"known by the baseline b.json{words}",
            is_accepted=False,
            is_new=False,
        ),
    )


def test_all_that_is_to_be_said_beside_is_said() -> None:
    over = TODAY - timedelta(days=1)
    source = BaselineMatcher("the baseline b.json", [replace(item, until=over) for item in to_baseline([REFUND])])
    policy = Policy(
        max_warnings=Threshold(0, is_percentage=True, text="0%"),
        entries=(entry(rule="ART-*", tolerate=None, severity="warning"), entry(rule="*", until=over)),
    )

    decision = decide([REFUND, NAMELESS], policy, processed=0, today=TODAY, baselines=[source])

    warning, error = (verdict.decided_by for verdict in decision.verdicts)
    count, by_policy, by_baseline = warning.split("; ")
    assert count.startswith("1 warning in 0 items,")
    assert "--content-max-warnings 0%" in count
    assert by_policy == "warning by policy 1 (rule 'ART-*')"
    assert by_baseline.startswith("the baseline b.json ")
    assert "2026-11-22" in by_baseline
    assert error.endswith("(--content-fail-on warning)")
    (note,) = decision.notes
    assert note.startswith("policy 2 (rule '*') ")
    assert "1 finding" in note


def test_an_entry_that_ended_counts_what_it_would_match() -> None:
    policy = Policy(entries=(entry(rule="ART-*", until=TODAY - timedelta(days=1)),))

    (note,) = decide([REFUND, BY_ID], policy, processed=None, today=TODAY).notes

    assert note.startswith("policy 1 (rule 'ART-*') ")
    assert "2 findings" in note


def test_nothing_accepts_a_finding_that_was_only_chosen_by_its_number() -> None:
    adopted = replace(NAMELESS, is_adopted=True)
    any_number = Threshold(100, is_percentage=True, text="100%")
    policy = Policy(fail_on="never", max_errors=any_number, entries=(entry(message="*"),))
    baseline = BaselineMatcher("the baseline", to_baseline([adopted]))

    decision = decide([adopted], policy, processed=10, today=TODAY, baselines=[baseline])

    (verdict,) = decision.verdicts
    assert (verdict.finding, verdict.outcome, verdict.severity) == (adopted, VerdictOutcome.FAILS, ERROR)
    assert not verdict.is_accepted
    assert verdict.decided_by
