"""Everything that can be set, decided in one place: option, then environment, project file, pytest's ini file, default.

The tables in ``options/`` say what can be set; here it becomes one frozen ``Settings``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from pytest_contentjobs.boundary.network import complete_proxy_url
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.api_base import as_api_base
from pytest_contentjobs.settings.credentials import TOKEN_VARIABLES, Credentials, read_credentials
from pytest_contentjobs.settings.data_source import read_data_source
from pytest_contentjobs.settings.options import OPTIONS, READING, Option
from pytest_contentjobs.settings.options.access import API_DOMAIN
from pytest_contentjobs.settings.options.jobs import JOB, LOG, SOURCE_REGION, STATUS, VALIDATE
from pytest_contentjobs.settings.options.policy import BASELINE, BASELINE_STRICT, UPDATE_BASELINE
from pytest_contentjobs.settings.options.reports import FILES
from pytest_contentjobs.settings.owner_file import require_owner
from pytest_contentjobs.settings.parsing import Threshold, as_path, parse
from pytest_contentjobs.settings.project_file import RUNS, ProjectFile
from pytest_contentjobs.settings.report_time import read_report_time
from pytest_contentjobs.settings.requests import (
    LogRequest,
    Names,
    Request,
    ValidationRequest,
    read_job_request,
    read_log_request,
    require_same_host,
    split_name,
)
from pytest_contentjobs.settings.variables import describe_unknown_variables

__all__ = ["Access", "Settings", "collect_secrets", "resolve", "resolve_access", "resolve_value"]

#: Variables whose values are redacted in all output.
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

    ``api_base`` ends with the API's path and has no trailing slash; it and ``credentials`` are None if there is no job.
    Of ``max_cases`` and ``show``, None is no limit. ``project`` is the project file that settings were read from, if there is one,
    and ``pins`` are the settings that it has for single runs, by name of the run and of the field. ``report_time`` is the time
    that reports show, None for that of the clock; ``notes`` are lines for the user on what was set and has no effect.
    """

    jobs: tuple[Request, ...]
    logs: tuple[LogRequest, ...]
    api_base: str | None
    credentials: Credentials | None
    secrets: tuple[SecretStr, ...]
    project: ProjectFile | None = None
    pins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    report_time: datetime | None = None
    notes: tuple[str, ...] = ()
    # What follows is named after its option.
    poll_interval: float
    timeout: float
    stall_timeout: float | None
    on_interrupt: str
    job_retries: int
    log_buckets: frozenset[str]
    log_bucket_owner: str | None
    log_hosts: frozenset[str]
    log_format: str
    log_pattern: tuple[str, ...]
    log_levels: tuple[tuple[str, Severity], ...]
    log_harmless: tuple[str, ...]
    log_end: str
    max_unparsed: Threshold | None
    max_log_size: int
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
    show: int | None
    owner: str | None
    items: str
    package: Path | None
    entity_url: str | None
    rule_url: str | None
    save: Path | None
    history: Path | None
    history_days: int | None
    junit: Path | None
    json: Path | None
    html: Path | None = None
    sarif: Path | None = None
    codequality: Path | None = None
    csv: Path | None = None
    rdjsonl: Path | None = None
    markdown: Path | None = None
    github: str = "auto"

    def for_run(self, name: str) -> Self:
        """Return the settings of the run of this name: those of all runs, but for its pins."""
        return replace(self, **self.pins.get(name, {}))


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach the service: the API's base URL, as in ``Settings``, the credentials, and the secrets to redact."""

    api_base: str
    credentials: Credentials
    secrets: tuple[SecretStr, ...]


def resolve_access(
    option: Callable[[str], object], environment: Mapping[str, str], ini: Callable[[str], object]
) -> Access:
    """Decide where the service is and which credentials it gets, whatever is to be gated; raises SettingsError as ``resolve``."""
    _refuse_ini(ini)
    describe_unknown_variables(environment)
    base = _api_base(resolve_value(API_DOMAIN, option, environment, ini))
    return Access(base, read_credentials(environment), collect_secrets(environment))


def resolve(
    option: Callable[[str], object],
    environment: Mapping[str, str],
    ini: Callable[[str], object],
    project: ProjectFile | None = None,
) -> Settings:
    """Decide and check every setting, before anything is requested.

    ``option`` and ``ini`` look a key up, and return None (or an empty ini value) if it is not set; ``project`` is the project
    file, if there is one.

    Raises:
        SettingsError: something is missing, malformed or contradictory; names all places to set it.
    """

    def value(setting: Option) -> str | None:
        return resolve_value(setting, option, environment, ini, project)

    _refuse_ini(ini)
    notes = describe_unknown_variables(environment)
    names = Names()
    job_texts = _many(option(JOB.key))
    jobs: list[Request] = [read_job_request(text, names) for text in job_texts]
    region = value(SOURCE_REGION)
    for text in _many(option(VALIDATE.key)):
        name, address = split_name(text)
        source = read_data_source(address, VALIDATE, region, environment)
        jobs.append(ValidationRequest(names.take(name, VALIDATE), source))
    logs = _logs(_many(option(LOG.key)), value(STATUS), names)
    api_base = _api_base(value(API_DOMAIN)) if jobs else None
    for text in job_texts:
        require_same_host(text, api_base)
    settings = Settings(
        jobs=tuple(jobs),
        logs=logs,
        api_base=api_base,
        credentials=read_credentials(environment) if jobs else None,
        secrets=collect_secrets(environment),
        project=project,
        notes=notes,
        pins=_read_pins(project, option, environment) if project else {},
        report_time=read_report_time(environment),
        **{
            setting.field: _read_setting(setting, option, environment, ini, project)
            for setting in OPTIONS
            if setting.parser
        },
    )
    _require_sense(settings)
    return settings


