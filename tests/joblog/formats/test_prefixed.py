"""A known layout behind a prefix that all lines have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "glog behind the names of pods": Log(
        """\
[pod/import-7d9f/worker] I0302 06:10:01.101200       1 main.go:41] importing 61 articles
[pod/import-7d9f/worker] W0302 06:10:02.118330       1 check.go:120] article "Gas": the table is old
[pod/import-7d9f/worker] I0302 06:10:02.540100       1 store.go:33] article "Gas" stored
[pod/import-7d9f/sidecar] I0302 06:10:02.801140       1 sync.go:18] 12 files uploaded
[pod/import-7d9f/worker] E0302 06:10:03.207745       1 check.go:131] article "Fuse": no picture
[pod/import-7d9f/sidecar] I0302 06:10:05.200001       1 sync.go:18] 20 files uploaded
[pod/import-7d9f/worker] I0302 06:10:05.640100       1 main.go:88] done
""",
        [(2, W, None, None, None, None), (5, E, None, None, None, None)],
    ),
    "logcat behind the names of services": Log(
        """\
worker-1  | I/Import(  12): importing 61 articles
worker-1  | E/Import(  12): article "Gas" has no title
worker-1  | I/Import(  12): article "Fuse" stored
sidecar-1 | I/Sync(  3): 12 files uploaded
sidecar-1 | W/Sync(  3): the file is large
sidecar-1 | I/Sync(  3): done
""",
        [(2, E, None, None, None, None), (5, W, None, None, None, None)],
    ),
    "services with layouts of their own": Log(
        """\
store-1   | 2026-03-02 06:10:01.101 UTC [1] LOG:  ready
store-1   | 2026-03-02 06:10:01.233 UTC [7] ERROR:  no topic 17
store-1   | 2026-03-02 06:10:01.233 UTC [7] DETAIL:  Key (topic)=(17) is not there.
import-1  | time=2026-03-02T06:10:02.118Z level=INFO msg="reading package" articles=412
import-1  | time=2026-03-02T06:10:02.301Z level=INFO msg=stored article=KB-0001
import-1  | time=2026-03-02T06:10:02.420Z level=WARN msg="article has no summary" article=KB-0017
import-1  | time=2026-03-02T06:10:02.533Z level=INFO msg=stored article=KB-0018
import-1  | panic: runtime error: index out of range [3] with length 3
import-1  | goroutine 1 [running]:
import-1  | main.(*topicTree).attach(0xc0000b2000, {0xc000112340, 0x5})
import-1  | \t/src/topics.go:88 +0x1d4
import-1  | main.main()
import-1  | \t/src/main.go:41 +0x9c
""",
        [(2, E, None, None, None, None), (6, W, None, None, None, None), (8, E, None, None, None, None)],
    ),
    "JSON and lines of the program that prints the prefix": Log(
        """\
