"""May this content be imported? Only after a clean validation of the same source by the same service, and not a stale one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pytest_contentjobs.download.trust import require_same_job
from pytest_contentjobs.errors import LogLocationError, Reason
from pytest_contentjobs.model import ContentRun, JudgementOutcome, Objection
from pytest_contentjobs.model.job import JobState

__all__ = ["find_objections"]

_VALIDATION = "validation"


def find_objections(
    run: ContentRun, *, saved_at: datetime, api_base: str, source: str, maximum_age: timedelta, now: datetime
) -> Iterator[Objection]:
    """Give each reason why the judged run does not allow an import of ``source``, with what to do; none where it does.

    ``api_base`` is the API that the import would be asked of: what one tenant has validated is unknown to another. The age
    counts from when the job finished, as far as its status says so, and else from when the run was saved: what was changed in
    the source since then, nobody has looked at.
    """
    if run.judgement.outcome is not JudgementOutcome.CLEAN:
        yield Objection(
            reason=Reason.TICKET_NOT_CLEAN,
            text=f"The run {run.name!r} is not clean: {run.judgement.outcome}. Correct the content and validate it again.",
        )
    yield from _about_job(run)
    yield from _about_place(run, api_base, source)
    moments = [saved_at, *([run.status.completion_time] if run.status and run.status.completion_time else [])]
    age = now - min(moments)
    if age > maximum_age:
        yield Objection(
            reason=Reason.TICKET_EXPIRED,
            text=f"The validation is {_hours(age)} old, and {_hours(maximum_age)} are allowed. Validate again.",
        )
    if now < saved_at:
        yield Objection(
            reason=Reason.TICKET_FROM_FUTURE,
            text=f"The run {run.name!r} was saved in the future, at {saved_at:%Y-%m-%d %H:%M} UTC. Check this machine's clock.",
        )


def _about_job(run: ContentRun) -> Iterator[Objection]:
    if run.status is None or run.status.state is not JobState.SUCCESSFUL:
        yield Objection(
            reason=Reason.TICKET_JOB_NOT_SUCCESSFUL,
            text=f"The run {run.name!r} has no status of a job that ended as Successful: a log alone allows no import.",
        )
    elif run.status.job_type is None or run.status.job_type.casefold() != _VALIDATION:
        yield Objection(
            reason=Reason.TICKET_JOB_NOT_VALIDATION,
            text=f"The job of the run {run.name!r} is {run.status.job_type or 'of no stated type'}, and no Validation.",
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
                text=f"The run {run.name!r} is of the job {run.job_id}, and its log {place} of another. Validate again.",
            )
            return


def _about_place(run: ContentRun, api_base: str, source: str) -> Iterator[Objection]:
    if run.source is None:
        yield Objection(
            reason=Reason.TICKET_SOURCE_UNKNOWN,
            text=f"The run {run.name!r} does not say what was validated: it was not started by this program. Validate with "
            "--content-validate and --content-save.",
        )
    elif run.source != source:
        yield Objection(
            reason=Reason.TICKET_SOURCE_DIFFERS,
            text=f"The run {run.name!r} validated {run.source}, and {source} is to be imported. Validate that one.",
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
            text=f"The run {run.name!r} was validated by {run.api_base}, and {api_base} is to import. Validate there.",
        )


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:.1f} hours"
