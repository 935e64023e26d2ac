"""Everything that can be set, decided in one place: option, then environment, then ini file, then default.

The table ``OPTIONS`` is all there is: the command line, the ini keys, the messages and the README follow it. Standard
library only, since pytest reads this module in every run.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pytest_contentjobs.errors import SettingsError

__all__ = [
    "ACTIVATING",
    "OPTIONS",
    "JobRequest",
    "LogRequest",
    "Option",
    "Secret",
    "Settings",
    "Threshold",
    "resolve",
]

API_PATH = "/knowledge/contentmgr/v4"
TOKEN_VARIABLES = ("CONTENTJOBS_ACCESS_TOKEN", "EGAIN_ACCESS_TOKEN")
LOG_FORMATS = ("auto", "text", "jsonl", "json", "platform", "table", "logfmt", "sections")
LOG_ENDS = ("newline", "any")
# Long enough for what the vendor calls the longest import (4 hours).
DEFAULT_TIMEOUT = "4h30m"
MINIMUM_POLL_INTERVAL = 0.05


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be set. ``name`` is the option; the ini key is the same with underscores."""

    name: str
    metavar: str
    help: str
    variable: str | None = None
    default: str | None = None
    repeatable: bool = False
    has_ini: bool = True

    @property
    def key(self) -> str:
        """The ini key, which is also the attribute that pytest keeps the option under."""
        return self.name.removeprefix("--").replace("-", "_")

    @property
    def places(self) -> str:
        """The places where it can be set, in words, for messages."""
        places = [self.name]
        if self.variable:
            places.append(f"the variable {self.variable}")
        if self.has_ini:
            places.append(f"the ini key {self.key}")
        return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} or {places[-1]}"


JOB = Option(
    name="--content-job",
    metavar="[NAME=]JOB",
    help="gate this import or validation job; JOB is its id, its location or its status URL; NAME is the stable first "
    "part of its test names (repeatable)",
    repeatable=True,
    has_ini=False,
)
LOG = Option(
    name="--content-log",
    metavar="[NAME=]LOG",
    help="gate a log without the service: a file, s3://bucket/key or https:// URL (repeatable)",
    repeatable=True,
    has_ini=False,
)
STATUS = Option(
    name="--content-status",
    metavar="FILE",
    help="with one --content-log: the job's saved status answer (JSON), to check the log's counts against",
    has_ini=False,
)
API_DOMAIN = Option(
    name="--content-api-domain",
    metavar="DOMAIN",
    help="the tenant's API domain: host[:port] or URL; http:// for loopback addresses alone",
    variable="CONTENTJOBS_API_DOMAIN",
)
POLL_INTERVAL = Option(
    name="--content-poll-interval",
    metavar="DURATION",
    help="time between two questions for a job's status: seconds, or 30s, 2m, 1h (default: 15s)",
    variable="CONTENTJOBS_POLL_INTERVAL",
    default="15s",
)
TIMEOUT = Option(
    name="--content-timeout",
    metavar="DURATION",
    help=f"how long each job is waited for at the most (default: {DEFAULT_TIMEOUT})",
    variable="CONTENTJOBS_TIMEOUT",
    default=DEFAULT_TIMEOUT,
)
LOG_FORMAT = Option(
    name="--content-log-format",
    metavar="NAME",
    help=f"the log's format instead of recognising it: {', '.join(LOG_FORMATS)} (default: auto)",
    variable="CONTENTJOBS_LOG_FORMAT",
    default="auto",
)
LOG_END = Option(
    name="--content-log-end",
    metavar="END",
    help="how a whole log ends: newline (a last line without line end is a log that was cut off) or any "
    "(default: newline)",
    variable="CONTENTJOBS_LOG_END",
    default="newline",
)
MAX_UNPARSED = Option(
    name="--content-max-unparsed",
    metavar="N|P%",
    help="how many unrecognised lines of the log are accepted, as a count or as a share of its lines (default: none "
    "for a log alone; with a job those without a word like 'error' in them, as long as most lines are recognised)",
    variable="CONTENTJOBS_MAX_UNPARSED",
)
LOG_PATTERN = Option(
    name="--content-log-pattern",
    metavar="REGEX",
    help="an own layout of log lines: a regular expression with the named groups message, severity, rule, file, line, "
    "column, timestamp and entity_kind, entity_name, entity_folder, entity_id, entity_index (repeatable; one a line in "
    "the ini file)",
    repeatable=True,
)
MAX_LOG_SIZE = Option(
    name="--content-max-log-size",
    metavar="SIZE",
    help="the largest log that is read, unpacked: bytes, or like 500MB, 8GB (default: 8GB)",
    variable="CONTENTJOBS_MAX_LOG_SIZE",
    default="8GB",
)
MAX_LINE_LENGTH = Option(
    name="--content-max-line-length",
    metavar="SIZE",
    help="the longest line of a log that is read: bytes, or like 64MB (default: 64MB)",
    variable="CONTENTJOBS_MAX_LINE_LENGTH",
    default="64MB",
)
MAX_LOG_LINES = Option(
    name="--content-max-log-lines",
    metavar="N",
    help="the most lines of a log that are read (default: 100000000)",
    variable="CONTENTJOBS_MAX_LOG_LINES",
    default="100000000",
)
PACKAGE = Option(
    name="--content-package",
    metavar="DIR",
    help="the content package on this machine, a folder or .zip file: findings then point at its files and lines",
    variable="CONTENTJOBS_PACKAGE",
)
JUNIT = Option(
    name="--content-junit",
    metavar="FILE",
    help="write a JUnit XML file of the content alone, with file and line where known",
    variable="CONTENTJOBS_JUNIT",
)
OPTIONS = (
    JOB,
    LOG,
    STATUS,
    API_DOMAIN,
    POLL_INTERVAL,
    TIMEOUT,
    LOG_FORMAT,
    LOG_END,
    MAX_UNPARSED,
    LOG_PATTERN,
    MAX_LOG_SIZE,
    MAX_LINE_LENGTH,
    MAX_LOG_LINES,
    PACKAGE,
    JUNIT,
)
#: The options that start the gate; all others only say how.
ACTIVATING = (JOB, LOG)

