"""What is gated: jobs to wait for, jobs to start, logs to judge; each with the stable name of its tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.job import find_job_ids
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.data_source import DataSource
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.options.access import API_DOMAIN
from pytest_contentjobs.settings.options.jobs import JOB, LOG
from pytest_contentjobs.settings.parsing import refuse

__all__ = [
    "ImportRequest",
    "JobRequest",
    "LogRequest",
    "Names",
    "Request",
    "ValidationRequest",
    "is_run_name",
    "read_job_request",
    "read_log_request",
    "require_same_host",
    "split_name",
]

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
    """A log to gate without the service, with the saved status response of its job if there is one.

    ``is_named`` says that the user gave the name, so that the name of a saved run does not replace it.
    """

    name: str
    location: str
    status: Path | None
    is_named: bool = True


class Names:
    """Hands out the stable names of jobs and logs: the given name, or one by position."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, given: str | None, option: Option) -> str:
        """Return the given name, or the next one by position; raises SettingsError if it is taken, regardless of case."""
        name = given or self._by_position()
        if name.casefold() in self._taken:
            raise SettingsError(
                f"The name {name!r} is used for two jobs or logs.",
                next_step=f"Give each {option.name} a name of its own: {option.name} NAME=….",
                reason=Reason.SETTINGS_CONFLICT,
            )
        self._taken.add(name.casefold())
        return name

    def _by_position(self) -> str:
        position = len(self._taken) + 1
        return "content" if position == 1 else f"content-{position}"


def is_run_name(text: str) -> bool:
    """Whether a text can be the name of a job or log."""
    return _NAME.fullmatch(text) is not None


def split_name(text: str) -> tuple[str | None, str]:
    """Split ``[NAME=]REST`` into the name, None if there is none, and the rest."""
    name, separator, rest = text.partition("=")
    return (name, rest.strip()) if separator and is_run_name(name) else (None, text.strip())


def read_job_request(text: str, names: Names) -> JobRequest:
    """Read ``[NAME=]JOB``; raises SettingsError."""
    name, job = split_name(text)
    found = find_job_ids(job)
    if len(found) != 1:
        what = "contains no job id" if not found else f"contains {len(found)} job ids"
        raise refuse(
            f"{JOB.name} {text!r} {what}.",
            "Give the job's UUID, the location header of its creation, or its status URL, perhaps after NAME=, where NAME "
            "is a letter and at most 39 more letters, digits, _ or -.",
        )
    return JobRequest(names.take(name, JOB), found[0])


def read_log_request(text: str, names: Names, status: Path | None) -> LogRequest:
    """Read ``[NAME=]LOG``; raises SettingsError."""
    name, location = split_name(text)
    if not location:
        raise refuse(f"{LOG.name} is empty.", "Give a file, an s3:// or an https:// URL.")
    return LogRequest(names.take(name, LOG), location, status, is_named=name is not None)


def require_same_host(job: str, api_base: str | None) -> None:
    """Refuse the URL of a job of another tenant: the configured tenant, which gets the token, does not have that job."""
    url = split_name(job)[1]
    if "://" not in url:
        return
    given = url.partition("://")[2].partition("/")[0].rpartition("@")[2].casefold()
    expected = urlsplit(api_base or "").netloc.casefold()
    if given != expected:
        raise SettingsError(
            f"{JOB.name} names the host {given!r}, but the API domain is {expected!r}.",
            next_step=f"Set {API_DOMAIN.places} to the domain of the job, or give only the id of the job.",
            reason=Reason.SETTINGS_CONFLICT,
        )
