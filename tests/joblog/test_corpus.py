"""Every log of ``tests/logs`` is read into exactly the contents of the file next to it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.joblog.reader import LogReading, read_log
from tests.support import REPOSITORY

FOLDER = REPOSITORY / "tests" / "logs"
LOGS = sorted(path for path in FOLDER.iterdir() if path.is_file() and not path.name.endswith(".expected.json"))


def expectation(log: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / f"{log.stem}.expected.json").read_text(encoding="utf-8"))
    return document


def read(log: Path) -> dict[str, Any]:
    reading: LogReading = read_log(log, location=log.name)
    statistics = reading.statistics
    return {
        "format": statistics.format,
        "lines": {
            "lines": statistics.lines,
            "entry": statistics.entry_lines,
            "continuation": statistics.continuation_lines,
            "informational": statistics.informational_lines,
            "unexplained": statistics.unexplained_lines,
        },
        "findings": [
            {
                "severity": entry.severity.value,
                "rule": entry.rule,
                "message": entry.message,
                "entity": asdict(entry.entity) if entry.entity else None,
                "file": entry.file,
                "line": entry.line,
                "column": entry.column,
                "timestamp": entry.timestamp,
                "log_line": entry.log_line,
                "log_line_count": len(entry.raw),
            }
            for entry in reading.entries
        ],
    }


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_log_is_read_exactly(log: Path) -> None:
    expected = expectation(log)
    expected.pop("layout")

    assert read(log) == expected


def test_the_corpus_is_as_wide_as_it_says() -> None:
    assert len(LOGS) >= 40
    assert len({expectation(log)["layout"] for log in LOGS}) >= 20
    assert len({log.stem for log in LOGS}) == len(LOGS)
