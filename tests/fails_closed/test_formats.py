"""Whatever keeps a run from being judged, and whatever it found: every report says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.pipeline.outputs import REPORTS
from tests.reports.judging import IS_JUDGED
from tests.support import CLEAN_LOG, LOG, finished

#: The log and the status of a run; no log is a file that is missing.
CAUSES: Mapping[str, tuple[str | bytes | None, object]] = {
    "no log": (None, None),
    "an empty log": ("", None),
    "a log that is cut off": (LOG.rstrip("\n"), None),
    "a clean log that is cut off": (CLEAN_LOG.rstrip("\n"), None),
    "a log that is no text": (b"\x00\xff" * 100, None),
    "a line that nothing explains": (CLEAN_LOG + "something broke\n", None),
    "a job that failed": (CLEAN_LOG, finished(0, 0, status="Failed")),
    "a job that failed, with findings": (LOG, finished(2, 1, status="Failed")),
    "a cancelled one": (CLEAN_LOG, {"status": "Cancelled"}),
    "a job that runs": (CLEAN_LOG, {"status": "In Progress"}),
    "counts that disagree": (LOG, finished(0, 0)),
    "counts of findings that the log lacks": (CLEAN_LOG, finished(1, 0)),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_every_report_says_that_a_run_was_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    monkeypatch.chdir(tmp_path)
    log, status = CAUSES[cause]
    if log is not None:
        Path("log.txt").write_bytes(log if isinstance(log, bytes) else log.encode())
    Path("clean.txt").write_text(CLEAN_LOG, encoding="utf-8")
    Path("status.json").write_text(json.dumps(status), encoding="utf-8")
    # A status belongs to a log that is alone.
    arguments = ["--content-status=status.json"] if status else ["--content-log=clean=clean.txt"]
    files = [f"{row.option.name}=report.{name}" for name, row in REPORTS.items()]

    result = CliRunner().invoke(main, ["report", "--content-log=log.txt", *arguments, *files])

    assert result.exit_code == 10, result.output
    assert [name for name in REPORTS if IS_JUDGED[name](Path(f"report.{name}"))] == []


@pytest.mark.parametrize("log", [CLEAN_LOG, LOG], ids=["clean", "findings"])
def test_no_report_says_so_of_one_that_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.txt").write_text(log, encoding="utf-8")
    files = [f"{row.option.name}=report.{name}" for name, row in REPORTS.items()]

    result = CliRunner().invoke(main, ["report", "--content-log=log.txt", "--content-fail-on=never", *files])

    assert result.exit_code == 0, result.output
    assert [name for name in REPORTS if not IS_JUDGED[name](Path(f"report.{name}"))] == []
