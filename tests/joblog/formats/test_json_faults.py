"""What an object at an informational level says by a flag, a code or a text keeps it from being good news."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.joblog.formats.parts.json_faults import states_fault
from pytest_contentjobs.joblog.formats.parts.json_fields import JsonObject
from tests.joblog.families import read_text

FAULTS: list[dict[str, Any]] = [
    {"httpStatus": 404},
    {"statusCode": 400},
    {"status": 503},
    {"code": 599},
    {"errorCode": "E17"},
    {"rc": 8},
    {"success": "false"},
    {"success": None},
    {"imported": False},
    {"stored": None},
    {"imported": "no"},
    {"stored": "false"},
    {"accepted": "0"},
    {"valid": 0},
    {"isValid": "N"},
    {"timeout": True},
    {"truncated": "yes"},
    {"exception": "closed"},
    {"stack": ["load.js:3"]},
    {"type": "ValueError"},
    {"kind": "ValueError"},
    {"reason": "title is missing"},
    {"result": "FAILED"},
    {"parts": [{"imported": False}]},
    {"part": {"imported": False}},
    {"warnings": "seen"},
    {"message": "Failed to import article 12"},
    {"message": "ERROR: no title"},
]
ROUTINE: list[dict[str, Any]] = [
    {"httpStatus": 200},
    {"httpStatus": 399},
    {"status": 600},
    {"seconds": 404},
    {"errorCode": "none"},
    {"errorCode": None},
    {"rc": 0},
    {"success": True},
    {"imported": True},
    {"imported": "yes"},
    {"valid": 1},
    {"timeout": False},
    {"timeout": None},
    {"truncated": "no"},
    {"urgent": "yes"},
    {"stack": []},
    {"type": "Article"},
    {"reason": "not changed"},
    {"result": "OK"},
    {"parts": [{"imported": True}]},
    {"message": "article 12 imported"},
    {"title": "FAILED"},
]


def is_clean(folder: Path, fields: dict[str, Any]) -> bool:
    said = [json.dumps({"level": "info", "message": f"read {number}"}) for number in range(3)]
    text = json.dumps({"level": "info", "message": "read", **fields})
    return read_text(folder, "\n".join([*said, text, *said, ""])).is_clean


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"event": "rejected"}, True),
        ({"event": "stored"}, False),
        ({"reason": "rejected"}, True),
        ({"reason": "has no title"}, True),
        ({"text": "Failed to import article 12"}, True),
        ({"errors": [], "count": 3}, True),
        ({"errors": [], "count": 0}, False),
        ({"errors": "3"}, True),
        ({"errors": " 30 "}, True),
        ({"errors": "0"}, False),
        ({"tool": {"text": "Failed to import article 12"}, "results": []}, False),
        ({"tool": [{"text": "Failed to import article 12"}], "results": []}, False),
        ({"tool": {"text": "Failed to import article 12"}}, True),
        ({"tool": {"success": False}, "results": []}, True),
        ({"success": 1, "failed": 0}, False),
        ({"success": 0, "failed": 0}, True),
        ({"success": 24, "failed": "none"}, True),
        ({"success": 24}, True),
        ({"stored": 24, "failed": 0, "success": 24}, False),
        ({"cause": "title is missing"}, True),
        ({"cause": "no title"}, True),
        ({"cause": "no title, exists"}, False),
        # Settings are no members that may be bad, but flags and codes in them are.
        ({"request": {"status": 400}}, True),
        ({"request": {"status": 399}}, False),
        ({"request": {"status": 599}}, True),
        ({"request": {"status": 600}}, False),
        ({"request": {"httpStatus": 600}}, True),
        ({"request": {"truncated": "Yes"}}, True),
        ({"request": {"truncated": "x"}}, False),
        ({"request": {"truncated": True}}, True),
        ({"request": {"imported": "No"}}, True),
        ({"request": {"imported": False}}, True),
        ({"request": {"type": "ValueError"}}, True),
        ({"request": {"valid": 0}}, True),
        ({"request": {"stack": ["load.js:3"]}}, True),
    ],
    ids=str,
)
def test_an_object_states_a_fault(fields: dict[str, Any], expected: bool) -> None:
    value = json.loads(json.dumps(fields), object_pairs_hook=JsonObject)

    assert states_fault(value) is expected


@pytest.mark.parametrize("fields", FAULTS, ids=str)
def test_an_object_that_states_a_fault_is_not_clean(fields: dict[str, Any], tmp_path: Path) -> None:
    assert not is_clean(tmp_path, fields)


@pytest.mark.parametrize("fields", ROUTINE, ids=str)
def test_an_object_that_states_none_is_clean(fields: dict[str, Any], tmp_path: Path) -> None:
    assert is_clean(tmp_path, fields)
