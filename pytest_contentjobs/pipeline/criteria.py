"""Reads what runs are judged by, before any request: policy, baseline, and the saved run to compare with."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from pytest_contentjobs.errors import SavedRunError, SettingsError
from pytest_contentjobs.gate.baseline import Baseline, to_baseline
from pytest_contentjobs.gate.judge import Criteria
from pytest_contentjobs.gate.policy import Policy
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.baseline_file import read_baseline
from pytest_contentjobs.pipeline.saved_runs import RunStore
from pytest_contentjobs.settings.options.policy import COMPARE
from pytest_contentjobs.settings.policy_file import PolicyEntry
from pytest_contentjobs.settings.project_file import read_policy
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["read_criteria", "read_judged_runs"]


def read_criteria(settings: Settings, ini_file: Path | None = None, *, today: date | None = None) -> Criteria:
    """Read policy, baseline and the run to compare with.

    ``ini_file`` is pytest's ini file, if settings were read from one; ``today`` is the date by which exceptions end (default:
    today in UTC).

    Raises:
        SettingsError: one of them cannot be used.
    """
    project = settings.project
    policy = Policy(
        fail_on=settings.fail_on,
        max_errors=settings.max_errors,
        max_warnings=settings.max_warnings,
        entries=_read_entries(settings),
    )
    baselines = []
    if settings.baseline is not None:
        baselines.append(
            Baseline(
                name="baseline",
                where=str(settings.baseline),
                findings=read_baseline(settings.baseline, is_replaced=settings.update_baseline),
                is_strict=settings.baseline_strict,
            )
        )
    if settings.compare is not None:
        baselines.append(_read_comparison(settings.compare))
    files = {
        "policy": settings.policy or (project.path if project and project.policy is not None else None),
        "baseline": settings.baseline,
        "comparison": settings.compare,
        "project_file": project.path if project and (project.values or project.pins) else None,
        "ini_file": ini_file,
    }
    return Criteria(
        policy=policy,
        baselines=tuple(baselines),
        max_unparsed=settings.max_unparsed,
        log_end=settings.log_end,
        log_criteria={name: _read_log_criteria(settings.for_run(name)) for name in settings.pins},
        today=today or datetime.now(UTC).date(),
        files={kind: _show(path) for kind, path in files.items() if path is not None},
    )


def _read_log_criteria(settings: Settings) -> Criteria:
    return Criteria(max_unparsed=settings.max_unparsed, log_end=settings.log_end)


def _read_entries(settings: Settings) -> tuple[PolicyEntry, ...]:
    """Return the entries of the policy: of the file that is named for it, else of the project file."""
    project = settings.project
    if settings.policy is None or (project is not None and _is_same(settings.policy, project.path)):
        return (project.policy if project else None) or ()
    return read_policy(settings.policy)


def read_judged_runs(path: Path, option: str) -> tuple[ContentRun, ...]:
    """Read saved runs that were judged: what a run could not read may still be there.

    Raises:
        SettingsError: one cannot be read, or was not judged; ``option`` is what named the path.
    """
    try:
        runs = tuple(stored.saved.run for stored in RunStore(path).read())
    except SavedRunError as error:
        raise SettingsError(error.what, next_step=error.next_step, reason=error.reason) from error
    unjudged = [run.name for run in runs if run.judgement.outcome is JudgementOutcome.NOT_JUDGED]
    if unjudged:
        raise SettingsError(
            f"The saved run {unjudged[0]!r} in {str(path)!r} was not judged, so it may lack findings.",
            next_step=f"Set {option} to a run that was.",
            reason=Reason.SAVED_RUN_NOT_JUDGED,
        )
    return runs


def _is_same(path: Path, other: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _show(path: Path) -> str:
    """Return a path as text, relative to the current folder if it is below it."""
    with suppress(ValueError, OSError):
        path = path.absolute().relative_to(Path.cwd())
    # A path on this machine may have bytes that are not text.
    return str(path).encode("utf-8", "replace").decode()


def _read_comparison(path: Path) -> Baseline:
    """Return the findings of saved runs: a single one is for all runs, several are for those of the same names."""
    by_run = {run.name: to_baseline(run.findings) for run in read_judged_runs(path, COMPARE.name)}
    single = next(iter(by_run.values())) if len(by_run) == 1 else ()
    return Baseline(name="comparison", where=str(path), findings=single, by_run=by_run if len(by_run) > 1 else {})
