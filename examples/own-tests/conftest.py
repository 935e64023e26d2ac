"""Changes findings before they are judged, and announces the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_contentjobs import ContentRun, Dropped, Finding, Severity


def pytest_contentjobs_finding(finding: Finding) -> Finding | Dropped | None:
    """Drop empty content files, whose text is not finished, and treat unused resource files as errors."""
    if finding.rule == "ART-202":
        return Dropped("unfinished text")
    if finding.rule == "RES-201":
        return replace(finding, severity=Severity.ERROR)
    return None


def pytest_contentjobs_judged(runs: Sequence[ContentRun], exitstatus: int, config: pytest.Config) -> None:
    """Write a line for each run that a chat bot can post."""
    lines = [f"{run.name}: {run.judgement.outcome}, {len(run.errors)} errors (status {exitstatus})\n" for run in runs]
    Path(config.rootpath, "announcement.txt").write_text("".join(lines), encoding="utf-8")
