"""Which unexplained lines are the findings that a job counts beyond those that were read."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.adoption import choose
from pytest_contentjobs.joblog.templates import make_template
from pytest_contentjobs.joblog.unexplained import KeptLine


def kept(*texts: str) -> list[KeptLine]:
    """Return lines that follow each other; a sign at their start says that they are suspicious, or have a level."""
    lines = []
    for number, text in enumerate(texts, 1):
        is_suspicious, level = text.startswith("!"), text[1:2] if text.startswith("@") else None
        template = make_template(text.lstrip("!")) if level is None else (level,)
        lines.append(KeptLine(number, text, template, level, is_suspicious))
    return lines


def chosen(lines: list[KeptLine], errors: int, warnings: int) -> dict[int, str] | None:
    adoption = choose(lines, (errors, warnings))
    if adoption is None:
        return None
    assert adoption.reason
    return {adopted.line.number: adopted.severity for adopted in adoption.lines}


@pytest.mark.parametrize(
    ("texts", "errors", "warnings", "found"),
    [
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3"], 2, 0, {1: "error", 2: "error"}, id="one template"),
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3"], 0, 2, {1: "warning", 2: "warning"}, id="warnings"),
        pytest.param(["Row 1 x", "Row 2 y", "Seen 3"], 2, 0, {1: "error", 2: "error"}, id="a common beginning"),
        pytest.param(["@H a", "@H b", "Seen 3"], 2, 0, {1: "error", 2: "error"}, id="an unknown level"),
        pytest.param(["! a 1", "! b 2 c", "Seen it"], 2, 0, {1: "error", 2: "error"}, id="all that are suspicious"),
        pytest.param(["a 1", "b 2 c", "Seen it"], 3, 0, {1: "error", 2: "error", 3: "error"}, id="all"),
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3"], 3, -1, None, id="more warnings than the job counts"),
        pytest.param(["Row 1 x", "Row 2 x"], 0, 0, None, id="none missing"),
        pytest.param(["Row 1 x", "Seen 3"], 4, 0, None, id="more than there are"),
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3", "Seen 4"], 2, 0, None, id="two choices"),
        pytest.param(["Row 1 x", "Row 2 x", "!Seen it", "!Lost 4 b"], 2, 0, {3: "error", 4: "error"}, id="suspicious first"),
        pytest.param(["!Row 1 x", "Row 2 x", "!Seen 3"], 2, 0, {1: "error", 3: "error"}, id="not a part of them"),
        pytest.param(["Row 1 x", "Row 2 warns"], 1, 1, {1: "error", 2: "warning"}, id="a word for warnings"),
        pytest.param(
            ["Row 1 x", "Row 2 x", "Warn 3", "Seen it"], 2, 1, {1: "error", 2: "error", 3: "warning"}, id="two kinds"
        ),
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3"], 2, 1, None, id="no word for warnings"),
        pytest.param(["Row 1 x", "Note 2", "Row 3 x", "Note 4"], 2, 0, {1: "error", 3: "error"}, id="a line below each"),
        pytest.param(["Note 2", "Row 1 x", "Note 4", "Seen a", "Row 3 x"], 2, 0, None, id="not below each"),
    ],
)  # fmt: skip
def test_so_many_lines_are_chosen(texts: list[str], errors: int, warnings: int, found: dict[int, str] | None) -> None:
    assert chosen(kept(*texts), errors, warnings) == found


def test_the_lines_below_belong_to_those_that_are_chosen() -> None:
    adoption = choose(kept("Row 1 x", "Note 2", "Row 3 x", "Note 4"), (2, 0))

    assert adoption is not None
    assert [[below.number for below in adopted.below] for adopted in adoption.lines] == [[2], [4]]


@pytest.mark.parametrize("texts", [["Row 1 x", "Note 2", "Row 3 x"], ["Row 1 x", "Row 2 x", "Note it"]])
def test_lines_below_only_some_belong_to_none(texts: list[str]) -> None:
    adoption = choose(kept(*texts), (2, 0))

    assert adoption is not None
    assert [adopted.below for adopted in adoption.lines] == [(), ()]
