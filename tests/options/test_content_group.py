"""--content-group, CONTENTJOBS_GROUP and content_group."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import (
    CASES,
    LOG,
    REFUND_CLASS,
    TOPIC_CLASS,
    TOPIC_ERROR,
    assert_valid_junit,
    junit_cases,
    skips_read_back,
)

Gate = Callable[..., pytest.RunResult]
CHECKS = {("content", "job", "skipped"), ("content", "log", "passed")}
# The errors of the topic and of the refund have the same rule, so that one rule has findings in two content items.
SHARED = LOG.replace("TOP-102", "ART-104")
BY = {
    "finding": {(class_name, name.replace("TOP-102", "ART-104"), outcome) for class_name, name, outcome in CASES},
    "entity": {
        (REFUND_CLASS, "How to get a refund", "failure"),
        (TOPIC_CLASS, "Getting started (topic)", "failure"),
    },
    "rule": {("content.rules", "ART-104", "failure"), ("content.rules", "ART-201", "failure")},
}


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(SHARED, encoding="utf-8")
    return path


@pytest.mark.parametrize("group", BY)
def test_each_group_is_a_case(pytester: pytest.Pytester, gate: Gate, group: str) -> None:
    result = gate("--content-log=log.txt", f"--content-group={group}", "--junit-xml=r.xml", "--content-junit=c.xml")

    assert result.ret == 1
    for report in ("r.xml", "c.xml"):
        assert {case.identity for case in junit_cases(pytester.path / report)} == BY[group] | CHECKS
    assert_valid_junit(pytester.path / "r.xml")


def test_failure_of_a_group_lists_its_findings(pytester: pytest.Pytester, gate: Gate) -> None:
    gate("--content-log=log.txt", "--content-group=rule", "--content-junit=c.xml", "--junit-xml=r.xml")

    content, own = (
        next(case for case in junit_cases(pytester.path / name) if case.name == "ART-104")
        for name in ("c.xml", "r.xml")
    )
    lines = SHARED.splitlines()
    assert content.message == own.message == "2 errors in ART-104"
    assert content.text.splitlines() == [
        "2 errors in ART-104",
        "",
        "folder: Billing/Refunds",
        "item: article How to get a refund, index 12",
        "error ART-104: content file 'content/refund.html' does not exist",
        "decided by: every error fails (--content-fail-on warning)",
        "log: log.txt line 2",
        f"  | {lines[1]}",
        "",
        "item: topic Getting started, index 2",
        "error ART-104: article 'Internet/Setup' is unknown",
        "decided by: every error fails (--content-fail-on warning)",
        "log: log.txt line 4",
        f"  | {lines[3]}",
    ]
    assert [line.removeprefix("E   ") for line in own.text.splitlines()[1:]] == content.text.splitlines()


def test_group_has_the_highest_severity_that_fails(pytester: pytest.Pytester, gate: Gate) -> None:
    arguments = ("--content-log=log.txt", "--content-group=entity", "--strict-markers", "-m", "content_error")

    result = gate(*arguments, "--content-fail-on=error", "--junit-xml=r.xml")

    assert result.ret == 1
    refund = next(case for case in junit_cases(pytester.path / "r.xml") if case.name == "How to get a refund")
    assert refund.message == "1 error, 1 tolerated in Billing/Refunds/How to get a refund"
    assert "decided by: no warning fails (--content-fail-on error)" in refund.text


def test_group_without_a_failing_finding_is_skipped_with_its_text_and_the_reason(
    pytester: pytest.Pytester, gate: Gate
) -> None:
    result = gate(
        *("--content-log=log.txt", "--content-group=rule", "--content-fail-on=never"),
        *("--junit-xml=r.xml", "--content-junit=c.xml"),
    )

    assert result.ret == 0
    for report in ("r.xml", "c.xml"):
        skips = skips_read_back(pytester.path / report)
        assert skips["content.rules", "ART-104"][0] == "2 tolerated in ART-104"
        message, text = skips["content.rules", "ART-201"]
        assert message == (
            "no warning fails (--content-fail-on never) - ART-201: language 'en-UK' is not supported "
            "(article Billing/Refunds/How to get a refund, index 12)"
        )
        assert "no warning fails (--content-fail-on never)" in text
        assert "language 'en-UK' is not supported" in text


def test_names_of_groups_are_stable_between_runs(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    def names(group: str, report: str) -> set[tuple[str, str]]:
        gate("--content-log=log.txt", f"--content-group={group}", f"--content-junit={report}")
        return {(case.class_name, case.name) for case in junit_cases(pytester.path / report)}

    before = {group: names(group, "1.xml") for group in ("entity", "rule")}
    first, *findings = SHARED.splitlines(keepends=True)
    again = (
        "".join([first, first, *reversed(findings)]).replace("10:00:", "23:59:").replace("articles[12]", "articles[3]")
    )
    log.write_text(again, encoding="utf-8")

    assert {group: names(group, "2.xml") for group in ("entity", "rule")} == before


def test_content_items_whose_names_look_alike_have_separate_cases(
    pytester: pytest.Pytester, gate: Gate, log: Path
) -> None:
    entries = [TOPIC_ERROR.replace("Getting started", name) for name in ("Müller", "Mu\u0308ller")]
    log.write_text("".join(entries), encoding="utf-8")

    gate("--content-log=log.txt", "--content-group=entity", "--content-junit=c.xml", "--junit-xml=r.xml")

    for report in ("c.xml", "r.xml"):
        names = {case.name for case in junit_cases(pytester.path / report) if case.outcome == "failure"}
        assert len(names) == 2
        assert "Müller (topic)" in names


def test_large_group_says_how_many_findings_it_omits(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    log.write_text("".join(TOPIC_ERROR.replace("Setup", f"Page {n}") for n in range(1000)), encoding="utf-8")

    gate("--content-log=log.txt", "--content-group=rule", "--content-junit=c.xml")

    (failure,) = [case for case in junit_cases(pytester.path / "c.xml") if case.outcome == "failure"]
    listed = failure.text.count("decided by: ")
    assert len(failure.text) <= 60_000
    assert 100 < listed < 1000
    last = failure.text.splitlines()[-1]
    assert last.startswith(f"… and {1000 - listed} more findings")
    assert "--content-json" in last


def test_unknown_group_is_a_usage_error(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log=log.txt", "--content-group=entry")

    assert code == "value-invalid"
    assert all(name in text for name in ("'entry'", "finding, entity, rule", "--content-group"))
