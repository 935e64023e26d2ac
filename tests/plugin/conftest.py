from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import LOG


@pytest.fixture
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path
