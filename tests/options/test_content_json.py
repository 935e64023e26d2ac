"""--content-json, CONTENTJOBS_JSON and content_json."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.reports.json_document import SCHEMA
from tests.support import CLEAN_LOG, INFO, LOG, REPOSITORY, finished

Gate = Callable[..., pytest.RunResult]
PACKAGE = REPOSITORY / "examples" / "packages" / "support-center"
pytestmark = pytest.mark.usefixtures("log")


def document(path: Path) -> Any:
    """Read a report and validate it against the schema that the package contains."""
    read = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator(
        json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=Draft202012Validator.FORMAT_CHECKER
    ).validate(read)
    return read


def runs(path: Path) -> list[Any]:
    found: list[Any] = document(path)["runs"]
    return found


def fingerprint(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()


def group(name: str, **numbers: int) -> dict[str, object]:
    return {"name": name, "errors": 0, "warnings": 0, "tolerated": 0, "known": 0, "items": 1, **numbers}


def test_complete_document(pytester: pytest.Pytester, gate: Gate) -> None:
    times = {"startTime": "2026-11-23T09:59:00Z", "completionTime": "2026-11-23T10:00:05Z"}
    (pytester.path / "status.json").write_text(json.dumps(finished(2, 1, **times)), encoding="utf-8")

    result = gate(
        *("--content-log=log.txt", "--content-status=status.json", "--content-json=new/folder/c.json"),
        *("--content-max-warnings=1", "--content-entity-url=https://author.example/{kind}?q={name}"),
        "--content-rule-url=https://rules.example/{rule}",
    )

    assert result.ret == 1
    (run,) = runs(pytester.path / "new/folder/c.json")
    checks = run.pop("checks")
    reasons = [run["judgement"].pop("reasons"), *(finding.pop("decided_by") for finding in run["findings"])]
    assert all(reasons)
    assert "--content-max-warnings 1" in reasons[2]
    assert [(check["name"], check["outcome"]) for check in checks] == [
        ("job", "passed"),
        ("log", "passed"),
        ("max-warnings", "passed"),
    ]
    assert all(check["text"] for check in checks)
    refund = {
        "kind": "article",
        "name": "How to get a refund",
        "folder": "Billing/Refunds",
        "path": "Billing/Refunds/How to get a refund",
        "id": None,
        "index": 12,
        "url": "https://author.example/article?q=How%20to%20get%20a%20refund",
    }
    who = ("article", "Billing/Refunds", "How to get a refund", None, None)
    assert run == {
        "name": "content",
        "judged_at": "2025-11-24T16:00:00Z",
        "judgement": {"outcome": "findings", "codes": ["findings"]},
        "verdict": "content: FAILED - 2 errors; 1 tolerated",
        "job": {
            "id": None,
            "type": "Validation",
            "status": "Successful",
            "started_at": "2026-11-23T09:59:00Z",
            "ended_at": "2026-11-23T10:00:05Z",
            "processed": 10,
            "total": 10,
        },
        "log": {
            "location": "log.txt",
            "format": "text",
            "layout": {"sampled": 4, "explained": 4, "levels": [], "patterns": []},
            "lines": 4,
            "entry_lines": 3,
            "continuation_lines": 0,
            "informational_lines": 1,
            "unexplained_lines": 0,
            "routine_lines": 0,
            "declared_harmless": [],
            "unexplained": [],
            "adopted": None,
        },
        "outcomes": {"fails": 2, "tolerated": 1, "known": 0},
        "rules": [group("ART-104", errors=1), group("TOP-102", errors=1), group("ART-201", tolerated=1)],
        "folders": [group("Billing", errors=1, tolerated=1), group("no folder", errors=1)],
        "owners": [group("no owner", errors=2, tolerated=1, items=2)],
        "not_run": 0,
        "comparisons": [],
        "history": [],
        "decided_by": {"policy": None, "baseline": None, "comparison": None, "project_file": None, "ini_file": None},
        "notes": [],
        "dropped": {},
        "findings": [
            {
                "fingerprint": fingerprint(
                    "error", "ART-104", who, "content file 'content/refund.html' does not exist"
                ),
                "class_name": "Billing/Refunds",
                "name": "How to get a refund: content file 'content/refund.html' does not exist (ART-104)",
                "severity": "error",
                "log_severity": "error",
                "rule": "ART-104",
                "rule_title": None,
                "rule_url": "https://rules.example/ART-104",
                "hint": None,
                "owner": None,
                "message": "content file 'content/refund.html' does not exist",
                "entity": refund,
                "source": None,
                "source_candidates": [],
                "log_line": 2,
                "log_line_count": 1,
                "adopted": False,
                "outcome": "fails",
                "is_new": None,
                "since": None,
            },
            {
                "fingerprint": fingerprint("warning", "ART-201", who, "language 'en-UK' is not supported"),
                "class_name": "Billing/Refunds",
                "name": "How to get a refund: language 'en-UK' is not supported (warning ART-201)",
                "severity": "warning",
                "log_severity": "warning",
                "rule": "ART-201",
                "rule_title": None,
                "rule_url": "https://rules.example/ART-201",
                "hint": None,
                "owner": None,
                "message": "language 'en-UK' is not supported",
                "entity": refund,
                "source": None,
                "source_candidates": [],
                "log_line": 3,
                "log_line_count": 1,
                "adopted": False,
                "outcome": "tolerated",
                "is_new": None,
                "since": None,
            },
            {
                "fingerprint": fingerprint(
                    *("error", "TOP-102", ("topic", None, "Getting started", None, None)),
                    "article 'Internet/Setup' is unknown",
                ),
                "class_name": "no folder",
                "name": "Getting started (topic): article 'Internet/Setup' is unknown (TOP-102)",
                "severity": "error",
                "log_severity": "error",
                "rule": "TOP-102",
                "rule_title": None,
                "rule_url": "https://rules.example/TOP-102",
                "hint": None,
                "owner": None,
                "message": "article 'Internet/Setup' is unknown",
                "entity": {
                    "kind": "topic",
                    "name": "Getting started",
                    "folder": None,
                    "path": "Getting started",
                    "id": None,
                    "index": 2,
                    "url": "https://author.example/topic?q=Getting%20started",
                },
                "source": None,
                "source_candidates": [],
                "log_line": 4,
                "log_line_count": 1,
                "adopted": False,
                "outcome": "fails",
                "is_new": None,
                "since": None,
            },
        ],
    }


def test_job_with_package_and_baseline(pytester: pytest.Pytester, gate: Gate, service: ContentService) -> None:
    job = service.start_validation(service.upload_package(PACKAGE))
    common = (f"--content-job=main={job}", "--content-baseline=b.json", f"--content-package={PACKAGE}")

    gate(*common, "--content-update-baseline", "--content-json=1.json")
    gate(*common, "--content-json=2.json")

    (before,), (after,) = runs(pytester.path / "1.json"), runs(pytester.path / "2.json")
    ends = (before["job"].pop("started_at"), before["job"].pop("ended_at"))
    assert before["job"] == {"id": job, "type": "Validation", "status": "Successful", "processed": 128, "total": 128}
    assert datetime.fromisoformat(ends[0]) < datetime.fromisoformat(ends[1])
    assert (before["outcomes"], after["outcomes"]) == (
        {"fails": 23, "tolerated": 0, "known": 0},
        {"fails": 0, "tolerated": 0, "known": 23},
    )
    (comparison,) = after["comparisons"]
    assert comparison == {"name": "baseline", "where": "b.json", "known": 23, "new": 0, "fixed": []}
    assert after["judgement"] == {"outcome": "clean", "reasons": [], "codes": []}
    placed = [finding for finding in after["findings"] if finding["source"]]
    assert len(placed) > 15
    for finding in placed:
        text = Path(finding["source"]["file"]).read_text(encoding="utf-8").splitlines()
        assert finding["source"]["line"] is None or finding["source"]["line"] <= len(text)


@pytest.mark.parametrize(
    ("selection", "not_run", "status"),
    [(["-m", "content_warning"], 2, 1), (["-k", "nothing"], 3, 5), (["-x"], 2, 1), (["--co"], 3, 0)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_findings_without_a_test_that_ran_are_counted_and_included(
    pytester: pytest.Pytester, gate: Gate, selection: list[str], not_run: int, status: int
) -> None:
    result = gate("--content-log=log.txt", "--content-json=c.json", *selection)

    assert result.ret == status
    (run,) = runs(pytester.path / "c.json")
    assert (run["not_run"], len(run["findings"]), run["judgement"]["outcome"]) == (not_run, 3, "findings")


def test_run_that_was_not_judged_has_its_reasons(pytester: pytest.Pytester, gate: Gate) -> None:
    result = gate("--content-log=missing.txt", "--content-log=clean=log.txt", "--content-json=c.json")

    assert result.ret == 10
    missing, clean = runs(pytester.path / "c.json")
    assert (missing["name"], missing["log"], missing["findings"]) == ("content", None, [])
    assert missing["judgement"]["outcome"] == "not judged"
    assert "'missing.txt'" in missing["judgement"]["reasons"][0]
    assert clean["judgement"]["outcome"] == "findings"


HOSTILE = "\x1b[31m\u202e##vso[task]\ud800\x00</script>"


@pytest.mark.parametrize(
    "entry",
    [
        {"message": HOSTILE, "rule": HOSTILE, "article": HOSTILE, "folder": HOSTILE},
        {"message": "m", "file": "knowledgehub/articles/articles.json", "line": 1, "column": 0},
        {"message": "m", "file": "knowledgehub/articles/articles.json", "line": -7},
        {"message": "m", "article": "x", "index": -1},
        {"message": "m" * 200_000},
        {"message": ""},
    ],
    ids=["unsafe text", "column 0", "line below 1", "index below 0", "long", "empty"],
)
def test_document_is_valid_and_escaped_whatever_a_log_says(
    pytester: pytest.Pytester, gate: Gate, log: Path, entry: dict[str, object]
) -> None:
    log.write_text(json.dumps({"level": "ERROR", **entry}) + "\n", encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-json=c.json", f"--content-package={PACKAGE}")

    assert result.ret == 1
    (run,) = runs(pytester.path / "c.json")
    assert [finding["outcome"] for finding in run["findings"]] == ["fails"]
    text = (pytester.path / "c.json").read_text(encoding="utf-8")
    assert not [letter for letter in ("\x1b", "\u202e", "##vso[", "\\ud800", "\\u0000") if letter in text]


def test_clean_content_has_an_empty_list(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    log.write_text(CLEAN_LOG, encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-json=c.json").ret == 0

    (run,) = runs(pytester.path / "c.json")
    assert (run["judgement"], run["findings"]) == ({"outcome": "clean", "reasons": [], "codes": []}, [])


def test_lines_of_a_finding_are_counted(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    log.write_text(f"{INFO}{LOG.splitlines(keepends=True)[1]}\tat a.b.C\n\tat a.b.D\n{INFO}", encoding="utf-8")

    gate("--content-log=log.txt", "--content-json=c.json")

    (run,) = runs(pytester.path / "c.json")
    assert [(finding["log_line"], finding["log_line_count"]) for finding in run["findings"]] == [(2, 3)]


@pytest.mark.parametrize("clean", [True, False])
def test_run_fails_if_the_report_cannot_be_written(gate: Gate, log: Path, clean: bool) -> None:
    if clean:
        log.write_text(CLEAN_LOG, encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-json=log.txt/c.json")

    assert result.ret == 1
    shown = " ".join(result.stdout.str().split())
    assert "'log.txt/c.json'" in shown
    assert "--content-json" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        (["--content-json=c.json"], "nothing-to-gate", ["--content-job", "--content-log"]),
        (
            ["--content-log=log.txt", "--content-json=r", "--junit-xml=./r"],
            "settings-conflict",
            ["--junit-xml", "--content-json", "'r'"],
        ),
        (
            ["--content-log=log.txt", "--content-json=r", "--content-junit=./r"],
            "settings-conflict",
            ["--content-junit", "--content-json", "'r'"],
        ),
    ],
)
def test_usage_errors(
    usage_error: Callable[..., tuple[str, str]], arguments: list[str], code: str, names: list[str]
) -> None:
    found, text = usage_error(*arguments)

    assert found == code
    assert all(name in text for name in names)
