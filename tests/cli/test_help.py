"""The help of each command: complete, and no wider than a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main

WIDEST = 80


def list_commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    yield above
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from list_commands(command, *above, name)
        else:
            yield (*above, name)


@pytest.mark.parametrize("command", list(list_commands(main)), ids=" ".join)
def test_no_line_is_too_long_and_no_sentence_is_cut(command: tuple[str, ...]) -> None:
    result = CliRunner(env={"COLUMNS": str(WIDEST)}).invoke(
        main, [*command, "--help"], terminal_width=WIDEST, prog_name="contentjobs"
    )

    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert lines[0].startswith(f"Usage: {' '.join(['contentjobs', *command])}".rstrip())
    assert [line for line in lines if len(line) > WIDEST] == []
    assert [line for line in lines[1:] if line.endswith("...")] == []


def test_every_option_with_a_variable_names_it() -> None:
    text = " ".join(CliRunner().invoke(main, ["validate", "--help"]).output.split())

    for variable in ("CONTENTJOBS_API_DOMAIN", "CONTENTJOBS_TIMEOUT", "CONTENTJOBS_JUNIT"):
        assert f"[env: {variable}]" in text
