"""All checks, in the order in which the gate needs what they check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pytest_contentjobs.boundary.redaction import Redactor, redact_logging
from pytest_contentjobs.cli.doctor.log_checks import check_aws, check_location, check_reading
from pytest_contentjobs.cli.doctor.result import CheckName, Obstacle, Result
from pytest_contentjobs.cli.doctor.service_checks import (
    check_clock,
    check_connection,
    check_domain,
    check_permission,
    check_scope,
    check_token,
)
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.job import JobStatus, find_job_ids
from pytest_contentjobs.settings.credentials import TOKEN_VARIABLES
from pytest_contentjobs.settings.options import OPTIONS
from pytest_contentjobs.settings.options.access import API_DOMAIN
from pytest_contentjobs.settings.options.jobs import JOB
from pytest_contentjobs.settings.project_file import find_project_file
from pytest_contentjobs.settings.resolve import Settings, collect_secrets, resolve
from pytest_contentjobs.settings.variables import describe_unknown_variables

__all__ = ["diagnose"]

# Stands in for a job if none is given, so that all other settings can be read.
_ANY_JOB = "00000000-0000-0000-0000-000000000000"


def diagnose(
    option: Callable[[str], object],
    environment: Mapping[str, str],
    job: str | None,
    *,
    folders: Sequence[Path] = (),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[Result]:
    """Make the checks in order and yield each result, safe to display. Checks that depend on a failed one are not made.

    ``option`` returns the value of an option by its key, or None if it is not set; ``job`` is a text with the id of the job to
    check, if there is one; ``folders`` are those that may have the project file, the first of them first. Nothing is started or
    changed anywhere.
    """
    redact = Redactor(collect_secrets(environment))
    with redact_logging(redact):
        for result in _check_all(option, environment, job, folders, now, redact):
            yield result.make_safe(redact)


def _check_all(
    option: Callable[[str], object],
    environment: Mapping[str, str],
    job: str | None,
    folders: Sequence[Path],
    now: Callable[[], datetime],
    redact: Redactor,
) -> Iterator[Result]:
    domain, base = check_domain(str(option(API_DOMAIN.key) or "") or environment.get(API_DOMAIN.variable or ""))
    yield domain
    job_id = find_job_ids(job)[0] if job else None
    settings_result, settings = _check_settings(option, environment, job if base else job_id, base, folders)
    yield settings_result
    if base:
        connection, response = check_connection(base, redact)
        yield from connection
        yield check_clock(response, now())
    else:
        response = None
        yield from (
            Result.not_checked(name, Obstacle.NO_DOMAIN, "there is no API domain")
            for name in (CheckName.HOST_NAME, CheckName.CONNECTION, CheckName.CLOCK)
        )
    token, access = check_token(environment, redact)
    yield token
    yield (
        check_scope(access, now())
        if access
        else Result.not_checked(CheckName.SCOPE, Obstacle.NO_TOKEN, "there is no token")
    )
    status = None
    if base and response and access:
        permission, status = check_permission(base, access, job_id, response, redact)
        yield permission
    else:
        lack = Obstacle.NO_TOKEN if response else Obstacle.NO_CONNECTION
        yield Result.not_checked(
            CheckName.PERMISSION, lack, "there is no token" if response else "there is no connection"
        )
    location = None
    if base and status and job_id and settings:
        found, location = check_location(status, job_id, base, settings, redact)
    else:
        found = _skip_location(job_id, status)
    yield check_aws(location)
    yield found
    yield (
        check_reading(location, status)
        if location and status
        else Result.not_checked(CheckName.LOG, Obstacle.NO_LOCATION, "there is no usable location")
    )


def _skip_location(job_id: str | None, status: JobStatus | None) -> Result:
    name = CheckName.LOG_LOCATION
    if job_id is None:
        return Result.not_checked(name, Obstacle.NO_JOB, "no job is given; contentjobs doctor JOB checks its log too")
    if status is None:
        return Result.not_checked(name, Obstacle.NO_STATUS, "there is no status")
    return Result.not_checked(name, Obstacle.NO_SETTINGS, "the settings cannot be used")


def _check_settings(
    option: Callable[[str], object],
    environment: Mapping[str, str],
    job: str | None,
    base: str | None,
    folders: Sequence[Path],
) -> tuple[Result, Settings | None]:
    """Check everything that is set except the domain and the token, which have their own checks."""
    known = {variable: environment.get(variable, "") for variable in (each.variable for each in OPTIONS) if variable}
    stand_ins = {JOB.key: [job or _ANY_JOB], API_DOMAIN.key: base or "localhost"}
    try:
        notes = describe_unknown_variables(environment)
        project = find_project_file(folders)
        settings = resolve(
            lambda key: stand_ins.get(key) or option(key),
            {**known, TOKEN_VARIABLES[0]: "none"},
            lambda _key: None,
            project,
        )
    except SettingsError as error:
        return Result.problem(CheckName.SETTINGS, error), None
    also = f", and so is {str(project.path)!r}" if project else ""
    also += "".join(f"; {note}" for note in notes)
    return Result.ok(CheckName.SETTINGS, f"all options and variables are valid{also}"), settings
