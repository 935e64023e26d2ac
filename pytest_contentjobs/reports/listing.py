"""What reports share that list findings one by one: which of them, if they have a limit, and how equal ones are told apart."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.view import FindingView, Place

__all__ = ["count_left_out", "describe_in_line", "name_file", "number_equal", "rank_findings"]

_SEVERITIES = tuple(Severity)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NO_FILE = "content"


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


def describe_in_line(finding: FindingView) -> str:
    """Return what is wrong with which content item, in a line."""
    return f"{finding.message} ({finding.item})" if finding.item else finding.message


def name_file(place: Place) -> str:
    """Return the file of a place as a relative path, for readers that refuse a whole report for an address among its files."""
    path = posixpath.normpath(_SCHEME.sub("", place.file, count=1)).lstrip("/")
    while path.startswith("../"):
        path = path.removeprefix("../")
    return path if path not in {"", ".", ".."} else _NO_FILE
