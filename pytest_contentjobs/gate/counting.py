"""Compare the job's counts and the log's own totals with the findings, in one reading that the other numbers allow.

The vendor's texts leave open whether a job counts items or findings. Each reading is tried as a whole, errors and warnings
together, and only one that the number of items, and of successful ones, does not contradict is believed: in another a log
that lost lines could agree by accident.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pytest_contentjobs.errors import Reason
from pytest_contentjobs.model import Finding, LogStatistics, Objection, Severity
from pytest_contentjobs.model.job import JobStatus, Results
from pytest_contentjobs.model.quantity import plural

__all__ = ["compare_counts"]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a log has if it is counted in one way; ``by_item`` if items are counted, and not findings."""

    errors: int
    warnings: int
    by_item: bool = False

    @property
    def counts(self) -> tuple[int, int]:
        return self.errors, self.warnings


@dataclass(frozen=True, slots=True)
class _Counted:
    """The findings of a log: their numbers, the items that they name, and how many of them name none."""

    found: _Reading
    errors: frozenset[object]
    warnings: frozenset[object]
    nameless: int
    #: Whether an item has two findings of the same severity.
    has_several: bool

    @property
    def by_item(self) -> list[_Reading]:
        """The numbers of items: one with both severities may count twice, or as an error only."""
        if self.nameless:
            return []
        errors, both = len(self.errors), len(self.warnings)
        return [_Reading(errors, len(self.warnings - self.errors), True), _Reading(errors, both, True)]

    @property
    def items(self) -> int:
        return len(self.errors | self.warnings)


def compare_counts(
    status: JobStatus | None, log: LogStatistics, findings: Sequence[Finding]
) -> tuple[str, list[Objection]]:
    """Compare the findings with what the job claims and with what the log itself states.

    ``status`` is None if no job claims anything. Returns in words how they agree, and what there is to object.
    """
    counted = _counted(findings)
    stated, objections = _stated(log, counted)
    if status is None:
        return "", objections
    results = status.results
    if results is None or results.errors is None or results.warnings is None:
        missing = Objection(
            reason=Reason.COUNTS_MISSING,
            text="The job gives no counts of errors and warnings, so the log cannot be checked against it. Look at the job in the "
            "service, and give its whole status answer.",
        )
        return "", [*objections, missing]
    claimed = (results.errors, results.warnings)
    processed = status.progress.processed if status.progress else None
    reading, flaw = _believed(claimed, results, processed, counted, stated)
    if reading is None:
        return "", [*objections, _disagreement(claimed, counted, flaw)]
    if not reading.by_item:
        return "job and log agree finding by finding", objections
    told = f"the job counts items ({_in_words(claimed)}), the log has {_in_words(counted.found.counts)} about them"
    return f"job and log agree: {told}", objections


def _believed(
    claimed: tuple[int, int], results: Results, processed: int | None, counted: _Counted, stated: Sequence[_Reading]
) -> tuple[_Reading | None, str]:
    """Return the reading in which job and log agree; None if there is none, and in words what speaks against the nearest."""
    readings = [reading for reading in (counted.found, *counted.by_item) if reading.counts == claimed]
    flaws = [_flaw(reading, results, processed, counted) for reading in readings]
    fitting = [reading for reading, flaw in zip(readings, flaws, strict=True) if not flaw]
    # A log may state how many entries it has beside a job that counts items. The other way round nobody counts.
    together = [reading for reading in fitting if not stated or reading.by_item or reading in stated]
    if together:
        return together[0], ""
    if fitting:
        return None, "the job's counts fit if findings are counted, and the log's own totals only if items are"
    return None, flaws[0] if flaws else ""


