"""``contentjobs import``: the last step of the pipeline, which refuses in every case but one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import click

from pytest_contentjobs.boundary.sanitize import safe_line
from pytest_contentjobs.cli.common import explained, gated, settled, with_options
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.gate.import_gate import objections
from pytest_contentjobs.pipeline.earlier_reports import saved_files
from pytest_contentjobs.pipeline.saved_runs import SavedRun, read_saved, saved_folders
from pytest_contentjobs.settings.options import API_DOMAIN, JUNIT, SAVE, SOURCE_REGION, TIMEOUT, VALIDATE, Option
from pytest_contentjobs.settings.parsing import as_duration
from pytest_contentjobs.settings.requests import ImportRequest, ValidationRequest
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["import_content"]

Operation = Literal["import", "reimport"]

_AGE = Option(name="--max-age", metavar="DURATION", help="", has_ini=False)


@click.command("import")
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
@with_options((API_DOMAIN, SOURCE_REGION, TIMEOUT, SAVE, JUNIT))
def import_content(source: str, after: Path, max_age: str, operation: Operation, name: str, **given: object) -> None:
    """Import the content at SOURCE, s3://bucket/folder/ or sftp://host/folder/, and wait for the job.

    Nothing is started but after a clean validation of the same source, which --after names.
    """
    explained(lambda: _import(source, after, max_age, operation, name, given))


def _import(
    source: str,
    after: Path,
    max_age: str,
    operation: Operation,
    name: str,
    given: Mapping[str, object],
) -> int:
    values = {**given, VALIDATE.key: [f"{name}={source}"]}
    with settled(values, [("--after", file) for file in saved_files(after)]) as resolved:
        return _import_after(resolved, after, max_age, operation, name)


def _import_after(resolved: Settings, after: Path, max_age: str, operation: Operation, name: str) -> int:
    request = resolved.jobs[0]
    if not isinstance(request, ValidationRequest) or request.name != name:
        raise SettingsError(f"{name!r} is no name.", next_step="Give letters, digits, _ and -, at most 40.")
    maximum_age = timedelta(seconds=as_duration(max_age, _AGE, at_least=0))
    saved = _only_run(after)
    reasons = list(
        objections(
            saved.run,
            saved_at=saved.saved_at,
            api_base=resolved.api_base or "",
            source=request.source.uri,
            maximum_age=maximum_age,
            now=datetime.now(UTC),
        )
    )
    if reasons:
        click.echo("The import is refused, and nothing was started:", err=True)
        for reason in reasons:
            # A saved run may hold what nobody would show: others can have written it.
            click.echo(f"- {safe_line(reason.text)} [{reason.reason}]", err=True)
        return ExitStatus.NOT_JUDGED
    job = ImportRequest(request.name, request.source, operation)
    return gated(replace(resolved, jobs=(job,)))


def _only_run(after: Path) -> SavedRun:
    folders = saved_folders(after)
    if len(folders) != 1:
        raise SettingsError(
            f"{str(after)!r} holds {len(folders)} saved runs.", next_step="Give --after the folder of one of them."
        )
    return read_saved(folders[0])[0]
