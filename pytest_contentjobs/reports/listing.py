"""What reports share that list findings one by one: which of them, if they have a limit, and how equal ones are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.view import FindingView

__all__ = ["count_left_out", "number_equal", "rank_findings"]

_SEVERITIES = tuple(Severity)


def rank_findings(findings: Iterable[FindingView]) -> list[FindingView]:
    """Return findings that fail before others, errors before warnings, and new ones first; otherwise in the order of the log."""
    return sorted(findings, key=lambda each: (not each.fails, _SEVERITIES.index(each.severity), not each.is_new))


def number_equal(findings: Iterable[FindingView]) -> Iterator[tuple[FindingView, int]]:
    """Give each finding with its number, from 1, among those of the same fingerprint."""
    numbers: Counter[str] = Counter()
    for finding in findings:
        numbers[finding.fingerprint] += 1
        yield finding, numbers[finding.fingerprint]


def count_left_out(findings: Sequence[FindingView]) -> str:
    """Return in words how many findings a report does not list, and how many of these fail."""
    failing = Counter(finding.severity for finding in findings if finding.fails)
    words = ", ".join(plural(failing[severity], severity) for severity in Severity if failing[severity])
    return f"{plural(len(findings), 'more finding')} ({words or 'none of them fails'})"
