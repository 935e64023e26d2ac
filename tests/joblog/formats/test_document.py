from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats import document
from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.formats.document import JsonDocument
from pytest_contentjobs.joblog.formats.jsonl import JsonLines
from pytest_contentjobs.model import Entity, Severity
from tests.builders import ERROR, WARNING, article


def records(text: str) -> list[str]:
    parser = JsonDocument().parser()
    result: list[list[str]] = [[]]
    for line in text.split("\n"):
        result[-1].append(line)
        if not parser.is_incomplete(line):
            result.append([])
    return ["\n".join(lines) for lines in result if lines]


def read(text: str) -> Any:
    return JsonDocument().parser().parse(text)


def error(message: str, offset: int = 0, count: int = 1, **fields: object) -> ParsedEntry:
    return ParsedEntry(severity=ERROR, message=message, offset=offset, count=count, **fields)  # type: ignore[arg-type]


def warning(message: str, offset: int = 0, count: int = 1, **fields: object) -> ParsedEntry:
    return ParsedEntry(severity=WARNING, message=message, offset=offset, count=count, **fields)  # type: ignore[arg-type]


ITEM = Entity(kind="item", name="I")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('{"errors": ["a"], "warnings": ["b"]}', [error("a"), warning("b")], id="texts"),
        pytest.param(
            '{"errors": ["ABC-1 article \'A/B\': a"]}',
            [error("a", rule="ABC-1", entity=article("B", "A"))],
            id="rule and entity",
        ),
        pytest.param('{"x": [{"y": {"errors": ["a"]}}]}', [error("a")], id="deep"),
        pytest.param('{"errors": ["a"], "errors": ["b"]}', [error("a"), error("b")], id="a key written twice"),
        pytest.param(
            '{"errors": ["Warning: a", "[INFO] b", "Title: is empty", "", 5, null, ["c"]]}',
            [error("Warning: a"), error("[INFO] b"), error("Title: is empty"), error('""'), error("5"), error("c")],
            id="odd elements",
        ),
        pytest.param(
            '{"errors": {"I": ["a"], "items": "b", "count": 2}}', [error("a", entity=ITEM), error("b")], id="by name"
        ),
        pytest.param(
            '{"errors": {"message": "a", "code": 7}}', [error("a", rule="7")], id="an object instead of a list"
        ),
        pytest.param('{"errors": "a", "warnings": "none"}', [error("a")], id="a text instead of a list"),
        pytest.param('{"errors": "[INFO] a"}', [error("[INFO] a")], id="the key is worse than the text's level"),
        pytest.param('{"error": "a"}', [error("a")], id="a lone error"),
        pytest.param('{"error": "None", "errors": []}', [], id="an error that says there is none"),
        pytest.param('{"errors":["a","b"]}', [error("a"), error("b")], id="no blanks"),
        pytest.param(
            '{"errors": [{"severity": "warning", "message": "a"}, {"severity": "info", "message": "b"}]}',
            [warning("a"), error("b")],
            id="element's severity",
        ),
        pytest.param(
            '{"issues": [{"type": "warning", "text": "a"}, {"text": "b"}, {"level": "info", "text": "c"}, "[INFO] d"]}',
            [warning("a"), error("b")],
            id="issues",
        ),
        pytest.param(
            '{"results": [{"item": "I", "ok": false, "reason": "a"}, {"ok": true, "reason": "error"}, '
            '{"status": "warning", "msg": "c"}]}',
            [error("a", entity=ITEM, details={"ok": False}), warning("c", details={"status": "warning"})],
            id="outcomes",
        ),
        pytest.param(
            '{"results": [{"severity": "blocker", "message": "a"}, {"message": "b failed"}, {"message": "c"}, '
            '"d is missing", "e"]}',
            [error("a"), error("b failed"), error("d is missing")],
            id="no severity that is known",
        ),
        pytest.param(
            '{"results": [{"issue": "a"}, {"error": "b"}, {"text": "c"}]}',
            [error("a"), error("b")],
            id="a key that is a finding",
        ),
        pytest.param(
            '{"results": [{"status": "warning", "messages": ["a"]}]}', [warning("a")], id="the severity around a list"
        ),
        pytest.param(
            '{"results": [{"status": "failed", "item": "I", "größe": "\\udc00", "warnings": ["a"]}]}',
            [
                error(
                    '{"status": "failed", "item": "I", "größe": "\ufffd", "warnings": ["a"]}',
                    entity=ITEM,
                    details={"status": "failed", "größe": "\ufffd", "warnings": ["a"]},
                ),
                warning("a", entity=ITEM),
            ],
            id="an outcome without text",
        ),
        pytest.param(
            '{"articles": [{"name": "A/B", "errors": ["a"]}]}',
            [error("a", entity=article("B", "A"))],
            id="entity around",
        ),
        pytest.param(
            '{"articles": [{"errors": [{"name": "A/B", "message": "a"}]}]}',
            [error("a", entity=article("B", "A"))],
            id="kind around",
        ),
        pytest.param('{"errors": [{"entity": "I", "message": "a"}]}', [error("a", entity=ITEM)], id="entity as a name"),
        pytest.param(
            '{"errors": [{"id": 7, "index": 0, "message": "a"}]}',
            [error("a", entity=Entity(kind="item", id="7", index=0))],
            id="entity by id and index",
        ),
        pytest.param('{"message": "read", "errors": ["a"]}', [error("a")], id="a text that is no finding"),
        pytest.param(
            '{"errors": [{"message": "a", "failures": "b"}]}',
            [error("a", details={"failures": "b"})],
            id="a text beside a message",
        ),
        pytest.param(
            '{"errors": [{"message": "top", "warnings": ["w"]}, {"message": "sum", "errors": ["e"]}]}',
            [
                error("top", details={"warnings": ["w"]}),
                warning("w", details={"message": "top"}),
                error("e", details={"message": "sum"}),
            ],
            id="findings inside findings",
        ),
        pytest.param(
            '[{"level": "WARN", "message": "a"}, {"message": "b failed"}]',
            [warning("a"), error("b failed")],
            id="array",
        ),
        pytest.param(
            '{"settings": "x",\n"severity": "error",\n"errors": []}',
            [
                error(
                    '{"settings": "x", "severity": "error", "errors": []}',
                    0,
                    3,
                    details={"settings": "x", "errors": []},
                )
            ],
            id="a level without text beside an empty list",
        ),
        pytest.param('{\n"level": "INFO",\n"message": "a"\n}', [], id="informational"),
        pytest.param(
            '{\n"level": "INFO",\n"messages": [\n{"level": "ERROR"}, {"message": "a"}]\n}',
            [error('{"level": "ERROR"}', 3)],
            id="a finding in an informational document",
        ),
        pytest.param('{"errors": [], "results": []}', [], id="nothing found"),
        pytest.param('{"success": true}', [], id="a hook that passed"),
        pytest.param(
            '{\n"errors": [\n"a", {"message":\n"b"}, {\n"message": "c"}]}',
            [error("a", 2), error("b", 2, 2), error("c", 3, 2)],
            id="lines",
        ),
    ],
)
def test_a_document(text: str, expected: list[ParsedEntry]) -> None:
    assert list(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "[main] ERROR a",
        '{"errors": 3}',
        '{"errors": ["a"]} and more',
        '{"errors": ["a"',
        '["A/B"]',
        '["the title is missing"]',
        '{"level": "ERROR", "message": "a"}',
        '{"level": "expert", "text": "a"}',
        '{"a":' * 100_000,
        '{"errors": [' + "9" * 5000 + "]}",
    ],
)
def test_what_is_no_document_with_findings(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '{\n"a": "}{",\n"b": [\n1\n]\n}\nx', ['{\n"a": "}{",\n"b": [\n1\n]\n}', "x"], id="document and text"
        ),
        pytest.param("[\n]\n{}\n[[1],\n[2]]", ["[\n]", "{}", "[[1],\n[2]]"], id="several documents"),
        pytest.param('{\n"a": [\nERROR x\n}', ['{\n"a": [\nERROR x', "}"], id="text within a document"),
        pytest.param('{\n"a": "cut\n}', ['{\n"a": "cut', "}"], id="a string that is not closed"),
        pytest.param('{\n"a": "\\"{\\\\"\n}', ['{\n"a": "\\"{\\\\"\n}'], id="escapes"),
        pytest.param("{ x\n[main\n[Sun Dec 04] x", ["{ x", "[main", "[Sun Dec 04] x"], id="no document"),
        pytest.param('{\n\n"a": -1.5e3\n}', ['{\n\n"a": -1.5e3\n}'], id="blank line and number"),
    ],
)
def test_where_a_document_ends(text: str, expected: list[str]) -> None:
    assert records(text) == expected


