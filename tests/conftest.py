from __future__ import annotations

import os

# pytester forgets the modules that a run in this process imports first. httpx imports httpcore late and then meets two
# editions of its exceptions; boto3 is slow to import again and again.
import boto3  # noqa: F401
import httpcore  # noqa: F401
import pytest

import pytest_contentjobs.session  # noqa: F401

pytest_plugins = ["pytester", "pytest_contentjobs.emulator.fixtures"]


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and credentials of whoever runs the tests out of them."""
    for variable in os.environ:
        if variable.startswith(("CONTENTJOBS_", "EGAIN_", "AWS_")) and variable != "CONTENTJOBS_CONTRACT_DIR":
            monkeypatch.delenv(variable)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("COLUMNS", "100")
