from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.cli import main
from tests.pipeline.earlier_reports.support import PYTEST, Inside, leave_green
from tests.support import CLEAN_LOG, LOG


@pytest.fixture(autouse=True)
def folder(pytester: pytest.Pytester) -> Path:
    """A folder with a clean log, and with reports of an earlier run, which were green."""
    (pytester.path / "clean.log").write_text(CLEAN_LOG, encoding="utf-8")
    (pytester.path / "bad.log").write_text(LOG, encoding="utf-8")
    leave_green(pytester.path)
    return pytester.path


@pytest.fixture
def inside(pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]) -> Inside:
    """Run a face in this process, which is ten times as fast, and return its status and what it wrote to standard error."""

    def run_inside(face: tuple[str, ...], *arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        if face is PYTEST:
            result = pytester.runpytest_inprocess("-p", "no:randomly", *arguments)
            return int(result.ret), result.stderr.str()
        with pytest.raises(SystemExit) as ended:
            main(["report", *arguments], prog_name="contentjobs")
        assert isinstance(ended.value.code, int)
        return ended.value.code, capsys.readouterr().err

    return run_inside
