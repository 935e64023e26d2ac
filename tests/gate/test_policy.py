from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pytest_contentjobs.errors import Reason
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


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        pytest.param(Policy(), "every error fails (--content-fail-on warning)", id="default"),
        pytest.param(Policy(fail_on="never"), "no error fails (--content-fail-on never)", id="never"),
        pytest.param(
            Policy(entries=(entry(rule="ART-*", reason="later", until=ENDS),)),
            "tolerated by policy 1 (rule 'ART-*'), until 2026-12-31: later",
            id="tolerated",
        ),
        pytest.param(
            Policy(entries=(entry(rule="X"), entry(kind="article", folder="Billing", tolerate=None, severity="info"))),
            "called informational by policy 2 (kind 'article', folder 'Billing')",
            id="informational",
        ),
        pytest.param(
            Policy(fail_on="error", entries=(entry(rule="ART-*", tolerate=None, severity="warning", reason="mild"),)),
            "no warning fails (--content-fail-on error); warning by policy 1 (rule 'ART-*'): mild",
            id="another severity",
        ),
        pytest.param(
            Policy(max_errors=Threshold(1, is_percentage=False, text="1")),
            "1 error, within the limit of --content-max-errors 1",
            id="within a limit",
        ),
        pytest.param(
            Policy(max_errors=Threshold(2, is_percentage=True, text="2%")),
            "1 error in 10 items, more than the limit of --content-max-errors 2% allows",
            id="over a limit",
        ),
        pytest.param(
            Policy(entries=(entry(rule="ART-*", tolerate=None, max="10%", reason="few", until=ENDS),)),
            "1 finding in 10 items, within the limit of max 10% of policy 1 (rule 'ART-*'), until 2026-12-31: few",
            id="within the limit of an entry",
        ),
    ],
)
def test_a_verdict_says_what_decided(policy: Policy, words: str) -> None:
    (verdict,) = decide([REFUND], policy, processed=10, today=TODAY).verdicts

    assert verdict.decided_by == words


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
    assert decision.notes == (
        (
            "policy 1 (rule 'ART-104') ended on 2026-11-22 and holds no more; it matches 1 finding. Correct the content, and "
            "take the entry out."
        ),
        "policy 3 (rule 'ART-9') matches nothing that no entry before it matches. Correct it, or take it out.",
    )


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
        ("max of rule 'ART-104' (2)", PASSED, ()),
        ("max of rule 'A' #26e34f4848af", PASSED, ()),
    ]
    words = [
        "2 errors, more than the limit of --content-max-errors 1",
        "1 warning, and --content-max-warnings 50%",
        "1 finding, more than the limit of max 0 of policy 1 (rule 'ART-104')",
        "0 findings, within the limit of max 0 of policy 2 (rule 'ART-104')",
        "0 findings, within the limit of max 0 of policy 3 (rule 'Ä')",
    ]
    assert [check.check.text.startswith(text) for check, text in zip(checks, words, strict=True)] == [True] * 5


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
    assert verdict.decided_by == (
        "every error fails (--content-fail-on warning); the baseline b.json accepted it until 2026-11-22, which is over"
    )


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
        decided_by="called informational by a hook",
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

    assert [verdict.decided_by for verdict in decision.verdicts] == [
        (
            "1 warning in 0 items, more than the limit of --content-max-warnings 0% allows; warning by policy 1 (rule 'ART-*'); "
            "the baseline b.json accepted it until 2026-11-22, which is over"
        ),
        "every error fails (--content-fail-on warning)",
    ]
    assert decision.notes == (
        (
            "policy 2 (rule '*') ended on 2026-11-22 and holds no more; it matches 1 finding. Correct the content, and "
            "take the entry out."
        ),
    )


def test_an_entry_that_ended_counts_what_it_would_match() -> None:
    policy = Policy(entries=(entry(rule="ART-*", until=TODAY - timedelta(days=1)),))

    (note,) = decide([REFUND, BY_ID], policy, processed=None, today=TODAY).notes

    assert note.startswith(
        "policy 1 (rule 'ART-*') ended on 2026-11-22 and holds no more; it matches 2 findings. Correct"
    )
