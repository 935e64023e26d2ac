"""``contentjobs log``: explains how a log is read, and writes the settings that make every later run read it like that."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.cli.common import echo_line, exit_with, make_places, with_options
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.earlier_reports import Places
from pytest_contentjobs.pipeline.run import gate
from pytest_contentjobs.reports.log_explanation import (
    Explanation,
    describe_explanation,
    explain_log,
    list_comments,
    render_explanation,
)
from pytest_contentjobs.reports.progress import SilentWatch
from pytest_contentjobs.reports.terminal import StyledLine
from pytest_contentjobs.settings.options import READING
from pytest_contentjobs.settings.options.jobs import LOG, STATUS
from pytest_contentjobs.settings.options.policy import BASELINE, COMPARE
from pytest_contentjobs.settings.options.reports import FILES, PACKAGE, SAVE
from pytest_contentjobs.settings.project_edit import write_settings
from pytest_contentjobs.settings.project_file import ProjectFile
from pytest_contentjobs.settings.requests import is_run_name

__all__ = ["log"]

_ANY_RUN = "content"


@click.group("log")
def log() -> None:
    """Explain how a log is read."""


@log.command("explain", short_help="Show how a log is read, and the settings that pin it.")
@click.argument("file", metavar="LOG")
@click.option(
    "--run", "run_name", metavar="NAME", help="read it as the log of the run of this name, and write for that run only"
)
@click.option(
    "--write", "is_writing", is_flag=True, help="write the settings that pin this reading into contentjobs.toml"
)
@click.option("--json", "is_json", is_flag=True, help="write the explanation as JSON")
@with_options((STATUS, *READING))
def explain(file: str, *, run_name: str | None, is_writing: bool, is_json: bool, **given: object) -> None:
    """Show how LOG is read, with examples, and the settings that make every later run read it like that.

    LOG is a file, an s3:// or https:// URL, or a saved run. Exits with 0 if every line is explained, and with 10 if not.
    """

    def action() -> int:
        places = make_places({**given, LOG.key: [f"{_require_name(run_name)}={file}"]})
        run = _read(places)
        if run.log is None:
            check = run.log_check
            click.echo(f"ERROR: {sanitize_line(check.text)} ({', '.join(check.codes)})", err=True)
            return ExitStatus.NOT_JUDGED
        explanation = explain_log(run, run.log, _find_given(places.project, run_name))
        if is_json:
            click.echo(render_explanation(explanation))
        else:
            for line in describe_explanation(explanation):
                echo_line(StyledLine(line))
        if is_writing:
            _write(places, run_name, explanation, is_json=is_json)
        return ExitStatus.CLEAN if explanation.explained == explanation.lines else ExitStatus.NOT_JUDGED

    exit_with(action)


def _require_name(run_name: str | None) -> str:
    if run_name is not None and not is_run_name(run_name):
        raise SettingsError(
            f"{run_name!r} is not a valid name.",
            next_step="Give --run a letter and at most 39 more letters, digits, _ and -.",
            reason=Reason.VALUE_INVALID,
        )
    return run_name or _ANY_RUN


def _read(places: Places) -> ContentRun:
    """Read the log as the gate does, but write no reports and compare it with nothing."""
    files: dict[str, Any] = dict.fromkeys(option.field for option in (*FILES, SAVE, BASELINE, COMPARE, PACKAGE))
    settings = replace(places.resolve(), **files)
    runs = gate(settings, SilentWatch())
    if len(runs) != 1:
        raise SettingsError(
            f"There are {len(runs)} saved runs.",
            next_step=f"Name one of them: {', '.join(run.name for run in runs)}.",
            reason=Reason.SAVED_RUN_AMBIGUOUS,
        )
    return runs[0]


def _find_given(project: ProjectFile | None, run_name: str | None) -> Mapping[str, str]:
    """Return what the project file says of the reading of this run, as texts by key."""
    if project is None:
        return {}
    values = {**project.values, **project.pins.get(run_name or "", {})}
    return {option.field: values[option.key] for option in READING if option.key in values}


def _write(places: Places, run_name: str | None, explanation: Explanation, *, is_json: bool) -> None:
    path = write_settings(
        places.project, places.folders[-1], run_name, explanation.settings, list_comments(explanation)
    )
    said = f"written: {sanitize_line(os.path.relpath(path))}" if path else "nothing to write"
    click.echo(said, err=is_json)
