"""A member of a document or of a structured line that says that something is wrong is never green, however large the log is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

#: Members of an item that is not good, whatever its status is.
BAD: list[dict[str, Any]] = [
    {"links": "failed"},
    {"links": "broken"},
    {"check": "ERROR"},
    {"checks": {"title": "ok", "links": "fail"}},
    {"checks": {"title": True, "links": False}},
    {"messages": ["no title"]},
    {"note": "no title"},
    {"remarks": ["no title"]},
    {"log": ["INFO read", "ERROR no title"]},
    {"stderr": "Traceback (most recent call last):"},
    {"attachments": [{"name": "a.png", "status": "missing"}]},
    {"dropped": True},
    {"denied": True},
    {"locked": True},
    {"quarantine": ["KB-2"]},
    {"conflict": 3},
    {"skipped": True},
    {"complete": False},
    {"exitCode": 3},
    {"code": "E1203"},
    {"partial": True},
    {"hasMore": True},
    {"nextPage": "/items?page=2"},
    {"page": 1, "pages": 4},
    {"expected": 24, "actual": 20},
    {"properties": [{"name": "outcome", "value": "failed"}]},
]
#: Words for an outcome.
BAD_WORDS = [
    *(
        "fail",
        "failing",
        "errors",
        "nok",
        "not ok",
        "not_ok",
        "refused",
        "denied",
        "missing",
        "absent",
        "lost",
        "corrupt",
        "bad",
    ),
    *(
        "quarantined",
        "malformed",
        "orphaned",
        "unresolved",
        "notfound",
        "conflict",
        "mismatch",
        "unauthorized",
        "unreachable",
    ),
    *(
        "timeout",
        "timed-out",
        "stuck",
        "degraded",
        "killed",
        "blocked",
        "false",
        "null",
        "",
        "\u2717",
        "major",
        "ung\u00fcltig",
    ),
]
ORDINARY: list[dict[str, Any]] = [
    {"title": "Payment failed"},
    {"name": "failed"},
    {"onError": "continue"},
    {"onError": "fail"},
    {"failed": 0},
    {"errors": []},
    {"category": "Errors"},
    {"status": "unchanged"},
    {"status": "skipped"},
    {"summary": "What to do if a payment failed"},
    {"description": "How to fix error 404"},
    {"priority": "high"},
    {"note": "imported"},
    {"state": "draft"},
    {"published": False},
    {"updated": False},
    {"links": 3},
    {"messages": ["imported", "2 links checked"]},
    {"checks": {"title": "ok", "links": "passed"}},
    {"timeout": 30},
    {"nextPage": None},
    {"page": 4, "pages": 4},
    {"result": "created"},
    {"code": "KB-12"},
    {"path": "kb/error.md"},
    {"status": 200},
    {"hasMore": False},
    {"expired": True},
]


def judge(folder: Path, text: str, counts: tuple[int, int] | None = None) -> int:
    (folder / "job.log").write_text(text, encoding="utf-8")
    arguments = ["report", f"--content-log={folder / 'job.log'}"]
    if counts is not None:
        (folder / "status.json").write_text(json.dumps(finished(*counts)), encoding="utf-8")
        arguments.append(f"--content-status={folder / 'status.json'}")
    return CliRunner().invoke(main, arguments).exit_code


def write_document(fields: dict[str, Any], items: int, indent: int | None = None) -> str:
    good = [{"id": f"KB-{number}", "status": "ok"} for number in range(items)]
    middle = items // 2
    all_items = [*good[:middle], {"id": "KB-99", "status": "ok", **fields}, *good[middle:]]
    return json.dumps({"items": all_items, "errors": []}, indent=indent) + "\n"


def write_lines(fields: dict[str, Any]) -> str:
    good = "".join(json.dumps({"level": "info", "message": f"Checked KB-{number}"}) + "\n" for number in range(8))
    return f"{good}{json.dumps({'level': 'info', 'message': 'Checked KB-99', **fields})}\n{good}"


@pytest.mark.parametrize("items", [2, 20])
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("fields", BAD, ids=str)
def test_a_bad_member_of_a_document_is_never_green(
    fields: dict[str, Any], indent: int | None, items: int, tmp_path: Path
) -> None:
    assert judge(tmp_path, write_document(fields, items, indent)) in {1, 10}
    assert judge(tmp_path, write_document(fields, items, indent), (0, 0)) in {1, 10}


@pytest.mark.parametrize("word", BAD_WORDS)
def test_a_bad_outcome_in_a_document_is_never_green(word: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_document({"status": word}, 20, 1)) in {1, 10}
    assert judge(tmp_path, write_document({"checks": {"title": "ok", "links": word}}, 20, 1), (0, 0)) in {1, 10}


@pytest.mark.parametrize("value", [None, False, 404])
def test_an_item_without_an_outcome_is_never_green(value: Any, tmp_path: Path) -> None:
    assert judge(tmp_path, write_document({"status": value}, 20, 1), (0, 0)) in {1, 10}


@pytest.mark.parametrize("fields", BAD, ids=str)
def test_a_bad_member_of_a_line_is_never_green(fields: dict[str, Any], tmp_path: Path) -> None:
    assert judge(tmp_path, write_lines(fields)) in {1, 10}
    assert judge(tmp_path, write_lines(fields), (0, 0)) in {1, 10}


@pytest.mark.parametrize("fields", ORDINARY, ids=str)
def test_ordinary_members_are_green(fields: dict[str, Any], tmp_path: Path) -> None:
    assert judge(tmp_path, write_document(fields, 20, 1), (0, 0)) == 0
    assert judge(tmp_path, write_lines(fields), (0, 0)) == 0


@pytest.mark.parametrize(
    "key", ["event", "action", "details", "payload", "line", "@m", "@mt", "RenderedMessage", "step"]
)
@pytest.mark.parametrize("text", ["KB-9 [FAIL]", "Status: FAIL", "\u274c KB-9", "not ok 17 - read"])
def test_a_text_under_another_key_is_read(key: str, text: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_lines({key: text}), (0, 0)) in {1, 10}


def test_a_document_without_content_is_never_green(tmp_path: Path) -> None:
    assert judge(tmp_path, '{"items": [], "errors": []}\n', (0, 0)) in {1, 10}
