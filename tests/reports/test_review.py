"""The report for reviewdog."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pytest_contentjobs.model import ContentRun, Source
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.review import render_rdjsonl
from pytest_contentjobs.reports.view import make_view
from tests.builders import article, content_run, finding
from tests.reports.markdown_reading import HOSTILE, READERS
from tests.reports.outcomes import FAILING, LIMITED, NOT_JUDGED, mixed_run


def diagnostics(*runs: ContentRun) -> list[Any]:
    return [json.loads(line) for line in "".join(render_rdjsonl(make_view(runs, Scope()))).splitlines()]


def test_a_clean_run_has_none() -> None:
    assert diagnostics(content_run()) == []


def test_findings_are_diagnostics_and_those_that_do_not_fail_informational() -> None:
    failing, known, tolerated = diagnostics(mixed_run())

    assert failing == {
        "message": f"`content file does not exist` (`article Billing/Refunds/Refund`)\nHint: `{FAILING.hint}`",
        "location": {"path": "articles/articles.json", "range": {"start": {"line": 52}}},
        "severity": "ERROR",
        "code": {"value": "ART-104", "url": "https://rules.example/ART-104"},
        "source": {"name": "pytest-contentjobs content"},
    }
    assert [each["severity"] for each in (known, tolerated)] == ["INFO", "INFO"]
    assert known["location"] == {"path": "bucket/log.txt", "range": {"start": {"line": 8}}}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("ART-104", "ART-104"),
        ("DUPLICATE_VALUE", "DUPLICATE_VALUE"),
        ("[E1]", "E1"),
        ("_it_", "it"),
        ("www.evil.example", "www-evil-example"),
        ("--- | ---", "rule"),
    ],
)
def test_codes_are_words(rule: str, code: str) -> None:
    (diagnostic,) = diagnostics(content_run(finding(rule=rule)))

    assert diagnostic["code"] == {"value": code}


def test_only_a_web_address_is_the_page_of_a_rule() -> None:
    (diagnostic,) = diagnostics(content_run(replace(finding(rule="R_1"), rule_url="javascript:alert(1)")))

    assert diagnostic["code"] == {"value": "R_1"}


def test_a_file_without_a_line_has_no_range() -> None:
    (diagnostic,) = diagnostics(content_run(replace(FAILING, source=Source("a.json", None, None))))

    assert diagnostic["location"] == {"path": "a.json"}


@pytest.mark.parametrize("run", [*NOT_JUDGED.values(), LIMITED], ids=[*NOT_JUDGED, "a limit"])
def test_a_red_run_has_an_error_without_findings_too(run: ContentRun) -> None:
    first, *others = diagnostics(run)

    assert first["severity"] == "ERROR"
    assert first["location"]["path"]
    assert len(others) == len(run.verdicts)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_the_log_is_inert_in_the_comments_that_reviewdog_writes(reader: str, text: str) -> None:
    run = content_run(replace(finding(text, rule=text, entity=article(text, text)), hint=text))
    (shown,) = make_view([run], Scope()).runs[0].findings

    (diagnostic,) = diagnostics(run)

    page = READERS[reader](f"{diagnostic['message']}\n\n{diagnostic['code']['value']}")
    assert page.code[:3] == (shown.message, shown.item, shown.hint)
    assert page.tags <= {"p", "code"}
    assert not set("@<>[]!~#$") & set(page.text)
