"""Allows an import only after a clean, recent validation of the same source by the same service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pytest_contentjobs.download.trust import require_same_job
from pytest_contentjobs.errors import LogLocationError
from pytest_contentjobs.model import ContentRun, JudgementOutcome, Objection
from pytest_contentjobs.model.job import JobState
from pytest_contentjobs.model.reason import Reason

__all__ = ["find_objections"]

_VALIDATION = "validation"


def find_objections(
    run: ContentRun, *, saved_at: datetime, api_base: str, source: str, maximum_age: timedelta, now: datetime
) -> Iterator[Objection]:
    """Give each reason why a judged run does not allow an import of ``source``; none if it does.

    ``api_base`` is the API that would import: what one tenant has validated is unknown to another. The age counts from when the
    job finished or the run was saved, whichever is earlier: nothing has looked at what changed in the source since then.
    """
    if run.judgement.outcome is not JudgementOutcome.CLEAN:
        yield Objection(
            reason=Reason.TICKET_NOT_CLEAN,
            text=f"The run {run.name!r} is not clean: {run.judgement.outcome}. Fix the content and validate it again.",
        )
    yield from _check_job(run)
    yield from _check_source(run, api_base, source)
    moments = [saved_at, *([run.status.completion_time] if run.status and run.status.completion_time else [])]
    age = now - min(moments)
    if age > maximum_age:
        yield Objection(
            reason=Reason.TICKET_EXPIRED,
            text=f"The validation is {_hours(age)} old; {_hours(maximum_age)} are allowed. Validate again.",
        )
    if now < saved_at:
        yield Objection(
            reason=Reason.TICKET_FROM_FUTURE,
            text=f"The run {run.name!r} was saved in the future, at {saved_at:%Y-%m-%d %H:%M} UTC. "
            "Check the clock of this machine.",
        )


def _check_job(run: ContentRun) -> Iterator[Objection]:
    if run.status is None or run.status.state is not JobState.SUCCESSFUL:
        yield Objection(
            reason=Reason.TICKET_JOB_NOT_SUCCESSFUL,
            text=f"The run {run.name!r} has no status of a job that ended as Successful. A log without its "
            "job does not allow an import.",
        )
    elif run.status.job_type is None or run.status.job_type.casefold() != _VALIDATION:
        yield Objection(
            reason=Reason.TICKET_JOB_NOT_VALIDATION,
            text=f"The job of the run {run.name!r} is {run.status.job_type or 'of no stated type'}, not a Validation. "
            "Validate the content.",
        )
    if run.job_id is None:
        yield Objection(
            reason=Reason.TICKET_JOB_UNKNOWN,
            text=f"The run {run.name!r} does not say which job validated the content. Validate with --content-validate and "
            "--content-save.",
        )
        return
    places = [run.log.location if run.log else None, run.status.log_file_location if run.status else None]
    for place in filter(None, places):
        try:
            require_same_job(place, run.job_id)
        except LogLocationError:
            yield Objection(
                reason=Reason.TICKET_JOB_DIFFERS,
                text=f"The run {run.name!r} belongs to the job {run.job_id}, but its log {place} to another. Validate again.",
            )
            return


def _check_source(run: ContentRun, api_base: str, source: str) -> Iterator[Objection]:
    if run.source is None:
        yield Objection(
            reason=Reason.TICKET_SOURCE_UNKNOWN,
            text=f"The run {run.name!r} does not say what was validated, since another program started its job. Validate with "
            "--content-validate and --content-save.",
        )
    elif run.source != source:
        yield Objection(
            reason=Reason.TICKET_SOURCE_DIFFERS,
            text=f"The run {run.name!r} validated {run.source}, not {source}. Validate that source.",
        )
    if run.api_base is None:
        yield Objection(
            reason=Reason.TICKET_SERVICE_UNKNOWN,
            text=f"The run {run.name!r} does not say which service validated the content. Validate with --content-validate and "
            "--content-save.",
        )
    elif run.api_base != api_base:
        yield Objection(
            reason=Reason.TICKET_SERVICE_DIFFERS,
            text=f"The run {run.name!r} was validated by {run.api_base}, not by {api_base}. Validate there.",
        )


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:.1f} hours"
