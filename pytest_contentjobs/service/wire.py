"""What the service sends, read tolerantly: only ``status`` is needed, everything else may be absent or odd.

Source of the facts: the vendor's guide "Checking the Status of an Import or Validation Job" and its OpenAPI description
of the content manager API v4.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

__all__ = ["JobState", "JobStatus", "Progress", "Results", "ServiceMessage", "job_status", "service_message"]


class JobState(StrEnum):
    """The documented status words, and UNKNOWN for every other."""

    SCHEDULED = "Scheduled"
    IN_PROGRESS = "In Progress"
    SUCCESSFUL = "Successful"
    FAILED = "Failed"
    CANCELLED = "Cancelled"
    UNKNOWN = "unknown"


# The vendor's prose says "Completed" where its description says "Successful".
_STATE_BY_WORD = {
    **{state.value.replace(" ", "").casefold(): state for state in JobState if state is not JobState.UNKNOWN},
    "completed": JobState.SUCCESSFUL,
}


def _count(value: Any) -> int | None:
    """Read a JSON number that stands for a count: 1250.0 is 1250, anything that is no count is nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != value // 1:
        return None
    return int(value)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    # JSON can spell half a surrogate pair, which no text can hold.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _said(value: Any) -> str | None:
    """Read a text that must not be lost for its kind: an error in a structure is still an error."""
    if isinstance(value, str) or value is None or value is False:
        return _text(value)
    return json.dumps(value)


def _moment(value: Any) -> datetime | None:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _part(value: Any) -> Any:
    return value if isinstance(value, Mapping | BaseModel) else None


_Count = Annotated[int | None, BeforeValidator(_count)]
_Number = Annotated[float | None, BeforeValidator(_number)]
_Text = Annotated[str | None, BeforeValidator(_text)]
_Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


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
    not have it, or has something there that is not of the documented kind. Times are in UTC. ``has_unreadable_progress``
    says that the progress is of the second sort: it must not pass for one that was not sent.
    """

    status: Annotated[str, BeforeValidator(_text)]
    job_type: _Text = None
    progress: Annotated[Progress | None, BeforeValidator(_part)] = None
    log_file_location: _Text = None
    start_time: _Moment = None
    scheduled_stop_time: _Moment = None
    estimated_completion: _Moment = None
    completion_time: _Moment = None
    failure_time: _Moment = None
    current_operation: _Text = None
    results: Annotated[Results | None, BeforeValidator(_part)] = None
    error: Annotated[str | None, BeforeValidator(_said)] = None
    has_unreadable_progress: bool = False
    retryable: Annotated[bool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)] = None

    @property
    def state(self) -> JobState:
        """The meaning of ``status``, compared without regard to case and spaces."""
        return _STATE_BY_WORD.get("".join(self.status.split()).casefold(), JobState.UNKNOWN)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come: a final word, or an unknown word beside the marks of an end."""
        if self.state is JobState.UNKNOWN:
            return bool(self.completion_time or self.failure_time or self.results)
        return self.state in {JobState.SUCCESSFUL, JobState.FAILED, JobState.CANCELLED}


class ServiceMessage(_Wire):
    """The vendor's error body: a code like ``400-101`` whose first part is the HTTP status, and texts."""

    code: _Text = None
    developer_message: _Text = None
    user_message: _Text = None


def job_status(document: object) -> JobStatus | None:
    """Read a decoded JSON document as a job status; None where it is no object or has no word under ``status``."""
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
    if _is_unreadable(document, status.progress):
        return status.model_copy(update={"has_unreadable_progress": True})
    return status


def _is_unreadable(document: Mapping[str, Any], progress: Progress | None) -> bool:
    """Whether something stands where progress is, and is not of the documented kind."""
    sent = document.get("progress")
    if sent is None or progress is None:
        return sent is not None
    return any(
        sent.get(name) is not None and getattr(progress, name) is None for name in ("processed", "total", "percentage")
    )


def service_message(document: object) -> ServiceMessage:
    """Read a decoded JSON document as an error body, softly: what is not there is None."""
    return ServiceMessage.model_validate(document) if isinstance(document, Mapping) else ServiceMessage()
