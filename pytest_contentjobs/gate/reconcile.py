"""Do the job and its log tell the same story? Two questions, each answered by a ``Check`` with a text for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pytest_contentjobs.errors import Reason
from pytest_contentjobs.model import Check, CheckOutcome, Finding, LogStatistics, Severity
from pytest_contentjobs.service.wire import JobState, JobStatus, Progress
from pytest_contentjobs.values import Threshold

__all__ = ["check_job", "check_log"]

_ALL = 100  # percent
# Beside all items the percentage may be rounded, but not be far from the whole.
_NEARLY_ALL = 99
_SHOWN = 100


class _Objection(NamedTuple):
    """Why a run cannot be judged: the code, and the text with its next step."""

    reason: Reason
    text: str


def _broken(reason: Reason, text: str) -> Check:
    return Check(CheckOutcome.BROKEN, text, (reason,))


def check_job(status: JobStatus | None) -> Check:
    """Did the job finish, and did it look at all of the content. ``status`` is None where a log is judged alone."""
    if status is None:
        return Check(
            CheckOutcome.NOT_MADE,
            "A log was judged alone: whether its job finished, and whether its counts agree, was not checked. "
            "Give --content-status FILE beside --content-log, or gate the job with --content-job.",
        )
    if status.state is JobState.SUCCESSFUL:
        failure = status.error or (
            f"failed at {status.failure_time:%Y-%m-%d %H:%M:%S} UTC" if status.failure_time else ""
        )
        if failure:
            return _broken(
                Reason.SUCCESS_WITH_ERROR,
                f"The job ended as {status.status}, and gives the error of a job that failed: {failure}. Look at the job "
                "in the service, then start it again.",
            )
        return _check_all_processed(status)
    return _broken(*_why_not_successful(status))


def _check_all_processed(status: JobStatus) -> Check:
    progress = status.progress or Progress()
    if status.has_unreadable_progress:
        return _broken(
            Reason.PROGRESS_UNREADABLE,
            f"The job ended as {status.status}, and its progress is not in numbers: whether all of the content was looked at "
            "is not known. Look at the job in the service.",
        )
    if progress.total == 0 or (progress.total is None and progress.processed == 0):
        return _broken(
            Reason.NO_CONTENT,
            f"The job ended as {status.status} with 0 items: it found no content to judge. Check the path of its data "
            "source, then start it again.",
        )
    done = None
    if progress.total is not None and (progress.processed or 0) < progress.total:
        done = f"{progress.processed or 0} of {progress.total} items"
    elif progress.total is None and progress.percentage is not None and progress.percentage < _ALL:
        done = f"{progress.percentage:g} %"
    elif progress.percentage is not None and progress.percentage < _NEARLY_ALL:
        return _broken(
            Reason.PROGRESS_CONTRADICTS,
            f"The job ended as {status.status} with {progress.processed} of {progress.total} items and {progress.percentage:g} "
            "%: its progress contradicts itself, so whether all of the content was looked at is not known. Look at the job "
            "in the service.",
        )
    if done:
        return _broken(
            Reason.ITEMS_MISSING,
            f"The job ended as {status.status} with {done} processed: the rest of the content was not judged. Start the "
            "job again, without a stop time that cuts it off.",
        )
    items = f", {_plural(progress.processed, 'item')} processed" if progress.processed is not None else ""
    return Check(CheckOutcome.PASSED, f"The job ended as {status.status}{items}.")


def _why_not_successful(status: JobStatus) -> _Objection:
    if status.state is JobState.FAILED:
        cause = f": {status.error}" if status.error else ", and gives no cause"
        again = {
            True: "The service calls it retryable: start it again.",
            False: "The service calls it not retryable: mend the cause, then start it again.",
            None: "Mend the cause, then start it again.",
        }[status.retryable]
        return _Objection(
            Reason.JOB_FAILED, f"The job Failed{cause}. A job that stopped has not judged the content. {again}"
        )
    if status.state is JobState.CANCELLED:
        return _Objection(
            Reason.JOB_CANCELLED, "The job was Cancelled before it had judged the content. Start it again."
        )
    if status.state is JobState.UNKNOWN:
        return _Objection(
            Reason.STATUS_UNKNOWN,
            f"The job ended with the status {status.status!r}, which is not documented, so whether the content was judged "
            "is not known. Look at the job in the service; if this word means success, tell the plugin's maintainers.",
        )
    return _Objection(
        Reason.JOB_UNFINISHED,
        f"The job is still {status.status!r}: it has not judged the content yet. Judge it when it has finished.",
    )


def check_log(
    status: JobStatus | None,
    log: LogStatistics | None,
    findings: Sequence[Finding],
    *,
    max_unparsed: Threshold | None,
    log_end: str,
) -> Check:
    """Was the whole log understood, and do its findings agree with the job's own counts.

    ``log`` is None where none could be read; ``max_unparsed`` is how many unrecognised lines are accepted, ``log_end``
    is ``newline`` or ``any``. Every objection is named, each with its next step.
    """
    if log is None:
        return Check(CheckOutcome.NOT_MADE, "No log was read, so nothing could be compared.", (Reason.LOG_NOT_READ,))
    objections = [*_damage(log, log_end), *_lost_lines(log, max_unparsed, has_counts=status is not None)]
    objections += _totals(log, findings)
    agreement = "counts were not checked, since there is no job status"
    if status is not None and status.state is JobState.SUCCESSFUL:
        agreement, objection = _agreement(status, findings)
        objections += [objection] if objection else []
    elif status is not None:
        agreement = f"counts were not checked, since the job is {status.status!r}"
    if objections:
        texts = [objection.text for objection in objections]
        return Check(
            CheckOutcome.FAILED,
            "\n".join([*texts, _account(log), *_samples(log)]),
            tuple(objection.reason for objection in objections),
        )
    told = f"{_account(log)} {agreement[0].upper()}{agreement[1:]}."
    return Check(CheckOutcome.PASSED, "\n".join([told, *_samples(log)]))


def _damage(log: LogStatistics, log_end: str) -> list[_Objection]:
    objections = []
    if not log.ends_whole and log_end == "newline":
        objections.append(
            _Objection(
                Reason.LOG_CUT_OFF,
                f"The log's last line ({log.lines}) has no line end: it was cut off, or is still being written. Run again; if "
                "this service never ends the last line, set --content-log-end any.",
            )
        )
    if log.undecodable_lines:
        objections.append(
            _Objection(
                Reason.LOG_NOT_TEXT,
                f"Not UTF-8, or with NUL bytes, so that its text is not certain: {_lines(log.undecodable_lines)} of the log. "
                "Convert the log to UTF-8 and judge it with --content-log FILE --content-status FILE.",
            )
        )
    return objections


def _lost_lines(log: LogStatistics, max_unparsed: Threshold | None, *, has_counts: bool) -> list[_Objection]:
    # A job's counts show whether findings are among lines that only their prose could tell from findings.
    undecided = 0 if has_counts else log.undecided_lines
    open_lines = log.unrecognised_lines + undecided
    if max_unparsed is not None:
        if max_unparsed.allows(open_lines, log.lines):
            return []
        kinds = "were not recognised, or have no level" if undecided else "were not recognised"
        return [
            _Objection(
                Reason.UNPARSED_LIMIT,
                f"Lines that {kinds}: {open_lines} of {log.lines}, and --content-max-unparsed "
                f"allows {max_unparsed.text}. Declare the log's format with --content-log-format, or allow more.",
            )
        ]
    recognised = log.entry_lines + log.continuation_lines + log.informational_lines - log.blank_lines
    if not recognised or log.unrecognised_lines > recognised:
        share = f"Only {recognised} of {_lines(log.lines)}" if recognised else "No line"
        return [
            _Objection(
                Reason.LOG_UNRECOGNISED,
                f"{share} of the log was recognised (read as {log.format!r}), so its findings are not known. Declare its "
                "format with --content-log-format, or accept the lines with --content-max-unparsed 100% if they are no "
                "findings.",
            )
        ]
    objections = []
    if log.unrecognised_lines and not has_counts:
        objections.append(
            _Objection(
                Reason.LINES_UNRECOGNISED,
                f"Not recognised: {_lines(log.unrecognised_lines)} of the log, and there are no counts of a job that would "
                "show whether findings are among them. Declare the format with --content-log-format, give the job's status "
                f"with --content-status, or accept them with --content-max-unparsed {open_lines}.",
            )
        )
    if undecided and log.first_undecided is not None:
        sample = log.first_undecided
        objections.append(
            _Objection(
                Reason.LINES_UNDECIDED,
                f"Without a level or heading that tells them from findings: {_lines(undecided)} of the log, the first is line "
                f"{sample.number}: {sample.text[:_SHOWN]!r}. Give the job's status with --content-status, declare their layout "
                f"with --content-log-pattern, or accept them with --content-max-unparsed {open_lines}.",
            )
        )
    if objections:
        return objections
    if log.suspicious_lines:
        return [
            _Objection(
                Reason.LINES_SUSPICIOUS,
                f"Not recognised, and perhaps findings: {_lines(log.suspicious_lines)} of the log. Declare the format "
                f"with --content-log-format, or accept them with --content-max-unparsed {log.unrecognised_lines}.",
            )
        ]
    return []


def _agreement(status: JobStatus, findings: Sequence[Finding]) -> tuple[str, _Objection | None]:
    results = status.results
    if results is None or results.errors is None or results.warnings is None:
        return "", _Objection(
            Reason.COUNTS_MISSING,
            "The job gives no counts of errors and warnings, so the log cannot be checked against it. Look at the job in "
            "the service; to judge the log without counts use --content-log FILE alone.",
        )
    claimed = (results.errors, results.warnings)
    processed = status.progress.processed if status.progress else None
    if (
        claimed == (0, 0)
        and None not in {results.successful, processed}
        and (results.successful or 0) < (processed or 0)
    ):
        return "", _Objection(
            Reason.COUNTS_CONTRADICT,
            f"The job claims no error and no warning, and {results.successful} of {processed} items successful: its counts "
            "contradict each other. Look at the job in the service.",
        )
    per_finding = (_count(findings, Severity.ERROR), _count(findings, Severity.WARNING))
    if claimed == per_finding:
        return "job and log agree finding by finding", None
    per_item = _per_item(findings)
    if claimed in per_item:
        return (
            f"job and log agree: the job counts items ({_counts(claimed)}), the log has {_counts(per_finding)} about them",
            None,
        )
    items = f" ({_plural(per_item[0][0], 'item')} with errors, {per_item[1][1]} with warnings)" if per_item else ""
    return "", _Objection(
        Reason.COUNTS_DISAGREE,
        f"The job claims {_counts(claimed)}; the log has {_counts(per_finding)}{items}. One of them is not whole or not of "
        "this job: check that the log is this job's own, and run again.",
    )


def _totals(log: LogStatistics, findings: Sequence[Finding]) -> list[_Objection]:
    """Compare the findings with the numbers that the log itself states, finding by finding or item by item."""
    objections = []
    for severity, stated in ((Severity.ERROR, log.stated_errors), (Severity.WARNING, log.stated_warnings)):
        own = [finding for finding in findings if finding.severity is severity]
        readings = {len(own), *(counts[severity is Severity.WARNING] for counts in _per_item(findings))}
        if stated is not None and stated not in readings:
            objections.append(
                _Objection(
                    Reason.TOTALS_DISAGREE,
                    f"The log states {_plural(stated, severity)} and has {len(own)}: a part of it is missing, or was not "
                    "recognised. Fetch it again, or declare its format with --content-log-format.",
                )
            )
    return objections


def _per_item(findings: Sequence[Finding]) -> list[tuple[int, int]]:
    """Count distinct items, if every finding names one; an item with both may count twice, or as an error alone."""
    items: dict[Severity, set[object]] = {Severity.ERROR: set(), Severity.WARNING: set()}
    for finding in findings:
        entity = finding.entity
        if entity is None:
            return []
        items[finding.severity].add((entity.kind, entity.folder, entity.name, entity.id, entity.index))
    errors, warnings = items[Severity.ERROR], items[Severity.WARNING]
    return [(len(errors), len(warnings - errors)), (len(errors), len(warnings))]


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _counts(errors_and_warnings: tuple[int, int]) -> str:
    errors, warnings = errors_and_warnings
    return f"{_plural(errors, 'error')} and {_plural(warnings, 'warning')}"


def _lines(number: int) -> str:
    return _plural(number, "line")


def _plural(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _account(log: LogStatistics) -> str:
    return (
        f"{_lines(log.lines)} read as {log.format!r}: {log.entry_lines} with findings, {log.continuation_lines} "
        f"continuing, {log.informational_lines} informational, {log.unrecognised_lines} not recognised"
        f"{''.join(f'; {note}' for note in log.notes)}."
    )


def _samples(log: LogStatistics) -> list[str]:
    return [f"not recognised, line {sample.number}: {sample.text}" for sample in log.samples]
