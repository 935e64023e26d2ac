from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.json_in_text import open_json
from pytest_contentjobs.model import Entity, Severity
from tests.builders import ERROR, WARNING, article

HOOK = (
    '{"success": false, "error": "2 bad", "details": {"count": 2, '
    '"errors": [{"index": 3, "issue": "a"}, {"name": "B", "issue": "b"}]}}'
)


def error(message: str, **fields: object) -> ParsedEntry:
    return ParsedEntry(severity=ERROR, message=message, **fields)  # type: ignore[arg-type]


def warning(message: str, **fields: object) -> ParsedEntry:
    return ParsedEntry(severity=WARNING, message=message, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"INFO hook answers {HOOK} at last",
            (
                error("a", entity=Entity(kind="item", index=3), details={"error": "2 bad"}),
                error("b", entity=Entity(kind="item", name="B"), details={"error": "2 bad"}),
            ),
            id="result of a hook",
        ),
        pytest.param(
            'x {"success": false, "error": "gone", "details": {"count": 0, "errors": []}}',
            (error("gone", details={"success": False, "details": {"count": 0, "errors": []}}),),
            id="hook without elements",
        ),
        pytest.param(
            'x {"validationResults": {"errors": [{"type": "T", "message": "m"}]}}',
            (error("m", rule="T"),),
            id="validation results",
        ),
        pytest.param('{a} {"errors": ["a"]} {"warnings": ["b"]}', (error("a"), warning("b")), id="several objects"),
        pytest.param('x [{"severity": "warning", "message": "m"}]', (warning("m"),), id="array"),
        pytest.param('x {"level": "ERROR", "message": "m"}', (error("m"),), id="object with a level"),
    ],
)
def test_findings_in_an_informational_line(text: str, expected: tuple[ParsedEntry, ...]) -> None:
    assert open_json(text, None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "{not JSON}",
        '{"errors": ["cut',
        '{"errors": [], "warnings": []}',
        '{"errors": 3}',
        '{"success": true}',
        '{"error": "stderr.log"}',
        '{"level": "INFO", "message": "0 errors", "messages": ["Error handling"]}',
        'logger set up {"name": "x", "level": "ERROR", "appenders": ["file"]}',
        '["A/B", "A/C"]',
        '{"a":' * 100_000,
        '{"' * 1_000_000,
    ],
)
def test_text_without_findings_is_left(text: str) -> None:
    assert open_json(text, None) is None
    assert open_json(text, error(text)) is None


def test_an_element_takes_from_its_entry_what_it_does_not_say() -> None:
    entry = warning(
        'bad: {"issues": [{"message": "a"}], "results": [{"issue": "b", "severity": "error", "code": "X"}]}',
        rule="R", entity=article("B", "A"), timestamp="now", offset=2, count=1,
    )  # fmt: skip

    assert open_json(entry.message, entry) == (
        entry,
        error("a", rule="R", entity=article("B", "A"), timestamp="now", offset=2, count=1),
        error("b", rule="X", entity=article("B", "A"), timestamp="now", offset=2, count=1),
    )


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        "hook failed:",
        "hook check_titles failed:",
        "Validation hook after-validate returned errors -",
        "the custom validator says",
        "3 problems:",
    ],
)
def test_an_announcement_is_replaced_by_what_it_announces(prefix: str) -> None:
    entry = error(f"{prefix} {HOOK}".strip(), timestamp="now")

    opened_entries = open_json(entry.message, entry) or ()

    assert [(inner.message, inner.timestamp) for inner in opened_entries] == [("a", "now"), ("b", "now")]


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        pytest.param("content missing: {}", {}, id="a word that says what is wrong"),
        pytest.param("hook failed: {}", {"rule": "R"}, id="rule"),
        pytest.param("hook failed: {}", {"entity": article("A")}, id="entity"),
        pytest.param("fehlt: {}", {}, id="another language"),
        pytest.param("hook title failed to answer in time: {}", {}, id="more words"),
    ],
)
def test_an_entry_that_says_something_stays_before_what_is_inside(message: str, fields: dict[str, object]) -> None:
    entry = error(message.format(HOOK), **fields)

    assert [inner.message for inner in open_json(entry.message, entry) or ()] == [entry.message, "a", "b"]


@pytest.mark.parametrize("text", ['[{"severity": "error", "message": "m"}]', '{"level": "ERROR", "message": "m"}'])
def test_an_entry_stays_beside_what_stands_in_no_report(text: str) -> None:
    entry = error(f"failed: {text}")

    assert open_json(entry.message, entry) == (entry, error("m"))


@pytest.mark.parametrize("quotes", ["''", '""', "``", "“”", "«»", "「」", "\u2018\u2019"])
def test_json_in_quotes_adds_only_what_is_worse(quotes: str) -> None:
    text = quotes.replace(quotes[1:], "", 1) if quotes[0] != quotes[1] else quotes[0]
    message = f"failed: {text}{HOOK}{quotes[1]}"

    assert open_json(message, error(message)) == (error(message),)
    found = open_json(message, warning(message)) or ()
    assert found[0] == warning(message)
    assert [inner.message for inner in found[1:]] == ["a", "b"]


def test_json_in_a_name_adds_only_what_is_worse() -> None:
    entry = error(f"in {HOOK} is a failure", entity=article(HOOK))

    assert open_json(f"article {HOOK}: {entry.message}", entry) == (entry,)


def test_an_element_without_severity_takes_that_of_its_entry() -> None:
    entry = warning('bad: {"messages": ["a"]}')

    assert open_json(entry.message, entry) == (warning("a"),)


def test_an_entry_stays_beside_what_is_less_severe() -> None:
    entry = error('bad {"warnings": ["w"]}')

    assert open_json(entry.message, entry) == (entry, warning("w"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([Severity.ERROR, Severity.WARNING]), st.text(max_size=20).map(lambda text: f"x{text}x")
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_written_is_opened(findings: list[tuple[Severity, str]]) -> None:
    document = {"results": [{"severity": severity, "message": text, "code": "R"} for severity, text in findings]}

    assert open_json(f"INFO x: {json.dumps(document)}", None) == tuple(
        ParsedEntry(severity=severity, message=text, rule="R") for severity, text in findings
    )
