"""A member of a document or of a structured line that says that something is wrong is never green, however large the log is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.joblog.families import read_text
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
    {"message": "imported with errors"},
    {"links": "updated with warnings"},
    {"check": "no title"},
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
    {"isTruncated": True},
    {"done": False},
    {"rolledBack": True},
    {"steps": [{"name": "read", "result": "ok"}, {"name": "store", "result": "error"}]},
    {"qualityGate": "failed"},
    {"ergebnis": "fehlgeschlagen"},
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
    {"category": "imported with errors"},
    {"result": "no changes"},
    {"state": "draft"},
    {"published": False},
    {"links": [{"href": "/error", "title": "Failed payments"}]},
    {"result": {"id": "KB-1", "title": "Error codes"}},
    {"importance": "critical"},
    {"lastStatus": "published"},
    {"uploaded": 0},
    {"conflicts": []},
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
    return CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code


def write_document(fields: dict[str, Any], items: int, indent: int | None = None) -> str:
    good = [{"id": f"KB-{number}", "status": "ok"} for number in range(items)]
    middle = items // 2
    all_items = [*good[:middle], {"id": "KB-99", "status": "ok", **fields}, *good[middle:]]
    return json.dumps({"items": all_items, "errors": []}, indent=indent) + "\n"


def write_lines(fields: dict[str, Any]) -> str:
    good = "".join(json.dumps({"level": "info", "message": f"Checked KB-{number}"}) + "\n" for number in range(8))
    return f"{good}{json.dumps({'level': 'info', 'message': 'Checked KB-99', **fields})}\n{good}"


@pytest.mark.grid
@pytest.mark.parametrize("items", [2, 20])
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("fields", BAD, ids=str)
def test_a_bad_member_of_a_document_is_never_green(
    fields: dict[str, Any], indent: int | None, items: int, tmp_path: Path
) -> None:
    assert judge(tmp_path, write_document(fields, items, indent)) in {1, 10}
    assert judge(tmp_path, write_document(fields, items, indent), (0, 0)) in {1, 10}


def write_items(fields: dict[str, Any], shape: str) -> str:
    items = [{"id": f"KB-{number}", "status": "ok"} for number in range(20)]
    items.insert(7, {"id": "KB-99", "status": "ok", **fields})
    return json.dumps(items if shape == "list" else {"job": "7A", "items": items}, indent=1) + "\n"


@pytest.mark.grid
@pytest.mark.parametrize("shape", ["list", "document"])
@pytest.mark.parametrize("fields", [*BAD, *({"status": word} for word in BAD_WORDS)], ids=str)
def test_bad_member_of_an_item_is_never_green(fields: dict[str, Any], shape: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_items(fields, shape), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("shape", ["list", "document"])
@pytest.mark.parametrize("fields", ORDINARY, ids=str)
def test_items_that_all_state_a_good_outcome_are_green(fields: dict[str, Any], shape: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_items(fields, shape), (0, 0)) == 0


def test_sample_is_the_member_that_is_bad(tmp_path: Path) -> None:
    statistics = read_text(tmp_path, write_items({"links": "failed"}, "document")).statistics

    assert statistics is not None
    assert [each.sample.text.strip() for each in statistics.unexplained] == ['"links": "failed"']


@pytest.mark.grid
@pytest.mark.parametrize("word", BAD_WORDS)
def test_a_bad_outcome_in_a_document_is_never_green(word: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_document({"status": word}, 20, 1)) in {1, 10}
    assert judge(tmp_path, write_document({"checks": {"title": "ok", "links": word}}, 20, 1), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("value", [None, False, 404])
def test_an_item_without_an_outcome_is_never_green(value: Any, tmp_path: Path) -> None:
    assert judge(tmp_path, write_document({"status": value}, 20, 1), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("fields", BAD, ids=str)
def test_a_bad_member_of_a_line_is_never_green(fields: dict[str, Any], tmp_path: Path) -> None:
    assert judge(tmp_path, write_lines(fields)) in {1, 10}
    assert judge(tmp_path, write_lines(fields), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("fields", ORDINARY, ids=str)
def test_ordinary_members_are_green(fields: dict[str, Any], tmp_path: Path) -> None:
    assert judge(tmp_path, write_document(fields, 20, 1), (0, 0)) == 0
    assert judge(tmp_path, write_lines(fields), (0, 0)) == 0


@pytest.mark.grid
@pytest.mark.parametrize(
    "key", ["event", "action", "details", "payload", "line", "@m", "@mt", "RenderedMessage", "step"]
)
@pytest.mark.parametrize("text", ["KB-9 [FAIL]", "Status: FAIL", "\u274c KB-9", "not ok 17 - read"])
def test_a_text_under_another_key_is_read(key: str, text: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_lines({key: text}), (0, 0)) in {1, 10}


def test_a_document_without_content_is_never_green(tmp_path: Path) -> None:
    assert judge(tmp_path, '{"items": [], "errors": []}\n', (0, 0)) in {1, 10}


def write_pairs(pairs: str) -> str:
    good = "".join(f'time=10:00:{number:02} level=info msg="checked KB-{number}" status=ok\n' for number in range(12))
    return f'{good}time=10:00:30 level=info msg="checked KB-99" {pairs}\n'


@pytest.mark.grid
@pytest.mark.parametrize("key", ["status", "result", "check"])
@pytest.mark.parametrize("word", [word for word in BAD_WORDS if word and " " not in word])
def test_a_bad_outcome_among_pairs_is_never_green(key: str, word: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_pairs(f"{key}={word}"), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize(
    "pairs", ["links=broken", "dropped=true", "imported=false", "exit_code=3", "reason='no title'"]
)
def test_a_bad_pair_is_never_green(pairs: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_pairs(pairs)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize(
    "pairs", ["links=3", "on_error=fail", "category=Errors", "updated=false", "status=unchanged", "retries=0"]
)
def test_ordinary_pairs_are_green(pairs: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_pairs(pairs), (0, 0)) == 0


@pytest.mark.grid
@pytest.mark.parametrize("word", ["bad", "lost", "missing", "notfound", "quarantined", "degraded"])
def test_a_bad_outcome_in_a_row_is_never_green(word: str, tmp_path: Path) -> None:
    good = "".join(f"{number},INFO,Checked KB-{number},ok\n" for number in range(12))

    assert judge(tmp_path, f"no,level,message,status\n{good}99,INFO,Checked KB-99,{word}\n{good}", (0, 0)) in {1, 10}


def write_result(success: int, failed: int, records: int) -> str:
    listed = [{"key": f"KB-{number}", "success": True, "errors": []} for number in range(records)]
    return json.dumps({"result": {"success": success, "failed": failed}, "records": listed}) + "\n"


@pytest.mark.grid
@pytest.mark.parametrize("records", [3, 24])
def test_a_number_of_successes_beside_no_failures_is_green(records: int, tmp_path: Path) -> None:
    assert judge(tmp_path, write_result(records, 0, records), (0, 0)) == 0
    assert judge(tmp_path, write_result(records - 1, 1, records), (0, 0)) in {1, 10}
    assert judge(tmp_path, write_result(0, 0, records), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("items", [2, 200])
def test_a_part_of_the_whole_in_a_document_is_never_green(items: int, tmp_path: Path) -> None:
    good = [{"id": f"KB-{number}", "status": "ok"} for number in range(items)]

    for summary, expected in (({"total": 24, "ok": 20}, {1, 10}), ({"total": 24, "ok": 20, "skipped": 4}, {0})):
        text = json.dumps({"items": good, "errors": [], "summary": summary}, indent=1)
        assert judge(tmp_path, f"{text}\n", (0, 0)) in expected
