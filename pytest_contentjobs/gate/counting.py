"""Compares the job's counts and the log's own totals with the findings, in one reading that the other numbers allow.

The vendor does not document whether a job counts items or findings. Each reading is tried as a whole, errors and warnings
together, and accepted only if the numbers of all items and of the successful ones do not contradict it: otherwise a log that
lost lines could agree by accident.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pytest_contentjobs.model import Finding, LogStatistics, Objection, Severity
from pytest_contentjobs.model.job import JobStatus, Results
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason

__all__ = ["Agreement", "compare_counts"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How job and log agree, as a sentence, and the objections.

    ``is_exact`` says that the job counts the findings of the log, finding by finding. ``if_green`` are objections that such a job
    settles in a run that is red for these findings: what was taken for a total may be the number of an error.
    """

    text: str
    objections: Sequence[Objection]
    is_exact: bool = False
    if_green: Sequence[Objection] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The counts of a log in one reading; ``by_item`` if it counts items, and not findings."""

    errors: int
    warnings: int
    by_item: bool = False

    @property
    def counts(self) -> tuple[int, int]:
        return self.errors, self.warnings


@dataclass(frozen=True, slots=True)
class _Found:
    """The findings of a log: their numbers, the items that they name, and how many of them name none."""

    by_finding: _Reading
    errors: frozenset[object]
    warnings: frozenset[object]
    nameless: int
    #: Whether an item has two findings of the same severity.
    has_several: bool

    @property
    def by_item(self) -> list[_Reading]:
        """The numbers of items: one with both severities may count twice, or only as an error."""
        if self.nameless:
            return []
        errors, both = len(self.errors), len(self.warnings)
        return [_Reading(errors, len(self.warnings - self.errors), True), _Reading(errors, both, True)]

    @property
    def items(self) -> int:
        return len(self.errors | self.warnings)


def compare_counts(status: JobStatus | None, log: LogStatistics, findings: Sequence[Finding]) -> Agreement:
    """Compare the findings with the job's counts and with the totals that the log states.

    ``status`` is None if the job has no counts to compare with.
    """
    found = _count(findings)
    stated, objections = _check_totals(log, found)
    if status is None:
        return Agreement("", objections)
    results = status.results
    if results is None or results.errors is None or results.warnings is None:
        missing = Objection(
            reason=Reason.COUNTS_MISSING,
            text="The job's status has no counts of errors and warnings to compare the log with. Look at the job in the service, "
            "and give its complete status.",
        )
        return Agreement("", [*objections, missing])
    reported = (results.errors, results.warnings)
    processed = status.progress.processed if status.progress else None
    reading, flaw = _choose_reading(reported, results, processed, found, stated)
    if reading is None:
        return Agreement("", [*objections, _object_to_counts(reported, found, flaw)])
    if not reading.by_item:
        return Agreement("Job and log agree, finding by finding.", (), is_exact=True, if_green=objections)
    items, entries = _describe(reported), _describe(found.by_finding.counts)
    text = f"Job and log agree: the job counts items ({items}), for which the log has {entries}."
    return Agreement(text, objections)


def _choose_reading(
    reported: tuple[int, int], results: Results, processed: int | None, found: _Found, stated: Sequence[_Reading]
) -> tuple[_Reading | None, str]:
    """Return the reading in which job and log agree; None if there is none, and what contradicts the nearest."""
    readings = [reading for reading in (found.by_finding, *found.by_item) if reading.counts == reported]
    flaws = [_find_flaw(reading, results, processed, found) for reading in readings]
    fitting = [reading for reading, flaw in zip(readings, flaws, strict=True) if not flaw]
    # A log may state how many findings it has, and its job count items. The reverse makes no sense.
    together = [reading for reading in fitting if not stated or reading.by_item or reading in stated]
    if together:
        return together[0], ""
    if fitting:
        return None, "the job's counts fit only as findings, but the totals that the log states only as items"
    return None, flaws[0] if flaws else ""


def _count(findings: Sequence[Finding]) -> _Found:
    named: defaultdict[Severity, Counter[object]] = defaultdict(Counter)
    nameless, numbers = 0, Counter(finding.severity for finding in findings)
    for finding in findings:
        entity = finding.entity
        if entity is None:
            nameless += 1
        else:
            named[finding.severity][entity.key] += 1
    return _Found(
        by_finding=_Reading(numbers[Severity.ERROR], numbers[Severity.WARNING]),
        errors=frozenset(named[Severity.ERROR]),
        warnings=frozenset(named[Severity.WARNING]),
        nameless=nameless,
        has_several=any(number > 1 for counts in named.values() for number in counts.values()),
    )


def _find_flaw(reading: _Reading, results: Results, processed: int | None, found: _Found) -> str:
    """Say which of the job's other numbers contradicts a reading; empty if they allow it, or are missing."""
    if processed is None:
        return ""
    if reading.by_item and max(reading.counts) > processed:
        return f"the job has only {plural(processed, 'item')}"
    if results.successful is None:
        return ""
    find_flaw = _find_flaw_by_item if reading.by_item else _find_flaw_by_finding
    return find_flaw(reading, results.successful, processed, found)


