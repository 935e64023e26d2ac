"""Everything that can be set, decided in one place: option, then environment, then ini file, then default.

What there is to set stands in ``options.py``; here it becomes one frozen ``Settings``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pytest_contentjobs.credentials import TOKEN_VARIABLES, Credentials, credentials
from pytest_contentjobs.datasource import DataSource, data_source
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.options import (
    API_DOMAIN,
    JOB,
    JOB_RETRIES,
    JUNIT,
    LOG,
    LOG_BUCKET_OWNER,
    LOG_BUCKETS,
    LOG_END,
    LOG_ENDS,
    LOG_FORMAT,
    LOG_HOSTS,
    LOG_PATTERN,
    MAX_LINE_LENGTH,
    MAX_LOG_LINES,
    MAX_LOG_SIZE,
    MAX_UNPARSED,
    ON_INTERRUPT,
    ON_INTERRUPT_CHOICES,
    PACKAGE,
    POLL_INTERVAL,
    SAVE,
    SOURCE_REGION,
    STALL_TIMEOUT,
    STATUS,
    TIMEOUT,
    VALIDATE,
    Option,
)
from pytest_contentjobs.values import (
    Secret,
    Threshold,
    as_account,
    as_buckets,
    as_choice,
    as_count,
    as_duration,
    as_hosts,
    as_path,
    as_size,
    as_threshold,
    is_loopback,
    job_ids,
)

__all__ = [
    "ImportRequest",
    "JobRequest",
    "LogRequest",
    "Request",
    "Secret",
    "Settings",
    "Threshold",
    "ValidationRequest",
    "is_loopback",
    "resolve",
]

API_PATH = "/knowledge/contentmgr/v4"
MINIMUM_POLL_INTERVAL = 0.05

#: Variables whose values are hidden wherever text leaves this program.
SECRET_VARIABLES = (
    *TOKEN_VARIABLES,
    "CONTENTJOBS_CLIENT_SECRET",
    "CONTENTJOBS_SOURCE_ACCESS_KEY_ID",
    "CONTENTJOBS_SOURCE_SECRET_ACCESS_KEY",
    "CONTENTJOBS_SOURCE_PASSWORD",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
)
_PROXY_VARIABLES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class JobRequest:
    """A job to gate: the stable name of its tests and its id, a UUID as the user wrote it."""

    name: str
    job_id: str


@dataclass(frozen=True, slots=True)
class ValidationRequest:
    """A validation to start and gate: the stable name of its tests, and the source of the content."""

    name: str
    source: DataSource


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """An import to start and gate; ``operation`` is ``import`` or ``reimport``."""

    name: str
    source: DataSource
    operation: Literal["import", "reimport"]


Request = JobRequest | ValidationRequest | ImportRequest


@dataclass(frozen=True, slots=True)
class LogRequest:
    """A log to gate without the service, with the saved status answer if there is one.

    ``is_named`` says that the name is the user's own, so that the one of a saved run does not replace it.
    """

    name: str
    location: str
    status: Path | None
    is_named: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything that was set, checked and parsed; times are in seconds.

    ``api_base`` ends with the API's path and has no trailing slash; it and ``credentials`` are None where no job is asked for.
    """

    jobs: tuple[Request, ...]
    logs: tuple[LogRequest, ...]
    api_base: str | None
    credentials: Credentials | None
    poll_interval: float
    timeout: float
    log_buckets: frozenset[str]
    log_bucket_owner: str | None
    log_hosts: frozenset[str]
    stall_timeout: float | None
    log_format: str
    log_end: str
    max_unparsed: Threshold | None
    log_patterns: tuple[str, ...]
    max_log_size: int
    max_line_length: int
    max_log_lines: int
    package: Path | None
    junit: Path | None
    on_interrupt: str
    job_retries: int
    save: Path | None
    secrets: tuple[Secret, ...]


