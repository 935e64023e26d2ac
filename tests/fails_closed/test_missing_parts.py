"""A table without rows, and tests that are stated or started but did not run, are never green."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fails_closed.test_bad_members import judge


@pytest.mark.grid
@pytest.mark.parametrize("header", ["time,level,message\n", "time\tlevel\tmessage\n", "article;severity;text\n\n"])
def test_a_table_without_rows_is_never_green(header: str, tmp_path: Path) -> None:
    assert judge(tmp_path, header) in {1, 10}
    assert judge(tmp_path, header, (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("priority", range(5))
@pytest.mark.parametrize("beside", ["SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "_TRANSPORT"])
def test_the_priority_of_a_journal_is_a_level(priority: int, beside: str, tmp_path: Path) -> None:
    def write(level: int) -> str:
        return json.dumps({"PRIORITY": str(level), "MESSAGE": "KB-9", "_PID": "1", beside: "importer"}) + "\n"

    assert judge(tmp_path, write(6) * 9, (0, 0)) == 0
    assert judge(tmp_path, write(6) * 9 + write(priority), (0, 0)) in {1, 10}


def write_tap(*lines: str) -> str:
    return "\n".join(("1..12", *(f"ok {number} - KB-{number}" for number in range(1, 13)), *lines, ""))


@pytest.mark.grid
@pytest.mark.parametrize(
    "comment",
    ["# pass 11", "# fail 1", "# tests 13", "# skip 2", "# todo 1", "# Looks like you planned 13 tests but ran 12."],
)
def test_totals_of_a_stream_that_do_not_fit_are_never_green(comment: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_tap(comment)) in {1, 10}
    assert judge(tmp_path, write_tap("# tests 12", comment), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("line", ["    ERROR no title", "    Import of KB-9 failed", "    not ok 1 - no title"])
def test_an_indented_failure_in_a_stream_is_never_green(line: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_tap().replace("ok 5", f"{line}\nok 5"), (0, 0)) in {1, 10}


def test_totals_of_a_stream_that_fit_are_green(tmp_path: Path) -> None:
    assert judge(tmp_path, write_tap("# tests 12", "# pass  12", "# fail  0", "", "# ok"), (0, 0)) == 0


@pytest.mark.grid
@pytest.mark.parametrize("ran", ["0, Failures: 0, Errors: 0, Skipped: 0", "72, Failures: 0, Errors: 0, Skipped: 72"])
def test_tests_that_did_not_run_are_never_green(ran: str, tmp_path: Path) -> None:
    text = f"[INFO] Running kb.ArticleTest\n[INFO] Tests run: {ran}\n[INFO] BUILD SUCCESS\n"

    assert judge(tmp_path, text) in {1, 10}
    assert judge(tmp_path, text, (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_name_of_a_column_is_no_failure(separator: str, tmp_path: Path) -> None:
    def write(*rows: str) -> str:
        good = "".join(f"KB-{number},yes,\n" for number in range(12))
        return f"article,imported,error\n{good}{''.join(rows)}".replace(",", separator)

    assert judge(tmp_path, write(), (0, 0)) == 0
    assert judge(tmp_path, write("KB-99,yes,no title\n"), (0, 0)) in {1, 10}
    assert judge(tmp_path, write("KB-99,no,\n"), (0, 0)) in {1, 10}
    assert judge(
        tmp_path, f"level{separator}message{separator}Import of KB-9 failed\nINFO{separator}a{separator}b\n"
    ) in {1, 10}
