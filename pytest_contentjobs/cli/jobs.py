"""``contentjobs validate``, ``wait``, ``status`` and ``cancel``: what is done with one job."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import click

from pytest_contentjobs.boundary.redaction import Redactor, redact_logging
from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.cli.common import (
    GroupedCommand,
    exit_with,
    make_lookup,
    open_settings,
    require_job_id,
    run_gate,
    verbose_option,
    with_options,
)
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.pipeline.jobs import redact_status
from pytest_contentjobs.reports.describe import describe_progress
from pytest_contentjobs.reports.resume_command import list_arguments
from pytest_contentjobs.service.auth import make_auth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.tokens import require_usable
from pytest_contentjobs.settings.options import ACTIVATING, OPTIONS, Option
from pytest_contentjobs.settings.options.access import API_DOMAIN
from pytest_contentjobs.settings.options.jobs import JOB, JOB_RETRIES, ON_INTERRUPT, SOURCE_REGION, STATUS, VALIDATE
from pytest_contentjobs.settings.options.reports import ITEMS
from pytest_contentjobs.settings.requests import require_same_host
from pytest_contentjobs.settings.resolve import resolve_access

__all__ = ["cancel", "status", "validate", "wait"]

_WITHIN = 10.0  # seconds for a single request, with its retries
_OF_NEW_JOBS = (SOURCE_REGION, ON_INTERRUPT, JOB_RETRIES)


def _leave_out(*others: Option) -> Iterable[Option]:
    left_out = (*ACTIVATING, STATUS, ITEMS, *others)
    return (option for option in OPTIONS if option not in left_out)


@click.command("validate", cls=GroupedCommand, short_help="Start a validation, wait for it, and gate it.")
@click.argument("source", metavar="[NAME=]SOURCE")
@verbose_option
@with_options(_leave_out())
def validate(source: str, *, verbose: bool, **given: object) -> None:
    """Start a validation of the content at SOURCE, s3://bucket/folder/ or sftp://host/folder/, wait for it, and gate it.

    NAME is the stable first part of its test names in reports. The same as 'contentjobs report --content-validate SOURCE'.
    """
    exit_with(lambda: _gate({**given, VALIDATE.key: [source]}, is_verbose=verbose))


@click.command("wait", cls=GroupedCommand, short_help="Wait for a job that was started, and gate it.")
@click.argument("job", metavar="[NAME=]JOB")
@verbose_option
@with_options(_leave_out(*_OF_NEW_JOBS))
def wait(job: str, *, verbose: bool, **given: object) -> None:
    """Wait for JOB, a job's id, its location or its status URL, and gate it.

    NAME is the stable first part of its test names in reports. The same as 'contentjobs report --content-job JOB'.
    """
    exit_with(lambda: _gate({**given, JOB.key: [job]}, is_verbose=verbose))


@click.command("status", short_help="Show the status of a job.")
@click.argument("job")
@with_options((API_DOMAIN,))
def status(job: str, **given: object) -> None:
    """Show the status of JOB, a job's id, its location or its status URL.

    Exits with 0 if the service gave a status, whatever it says: 'contentjobs wait' judges the job.
    """

    def action() -> int:
        with _open_service(job, given) as (client, job_id, redact):
            for line in _describe(redact_status(client.status(job_id, within=_WITHIN), redact)):
                click.echo(sanitize_line(line))
        return ExitStatus.CLEAN

    exit_with(action)


@click.command("cancel", short_help="Cancel a job.")
@click.argument("job")
@with_options((API_DOMAIN,))
def cancel(job: str, **given: object) -> None:
    """Cancel JOB, a job's id, its location or its status URL.

    Exits with 0 if the job is cancelled, and with 10 if it had ended before.
    """

    def action() -> int:
        with _open_service(job, given) as (client, job_id, _redact):
            if client.cancel(job_id, within=_WITHIN):
                click.echo(f"job {job_id} is cancelled")
                return ExitStatus.CLEAN
            click.echo(f"job {job_id} had ended before it could be cancelled", err=True)
        return ExitStatus.NOT_JUDGED

    exit_with(action)


def _gate(given: Mapping[str, object], *, is_verbose: bool) -> int:
    with open_settings(given) as settings:
        return run_gate(settings, list_arguments(given), is_verbose=is_verbose)


@contextmanager
def _open_service(job: str, given: Mapping[str, object]) -> Iterator[tuple[ServiceClient, str, Redactor]]:
    """Open the service of these settings for a job; give the client, the job's id, and what hides secrets.

    Raises:
        SettingsError: a setting or the job cannot be used, or the job is another tenant's.
    """
    job_id = require_job_id(job)
    access = resolve_access(make_lookup(given), os.environ, lambda _key: None)
    require_same_host(job, access.api_base)
    require_usable(access.credentials)
    redact = Redactor(access.secrets)
    with (
        redact_logging(redact),
        ServiceClient(access.api_base, make_auth(access.credentials, redact=redact), redact=redact) as client,
    ):
        yield client, job_id, redact


def _describe(found: JobStatus) -> Iterator[str]:
    yield describe_progress(found, datetime.now().astimezone())
    if found.results is not None and found.results.errors is not None and found.results.warnings is not None:
        yield f"{plural(found.results.errors, 'error')}, {plural(found.results.warnings, 'warning')}"
    if found.error:
        yield f"error: {found.error}"
    if found.log_file_location:
        yield f"log: {found.log_file_location}"
