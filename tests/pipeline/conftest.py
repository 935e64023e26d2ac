from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.saved_runs_support import Gate
from tests.support import CLEAN_LOG


@pytest.fixture
def saved(pytester: pytest.Pytester, gate: Gate) -> Path:
    """Two clean saved runs, ``day`` and ``night``."""
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    logs = [f"--content-log={name}=log.txt" for name in ("day", "night")]
    assert gate(*logs, "--content-save=saved").ret == 0
    return pytester.path / "saved"
