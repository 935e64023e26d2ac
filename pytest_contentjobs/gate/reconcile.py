"""Whether all of the log was understood, and whether it agrees with its job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_contentjobs.gate.counting import compare_counts
from pytest_contentjobs.model import Check, CheckOutcome, Finding, LogStatistics, Objection
from pytest_contentjobs.model.job import JobState, JobStatus
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.log import MAX_UNPARSED
from pytest_contentjobs.settings.parsing import Threshold

__all__ = ["check_log"]

_SHOWN = 100
_DECLARE = "declare the log's format with --content-log-format or the layout of its lines with --content-log-pattern"
_LOOK = f"Look at the lines below, then {_DECLARE}"


def check_log(
    status: JobStatus | None,
    log: LogStatistics | None,
    findings: Sequence[Finding],
    *,
    max_unparsed: Threshold | None,
    log_end: str,
) -> Check:
    """Check that the whole log was understood, and that its findings agree with the job's counts.

    ``log`` is None if none could be read; ``max_unparsed`` is how many unrecognised lines are accepted, ``log_end`` is
    ``newline`` or ``any``. Every objection is named, each with its next step.
    """
    if log is None:
        return Check(CheckOutcome.NOT_MADE, "No log was read, so there is nothing to compare.", (Reason.LOG_NOT_READ,))
    objections = [*_find_damage(log, log_end), *_find_lost_lines(log, max_unparsed, has_counts=status is not None)]
    is_successful = status is not None and status.state is JobState.SUCCESSFUL
    agreement, disagreements = compare_counts(status if is_successful else None, log, findings)
    objections += disagreements
    if objections:
        texts = [objection.text for objection in objections]
        return Check(
            CheckOutcome.FAILED,
            "\n".join([*texts, _describe_lines(log), *_describe_samples(log)]),
            tuple(str(objection.reason) for objection in objections),
        )
    if status is None:
        agreement = "Counts were not compared, since there is no job status."
    elif not is_successful:
        agreement = f"Counts were not compared, since the job is {status.status!r}."
    accepted = _describe_accepted(log, max_unparsed, has_counts=status is not None)
    sentences = " ".join(filter(None, [_describe_lines(log), accepted, agreement]))
    return Check(CheckOutcome.PASSED, "\n".join([sentences, *_describe_samples(log)]))


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
                text=f"Not valid UTF-8, or with NUL bytes, so that the text is not certain: {_lines(log.undecodable_lines)} of the "
                "log. Convert the log to UTF-8 and judge it with --content-log FILE --content-status FILE.",
            )
        )
    return objections


def _find_lost_lines(log: LogStatistics, max_unparsed: Threshold | None, *, has_counts: bool) -> list[Objection]:
    # A job's counts show whether findings are among lines that only their prose could tell from findings.
    undecided = 0 if has_counts else log.undecided_lines
    recognised = log.entry_lines + log.continuation_lines + log.informational_lines - log.blank_lines
    # Lost lines are accepted only in a log that is understood otherwise: no limit makes a log of another file.
    lost = log.unrecognised_lines + (undecided if max_unparsed is not None else 0)
    understood = recognised - (undecided if max_unparsed is not None else 0)
    if understood <= 0 or lost > understood:
        share = f"Only {understood:,} of {_lines(log.lines)} are" if understood > 0 else "No line is"
        return [
            Objection(
                reason=Reason.LOG_UNRECOGNISED,
                text=f"{share} recognised in the log (read as {log.format!r}), so its findings are not known. Check that it is "
                f"the job's log; if it is, {_DECLARE}.",
            )
        ]
    if max_unparsed is not None:
        if max_unparsed.allows(lost, log.lines):
            return []
        kinds = "were not recognised or have no level" if undecided else "were not recognised"
        return [
            Objection(
                reason=Reason.UNPARSED_LIMIT,
                text=f"{lost:,} of {_lines(log.lines)} {kinds}; {MAX_UNPARSED.name} allows {max_unparsed.text}. {_LOOK}.",
            )
        ]
    objections = list(_find_unknown_levels(log))
    if log.unrecognised_lines and not has_counts:
        objections.append(
            Objection(
                reason=Reason.LINES_UNRECOGNISED,
                text=f"Not recognised: {_lines(log.unrecognised_lines)} of the log. Without the counts of a job, nothing shows "
                f"whether these are findings. {_LOOK}, or add the job's status with --content-status.",
            )
        )
    if undecided and log.first_undecided is not None:
        sample = log.first_undecided
        objections.append(
            Objection(
                reason=Reason.LINES_UNDECIDED,
                text=f"Without a level or heading that tells them from findings: {_lines(undecided)} of the log, the first is line "
                f"{sample.number:,}: {sample.text[:_SHOWN]!r}. Add the job's status with --content-status, or declare the layout "
                "of these lines with --content-log-pattern.",
            )
        )
    if not objections and log.suspicious_lines:
        objections.append(
            Objection(
                reason=Reason.LINES_SUSPICIOUS,
                text=f"Not recognised, but perhaps findings: {_lines(log.suspicious_lines)} of the log. {_LOOK}.",
            )
        )
    return objections


def _find_unknown_levels(log: LogStatistics) -> Iterator[Objection]:
    """Object to each word in the place of a level that is not a known level."""
    for lines in log.unexplained:
        if lines.level is not None:
            yield Objection(
                reason=Reason.LEVEL_UNKNOWN,
                text=f"{lines.level!r} stands in the place of the level and is not a known level: {_lines(lines.lines)}, the first "
                f"is line {lines.sample.number:,}: {lines.sample.text[:_SHOWN]!r}. Say what it means: "
                f'content_log_levels = "{lines.level}=error" (or warning, or info).',
            )


def _describe_accepted(log: LogStatistics, max_unparsed: Threshold | None, *, has_counts: bool) -> str:
    """Count the lines that the limit of unrecognised lines accepted, so that nothing passes unseen."""
    undecided = 0 if has_counts else log.undecided_lines
    if max_unparsed is None or not log.unrecognised_lines + undecided:
        return ""
    parts = [f"{log.unrecognised_lines:,} not recognised"]
    parts += [f"{log.suspicious_lines:,} of them may be findings"] if log.suspicious_lines else []
    parts += [f"{undecided:,} without a level"] if undecided else []
    return f"Accepted by {MAX_UNPARSED.name} {max_unparsed.text}: {', '.join(parts)}."


def _lines(number: int) -> str:
    return plural(number, "line")


def _describe_lines(log: LogStatistics) -> str:
    return (
        f"{_lines(log.lines)} read as {log.format!r}: {log.entry_lines:,} with findings, {log.continuation_lines:,} "
        f"continuing, {log.informational_lines:,} informational, {log.unrecognised_lines:,} not recognised"
        f"{''.join(f'; {note}' for note in log.notes)}."
    )


def _describe_samples(log: LogStatistics) -> list[str]:
    return [f"not recognised, line {sample.number}: {sample.text}" for sample in log.samples]
