"""A job as the service describes it, read tolerantly: only ``status`` is required, everything else may be absent or odd.

Source of the facts: the vendor's guide "Checking the Status of an Import or Validation Job" and its OpenAPI description
of the content manager API v4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from pytest_contentjobs.model.evidence import (
    decode,
    find_oddities,
    find_unread_fields,
    read_count,
    read_moment,
    read_number,
)
from pytest_contentjobs.model.reason import Reason

__all__ = [
    "JobState",
    "JobStatus",
    "Objection",
    "Progress",
    "Results",
    "Text",
    "find_job_ids",
    "parse_status",
    "read_status",
]

_UUID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])", re.IGNORECASE)
# The number of unknown fields that are kept: a person needs a few, and a response may have very many.
_MOST_UNKNOWN = 20


class JobState(StrEnum):
    """The documented status words, and UNKNOWN for every other."""

    SCHEDULED = "Scheduled"
    IN_PROGRESS = "In Progress"
    SUCCESSFUL = "Successful"
    FAILED = "Failed"
    CANCELLED = "Cancelled"
    UNKNOWN = "unknown"


_NO_SPACES = str.maketrans("", "", " \t\n\r\v\f")
# The vendor's prose says "Completed", its API description "Successful".
_STATE_BY_WORD = {
    **{state.value.replace(" ", "").lower(): state for state in JobState if state is not JobState.UNKNOWN},
    "completed": JobState.SUCCESSFUL,
}


def _read_text(value: Any) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    # JSON can contain half a surrogate pair, which is not valid text.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read_error(value: Any) -> str | None:
    """Read a text of any type: an error in a structure is still an error, and an empty structure is none."""
    if isinstance(value, str) or not value:
        return _read_text(value)
    return json.dumps(value)


def _read_objections(value: Any) -> Any:
    """Read the objections of a saved status; a malformed one remains an objection."""
    if not isinstance(value, list | tuple):
        return ()
    return [
        one
        if isinstance(one, Objection)
        else Objection(reason=one["reason"], text=one["text"])
        if isinstance(one, Mapping) and isinstance(one.get("reason"), str) and isinstance(one.get("text"), str)
        else Objection(reason=Reason.STATUS_UNREADABLE, text="a saved objection is not readable")
        for one in value
    ]


def _read_texts(value: Any) -> Any:
    return [text for text in map(_read_text, value) if text] if isinstance(value, list | tuple) else ()


def _read_part(value: Any) -> Any:
    return value if isinstance(value, Mapping | BaseModel) else None


_Count = Annotated[int | None, BeforeValidator(read_count)]
_Number = Annotated[float | None, BeforeValidator(read_number)]
#: A text from the service, or None for any other type.
Text = Annotated[str | None, BeforeValidator(_read_text)]
_Moment = Annotated[datetime | None, BeforeValidator(read_moment)]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


class Objection(_Wire):
    """Why a status cannot be trusted: ``reason`` is the code, ``text`` says what is wrong and where."""

    reason: str
    text: str


class Progress(_Wire):
    """How far the job is: items processed, items in total, and the share in percent."""

    processed: _Count = None
    total: _Count = None
    percentage: _Number = None

    @property
    def share(self) -> float | None:
        """How much is done, from 0 to 1, by the counts rather than by the percentage; None if that is not known."""
        if self.total:
            processed = self.processed or 0
            return 1.0 if processed >= self.total else processed / self.total
        if self.total is None and self.percentage is not None:
            return min(max(self.percentage / 100, 0), 1)
        return None


class Results(_Wire):
    """The job's own counts. The vendor does not document whether they count items or log entries."""

    # One published version of the API description spells it "succesfull".
    successful: _Count = Field(None, validation_alias=AliasChoices("successful", "succesfull"))
    warnings: _Count = None
    errors: _Count = None


class JobStatus(_Wire):
    """One response of the status endpoint.

    ``status`` is the service's own word; ``state`` is its meaning. Every other field is None if the response lacks it or has a
    value of another type than documented. Times are in UTC. ``objections`` are the reasons not to trust the response, in any
    field; ``unknown_fields`` names the fields that were not read.
    """

    status: Annotated[str, BeforeValidator(_read_text)]
    job_type: Text = None
    progress: Annotated[Progress | None, BeforeValidator(_read_part)] = None
    log_file_location: Text = None
    start_time: _Moment = None
    scheduled_stop_time: _Moment = None
    estimated_completion: _Moment = None
    completion_time: _Moment = None
    failure_time: _Moment = None
    current_operation: Text = None
    results: Annotated[Results | None, BeforeValidator(_read_part)] = None
    error: Annotated[str | None, BeforeValidator(_read_error)] = None
    retryable: Annotated[bool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)] = None
    objections: Annotated[tuple[Objection, ...], BeforeValidator(_read_objections)] = ()
    unknown_fields: Annotated[tuple[str, ...], BeforeValidator(_read_texts)] = ()

    @property
    def state(self) -> JobState:
        """The meaning of ``status``, ignoring ASCII spaces and the case of ASCII letters."""
        word = self.status.translate(_NO_SPACES)
        # Some other letters have lower-case forms in ASCII: a word that only looks like a documented one is not that word.
        return _STATE_BY_WORD.get(word.lower(), JobState.UNKNOWN) if word.isascii() else JobState.UNKNOWN

    @property
    def is_finished(self) -> bool:
        """Whether the job has ended: a final word, or an unknown word with other signs of an end."""
        if self.state is JobState.UNKNOWN:
            return bool(self.completion_time or self.failure_time or self.results)
        return self.state in {JobState.SUCCESSFUL, JobState.FAILED, JobState.CANCELLED}


def find_job_ids(text: str) -> list[str]:
    """Return all UUIDs in a text as they are written: a job's id, its location and its status URL have one."""
    return _UUID.findall(text)


def read_status(data: bytes | str) -> JobStatus | None:
    """Read the JSON of a status response; None if it is not JSON, or not a job status."""
    try:
        document, repeated = decode(data)
        return parse_status(document, repeated=repeated)
    except (ValueError, RecursionError):
        return None


def parse_status(document: object, *, repeated: Sequence[str] = ()) -> JobStatus | None:
    """Read a decoded JSON document as a job status; None if it is not an object or has no text under ``status``.

    ``repeated`` are the keys that occur more than once in one of its objects.
    """
    if not isinstance(document, Mapping):
        return None
    try:
        status = JobStatus.model_validate(document)
    except ValidationError:
        return None
    failed_at = document.get("failureTime")
    if failed_at and status.failure_time is None:
        # Whatever its form, only a job that failed has it.
        status = status.model_copy(update={"error": status.error or f"failureTime {json.dumps(failed_at)}"})
    own = [Objection(reason=odd.reason, text=_clean(odd.text)) for odd in find_oddities(document, repeated)]
    unknown = [_clean(name) for name in find_unread_fields(document)]
    return status.model_copy(
        update={
            "objections": tuple(dict.fromkeys([*status.objections, *own])),
            "unknown_fields": tuple(dict.fromkeys([*status.unknown_fields, *unknown]))[:_MOST_UNKNOWN],
        }
    )


def _clean(text: str) -> str:
    return _read_text(text) or ""
