"""A whole and a smaller part of it, what was left out, and short outcomes under an informational level are no good news."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.joblog.formats.parts.leftovers import read_leftover
from pytest_contentjobs.joblog.formats.parts.totals import remove_quoted
from pytest_contentjobs.joblog.formats.parts.wholes import read_part
from pytest_contentjobs.joblog.summaries import read_progress
from tests.fails_closed.test_failures_in_prose import judge
from tests.support import finished

STATED = [
    "10 processed, 7 stored",
    "processed 10 of 10, stored 7",
    "Read 10/10 articles, imported 7",
    "read 10, wrote 7",
    "10 pages processed, 7 pages stored in 3 batches",
    "7 pages of the 10 stored",
    "stored 7 pages of 10",
    "7 stored of 10 processed",
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
    "Imported 38 articles, 2 left",
    "Imported 38 articles (2 still pending)",
    "Articles remaining: 2",
    "remaining 2",
    "2 articles are still to do",
    "Outstanding rows = 2",
    "2 weitere Artikel ausstehend",
    "articles en attente: 2",
    '{"imported": 38, "pending": 2}',
    "notImported=3",
    "not-validated: 2",
    "non-valid: 2",
    "lignes non valides : 2",
    '{"notImported": ["A-1"]}',
    'notImported: ["A-1"]',
    "GET /kb/a 404",
    '"GET /kb/a HTTP/1.1" 404 512',
    "https://kb.example.com/a 410",
    "POST /kb/articles 500 12ms",
    "HTTP [500 Internal Server Error, 12ms]",
    "answer: 422 Unprocessable Entity",
    "PUT https://kb/KB-9 [errored]",
    "Table output.0 - Finished processing (I=0, O=23, R=24, W=24, U=0, E=1)",
    "checkpoint failed: wrote 9 buffers",
    "WRN KB-9 title",
    "(!) KB-9 title",
    "E1234 KB-9 title",
    "KBERR-0012 KB-9 title",
    "Imported KB-9\\nERROR no title",
    "[24/30] imported KB-9",
    "imported KB-9 (80%)",
    "invalid length of startup packet",
    "Update has been rejected.",
    "[topic] [DOTX012W][WARN] KB-9",
    "2 articles need attention",
    "Article 12 requires manual correction",
    "Review needed: article 12",
    "Action required: article 12",
    "please check article 12",
    "KB-9 updated with warnings",
]
IN_CELLS = [
    "0 articles processed",
    "No articles were imported",
    "5 of 9 valid",
    "7 of 10 articles stored",
    "30% imported",
    "70.5% valid",
    "2 articles skipped",
    "10 processed; 7 stored",
]
ROUTINE = [
    "10 processed, 10 stored",
    "PASS=6 ERROR=0 WARN=0 SKIP=3 TOTAL=9",
    "failed: none",
    "(I=0, O=20, R=10, W=20, U=0, E=0)",
    "locales: de, ko",
    "validated 404 articles",
    "article 12 skipped: unchanged",
    "Articles remaining: 0",
    "0 articles left",
    "Retries remaining: 2",
    "2 attempts left",
    "Time remaining: 2 s",
    "queued 2 articles",
    "moved the image to the left 2",
    "not modified: 12",
    '"GET /kb/404 HTTP/1.1" 200 512',
    "GET /kb/a 404ms",
    "POST /kb/articles 200 500",
    "Review of article 12 done",
    "please check the report",
]
#: Countdowns of what is left, and whether the last says that nothing is.
COUNTDOWNS = {
    "2 articles left\n1 article left\n0 articles left": 0,
    "2 articles left\n1 article left": 1,
    "Remaining: 40\n" + "Imported an article\n" * 40: 0,
    "Imported an article\nRemaining: 2\nDuration: 12 s\nBye": 1,
}
#: What a line states of a whole: the part that is accounted for.
PARTS = {
    "10 processed, 7 stored": (7, 10),
    "processed 10 of 10, stored 7": (7, 10),
    "processed 10/10, stored 10": (10, 10),
    "40 articles read and 38 written": (38, 40),
    "Processed 10 articles in 12 s, 7 imported": (7, 10),
    '{"imported": 7, "total": 10}': (7, 10),
    "10 processed, 5 stored, 3 skipped, 2 failed": (10, 10),
    "3 MB in total, 10 processed, 7 stored": (7, 10),
    "10 processed, 7 stored, 3 archived": (10, 10),
    "10 processed, 7 stored, 3 unchanged": (10, 10),
    "10 processed, 7 stored, 3 failed": (10, 10),
    "10 processed, 7 stored, 7 indexed": (7, 10),
    "10 processed, 10 stored, 2 updated": (10, 10),
    "10 processed, 8 stored, 3 failed": (10, 10),
    "10 processed, 8 stored, 3 skipped": (10, 10),
    "10 processed, 7 stored, 3 skipped, 5 archived": (10, 10),
    "10 processed, 7 stored, 1 skipped, 2 archived": (10, 10),
    "10 processed, 7 stored, 1 skipped, 1 archived": (7, 10),
    "10 processed, 5 stored, 3 archived, 2 indexed": (10, 10),
    "10 read, 7 imported, 7 published": (7, 10),
    "10 read, 5 imported, 5 published": (5, 10),
    "page 3, 10 processed, 7 stored": (7, 10),
    "10 processed in 3 batches": None,
    "10 total, 7 passes": (7, 10),
    "10 processed, 7 stored in batch 3": (7, 10),
    "10 processed, 7 stored in 3 batches": (7, 10),
    "total 10, stored 7 (3 batches)": (7, 10),
    "10 articles read from 2 files, 7 stored": (7, 10),
    "10 pages processed, 7 pages stored": (7, 10),
    "batch 3 of 5: 10 read, 7 stored": (7, 10),
    "stored page 7 of 10": None,
    "stored 7 MB of 10 MB": None,
    "3 workers of 4 started": None,
    "10 processed, 0 updated": None,
    "total time 12, ok 3": None,
    "processed: 206, dumped: 2 (last pass: 0)": None,
    "474 steps (2 failed, 1 skipped, 471 passed)": None,
}
#: What a line states of a whole by itself, also as a cell of a table.
SHARES = {
    "7 of 10 pages stored": (7, 10),
    "7 pages of the 10 stored": (7, 10),
    "7 stored of 10 processed": (7, 10),
    "7 pages were stored out of 10": (7, 10),
    "stored 7 pages of 10": (7, 10),
    "stored: 7/10": (7, 10),
    "30% imported": (30, 100),
    "30.5% of all articles were stored": (30, 100),
    "1,007 of 10 pages stored": None,
    "stored page 7 of 10": None,
}
LEFT_OUT = ["skipped: 2", "2 articles skipped", "Duplicates: 2"]


@pytest.mark.parametrize("message", STATED)
def test_it_is_never_green(message: str, tmp_path: Path) -> None:
    assert judge(tmp_path, "logger", message) in {1, 10}
    assert judge(tmp_path, "logger", message, counts=(0, 0)) in {1, 10}


@pytest.mark.parametrize("messages", COUNTDOWNS)
def test_what_is_left_at_the_end_counts(messages: str, tmp_path: Path) -> None:
    log = tmp_path / "job.log"
    log.write_text("".join(f"2026-03-01 10:00:00 INFO {line}\n" for line in messages.split("\n")), encoding="utf-8")

    assert CliRunner().invoke(main, ["report", f"--content-log={log}"]).exit_code == COUNTDOWNS[messages]


@pytest.mark.parametrize("message", IN_CELLS)
def test_it_is_never_green_in_a_cell_of_a_table(message: str, tmp_path: Path) -> None:
    rows = "".join(f"2026-03-01 10:00:00,loader,INFO,{text}\n" for text in ("opened", message, "closed", "done"))
    (tmp_path / "log.txt").write_text(f"Time,Stream,Level,Message\n{rows}", encoding="utf-8")

    assert CliRunner().invoke(main, ["report", f"--content-log={tmp_path / 'log.txt'}"]).exit_code in {1, 10}


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


def test_a_pattern_for_its_first_line_does_not_settle_a_document(tmp_path: Path) -> None:
    log, status = tmp_path / "log.txt", tmp_path / "status.json"
    log.write_text(json.dumps({"level": "info", "message": "2 articles left"}, indent=1) + "\n", encoding="utf-8")
    status.write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    arguments = [f"--content-log={log}", f"--content-status={status}", r"--content-log-harmless=\{"]

    assert CliRunner().invoke(main, ["report", *arguments]).exit_code == 10


def test_the_longest_line_that_says_what_is_left() -> None:
    line = "2 articles left".ljust(2000)

    assert read_leftover(line) == 2
    assert read_leftover(f"{line} ") is None


@pytest.mark.parametrize(("line", "share"), SHARES.items())
@pytest.mark.parametrize(
    "columns", ["2026-03-01 10:00:00,123 INFO [main] c.e.V - ", "2026-03-01 10:00:00.123,main,INFO,"]
)
def test_a_share_of_a_whole(columns: str, line: str, share: tuple[int, int] | None) -> None:
    assert read_progress(f"{columns}{line}") == share


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
