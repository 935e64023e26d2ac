"""The hooks that a ``conftest.py`` or another plugin may implement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_contentjobs import ContentRun, Dropped, Finding, LogFormat

__all__ = ["pytest_contentjobs_finding", "pytest_contentjobs_judged", "pytest_contentjobs_read_log"]


@pytest.hookspec
def pytest_contentjobs_read_log(config: pytest.Config) -> LogFormat | None:
    """Return a log format of your own, or None.

    Called once at the start of a run that gates content, before any log is read. The format takes part in recognition
    beside those that come with this package and before equals, and ``--content-log-format`` takes its name. What a format
    is says ``pytest_contentjobs.LogFormat``: it must return None for lines that are not its own, since
    a line that no format understands makes the gate red, and one that a format calls informational does not.
    """


@pytest.hookspec(firstresult=True)
def pytest_contentjobs_finding(finding: Finding, config: pytest.Config) -> Finding | Dropped | None:
    """Return a finding in the place of this one, ``Dropped(reason)`` where it is none, or None where it stays as it is.

    Called for each finding before the policy decides, in the process that waited for the job; where there are several jobs,
    from their threads, one call at a time. The first implementation that returns something decides.
    ``dataclasses.replace`` makes the other finding: its severity (``info`` never fails), rule, entity, message, source,
    ``entity_url`` or ``rule_url``. Fingerprint and names are made anew from what it says then. What is dropped is counted
    and shown by reason. The comparison of log and job goes by what the log says, whatever is changed here.
    """


@pytest.hookspec
def pytest_contentjobs_judged(runs: Sequence[ContentRun], exitstatus: int, config: pytest.Config) -> None:
    """Learn how the content was judged: to notify somebody, or to upload the reports, which are written by then.

    Called once at the end of a session, in the process that waited for the jobs; ``exitstatus`` is what pytest is about to end
    with. An exception is shown, and makes a session fail that would have ended well.
    """
