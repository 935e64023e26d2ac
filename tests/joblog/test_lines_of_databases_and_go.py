"""Further lines of an entry that have a time of their own, or look like places in files: PostgreSQL's labels, Go's traces."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.reader import read_log
from tests.joblog.families import read_text

AT = "2026-03-02 06:10:0"
POSTGRES = f"""\
{AT}1.101 UTC [1] LOG:  the import begins
{AT}2.710 UTC [71] ERROR:  insert on table "link" violates a foreign key
{AT}2.710 UTC [71] DETAIL:  Key (target)=(KB-4410) is not there.
{AT}2.710 UTC [71] HINT:  Load the articles first.
{AT}2.710 UTC [71] CONTEXT:  COPY link, line 3
{AT}2.710 UTC [71] STATEMENT:  COPY link
\tFROM STDIN
{AT}3.100 UTC [72] WARNING:  topic 17 has no owner
{AT}3.500 UTC [1] LOG:  the import ends
"""
GO_TRACE = """\
goroutine 1 [running]:
main.(*topicTree).attach(0xc0000b2000, {0xc000112340, 0x5})
\t/src/topics.go:88 +0x1d4
main.load(...)
\t/src/load.go:12
created by main.run in goroutine 7
\t/src/main.go:41 +0x9c
"""


def test_labels_of_a_database_are_neither_findings_nor_unknown_levels(tmp_path: Path) -> None:
    reading = read_text(tmp_path, POSTGRES)

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(2, "error"), (8, "warning")]
    assert not reading.unexplained
    assert len(reading.entries[0].raw) == 6


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("2.711 UTC [71] STATEMENT:  COPY link", id="another time"),
        pytest.param("2.710 UTC [72] STATEMENT:  COPY link", id="another process"),
        pytest.param("2.710 UTC [71] LOG:  next", id="no such label"),
    ],
)
def test_what_is_indented_below_another_line_is_not_explained(line: str, tmp_path: Path) -> None:
    reading = read_text(tmp_path, POSTGRES.replace("2.710 UTC [71] STATEMENT:  COPY link", line))

    assert len(reading.entries[0].raw) == 4
    assert reading.unexplained == 1


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("panic: topic 'Solar' is its own parent\n\n", id="a panic"),
        pytest.param("2026/03/02 06:10:01 ERROR topic 'Solar' is its own parent\n", id="a level and a time"),
        pytest.param("fatal error: all goroutines are asleep - deadlock!\n\n", id="a fatal error"),
    ],
)
def test_a_trace_of_go_belongs_to_the_line_above(head: str, tmp_path: Path) -> None:
    reading = read_text(tmp_path, f"{AT}0 INFO article A stored\n{head}{GO_TRACE}{AT}1 INFO article B stored\n")

    assert [entry.log_line for entry in reading.entries] == [2]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "line", ["kb.import(failed)", "/src/topics.go:88: no title", "goroutine error", "created by nobody"]
)
def test_other_lines_are_no_trace(line: str, tmp_path: Path) -> None:
    reading = read_text(tmp_path, f"{AT}0 INFO article A stored\n{line}\n{AT}1 INFO article B stored\n")

    assert not reading.is_clean


def test_the_shortcut_does_not_skip_a_label_of_an_entry(tmp_path: Path) -> None:
    routine = f"{AT}1.101 UTC [1] LOG:  article stored\n" * 9_000
    log = tmp_path / "log"
    log.write_text(f"{routine}{POSTGRES * 3}{routine}", encoding="utf-8")

    readings = [read_log(log, location="log", takes_shortcut=takes).entries for takes in (True, False)]

    assert readings[0] == readings[1]
    assert [len(entry.raw) for entry in readings[0]] == [6, 1] * 3
