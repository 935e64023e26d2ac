"""Exit statuses of pytest with the plugin and of the command line, all in one place."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from pytest_contentjobs.model import ContentRun, JudgementOutcome

__all__ = ["ExitStatus", "exit_status"]


class ExitStatus(IntEnum):
    """What a process ends with. Up to 4 they are pytest's own; 143 is 128 and the number of SIGTERM, as in shells."""

    CLEAN = 0
    FINDINGS = 1
    INTERRUPTED = 2
    USAGE = 4
    NOT_JUDGED = 10
    TERMINATED = 143


_BY_OUTCOME = {
    JudgementOutcome.CLEAN: ExitStatus.CLEAN,
    JudgementOutcome.FINDINGS: ExitStatus.FINDINGS,
    JudgementOutcome.NOT_JUDGED: ExitStatus.NOT_JUDGED,
}


def exit_status(runs: Iterable[ContentRun]) -> ExitStatus:
    """Return the exit status of judged runs: that of the worst. Raises ValueError if there are none."""
    return max(_BY_OUTCOME[run.judgement.outcome] for run in runs)
