from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.cli import main


@pytest.fixture
def contentjobs(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the program in this process; return its status and what it wrote."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments, prog_name="contentjobs")
        assert isinstance(ended.value.code, int)
        return ended.value.code, *capsys.readouterr()

    return run
