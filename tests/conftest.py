from __future__ import annotations

import os

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and credentials of whoever runs the tests out of them."""
    for variable in os.environ:
        if variable.startswith(("CONTENTJOBS_", "EGAIN_", "AWS_")) and variable != "CONTENTJOBS_CONTRACT_DIR":
            monkeypatch.delenv(variable)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("COLUMNS", "100")
