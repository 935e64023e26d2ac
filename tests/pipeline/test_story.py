"""The story of a change: a run with a baseline and a history, then one with a new and a fixed finding. All reports agree."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree, html

from pytest_contentjobs.cli import main
from pytest_contentjobs.pipeline.outputs import REPORTS
from tests.support import INFO, REFUND_ERROR, REFUND_WARNING, TOPIC_ERROR

_DAY = 86_400


def judge(folder: Path, monkeypatch: pytest.MonkeyPatch, day: int, text: str, *arguments: str) -> Result:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_764_000_000 + day * _DAY))
    Path("log.txt").write_text(text, encoding="utf-8")
    options = ("--content-log=main=log.txt", "--content-baseline=b.json", "--content-history=h.jsonl", *arguments)
    return CliRunner().invoke(main, ["report", *options])


def test_each_report_says_what_is_new_and_fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judge(tmp_path, monkeypatch, 0, INFO + REFUND_ERROR + REFUND_WARNING, "--content-update-baseline")
    files = [f"{row.option.name}=c.{name}" for name, row in REPORTS.items()]

    result = judge(tmp_path, monkeypatch, 1, INFO + REFUND_ERROR + TOPIC_ERROR, *files)

    assert result.exit_code == 1
    verdict = "main: FAILED - 1 new error; 1 known, 0 tolerated, 1 fixed"
    assert result.output.splitlines()[-1] == verdict
    document = json.loads(Path("c.json").read_text(encoding="utf-8"))
    (run,) = document["runs"]
    assert (document["exit_status"], run["verdict"]) == (1, verdict)
    (comparison,) = run["comparisons"]
    assert (comparison["new"], comparison["known"], len(comparison["fixed"])) == (1, 1, 1)
    found = [(finding["is_new"], finding["outcome"], finding["since"]) for finding in run["findings"]]
    assert found == [(False, "known", "2025-11-24T16:00:00Z"), (True, "fails", "2025-11-25T16:00:00Z")]
    properties = {each.get("name"): each.get("value") for each in etree.parse("c.junit").iter("property")}
    assert str(properties["baseline"]).startswith("1 known, 1 new, 1 fixed")
    shown = html.parse("c.html")
    assert shown.findtext(".//title") == "FAILED: main"
    counts = [" ".join(each.text_content().split()) for each in shown.iterfind(".//ul[@class='counts']/li")]
    assert counts == ["1 error", "0 warnings", "1 new", "1 known", "1 fixed"]
    articles = [
        (each.get("data-rule"), each.get("data-new"), each.get("data-since")) for each in shown.iterfind(".//article")
    ]
    assert sorted(articles) == [("ART-104", "", "2025-11-24"), ("TOP-102", "new", "2025-11-25")]
    page = Path("c.markdown").read_text(encoding="utf-8")
    assert f"## ❌ {verdict}" in page
    assert "1 known, 1 new, 1 fixed" in page
    assert "**new** `TOP-102`" in page
    assert "since 2025-11-25" in page
    (run,) = json.loads(Path("c.sarif").read_text(encoding="utf-8"))["runs"]
    assert run["properties"] == {"verdict": verdict, "new": 1, "fixed": 1}
    assert {(each["ruleId"], each["baselineState"], "suppressions" in each) for each in run["results"]} == {
        ("TOP-102", "new", False),
        ("ART-104", "unchanged", True),
    }
    with Path("c.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = [(each["rule"], each["verdict"], each["new"], each["since"]) for each in csv.DictReader(table)]
    assert rows == [("TOP-102", "fails", "yes", "2025-11-25"), ("ART-104", "known", "no", "2025-11-24")]
    row = CliRunner().invoke(main, ["history", "--content-history=h.jsonl"]).output.splitlines()[-1]
    assert row.split()[2:] == ["FAILED", "1", "0", "1", "1", "1"]
