"""What the keys and words of an object say about its outcome."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_contentjobs.joblog.formats.parts.json_fields import JsonObject
from pytest_contentjobs.joblog.formats.parts.json_outcomes import (
    find_list_severity,
    has_bad_text,
    is_item_done,
    names_error,
    read_flags,
    read_item_result,
    read_outcomes,
)
from pytest_contentjobs.model import Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - the letter that logs have for this level


def decode(value: Any) -> Any:
    return json.loads(json.dumps(value), object_pairs_hook=JsonObject)


@pytest.mark.parametrize(
    ("key", "expected"), [("errors", E), ("warnings", W), ("rejectedArticles", E), ("items", None), ("articles", None)]
)
def test_the_key_of_a_list_gives_a_severity(key: str, expected: Severity | None) -> None:
    assert find_list_severity(key) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"code": 5, "message": "no job"}, True),
        ({"code": 404, "message": "no job", "details": []}, True),
        ({"code": 200, "message": "no job"}, False),
        ({"code": True, "message": "no job"}, False),
        ({"code": 5}, False),
        ({"code": 5, "message": "no job", "row": 3}, False),
        ({"errorType": "INVALID_DATE", "row": 3}, True),
        ({"errorType": "none"}, False),
    ],
    ids=str,
)
def test_an_object_names_an_error(value: Any, expected: bool) -> None:
    assert names_error(decode(value)) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (True, [None]),
        ("yes", [None]),
        ("Passed", [None]),
        (False, [E]),
        ("No", [E]),
        ("0", [E]),
        ("maybe", []),
        (24, []),
    ],
)
def test_a_flag_answers_yes_or_no(answer: Any, expected: list[Severity | None]) -> None:
    assert read_flags(decode({"valid": answer})) == expected
    assert read_flags(decode({"kind": answer})) == []


@pytest.mark.parametrize(
    ("value", "outcomes", "result", "is_done"),
    [
        ({"status": "imported"}, [], I, True),
        ({"state": "imported"}, [], I, True),
        ({"state": "imported with errors"}, [E], E, False),
        ({"result": "skipped"}, [], None, True),
        ({"status": 201}, [], None, True),
        ({"status": 404}, [], None, False),
        ({"status": "grmpf"}, [], None, False),
        ({"type": "DATAERROR"}, [], None, False),
        ({"status": "DATAERROR"}, [E], None, False),
        ({"kind": "imported"}, [], None, False),
    ],
    ids=str,
)
def test_a_word_states_an_outcome(value: Any, outcomes: list[Severity], result: Severity | None, is_done: bool) -> None:
    decoded = decode(value)

    assert (read_outcomes(decoded), read_item_result(decoded), is_item_done(decoded)) == (outcomes, result, is_done)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("title is missing", True),
        ("no title", True),
        ("stored", False),
        ({"note": {"text": "no title"}}, True),
        ({"note": ["no title"]}, True),
        ({"title": "no title"}, False),
        ({"valid": False}, True),
        ({"valid": True}, False),
        ({"locked": True}, True),
        ({"failed": 3}, True),
        ({"failed": 0}, False),
    ],
    ids=str,
)
def test_a_value_may_say_that_something_is_wrong(value: Any, expected: bool) -> None:
    assert has_bad_text(decode(value)) is expected
