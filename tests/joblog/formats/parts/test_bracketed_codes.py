"""A code and a level in brackets beside each other say by themselves what a line is, wherever they stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "[gen-list] kb/moving.dita:12:8: [DOTJ013E][ERROR] The file is damaged.",
            ("error", "DOTJ013E", "kb/moving.dita", 12, "The file is damaged."),
        ),
        ("  [topicpull] [DOTX023W][WARN]: a text", ("warning", "DOTX023W", None, None, "a text")),
        ("step 3 [FEHLER] [KBX-017] ein Text", ("error", "KBX-017", None, None, "ein Text")),
    ],
)
def test_a_code_beside_a_level(tmp_path: Path, line: str, expected: tuple[str | int | None, ...]) -> None:
    (entry,) = read_text(tmp_path, f"Start\n{line}\nEnd\n").entries

    found = (entry.severity, entry.rule, entry.file, entry.line, entry.message)
    assert found == expected


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("step 3 [KBX-017][INFO] a text", id="informational"),
        pytest.param("step 3 [main][ERROR]", id="no code and no text"),
        pytest.param("the title '[KBX-017][ERROR] a text' is long", id="a title"),
        pytest.param("step 3 [KBX-017][SECTION] a text", id="no level"),
    ],
)
def test_other_brackets(tmp_path: Path, line: str) -> None:
    assert not read_text(tmp_path, f"Start\n{line}\nEnd\n").entries


def test_the_rule_before_a_level_behind_a_time(tmp_path: Path) -> None:
    log = "2026-11-20 10:00:00 [KBX001I] [INFO] begin\n2026-11-20 10:00:01 [KBX002E] [ERROR] the text\n"

    (entry,) = read_text(tmp_path, log).entries

    assert (entry.rule, entry.message) == ("KBX002E", "the text")
