"""One JSON object a line, with the key names that structured loggers use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, LineParser, ParsedEntry, worst
from pytest_contentjobs.joblog.formats.json_fields import JsonObject, entry_of, levels_of
from pytest_contentjobs.joblog.formats.json_findings import DECODER, findings_in

__all__ = ["JsonLines"]


class JsonLines:
    """Every line is a JSON object with a level; nothing continues."""

    name = "jsonl"

    def parser(self) -> LineParser:
        """Return a parser without state."""
        return _Parser()


class _Parser(LineParser):
    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line that is an object with a known level, and the lists of findings in it."""
        if not record.lstrip().startswith("{"):
            return None
        try:
            return _read(record)
        except (ValueError, RecursionError):
            return None


def _read(record: str) -> Sequence[ParsedEntry] | None:
    document = DECODER.decode(record)
    levels = levels_of(document)
    if not levels:
        return None
    # A logger's own level and the severity of what it reports may stand side by side.
    severity = worst(levels)
    own = None if severity is None else entry_of(document, severity, whole=record.strip())
    return _with_nested(document, own)


def _with_nested(document: JsonObject, own: ParsedEntry | None) -> Sequence[ParsedEntry]:
    nested: Sequence[ParsedEntry] = ()
    if any(isinstance(item, list) for _, item in document):
        # The object itself stands at the empty path; it is already read.
        nested = [part.entry for part in findings_in(document) or () if part.path]
    if own is None:
        return nested or INFORMATIONAL
    if any(worst((entry.severity, own.severity)) is entry.severity for entry in nested):
        return [replace(entry, timestamp=entry.timestamp or own.timestamp) for entry in nested]
    return [own, *nested]
