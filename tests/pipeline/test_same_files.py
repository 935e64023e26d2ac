"""pytest and ``contentjobs report`` write the same reports for the same run, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.pipeline.outputs import REPORTS
from tests.support import LOG

Gate = Callable[..., pytest.RunResult]


def test_both_faces_write_the_same_files(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")

    def write(folder: str) -> list[str]:
        return ["--content-log=log.txt", *(f"{row.option.name}={folder}/{name}" for name, row in REPORTS.items())]

    statuses = (int(gate(*write("pytest")).ret), CliRunner().invoke(main, ["report", *write("alone")]).exit_code)

    assert statuses == (1, 1)
    for name in REPORTS:
        assert Path("pytest", name).read_bytes() == Path("alone", name).read_bytes(), name