@pytest.mark.parametrize("number", ["0", '"0"', "-1"])
def test_the_number_of_what_was_not_created_identifies_nothing(number: str) -> None:
    parsed = read(f'{{"results": [{{"index": 4, "id": {number}, "status": "Failed", "error": "NoTitle"}}]}}')

    assert [entry.entity for entry in parsed] == [Entity(kind="item", index=4)]


@pytest.mark.parametrize("kind", ["folder", "topic", "portal", "resource", "item"])
def test_a_list_of_things_of_a_kind(kind: str) -> None:
    assert read(f'{{"{kind}s": [{{"name": "A", "errors": ["a"]}}]}}') == [
        error("a", entity=Entity(kind=kind, name="A"))
    ]


def test_the_longest_document(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{\n"errors": ["a"\n]}'

    monkeypatch.setattr(document, "MAXIMUM_DOCUMENT", len(text))
    assert read(text) == [error("a", 1)]
    monkeypatch.setattr(document, "MAXIMUM_DOCUMENT", len(text) - 1)
    assert read(text) is None


def test_the_longest_document_that_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{\n"errors": ["a"\n]}'

    monkeypatch.setattr(document, "MAXIMUM_DOCUMENT", len('{\n"errors": ["a"\n'))
    assert records(f"{text}\n{text}") == [text, text]
    monkeypatch.setattr(document, "MAXIMUM_DOCUMENT", len('{\n"errors": ["a"\n') - 1)
    assert records(f"{text}\n{text}") == ['{\n"errors": ["a"', "]}"] * 2


def test_a_document_that_is_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAXIMUM_DOCUMENT", 30)

    assert records('{\n"errors": [\n"aaaaaaaaaaaaaaaaaaaa"\n]}')[0].endswith('aaa"')
    assert read('{"errors": ["aaaaaaaaaaaaaaaaaaaaaaaa"]}') is None


@pytest.mark.parametrize(
    "line", ['{"' + '\\"' * 500_000, '{"a": ' + "[" * 1_000_000, '{"' * 500_000, "{" + " " * 1_000_000]
)
def test_a_long_line_takes_linear_time(line: str) -> None:
    assert records(line) == [line]
    assert read(line) is None


def test_a_json_line_opens_its_lists() -> None:
    line = '{"level": "ERROR", "time": "now", "message": "sum", "details": {"errors": [{"index": 1, "issue": "a"}]}}'

    assert JsonLines().parser().parse(line) == [
        ParsedEntry(
            severity=ERROR,
            message="a",
            entity=Entity(kind="item", index=1),
            timestamp="now",
            details={"message": "sum"},
        )
    ]


def test_an_informational_json_line_is_not_read_for_words() -> None:
    assert JsonLines().parser().parse('{"level": "INFO", "message": "x", "messages": ["Error pages"]}') == ()


@pytest.mark.parametrize("depth", [100, 300, 900, 100_000])
def test_values_at_any_depth_raise_nothing(depth: int) -> None:
    nested = '{"errors":[{"message":"m","x":' * depth + "1" + "}]}" * depth
    line = f'{{"level": "ERROR", "message": "m", "x": {nested}}}'

    assert JsonLines().parser().parse(line) or JsonLines().parser().parse(line) is None
    assert read(nested) or read(nested) is None


TEXTS = st.text(max_size=20).map(lambda text: f"x{text}x")


@given(
    st.lists(st.tuples(st.sampled_from([Severity.ERROR, Severity.WARNING]), TEXTS, TEXTS), max_size=8),
    st.sampled_from([None, 0, 2]),
    st.booleans(),
)
def test_what_is_written_is_read(
    findings: list[tuple[Severity, str, str]], indent: int | None, ascii_alone: bool
) -> None:
    value = {"job": {"errors": [
        {"severity": severity, "rule": "R", "message": text, "topic": topic} for severity, text, topic in findings
    ]}}  # fmt: skip
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_alone)

    (record,) = records(text)
    lines = text.split("\n")
    entries = read(record)

    assert [(entry.severity, entry.message, entry.entity, entry.rule) for entry in entries] == [
        (severity, message, Entity(kind="topic", name=topic), "R") for severity, message, topic in findings
    ]
    for entry in entries:
        own = "\n".join(lines[entry.offset : entry.offset + entry.count])
        assert json.dumps(entry.message, ensure_ascii=ascii_alone) in own
        assert indent is None or json.loads(own.strip().rstrip(","))["message"] == entry.message
