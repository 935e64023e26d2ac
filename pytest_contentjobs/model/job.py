"""What the service sends, read tolerantly: only ``status`` is needed, everything else may be absent or odd.

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

from pytest_contentjobs.errors import Reason
from pytest_contentjobs.model.evidence import count, decode, moment, number, oddities, unknown_fields

__all__ = [
    "JobState",
    "JobStatus",
    "Objection",
    "Progress",
    "Results",
    "Text",
    "job_ids",
    "job_status",
    "read_status",
]

_UUID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])", re.IGNORECASE)
# So many names of unknown fields are kept: a person needs a few, and an answer may have very many.
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
# The vendor's prose says "Completed" where its description says "Successful".
_STATE_BY_WORD = {
    **{state.value.replace(" ", "").lower(): state for state in JobState if state is not JobState.UNKNOWN},
    "completed": JobState.SUCCESSFUL,
}


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    # JSON can spell half a surrogate pair, which no text can hold.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _said(value: Any) -> str | None:
    """Read a text that must not be lost for its kind: an error in a structure is still an error, an empty one is none."""
    if isinstance(value, str) or not value:
        return _text(value)
    return json.dumps(value)


def _objections(value: Any) -> Any:
    """Read the objections of a saved answer; one that is not of their form stays an objection."""
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


def _texts(value: Any) -> Any:
    return [text for text in map(_text, value) if text] if isinstance(value, list | tuple) else ()


def _part(value: Any) -> Any:
    return value if isinstance(value, Mapping | BaseModel) else None


_Count = Annotated[int | None, BeforeValidator(count)]
_Number = Annotated[float | None, BeforeValidator(number)]
#: A text of the service's, or None if something else is there.
Text = Annotated[str | None, BeforeValidator(_text)]
_Moment = Annotated[datetime | None, BeforeValidator(moment)]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


class Objection(_Wire):
    """Why an answer cannot be believed as it stands: ``reason`` is the code, ``text`` says what and where."""

    reason: str
    text: str


class Progress(_Wire):
    """How far the job is: items processed, items in all, and the share in percent."""

    processed: _Count = None
    total: _Count = None
    percentage: _Number = None


class Results(_Wire):
    """The job's own counts. The vendor's texts leave open whether they count items or log entries."""

    # One published version of the description spelt it "succesfull".
    successful: _Count = Field(None, validation_alias=AliasChoices("successful", "succesfull"))
    warnings: _Count = None
    errors: _Count = None


class JobStatus(_Wire):
    """One answer of the status endpoint.

    ``status`` is the service's own word; ``state`` is what it means. Every other field is None where the answer does
    not have it, or has something there that is not of the documented kind. Times are in UTC. ``objections`` is what in
    the answer speaks against believing it, in whatever fields; ``unknown_fields`` names what was not read.
    """

    status: Annotated[str, BeforeValidator(_text)]
    job_type: Text = None
    progress: Annotated[Progress | None, BeforeValidator(_part)] = None
    log_file_location: Text = None
    start_time: _Moment = None
    scheduled_stop_time: _Moment = None
    estimated_completion: _Moment = None
    completion_time: _Moment = None
    failure_time: _Moment = None
    current_operation: Text = None
    results: Annotated[Results | None, BeforeValidator(_part)] = None
    error: Annotated[str | None, BeforeValidator(_said)] = None
    retryable: Annotated[bool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)] = None
    objections: Annotated[tuple[Objection, ...], BeforeValidator(_objections)] = ()
    unknown_fields: Annotated[tuple[str, ...], BeforeValidator(_texts)] = ()

    @property
    def state(self) -> JobState:
        """The meaning of ``status``, compared without regard to the case of ASCII letters and to ASCII spaces."""
        word = self.status.translate(_NO_SPACES)
        # Other letters have small forms in ASCII: what only looks like a documented word is another word.
        return _STATE_BY_WORD.get(word.lower(), JobState.UNKNOWN) if word.isascii() else JobState.UNKNOWN

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come: a final word, or an unknown word beside the marks of an end."""
        if self.state is JobState.UNKNOWN:
            return bool(self.completion_time or self.failure_time or self.results)
        return self.state in {JobState.SUCCESSFUL, JobState.FAILED, JobState.CANCELLED}


def job_ids(text: str) -> list[str]:
    """Return all UUIDs in a text as they are written: a job's id, its location or its status URL has one."""
    return _UUID.findall(text)


def read_status(data: bytes | str) -> JobStatus | None:
    """Read the JSON of a status answer; None where it is not JSON, or not a job status."""
    try:
        document, repeated = decode(data)
        return job_status(document, repeated=repeated)
    except (ValueError, RecursionError):
        return None


def job_status(document: object, *, repeated: Sequence[str] = ()) -> JobStatus | None:
    """Read a decoded JSON document as a job status; None where it is not an object or has no word under ``status``.

    ``repeated`` are the keys that stood in one of its objects more than once.
    """
    if not isinstance(document, Mapping):
        return None
    try:
        status = JobStatus.model_validate(document)
    except ValidationError:
        return None
    failed_at = document.get("failureTime")
    if failed_at and status.failure_time is None:
        # In whatever form it comes, only a job that failed has it.
        status = status.model_copy(update={"error": status.error or f"failureTime {json.dumps(failed_at)}"})
    own = [Objection(reason=odd.reason, text=_readable(odd.text)) for odd in oddities(document, repeated)]
    unknown = [_readable(name) for name in unknown_fields(document)]
    return status.model_copy(
        update={
            "objections": tuple(dict.fromkeys([*status.objections, *own])),
            "unknown_fields": tuple(dict.fromkeys([*status.unknown_fields, *unknown]))[:_MOST_UNKNOWN],
        }
    )


def _readable(text: str) -> str:
    return _text(text) or ""
