"""The hooks that a ``conftest.py`` or another plugin may implement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_contentjobs.joblog.formats.base import LogFormat

__all__ = ["pytest_contentjobs_read_log"]


@pytest.hookspec
def pytest_contentjobs_read_log(config: pytest.Config) -> LogFormat | None:
    """Return a log format of your own, or None.

    Called once at the start of a run that gates content, before any log is read. The format takes part in recognition
    beside those that come with this package and before equals, and ``--content-log-format`` takes its name. What a format
    is says ``pytest_contentjobs.joblog.formats.base.LogFormat``: it must return None for lines that are not its own, since
    a line that no format understands makes the gate red, and one that a format calls informational does not.
    """
