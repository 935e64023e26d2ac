"""One JSON object per line, with the key names that structured loggers use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    UNDECIDED,
    LineParser,
    ParsedEntry,
    UnknownLevel,
    VocabularyFormat,
    worst,
)
from pytest_contentjobs.joblog.formats.parts.compact_events import name_fields
from pytest_contentjobs.joblog.formats.parts.inner import split_severity
from pytest_contentjobs.joblog.formats.parts.json_faults import is_undecided
from pytest_contentjobs.joblog.formats.parts.json_fields import (
    MESSAGE_KEYS,
    JsonObject,
    find_unknown_word,
    has_unknown_level,
    index_members,
    make_decoder,
    make_entry,
    normalise_key,
    read_levels,
    read_text,
)
from pytest_contentjobs.joblog.formats.parts.json_findings import PlacedEntry, find_findings, is_summed_up_by
from pytest_contentjobs.joblog.formats.parts.json_outcomes import has_bad_text, read_item_result, states_failure
from pytest_contentjobs.model import Severity

__all__ = ["JsonLines"]

# Texts for people beside those that a finding has, as normalised keys: those of GELF and of clouds.
_FURTHER_TEXTS = ("shortmessage", "fullmessage", "textpayload", "log")
# Objects that wrap an entry, and the texts in them.
_WRAPPERS = frozenset(("body", "jsonpayload", "payload", "event", "data", "log", "fields", "record"))
_WRAPPED_TEXTS = ("message", "msg", "stringvalue")


class JsonLines(VocabularyFormat):
    """Every line is a JSON object with a level; there are no continuation lines."""

    name = "jsonl"

    def parser(self) -> LineParser:
        """Return a parser without state."""
        return _Parser(make_decoder(self._vocabulary))


class _Parser(LineParser):
    def __init__(self, decoder: json.JSONDecoder) -> None:
        self._decoder = decoder

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line that is an object with a known level, and the lists of findings in it."""
        if not record.lstrip().startswith("{"):
            return None
        try:
            return _read(record, name_fields(self._decoder.decode(record)))
        except (ValueError, RecursionError):
            return None


def _read(record: str, document: JsonObject) -> Sequence[ParsedEntry] | None:
    levels = read_levels(document)
    # An object may have a logger's own level and the severity of what it reports.
    severity = worst(levels)
    if not levels or (severity is None and has_unknown_level(document)):
        word = find_unknown_word(document)
        # Without a message it is not a log entry, and lists of findings say more than an unknown level.
        is_entry = read_text(index_members(document), MESSAGE_KEYS) is not None
        if word:
            return UnknownLevel(word) if is_entry and not find_findings(document) else None
        return _read_item(document, record)
    if severity is None and states_failure(document):
        # The result of a validation hook, reported by a logger at its own level.
        severity = Severity.ERROR
    own = None if severity is None else make_entry(document, severity, whole=record.strip())
    if own is None:
        own = _read_inner(document)
    return _add_nested(document, own)


def _read_item(document: JsonObject, record: str) -> Sequence[ParsedEntry] | None:
    """Read what was done with an item: good news only if nothing else in the object raises a doubt; None for what failed."""
    outcome = read_item_result(document)
    if outcome is Severity.WARNING:
        return (make_entry(document, outcome, whole=record.strip()),)
    if outcome is not Severity.INFO or has_bad_text(document) or is_undecided(document, document.vocabulary):
        return None
    return None if find_findings(document) else INFORMATIONAL


def _read_inner(document: JsonObject) -> ParsedEntry | None:
    """Read a finding that a program reports in an informational line, as in text."""
    for message in _list_messages(document):
        severity, rest = split_severity(message.strip())
        if severity is not None:
            return make_entry(document, severity, text=rest.strip())
    return None


def _list_messages(document: JsonObject) -> Iterator[str]:
    """Give the texts for people of an entry: its own, and those of what a cloud's log wraps."""
    keys = index_members(document)
    own = read_text(keys, MESSAGE_KEYS)
    if own is not None:
        yield own
    for name in _FURTHER_TEXTS:
        further = read_text(keys, (name,))
        if further is not None:
            yield further
    for name, value in document:
        if isinstance(value, JsonObject) and normalise_key(name) in _WRAPPERS:
            inner = read_text(index_members(value), _WRAPPED_TEXTS)
            if inner is not None:
                yield inner


def _add_nested(document: JsonObject, own: ParsedEntry | None) -> Sequence[ParsedEntry]:
    found: Sequence[PlacedEntry] = ()
    if any(isinstance(item, list) for _, item in document):
        # The object itself is at the empty path and already read.
        found = [part for part in find_findings(document, vocabulary=document.vocabulary) or () if part.path]
    nested = [part.entry for part in found]
    if own is None:
        return nested or (UNDECIDED if is_undecided(document, document.vocabulary) else INFORMATIONAL)
    nested = [replace(entry, timestamp=entry.timestamp or own.timestamp) for entry in nested]
    return nested if is_summed_up_by(own, found) else [own, *nested]
