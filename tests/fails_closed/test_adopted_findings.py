"""Lines that only the job's counts show to be findings fail, whatever would accept them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

AT = "2024-03-01 10:00:00,123"
LOG = (
    "".join(f"{AT} INFO [main] c.e.V - validated article 'A{number}'\n" for number in range(9))
    + f"{AT} ERROR [main] c.e.V - ART-104 article 'E': empty\n"
    + "Row 3 title is missing\nRow 8 has no body\n"
)


def judge(folder: Path, *arguments: str, log: str = LOG) -> tuple[int, dict[str, list[bool]]]:
    """Return the exit status, and the outcomes of findings with whether they were adopted."""
    (folder / "log.txt").write_text(log, encoding="utf-8")
    (folder / "status.json").write_text(json.dumps(finished(3, 0)), encoding="utf-8")
    places = [f"--content-log={folder / 'log.txt'}", f"--content-status={folder / 'status.json'}"]
    result = CliRunner().invoke(main, ["report", *places, f"--content-json={folder / 'c.json'}", *arguments])
    (run,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    outcomes: dict[str, list[bool]] = {}
    for finding in run["findings"]:
        outcomes.setdefault(finding["outcome"], []).append(finding["adopted"])
    return result.exit_code, outcomes


def test_lines_that_the_job_counts_are_findings(tmp_path: Path) -> None:
    assert judge(tmp_path) == (1, {"fails": [False, True, True]})


def test_a_sentence_about_other_lines_is_none_of_them(tmp_path: Path) -> None:
    log = LOG.replace("Row 8 has no body", "Tidy found 2 errors!")

    assert judge(tmp_path, log=log) == (10, {"fails": [False]})


@pytest.mark.parametrize("way", ["fail-on", "threshold", "policy", "baseline"])
def test_nothing_accepts_them(tmp_path: Path, way: str) -> None:
    (tmp_path / "policy.toml").write_text('[[policy]]\nrule = "*"\ntolerate = true\n', encoding="utf-8")
    baseline = tmp_path / "known.json"
    ways = {
        "fail-on": "--content-fail-on=never",
        "threshold": "--content-max-errors=9",
        "policy": f"--content-policy={tmp_path / 'policy.toml'}",
        "baseline": f"--content-baseline={baseline}",
    }
    if way == "baseline":
        judge(tmp_path, ways[way], "--content-update-baseline")

    status, outcomes = judge(tmp_path, ways[way])

    assert status == 1
    assert outcomes.pop("fails") == [True, True]
    assert list(outcomes.values()) == [[False]]
