"""May this content be imported? Only after a clean validation of the same source, and not a stale one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.service.wire import JobState

__all__ = ["objections"]

_VALIDATION = "validation"


def objections(
    run: ContentRun, *, saved_at: datetime, source: str, maximum_age: timedelta, now: datetime
) -> Iterator[str]:
    """Give each reason why the judged run does not allow an import of ``source``, with what to do; none where it does.

    The age counts from when the job finished, as far as its status says so, and else from when the run was saved: what was
    changed in the source since then, nobody has looked at.
    """
    if run.judgement.outcome is not JudgementOutcome.CLEAN:
        yield f"The run {run.name!r} is not clean: {run.judgement.outcome}. Correct the content and validate it again."
    if run.status is None or run.status.state is not JobState.SUCCESSFUL:
        yield f"The run {run.name!r} has no status of a job that ended as Successful: a log alone allows no import."
    elif run.status.job_type is None or run.status.job_type.casefold() != _VALIDATION:
        yield f"The job of the run {run.name!r} is {run.status.job_type or 'of no stated type'}, and no Validation."
    if run.source is None:
        yield (
            f"The run {run.name!r} does not say what was validated: it was not started by this program. Validate with "
            "--content-validate and --content-save."
        )
    elif run.source != source:
        yield f"The run {run.name!r} validated {run.source}, and {source} is to be imported. Validate that one."
    moments = [saved_at, *([run.status.completion_time] if run.status and run.status.completion_time else [])]
    age = now - min(moments)
    if age > maximum_age:
        yield f"The validation is {_hours(age)} old, and {_hours(maximum_age)} are allowed. Validate again."
    if now < saved_at:
        yield f"The run {run.name!r} was saved in the future, at {saved_at:%Y-%m-%d %H:%M} UTC. Check this machine's clock."


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:.1f} hours"