def _find_flaw_by_item(reading: _Reading, successful: int, processed: int, found: _Found) -> str:
    # Items with warnings may be called successful, and one with both severities may count once or twice.
    sums = {successful + reading.errors, successful + found.items, successful + reading.errors + reading.warnings}
    if processed in sums:
        return ""
    return (
        f"with {plural(successful, 'successful item')} they do not add up to {processed:,}, so they do not count items"
    )


def _find_flaw_by_finding(reading: _Reading, successful: int, processed: int, found: _Found) -> str:
    total = successful + reading.errors + reading.warnings
    if total == processed and found.has_several:
        return (
            f"with {plural(successful, 'successful item')} they add up to {processed:,}, so they count items, but the log has "
            "several findings about the same item"
        )
    named = found.items + found.nameless
    if total > processed and processed - successful > named:
        return f"{plural(processed - successful, 'item')} were not successful, but the log names {named:,}"
    return ""


def _object_to_counts(reported: tuple[int, int], found: _Found, flaw: str) -> Objection:
    by_item = found.by_item
    items = ""
    if by_item:
        items = f" ({plural(by_item[1].errors, 'item')} with errors, {by_item[1].warnings:,} with warnings)"
    but = f"; {flaw}" if flaw else ""
    return Objection(
        reason=Reason.COUNTS_DISAGREE,
        text=f"The job reports {_describe(reported)}, the log has {_describe(found.by_finding.counts)}{items}{but}. One of them is "
        "incomplete or belongs to another job: check that the log is the job's own, then run again.",
    )


def _check_totals(log: LogStatistics, found: _Found) -> tuple[list[_Reading], list[Objection]]:
    """Return the readings in which the totals that the log states are right, none if it states none, and the objections."""
    totals = {Severity.ERROR: log.stated_errors, Severity.WARNING: log.stated_warnings}
    if all(number is None for number in totals.values()):
        return [], []
    readings = [found.by_finding, *found.by_item]

    def fits(reading: _Reading, severity: Severity) -> bool:
        number = reading.errors if severity is Severity.ERROR else reading.warnings
        return totals[severity] in {None, number}

    fitting = [reading for reading in readings if all(fits(reading, severity) for severity in totals)]
    if fitting:
        return fitting, []
    wrong = [severity for severity in totals if not any(fits(reading, severity) for reading in readings)]
    numbers = dict(zip(totals, found.by_finding.counts, strict=True))
    return [], [
        Objection(
            reason=Reason.TOTALS_DISAGREE,
            text=f"The log states {plural(totals[severity] or 0, severity)} but has {numbers[severity]:,}: a part of it is missing "
            "or was not recognised. Fetch it again, or declare its format with --content-log-format.",
        )
        for severity in wrong or [severity for severity in totals if totals[severity] != numbers[severity]]
    ]


def _describe(errors_and_warnings: tuple[int, int]) -> str:
    errors, warnings = errors_and_warnings
    return f"{plural(errors, 'error')} and {plural(warnings, 'warning')}"