def resolve(option: Callable[[str], object], environment: Mapping[str, str], ini: Callable[[str], object]) -> Settings:
    """Decide every setting and check it, before anything is asked of anybody.

    ``option`` and ``ini`` look a key up and give None (or an empty ini value) where it is not set.

    Raises:
        SettingsError: something needed is missing or something given is malformed; names all places to set it.
    """

    def value(setting: Option) -> str | None:
        given = option(setting.key)
        if given is not None:
            return str(given)
        if setting.variable and environment.get(setting.variable):
            return environment[setting.variable]
        from_ini = ini(setting.key) if setting.has_ini else None
        return str(from_ini) if from_ini else setting.default

    def required(setting: Option) -> str:
        text = value(setting)
        if text is None:
            raise SettingsError(
                f"{setting.name.removeprefix('--content-').replace('-', ' ').capitalize()} is not set.",
                next_step=f"Set {setting.places}: {setting.help}.",
            )
        return text

    names = _Names()
    job_texts = _many(option(JOB.key))
    jobs: list[Request] = [_job_request(text, names) for text in job_texts]
    region = value(SOURCE_REGION)
    for text in _many(option(VALIDATE.key)):
        name, address = _split_name(text)
        source = data_source(address, VALIDATE, region, environment)
        jobs.append(ValidationRequest(names.take(name, VALIDATE), source))
    log_texts = _many(option(LOG.key))
    status = as_path(value(STATUS), STATUS)
    if status is not None and len(log_texts) != 1:
        raise SettingsError(
            f"{STATUS.name} belongs to exactly one {LOG.name}, and {len(log_texts)} were given.",
            next_step=f"Give it beside one {LOG.name}, or leave it out.",
        )
    logs = tuple(_log_request(text, names, status) for text in log_texts)
    api_base = _api_base(required(API_DOMAIN)) if jobs else None
    for text in job_texts:
        _require_same_host(text, api_base)
    max_unparsed = value(MAX_UNPARSED)
    stall_timeout = value(STALL_TIMEOUT)
    settings = Settings(
        jobs=tuple(jobs),
        logs=logs,
        api_base=api_base,
        credentials=credentials(environment) if jobs else None,
        poll_interval=as_duration(required(POLL_INTERVAL), POLL_INTERVAL, at_least=MINIMUM_POLL_INTERVAL),
        timeout=as_duration(required(TIMEOUT), TIMEOUT, at_least=0),
        log_format=required(LOG_FORMAT).strip().casefold(),
        log_buckets=as_buckets(value(LOG_BUCKETS), LOG_BUCKETS),
        log_bucket_owner=as_account(value(LOG_BUCKET_OWNER), LOG_BUCKET_OWNER),
        log_hosts=as_hosts(value(LOG_HOSTS), LOG_HOSTS),
        stall_timeout=(
            as_duration(stall_timeout, STALL_TIMEOUT, at_least=MINIMUM_POLL_INTERVAL)
            if stall_timeout is not None
            else None
        ),
        log_end=as_choice(required(LOG_END), LOG_END, LOG_ENDS),
        max_unparsed=as_threshold(max_unparsed, MAX_UNPARSED) if max_unparsed is not None else None,
        log_patterns=_patterns(option(LOG_PATTERN.key), ini(LOG_PATTERN.key)),
        max_log_size=as_size(required(MAX_LOG_SIZE), MAX_LOG_SIZE),
        max_line_length=as_size(required(MAX_LINE_LENGTH), MAX_LINE_LENGTH),
        max_log_lines=as_size(required(MAX_LOG_LINES), MAX_LOG_LINES),
        package=as_path(value(PACKAGE), PACKAGE, "a folder or .zip file"),
        junit=as_path(value(JUNIT), JUNIT),
        on_interrupt=as_choice(required(ON_INTERRUPT), ON_INTERRUPT, ON_INTERRUPT_CHOICES),
        job_retries=as_count(required(JOB_RETRIES), JOB_RETRIES),
        save=as_path(value(SAVE), SAVE, "a folder"),
        secrets=_secrets(environment),
    )
    if not jobs and not logs:
        raise SettingsError(
            "A content option was given, and nothing to gate.",
            next_step=f"Give {JOB.name}, {VALIDATE.name} or {LOG.name}.",
        )
    return settings


