"""The command line ``contentjobs``: what is done without pytest. Argument parsing is click's."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import click

from pytest_contentjobs.errors import ContentJobsError, SettingsError
from pytest_contentjobs.gate.ticket import objections
from pytest_contentjobs.job_requests import ImportRequest, ValidationRequest
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.options import API_DOMAIN, JUNIT, SAVE, SOURCE_REGION, TIMEOUT, VALIDATE, Option
from pytest_contentjobs.reports.junit import write_junit
from pytest_contentjobs.reports.progress import LineWatch
from pytest_contentjobs.reports.terminal import section
from pytest_contentjobs.run import InterruptedRunError, gate
from pytest_contentjobs.saved import SavedRun, read_saved, saved_folders
from pytest_contentjobs.settings import Settings, resolve
from pytest_contentjobs.values import as_duration

__all__ = ["main"]

Operation = Literal["import", "reimport"]

_STATUSES = {JudgementOutcome.CLEAN: 0, JudgementOutcome.FINDINGS: 1, JudgementOutcome.NOT_JUDGED: 10}
_USAGE, _INTERRUPTED = 4, 2
_AGE = Option(name="--max-age", metavar="DURATION", help="", has_ini=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pytest-contentjobs", prog_name="contentjobs")
def main() -> None:
    """Work with content jobs without pytest.

    Settings come from the same environment variables as in pytest, CONTENTJOBS_API_DOMAIN and the rest. Ends with 0 where all is
    clean, 1 with findings, 4 after wrong usage, and 10 where the content could not be judged or an import was refused.
    """


def _setting(option: Option) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a click option of one of the table's, under the name that messages use; ``resolve`` looks at its variable."""
    return click.option(option.name, option.key, metavar=option.metavar, help=option.help)


@main.command("import")
@click.argument("source")
@click.option(
    "--after",
    required=True,
    type=click.Path(path_type=Path),
    help="the saved run (--content-save) of the clean validation of the same source",
)
@click.option("--max-age", default="24h", show_default=True, metavar="DURATION", help="how old the validation may be")
@click.option("--operation", type=click.Choice(["import", "reimport"]), default="import", show_default=True)
@click.option("--name", default="import", show_default=True, help="the first part of the names in reports")
@_setting(API_DOMAIN)
@_setting(SOURCE_REGION)
@_setting(TIMEOUT)
@_setting(SAVE)
@_setting(JUNIT)
def import_content(
    source: str, after: Path, max_age: str, operation: Operation, name: str, **given: str | None
) -> None:
    """Import the content at SOURCE, s3://bucket/folder/ or sftp://host/folder/, and wait for the job.

    Nothing is started but after a clean validation of the same source, which --after names.
    """
    sys.exit(_explained(lambda: _import(source, after, max_age, operation, name, given)))


def _import(
    source: str,
    after: Path,
    max_age: str,
    operation: Literal["import", "reimport"],
    name: str,
    given: Mapping[str, str | None],
) -> int:
    values = {**given, VALIDATE.key: [f"{name}={source}"]}
    settings = resolve(values.get, os.environ, lambda _key: "")
    request = settings.jobs[0]
    if not isinstance(request, ValidationRequest) or request.name != name:
        raise SettingsError(f"{name!r} is no name.", next_step="Give letters, digits, _ and -, at most 40.")
    maximum_age = timedelta(seconds=as_duration(max_age, _AGE, at_least=0))
    saved = _only_run(after)
    reasons = list(
        objections(
            saved.run,
            saved_at=saved.saved_at,
            source=request.source.uri,
            maximum_age=maximum_age,
            now=datetime.now(UTC),
        )
    )
    if reasons:
        click.echo("The import is refused, and nothing was started:", err=True)
        for reason in reasons:
            click.echo(f"- {reason}", err=True)
        return _STATUSES[JudgementOutcome.NOT_JUDGED]
    job = ImportRequest(request.name, request.source, operation)
    return _gated(replace(settings, jobs=(job,)))


def _only_run(after: Path) -> SavedRun:
    folders = saved_folders(after)
    if len(folders) != 1:
        raise SettingsError(
            f"{str(after)!r} holds {len(folders)} saved runs.", next_step="Give --after the folder of one of them."
        )
    return read_saved(folders[0])[0]


def _gated(settings: Settings) -> int:
    """Wait for jobs, show what came of them, write the report that was asked for, and return the exit status."""
    runs = gate(settings, LineWatch(click.echo))
    for run in runs:
        _show(run)
    if settings.junit is not None:
        write_junit(runs, settings.junit)
    return max(_STATUSES[run.judgement.outcome] for run in runs)


def _show(run: ContentRun) -> None:
    width = shutil.get_terminal_size().columns
    for line in section(run, run.verdicts, width=width, is_verbose=False):
        click.echo(line.text)


def _explained(action: Callable[[], int]) -> int:
    """Run an action; tell what a user, a network or the service caused in a line or two."""
    try:
        return action()
    except SettingsError as error:
        click.echo(f"ERROR: {error}", err=True)
        return _USAGE
    except ContentJobsError as error:
        click.echo(f"ERROR: {error}", err=True)
        return _STATUSES[JudgementOutcome.NOT_JUDGED]
    except InterruptedRunError as interrupt:
        for line in interrupt.lines:
            click.echo(line, err=True)
        return _INTERRUPTED


if __name__ == "__main__":
    main(prog_name="contentjobs")
