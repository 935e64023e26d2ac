"""The hooks that a ``conftest.py`` or another plugin can implement."""

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

    Called once at the start of a run that gates content, before a log is read. The format competes with those of this package for
    each log, wins a draw, and can be chosen by its name with ``--content-log-format``. ``pytest_contentjobs.LogFormat`` describes
    what a format is. It must return None for lines that it does not recognise: an unrecognised line makes the gate red, and a line
    that a format calls informational does not.
    """


@pytest.hookspec(firstresult=True)
def pytest_contentjobs_finding(finding: Finding, config: pytest.Config) -> Finding | Dropped | None:
    """Return a finding to replace this one, ``Dropped(reason)`` to remove it, or None to keep it as it is.

    Called for each finding before the policy decides, in the process that waited for the job; with several jobs, from their
    threads, one call at a time. The first implementation that does not return None decides. Use ``dataclasses.replace`` to change
    the severity (``info`` never fails), rule, entity, message, source, ``entity_url`` or ``rule_url``. The fingerprint and the
    names follow from the new finding. Reports show how many findings were dropped for which reason. The comparison of log and job
    uses what the log says, whatever changes here.
    """


@pytest.hookspec
def pytest_contentjobs_judged(runs: Sequence[ContentRun], exitstatus: int, config: pytest.Config) -> None:
    """Act on the verdict when the content is judged and the reports are written: send a notification, or upload them.

    Called once at the end of a session, in the process that waited for the jobs. ``exitstatus`` is the status with which pytest is
    about to exit. An exception is shown and makes the session fail.
    """
