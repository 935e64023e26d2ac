"""A whole and a smaller part of it, what was left out, and short outcomes under an informational level are no good news."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.formats.parts.totals import remove_quoted
from pytest_contentjobs.joblog.formats.parts.wholes import read_part
from tests.fails_closed.test_failures_in_prose import judge

STATED = [
    "10 processed, 7 stored",
    "processed 10 of 10, stored 7",
    "Read 10/10 articles, imported 7",
    "read 10, wrote 7",
    "PASS=6 ERROR=0 WARN=0 TOTAL=9",
    "70% imported",
    "Imported articles: 7 of 10",
    "E:3 W:2",
    "failed: A, B",
    "a -> 404",
    "KO",
    "Unprocessed rows: 3",
    "two articles failed",
    "2 articles have not yet been imported",
]
ROUTINE = [
    "10 processed, 10 stored",
    "PASS=6 ERROR=0 WARN=0 SKIP=3 TOTAL=9",
    "failed: none",
    "(I=0, O=20, R=10, W=20, U=0, E=0)",
    "locales: de, ko",
    "validated 404 articles",
    "article 12 skipped: unchanged",
]
#: What a line states of a whole: the part that is accounted for.
PARTS = {
    "10 processed, 7 stored": (7, 10),
    "processed 10 of 10, stored 7": (7, 10),
    "processed 10/10, stored 10": (10, 10),
    "40 articles read and 38 written": (38, 40),
    "Processed 10 articles in 12 s, 7 imported": (7, 10),
    '{"imported": 7, "total": 10}': (7, 10),
    "10 processed, 7 stored, 3 archived": (10, 10),
    "10 processed, 7 stored, 3 unchanged": (10, 10),
    "10 processed, 7 stored, 3 failed": (10, 10),
    "10 processed, 7 stored, 7 indexed": (7, 10),
    "10 processed, 10 stored, 2 updated": (10, 10),
    "10 processed, 0 updated": None,
    "total time 12, ok 3": None,
    "processed: 206, dumped: 2 (last pass: 0)": None,
    "474 steps (2 failed, 1 skipped, 471 passed)": None,
}
LEFT_OUT = ["skipped: 2", "2 articles skipped", "Duplicates: 2"]


@pytest.mark.parametrize("message", STATED)
def test_it_is_never_green(message: str, tmp_path: Path) -> None:
    assert judge(tmp_path, "logger", message) in {1, 10}
    assert judge(tmp_path, "logger", message, counts=(0, 0)) in {1, 10}


@pytest.mark.parametrize("message", ROUTINE)
def test_others_are_routine(message: str, tmp_path: Path) -> None:
    assert judge(tmp_path, "logger", message) == 0


@pytest.mark.parametrize("message", LEFT_OUT)
def test_what_was_left_out_needs_a_job_or_a_declaration(message: str, tmp_path: Path) -> None:
    assert judge(tmp_path, "logger", message) == 10
    assert judge(tmp_path, "logger", message, counts=(0, 0)) == 0
    assert judge(tmp_path, "logger", message, f"--content-log-harmless=.* {message}") == 0


@pytest.mark.parametrize(("line", "part"), PARTS.items())
def test_what_is_accounted_for(line: str, part: tuple[int, int] | None) -> None:
    assert read_part(remove_quoted(f"2026-03-01 10:00:00,123 INFO [main] c.e.V - {line}")) == part


@pytest.mark.parametrize(
    ("numbers", "statuses"),
    [
        pytest.param([(10, 8), (20, 17), (30, 30)], {0}, id="a run that goes on"),
        pytest.param([(10, 8), (20, 17), (30, 28)], {1, 10}, id="never the whole"),
        pytest.param([(10, 7), (10, 10), (10, 10)], {1, 10}, id="batches"),
        pytest.param([(10, 7), (12, 12)], {1, 10}, id="two batches"),
    ],
)
def test_a_part_that_grows_is_progress(numbers: list[tuple[int, int]], statuses: set[int], tmp_path: Path) -> None:
    lines = "\n2026-03-01 10:00:00,123 INFO [main] c.e.V - ".join(
        f"{whole} read, {part} written" for whole, part in numbers
    )

    assert judge(tmp_path, "logger", lines) in statuses
