"""One way through all stages: observe every job and log, judge all of them once, save the runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from pytest_contentjobs.boundary.redaction import Redactor, redact_logging
from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.errors import SavedRunError, SettingsError
from pytest_contentjobs.findings.enrich import Revise
from pytest_contentjobs.gate.facts import Facts, Failure
from pytest_contentjobs.gate.judge import invalidate, judge
from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.criteria import read_criteria
from pytest_contentjobs.pipeline.history_file import History, read_history
from pytest_contentjobs.pipeline.jobs import Jobs, Watch
from pytest_contentjobs.pipeline.log_sources import LogSource, find_logs
from pytest_contentjobs.pipeline.observe import Stages, observe, open_stages
from pytest_contentjobs.pipeline.saved_runs import RunStore
from pytest_contentjobs.pipeline.threads import Stop, run_all
from pytest_contentjobs.reports.history import add_history
from pytest_contentjobs.reports.resume_command import Invocation
from pytest_contentjobs.service.auth import make_auth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.tokens import require_usable
from pytest_contentjobs.settings.options.jobs import LOG
from pytest_contentjobs.settings.resolve import Settings, resolve_access

__all__ = ["InterruptedRunError", "Watch", "gate", "service_client"]


_PYTEST = Invocation()


class InterruptedRunError(KeyboardInterrupt):
    """Ctrl-C or SIGTERM before all was judged. ``lines`` say what became of each job, and how to go on."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("interrupted: no content was judged")
        self.lines = tuple(lines)


def gate(
    settings: Settings,
    watch: Watch,
    *,
    formats: Sequence[LogFormat] = (),
    revise: Revise | None = None,
    ini_file: Path | None = None,
    today: date | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] | None = None,
    invocation: Invocation = _PYTEST,
) -> tuple[ContentRun, ...]:
    """Wait for all jobs at the same time, read all logs, and judge them: jobs first, then logs, in the order given.

    ``formats`` are log formats beside the installed ones; ``revise`` may change each finding; ``ini_file`` is pytest's ini file,
    if settings came from one; ``today`` is the date by which exceptions end (default: today in UTC); ``clock`` is in seconds;
    ``sleep`` replaces the pauses, which an interrupt ends; ``invocation`` is how the user started this, for the command to go
    on. Whatever a network, the service or a log does results in a run that is not judged.

    Raises:
        SettingsError: a saved status, a log format or pattern, the content package, the policy, the baseline, the run to
            compare with, the history, the token file or command, or the folder to save in cannot be used; found before any
            request.
        InterruptedRunError: Ctrl-C or SIGTERM.
    """
    stop = Stop()
    sleep = sleep or stop.sleep
    redact = Redactor(settings.secrets)
    for note in settings.notes:
        watch.show(note)
    with redact_logging(redact):
        criteria = read_criteria(settings, ini_file, today=today)
        history = read_history(settings.history) if settings.history is not None else None
        patience = Patience(clock=clock, sleep=sleep)
        stages = open_stages(settings, formats=formats, revise=revise, patience=patience, redact=redact)
        logs = [source for request in settings.logs for source in find_logs(request, settings, redact)]
        names = [each.name for each in (*settings.jobs, *logs)]
        _require_different_names(names)
        if settings.credentials is not None:
            require_usable(settings.credentials)
        if stages.store is not None:
            stages.store.claim(names)
        with ExitStack() as stack:
            jobs = None
            if settings.jobs and settings.api_base and settings.credentials:
                auth = make_auth(settings.credentials, sleep=sleep, redact=redact)
                client = stack.enter_context(ServiceClient(settings.api_base, auth, sleep=sleep, redact=redact))
                jobs = Jobs(settings, client, watch, redact, clock=clock, sleep=sleep, invocation=invocation)
                stages = replace(stages, finish=jobs.finish)
            try:
                facts = _observe_all(stages, logs, stop)
                runs = judge(facts, criteria)
                now = datetime.now(UTC)
                return tuple(
                    _save(_add_time(run, settings, each.saved_at or now, history), stages.store, each.saved_at or now)
                    for run, each in zip(runs, facts, strict=True)
                )
            except KeyboardInterrupt as interrupt:
                watch.close()
                lines = jobs.leave() if jobs is not None else []
                if stages.store is not None:
                    stages.store.release(names)
                raise InterruptedRunError(lines) from interrupt


def _observe_all(stages: Stages, logs: Sequence[LogSource], stop: Stop) -> list[Facts]:
    requests = stages.settings.jobs if stages.finish is not None else ()
    facts = run_all([partial(observe, request, stages) for request in requests], stop)
    return facts + [observe(source, stages) for source in logs]


def service_client(
    option: Callable[[str], object], environment: Mapping[str, str], ini: Callable[[str], object]
) -> ServiceClient:
    """Make a client of the service of these settings, for requests of the user's own; raises SettingsError."""
    granted = resolve_access(option, environment, ini)
    redact = Redactor(granted.secrets)
    return ServiceClient(granted.api_base, make_auth(granted.credentials, redact=redact), redact=redact)


def _add_time(run: ContentRun, settings: Settings, judged_at: datetime, history: History | None) -> ContentRun:
    """Return a run with its time and, if a history is kept, with what that says of it."""
    timed = replace(run, judged_at=(settings.report_time or judged_at).replace(microsecond=0))
    return add_history(timed, history.entries) if history is not None else timed


def _save(run: ContentRun, store: RunStore | None, saved_at: datetime) -> ContentRun:
    """Save a run if that is asked for. One that cannot be saved is not judged, since what builds on it would miss it."""
    if store is None:
        return run
    try:
        store.save(run, saved_at=saved_at)
    except SavedRunError as error:
        return invalidate(run, Failure(str(error), (error.reason,)))
    return run


def _require_different_names(names: Sequence[str]) -> None:
    """Refuse two runs of one name, as saved runs can bring them: their tests would have the same node ids."""
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise SettingsError(
                f"The name {name!r} belongs to two jobs or logs.",
                next_step=f"Give a saved run another name with {LOG.name} NAME=DIR.",
                reason=Reason.SETTINGS_CONFLICT,
            )
