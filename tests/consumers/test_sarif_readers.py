"""The hostile corpus in SARIF, read by what code scanning uses. Needs the variable CONSUMERS."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.consumers.corpus import CORPUS
from tests.consumers.installing import install_node
from tests.consumers.reading import run_program, run_python


@pytest.mark.parametrize("is_judged", [True, False], ids=["judged", "not judged"])
def test_the_validator_accepts_it_for_githubs_code_scanning(write_report: Callable[..., Path], is_judged: bool) -> None:
    name = "@microsoft/sarif-multitool-linux"
    program = install_node(name) / name / "Sarif.Multitool"
    path = write_report("sarif", is_judged=is_judged)

    output = run_program(str(program), "validate", str(path), "--rule-kind", "Sarif;Ghas")

    assert "Done. 1 files scanned." in output
    assert re.findall(r": error (\w+): ([^.]+)", output) == []


@pytest.mark.parametrize("is_judged", [True, False], ids=["judged", "not judged"])
def test_sarif_tools_show_what_the_log_says(write_report: Callable[..., Path], is_judged: bool, tmp_path: Path) -> None:
    path, table = write_report("sarif", is_judged=is_judged), tmp_path / "table.csv"

    run_python("sarif-tools", "-m", "sarif", "csv", str(path), "-o", str(table))

    with table.open(encoding="utf-8", newline="") as file:
        found = {int(row["Line"]): row for row in csv.DictReader(file) if not row["Code"].startswith("gate")}
    expected = dict(enumerate(CORPUS, 2))
    assert {line: (row["Code"], row["Severity"]) for line, row in found.items()} == {
        line: (row.code, "error" if row.is_error else "warning") for line, row in expected.items()
    }
    for line, row in expected.items():
        # Where a text begins a line, it is no command, and nowhere a link.
        shown = re.sub(r"\A::", ": :", row.message[:100]).replace("](", "] (")
        assert shown in found[line]["Description"]


def test_what_is_tolerated_is_suppressed(write_report: Callable[..., Path]) -> None:
    (run,) = json.loads(write_report("sarif").read_text(encoding="utf-8"))["runs"]

    suppressed = {result["ruleId"] for result in run["results"] if result.get("suppressions")}
    assert suppressed == {row.code for row in CORPUS if not row.is_error}
