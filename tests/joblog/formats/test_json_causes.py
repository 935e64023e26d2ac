"""An entry of a log in JSON whose own level says how bad it is, and what it says of its cause."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.joblog.reading import read


def find(path: Path, **members: Any) -> list[tuple[str, str]]:
    reading = read(path, f"{json.dumps({'level': 'info', 'message': 'begins'})}\n{json.dumps(members)}\n".encode())
    return [(entry.severity, entry.message) for entry in reading.entries]


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param({"error": "E11000 duplicate key"}, id="a text"),
        pytest.param(
            {"error": {"code": 16389, "codeName": "Location16389", "errmsg": "index required"}}, id="an object"
        ),
        pytest.param({"exception": {"type": "ValueError", "message": "no title"}}, id="an exception"),
    ],
)
@pytest.mark.parametrize("level", ["error", "warning"])
def test_the_cause_is_no_further_finding(level: str, attributes: dict[str, Any], tmp_path: Path) -> None:
    assert find(tmp_path, level=level, message="article A was not stored", attr=attributes) == [
        (level, "article A was not stored")
    ]


def test_a_failure_inside_a_warning_is_one(tmp_path: Path) -> None:
    found = find(tmp_path, level="warning", message="article A", result={"status": "failed", "message": "not stored"})

    assert found == [("warning", "article A"), ("error", "not stored")]


def test_each_element_of_a_list_of_errors_is_one(tmp_path: Path) -> None:
    found = find(
        tmp_path, level="warning", message="2 articles", errors=[{"message": "no title"}, {"message": "no body"}]
    )

    assert [finding for finding in found if finding[0] == "error"] == [("error", "no title"), ("error", "no body")]


def test_errors_by_the_names_of_articles_are_findings(tmp_path: Path) -> None:
    found = find(tmp_path, level="warning", message="2 articles", failed={"A": "no title", "B": "no body"})

    assert [finding for finding in found if finding[0] == "error"] == [("error", "no title"), ("error", "no body")]


@pytest.mark.parametrize("key", ["issue_type", "messageKind", "problem_severity"])
def test_a_key_says_of_what_it_is_the_level(key: str, tmp_path: Path) -> None:
    issues = [{"id": 1, key: "error", "description": "no title"}, {"id": 2, key: "warning", "description": "no teaser"}]
    reading = read(tmp_path, json.dumps(issues, indent=1).encode())

    assert [(entry.severity, entry.message) for entry in reading.entries] == [
        ("error", "no title"),
        ("warning", "no teaser"),
    ]


def test_the_level_of_an_event_may_be_that_of_its_log(tmp_path: Path) -> None:
    events = [
        {"@timestamp": "2026-03-02T06:10:01Z", "log": {"level": "info", "logger": "kb"}, "message": "begins"},
        {"log": {"level": "warn"}, "message": "no folder"},
        {"log": {"level": "error"}, "message": "not stored", "error": {"type": "E", "message": "no title"}},
    ]
    reading = read(tmp_path, "".join(f"{json.dumps(event)}\n" for event in events).encode())

    found = [(entry.log_line, entry.severity, entry.message) for entry in reading.entries]
    assert found == [(2, "warning", "no folder"), (3, "error", "not stored")]
    assert not reading.statistics.unexplained


@pytest.mark.parametrize(
    "event", [{"log": {"level": "odd"}, "message": "begins"}, {"log": {"level": 3}, "message": "x"}]
)
def test_an_odd_level_of_a_log_is_not_routine(event: dict[str, Any], tmp_path: Path) -> None:
    assert read(tmp_path, f"{json.dumps(event)}\n".encode()).statistics.unexplained
