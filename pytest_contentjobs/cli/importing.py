"""``contentjobs import``: imports content only after a clean validation of the same content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import click

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.cli.common import exit_with, open_settings, run_gate, with_options
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.gate.import_gate import find_objections
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.run_file import SavedRun
from pytest_contentjobs.pipeline.saved_runs import RunStore
from pytest_contentjobs.reports.resume_command import list_arguments
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.options.access import API_DOMAIN
from pytest_contentjobs.settings.options.jobs import SOURCE_REGION, VALIDATE
from pytest_contentjobs.settings.options.reports import FILES, SAVE
from pytest_contentjobs.settings.options.waiting import TIMEOUT
from pytest_contentjobs.settings.parsing import as_duration
from pytest_contentjobs.settings.requests import ImportRequest, ValidationRequest
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["import_content"]

Operation = Literal["import", "reimport"]

_AGE = Option(name="--max-age", metavar="DURATION", has_ini=False)


@click.command("import", short_help="Start an import after a clean validation.")
@click.argument("source")
@click.option(
    "--after",
    required=True,
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="saved run, a folder that --content-save wrote, of the clean validation of the same source",
)
@click.option("--max-age", default="24h", show_default=True, metavar="DURATION", help="maximum age of the validation")
@click.option("--operation", type=click.Choice(["import", "reimport"]), default="import", show_default=True)
@click.option("--name", default="import", show_default=True, help="name of the run in reports")
@with_options((API_DOMAIN, SOURCE_REGION, TIMEOUT, SAVE, *FILES))
def import_content(source: str, after: Path, max_age: str, operation: Operation, name: str, **given: object) -> None:
    """Import the content at SOURCE, s3://bucket/folder/ or sftp://host/folder/, and wait for the job.

    The import starts only after a clean validation of the same source, which --after names.
    """
    exit_with(lambda: _import(source, after, max_age, operation, name, given))


def _import(
    source: str,
    after: Path,
    max_age: str,
    operation: Operation,
    name: str,
    given: Mapping[str, object],
) -> int:
    values = {**given, VALIDATE.key: [f"{name}={source}"]}
    with open_settings(values, [("--after", file) for file in RunStore(after).files()]) as resolved:
        return _import_after(resolved, after, max_age, operation, name, list_arguments(given))


def _import_after(
    resolved: Settings, after: Path, max_age: str, operation: Operation, name: str, arguments: Sequence[str]
) -> int:
    request = resolved.jobs[0]
    if not isinstance(request, ValidationRequest) or request.name != name:
        raise SettingsError(
            f"{name!r} is not a valid name.",
            next_step="Give --name at most 40 letters, digits, _ and -.",
            reason=Reason.VALUE_INVALID,
        )
    maximum_age = timedelta(seconds=as_duration(max_age, _AGE))
    saved = _read_only_run(after)
    reasons = list(
        find_objections(
            saved.run,
            saved_at=saved.saved_at,
            api_base=resolved.api_base or "",
            source=request.source.uri,
            maximum_age=maximum_age,
            now=datetime.now(UTC),
        )
    )
    if reasons:
        click.echo("The import was refused, and nothing was started:", err=True)
        for reason in reasons:
            # Others may have written the saved run, so its text is not shown as it is.
            click.echo(f"- {sanitize_line(reason.text)} ({reason.reason})", err=True)
        return ExitStatus.NOT_JUDGED
    job = ImportRequest(request.name, request.source, operation)
    return run_gate(replace(resolved, jobs=(job,)), arguments)


def _read_only_run(after: Path) -> SavedRun:
    runs = RunStore(after).read()
    if len(runs) != 1:
        raise SettingsError(
            f"{str(after)!r} holds {len(runs)} saved runs.",
            next_step="Give --after the folder of one of them.",
            reason=Reason.SAVED_RUN_AMBIGUOUS,
        )
    return runs[0].saved
