"""Findings inside JSON: in a document, in a line, or in the text of a message.

The hook shapes ``validationResults.errors[]`` with ``type`` and ``message``, and ``{"success": false, "error": …, "details":
{"count": …, "errors": [{"index" or "name", "issue"}]}}`` are documented by the vendor; all other names are those that
validators and structured loggers use.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pytest_contentjobs.joblog.formats.base import ParsedEntry, worst
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding
from pytest_contentjobs.joblog.formats.parts.json_fields import (
    DECODER,
    ERROR_TEXT_KEYS,
    MESSAGE_KEYS,
    JsonObject,
    decode,
    find_entity,
    index_members,
    make_entry,
    normalise_key,
    read_levels,
    read_text,
)
from pytest_contentjobs.joblog.formats.parts.json_outcomes import (
    LISTS,
    NO_ERROR,
    describes_tool,
    find_list_severity,
    is_item_done,
    is_severe_list,
    names_error,
    read_flags,
    read_outcomes,
    read_prefix,
    states_failure,
)
from pytest_contentjobs.joblog.formats.parts.messages import replace_surrogates, split_entity, split_rule
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.model import Entity, Severity

__all__ = ["DECODER", "PlacedEntry", "find_findings", "is_summed_up_by"]

_CONTAINERS = frozenset((*LISTS, "items", "list", "entries", "elements", "details", "data"))
# What an entry names its cause.
_CAUSES = frozenset(("error", "err", "exception", "exc", "cause", "throwable", "lasterror"))


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """A finding and its place: the number of its member or element on each level of the document.

    ``is_reported`` says that it is in a list whose key says that it contains findings or the results of a check.
    """

    path: tuple[int, ...]
    entry: ParsedEntry
    is_reported: bool = False


def is_summed_up_by(own: ParsedEntry, nested: Iterable[PlacedEntry]) -> bool:
    """Whether findings in a report sum up an entry, so that the entry need not be kept too.

    One of them must be as severe as the entry, and have its rule and its entity, if any: nothing inside an error may turn it
    into one that is accepted.
    """
    return any(
        found.is_reported
        and worst((found.entry.severity, own.severity)) is found.entry.severity
        and own.rule in {None, found.entry.rule}
        and own.entity in (None, found.entry.entity)
        for found in nested
    )


def find_findings(
    value: Any,
    *,
    severity: Severity | None = None,
    is_informational: bool = False,
    vocabulary: Vocabulary = VOCABULARY,
) -> tuple[PlacedEntry, ...] | None:
    """Return the findings of a decoded document in order; None if it has no shape that reports any.

    ``severity`` is for elements without one, in lists without one. ``is_informational`` says that the value is in an
    informational entry, so that its free texts are not findings.
    """
    walk = _Walk()
    context = _Context(severity=severity, is_informational=is_informational, vocabulary=vocabulary)
    if isinstance(value, JsonObject):
        found = tuple(walk.visit_object(value, (), context))
    elif isinstance(value, list) and any(isinstance(element, JsonObject) for element in value):
        found = tuple(walk.visit_list(value, (), replace(context, is_listed=True)))
    else:
        return None
    return found if found or walk.has_shape else None


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element inherits from the objects and lists around it."""

    vocabulary: Vocabulary
    severity: Severity | None = None
    is_listed: bool = False
    is_reported: bool = False
    is_severe: bool = False
    is_informational: bool = False
    entity: Entity | None = None
    kind: str | None = None
    details: Mapping[str, Any] | None = None
    # How bad the entry is that the value belongs to, by the entry's own level.
    stated: Severity | None = None


