"""The fixture `content_service` for users' own tests.

Enable it in a `conftest.py` with `pytest_plugins = ["pytest_contentjobs.emulator.fixtures"]`.
"""

from collections.abc import Iterator

import pytest

from pytest_contentjobs.emulator import ContentService

FAST = 1200.0
"""The speed of the fixture's service: a validation of 2 to 10 minutes takes 0.1 to 0.5 seconds."""


@pytest.fixture(scope="session")
def content_service() -> Iterator[ContentService]:
    """Run an emulator for the whole session, one per xdist worker.

    It simulates time 1200 times as fast as real time. Its jobs, objects and recorded requests stay until the
    session ends: give packages different names, and start another service if a test needs other settings.
    """
    with ContentService(speed=FAST) as service:
        yield service
