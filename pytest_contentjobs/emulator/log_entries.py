"""The entries in the log of a job, independent of the format that writes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pytest_contentjobs.emulator.content_package import Item
from pytest_contentjobs.emulator.rules import Finding, quote
from pytest_contentjobs.emulator.timeline import Job, compute_item_end, compute_state
from pytest_contentjobs.emulator.validation import count

Level = Literal["INFO", "WARN", "ERROR"]


@dataclass(frozen=True)
class LogEntry:
    """One entry: a message about the job, or about `item`, with the rule and the details of a finding.

    `file` is relative to the package's root, empty when no file is meant.
    """

    timestamp: datetime
    level: Level
    message: str
    item: Item | None = None
    rule: str | None = None
    details: tuple[str, ...] = ()
    file: str = ""


def _make_entry(timestamp: datetime, finding: Finding) -> LogEntry:
    """Make the entry of a finding."""
    level: Level = "ERROR" if finding.rule.severity == "error" else "WARN"
    problem = finding.problem
    return LogEntry(timestamp, level, problem.message, finding.item, finding.rule.code, problem.details, problem.file)


def list_log_entries(job: Job, now: datetime) -> Iterator[LogEntry]:
    """Yield the log of a job as it is at the simulated moment `now`.

    A start, one entry per finding, or one `ok` for an item without any, and how the job ended. The numbers of the
    last line count entries, whatever the job's results count.
    """
    word = job.job_type.lower()
    yield LogEntry(job.start, "INFO", f"{word} started: {quote(job.source)}")
    state = compute_state(job, now)
    checked = job.outcome.checked if job.outcome is not None else ()
    done = checked[: state.processed]
    for index, (item, findings) in enumerate((each.item, each.findings) for each in done):
        timestamp = compute_item_end(job, index, len(checked))
        for finding in findings:
            yield _make_entry(timestamp, finding)
        if not findings:
            yield LogEntry(timestamp, "INFO", "ok", item)
    end = state.end or now
    if state.phase == "Successful":
        counts = count(done, "finding")
        summary = f"{len(done)} items, {counts.errors} errors, {counts.warnings} warnings"
        yield LogEntry(end, "INFO", f"{word} finished: {summary}")
    elif state.phase == "Cancelled":
        yield LogEntry(end, "INFO", f"{word} cancelled: {state.processed} of {state.total} items processed")
    elif state.phase == "Failed" and job.outcome is not None:
        yield LogEntry(end, "ERROR", f"{word} stopped: {quote(job.outcome.error or '')}")
