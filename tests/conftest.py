from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

# pytester forgets the modules that a run in this process imports first. httpx imports httpcore late and then meets two
# editions of its exceptions; boto3 is slow to import again and again.
import boto3  # noqa: F401
import httpcore  # noqa: F401
import pytest

import pytest_contentjobs.session  # noqa: F401
from pytest_contentjobs.emulator import ContentService

pytest_plugins = ["pytester", "pytest_contentjobs.emulator.fixtures"]


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and credentials of whoever runs the tests out of them."""
    for variable in os.environ:
        if variable.startswith(("CONTENTJOBS_", "EGAIN_", "AWS_")) and variable != "CONTENTJOBS_CONTRACT_DIR":
            monkeypatch.delenv(variable)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    # Jobs of tests end when they were asked for often enough, and nobody wants to wait for that.
    monkeypatch.setenv("CONTENTJOBS_POLL_INTERVAL", "0.05")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def service(content_service: ContentService, monkeypatch: pytest.MonkeyPatch) -> Iterator[ContentService]:
    """The embedded service, with the environment that a client of it needs."""
    for variable, value in content_service.environment.items():
        monkeypatch.setenv(variable, value)
    yield content_service
    content_service.forget_answers()


@pytest.fixture
def gate(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Run pytest with the plugin in this process, in the order in which items are collected."""

    def run(*arguments: str | Path) -> pytest.RunResult:
        return pytester.runpytest_inprocess("-p", "no:randomly", *arguments)

    return run