class _Walk:
    def __init__(self) -> None:
        self.has_shape = False

    def visit(self, value: Any, path: tuple[int, ...], context: _Context) -> Iterator[PlacedEntry]:
        if isinstance(value, JsonObject):
            yield from self.visit_object(value, path, context)
        elif isinstance(value, list):
            yield from self.visit_list(value, path, context)
        elif context.is_listed and value is not None:
            entry = _read_element_text(value, context)
            if entry is not None:
                yield PlacedEntry(path, entry, context.is_reported)

    def visit_list(self, elements: list[Any], path: tuple[int, ...], context: _Context) -> Iterator[PlacedEntry]:
        self.has_shape = self.has_shape or _states_outcomes(elements)
        are_results = _are_results(elements)
        for number, element in enumerate(elements):
            is_bad = are_results and worst(_read_result(element)) is not None
            yield from self.visit(element, (*path, number), replace(context, is_listed=True) if is_bad else context)

    def visit_object(self, value: JsonObject, path: tuple[int, ...], context: _Context) -> Iterator[PlacedEntry]:
        keys = index_members(value)
        levels = read_levels(value)
        own = _find_own_severity(value, levels, context)
        self.has_shape = self.has_shape or bool(levels and read_text(keys, MESSAGE_KEYS)) or "success" in keys
        entry = None if own is None else make_entry(value, own, is_listed=context.is_listed, kind=context.kind)
        named = find_entity(value, kind=context.kind, is_listed=context.is_listed or context.kind is not None)
        inner = replace(
            context,
            severity=own or (None if levels else context.severity),
            is_listed=False,
            is_informational=context.is_informational or (bool(levels) and own is None),
            entity=named or (entry and entry.entity) or context.entity,
            details=_add_outer_text(keys, context) if own else context.details,
            stated=own if levels and own and not context.is_listed else None if context.is_listed else context.stated,
        )
        nested = [
            found
            for number, (key, item) in enumerate(value)
            if not describes_tool(key, keys)
            for found in self._visit_member(key, item, (*path, number), inner, is_own_text=own is not None)
        ]
        if entry is not None and not is_summed_up_by(entry, nested):
            details = {**(context.details or {}), **(entry.details or {})} or None
            whole = replace(entry, entity=entry.entity or context.entity, details=details)
            yield PlacedEntry(path, whole, context.is_reported)
        yield from nested

    def _visit_member(
        self, key: str, item: Any, path: tuple[int, ...], context: _Context, *, is_own_text: bool
    ) -> Iterator[PlacedEntry]:
        name, severity = normalise_key(key), find_list_severity(key)
        if context.stated and name in _CAUSES and isinstance(item, JsonObject) and _is_element(item):
            yield from self.visit_object(item, path, context)
        elif (name in LISTS or severity) and isinstance(item, list):
            self.has_shape = True
            listed = replace(
                context,
                is_listed=True,
                is_reported=True,
                is_severe=is_severe_list(key),
                severity=severity or context.severity,
            )
            if isinstance(item, JsonObject) and not _is_element(item):
                yield from self._visit_by_name(item, path, listed)
            else:
                yield from self.visit(item, path, listed)
        elif name in LISTS and isinstance(item, str) and severity and not is_own_text:
            if item.strip().lower() not in NO_ERROR and not item.strip().isdigit():
                yield from self.visit(
                    item,
                    path,
                    replace(context, is_listed=True, is_reported=True, is_severe=True, severity=severity),
                )
        elif name in LISTS and severity and item is False:
            self.has_shape = True
        elif isinstance(item, str):
            yield from self._visit_text(item, path, context)
        elif isinstance(item, JsonObject) and _are_results_by_name(name, item):
            self.has_shape = self.has_shape or _states_outcomes([value for _, value in item])
            yield from self._visit_by_name(item, path, replace(context, kind=_singularise(name)))
        elif isinstance(item, list):
            # A list of another name says nothing of the object that contains it.
            yield from self.visit(item, path, replace(context, kind=_singularise(name), is_reported=False))

    def _visit_text(self, text: str, path: tuple[int, ...], context: _Context) -> Iterator[PlacedEntry]:
        """Read the JSON in a text: a collector keeps what a program printed as text."""
        decoded = decode(text)
        if decoded is not None:
            inside = self.visit(decoded, path, replace(context, is_listed=False))
            yield from (replace(found, path=path) for found in inside)

    def _visit_by_name(self, value: JsonObject, path: tuple[int, ...], context: _Context) -> Iterator[PlacedEntry]:
        """Read an object that lists findings by the name of what they are about."""
        for number, (key, item) in enumerate(value):
            # A number under a name is a count, not a finding.
            if isinstance(item, list | str):
                is_named = normalise_key(key) not in _CONTAINERS
                entity = Entity(kind="item", name=replace_surrogates(key)) if is_named and key.strip() else None
                is_bad = isinstance(item, JsonObject) and worst(_read_result(item)) is not None
                named = replace(context, entity=entity or context.entity, is_listed=context.is_listed or is_bad)
                yield from self.visit(item, (*path, number), named)


