"""JSON inside the text of an entry: what a hook or a validator reports there becomes entries of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from pytest_contentjobs.joblog.formats.base import ParsedEntry, worst
from pytest_contentjobs.joblog.formats.json_findings import DECODER, findings_in

__all__ = ["opened"]

_BEGIN = re.compile(r'\{(?=\s{0,999}")|\[(?=\s{0,999}\{)')
# Text with more places where JSON could begin, and does not, is no report.
_ATTEMPTS = 20


def opened(record: str, entry: ParsedEntry | None) -> tuple[ParsedEntry, ...] | None:
    """Return the findings in the JSON objects and arrays of a record's text; None where it has none.

    ``entry`` is what the record was read as, None where it is informational; its severity, rule, entity and time stand
    for what the elements themselves do not say, and it stays an entry where all that is inside it is less severe.
    """
    if "{" not in record:
        return None
    found = [part.entry for value in _values(record) for part in _findings(value, entry)]
    if not found:
        return None
    if entry is None:
        return tuple(found)
    inherited = [
        replace(
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
        for inner in found
    ]
    is_summed_up = any(worst((inner.severity, entry.severity)) is inner.severity for inner in found)
    return tuple(inherited) if is_summed_up else (entry, *inherited)


def _findings(value: Any, entry: ParsedEntry | None) -> Iterator[Any]:
    severity = entry.severity if entry else None
    try:
        # A lone text like {"error": "…"} says no more than the entry that it stands in.
        yield from findings_in(value, severity=severity, is_informational=True) or ()
    except RecursionError:
        return


def _values(text: str) -> Iterator[Any]:
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
        yield value