class _Names:
    """Hands out the stable names of jobs and logs: those given, else by position."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, given: str | None, option: Option) -> str:
        name = given or self._by_position()
        if name.casefold() in self._taken:
            raise SettingsError(
                f"The name {name!r} is given to two jobs or logs.",
                next_step=f"Give each {option.name} a name of its own: {option.name} NAME=….",
            )
        self._taken.add(name.casefold())
        return name

    def _by_position(self) -> str:
        position = len(self._taken) + 1
        return "content" if position == 1 else f"content-{position}"


def _many(given: object) -> Sequence[str]:
    return [str(text) for text in given] if isinstance(given, list | tuple) else []


def _split_name(text: str) -> tuple[str | None, str]:
    name, separator, rest = text.partition("=")
    return (name, rest.strip()) if separator and _NAME.fullmatch(name) else (None, text.strip())


def _job_request(text: str, names: _Names) -> JobRequest:
    name, job = _split_name(text)
    found = job_ids(job)
    if len(found) != 1:
        what = "has no job id in it" if not found else f"has {len(found)} job ids in it"
        raise SettingsError(
            f"{JOB.name} {text!r} {what}.",
            next_step="Give the job's UUID, the location header of its creation, or its status URL; "
            "NAME= before it may have letters, digits, _ and - (at most 40).",
        )
    return JobRequest(names.take(name, JOB), found[0])


def _log_request(text: str, names: _Names, status: Path | None) -> LogRequest:
    name, location = _split_name(text)
    if not location:
        raise SettingsError(f"{LOG.name} is empty.", next_step="Give a file, an s3:// or an https:// address.")
    return LogRequest(names.take(name, LOG), location, status, is_named=name is not None)


def _api_base(text: str) -> str:
    def refuse(why: str) -> SettingsError:
        return SettingsError(
            f"The API domain {text!r} {why}.",
            next_step=f"Set {API_DOMAIN.places} to host[:port] or https://host[:port].",
        )

    url = text.strip()
    if "@" in url:
        # The text is not repeated: there is a password in it.
        raise SettingsError(
            "The API domain has a user name or password in it.",
            next_step=f"Set {API_DOMAIN.places} to the host alone; the token comes from {TOKEN_VARIABLES[0]}.",
        )
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise refuse("cannot be read as a host or URL") from error
    if not host or not re.fullmatch(r"[A-Za-z0-9._:-]+", host):
        raise refuse("has no valid host")
    if parts.query or parts.fragment:
        raise refuse("has a query or fragment")
    if parts.scheme.lower() not in {"http", "https"}:
        raise refuse("is neither https nor http")
    if parts.scheme.lower() == "http" and not is_loopback(host):
        raise refuse("is http://, which would send the token in the clear; http is for loopback addresses alone")
    path = "/" + "/".join(part for part in parts.path.split("/") if part)
    if not path.endswith(API_PATH):
        path = path.rstrip("/") + API_PATH
    netloc = f"[{host}]" if ":" in host else host
    return f"{parts.scheme.lower()}://{netloc}{f':{port}' if port is not None else ''}{path}"


def _require_same_host(job: str, api_base: str | None) -> None:
    """Refuse a pasted URL of another tenant: its job would be asked of the configured one, and the token stays there."""
    url = _split_name(job)[1]
    if "://" not in url:
        return
    given = url.partition("://")[2].partition("/")[0].rpartition("@")[2].casefold()
    expected = urlsplit(api_base or "").netloc.casefold()
    if given != expected:
        raise SettingsError(
            f"{JOB.name} names the host {given!r}, and the API domain is {expected!r}.",
            next_step=f"Set {API_DOMAIN.places} to the domain of the job, or give the job's id alone.",
        )


def _patterns(given: object, from_ini: object) -> tuple[str, ...]:
    """Return the patterns of the command line, or else those of the ini file, one a line there."""
    texts = _many(given) or str(from_ini or "").splitlines()
    return tuple(text for text in texts if text.strip())


def _secrets(environment: Mapping[str, str]) -> tuple[Secret, ...]:
    """Return the values that no output may hold."""
    values = [environment.get(variable, "").strip() for variable in SECRET_VARIABLES]
    for variable in _PROXY_VARIABLES:
        try:
            values.append(unquote(urlsplit(environment.get(variable, "")).password or ""))
        except ValueError:
            continue
    return tuple(Secret(value) for value in dict.fromkeys(values) if value)
