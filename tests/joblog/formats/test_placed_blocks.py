"""A place on a line of its own, and what is wrong there below it; what a database reports of a command that failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"
FIRST, FIRST_FOUND = "kb/a.xml:1: error: no title\n", (1, E, None, "kb/a.xml", 1, None)
LAST = "kb/z.xml:9: error: no end\n"
COMMAND = "Error starting at line : 3 File @ /srv/load.sql in command -\n"
#: A block below a finding, what is found in it, its message, and the number of its lines.
BLOCKS = {
    "indented": ("* at kb/b.xml:2:3\n  no teaser\n", (2, E, None, "kb/b.xml", 2, 3), "no teaser", 2),
    "behind a blank line": ("kb/b.xml:2:3\n\n  Warning: no teaser\n", (2, W, None, "kb/b.xml", 2, 3), "no teaser", 3),
    "with a snippet and a rule": (
        "[1] kb/b.xml:2:3\n  no teaser\n  2 | <teaser/>\n  Warning was raised by the kb-teaser rule.\n",
        (2, W, "kb-teaser", "kb/b.xml", 2, 3),
        "no teaser",
        4,
    ),
    "a command": (
        f"{COMMAND}call store_article(133)\nError report -\nORA-01400: no NULL\nhere\n\n",
        (2, E, "ORA-01400", "/srv/load.sql", 3, None),
        "no NULL here",
        6,
    ),
    "a command without a report": (
        f"{COMMAND}call store_article(133)\n\n",
        (2, E, None, "/srv/load.sql", 3, None),
        "call store_article(133)",
        3,
    ),
    "a command with an empty report": (
        f"{COMMAND}call store_article(133)\nError report -\n\n",
        (2, E, None, "/srv/load.sql", 3, None),
        COMMAND.strip(),
        4,
    ),
}


@pytest.mark.parametrize(("block", "found", "message", "length"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_is_one_finding(
    block: str, found: tuple[int, str, str | None, str, int, int | None], message: str, length: int, tmp_path: Path
) -> None:
    last = (2 + len(block.splitlines()), E, None, "kb/z.xml", 9, None)
    log = Log(FIRST + block + LAST, [FIRST_FOUND, found, last])

    assert_exact(tmp_path, log)
    assert_never_green_when_damaged(tmp_path, log)
    entry = read_text(tmp_path, log.text).entries[1]
    assert (entry.message, len(entry.raw)) == (message, length)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("[1] kb/b.xml:2:3\nWarning was raised by the kb-teaser rule.\n", id="a rule without a message"),
        pytest.param("* at kb/b.xml:2:3\nno teaser\n", id="not indented"),
        pytest.param("kb/b.xml:2:3\n\nno teaser\n", id="not indented, behind a blank line"),
    ],
)
def test_other_lines_below_a_place_are_unexplained(block: str, tmp_path: Path) -> None:
    assert_exact(tmp_path, Log(FIRST + block, [FIRST_FOUND], unexplained=2))


def test_a_frame_is_no_place_of_what_stands_below_it(tmp_path: Path) -> None:
    text = f"{FIRST}    at kb/b.xml:2:3\n\n  Warning: no teaser\n"

    assert_exact(tmp_path, Log(text, [FIRST_FOUND, (4, W, None, None, None, None)]))


def test_a_command_ends_after_many_lines(tmp_path: Path) -> None:
    reading = read_text(tmp_path, FIRST + COMMAND + "call store_article(133)\n" * 90 + LAST)

    assert [entry.log_line for entry in reading.entries] == [1, 2, 93]
    assert reading.unexplained
