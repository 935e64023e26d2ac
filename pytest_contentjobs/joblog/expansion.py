"""Expand what a parser read of a record: JSON objects in its text, and lists of items in its messages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import NAMES, UNDECIDED, ParsedEntry, WithDoubt
from pytest_contentjobs.joblog.formats.parts.declared_words import find_declared
from pytest_contentjobs.joblog.formats.parts.failures_in_prose import reports_failure
from pytest_contentjobs.joblog.gaps import states_gap
from pytest_contentjobs.joblog.json_in_text import has_fault_in_json, open_json
from pytest_contentjobs.joblog.listed_items import itemise
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary

__all__ = ["expand", "find_lines"]

_UNDERLINES = " \t-=~*"
_SENTENCE = re.compile(r"\S[ ]+\S+[ ]+\S")
_FAILED_HOOK = re.compile(r'\\?"{1,2}success\\?"{1,2}\s{0,4}:\s{0,4}\\?"{0,2}(?:false|no|0)\b', re.IGNORECASE)


def expand(record: str, parsed: Sequence[ParsedEntry], vocabulary: Vocabulary = VOCABULARY) -> Sequence[ParsedEntry]:
    """Expand JSON objects in a record's text, find declared levels in it, and give each listed item an entry of its own."""
    # In a quoted cell or a JSON string, the quotes of an object are doubled or escaped.
    is_escaped = '{\\"' in record or '{""' in record
    stripped = record.strip()
    has_object = "{" in record and (is_escaped or not (stripped.startswith("{") and stripped.endswith("}")))
    if not parsed:
        declared = find_declared(record, vocabulary)
        if declared:
            return declared
        if states_gap(record):
            # What is missing may be findings, whatever the level at which a log says so.
            return UNDECIDED
        # The names of columns are no sentence, nor is an underlined heading, but what stands in the row below them may be one.
        names, _, row = record.partition("\n")
        is_heading = bool(row) and not row.strip(_UNDERLINES)
        text = row if parsed is NAMES and (is_heading or not _SENTENCE.search(names)) else record
        if parsed is not UNDECIDED and reports_failure(text):
            parsed = UNDECIDED
        if not has_object:
            return parsed
        plain = record.replace('\\"', '"').replace('""', '"') if is_escaped else record
        found = open_json(record, None) or (open_json(plain, None) if is_escaped else None)
        # The result of a hook that is cut off or damaged cannot be expanded, and is not good news.
        return found or (UNDECIDED if _FAILED_HOOK.search(record) or has_fault_in_json(plain) else parsed)
    has_doubt = isinstance(parsed, WithDoubt)
    if has_object and len(parsed) == 1:
        parsed = open_json(record, parsed[0]) or parsed
    expanded = tuple(item for entry in parsed for item in itemise(entry))
    if not has_doubt:
        return expanded
    length = record.count("\n") + 1
    covered = {line for start, end in find_lines(expanded, length) for line in range(start, end)}
    # A line cannot be a finding and unexplained.
    return WithDoubt(expanded) if len(covered) < length else UNDECIDED


def find_lines(parsed: Sequence[ParsedEntry], length: int) -> list[tuple[int, int]]:
    """Return for each entry its lines in the record, as a half-open range."""
    return [
        (entry.offset, length if entry.count is None else min(entry.offset + entry.count, length)) for entry in parsed
    ]
