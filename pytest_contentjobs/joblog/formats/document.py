"""JSON documents, on one line or many, with lists of findings under keys like ``errors`` at any depth."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    UNDECIDED,
    LineParser,
    ParsedEntry,
    VocabularyFormat,
    VocabularyParser,
    WithDoubt,
)
from pytest_contentjobs.joblog.formats.parts.bad_members import states_less
from pytest_contentjobs.joblog.formats.parts.json_faults import is_undecided, states_fault_beside
from pytest_contentjobs.joblog.formats.parts.json_fields import JsonObject, make_decoder, read_levels
from pytest_contentjobs.joblog.formats.parts.json_findings import DECODER, PlacedEntry, find_findings
from pytest_contentjobs.joblog.vocabulary import Vocabulary

__all__ = ["MAXIMUM_DOCUMENT", "JsonDocument"]

#: Documents of more characters are not read as JSON.
MAXIMUM_DOCUMENT = 64 << 20
# Text in brackets, like "[main]", does not begin a document.
_BEGIN = re.compile(r'\s*(?:\{\s*(?:["}]|$)|\[\s*(?:["{}\[\]]|$))')
_NEXT = re.compile(
    r'\s*(?:$|["}\],:]|\{\s*(?:["}]|$)|\[|-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,5})?\s*(?:[,\]}]|$)'
    r"|(?:true|false|null|NaN|-?Infinity)\s*(?:[,\]}]|$))"
)
# An unclosed string leaves one quote, a closed one two.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+("?)')
_SPACE = re.compile(r"[ \t\n\r]*")


class JsonDocument(VocabularyFormat):
    """Objects or arrays that contain lists of findings; several documents may follow each other."""

    name = "json"

    def parser(self) -> LineParser:
        """Return a parser that follows the depth of brackets."""
        return _Parser(self._vocabulary)


class _Parser(VocabularyParser):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self._decoder = make_decoder(vocabulary)
        self._depth = 0
        self._size = 0

    def is_incomplete(self, line: str) -> bool:
        """Whether brackets are open after the line; also False if it cannot be a part of a document."""
        pattern = _NEXT if self._depth else _BEGIN
        skeleton = _STRING.sub(r'"\1', line) if pattern.match(line) else '"'
        self._size += len(line) + 1
        # JSON allows no line end within a string.
        if skeleton.count('"') % 2 or self._size > MAXIMUM_DOCUMENT:
            self._depth = 0
        else:
            opened, closed = skeleton.count("{") + skeleton.count("["), skeleton.count("}") + skeleton.count("]")
            self._depth = max(self._depth + opened - closed, 0)
        if not self._depth:
            self._size = 0
        return self._depth > 0

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a complete document; one without a list of findings or a level is not in this format."""
        if len(record) > MAXIMUM_DOCUMENT or not _BEGIN.match(record):
            return None
        try:
            return self._read(record)
        except (ValueError, RecursionError):
            return None

    def _read(self, record: str) -> Sequence[ParsedEntry] | None:
        document = self._decoder.decode(record)
        # One line with a level is an entry of a structured log.
        if "\n" not in record and isinstance(document, JsonObject) and read_levels(document):
            return None
        found = find_findings(document, vocabulary=self._vocabulary)
        if found is None:
            return None
        if not found:
            is_open = is_undecided(document, self._vocabulary) or states_less(document)
            return UNDECIDED if is_open else INFORMATIONAL
        entries = _place(record, found)
        has_doubt = states_fault_beside(document, [part.path for part in found])
        return WithDoubt(entries) if has_doubt else entries


def _place(record: str, found: Sequence[PlacedEntry]) -> Sequence[ParsedEntry]:
    """Return the entries with their lines."""
    spans = _find_spans(record, [part.path for part in found])
    breaks = [match.start() for match in re.finditer("\n", record)]
    entries = []
    for part in found:
        start, end = spans[part.path]
        first, last = bisect_right(breaks, start), bisect_right(breaks, end - 1)
        entries.append(replace(part.entry, offset=first, count=last - first + 1))
    return entries


def _find_spans(text: str, paths: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], tuple[int, int]]:
    """Return the half-open ranges of the values at these paths in a valid document."""
    wanted = set(paths)
    spans: dict[tuple[int, ...], tuple[int, int]] = {}
    inside = {path[:length] for path in wanted for length in range(len(path))}

    def visit(start: int, path: tuple[int, ...]) -> int:
        end = children(start, path) if path in inside else DECODER.raw_decode(text, start)[1]
        if path in wanted:
            spans[path] = start, end
        return end

    def children(start: int, path: tuple[int, ...]) -> int:
        position = _skip_space(text, start + 1)
        number = 0
        while text[position] not in ("}", "]"):
            if text[start] == "{":
                # A key, and the colon after it.
                position = _skip_space(text, DECODER.raw_decode(text, position)[1])
                position = _skip_space(text, position + 1)
            position = _skip_space(text, visit(position, (*path, number)))
            if text[position] == ",":
                position = _skip_space(text, position + 1)
            number += 1
        return position + 1

    visit(_skip_space(text, 0), ())
    return spans


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