def _find_own_severity(value: JsonObject, levels: list[Severity], context: _Context) -> Severity | None:
    """Return the severity of what an object itself reports; None if it reports nothing."""
    keys = index_members(value)
    text = read_text(keys, (*MESSAGE_KEYS, *ERROR_TEXT_KEYS))
    if not context.is_listed:
        return _find_single_severity(value, levels, context, has_text=text is not None)
    stated = [*(levels or read_outcomes(value)), *read_flags(value)]
    if stated and (worst(stated) is not None or not context.is_severe):
        return worst(stated)
    if context.severity is not None:
        return context.severity
    is_finding = bool(keys.get("issue") or keys.get("error") or names_error(value))
    is_finding = is_finding or bool(text and _is_finding_text(text, context))
    # A severity in an unknown word may be the worst there is.
    return Severity.ERROR if is_finding or read_text(keys, ("severity",)) else None


def _find_single_severity(
    value: JsonObject, levels: list[Severity], context: _Context, *, has_text: bool
) -> Severity | None:
    """Return the severity of what an object reports that is not an element of a list of findings.

    In an entry that is a finding by its own level, the error that an object names is the entry's cause.
    """
    if states_failure(value) and context.stated is not Severity.ERROR:
        return Severity.ERROR
    if levels:
        # An informational entry may show settings, and a level in them reports nothing.
        return worst(levels) if has_text or not context.is_informational else None
    # A severity in an unknown word may be the worst there is.
    has_severity = has_text and read_text(index_members(value), ("severity",)) is not None
    is_stated = not (context.is_informational or context.stated) and names_error(value)
    return Severity.ERROR if has_severity or is_stated else None


def _are_results(elements: list[Any]) -> bool:
    """Whether each element of a list is an object that states how an item ended, in words that are known."""
    return bool(elements) and all(
        isinstance(element, JsonObject) and bool(_read_result(element)) for element in elements
    )


def _read_result(value: JsonObject) -> list[Severity | None]:
    return [*(read_levels(value) or read_outcomes(value)), *read_flags(value)]


def _are_results_by_name(name: str, value: JsonObject) -> bool:
    """Whether an object has the results of several items, by their names."""
    return (len(value) > 1 or _singularise(name) is not None) and _are_results([item for _, item in value])


def _states_outcomes(elements: list[Any]) -> bool:
    """Whether each element is an item that states that it is done: ``[{"id": "fees", "status": "imported"}]``."""
    return bool(elements) and all(isinstance(element, JsonObject) and is_item_done(element) for element in elements)


def _read_element_text(value: Any, context: _Context) -> ParsedEntry | None:
    text = replace_surrogates(value) if isinstance(value, str) else json.dumps(value)
    severity, message = context.severity, text.strip()
    prefix = read_prefix(text, context.vocabulary)
    if prefix is not None:
        stated, end = prefix
        if stated is Severity.INFO and not context.is_severe:
            return None
        # A list of errors makes each element one, whatever its text begins with: a title may begin like that.
        if stated is not Severity.INFO and (not context.is_severe or worst((stated, severity)) is stated):
            severity, message = stated, text[end:].strip()
    if severity is None:
        if not isinstance(value, str) or not _is_finding_text(text, context):
            return None
        severity = Severity.ERROR
    rule, message = split_rule(message)
    entity, message = split_entity(message)
    return ParsedEntry(
        severity=severity,
        message=message or json.dumps(value),
        rule=rule,
        entity=entity or context.entity,
        details=context.details,
    )


def _is_finding_text(text: str, context: _Context) -> bool:
    return not context.is_informational and looks_like_a_finding(text)


def _is_element(value: JsonObject) -> bool:
    keys = index_members(value)
    return read_text(keys, (*MESSAGE_KEYS, *ERROR_TEXT_KEYS)) is not None


def _add_outer_text(keys: Mapping[str, Any], context: _Context) -> Mapping[str, Any] | None:
    """Return the text of an object as a detail of the findings inside it."""
    name = next(
        (name for name in ("error", *MESSAGE_KEYS) if isinstance(keys.get(name), str) and keys[name].strip()), None
    )
    return context.details if name is None else {**(context.details or {}), name: replace_surrogates(keys[name])}


def _singularise(name: str) -> str | None:
    return name[:-1] if name in {"articles", "folders", "topics", "portals", "resources", "items"} else None
