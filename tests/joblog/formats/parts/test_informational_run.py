from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, has_line_separator
from pytest_contentjobs.joblog.formats.parts.inner import BAD_MARK
from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.model import Severity
from tests.support import at_least

HEADS = st.sampled_from([
    "2026-11-23 10:00:00,123 ", "2026-11-23T10:00:00.123 ", "2026-11-23T10:00:00Z ", "2026/11/23 10:00:00 ",
    "[2026-11-23 10:00:00] ", "10:00:00 ", "",
])  # fmt: skip
LEVEL = st.sampled_from([
    "INFO ", "INFO  [main] a.b.C - ", "[main] INFO a.b - ", "[INFO ] ", "- a.b - INFO - ", "| INFO     | ", "INFO - ",
    "INFO: ", "DEBUG [w-1] ", "[main] [x] TRACE ", "[core:error] INFO ", "[E] INFO ", "- ERROR - INFO - ", "ERROR ",
    "[WARN] INFO ", "info ", "INFO 12 --- [ main] c.e.App : ", "INFO 12#0: *4 ", "INFO a.b.C [k=v] - ",
    "INFO org.a.B.run ", "| INFO | a.b | ", "INFO x - ", "INFO [",
])  # fmt: skip
WORDS = st.sampled_from([
    "ERROR:", "ERROR: ", "ERROR", "[ERROR]", "[ERROR] ", "WARN: ", "[WARN ] ", "error:", "done", "done ", "done  - ",
    "article 'A/B'", "[x] ", "[", "]", "{", '{"level": "ERROR"}', "{k=v} ", "[k=v] ", " - ", "a.b - ", "a.b.C: ",
    "a.b.C ", "in a: ", "|", "a|", ":", " ", "\t", "\r", "\r\n", "\n", "\x1b[31m", "\x00", "\u3000", "\u00a0", "\x1c",
    "\x85", "\u2028", "E ", "1 ", "12#0: ", "--- ", "k=v", "(", ")", "<", ">", "FATAL:", "\u932f\u8aa4", "SEVERE: x",
    "W/", "INFO ", ":ERROR:( - done x",
])  # fmt: skip
LINES = st.builds(
    lambda head, level, words, end: head + level + "".join(words) + end,
    HEADS,
    LEVEL,
    st.lists(WORDS, max_size=6),
    st.sampled_from(["\n", "\r\n", ""]),
)


@given(lines=st.lists(LINES, min_size=1, max_size=6))
@at_least(1500)
def test_what_the_shortcut_skips_is_informational(lines: list[str]) -> None:
    text = "".join(lines)
    parser = LevelledText().parser()
    run = LevelledText().routine_run
    assert run is not None
    match = run.match(text)
    if match is None:
        return

    skipped = match[0]

    assert skipped.endswith("\n")
    for line in skipped.split("\n")[:-1]:
        # The reader takes no shortcut over text with separators or with such parts; other tests show that.
        is_left_out = has_line_separator(line) or has_stem(fold(line)) or BAD_MARK.search(line)
        assert is_left_out or parser.parse(line) == INFORMATIONAL


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-23 10:00:00,123 INFO  [main] content.validation - article 'A' (articles[0]) checked",
        "2026-11-23 10:00:00.123 [main] DEBUG a.b.C - checked",
        "2026-11-23T10:00:00Z INFO checked",
        "2026/11/23 10:00:00 [INFO] checked",
        "[2026-11-23 10:00:00] INFO checked",
        "2026-11-23 10:00:00,123 - name - INFO - checked",
        "2026-11-23 10:00:00.123 | INFO     | name:check:12 - checked",
        "2026-11-23 10:00:00.123  INFO 812 --- [  main] c.e.Check   : checked",
    ],
)
def test_the_shortcut_skips_the_common_layouts(line: str) -> None:
    run = LevelledText().routine_run
    assert run is not None
    text = f"{line}\n" * 3

    match = run.match(text)

    assert match is not None
    assert match.end() == len(text)


@given(text=st.text() | LINES)
@at_least(500)
def test_any_text_is_read(text: str) -> None:
    parser = LevelledText().parser()

    entries = parser.parse(text)

    assert entries is None or all(entry.severity in {Severity.ERROR, Severity.WARNING} for entry in entries)
    assert parser.continues(text) in {True, False}
