"""Trees that a program draws, with marks or outcomes in their branches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "marks behind dots": Log(
        """\
├─ title .......... ✖ The title is empty
│                   ⚠ The title is not unique
├─ steps
│ └─ text ......... ✔ ok
└─ order .......... ❌ Two pages have this order
""",
        [(1, E, None, None, None, None), (2, W, None, None, None, None), (5, E, None, None, None, None)],
        unexplained=1,
    ),
    "outcomes in the lines": Log(
        """\
├───OK─── https://kb.example/a
├─FAILED─ https://kb.example/b (no answer)
│ └─WARN─ https://kb.example/c (slow)
└───OK─── https://kb.example/d
""",
        [(2, E, None, None, None, None), (3, W, None, None, None, None)],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_tree_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_tree_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "line",
    [
        "├─ title is empty",
        "├─BLUNDER─ https://kb.example/a",
        "├───OK─── https://kb.example/a has no title",
        "└─ title ....... ✔ ERROR: no title",
        "│ no title",
        "├─ title ....... no",
    ],
)
def test_a_branch_that_may_be_a_finding_is_never_routine(tmp_path: Path, line: str) -> None:
    assert not read_text(tmp_path, f"├───OK─── https://kb.example/a\n{line}\n").is_clean
