"""Everything that can be set, decided in one place: option, then environment, then ini file, then default.

What there is to set stands in ``options.py``; here it becomes one frozen ``Settings``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings import options
from pytest_contentjobs.settings.api_base import as_api_base
from pytest_contentjobs.settings.credentials import TOKEN_VARIABLES, Credentials, credentials
from pytest_contentjobs.settings.data_source import data_source
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.parsing import (
    Threshold,
    as_account,
    as_buckets,
    as_choice,
    as_count,
    as_duration,
    as_flag,
    as_hosts,
    as_path,
    as_size,
    as_template,
    as_threshold,
)
from pytest_contentjobs.settings.requests import (
    LogRequest,
    Names,
    Request,
    ValidationRequest,
    job_request,
    log_request,
    require_same_host,
    split_name,
)

__all__ = ["Access", "Settings", "access", "known_secrets", "resolve", "resolve_value"]

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything that was set, checked and parsed; times are in seconds.

    ``api_base`` ends with the API's path and has no trailing slash; it and ``credentials`` are None where no job is asked for.
    ``max_cases`` is None where there is no limit.
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
    policy: Path | None
    fail_on: str
    max_errors: Threshold | None
    max_warnings: Threshold | None
    baseline: Path | None
    update_baseline: bool
    baseline_strict: bool
    compare: Path | None
    group: str
    max_cases: int | None
    items: str
    entity_url: str | None
    rule_url: str | None
    json: Path | None
    secrets: tuple[SecretStr, ...]


@dataclass(frozen=True, slots=True)
class Access:
    """The way to the service: the API's base URL, as in ``Settings``, the credentials, and the secrets to hide."""

    api_base: str
    credentials: Credentials
    secrets: tuple[SecretStr, ...]


def access(option: Callable[[str], object], environment: Mapping[str, str], ini: Callable[[str], object]) -> Access:
    """Decide where the service is and who asks it, whatever is to be gated; raises SettingsError as ``resolve``."""
    _refuse_ini(ini)
    text = resolve_value(options.API_DOMAIN, option, environment, ini)
    base = as_api_base(_required(text, options.API_DOMAIN))
    return Access(base, credentials(environment), known_secrets(environment))


def resolve(option: Callable[[str], object], environment: Mapping[str, str], ini: Callable[[str], object]) -> Settings:
    """Decide every setting and check it, before anything is asked of anybody.

    ``option`` and ``ini`` look a key up and give None (or an empty ini value) where it is not set.

    Raises:
        SettingsError: something needed is missing or something given is malformed; names all places to set it.
    """

    def value(setting: Option) -> str | None:
        return resolve_value(setting, option, environment, ini)

    def required(setting: Option) -> str:
        return _required(value(setting), setting)

    def threshold(setting: Option) -> Threshold | None:
        text = value(setting)
        return as_threshold(text, setting) if text is not None else None

    _refuse_ini(ini)
    names = Names()
    job_texts = _many(option(options.JOB.key))
    jobs: list[Request] = [job_request(text, names) for text in job_texts]
    region = value(options.SOURCE_REGION)
    for text in _many(option(options.VALIDATE.key)):
        name, address = split_name(text)
        source = data_source(address, options.VALIDATE, region, environment)
        jobs.append(ValidationRequest(names.take(name, options.VALIDATE), source))
    log_texts = _many(option(options.LOG.key))
    status = as_path(value(options.STATUS), options.STATUS)
    if status is not None and len(log_texts) != 1:
        raise SettingsError(
            f"{options.STATUS.name} belongs to exactly one {options.LOG.name}, and {len(log_texts)} were given.",
            next_step=f"Give it beside one {options.LOG.name}, or leave it out.",
        )
    logs = tuple(log_request(text, names, status) for text in log_texts)
    api_base = as_api_base(required(options.API_DOMAIN)) if jobs else None
    for text in job_texts:
        require_same_host(text, api_base)
    stall_timeout = value(options.STALL_TIMEOUT)
    settings = Settings(
        jobs=tuple(jobs),
        logs=logs,
        api_base=api_base,
        credentials=credentials(environment) if jobs else None,
        poll_interval=as_duration(
            required(options.POLL_INTERVAL), options.POLL_INTERVAL, at_least=MINIMUM_POLL_INTERVAL
        ),
        timeout=as_duration(required(options.TIMEOUT), options.TIMEOUT, at_least=0),
        log_format=required(options.LOG_FORMAT).strip().casefold(),
        log_buckets=as_buckets(value(options.LOG_BUCKETS), options.LOG_BUCKETS),
        log_bucket_owner=as_account(value(options.LOG_BUCKET_OWNER), options.LOG_BUCKET_OWNER),
        log_hosts=as_hosts(value(options.LOG_HOSTS), options.LOG_HOSTS),
        stall_timeout=(
            as_duration(stall_timeout, options.STALL_TIMEOUT, at_least=MINIMUM_POLL_INTERVAL)
            if stall_timeout is not None
            else None
        ),
        log_end=as_choice(required(options.LOG_END), options.LOG_END, options.LOG_ENDS),
        max_unparsed=threshold(options.MAX_UNPARSED),
        log_patterns=_patterns(option(options.LOG_PATTERN.key), ini(options.LOG_PATTERN.key)),
        max_log_size=as_size(required(options.MAX_LOG_SIZE), options.MAX_LOG_SIZE),
        max_line_length=as_size(required(options.MAX_LINE_LENGTH), options.MAX_LINE_LENGTH),
        max_log_lines=as_size(required(options.MAX_LOG_LINES), options.MAX_LOG_LINES),
        package=as_path(value(options.PACKAGE), options.PACKAGE, "a folder or .zip file"),
        junit=as_path(value(options.JUNIT), options.JUNIT),
        on_interrupt=as_choice(required(options.ON_INTERRUPT), options.ON_INTERRUPT, options.ON_INTERRUPT_CHOICES),
        job_retries=as_count(required(options.JOB_RETRIES), options.JOB_RETRIES),
        save=as_path(value(options.SAVE), options.SAVE, "a folder"),
        policy=as_path(value(options.POLICY), options.POLICY),
        fail_on=as_choice(required(options.FAIL_ON), options.FAIL_ON, options.FAIL_ON_CHOICES),
        max_errors=threshold(options.MAX_ERRORS),
        max_warnings=threshold(options.MAX_WARNINGS),
        baseline=as_path(value(options.BASELINE), options.BASELINE),
        update_baseline=as_flag(value(options.UPDATE_BASELINE), options.UPDATE_BASELINE),
        baseline_strict=as_flag(value(options.BASELINE_STRICT), options.BASELINE_STRICT),
        compare=as_path(value(options.COMPARE), options.COMPARE, "a saved run"),
        group=as_choice(required(options.GROUP), options.GROUP, options.GROUP_CHOICES),
        max_cases=as_count(required(options.MAX_CASES), options.MAX_CASES) or None,
        items=as_choice(required(options.ITEMS), options.ITEMS, options.ITEMS_CHOICES),
        entity_url=as_template(value(options.ENTITY_URL), options.ENTITY_URL, options.ENTITY_FIELDS),
        rule_url=as_template(value(options.RULE_URL), options.RULE_URL, options.RULE_FIELDS),
        json=as_path(value(options.JSON), options.JSON),
        secrets=known_secrets(environment),
    )
    _require_sense(settings)
    return settings


