from __future__ import annotations

from collections.abc import Iterator

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.emulator.samples import Client, HandClock


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
def service(hand_clock: HandClock) -> Iterator[ContentService]:
    """A service whose simulated time the test moves."""
    with ContentService(clock=hand_clock) as running:
        yield running


@pytest.fixture
def client(service: ContentService) -> Iterator[Client]:
    made = Client(service)
    with made.http:
        yield made
