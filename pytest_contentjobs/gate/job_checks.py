"""Did the job finish, did it look at all of the content, and does its status answer agree with itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pytest_contentjobs.errors import Reason
from pytest_contentjobs.model import Check, CheckOutcome, Objection
from pytest_contentjobs.model.job import JobState, JobStatus, Progress, Results
from pytest_contentjobs.model.quantity import plural

__all__ = ["check_job"]

_ALL = 100  # percent
# Beside all items the percentage may be rounded, but not be far from the whole.
_NEARLY_ALL = 99
_ROUNDED = 1e-6
_NO_RESULTS = Results(successful=None)
_LOOK = "Look at the job in the service"


def check_job(status: JobStatus | None) -> Check:
    """Did the job finish, and did it look at all of the content. ``status`` is None if a log is judged without its job."""
    if status is None:
        return Check(
            CheckOutcome.NOT_MADE,
            "A log was judged alone: whether its job finished, and whether its counts agree, was not checked. "
            "Give --content-status FILE beside --content-log, or gate the job with --content-job.",
        )
    if status.state is not JobState.SUCCESSFUL:
        objected = [_why_not_successful(status)]
    else:
        objected = [*_errors(status), *_odd(status), *_progress(status), *_counts(status)]
    if objected:
        texts = tuple(one.text for one in objected)
        return Check(CheckOutcome.BROKEN, "\n".join(texts), tuple(str(one.reason) for one in objected))
    processed = status.progress.processed if status.progress else None
    items = f", {plural(processed, 'item')} processed" if processed is not None else ""
    unknown = f" Not read: {', '.join(status.unknown_fields)}." if status.unknown_fields else ""
    return Check(CheckOutcome.PASSED, f"The job ended as {status.status}{items}.{unknown}")


def _errors(status: JobStatus) -> Iterator[Objection]:
    failure = status.error or (f"failed at {status.failure_time:%Y-%m-%d %H:%M:%S} UTC" if status.failure_time else "")
    if failure:
        yield Objection(
            reason=Reason.SUCCESS_WITH_ERROR,
            text=f"The job ended as {status.status}, and gives the error of a job that failed: {failure}. {_LOOK}, then start it "
            "again.",
        )


def _odd(status: JobStatus) -> Iterator[Objection]:
    """Repeat what the reader of the answer found in it, one objection for each kind."""
    for reason, same in groupby(sorted(status.objections, key=lambda one: one.reason), lambda one: one.reason):
        what = "; ".join(one.text for one in same)
        yield Objection(
            reason=reason,
            text=f"The job ended as {status.status}, and its status answer cannot be taken as it stands: {what}. {_LOOK}, and "
            "have its status answer corrected.",
        )


def _progress(status: JobStatus) -> Iterator[Objection]:
    progress, results = status.progress or Progress(), status.results or _NO_RESULTS
    processed, total, share = progress.processed, progress.total, progress.percentage
    if any(one.reason == Reason.PROGRESS_UNREADABLE for one in status.objections):
        return
    if total == 0 or (total is None and processed == 0) or (not total and not processed and _counts_nothing(results)):
        if all(one.reason != Reason.NO_CONTENT for one in status.objections):
            yield Objection(
                reason=Reason.NO_CONTENT,
                text=f"The job ended as {status.status} with 0 items: it found no content to judge. Check the path of its data "
                "source, then start it again.",
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
            text=f"The job ended as {status.status} with {done}"
            f"{percent}: its progress contradicts itself, so whether all of the content was looked at is not known. {_LOOK}.",
        )
    elif total is not None and not is_whole:
        yield _left(status, done)
    elif total is None and share is not None and share < _ALL:
        yield _left(status, f"{share:g} %")


def _left(status: JobStatus, done: str) -> Objection:
    return Objection(
        reason=Reason.ITEMS_MISSING,
        text=f"The job ended as {status.status} with {done} processed: the rest of the content was not judged. Start the job "
        "again, without a stop time that cuts it off.",
    )


def _counts_nothing(results: Results) -> bool:
    counts = (results.successful, results.warnings, results.errors)
    return any(number is not None for number in counts) and not any(counts)


def _counts(status: JobStatus) -> Iterator[Objection]:
    """Compare the counts with the number of items: an item is successful, or it has a warning or an error.

    That holds whether warnings and errors are numbers of items or of findings, since an item with findings has at least one.
    """
    processed = status.progress.processed if status.progress else None
    results = status.results or _NO_RESULTS
    if processed is None or results.successful is None:
        return
    numbers = f"{results.successful} of {processed} items successful"
    if results.successful > processed:
        yield Objection(
            reason=Reason.COUNTS_CONTRADICT,
            text=f"The job claims {numbers}: its counts contradict each other. {_LOOK}.",
        )
    elif results.errors is not None and results.warnings is not None:
        named = results.successful + results.errors + results.warnings
        if named < processed:
            yield Objection(
                reason=Reason.COUNTS_CONTRADICT,
                text=f"The job claims {numbers}, {plural(results.errors, 'error')} and {plural(results.warnings, 'warning')}: what "
                f"became of {plural(processed - named, 'item')} is not known. {_LOOK}.",
            )


def _why_not_successful(status: JobStatus) -> Objection:
    if status.state is JobState.FAILED:
        cause = f": {status.error}" if status.error else ", and gives no cause"
        again = {
            True: "The service calls it retryable: start it again.",
            False: "The service calls it not retryable: fix the cause, then start it again.",
            None: "Fix the cause, then start it again.",
        }[status.retryable]
        return Objection(
            reason=Reason.JOB_FAILED,
            text=f"The job Failed{cause}. A job that stopped has not judged the content. {again}",
        )
    if status.state is JobState.CANCELLED:
        return Objection(
            reason=Reason.JOB_CANCELLED, text="The job was Cancelled before it had judged the content. Start it again."
        )
    if status.state is JobState.UNKNOWN:
        return Objection(
            reason=Reason.STATUS_UNKNOWN,
            text=f"The job ended with the status {status.status!r}, which is not documented, so whether the content was judged "
            f"is not known. {_LOOK}; if this word means success, tell the plugin's maintainers.",
        )
    return Objection(
        reason=Reason.JOB_UNFINISHED,
        text=f"The job is still {status.status!r}: it has not judged the content yet. Judge it when it has finished.",
    )