def resolve_value(
    setting: Option,
    option: Callable[[str], object],
    environment: Mapping[str, str],
    ini: Callable[[str], object] = lambda _key: None,
) -> str | None:
    """Return the text of one setting as it was given, or its default; None where there is neither."""
    given = option(setting.key)
    if given is not None:
        return str(given)
    if setting.variable and environment.get(setting.variable):
        return environment[setting.variable]
    from_ini = ini(setting.key) if setting.has_ini else None
    return str(from_ini) if from_ini else setting.default


def _refuse_ini(ini: Callable[[str], object]) -> None:
    """Refuse ini keys that would let a file of the repository say where the token goes, or whom to trust."""
    for setting in options.OPTIONS:
        if setting.refuses_ini and ini(setting.key):
            raise SettingsError(
                f"The ini key {setting.key} is set, and a file of the repository must not decide that.",
                next_step=f"Take it out, and set {setting.places}.",
            )


def _required(text: str | None, setting: Option) -> str:
    if text is None:
        raise SettingsError(
            f"{setting.name.removeprefix('--content-').replace('-', ' ').capitalize()} is not set.",
            next_step=f"Set {setting.places}: {setting.help}.",
        )
    return text


def _require_sense(settings: Settings) -> None:
    """Refuse options that do nothing, or not what they say, without others."""
    if not settings.jobs and not settings.logs:
        raise SettingsError(
            "A content option was given, and nothing to gate.",
            next_step=f"Give {options.JOB.name}, {options.VALIDATE.name} or {options.LOG.name}.",
        )
    for is_set, option in (
        (settings.update_baseline, options.UPDATE_BASELINE),
        (settings.baseline_strict, options.BASELINE_STRICT),
    ):
        if is_set and settings.baseline is None:
            raise SettingsError(
                f"{option.name} was given, and no baseline.", next_step=f"Set {options.BASELINE.places} to its file."
            )
    reports = [path for path in (settings.junit, settings.json) if path is not None]
    if len({os.path.realpath(path) for path in reports}) < len(reports):
        raise SettingsError(
            f"{options.JUNIT.name} and {options.JSON.name} name the same file, {str(settings.json)!r}.",
            next_step="Give each a file of its own.",
        )


def _many(given: object) -> Sequence[str]:
    return [str(text) for text in given] if isinstance(given, list | tuple) else []


def _patterns(given: object, from_ini: object) -> tuple[str, ...]:
    """Return the patterns of the command line, or else those of the ini file, one a line there."""
    texts = _many(given) or str(from_ini or "").splitlines()
    return tuple(text for text in texts if text.strip())


def known_secrets(environment: Mapping[str, str]) -> tuple[SecretStr, ...]:
    """Return the values that no output may hold."""
    values = [environment.get(variable, "").strip() for variable in SECRET_VARIABLES]
    for variable in _PROXY_VARIABLES:
        try:
            values.append(unquote(urlsplit(environment.get(variable, "")).password or ""))
        except ValueError:
            continue
    return tuple(SecretStr(value) for value in dict.fromkeys(values) if value)
