"""Find JSON inside the text of an entry: what a hook or a validator reports there becomes entries of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from pytest_contentjobs.joblog.formats.base import ParsedEntry, worst
from pytest_contentjobs.joblog.formats.parts.json_faults import states_fault
from pytest_contentjobs.joblog.formats.parts.json_findings import DECODER, PlacedEntry, find_findings, is_summed_up_by
from pytest_contentjobs.joblog.formats.parts.quotes import find_quoted, is_quoted
from pytest_contentjobs.model import Severity

__all__ = ["has_fault_in_json", "open_json"]

_BEGIN = re.compile(r'\{(?=\s{0,999}")|\[(?=\s{0,999}\{)')
# A text with more places where JSON could begin, but does not, is not a report.
_ATTEMPTS = 20
_LONGEST_ANNOUNCEMENT = 200
# The words by which programs announce what a hook or validator reported, and names of hooks. Any other word may say what is
# wrong, and the JSON after it may be the name of what it is wrong with.
_ANNOUNCEMENT = re.compile(
    r"(?:[\W\d_]|\b(?:the|an?|and|with|by|from|has|was|for|our|custom|content|import|external|remote"
    r"|hooks?(?:\s+[\w.-]{1,60}(?=\s+(?:failed|returned|answered|reported|says?|said)\b|\s*:))?|(?:before|after|pre|post|on)[-_.][\w-]{1,40}"
    r"|validat(?:ion|or|ors|e|ed)|checks?|checker|scripts?|services?|servers?|requests?|responses?|results?|replie[sd]|reply"
    r"|answer(?:s|ed)?|return(?:s|ed)?|report(?:s|ed)?|sa(?:ys?|id)|fail(?:s|ed|ures?)?|errors?|warnings?|issues?|problems?|findings?"
    r"|details?|output|payload|data|json|bad|unsuccessful)\b){0,200}",
    re.IGNORECASE,
)


def open_json(record: str, entry: ParsedEntry | None) -> tuple[ParsedEntry, ...] | None:
    """Return the findings in the JSON objects and arrays of a record's text; None if there are none.

    ``entry`` is what the record was read as; None if it is informational. The entry is kept, followed by the JSON elements,
    which inherit what they do not say. Only an entry without rule and entity that merely announces a report, like
    ``hook failed: {…}``, is replaced by the elements of that report. JSON in quotes or in an entity's name is data: it only
    adds findings that are worse than the entry.
    """
    if "{" not in record:
        return None
    severity = entry.severity if entry else None
    found = [
        (start, end, part) for start, end, value in _find_values(record) for part in _find_in_value(value, severity)
    ]
    if not found:
        return None
    if entry is None:
        return tuple(part.entry for _, _, part in found)
    spans = find_quoted(record)
    is_data = {
        (start, end): is_quoted(spans, start) or not _is_in_message(record[start:end], entry) for start, end, _ in found
    }
    kept = [part for start, end, part in found if not is_data[start, end] or _is_worse(part.entry, entry)]
    reports = {(start, end) for (start, end), is_quoted_one in is_data.items() if not is_quoted_one}
    is_told = is_summed_up_by(entry, kept) and _is_announcement([record[start:end] for start, end in reports], entry)
    inherited = tuple(_inherit(part.entry, entry) for part in kept)
    return inherited if is_told else (entry, *inherited)


def has_fault_in_json(record: str) -> bool:
    """Whether a JSON object in an informational record states a fault, as ``{"error": "no title"}`` does."""
    return any(states_fault(value) for _, _, value in _find_values(record))


def _inherit(inner: ParsedEntry, entry: ParsedEntry) -> ParsedEntry:
    return replace(
        inner,
        rule=inner.rule or entry.rule,
        entity=inner.entity or entry.entity,
        file=inner.file or entry.file,
        line=inner.line if inner.file else inner.line or entry.line,
        column=inner.column if inner.line else inner.column or entry.column,
        timestamp=inner.timestamp or entry.timestamp,
        offset=entry.offset,
        count=entry.count,
    )


def _is_worse(inner: ParsedEntry, entry: ParsedEntry) -> bool:
    return inner.severity is not entry.severity and worst((inner.severity, entry.severity)) is inner.severity


def _is_in_message(text: str, entry: ParsedEntry) -> bool:
    """Whether JSON is in the message of an entry, but not in a name."""
    path = entry.entity.path if entry.entity else None
    return text in entry.message and (path is None or text not in path)


def _is_announcement(reports: list[str], entry: ParsedEntry) -> bool:
    """Whether a message says only that the reports follow."""
    if entry.rule is not None or entry.entity is not None:
        return False
    message = entry.message
    for report in reports:
        message = message.replace(report, " ")
    message = message.strip()
    return len(message) <= _LONGEST_ANNOUNCEMENT and _ANNOUNCEMENT.fullmatch(message) is not None


def _find_in_value(value: Any, severity: Severity | None) -> Iterator[PlacedEntry]:
    try:
        # A single text like {"error": "…"} says no more than the entry that contains it.
        yield from find_findings(value, severity=severity, is_informational=True) or ()
    except RecursionError:
        return


def _find_values(text: str) -> Iterator[tuple[int, int, Any]]:
    position = 0
    attempts = 0
    while attempts < _ATTEMPTS:
        match = next(islice(_BEGIN.finditer(text, position), 1), None)
        if match is None:
            return
        try:
            value, position = DECODER.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            position = match.end()
            attempts += 1
            continue
        yield match.start(), position, value