_UUID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_DURATION = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m)?(?:(?P<s>\d+(?:\.\d+)?)s?)?", re.IGNORECASE
)
_SIZE = re.compile(r"(?P<number>[1-9]\d{0,14})\s*(?P<unit>[KMG]?)B?", re.IGNORECASE)
_THRESHOLD = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<percent>%?)")


class Secret:
    """A value that shows itself only when asked by ``reveal``: not in repr, not in a traceback's locals."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret('…')"

    def reveal(self) -> str:
        """Return the value itself, for the one place that sends it."""
        return self._value


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit as a count, or as a share in percent of a total."""

    number: float
    is_percentage: bool
    text: str

    def allows(self, count: int, total: int) -> bool:
        """Whether ``count`` of ``total`` is within the limit; the limit itself is."""
        return count * 100 <= self.number * total if self.is_percentage else count <= self.number


@dataclass(frozen=True, slots=True)
class JobRequest:
    """A job to gate: the stable name of its tests and its id, a UUID as the user wrote it."""

    name: str
    job_id: str


@dataclass(frozen=True, slots=True)
class LogRequest:
    """A log to gate without the service, with the saved status answer if there is one."""

    name: str
    location: str
    status: Path | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything that was set, checked and parsed; times are in seconds.

    ``api_base`` ends with the API's path and has no trailing slash; it and ``token`` are None where no job is asked for.
    """

    jobs: tuple[JobRequest, ...]
    logs: tuple[LogRequest, ...]
    api_base: str | None
    token: Secret | None
    poll_interval: float
    timeout: float
    log_format: str
    log_end: str
    max_unparsed: Threshold | None
    log_patterns: tuple[str, ...]
    max_log_size: int
    max_line_length: int
    max_log_lines: int
    package: Path | None
    junit: Path | None


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
    jobs = tuple(_job_request(text, names) for text in job_texts)
    log_texts = _many(option(LOG.key))
    status = _path(value(STATUS), STATUS)
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
    settings = Settings(
        jobs=jobs,
        logs=logs,
        api_base=api_base,
        token=_token(environment) if jobs else None,
        poll_interval=_duration(required(POLL_INTERVAL), POLL_INTERVAL, at_least=MINIMUM_POLL_INTERVAL),
        timeout=_duration(required(TIMEOUT), TIMEOUT, at_least=0),
        log_format=_choice(required(LOG_FORMAT), LOG_FORMAT, LOG_FORMATS),
        log_end=_choice(required(LOG_END), LOG_END, LOG_ENDS),
        max_unparsed=_threshold(max_unparsed, MAX_UNPARSED) if max_unparsed is not None else None,
        log_patterns=_patterns(option(LOG_PATTERN.key), ini(LOG_PATTERN.key)),
        max_log_size=_size(required(MAX_LOG_SIZE), MAX_LOG_SIZE),
        max_line_length=_size(required(MAX_LINE_LENGTH), MAX_LINE_LENGTH),
        max_log_lines=_size(required(MAX_LOG_LINES), MAX_LOG_LINES),
        package=_path(value(PACKAGE), PACKAGE, "a folder or .zip file"),
        junit=_path(value(JUNIT), JUNIT),
    )
    if not jobs and not logs:
        raise SettingsError(
            "A content option was given, and nothing to gate.", next_step=f"Give {JOB.name} or {LOG.name}."
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
    found = _UUID.findall(job)
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
    return LogRequest(names.take(name, LOG), location, status)


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


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself, without asking a name server."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _token(environment: Mapping[str, str]) -> Secret:
    for variable in TOKEN_VARIABLES:
        token = environment.get(variable, "").strip()
        if not token:
            continue
        if not token.isascii() or not token.isprintable() or " " in token:
            raise SettingsError(
                f"The access token in {variable} has characters that no header can carry.",
                next_step="Set it to the bare token, without 'Bearer', quotes or line breaks.",
            )
        return Secret(token)
    raise SettingsError(
        "The access token is not set.",
        next_step=f"Set the variable {' or '.join(TOKEN_VARIABLES)}; as a secret it has no option and no ini key.",
    )


def _path(text: str | None, option: Option, what: str = "a file") -> Path | None:
    if text is None:
        return None
    if not text.strip():
        # A script's variable that is not set, perhaps: to ignore it would do less than was asked for.
        raise SettingsError(f"{option.name} is empty.", next_step=f"Set {option.places} to {what}, or leave it out.")
    return Path(text)


def _duration(text: str, option: Option, *, at_least: float) -> float:
    match = _DURATION.fullmatch(text.strip())
    if not text.strip() or match is None:
        raise SettingsError(
            f"{text!r} is no duration.",
            next_step=f"Set {option.places} to seconds, or like 90s, 30m or 1h30m.",
        )
    seconds = sum(float(match[unit] or 0) * factor for unit, factor in (("h", 3600), ("m", 60), ("s", 1)))
    if seconds < at_least:
        raise SettingsError(f"{text!r} is too short.", next_step=f"Set {option.places} to {at_least}s or more.")
    return seconds


def _patterns(given: object, from_ini: object) -> tuple[str, ...]:
    """Return the patterns of the command line, or else those of the ini file, one a line there."""
    texts = _many(given) or str(from_ini or "").splitlines()
    return tuple(text for text in texts if text.strip())


def _size(text: str, option: Option) -> int:
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise SettingsError(
            f"{text!r} is no size.", next_step=f"Set {option.places} to a number from 1, or one with KB, MB or GB."
        )
    return int(match["number"]) * {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}[match["unit"].upper()]


def _choice(text: str, option: Option, choices: Sequence[str]) -> str:
    if text.casefold() not in choices:
        raise SettingsError(
            f"{text!r} is not one of {', '.join(choices)}.", next_step=f"Set {option.places} to one of them."
        )
    return text.casefold()


def _threshold(text: str, option: Option) -> Threshold:
    match = _THRESHOLD.fullmatch(text.strip())
    number = float(match["number"]) if match else -1
    is_percentage = bool(match and match["percent"])
    if match is None or (is_percentage and number > 100) or (not is_percentage and number != int(number)):  # noqa: PLR2004 - 100 %
        raise SettingsError(
            f"{text!r} is neither a count nor a share.",
            next_step=f"Set {option.places} to a number like 10 or 2.5%.",
        )
    return Threshold(number, is_percentage, text.strip())
