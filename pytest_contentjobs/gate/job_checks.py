"""Whether the job finished and looked at all of the content, and whether its status agrees with itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pytest_contentjobs.model import Check, CheckOutcome, Objection
from pytest_contentjobs.model.job import JobState, JobStatus, Progress, Results
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason

__all__ = ["check_job"]

_ALL = 100  # percent
# Beside all items the percentage may be rounded, but must be close to the whole.
_NEARLY_ALL = 99
_ROUNDED = 1e-6
_NO_RESULTS = Results(successful=None)
_LOOK = "Look at the job in the service"


def check_job(status: JobStatus | None) -> Check:
    """Check that the job finished and looked at all of the content. ``status`` is None if a log is judged without its job."""
    if status is None:
        return Check(
            CheckOutcome.NOT_MADE,
            "Only a log was given, so whether its job finished and whether its counts agree was not checked. Add "
            "--content-status FILE, or gate the job with --content-job.",
        )
    if status.state is not JobState.SUCCESSFUL:
        objections = [_explain_end(status)]
    else:
        objections = [
            *_find_error(status),
            *_find_oddities(status),
            *_check_progress(status),
            *_check_counts(status),
        ]
    if objections:
        text = "\n".join(objection.text for objection in objections)
        return Check(CheckOutcome.BROKEN, text, tuple(str(objection.reason) for objection in objections))
    processed = status.progress.processed if status.progress else None
    items = f", {plural(processed, 'item')} processed" if processed is not None else ""
    unknown = f" Fields that were not read: {', '.join(status.unknown_fields)}." if status.unknown_fields else ""
    return Check(CheckOutcome.PASSED, f"The job ended as {status.status}{items}.{unknown}")


def _find_error(status: JobStatus) -> Iterator[Objection]:
    failure = status.error or (f"failed at {status.failure_time:%Y-%m-%d %H:%M:%S} UTC" if status.failure_time else "")
    if failure:
        yield Objection(
            reason=Reason.SUCCESS_WITH_ERROR,
            text=f"The job ended as {status.status}, but its status contains an error: {failure}. {_LOOK}, then start it again.",
        )


def _find_oddities(status: JobStatus) -> Iterator[Objection]:
    """Give what the reader of the status objected to, as one objection for each reason."""
    ordered = sorted(status.objections, key=lambda objection: objection.reason)
    for reason, same in groupby(ordered, lambda objection: objection.reason):
        what = "; ".join(objection.text for objection in same)
        yield Objection(
            reason=reason,
            text=f"The job ended as {status.status}, but its status is not reliable: {what}. {_LOOK}, and have the status "
            "corrected.",
        )


def _check_progress(status: JobStatus) -> Iterator[Objection]:
    progress, results = status.progress or Progress(), status.results or _NO_RESULTS
    processed, total, share = progress.processed, progress.total, progress.percentage
    reasons = {objection.reason for objection in status.objections}
    if Reason.PROGRESS_UNREADABLE in reasons:
        return
    if total == 0 or (total is None and processed == 0) or (not total and not processed and _counts_nothing(results)):
        if Reason.NO_CONTENT not in reasons:
            yield Objection(
                reason=Reason.NO_CONTENT,
                text=f"The job ended as {status.status} with 0 items: it found no content. Check the path of its data source, "
                "then start it again.",
            )
        return
    if total is not None:
        done = f"{processed or 0:,} of {total:,} items"
    else:
        done = f"{processed:,} items" if processed is not None else "no number of items"
    is_impossible = share is not None and not 0 <= share <= _ALL + _ROUNDED
    is_too_much = None not in {processed, total} and (processed or 0) > (total or 0)
    is_whole = total is not None and not is_too_much and processed == total
    if is_impossible or is_too_much or (is_whole and share is not None and share < _NEARLY_ALL):
        percent = f" and {share:g} %" if share is not None else ""
        yield Objection(
            reason=Reason.PROGRESS_CONTRADICTS,
            text=f"The job ended as {status.status} with {done}{percent}: its progress contradicts itself, so it may not have "
            f"looked at all of the content. {_LOOK}.",
        )
    elif total is not None and not is_whole:
        yield _object_to_rest(status, done)
    elif total is None and share is not None and share < _ALL:
        yield _object_to_rest(status, f"{share:g} %")


def _object_to_rest(status: JobStatus, done: str) -> Objection:
    return Objection(
        reason=Reason.ITEMS_MISSING,
        text=f"The job ended as {status.status} with {done} processed: it did not look at the rest of the content. Start it "
        "again without a stop time.",
    )


def _counts_nothing(results: Results) -> bool:
    counts = (results.successful, results.warnings, results.errors)
    return any(number is not None for number in counts) and not any(counts)


def _check_counts(status: JobStatus) -> Iterator[Objection]:
    """Compare the counts with the number of items: an item is successful, or it has a warning or an error.

    That holds whether warnings and errors count items or findings, since an item with findings has at least one.
    """
    processed = status.progress.processed if status.progress else None
    results = status.results or _NO_RESULTS
    if processed is None or results.successful is None:
        return
    numbers = f"{results.successful:,} of {processed:,} items successful"
    if results.successful > processed:
        yield Objection(
            reason=Reason.COUNTS_CONTRADICT,
            text=f"The job reports {numbers}: its counts contradict each other. {_LOOK}.",
        )
    elif results.errors is not None and results.warnings is not None:
        named = results.successful + results.errors + results.warnings
        if named < processed:
            yield Objection(
                reason=Reason.COUNTS_CONTRADICT,
                text=f"The job reports {numbers}, {plural(results.errors, 'error')} and {plural(results.warnings, 'warning')}, "
                f"which leaves {plural(processed - named, 'item')} without a result. {_LOOK}.",
            )


def _explain_end(status: JobStatus) -> Objection:
    if status.state is JobState.FAILED:
        cause = f": {status.error}" if status.error else " without giving a cause"
        again = {
            True: "The service calls it retryable: start it again.",
            False: "The service calls it not retryable: fix the cause, then start it again.",
            None: "Fix the cause, then start it again.",
        }[status.retryable]
        return Objection(reason=Reason.JOB_FAILED, text=f"The job Failed{cause}. {again}")
    if status.state is JobState.CANCELLED:
        return Objection(reason=Reason.JOB_CANCELLED, text="The job was Cancelled. Start it again.")
    if status.state is JobState.UNKNOWN:
        return Objection(
            reason=Reason.STATUS_UNKNOWN,
            text=f"The job ended with the undocumented status {status.status!r}, so it may not have looked at all of the "
            f"content. {_LOOK}; if this word means success, report it to the maintainers of the plugin.",
        )
    return Objection(
        reason=Reason.JOB_UNFINISHED,
        text=f"The job is still {status.status!r}. Judge it when it has finished.",
    )
