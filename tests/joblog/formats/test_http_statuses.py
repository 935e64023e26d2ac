"""Tables of link checkers have the status of a request as the level of a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text

HEADER = "Address,Status Code,Status,Depth\n"


@pytest.mark.parametrize("name", ["Status Code", "HTTP-Status", "Response code"])
def test_the_status_is_the_level(tmp_path: Path, name: str) -> None:
    rows = "/a,200,OK,0\n/b,404,Not Found,1\n/c,301,Moved,1\n/d,0,Connection Timeout,1\n/e,12007,Unknown,1\n"

    reading = read_text(tmp_path, f"Address,{name},Status,Depth\n{rows}")

    found = [(entry.log_line, entry.severity, entry.message) for entry in reading.entries]
    assert found == [(3, "error", "Not Found"), (5, "error", "Connection Timeout"), (6, "error", "Unknown")]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "row", ["/a,,not asked,1", "/a,200,the page is empty,1", "/a,2x,OK,1"], ids=["none", "a doubt", "no number"]
)
def test_a_row_without_a_good_status_is_not_routine(tmp_path: Path, row: str) -> None:
    assert not read_text(tmp_path, f"{HEADER}/b,200,OK,0\n{row}\n").is_clean


def test_a_level_counts_beside_a_status(tmp_path: Path) -> None:
    rows = "INFO,stored,200\nERROR,stored,200\nINFO,refused,422\nGRMPF,stored,200\n"

    reading = read_text(tmp_path, f"level,message,status_code\n{rows}")

    assert [entry.log_line for entry in reading.entries] == [3, 4]
    assert reading.unexplained == 1


def test_a_depth_is_no_level(tmp_path: Path) -> None:
    log = "Address\tStatus-Code\tStatus-Text\tLevel\n/a\t200\tok\t0\n/b\t404\tnot found\t2\n/c\t200\tok\t3\n"

    assert [entry.log_line for entry in read_text(tmp_path, log).entries] == [3]
