"""--content-owner, CONTENTJOBS_OWNER, and the entries [[owner]] and [[rule]] of the project file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from pytest_contentjobs.cli import main
from pytest_contentjobs.pipeline.saved_runs import RunStore
from tests.support import CASES, LOG, REFUND_NAME, junit_cases, reason_of

Gate = Callable[..., pytest.RunResult]
OTHERS = ("content.more", "findings of other owners")
PROJECT = """
[[owner]]
folder = "Billing/**"
owner = "@billing"

[[rule]]
rule = "ART-104"
title = "Missing file"
hint = "Upload the file, or remove the link."
url = "https://wiki.example/ART-104"

[[rule]]
rule = "TOP-*"
owner = "@topics"
"""


@pytest.fixture
def project(log: Path) -> Path:
    (log.parent / "contentjobs.toml").write_text(PROJECT, encoding="utf-8")
    return log.parent


def report(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", "--content-log=log.txt", *arguments])


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["runs"][0]


def failed(path: Path) -> set[tuple[str, str]]:
    return {(case.class_name, case.name) for case in junit_cases(path) if case.outcome == "failure"}


def test_every_report_says_who_owns_a_finding_and_how_it_is_corrected(project: Path) -> None:
    result = report("--content-json=c.json", "--content-junit=c.xml")

    assert result.exit_code == 1
    run = read(project / "c.json")
    said = [(each["owner"], each["rule_title"], each["hint"], each["rule_url"]) for each in run["findings"]]
    assert said == [
        ("@billing", "Missing file", "Upload the file, or remove the link.", "https://wiki.example/ART-104"),
        ("@billing", None, None, None),
        ("@topics", None, None, None),
    ]
    assert [(group["name"], group["errors"], group["warnings"]) for group in run["owners"]] == [
        ("@billing", 1, 1),
        ("@topics", 1, 0),
    ]
    root = etree.parse(str(project / "c.xml"))
    assert root.xpath("//testcase//property[@name='owner']/@value") == ["@billing", "@billing", "@topics"]
    (refund,) = (case for case in junit_cases(project / "c.xml") if case.name == REFUND_NAME)
    assert "hint: Upload the file, or remove the link." in refund.text.splitlines()
    assert "owner: @billing" in refund.text.splitlines()


def test_the_terminal_shows_owners_and_each_hint_once(project: Path, wording: Callable[[str], None]) -> None:
    (project / "log.txt").write_text(LOG + LOG.replace("refund.html", "other.html"), encoding="utf-8")

    shown = report().output

    assert shown.count("hint: ") == 1
    wording(shown)


@pytest.mark.parametrize("place", ["option", "variable"])
def test_others_share_a_test_which_fails_as_their_findings_do(
    project: Path, gate: Gate, set_option: Callable[[str, str, str], list[str]], place: str
) -> None:
    result = gate(
        *("--content-log=log.txt", "--junit-xml=r.xml", "--content-junit=c.xml", "--content-json=c.json"),
        *set_option(place, "--content-owner", "@billing"),
    )

    assert result.ret == 1
    own = {case[:2] for case in CASES if case[0] == "content.Billing/Refunds"}
    for file in ("r.xml", "c.xml"):
        assert failed(project / file) == {*own, OTHERS}
    run = read(project / "c.json")
    assert (len(run["findings"]), run["not_run"], run["judgement"]["outcome"]) == (3, 0, "findings")


def test_a_session_fails_for_findings_of_others_alone(project: Path) -> None:
    (project / "contentjobs.toml").write_text(
        f'{PROJECT}[[owner]]\nrule = "ART-9"\nowner = "@none"\n', encoding="utf-8"
    )

    result = report("--content-owner=@none", "--content-junit=c.xml", "--content-save=runs")

    assert result.exit_code == 1
    assert failed(project / "c.xml") == {OTHERS}
    (stored,) = RunStore(project / "runs").read()
    assert len(stored.saved.run.findings) == 3


def test_findings_without_an_owner_can_be_chosen(project: Path) -> None:
    (project / "contentjobs.toml").write_text('[[owner]]\nfolder = "Billing"\nowner = "@billing"\n', encoding="utf-8")

    assert report("--content-owner=no owner", "--content-junit=c.xml").exit_code == 1

    assert {class_name for class_name, _ in failed(project / "c.xml")} == {"content.no folder", "content.more"}


@pytest.mark.parametrize("group", ["entity", "rule"])
def test_groups_are_made_of_what_the_owner_has(project: Path, group: str) -> None:
    report("--content-owner=@topics", f"--content-group={group}", "--content-junit=c.xml")

    assert len(failed(project / "c.xml") - {OTHERS}) == 1


@pytest.mark.usefixtures("project")
def test_the_terminal_lists_what_the_owner_has_and_counts_the_rest() -> None:
    shown = report("--content-owner=@topics").output

    assert "TOP-102" in shown
    assert "ART-104" not in shown
    assert "2 findings of other owners, 2 of which fail the run" in shown


def test_both_faces_write_the_same_files(project: Path, gate: Gate) -> None:
    files = ("--content-junit={}.xml", "--content-json={}.json", "--content-owner=@topics")

    gate("--content-log=log.txt", *(each.format(1) for each in files))
    report(*(each.format(2) for each in files))

    for kind in ("xml", "json"):
        assert (project / f"1.{kind}").read_bytes() == (project / f"2.{kind}").read_bytes()


def test_no_baseline_is_made_of_a_part(project: Path) -> None:
    result = report("--content-owner=@topics", "--content-baseline=b.json", "--content-update-baseline")

    assert reason_of(result.stderr) == "baseline-not-updated"
    assert not (project / "b.json").exists()


@pytest.mark.parametrize(
    ("owner", "code"), [("@biling", "value-invalid"), ("", "value-invalid"), (" ", "value-invalid")]
)
@pytest.mark.usefixtures("project")
def test_a_name_that_nobody_has_is_wrong_usage(owner: str, code: str) -> None:
    result = report(f"--content-owner={owner}")

    assert (result.exit_code, reason_of(result.stderr)) == (4, code)


def test_owners_change_no_verdict_and_no_name(project: Path) -> None:
    with_owners = report("--content-junit=c.xml")
    cases = {case.identity for case in junit_cases(project / "c.xml")}
    (project / "contentjobs.toml").unlink()
    without = report("--content-junit=c.xml")

    assert with_owners.exit_code == without.exit_code
    assert cases == {case.identity for case in junit_cases(project / "c.xml")}