[pod/import/worker] {"level": "info", "msg": "article A stored"}
[pod/import/worker] {"level": "error", "msg": "article B has no title"}
[pod/import/worker] {"level": "info", "msg": "article C stored"}
[pod/import/proxy] I0302 06:10:02.801140       1 sync.go:18] 12 files uploaded
[pod/import/proxy] W0302 06:10:02.901140       1 sync.go:22] 1 file is large
[pod/import/proxy] I0302 06:10:02.951140       1 sync.go:18] done
2026-03-02 06:10:03 INFO the stream is closed
""",
        [(2, E, None, None, None, None), (5, W, None, None, None, None)],
    ),
}
ROUTINE = "".join(
    f"[pod/worker] I0302 06:10:0{number}.101200       1 main.go:41] stored {number}\n" for number in range(8)
)


@pytest.mark.parametrize("name", LOGS)
def test_a_layout_behind_a_prefix_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


def test_routine_lines_behind_a_prefix_are_clean(tmp_path: Path) -> None:
    assert read_text(tmp_path, ROUTINE).is_clean


@pytest.mark.parametrize(
    "line",
    [
        "[pod/worker] the title is empty",
        "[pod/error] I0302 06:10:01.101200       1 main.go:41] the title",
        "[ERROR] I0302 06:10:01.101200       1 main.go:41] the title",
        "[the title is missing] I0302 06:10:01.101200       1 main.go:41] A",
        "[pod/worker] X0302 06:10:01.101200       1 main.go:41] the title is empty",
        "[pod/worker] I0302 06:10:01.101200       1 main.go:41] ERROR: the title is empty",
        "I0302 06:10:01.101200       1 main.go:41] [FAILED] the title is empty",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, line: str) -> None:
    assert not read_text(tmp_path, f"{ROUTINE}{line}\n").is_clean
    assert not read_text(tmp_path, f"{line}\n{ROUTINE}").is_clean
    assert not read_text(tmp_path, f"{line}\n" * 4 + ROUTINE).is_clean


CONTAINER = """\
2026-03-02T06:10:01.118204117Z stdout F Importing kb/articles.csv
2026-03-02T06:10:01.218204117Z stdout F INFO article accounts stored
2026-03-02T06:10:02.118204117Z stderr F ERROR article abroad: no topic
2026-03-02T06:10:02.318204117Z stdout F WARN article limits: no summary
2026-03-02T06:10:02.518204117Z stdout F INFO article card stored
"""
STAMPED = """\
2026-03-02T06:10:01.1182041Z Linting kb
2026-03-02T06:10:02.1182041Z kb/fees.md:3:81 MD013/line-length Line length [Expected: 80; Actual: 112]
2026-03-02T06:10:02.1183041Z
2026-03-02T06:10:02.1184041Z kb/limits.md:9 MD022/blanks-around-headings Headings should be surrounded by blank lines
2026-03-02T06:10:02.1185041Z kb/limits.md:14:2 MD009/no-trailing-spaces Trailing spaces
2026-03-02T06:10:02.1186041Z kb/moving.md:1 MD041/first-line-heading First line in a file should be a heading
"""


def test_the_letter_of_a_container_s_line_is_no_level(tmp_path: Path) -> None:
    reading = read_text(tmp_path, CONTAINER)

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(3, E), (4, W)]
    assert reading.unexplained == 1


@pytest.mark.parametrize(
    "line",
    [
        "ERROR no topic",
        'level=error msg="no topic"',
        '{"level": "error", "msg": "no topic"}',
        "kb/a.md:3:1: error: no topic",
    ],
)
def test_the_few_lines_of_a_container_are_read_in_their_layout(tmp_path: Path, line: str) -> None:
    entries = read_text(tmp_path, f"2026-03-02T06:10:01.118204117Z stdout F {line}\n").entries

    assert [(entry.severity.value, entry.timestamp) for entry in entries] == [(E, "2026-03-02T06:10:01.118204117Z")]


@pytest.mark.parametrize("form", ["{}", "[{}]"])
def test_a_build_server_s_time_stands_before_lines_of_a_linter(tmp_path: Path, form: str) -> None:
    text = "".join(form.format(line[:28]) + line[28:] for line in STAMPED.splitlines(keepends=True))

    entries = read_text(tmp_path, text).entries

    assert [(entry.log_line, entry.rule, entry.file, entry.line) for entry in entries] == [
        (2, "MD013/line-length", "kb/fees.md", 3),
        (4, "MD022/blanks-around-headings", "kb/limits.md", 9),
        (5, "MD009/no-trailing-spaces", "kb/limits.md", 14),
        (6, "MD041/first-line-heading", "kb/moving.md", 1),
    ]
    assert entries[0].timestamp == "2026-03-02T06:10:02.1182041Z"


@pytest.mark.parametrize("line", ["no title", "the title: no text", "INFO ERROR: no title", "✗ a"])
def test_a_time_in_front_makes_nothing_routine(tmp_path: Path, line: str) -> None:
    routine = "".join(f"2026-03-02T06:10:0{number}Z INFO stored {number}\n" for number in range(8))

    assert not read_text(tmp_path, f"{routine}2026-03-02T06:10:09Z {line}\n").is_clean
    assert not read_text(tmp_path, f"2026-03-02T06:10:00Z {line}\n{routine}").is_clean
    assert not read_text(tmp_path, f"2026-03-02T06:10:00Z stderr F {line}\n{routine}").is_clean
