"""What a log states about its findings must agree with what was found in it, wherever it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

AT = "2024-03-01 10:00:00,123"
INFO = f"{AT} INFO [main] c.e.V - "
ROUTINE = f"{INFO}validated article 'A'\n"
TABLE = """\
        table name     errors       rows      bytes
------------------  ---------  ---------  ---------
          articles          1        213   418.2 kB
            topics          {topics}         44
------------------  ---------  ---------  ---------
             Total          {total}        257   421.9 kB
"""


def found(errors: int = 0, warnings: int = 0) -> str:
    lines = [f"{AT} ERROR [main] c.e.V - ART-104 article 'E{number}': empty\n" for number in range(errors)]
    return "".join([*lines, *(f"{AT} WARN [main] c.e.V - ART-201 article 'W{n}': long\n" for n in range(warnings))])


def said(*messages: str) -> str:
    return "".join(f"{INFO}{message}\n" for message in messages)


@pytest.mark.parametrize(
    ("log", "counts", "status"),
    [
        pytest.param(found(3) + said("3 errors"), None, 1, id="as stated"),
        pytest.param(said("start", "rejected 3"), None, 10, id="a number behind its word"),
        pytest.param(said("start", "failed to import 2 of 9 articles"), (0, 0), 10, id="a part behind its verb"),
        pytest.param(said("start", "unable to import 2 articles"), (0, 0), 10, id="a number behind a denied verb"),
        pytest.param(said("start", "failed to connect 2 of 3 times"), (0, 0), 0, id="attempts"),
        pytest.param(said("start", "unresolved links: 5"), None, 10, id="links that lead nowhere"),
        pytest.param(said("start", "success rate 70%"), None, 1, id="a rate"),
        pytest.param(said("start", "success rate 100%"), None, 0, id="a rate of all"),
        pytest.param(said("start", "3 of 10 articles imported"), None, 1, id="a part of the content"),
        pytest.param(said("3 of 10 articles imported", "7 of 10 articles imported"), None, 1, id="never the whole"),
        pytest.param(said("3 of 10 articles imported", "10 of 10 articles imported"), None, 0, id="how far a run is"),
        pytest.param(found(2) + said("3 errors"), None, 10, id="fewer than stated"),
        pytest.param(found(4) + said("finished with 3 errors"), None, 10, id="more than stated"),
        pytest.param(found(4) + said("3 errors in articles"), None, 1, id="more than a part"),
        pytest.param(found(2) + said("Messages: 1 fatal / 1 errors"), None, 1, id="fatal errors are errors"),
        pytest.param(found(1) + said("Messages: 1 fatal / 1 errors"), None, 10, id="a fatal error is lost"),
        pytest.param(found(3) + said("3 errors (1 fatal)"), None, 1, id="fatal errors among the others"),
        pytest.param(found(3, 2) + said("5 problems (3 errors, 2 warnings)"), None, 1, id="problems"),
        pytest.param(found(2, 2) + said("5 problems found"), None, 10, id="a problem is lost"),
        pytest.param(found(2, 2) + said("build succeeded, 4 warnings."), None, 1, id="errors are counted as warnings"),
        pytest.param(found(2, 2) + said("build succeeded, 5 warnings."), None, 10, id="a warning is lost"),
        pytest.param(said("12 errors so far") + found(40) + said("40 errors so far"), None, 1, id="a running total"),
        pytest.param(said("12 errors so far") + found(39) + said("40 errors so far"), None, 10, id="one of many lost"),
        pytest.param(said("phase 1 done: 0 errors") + found(2), None, 1, id="none up to there"),
        pytest.param(found(2) + said("phase 1 done: 0 errors"), None, 10, id="none although there are"),
        pytest.param(found(2) + said("done: 2 errors") + found(3) + said("done: 3 errors"), None, 1, id="two parts"),
        pytest.param(said("A: 3 errors", "A: 0 errors"), None, 10, id="the greatest counts"),
        pytest.param(said("2 Fehler, 0 Warnungen"), (0, 0), 10, id="German"),
        pytest.param(said("成功208件、失敗2件"), (0, 0), 10, id="Japanese"),
        pytest.param(ROUTINE * 9_000 + said("3 filas rechazadas") + ROUTINE * 9_000, None, 10, id="buried"),
        pytest.param(said("Only imported 5 of 7 items, 2 failed"), None, 10, id="a shortfall"),
        pytest.param(ROUTINE + said("only 5 of 7 items imported"), None, 10, id="nothing but a shortfall"),
        pytest.param(ROUTINE + said("nur 5 von 7 Artikeln importiert"), None, 10, id="a German shortfall"),
        pytest.param(ROUTINE + said("failed: 2 articles"), None, 10, id="a number of articles behind its key"),
        pytest.param(
            ROUTINE + said("ok: 5 articles, failed: 2 articles"), None, 10, id="two numbers behind their keys"
        ),
        pytest.param(ROUTINE + said("invalid: 2 of them"), None, 10, id="a part behind its key"),
        pytest.param(ROUTINE + said("warning: 2 articles"), None, 10, id="a number behind a word for a level"),
        pytest.param(ROUTINE + said("using only 2 of 4 cores"), None, 0, id="a part of what does the work"),
        pytest.param('{"level": "info", "message": "done", "stats": {"failed": {"count": 2}}}\n', None, 10, id="JSON"),
        pytest.param(f"{AT} ERROR [main] c.e.V - line 12: 3 errors in table\n", None, 1, id="in a finding"),
        pytest.param(said("imported article 'Top 10 errors'"), None, 0, id="a title"),
        pytest.param(said("GET /image 404 Not Found, 500 Internal Server Error"), None, 10, id="requests that failed"),
        pytest.param(said("0 of 9 articles failed", "成功9件、失敗0件", "keine Fehler"), (0, 0), 0, id="zeros"),
        # Lines that no format reads
        pytest.param(found(2) + ROUTINE + TABLE.format(topics=1, total=2), (2, 0), 1, id="a table"),
        pytest.param(found(1) + ROUTINE + TABLE.format(topics=1, total=2), (1, 0), 1, id="a table with more"),
        pytest.param(found(1) + ROUTINE + TABLE.format(topics=1, total=1), (1, 0), 1, id="rows with more"),
        pytest.param(ROUTINE * 9 + "Fuses   failed   no title\n", (0, 0), 10, id="a heading without rows"),
        pytest.param(found(3) + ROUTINE + "  3 Rows failed.\n", (3, 0), 1, id="a line that agrees"),
        pytest.param(found(3) + ROUTINE + "  2 Rows failed.\n", (3, 0), 1, id="a line that does not agree"),
        pytest.param(found(2, 1) + ROUTINE + "3 problems\n", (2, 1), 1, id="problems that agree"),
        pytest.param(found(1) + ROUTINE + "1 topic missing\n", (1, 0), 1, id="a line that looks like a finding"),
    ],
)
def test_what_a_log_states(log: str, counts: tuple[int, int] | None, status: int, tmp_path: Path) -> None:
    assert judge(tmp_path, log, counts) == status


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("  2 Rows failed.", id="fewer"),
        pytest.param("1 topic missing", id="a fault"),
        pytest.param(TABLE.format(topics=7, total=9), id="a table with more"),
        pytest.param(f"{INFO}9 errors", id="more, in a layout that is known"),
        pytest.param("Error while running the statement [1022502] (stmt.c:28)", id="the number of an error"),
        pytest.param("   at a.b.SQLExceptions.translate(SQLExceptions.java:104)", id="a place in a source file"),
    ],
)
def test_line_that_a_red_run_accepts_is_not_judged_where_the_findings_are_accepted(line: str, tmp_path: Path) -> None:
    log = f"{found(3)}{ROUTINE}{line}\n"

    assert judge(tmp_path, log, (3, 0)) == 1
    assert judge(tmp_path, log, (3, 0), "--content-fail-on=never") == 10


def judge(folder: Path, log: str, counts: tuple[int, int] | None, *arguments: str) -> int:
    folder.joinpath("log.txt").write_text(log, encoding="utf-8")
    arguments = (*arguments, f"--content-log={folder / 'log.txt'}")
    if counts is not None:
        folder.joinpath("status.json").write_text(json.dumps(finished(*counts)), encoding="utf-8")
        arguments = (*arguments, f"--content-status={folder / 'status.json'}")
    result = CliRunner().invoke(main, ["report", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        pytest.param([1, 2, 3, 4, 5, 6], 0, id="counted one by one up to the whole"),
        pytest.param([1, 2, 3, 4, 5], 1, id="not up to the whole"),
        pytest.param([1, 2, 3, 5, 6], 1, id="one is missing"),
        pytest.param([4, 6], 1, id="another run is whole"),
        pytest.param([1, 2, 3, 4, 5, 6, 5], 1, id="a part behind the whole"),
    ],
)
def test_parts_of_a_whole_are_progress_only_if_they_are_counted_one_by_one(
    parts: list[int], status: int, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    lines = (f"2026-03-01 10:00:0{part} INFO {part} of 6 OK, article A{part}\n" for part in parts)
    log.write_text("".join(lines), encoding="utf-8")

    assert CliRunner().invoke(main, ["report", f"--content-log={log}"]).exit_code == status
