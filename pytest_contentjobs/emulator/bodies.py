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
    """What a client requested: the kind of job, its source and, for an import, when to start and stop.

    The credentials of the source are not kept, since the emulator does not need them.
    """

    job_type: JobType
    source_type: str
    path: str
    start: datetime | None = None
    stop: datetime | None = None


def _refuse(attribute: str) -> RequestRefusedError:
    """Make the documented refusal of an attribute that is missing or has an invalid value."""
    return RequestRefusedError(vendor_error("400-152", attribute))


def _require_mapping(value: object, attribute: str) -> Mapping[str, object]:
    """Return `value` if it is a JSON object; raises RequestRefusedError otherwise."""
    if not isinstance(value, dict):
        raise _refuse(attribute)
    return cast("Mapping[str, object]", value)


def _require_choice(value: object, allowed: Collection[str], attribute: str) -> str:
    """Return `value` if it is one of the allowed words; raises RequestRefusedError otherwise."""
    if not isinstance(value, str) or value not in allowed:
        raise _refuse(attribute)
    return value


def _require_text(value: object, attribute: str, limit: int, job_type: JobType) -> str:
    """Return `value` if it is a text within `limit` characters; raises RequestRefusedError otherwise.

    Only the import operation documents a code for a value over the limit.
    """
    if not isinstance(value, str):
        raise _refuse(attribute)
    if len(value) > limit:
        if job_type == "Import":
            raise RequestRefusedError(vendor_error("400-10424", attribute, limit))
        raise _refuse(attribute)
    return value


def _require_uri(path: str) -> str:
    """Return `path` if it is an absolute URI; raises RequestRefusedError otherwise."""
    try:
        scheme = urlsplit(path).scheme
    except ValueError:
        scheme = ""
    if not scheme:
        raise _refuse("dataSource.path")
    return path


def _check_credentials(value: object, job_type: JobType) -> None:
    """Check that each credential is a text and comes with its counterpart, as the description requires."""
    credentials = _require_mapping(value, "dataSource.credentials")
    for pair in _CREDENTIAL_PAIRS:
        given = [name for name in pair if name in credentials]
        for name in given:
            _require_text(credentials[name], f"dataSource.credentials.{name}", _CREDENTIAL_LIMIT, job_type)
        if len(given) == 1:
            absent = pair[1] if given == [pair[0]] else pair[0]
            raise _refuse(f"dataSource.credentials.{absent}")


def _read_source(body: Mapping[str, object], job_type: JobType) -> tuple[str, str]:
    """Return type and path of a checked data source."""
    source = _require_mapping(body.get("dataSource"), "dataSource")
    source_type = _require_choice(source.get("type"), (S3_SOURCE, SFTP_SOURCE), "dataSource.type")
    path = _require_uri(_require_text(source.get("path"), "dataSource.path", _PATH_LIMIT, job_type))
    if "region" in source:
        _require_text(source["region"], "dataSource.region", _REGION_LIMIT, job_type)
    if "credentials" in source:
        _check_credentials(source["credentials"], job_type)
    return source_type, path


def _read_instant(value: object, attribute: str) -> datetime:
    """Return a documented date-time as a datetime; raises RequestRefusedError otherwise."""
    try:
        return parse_instant(value if isinstance(value, str) else "")
    except ValueError:
        raise _refuse(attribute) from None


def _refuse_unknown(body: Mapping[str, object], known: Collection[str]) -> None:
    """Refuse a body with other attributes, naming the first."""
    for name in body:
        if name not in known:
            raise _refuse(name)


def read_validation_request(value: object) -> JobRequest:
    """Check the body of a validation: a data source and nothing else; raises RequestRefusedError."""
    body = _require_mapping(value, "dataSource")
    _refuse_unknown(body, ("dataSource",))
    return JobRequest("Validation", *_read_source(body, "Validation"))


def read_import_request(value: object) -> JobRequest:
    """Check the body of an import: data source, operation and, optionally, a schedule; raises RequestRefusedError.

    Refusing a `stopDate` at or before `date` is this project's choice; the vendor does not document it.
    """
    body = _require_mapping(value, "dataSource")
    _refuse_unknown(body, ("dataSource", "operation", "scheduleTime"))
    source_type, path = _read_source(body, "Import")
    _require_choice(body.get("operation"), ("import", "reimport"), "operation")
    if "scheduleTime" not in body:
        return JobRequest("Import", source_type, path)
    schedule = _require_mapping(body["scheduleTime"], "scheduleTime")
    start = _read_instant(schedule.get("date"), "scheduleTime.date")
    stop = _read_instant(schedule["stopDate"], "scheduleTime.stopDate") if "stopDate" in schedule else None
    if stop is not None and stop <= start:
        raise _refuse("scheduleTime.stopDate")
    return JobRequest("Import", source_type, path, start, stop)
