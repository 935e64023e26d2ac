"""What the tests of the plugin share."""

from __future__ import annotations

from pathlib import Path

import pytest


def run(pytester: pytest.Pytester, *arguments: str | Path) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "no:randomly", *arguments)
