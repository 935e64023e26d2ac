"""Stack traces of which a logger printed each line with time and level in front."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.reading import read

T = "2026-03-02 06:10:0"


@pytest.mark.parametrize(
    ("log", "lines"),
    [
        pytest.param(
            [
                f"{T}1,114 INFO  [main] Loader - article A read",
                f"{T}2,007 ERROR [main] Loader - article B not stored",
                f"{T}2,007 ERROR [main] Loader - java.sql.SQLException: duplicate key",
                f"{T}2,008 ERROR [main] Loader -     at com.kb.Store.insert(Store.java:88)",
                f"{T}2,008 ERROR [main] Loader -     at com.kb.Main.main(Main.java:12)",
                f"{T}2,008 ERROR [main] Loader - Caused by: java.io.IOException: closed",
                f"{T}2,008 ERROR [main] Loader -     ... 12 more",
                f"{T}3,114 ERROR [main] Loader - article C has no title",
            ],
            {2: 6, 8: 1},
            id="Java, with a cause",
        ),
        pytest.param(
            [
                f"4120  I  Loader 4133 {T}1.114: article A read",
                f"4120  I  Loader 4133 {T}1.200: article B read",
                f"4120  E  Store 4133 {T}2.007: article C not stored",
                f"4120  E  Store 4133 {T}2.007: java.sql.SQLException: duplicate key",
                f"4120  E  Store 4133 {T}2.007: \tat com.kb.Store.insert(Store.java:88)",
                f"4120  W  Check 4133 {T}3.114: article D has no title",
            ],
            {3: 3, 6: 1},
            id="a time behind the level",
        ),
        pytest.param(
            [
                f" 4120  I  Loader 4133 {T}1.114: article A read",
                f" 4120  I  Loader 4133 {T}1.200: article B read",
                f" 4120  E  Store 4133 {T}2.007: article C not stored",
                f" 4120  E  Store 4133 {T}2.007:   Process: loader, PID: 4120",
                f" 4120  E  Store 4133 {T}2.007: java.sql.SQLException: duplicate key",
                f" 4120  E  Store 4133 {T}2.007: \tat com.kb.Store.insert(Store.java:88)",
                f" 4120  E  Store 4133 {T}2.007: \tat com.kb.Main.main(Main.java:12)",
                f" 4120  W  Check 4133 {T}3.114: article D has no title",
            ],
            {3: 5, 8: 1},
            id="numbers that are aligned, and a line of values",
        ),
        pytest.param(
            [
                f"{T}1 INFO loader: article A read",
                f"{T}2 ERROR loader: article B not stored",
                f"{T}2 ERROR loader: Traceback (most recent call last):",
                f'{T}2 ERROR loader:   File "/app/store.py", line 12, in store',
                f"{T}2 ERROR loader:     raise Refused(key)",
                f"{T}2 ERROR loader: Refused: KB-0131",
                f"{T}2 ERROR loader: article C has no title",
            ],
            {2: 5, 7: 1},
            id="Python, down to its last line",
        ),
        pytest.param(
            [
                f"{T}1 [info] importer: reading",
                f"{T}2 [error] importer: cannot read picture of article A",
                f"{T}2 [error] importer: TypeError: width of undefined",
                f"{T}2 [error] importer:     at readSize (/app/lib/size.js:12:7)",
                f"{T}2 [error] importer:     at /app/lib/main.js:3:1",
                f"{T}3 [error] importer: article B has no title",
            ],
            {2: 4, 6: 1},
            id="JavaScript",
        ),
        pytest.param(
            [
                f"{T}1 ERROR loader: article 11 failed: no title",
                f"{T}1 ERROR loader: article 12 failed at load(Loader.java:3)",
                f"{T}1 ERROR loader: article 13 failed at load(Loader.java:3)",
            ],
            {1: 1, 2: 1, 3: 1},
            id="places at the end of messages",
        ),
        pytest.param(
            [
                f"{T}1 ERROR loader: article A has no title",
                f"{T}1 ERROR loader: java.io.IOException: article B is closed",
                f"{T}1 ERROR loader: article C has no title",
            ],
            {1: 1, 2: 1, 3: 1},
            id="an exception without frames",
        ),
        pytest.param(
            [
                f"{T}1 WARN loader: article A has no title",
                f"{T}1 ERROR loader: at com.kb.Store.insert(Store.java:88)",
                f"{T}1 ERROR reader: at com.kb.Store.insert(Store.java:88)",
            ],
            {1: 1, 2: 1, 3: 1},
            id="below another severity and other columns",
        ),
        pytest.param(
            [
                f"{T}1 ERROR loader: article A has no title",
                f"{T}1 INFO loader: next",
                f"{T}1 ERROR loader: at com.kb.Store.insert(Store.java:88)",
            ],
            {1: 1, 3: 1},
            id="not directly below",
        ),
        pytest.param(
            [
                f"{T}1 ERROR loader: article A has no title",
                f"{T}1 INFO loader: next",
                f"{T}1 ERROR loader: java.sql.SQLException: duplicate key",
                f"{T}1 ERROR loader: at com.kb.Store.insert(Store.java:88)",
            ],
            {1: 1, 3: 2},
            id="an exception that is not directly below",
        ),
        pytest.param(
            [
                f"{T}1 ERROR reader: article A has no title",
                f"{T}1 ERROR loader: java.sql.SQLException: duplicate key",
                f"{T}1 ERROR loader: at com.kb.Store.insert(Store.java:88)",
            ],
            {1: 1, 2: 2},
            id="an exception below other columns",
        ),
        pytest.param(
            [
                f"{T}1 ERROR loader: article A has no title",
                f"{T}1 ERROR loader: article B has no title",
                f"{T}1 ERROR loader: article C not stored",
                f"{T}1 ERROR loader: java.sql.SQLException: duplicate key",
                f"{T}1 ERROR loader:   at com.kb.Store.insert(Store.java:88)",
                f"{T}1 ERROR loader:   Suppressed: java.io.IOException: closed",
                f"{T}1 ERROR loader:     ... 3 more",
            ],
            {1: 1, 2: 1, 3: 5},
            id="below several findings",
        ),
        pytest.param(
            [
                f"{T}1 ERROR loader: at com.kb.Store.insert(Store.java:88)",
                f"{T}1 ERROR loader: at com.kb.Store.insert(Store.java:88)",
            ],
            {1: 1, 2: 1},
            id="frames below nothing",
        ),
        pytest.param(
            [
                f"{T}1 ERROR loader: Traceback (most recent call last):",
                f'{T}1 ERROR loader:   File "/app/store.py", line 12, in store',
            ],
            {1: 2},
            id="Python, below nothing",
        ),
        pytest.param(
            [
                r'{"level": "error", "msg": "File \"/app/store.py\", line 12"}',
                r'{"level": "error", "msg": "File \"/app/store.py\", line 12"}',
            ],
            {1: 1, 2: 1},
            id="messages with escaped quotes",
        ),
    ],
)
def test_a_trace_is_one_finding(log: list[str], lines: dict[int, int], tmp_path: Path) -> None:
    reading = read(tmp_path, "".join(f"{line}\n" for line in log).encode())

    assert {entry.log_line: len(entry.raw) for entry in reading.entries} == lines
    statistics = reading.statistics
    counted = (statistics.entry_lines, statistics.continuation_lines)
    assert counted == (len(lines), sum(lines.values()) - len(lines))


def test_many_frames_take_no_more_time_for_each(tmp_path: Path) -> None:
    frames = f"{T}2 ERROR loader:   at com.kb.Store.insert(Store.java:88)\n" * 3_000

    reading = read(tmp_path, f"{T}2 ERROR loader: article B not stored\n{frames}".encode())

    assert [len(entry.raw) for entry in reading.entries] == [3_001]
