"""Checks of the two request bodies that create a job, by the vendor's OpenAPI description."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast
from urllib.parse import urlsplit

from pytest_contentjobs.emulator.clock import parse_instant
from pytest_contentjobs.emulator.responses import RequestRefusedError, vendor_error

JobType = Literal["Import", "Validation"]

S3_SOURCE = "AWS S3 bucket"
SFTP_SOURCE = "Shared file path"
_PATH_LIMIT = 1024
_REGION_LIMIT = 20
_CREDENTIAL_LIMIT = 1024
_CREDENTIAL_PAIRS = (("accessKeyId", "secretAccessKey"), ("username", "password"))


@dataclass(frozen=True)
class JobRequest:
    """What a client asked for: the kind of job, its source and, for an import, when to start and stop.

    The source's credentials are left out on purpose: nothing of the emulator needs them.
    """

    job_type: JobType
    source_type: str
    path: str
    start: datetime | None = None
    stop: datetime | None = None


def _refuse(attribute: str) -> RequestRefusedError:
    """Make the documented refusal of an attribute that is missing or has an invalid value."""
    return RequestRefusedError(vendor_error("400-152", attribute))


def _mapping(value: object, attribute: str) -> Mapping[str, object]:
    """Return `value` if it is a JSON object; raises RequestRefusedError otherwise."""
    if not isinstance(value, dict):
        raise _refuse(attribute)
    return cast("Mapping[str, object]", value)


def _choice(value: object, allowed: Collection[str], attribute: str) -> str:
    """Return `value` if it is one of the allowed words; raises RequestRefusedError otherwise."""
    if not isinstance(value, str) or value not in allowed:
        raise _refuse(attribute)
    return value


def _text(value: object, attribute: str, limit: int, job_type: JobType) -> str:
    """Return `value` if it is a text within `limit` characters; raises RequestRefusedError otherwise.

    Only the import operation documents the code for a passed limit.
    """
    if not isinstance(value, str):
        raise _refuse(attribute)
    if len(value) > limit:
        if job_type == "Import":
            raise RequestRefusedError(vendor_error("400-10424", attribute, limit))
        raise _refuse(attribute)
    return value


def _uri(path: str) -> str:
    """Return `path` if it is an absolute URI; raises RequestRefusedError otherwise."""
    try:
        scheme = urlsplit(path).scheme
    except ValueError:
        scheme = ""
    if not scheme:
        raise _refuse("dataSource.path")
    return path


def _check_credentials(value: object, job_type: JobType) -> None:
    """Check that each credential is a text and comes with its partner, as the description asks."""
    credentials = _mapping(value, "dataSource.credentials")
    for pair in _CREDENTIAL_PAIRS:
        given = [name for name in pair if name in credentials]
        for name in given:
            _text(credentials[name], f"dataSource.credentials.{name}", _CREDENTIAL_LIMIT, job_type)
        if len(given) == 1:
            absent = pair[1] if given == [pair[0]] else pair[0]
            raise _refuse(f"dataSource.credentials.{absent}")


def _source(body: Mapping[str, object], job_type: JobType) -> tuple[str, str]:
    """Return type and path of a checked data source."""
    source = _mapping(body.get("dataSource"), "dataSource")
    source_type = _choice(source.get("type"), (S3_SOURCE, SFTP_SOURCE), "dataSource.type")
    path = _uri(_text(source.get("path"), "dataSource.path", _PATH_LIMIT, job_type))
    if "region" in source:
        _text(source["region"], "dataSource.region", _REGION_LIMIT, job_type)
    if "credentials" in source:
        _check_credentials(source["credentials"], job_type)
    return source_type, path


def _instant(value: object, attribute: str) -> datetime:
    """Return a documented date-time as a datetime; raises RequestRefusedError otherwise."""
    try:
        return parse_instant(value if isinstance(value, str) else "")
    except ValueError:
        raise _refuse(attribute) from None


def _known_only(body: Mapping[str, object], known: Collection[str]) -> None:
    """Refuse a body with further attributes, naming the first one."""
    for name in body:
        if name not in known:
            raise _refuse(name)


def read_validation_request(value: object) -> JobRequest:
    """Check the body of a validation: a data source and nothing else; raises RequestRefusedError."""
    body = _mapping(value, "dataSource")
    _known_only(body, ("dataSource",))
    return JobRequest("Validation", *_source(body, "Validation"))


def read_import_request(value: object) -> JobRequest:
    """Check the body of an import: data source, operation and, optionally, a schedule; raises RequestRefusedError.

    That a `stopDate` at or before `date` is refused is our choice; the vendor publishes nothing about it.
    """
    body = _mapping(value, "dataSource")
    _known_only(body, ("dataSource", "operation", "scheduleTime"))
    source_type, path = _source(body, "Import")
    _choice(body.get("operation"), ("import", "reimport"), "operation")
    if "scheduleTime" not in body:
        return JobRequest("Import", source_type, path)
    schedule = _mapping(body["scheduleTime"], "scheduleTime")
    start = _instant(schedule.get("date"), "scheduleTime.date")
    stop = _instant(schedule["stopDate"], "scheduleTime.stopDate") if "stopDate" in schedule else None
    if stop is not None and stop <= start:
        raise _refuse("scheduleTime.stopDate")
    return JobRequest("Import", source_type, path, start, stop)
