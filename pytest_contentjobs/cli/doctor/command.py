"""``contentjobs doctor``: one line for each check, and what to do about each problem."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import wrap

import click

from pytest_contentjobs.boundary.sanitize import neutralize_command
from pytest_contentjobs.cli.common import echo_line, exit_with, make_lookup, require_job_id, with_options
from pytest_contentjobs.cli.doctor import Outcome, Result, diagnose
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.terminal import StyledLine
from pytest_contentjobs.settings.options.access import API_DOMAIN, LOG_BUCKET_OWNER, LOG_BUCKETS, LOG_HOSTS
from pytest_contentjobs.settings.project_file import find_project_folders

__all__ = ["doctor"]

_NARROWEST = 40
_STYLES = {Outcome.OK: ("green",), Outcome.PROBLEM: ("red",), Outcome.NOT_CHECKED: ("yellow",)}


@click.command("doctor")
@click.argument("job", required=False)
@with_options((API_DOMAIN, LOG_BUCKETS, LOG_BUCKET_OWNER, LOG_HOSTS))
def doctor(job: str | None, **given: object) -> None:
    """Check everything that the gate needs, and say what to fix. Nothing is started or changed.

    JOB is a job's id, its location or its status URL; it makes the doctor check access to the job's log too. Exits with 0 if no
    check failed, and with 10 if one did.
    """
    exit_with(lambda: _show_diagnosis(job, make_lookup(given)))


def _show_diagnosis(job: str | None, option: Callable[[str], object]) -> int:
    if job is not None:
        require_job_id(job)
    outcomes: Counter[Outcome] = Counter()
    for result in diagnose(option, os.environ, job, folders=find_project_folders(Path())):
        outcomes[result.outcome] += 1
        for line in _format_lines(result, shutil.get_terminal_size().columns):
            echo_line(line)
    problems, unchecked = outcomes[Outcome.PROBLEM], outcomes[Outcome.NOT_CHECKED]
    echo_line(StyledLine(""))
    also = f", {unchecked} not checked" if unchecked else ""
    if problems:
        echo_line(StyledLine(f"{plural(problems, 'problem')}{also}", ("red", "bold")))
        return ExitStatus.NOT_JUDGED
    echo_line(StyledLine(f"no problems{also}", ("green", "bold")))
    return ExitStatus.CLEAN


def _format_lines(result: Result, width: int) -> Iterator[StyledLine]:
    width = max(width, _NARROWEST)
    text = f"{result.outcome}: {result.name}: {result.what}"
    if result.outcome is Outcome.PROBLEM:
        text = f"{text} ({result.reason})"
    yield from _wrap(text, width, "", _STYLES.get(result.outcome, ()))
    if result.next_step:
        yield from _wrap(result.next_step, width, "    ", ())


def _wrap(text: str, width: int, indent: str, styles: tuple[str, ...]) -> Iterator[StyledLine]:
    lines = wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent="    ",
        break_on_hyphens=False,
        break_long_words=False,
    )
    for line in lines:
        # Wrapping may put what was inside a line at its start.
        yield StyledLine(neutralize_command(line), styles)
