"""Whether members of decoded values say that something is wrong, member by member."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_contentjobs.joblog.formats.parts.bad_members import (
    has_bad_member,
    is_bad_comment,
    is_bad_text,
    states_less,
)
from pytest_contentjobs.joblog.formats.parts.json_fields import JsonObject

SENTENCE = "Failed to import article 12"
BAD: list[Any] = [
    # Outcomes.
    {"status": ""},
    {"status": "none"},
    {"status": None},
    {"outcome": None},
    {"state": "\u2717"},
    {"state": "?!"},
    {"state": "late"},
    {"state": "DBPANIC"},
    {"result": "E"},
    {"status": "F"},
    {"state": "major"},
    {"state": "502"},
    {"state": "no title"},
    {"state": SENTENCE.ljust(60, "!")},
    {"state": f"{SENTENCE} {'x ' * 30}"},
    {"items": [{"status": "failed"}]},
    # Checks.
    {"checks": {"title": None}},
    {"checks": {"title": "ok", "date": "no"}},
    {"validation": {"title": "missing"}},
    # Flags, numbers and codes.
    {"truncated": "yes"},
    {"istruncated": True},
    {"iscomplete": "no"},
    {"done": "n"},
    {"statusCode": "404"},
    {"status": "404"},
    {"code": "599"},
    {"rc": "-1"},
    {"exit": "7"},
    {"conflict": "3"},
    {"code": "E123"},
    {"faultstring": "x" * 61},
    # Texts.
    {"note": "no title"},
    {"note": "imported with warnings"},
    {"message": "article 12 imported with errors"},
    {"message": "imported 'Fees' with errors"},
    {"event": "rejected"},
    {"message": "ERROR: no title"},
    # Words under any other key.
    {"links": "\u00d7"},
    {"links": "(not-ok)"},
    {"links": "WARN"},
    {"links": "timed_out"},
    {"links": "not ok".rjust(60)},
    {"links": "updated with errors"},
    {"dropped": ["KB-9"]},
    # Names with values, and pages.
    {"name": "status", "value": "failed"},
    {"key": "status", "value": "failed"},
    {"name": "status", "value": ["failed"]},
    {"page": 1, "pages": 2},
    {"page": 1, "totalPages": 2},
    {"actual": 1, "expected": 2},
    {"nextPage": "/items"},
    {"nextPageToken": "a"},
]
ORDINARY: list[Any] = [
    "failed",
    ["failed"],
    {"title": "failed"},
    {"lastStatus": "failed"},
    {"config": {"links": "failed"}},
    {"config": [{"links": "failed"}]},
    {"state": ""},
    {"state": "none"},
    {"state": "skipped"},
    {"state": "\u2713"},
    {"state": "draft"},
    {"state": "no changes"},
    {"state": "article 12 " + "stored " * 9},
    {"links": None},
    {"links": "*" * 60 + "failed"},
    {"note": "no changes"},
    {"links": "failed " * 9},
    {"links": "3 errors"},
    {"links": "updated"},
    {"checks": {"title": None, "size": 3}},
    {"truncated": "no"},
    {"expired": True},
    {"timeout": "30"},
    {"errors": "3"},
    {"seconds": "404"},
    {"code": "600"},
    {"code": "E12"},
    {"mode": "E1203"},
    {"rc": "00"},
    {"faultcode": "none"},
    {"text": "no title"},
    {"note": "[INFO] article 12"},
    {"dropped": []},
    {"dropped": {"KB-9": 1}},
    {"name": "title", "value": "failed"},
    {"name": 3, "value": "failed"},
    {"page": 2, "pages": 2},
    {"page": "1", "pages": 2},
    {"nextPage": None},
    {"tool": {"text": SENTENCE}, "results": []},
]


def decode(value: Any) -> Any:
    return json.loads(json.dumps(value), object_pairs_hook=JsonObject)


@pytest.mark.parametrize("value", BAD, ids=str)
def test_what_says_that_something_is_wrong(value: Any) -> None:
    assert has_bad_member(decode(value))


@pytest.mark.parametrize("value", ORDINARY, ids=str)
def test_what_says_nothing_of_the_kind(value: Any) -> None:
    assert not has_bad_member(decode(value))


@pytest.mark.parametrize(
    ("key", "text", "alone", "as_outcome"),
    [
        ("links", "failed", True, True),
        ("title", "failed", False, True),
        ("title", "no", False, True),
        ("title", "", False, True),
        ("title", "ok", False, False),
    ],
)
def test_the_outcome_of_a_check_has_any_name(key: str, text: str, alone: bool, as_outcome: bool) -> None:
    assert (is_bad_text(key, text), is_bad_text(key, text, is_outcome=True)) == (alone, as_outcome)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"total": 24, "ok": 20}, True),
        ({"total": 24, "ok": 24}, False),
        ({"total": 24, "ok": 0}, False),
        ({"total": 24, "ok": 20, "skipped": 4}, False),
        ({"total": 24, "ok": True}, False),
        ({"total": 24}, False),
        ({"summary": {"total": 24, "ok": 20}}, True),
        ([{"total": 24, "ok": 20}], True),
        ({"config": {"total": 24, "ok": 20}}, False),
    ],
    ids=str,
)
def test_a_whole_and_a_smaller_part(value: Any, expected: bool) -> None:
    assert states_less(decode(value)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" truncated ", True), (SENTENCE, True), ("no title", False), ("written by kb 3", False)],
)
def test_a_comment(text: str, expected: bool) -> None:
    assert is_bad_comment(text) is expected