def resolve_value(
    setting: Option,
    option: Callable[[str], object],
    environment: Mapping[str, str],
    ini: Callable[[str], object] = lambda _key: None,
    project: ProjectFile | None = None,
) -> str | None:
    """Return the text of a setting as it was given, or its default; None if it has neither."""
    given = _find_given(setting, option, environment)
    if given is not None:
        return given
    if project is not None and setting.key in project.values:
        return project.values[setting.key]
    from_ini = ini(setting.key) if setting.has_ini else None
    return str(from_ini) if from_ini else setting.default


def _find_given(setting: Option, option: Callable[[str], object], environment: Mapping[str, str]) -> str | None:
    """Return what the command line or the environment says, which comes before all files."""
    given = option(setting.key)
    if given is not None:
        return str(given)
    return environment.get(setting.variable) or None if setting.variable else None


def _read_setting(
    setting: Option,
    option: Callable[[str], object],
    environment: Mapping[str, str],
    ini: Callable[[str], object],
    project: ProjectFile | None,
) -> Any:
    if setting.repeatable and (texts := _many(option(setting.key))):
        return tuple(text for text in texts if text.strip())
    text = resolve_value(setting, option, environment, ini, project)
    if _find_given(setting, option, environment) is not None:
        is_option = option(setting.key) is not None
        return parse(text, setting) if is_option else _parse_in(f"The variable {setting.variable}", text, setting)
    if project is not None and setting.key in project.values:
        return _parse_in(project.name_place(setting.field), text, setting)
    return _parse_in(f"The ini key {setting.key}", text, setting)


def _parse_in(place: str, text: str | None, setting: Option) -> Any:
    """Parse a text that stands at a place; an error names it."""
    try:
        return parse(text, setting)
    except SettingsError as error:
        raise SettingsError(f"{place}: {error.what}", next_step=error.next_step, reason=error.reason) from error


def _read_pins(
    project: ProjectFile, option: Callable[[str], object], environment: Mapping[str, str]
) -> Mapping[str, Mapping[str, Any]]:
    """Read what the project file sets for single runs, as far as nothing that comes before files says otherwise."""
    return {
        name: {
            setting.field: _parse_in(project.name_place(RUNS, name, setting.field), pinned[setting.key], setting)
            for setting in READING
            if setting.key in pinned and _find_given(setting, option, environment) is None
        }
        for name, pinned in project.pins.items()
    }


def _refuse_ini(ini: Callable[[str], object]) -> None:
    """Refuse ini keys that would let a file of the repository decide where the token is sent, or which hosts are trusted."""
    for setting in OPTIONS:
        if setting.refuses_ini and ini(setting.key):
            raise SettingsError(
                f"The ini key {setting.key} is set, but a file of the repository must not decide this.",
                next_step=f"Remove it, and set {setting.places}.",
                reason=Reason.INI_KEY_REFUSED,
            )


def _api_base(text: str | None) -> str:
    if text is None:
        raise SettingsError(
            "The API domain is not set.",
            next_step=f"Set {API_DOMAIN.places} to the API domain of your tenant: host[:port] or URL.",
            reason=Reason.SETTING_MISSING,
        )
    return as_api_base(text)


def _logs(texts: Sequence[str], status: str | None, names: Names) -> tuple[LogRequest, ...]:
    if status is not None and len(texts) != 1:
        raise SettingsError(
            f"{STATUS.name} belongs to exactly one {LOG.name}, but {len(texts)} were given.",
            next_step=f"Give it with one {LOG.name}, or leave it out.",
            reason=Reason.SETTINGS_CONFLICT,
        )
    file = as_path(status, STATUS) if status is not None else None
    return tuple(read_log_request(text, names, file) for text in texts)


def _require_sense(settings: Settings) -> None:
    """Refuse options that have no effect, or not the one they promise, without others."""
    if not settings.jobs and not settings.logs:
        raise SettingsError(
            "There is nothing to gate.",
            next_step=f"Give {JOB.name}, {VALIDATE.name} or {LOG.name}.",
            reason=Reason.NOTHING_TO_GATE,
        )
    for is_set, option in ((settings.update_baseline, UPDATE_BASELINE), (settings.baseline_strict, BASELINE_STRICT)):
        if is_set and settings.baseline is None:
            raise SettingsError(
                f"{option.name} was given, but no baseline.",
                next_step=f"Set {BASELINE.places} to its file.",
                reason=Reason.SETTING_MISSING,
            )
    if settings.owner is not None and settings.project is not None:
        require_owner(settings.owner, settings.project.owners, settings.project.rules)
    _require_own_files(settings)


def _require_own_files(settings: Settings) -> None:
    """Refuse two reports in one file: one would replace the other."""
    others: dict[str, Option] = {}
    for option in FILES:
        file: Path | None = getattr(settings, option.field)
        if file is None:
            continue
        other = others.setdefault(os.path.realpath(file), option)
        if other is not option:
            raise SettingsError(
                f"{other.name} and {option.name} name the same file, {str(file)!r}.",
                next_step="Give each report a file of its own.",
                reason=Reason.SETTINGS_CONFLICT,
            )


def _many(given: object) -> Sequence[str]:
    return [str(text) for text in given] if isinstance(given, list | tuple) else []


def collect_secrets(environment: Mapping[str, str]) -> tuple[SecretStr, ...]:
    """Return the secrets of the environment, which no output may contain."""
    values = [environment.get(variable, "").strip() for variable in SECRET_VARIABLES]
    for variable in _PROXY_VARIABLES:
        try:
            values.append(unquote(urlsplit(complete_proxy_url(environment.get(variable, ""))).password or ""))
        except ValueError:
            continue
    return tuple(SecretStr(value) for value in dict.fromkeys(values) if value)
