"""The report for merge requests of GitLab."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.code_quality import render_code_quality
from pytest_contentjobs.reports.view import make_view
from tests.builders import WARNING, content_run, finding, statistics
from tests.reports.outcomes import LIMITED, NOT_JUDGED, mixed_run

#: What GitLab's documentation demands of an entry.
KEYS = {"description", "check_name", "fingerprint", "severity", "location"}
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def entries(*runs: ContentRun) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads("".join(render_code_quality(make_view(runs, Scope()))))
    assert len({entry["fingerprint"] for entry in found}) == len(found)
    for entry in found:
        assert entry.keys() == KEYS
        assert entry["severity"] in SEVERITIES
        path, begin = entry["location"]["path"], entry["location"]["lines"]["begin"]
        assert path
        assert not path.startswith("/")
        assert "://" not in path
        assert begin >= 1
    return found


def test_a_clean_run_has_none() -> None:
    assert entries(content_run()) == []


def test_findings_have_severity_place_and_words() -> None:
    found = entries(mixed_run())

    assert [(each["check_name"], each["severity"]) for each in found] == [
        ("ART-104", "critical"),
        ("ART-101", "info"),
        ("ART-201", "info"),
    ]
    assert found[0]["description"] == "content file does not exist (article Billing/Refunds/Refund)"
    assert [each["location"] for each in found] == [
        {"path": "articles/articles.json", "lines": {"begin": 52}},
        {"path": "bucket/log.txt", "lines": {"begin": 8}},
        {"path": "bucket/log.txt", "lines": {"begin": 9}},
    ]
    assert [each["severity"] for each in entries(content_run(finding("a", WARNING)))] == ["minor"]


@pytest.mark.parametrize("name", NOT_JUDGED)
def test_a_run_that_was_not_judged_has_a_blocker(name: str) -> None:
    blockers = [each for each in entries(NOT_JUDGED[name]) if each["severity"] == "blocker"]

    assert len(blockers) == 1
    assert "NOT JUDGED" in blockers[0]["description"]


def test_a_limit_that_is_passed_is_a_blocker() -> None:
    assert [(each["check_name"], each["severity"]) for each in entries(LIMITED)] == [("baseline-outdated", "blocker")]


def test_fingerprints_tell_equal_findings_and_runs_apart_and_stay_the_same() -> None:
    twin = finding("is a twin")
    first = entries(content_run(twin, twin, finding("is another")), content_run(twin, name="other"))
    second = entries(content_run(finding("is new"), twin, log=statistics(location="elsewhere.txt")))

    assert {each["fingerprint"] for each in first} & {each["fingerprint"] for each in second} == {
        first[0]["fingerprint"]
    }
