"""Streams of tests: a failure is an error, and all is well only if there are as many tests as planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "plan first": Log(
        """\
TAP version 13
1..4
ok 1 - article Fuses
not ok 2 - article Meters
  ---
  message: 'the link is dead'
  ...
# folder Moving
ok 3 - article Keys # SKIP draft
not ok 4 - article Bills # TODO
""",
        [(4, E, None, None, None, None), (10, W, None, None, None, None)],
    ),
    "plan last": Log(
        """\
TAP version 14
# Subtest: kb
    ok 1 - title
    not ok 2 - body
    1..2
not ok 1 - kb
ok 2 - media
1..2
# tests 2
# pass 1
# fail 1
""",
        [(4, E, None, None, None, None), (6, E, None, None, None, None)],
    ),
    "all is well": Log("1..2\nok 1 - article Error codes\nok 2\n# pass 2\n# fail 0\n", []),
}


@pytest.mark.parametrize("name", ["plan first", "all is well"])
def test_a_stream_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


def test_failures_of_a_part_are_read_too(tmp_path: Path) -> None:
    found = [(entry.log_line, entry.severity.value) for entry in read_text(tmp_path, LOGS["plan last"].text).entries]

    assert found == [(4, E), (6, E)]


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_stream_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "text",
    [
        "1..3\nok 1 - a\nok 2 - b\n",
        "TAP version 13\nok 1 - a\nok 2 - b\n",
        "TAP version 13\nok 1 - a\nok 2 - b\n1..3\n",
        "ok 1 - a\nok 2 - b\n",
        "1..1\nok 1 - a\nok 2 - b\n",
        "1..1\nok 1 - a\nnot ok 2 - b\n",
        "1..0\n",
        "1..2\nok 1 - a\nno title\nok 2 - b\n",
        "1..2\nok 1 - a\n# ERROR: no title\nok 2 - b\n",
        "1..1\nok 1 - ERROR: no title\n",
        "1..2\nok 1 - a\nBail out! no title\n",
        "1..1\nok 1 - a\n# fail 1\n",
        "1..1\nok 1 - a\nno title\n",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, text: str) -> None:
    assert not read_text(tmp_path, text).is_clean
