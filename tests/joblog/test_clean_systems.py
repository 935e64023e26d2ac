"""Logs of other systems without a finding: green beside right counts, or after what the report proposes was pasted once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished
from tests.systems.__main__ import FOLDER

CLEAN = sorted(file.stem for file in FOLDER.glob("clean_*.json"))
#: For two targets of Ant whose names have a dot, one pattern is proposed that only matches the first: the second is proposed in
#: the next run. None is for Scrapy's empty list, which has no word.
RED = {"clean_dita_ot_verbose", "clean_scrapy"}
#: Findings that nothing pasted for a clean log may hide.
FINDINGS = [
    "Article 'Moving house': body is missing",
    "\t404\thttps://help.brightwater.example/leaks/",
    "INFO    -  ERROR: no title",
    "2026-03-02T06:10:02.733Z]   failed  articles/pay-your-bill.html",
]


def report(log: Path, *options: str) -> tuple[int, str]:
    status = Path("status.json")
    status.write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    result = CliRunner().invoke(main, ["report", f"--content-log={log}", f"--content-status={status}", *options])
    return result.exit_code, result.output


def list_proposals(output: str) -> list[str]:
    """Return as options what a report proposes to paste for harmless lines and informational levels."""
    levels = re.findall(r'content_log_levels = "(\w+)=error" \(or', output)
    unknown = [level for level in levels if f"if {level} is a level" not in output]
    harmless = [f"--content-log-harmless={pattern}" for pattern in re.findall(r"content_log_harmless = (.*)", output)]
    return [*dict.fromkeys(harmless), *(f"--content-log-levels={level}=info" for level in dict.fromkeys(unknown))]


@pytest.mark.parametrize("name", [name for name in CLEAN if name not in RED])
def test_a_clean_log_is_green_once_what_the_report_proposes_is_pasted(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    log = FOLDER / f"{name}.log"
    status, output = report(log)
    pasted = list_proposals(output)

    assert status == 0 or (status == 10 and pasted)
    assert report(log, *pasted)[0] == 0
    for finding in FINDINGS:
        longer = tmp_path / "longer.log"
        longer.write_text(f"{log.read_text(encoding='utf-8')}{finding}\n", encoding="utf-8")
        assert report(longer, *pasted)[0] in {1, 10}, finding
