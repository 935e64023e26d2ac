from __future__ import annotations

from dataclasses import replace
from datetime import date

from pytest_contentjobs.gate.baseline import BaselineMatcher, find_fixed, to_baseline, update_baseline
from pytest_contentjobs.model import EarlierFinding, Finding, Verdict, VerdictOutcome
from tests.builders import ERROR, WARNING, article, content_run, finding

TITLE = finding("has no title", rule="ART-1", entity=article("Refund"))
ODD = finding("is odd", WARNING, entity=article("Account"))
LATE = finding("is late", entity=article("Refund"))


def known(about: Finding, count: int = 1) -> EarlierFinding:
    (item,) = to_baseline([about])
    return replace(item, count=count)


def test_equal_findings_are_one_with_their_number_in_the_order_of_names() -> None:
    assert to_baseline([TITLE, ODD, TITLE]) == (
        EarlierFinding(
            class_name="Billing",
            name="Account: is odd (warning)",
            severity=WARNING,
            rule="is-odd",
            message="is odd",
            fingerprint=ODD.fingerprint,
        ),
        EarlierFinding(
            class_name="Billing",
            name="Refund: has no title (ART-1)",
            severity=ERROR,
            rule="ART-1",
            message="has no title",
            fingerprint=TITLE.fingerprint,
            count=2,
        ),
    )


def test_what_is_known_can_be_taken_as_often_as_it_was_met() -> None:
    source = BaselineMatcher("the baseline b.json", [known(TITLE, 2)])

    taken = [source.take(TITLE.fingerprint) for _ in range(3)]

    assert taken == [known(TITLE, 2), known(TITLE, 2), None]
    assert source.take(ODD.fingerprint) is None
    assert source.number_taken == 2


def test_what_is_in_no_run_any_more_is_gone() -> None:
    items = [known(TITLE, 3), known(ODD), known(LATE)]

    assert find_fixed(items, [[TITLE, ODD], [TITLE, TITLE]]) == (known(TITLE, 1), known(LATE))
    assert find_fixed(items, [[TITLE] * 4, [ODD, LATE]]) == ()


def test_an_update_keeps_what_people_wrote_and_drops_what_is_fixed() -> None:
    reasoned = replace(known(TITLE, 2), reason="later", until=date(2027, 1, 1))
    runs = [content_run(TITLE, ODD), content_run(ODD, ODD, name="other")]

    after = update_baseline([reasoned, known(LATE)], runs)

    assert sorted(after, key=lambda item: item.class_name) == [known(ODD, 2), replace(reasoned, count=1)]


def test_an_update_leaves_out_what_the_policy_accepts_unless_it_was_there() -> None:
    accepted = tuple(
        Verdict(
            finding=about, outcome=VerdictOutcome.TOLERATED, severity=ERROR, decided_by="policy 1", is_accepted=True
        )
        for about in (TITLE, LATE)
    )
    run = content_run(verdicts=accepted)

    assert update_baseline([known(TITLE)], [run]) == (known(TITLE),)
