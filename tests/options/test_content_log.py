"""--content-log."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CASES, LOG, REFUND_CLASS, REFUND_NAME, junit_cases

Gate = Callable[..., pytest.RunResult]


@pytest.fixture
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "a log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


def findings(path: Path) -> set[tuple[str, str, str]]:
    return {case.identity for case in junit_cases(path) if case.name not in {"job", "log"}}


@pytest.mark.parametrize("form", ["a log.txt", "{path}", "{uri}", "file:{path}", "content={path}"])
def test_file_is_given_by_path_or_url(pytester: pytest.Pytester, gate: Gate, log: Path, form: str) -> None:
    result = gate("--content-log", form.format(path=log, uri=log.as_uri()), "--junit-xml=r.xml")

    assert result.ret == 1
    assert findings(pytester.path / "r.xml") == CASES


@pytest.mark.parametrize("kind", ["s3", "pre-signed"])
def test_log_is_fetched_from_s3(pytester: pytest.Pytester, gate: Gate, service: ContentService, kind: str) -> None:
    uri = service.put_object("logs/by-hand.txt", LOG.encode())
    if kind == "pre-signed":
        uri = f"{service.s3_url}/{uri.removeprefix('s3://')}?X-Amz-Signature=secret"

    result = gate("--content-log", uri, "--junit-xml=r.xml")

    assert result.ret == 1
    assert findings(pytester.path / "r.xml") == CASES
    assert "X-Amz-Signature" not in result.stdout.str() + (pytester.path / "r.xml").read_text(encoding="utf-8")


def test_counts_are_reported_as_unchecked(gate: Gate, log: Path) -> None:
    result = gate("--content-log", log, "--content-json=c.json")

    assert result.ret == 1
    (run,) = json.loads((log.parent / "c.json").read_text(encoding="utf-8"))["runs"]
    (check,) = [check for check in run["checks"] if check["name"] == "job"]
    assert check["outcome"] == "not made"
    assert "--content-status" in check["text"]


def test_json_lines_and_text_give_the_same_names(pytester: pytest.Pytester, gate: Gate) -> None:
    entity = {"kind": "article", "name": "How to get a refund", "folder": "Billing/Refunds", "index": 12}
    lines = [
        {"level": "INFO", "message": "validation started"},
        {
            "level": "ERROR",
            "rule": "ART-104",
            "message": "content file 'content/refund.html' does not exist",
            "entity": entity,
            "file": "articles/content/refund.html",
            "line": 3,
        },
    ]
    (pytester.path / "log.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")

    result = gate("--content-log=log.jsonl", "--junit-xml=r.xml")

    assert result.ret == 1
    ((class_name, name, _),) = findings(pytester.path / "r.xml")
    # The file tells the finding apart from one in another file.
    assert (class_name, name.partition(" #")[0]) == (REFUND_CLASS, REFUND_NAME)


@pytest.mark.parametrize(
    "location",
    [
        *(
            "missing.txt",
            ".",
            "s3://bucket",
            "s3://arn:aws:s3/key",
            "ftp://host/log.txt",
            "http://files.example/log.txt",
        ),
        "file://elsewhere/log.txt",
    ],
)
def test_unavailable_log_is_not_judged(gate: Gate, wording: Callable[[str], None], location: str) -> None:
    result = gate("--content-log", location, "-v")

    assert result.ret == 10
    result.assert_outcomes(errors=1, skipped=1)
    (line,) = [number for number, text in enumerate(result.outlines) if text.startswith("log: ")]
    wording("\n".join(result.outlines[line : line + 2]))


def test_empty_location_is_a_usage_error(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log", "")

    assert code == "value-invalid"
    assert "--content-log" in text
