"""Stack traces that no logger printed, and lines that look like their parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text

AT = "2026-03-02 06:10:0"
JAVA = """\
java.lang.IllegalArgumentException: article B has no title
\tat help.Load.store(Load.java:41)
\tat help.Load.main(Load.java:12)
Caused by: java.io.IOException: closed
\t... 3 more
"""
PYTHON = """\
Traceback (most recent call last):
  File "/app/load.py", line 12, in <module>
    load()
KeyError: 'title'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/load.py", line 14, in <module>
    raise Refused("article B has no title")
kb.Refused: article B has no title
"""
JAVASCRIPT = """\
TypeError: article B has no title
    at load (/app/load.js:12:11)
    at Object.<anonymous> (/app/load.js:20:1)
"""
HEADS = {
    "a thread": 'Exception in thread "main" java.lang.IllegalStateException: no title\n\tat help.Load.main(Load.java:4)\n',
    "a component": f"Exception in component tOutput_1 (load)\n{JAVA}",
}


@pytest.mark.parametrize(
    "trace", [JAVA, PYTHON, JAVASCRIPT, *HEADS.values()], ids=["Java", "Python", "JavaScript", *HEADS]
)
def test_a_trace_is_one_error(trace: str, tmp_path: Path) -> None:
    text = f"{AT}1 INFO article A stored\n{trace}{AT}2 INFO article C stored\n{trace}"

    reading = read_text(tmp_path, text)

    first = 3 + trace.count("\n")
    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(2, "error"), (first, "error")]
    assert all(len(entry.raw) == trace.count("\n") - trace.count("\n\n") for entry in reading.entries)
    assert not reading.unexplained


def test_the_message_is_that_of_the_exception(tmp_path: Path) -> None:
    messages = {
        f"{entry.rule} {entry.message}" for trace in (JAVA, JAVASCRIPT) for entry in read_text(tmp_path, trace).entries
    }

    assert len(messages) == 2
    assert all("article B has no title" in message for message in messages)


@pytest.mark.parametrize("trace", [JAVA, PYTHON, JAVASCRIPT, f"Body:\nAn article\n{PYTHON}", *HEADS.values()])
def test_below_an_entry_a_trace_belongs_to_it(trace: str, tmp_path: Path) -> None:
    reading = read_text(tmp_path, f"{AT}1 INFO article A stored\n{AT}2 ERROR article B not stored\n{trace}")

    assert [entry.log_line for entry in reading.entries] == [2]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Traceback (most recent call last):\n", id="a trace that the end cuts"),
        pytest.param('Traceback (most recent call last):\n  File "a.py", line 1\n', id="the same behind a frame"),
        pytest.param("ValueError: article B has no title\n", id="an exception without frames"),
        pytest.param(f"kb.Refused: no title\n{AT}2 INFO done\n", id="the same above a line of a log"),
        pytest.param(f"Exception in component t_1 (load)\n{AT}2 INFO next\n{JAVA}", id="an announcement and a trace"),
    ],
)
def test_a_part_of_a_trace_is_never_routine(text: str, tmp_path: Path) -> None:
    assert not read_text(tmp_path, f"{AT}1 INFO article A stored\n{text}").is_clean


def test_a_trace_further_below_an_error_with_a_time_is_not_explained(tmp_path: Path) -> None:
    text = f"{AT}1 INFO article A stored\n{AT}2 ERROR article B not stored\n\nPlease import it again.\n\n{JAVA}"

    reading = read_text(tmp_path, text)

    assert [entry.log_line for entry in reading.entries] == [2]
    assert reading.unexplained
    assert len(read_text(tmp_path, f"{text}{AT}3 INFO next\n{JAVA}").entries) == 2
