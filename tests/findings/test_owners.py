"""What the project file says of findings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_contentjobs.findings.enrich import Enricher
from pytest_contentjobs.findings.owners import Owners
from pytest_contentjobs.model import Entity, Finding
from pytest_contentjobs.settings.owner_file import OwnerEntry, RuleEntry
from tests.builders import article, finding

PLAN = finding("has no title", rule="ART-105", entity=article("Prepaid", "Mobile Plans/Prepaid"))
LINKS = RuleEntry(
    rule="ART-105", title="Broken link", hint="Link by id.", url="https://wiki.example/105", owner="@links"
)


def owned(one: Finding, *entries: OwnerEntry, rules: tuple[RuleEntry, ...] = ()) -> Finding:
    return Owners(entries, rules).add_to(one)


@pytest.mark.parametrize(
    ("folder", "is_owned"),
    [
        ("Mobile Plans", True),
        ("Mobile Plans/**", True),
        ("/Mobile Plans/", True),
        ("Mobile Plans/Prepaid/**", True),
        ("Mobile*", True),
        ("**", True),
        ("/**", True),
        ("mobile plans", False),
        ("Prepaid", False),
        ("Mobile", False),
    ],
)
def test_a_folder_has_all_that_is_below_it(folder: str, is_owned: bool) -> None:
    assert (owned(PLAN, OwnerEntry(folder=folder, owner="@mobile")).owner == "@mobile") is is_owned


def test_everything_below_a_folder_includes_what_is_in_the_folder_itself() -> None:
    one = finding(entity=article("Prepaid", "Mobile Plans"))

    assert owned(one, OwnerEntry(folder="Mobile Plans/**", owner="@mobile")).owner == "@mobile"


@pytest.mark.parametrize("entity", [None, Entity(kind="article", name="A"), article("A", "Mobile Plans/../Other")])
def test_what_is_in_no_known_folder_has_no_owner(entity: Entity | None) -> None:
    assert owned(finding(entity=entity), OwnerEntry(folder="**", owner="@all")).owner is None


def test_the_first_entry_that_matches_decides() -> None:
    entries = (
        OwnerEntry(folder="Mobile Plans", rule="TOP-*", owner="@topics"),
        OwnerEntry(folder="Mobile Plans", owner="@mobile"),
        OwnerEntry(rule="*", owner="@rest"),
    )

    assert owned(PLAN, *entries).owner == "@mobile"
    assert owned(finding(), *entries).owner == "@rest"


def test_the_owner_of_a_rule_is_that_of_what_no_other_entry_matches() -> None:
    mobile = OwnerEntry(folder="Mobile Plans", owner="@mobile")

    assert owned(PLAN, mobile, rules=(LINKS,)).owner == "@mobile"
    assert owned(replace(PLAN, entity=None), mobile, rules=(LINKS,)).owner == "@links"


def test_a_rule_has_title_hint_and_page() -> None:
    found = owned(PLAN, rules=(RuleEntry(rule="TOP-*", hint="no"), LINKS, RuleEntry(rule="*", hint="never")))

    assert (found.rule_title, found.hint, found.rule_url) == ("Broken link", "Link by id.", "https://wiki.example/105")


def test_the_page_of_a_rule_comes_before_the_template_and_only_there() -> None:
    other = finding("x", rule="ART-2")
    enricher = Enricher(None, "https://rules.example/{rule}", None, Owners(rules=[LINKS]))

    assert [each.rule_url for each in enricher((PLAN, other)).findings] == [
        "https://wiki.example/105",
        "https://rules.example/ART-2",
    ]


def test_what_a_hook_changes_is_matched_again_and_what_it_sets_stays() -> None:
    mobile = OwnerEntry(folder="Mobile Plans", owner="@mobile")

    def revise(one: Finding) -> Finding:
        assert one.owner == "@mobile"
        return replace(one, rule="ART-1", entity=article("A", "Other"), hint="mine")

    (found,) = Enricher(None, None, revise, Owners([mobile], [LINKS]))((PLAN,)).findings

    assert (found.owner, found.rule_title, found.hint, found.rule_url) == (None, None, "mine", None)


def test_nothing_is_said_without_entries() -> None:
    assert not Owners()
    assert Enricher(None, None, None)((PLAN,)).findings == (PLAN,)
