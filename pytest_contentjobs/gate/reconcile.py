"""Whether all of the log was understood, and whether it agrees with its job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_contentjobs.gate.counting import Agreement, compare_counts
from pytest_contentjobs.gate.lines import describe_unexplained, object_to_lines
from pytest_contentjobs.model import Check, CheckOutcome, Finding, LogStatistics, Objection
from pytest_contentjobs.model.job import JobState, JobStatus
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.log import LOG_PATTERN, MAX_UNPARSED
from pytest_contentjobs.settings.parsing import Threshold

__all__ = ["LogChecks", "check_log"]


@dataclass(frozen=True, slots=True)
class LogChecks:
    """The check of a log in a run that is red for its findings, and in any other, where more could be hidden."""

    if_red: Check
    otherwise: Check


def check_log(
    status: JobStatus | None,
    log: LogStatistics | None,
    findings: Sequence[Finding],
    *,
    max_unparsed: Threshold | None,
    log_end: str,
) -> LogChecks:
    """Check that the whole log was understood, and that its findings agree with the job's counts.

    ``log`` is None if none could be read; ``max_unparsed`` is how many unexplained lines are accepted, ``log_end`` is
    ``newline`` or ``any``. Every objection is named, each with its next step.
    """
    if log is None:
        check = Check(CheckOutcome.NOT_MADE, "No log was read, so there is nothing to compare.", (Reason.LOG_NOT_READ,))
        return LogChecks(check, check)
    is_successful = status is not None and status.state is JobState.SUCCESSFUL
    agreement = compare_counts(status if is_successful else None, log, findings)
    lines = object_to_lines(log, max_unparsed, is_accounted=agreement.is_exact and bool(findings))
    objections = [*_find_damage(log, log_end), *lines.always, *agreement.objections]
    green_objections = [*objections, *agreement.if_green, *lines.if_green, *_object_to_adopted(log)]
    passed = _pass(status, log, agreement, max_unparsed)
    if_red = _fail(objections, log) if objections else passed
    return LogChecks(if_red, _fail(green_objections, log) if green_objections else if_red)


def _fail(objections: Sequence[Objection], log: LogStatistics) -> Check:
    texts = [objection.text for objection in objections]
    codes = tuple(str(objection.reason) for objection in objections)
    lines = [*texts, _describe_lines(log), *_describe_layout(log), *_describe_adopted(log), *describe_unexplained(log)]
    return Check(CheckOutcome.FAILED, "\n".join(lines), codes)


def _pass(status: JobStatus | None, log: LogStatistics, agreement: Agreement, max_unparsed: Threshold | None) -> Check:
    text = agreement.text
    if status is None:
        text = "Counts were not compared, since there is no job status."
    elif status.state is not JobState.SUCCESSFUL:
        text = f"Counts were not compared, since the job is {status.status!r}."
    accepted = _describe_accepted(log, max_unparsed)
    sentences = " ".join(filter(None, [_describe_lines(log), accepted, text]))
    return Check(
        CheckOutcome.PASSED,
        "\n".join([sentences, *_describe_layout(log), *_describe_adopted(log), *describe_unexplained(log)]),
    )


def _find_damage(log: LogStatistics, log_end: str) -> list[Objection]:
    objections = []
    if not log.ends_whole and log_end == "newline":
        objections.append(
            Objection(
                reason=Reason.LOG_CUT_OFF,
                text=f"The last line of the log ({log.lines:,}) has no line end: it was cut off, or is still being written. Run "
                "again; if that does not help, compare its end with the log in the service.",
            )
        )
    if log.undecodable_lines:
        objections.append(
            Objection(
                reason=Reason.LOG_NOT_TEXT,
                text=f"Not valid UTF-8, or with NUL bytes, so the text is not certain: {plural(log.undecodable_lines, 'line')} "
                "of the log. Convert the log to UTF-8 and judge it with --content-log FILE --content-status FILE.",
            )
        )
    return objections


def _object_to_adopted(log: LogStatistics) -> list[Objection]:
    """Object to adopted findings that nothing makes fail: they were only chosen by their number."""
    if log.adopted is None:
        return []
    return [
        Objection(
            reason=Reason.LINES_UNEXPLAINED,
            text="Lines were taken for findings only since the job counts as many, and nothing of them fails. Declare their layout "
            f"with {LOG_PATTERN.name}.",
        )
    ]


def _describe_accepted(log: LogStatistics, max_unparsed: Threshold | None) -> str:
    """Count the lines that the limit of unexplained lines accepted, so that nothing passes unseen."""
    if max_unparsed is None or not log.unexplained_lines:
        return ""
    perhaps = f", {log.suspicious_lines:,} of them perhaps findings" if log.suspicious_lines else ""
    return f"Accepted by {MAX_UNPARSED.name} {max_unparsed.text}: {log.unexplained_lines:,} not explained{perhaps}."


def _describe_lines(log: LogStatistics) -> str:
    routine = (
        f" ({log.routine_lines:,} of them not read, but harmless beside the job's counts)" if log.routine_lines else ""
    )
    is_read = log.entry_lines or log.continuation_lines or log.informational_lines > log.blank_lines
    layout = f"read as {log.format!r}" if is_read else "of no layout that is known"
    declared = "".join(f"; {each.lines:,} declared harmless by {each.pattern}" for each in log.declared)
    return (
        f"{plural(log.lines, 'line')} {layout}: {log.entry_lines:,} with findings, {log.continuation_lines:,} "
        f"continuing, {log.informational_lines:,} informational{routine}, {log.unexplained_lines:,} not explained{declared}"
        f"{''.join(f'; {note}' for note in log.notes)}."
    )


def _describe_layout(log: LogStatistics) -> list[str]:
    """Say which words were taken for levels in places that the log itself showed."""
    if log.layout is None or not log.layout.levels:
        return []
    words = ", ".join(f"{each.word} is {each.severity or 'unknown'}" for each in log.layout.levels)
    return [f"Levels in their learned place: {words}."]


def _describe_adopted(log: LogStatistics) -> list[str]:
    if log.adopted is None:
        return []
    return [
        f"Taken for findings, since the job counts as many more than the log's layout shows: the lines that {log.adopted}."
    ]
