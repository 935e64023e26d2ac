from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from pytest_contentjobs.emulator import ContentService
from tests.emulator.samples import Client, HandClock
from tests.support import CONTRACT

FILE = "contentmgr-import.openapi.yaml"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """The vendor's OpenAPI description, if that file is available."""
    path = CONTRACT / FILE
    if not path.is_file():
        pytest.skip(f"the vendor's OpenAPI description is not at {path}; CONTENTJOBS_CONTRACT_DIR names its folder")
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for operations in read["paths"].values():
        for operation in operations.values():
            operation.pop("servers", None)
    return read


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
def service(hand_clock: HandClock) -> Iterator[ContentService]:
    """A service in which the test moves simulated time."""
    with ContentService(clock=hand_clock) as running:
        yield running


@pytest.fixture
def client(service: ContentService) -> Iterator[Client]:
    made = Client(service)
    with made.http:
        yield made
