from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from pytest_contentjobs import __version__
from pytest_contentjobs.model import Comparison, ContentRun, EarlierFinding, Finding, Severity, Source, VerdictOutcome
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.json_document import SCHEMA, VERSION, Document, make_schema, render_json
from pytest_contentjobs.reports.view import make_view
from tests.builders import TODAY, article, content_run, finding, statistics, status
from tests.support import at_least

SHIPPED = json.loads(SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SHIPPED, format_checker=Draft202012Validator.FORMAT_CHECKER)


def json_text(*runs: ContentRun, not_run: Mapping[str, int] | None = None) -> str:
    return "".join(render_json(make_view(runs, Scope(not_run=not_run or {}))))


def read(*runs: ContentRun) -> Any:
    text = json_text(*runs)
    document = json.loads(text.encode("utf-8"))
    VALIDATOR.validate(document)
    # Written in pieces, it is what it would be as a whole.
    assert not runs or text == f"{Document.model_validate_json(text).model_dump_json(indent=1)}\n"
    return document


def test_shipped_schema_is_the_one_of_the_code() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == make_schema(), "write make_schema() to the file"
    Draft202012Validator.check_schema(SHIPPED)
    assert SHIPPED["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_schema_says_of_every_field_what_it_holds_and_allows_no_other() -> None:
    parts = {"Document": SHIPPED, **{name: part for name, part in SHIPPED["$defs"].items() if "properties" in part}}

    for name, part in parts.items():
        assert part["additionalProperties"] is False, name
        assert set(part["required"]) == set(part["properties"]), name
        assert part["description"], name
    assert set(SHIPPED["$defs"]["FindingPart"]["properties"]) >= {
        *("fingerprint", "name", "class_name", "severity", "rule", "message", "entity", "source"),
        *("log_line", "log_line_count", "outcome", "decided_by"),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [("fingerprint", "short"), ("name", "two\nlines"), ("log_line", 0), ("outcome", "passed"), ("more", 1)],
)
def test_schema_refuses_what_is_none(field: str, value: object) -> None:
    document = read(content_run(finding()))
    document["runs"][0]["findings"][0][field] = value

    assert not VALIDATOR.is_valid(document)


def test_version_is_in_document_and_schema() -> None:
    assert read() == {"version": VERSION, "tool_version": __version__, "exit_status": 10, "runs": []}
    assert SHIPPED["properties"]["version"]["const"] == VERSION


def test_no_reference_of_the_schema_leads_elsewhere() -> None:
    try:
        VALIDATOR.validate(json.loads(json_text(content_run(finding(entity=article("A"))))))
    except Unresolvable as error:
        pytest.fail(str(error))


def test_document_is_read_back_by_its_own_classes() -> None:
    text = json_text(content_run(finding("a", entity=article("B"))), not_run={"content": 1})

    assert Document.model_validate_json(text).runs[0].not_run == 1


def test_severity_is_that_of_the_policy_beside_that_of_the_log() -> None:
    run = content_run(finding())
    verdict = replace(run.verdicts[0], severity=Severity.INFO, outcome=VerdictOutcome.TOLERATED, decided_by="x")

    (found,) = read(replace(run, verdicts=(verdict,)))["runs"][0]["findings"]

    assert (found["severity"], found["log_severity"], found["outcome"]) == ("info", "error", "tolerated")


def test_comparisons_notes_and_what_hooks_dropped() -> None:
    known = EarlierFinding(
        class_name="A/B",
        name="x",
        severity=Severity.ERROR,
        rule=None,
        message="x",
        fingerprint="0" * 64,
        count=2,
        reason="old",
        until=TODAY,
    )
    run = content_run(
        comparisons=(
            Comparison(name="baseline", where="b.json", known=1, new=2, fixed=(known,)),
            Comparison(name="comparison", where="saved", known=0, new=3),
        ),
        notes=("entry 1 matched nothing",),
        dropped={"a\x1b": 2, "a\\x1b": 3},
    )

    (part,) = read(run)["runs"]

    first, second = part["comparisons"]
    assert first["fixed"] == [
        {
            "fingerprint": "0" * 64,
            "class_name": "A/B",
            "name": "x",
            "severity": "error",
            "rule": None,
            "message": "x",
            "count": 2,
            "reason": "old",
            "until": "2026-11-23",
        }
    ]
    assert second == {"name": "comparison", "where": "saved", "known": 0, "new": 3, "fixed": None}
    assert part["notes"] == ["entry 1 matched nothing"]
    assert part["dropped"] == {"a\\x1b": 5}


AWKWARD = st.text(max_size=30) | st.sampled_from(["", "\x00", "\ufffe", "\ud800", "##[error]", "\x1b[0m\u202e"])
NUMBER = st.none() | st.integers(-3, 3)
SOURCES = st.builds(Source, AWKWARD, NUMBER, NUMBER)
FINDINGS = st.builds(
    finding,
    AWKWARD,
    rule=st.none() | AWKWARD,
    entity=st.none() | st.builds(article, AWKWARD, st.none() | AWKWARD, NUMBER),
    raw=st.lists(AWKWARD, max_size=2).map(tuple),
)


@given(
    findings=st.lists(FINDINGS, max_size=3),
    sources=st.tuples(st.none() | SOURCES, st.lists(SOURCES, max_size=2).map(tuple)),
    url=st.none() | AWKWARD,
    text=AWKWARD,
    processed=NUMBER,
)
@at_least(150)
def test_whatever_is_in_it_the_document_is_valid_and_complete(
    findings: list[Finding],
    sources: tuple[Source | None, tuple[Source, ...]],
    url: str | None,
    text: str,
    processed: int | None,
) -> None:
    source, candidates = sources
    awkward = [
        replace(each, source=source, source_candidates=candidates, entity_url=url, rule_url=url) for each in findings
    ]
    run = content_run(
        *awkward,
        status=status("a" + text.replace("\ud800", ""), progress={"processed": processed, "total": processed}),
        log=statistics(location=text, format=text),
        notes=(text,),
        dropped={text: 1},
    )

    (part,) = read(run)["runs"]

    assert [found["fingerprint"] for found in part["findings"]] == [each.fingerprint for each in findings]
    shown = json.dumps(part, ensure_ascii=False)
    assert not [letter for letter in ("\x1b", "\u202e", "##[") if letter in shown]
