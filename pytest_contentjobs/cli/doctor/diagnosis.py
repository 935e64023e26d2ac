"""All checks, in the order in which the gate needs what they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from pytest_contentjobs.boundary.redaction import Redactor, redacted_logging
from pytest_contentjobs.cli.doctor.log_checks import check_aws, check_location, check_reading
from pytest_contentjobs.cli.doctor.result import Result
from pytest_contentjobs.cli.doctor.service_checks import (
    check_clock,
    check_connection,
    check_domain,
    check_permission,
    check_scope,
    check_token,
)
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.job import job_ids
from pytest_contentjobs.settings.credentials import TOKEN_VARIABLES
from pytest_contentjobs.settings.options import API_DOMAIN, JOB, OPTIONS
from pytest_contentjobs.settings.resolve import Settings, known_secrets, resolve

__all__ = ["diagnose"]

# Stands for a job where none is given, so that all other settings can be read.
_ANY_JOB = "00000000-0000-0000-0000-000000000000"


def diagnose(
    option: Callable[[str], object],
    environment: Mapping[str, str],
    job: str | None,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[Result]:
    """Make one check after the other and give its result, safe to be shown; what depends on a failed one is not checked.

    ``option`` looks an option up by its key and gives None where it is not set; ``job`` is the job to ask for, if any: a text
    with one job id in it. Nothing is started or changed anywhere.
    """
    redact = Redactor(known_secrets(environment))
    with redacted_logging(redact):
        for result in _results(option, environment, job, now, redact):
            yield result.safe(redact)


def _results(
    option: Callable[[str], object],
    environment: Mapping[str, str],
    job: str | None,
    now: Callable[[], datetime],
    redact: Redactor,
) -> Iterator[Result]:
    domain, base = check_domain(_value(option(API_DOMAIN.key)) or environment.get(API_DOMAIN.variable or ""))
    yield domain
    job_id = job_ids(job)[0] if job else None
    settings_result, settings = _check_settings(option, environment, job if base else job_id, base)
    yield settings_result
    if base:
        connection, answer = check_connection(base, redact)
        yield from connection
        yield check_clock(answer, now())
    else:
        answer = None
        yield from (Result.not_checked(name, "there is no API domain") for name in ("host name", "connection", "clock"))
    token, access = check_token(environment, redact)
    yield token
    yield check_scope(access, now()) if access else Result.not_checked("scope", "there is no token")
    status = None
    if base and answer and access:
        permission, status = check_permission(base, access, job_id, answer, redact)
        yield permission
    else:
        lack = "there is no connection" if not answer else "there is no token"
        yield Result.not_checked("permission", lack)
    location = None
    if base and status and job_id and settings:
        found, location = check_location(status, job_id, base, settings, redact)
    elif job_id is None:
        found = Result.not_checked("log location", "no job was given: contentjobs doctor JOB asks for that of a job")
    else:
        found = Result.not_checked("log location", "the settings cannot be used" if status else "there is no status")
    yield check_aws(location)
    yield found
    yield (
        check_reading(location, status)
        if location and status
        else Result.not_checked("log", "there is no location that can be used")
    )


def _check_settings(
    option: Callable[[str], object], environment: Mapping[str, str], job: str | None, base: str | None
) -> tuple[Result, Settings | None]:
    """Check all that is set, but for the domain and the token, which are checked by themselves."""
    known = {variable: environment.get(variable, "") for variable in (each.variable for each in OPTIONS) if variable}
    stand_ins = {JOB.key: [job or _ANY_JOB], API_DOMAIN.key: base or "localhost"}
    try:
        settings = resolve(
            lambda key: stand_ins.get(key) or option(key), {**known, TOKEN_VARIABLES[0]: "none"}, lambda _key: None
        )
    except SettingsError as error:
        return Result.problem("settings", error), None
    return Result.ok("settings", "all variables and options can be read"), settings


def _value(given: object) -> str | None:
    return None if given is None else str(given)
