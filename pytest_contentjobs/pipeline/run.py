"""The pipeline: settings, service, log, gate. Both faces of the product call ``gate`` and get ``ContentRun`` values."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from pytest_contentjobs.boundary.redaction import Redactor, redacted_logging
from pytest_contentjobs.download.source import Patience
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.findings.enrich import Enricher, Revise
from pytest_contentjobs.gate.judge import Observed, judge, judged
from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun
from pytest_contentjobs.pipeline.criteria import read_criteria
from pytest_contentjobs.pipeline.jobs import Jobs, Watch
from pytest_contentjobs.pipeline.observe import Pipeline, not_saved
from pytest_contentjobs.pipeline.saved_runs import keep_run
from pytest_contentjobs.pipeline.threads import Stop, all_at_once
from pytest_contentjobs.service.auth import authentication
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.settings.options import LOG
from pytest_contentjobs.settings.resolve import Settings, access

__all__ = ["InterruptedRunError", "Watch", "gate", "service_client"]


class InterruptedRunError(KeyboardInterrupt):
    """Ctrl-C or SIGTERM before jobs were judged. ``lines`` tell what became of each, and how to go on with it."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("interrupted before the content jobs were judged")
        self.lines = tuple(lines)


def gate(
    settings: Settings,
    watch: Watch,
    *,
    formats: Sequence[LogFormat] = (),
    revise: Revise | None = None,
    root: Path | None = None,
    ini_file: Path | None = None,
    today: date | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] | None = None,
) -> tuple[ContentRun, ...]:
    """Wait for all jobs at the same time, read all logs, and judge each: jobs first, then single logs, as they were given.

    ``formats`` are log formats beside those that are installed; ``revise`` may change each finding; ``root`` is the folder
    that may hold a policy file (default: the current one); ``ini_file`` is the file that settings came from, if any; ``today``
    is the date by which what is accepted ends (default: today in UTC); ``clock`` is in seconds; ``sleep`` stands in for the
    pauses, which an interrupt ends. Whatever a network, the service or a log does comes back inside a run that is not judged.

    Raises:
        SettingsError: a saved status answer, a log format, an own log pattern, the content package, the policy, the baseline,
            the run to compare with or the folder to save in cannot be used; found before any request.
        InterruptedRunError: Ctrl-C or SIGTERM while there are jobs to wait for or to read.
    """
    stop = Stop()
    sleep = sleep or stop.sleep
    redact = Redactor(settings.secrets)
    with redacted_logging(redact):
        criteria = read_criteria(settings, root or Path(), ini_file)
        refine = Enricher(settings.entity_url, settings.rule_url, revise)
        pipeline = Pipeline(settings, formats, Patience(clock=clock, sleep=sleep), redact, refine)
        logs = [replay for request in settings.logs for replay in pipeline.replays(request)]
        names = [*(request.name for request in settings.jobs), *(name for name, _ in logs)]
        _require_different_names(names)
        pipeline.begin(names)
        observed: list[Observed] = []
        with ExitStack() as stack:
            jobs = None
            if settings.jobs and settings.api_base and settings.credentials:
                auth = authentication(settings.credentials, sleep=sleep, redact=redact)
                client = stack.enter_context(ServiceClient(settings.api_base, auth, sleep=sleep, redact=redact))
                jobs = Jobs(settings, client, watch, redact, clock=clock, sleep=sleep)
            try:
                if jobs is not None:
                    tasks = [partial(pipeline.job, request, jobs.finish) for request in settings.jobs]
                    observed += all_at_once(tasks, stop)
                observed += [read() for _, read in logs]
            except KeyboardInterrupt as interrupt:
                if jobs is None:
                    raise
                raise InterruptedRunError(jobs.interrupted()) from interrupt
        runs = judged(observed, criteria.policy, today=today or datetime.now(UTC).date(), known=criteria.known)
        runs = tuple(replace(run, decided_by=criteria.files) for run in runs)
        return tuple(_kept(run, one.saved_at, settings.save) for run, one in zip(runs, observed, strict=True))


def service_client(
    option: Callable[[str], object], environment: Mapping[str, str], ini: Callable[[str], object]
) -> ServiceClient:
    """Make a client of the service of these settings, for whoever wants to ask it something; raises SettingsError."""
    way = access(option, environment, ini)
    redact = Redactor(way.secrets)
    return ServiceClient(way.api_base, authentication(way.credentials, redact=redact), redact=redact)


def _kept(run: ContentRun, saved_at: datetime | None, folder: Path | None) -> ContentRun:
    """Save a run where that is asked for; one that cannot be saved is not judged, since what builds on it would miss it."""
    if folder is None:
        return run
    try:
        keep_run(run, folder / run.name, now=saved_at)
    except OSError as error:
        reason = not_saved(folder, error)
        broken = Check(CheckOutcome.BROKEN, str(reason), (reason.reason,))
        return replace(run, job_check=broken, judgement=judge(broken, run.log_check, run.verdicts, run.policy_checks))
    return run


def _require_different_names(names: Sequence[str]) -> None:
    """Refuse two runs of one name, as saved runs can bring them: their tests would have the same node ids."""
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise SettingsError(
                f"The name {name!r} belongs to two jobs or logs.",
                next_step=f"Give a saved run another name with {LOG.name} NAME=DIR.",
            )
