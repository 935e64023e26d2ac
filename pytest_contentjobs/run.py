"""The pipeline: settings, service, log, gate. Both faces of the product call ``gate`` and get ``ContentRun`` values."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.joblog.answers import Patience
from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.options import LOG
from pytest_contentjobs.pipeline import Pipeline
from pytest_contentjobs.redaction import Redactor, redacted_logging
from pytest_contentjobs.service.auth import authentication
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.settings import Settings
from pytest_contentjobs.together import Stop, all_at_once
from pytest_contentjobs.waiting import Jobs, Watch

__all__ = ["InterruptedRunError", "Watch", "gate"]


class InterruptedRunError(KeyboardInterrupt):
    """Ctrl-C during the wait. ``lines`` tell what became of each job, and how to go on with it."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("interrupted while waiting for content jobs")
        self.lines = tuple(lines)


def gate(
    settings: Settings,
    watch: Watch,
    *,
    formats: Sequence[LogFormat] = (),
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] | None = None,
) -> tuple[ContentRun, ...]:
    """Wait for all jobs at the same time, read all logs, and judge each: jobs first, then single logs, as they were given.

    ``formats`` are log formats beside those that are installed; ``clock`` is in seconds; ``sleep`` stands in for the
    pauses, which an interrupt ends. Whatever a network, the service or a log does comes back inside a run that is not
    judged.

    Raises:
        SettingsError: a saved status answer, a log format, an own log pattern, the content package or the folder to save
            in cannot be used; found before any request.
        InterruptedRunError: Ctrl-C.
    """
    stop = Stop()
    sleep = sleep or stop.sleep
    redact = Redactor(settings.secrets)
    with redacted_logging(redact):
        pipeline = Pipeline(settings, formats, Patience(clock=clock, sleep=sleep), redact)
        logs = [replay for request in settings.logs for replay in pipeline.replays(request)]
        names = [*(request.name for request in settings.jobs), *(name for name, _ in logs)]
        _require_different_names(names)
        pipeline.begin(names)
        runs: list[ContentRun] = []
        if settings.jobs and settings.api_base and settings.credentials:
            auth = authentication(settings.credentials, sleep=sleep, redact=redact)
            with ServiceClient(settings.api_base, auth, sleep=sleep, redact=redact) as client:
                jobs = Jobs(settings, client, watch, redact, clock=clock, sleep=sleep)
                try:
                    runs += all_at_once(
                        [partial(pipeline.job, request, jobs.finish) for request in settings.jobs], stop
                    )
                except KeyboardInterrupt as interrupt:
                    raise InterruptedRunError(jobs.interrupted()) from interrupt
        runs += [judge_log() for _, judge_log in logs]
        return tuple(runs)


def _require_different_names(names: Sequence[str]) -> None:
    """Refuse two runs of one name, as saved runs can bring them: their tests would have the same node ids."""
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise SettingsError(
                f"The name {name!r} belongs to two jobs or logs.",
                next_step=f"Give a saved run another name with {LOG.name} NAME=DIR.",
            )