def _counted(findings: Sequence[Finding]) -> _Counted:
    named: defaultdict[Severity, Counter[object]] = defaultdict(Counter)
    nameless, numbers = 0, Counter(finding.severity for finding in findings)
    for finding in findings:
        entity = finding.entity
        if entity is None:
            nameless += 1
        else:
            named[finding.severity][entity.key] += 1
    return _Counted(
        found=_Reading(numbers[Severity.ERROR], numbers[Severity.WARNING]),
        errors=frozenset(named[Severity.ERROR]),
        warnings=frozenset(named[Severity.WARNING]),
        nameless=nameless,
        has_several=any(number > 1 for counts in named.values() for number in counts.values()),
    )


def _flaw(reading: _Reading, results: Results, processed: int | None, counted: _Counted) -> str:
    """Say what in the job's other numbers contradicts a reading; nothing if they allow it, or are not there."""
    if processed is None:
        return ""
    if reading.by_item and max(reading.counts) > processed:
        return f"the job has {plural(processed, 'item')} only"
    if results.successful is None:
        return ""
    flaw = _flaw_by_item if reading.by_item else _flaw_by_finding
    return flaw(reading, results.successful, processed, counted)


def _flaw_by_item(reading: _Reading, successful: int, processed: int, counted: _Counted) -> str:
    # Items with warnings may be called successful, and one with both severities may count once or twice.
    sums = {successful + reading.errors, successful + counted.items, successful + reading.errors + reading.warnings}
    if processed in sums:
        return ""
    return f"with {plural(successful, 'successful item')} these do not add up to {processed}, so items are not counted"


def _flaw_by_finding(reading: _Reading, successful: int, processed: int, counted: _Counted) -> str:
    added_up = successful + reading.errors + reading.warnings
    if added_up == processed and counted.has_several:
        return (
            f"with {plural(successful, 'successful item')} these add up to {processed}, so items are counted, and the log has "
            "several findings about the same item"
        )
    named = counted.items + counted.nameless
    if added_up > processed and processed - successful > named:
        return f"{plural(processed - successful, 'item')} were not successful, and the log tells of {named}"
    return ""


def _disagreement(claimed: tuple[int, int], counted: _Counted, flaw: str) -> Objection:
    by_item = counted.by_item
    items = ""
    if by_item:
        items = f" ({plural(by_item[1].errors, 'item')} with errors, {by_item[1].warnings} with warnings)"
    but = f", and {flaw}" if flaw else ""
    return Objection(
        reason=Reason.COUNTS_DISAGREE,
        text=f"The job claims {_in_words(claimed)}; the log has {_in_words(counted.found.counts)}{items}{but}. One of them is not "
        "whole or not of this job: check that the log is this job's own, and run again.",
    )


def _stated(log: LogStatistics, counted: _Counted) -> tuple[list[_Reading], list[Objection]]:
    """Return the readings in which the log's own totals are right, none if it states none, and what there is to object."""
    numbers = {Severity.ERROR: log.stated_errors, Severity.WARNING: log.stated_warnings}
    if all(number is None for number in numbers.values()):
        return [], []
    readings = [counted.found, *counted.by_item]

    def fits(reading: _Reading, severity: Severity) -> bool:
        own = reading.errors if severity is Severity.ERROR else reading.warnings
        return numbers[severity] in {None, own}

    fitting = [reading for reading in readings if all(fits(reading, severity) for severity in numbers)]
    if fitting:
        return fitting, []
    wrong = [severity for severity in numbers if not any(fits(reading, severity) for reading in readings)]
    found = dict(zip(numbers, counted.found.counts, strict=True))
    return [], [
        Objection(
            reason=Reason.TOTALS_DISAGREE,
            text=f"The log states {plural(numbers[severity] or 0, severity)} and has {found[severity]}: a part of it is missing, "
            "or was not recognised. Fetch it again, or declare its format with --content-log-format.",
        )
        for severity in wrong or [severity for severity in numbers if numbers[severity] != found[severity]]
    ]


def _in_words(errors_and_warnings: tuple[int, int]) -> str:
    errors, warnings = errors_and_warnings
    return f"{plural(errors, 'error')} and {plural(warnings, 'warning')}"
