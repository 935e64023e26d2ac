"""What runs are judged by, read from its files before anything is asked of anybody: policy, baseline, run to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pytest_contentjobs.errors import SavedRunError, SettingsError
from pytest_contentjobs.gate.baseline import known_of
from pytest_contentjobs.gate.judge import Known
from pytest_contentjobs.gate.policy import Policy
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.pipeline.baseline_file import read_baseline
from pytest_contentjobs.pipeline.saved_runs import read_saved, saved_folders
from pytest_contentjobs.settings.options import COMPARE
from pytest_contentjobs.settings.policy_file import find_policy, read_policy
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["Criteria", "judged_runs", "read_criteria"]


@dataclass(frozen=True, slots=True)
class Criteria:
    """The policy, what is known from before in the order in which it is asked, and the files of all of it by what they are."""

    policy: Policy
    known: tuple[Known, ...]
    files: Mapping[str, str]


def read_criteria(settings: Settings, root: Path, ini_file: Path | None = None) -> Criteria:
    """Read policy, baseline and the run to compare with.

    ``root`` is the folder that may hold a policy file; ``ini_file`` is where settings were read from, if from any.

    Raises:
        SettingsError: one of them cannot be used.
    """
    file = settings.policy or find_policy(root)
    policy = Policy(
        fail_on=settings.fail_on,
        max_errors=settings.max_errors,
        max_warnings=settings.max_warnings,
        entries=read_policy(file) if file else (),
    )
    known = []
    if settings.baseline is not None:
        known.append(
            Known(
                name="baseline",
                where=str(settings.baseline),
                findings=read_baseline(settings.baseline, may_be_missing=settings.update_baseline),
                is_strict=settings.baseline_strict,
            )
        )
    if settings.compare is not None:
        known.append(_saved_run(settings.compare))
    files = {"policy": file, "baseline": settings.baseline, "comparison": settings.compare, "ini_file": ini_file}
    return Criteria(policy, tuple(known), {kind: _shown(path) for kind, path in files.items() if path is not None})


def _shown(path: Path) -> str:
    """Return a path as text, from the current folder on where it lies below."""
    with suppress(ValueError, OSError):
        path = path.absolute().relative_to(Path.cwd())
    # A path on this machine may have bytes that are no text.
    return str(path).encode("utf-8", "replace").decode()


def judged_runs(path: Path, option: str) -> tuple[ContentRun, ...]:
    """Read saved runs that were judged: what a run could not read may still be there.

    Raises:
        SettingsError: one cannot be read, or could not be judged; ``option`` is what named the path.
    """
    try:
        runs = tuple(read_saved(folder)[0].run for folder in saved_folders(path))
    except SavedRunError as error:
        raise SettingsError(error.what, next_step=error.next_step, reason=error.reason) from error
    unjudged = [run.name for run in runs if run.judgement.outcome is JudgementOutcome.NOT_JUDGED]
    if unjudged:
        raise SettingsError(
            f"The saved run {unjudged[0]!r} in {str(path)!r} could not be judged, so what it found may not be all.",
            next_step=f"Give {option} a run that could.",
        )
    return runs


def _saved_run(path: Path) -> Known:
    """Return what saved runs found: the only one is for all runs, several are for those of the same names."""
    by_run = {run.name: known_of(run.findings) for run in judged_runs(path, COMPARE.name)}
    only = next(iter(by_run.values())) if len(by_run) == 1 else ()
    return Known(name="comparison", where=str(path), findings=only, by_run=by_run if len(by_run) > 1 else {})
