"""Findings inside JSON, wherever it stands: in a document, in a line, or in the text of a message.

The hook shapes ``validationResults.errors[]`` with ``type`` and ``message``, and ``{"success": false, "error": …, "details":
{"count": …, "errors": [{"index" or "name", "issue"}]}}`` are documented by the service's vendor; all other names are
those that validators and structured loggers use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pytest_contentjobs.joblog.formats.bad_words import looks_like_a_finding
from pytest_contentjobs.joblog.formats.base import ParsedEntry, level_word, worst
from pytest_contentjobs.joblog.formats.json_fields import (
    ERROR_TEXT_KEYS,
    MESSAGE_KEYS,
    JsonObject,
    entity_of,
    entry_of,
    first_text,
    levels_of,
    members,
    plain,
)
from pytest_contentjobs.joblog.formats.levels import WORDS
from pytest_contentjobs.joblog.formats.messages import split_entity, split_rule, without_surrogates
from pytest_contentjobs.model import Entity, Severity

__all__ = ["DECODER", "Found", "findings_in", "is_told_by", "is_undecided"]

# Lists of findings of any severity.
_DEFAULTED = frozenset(("issues", "findings", "problems", "violations"))
# Keys of lists by the severity that they give their elements. An issue that has no severity is taken as an error: the
# worse reading loses nothing.
_LISTS: dict[str, Severity | None] = {
    **dict.fromkeys(("errors", "errormessages", "errorlist", "failures", "fatals", "validationerrors"), Severity.ERROR),
    **dict.fromkeys(("warnings", "warningmessages", "warninglist", "validationwarnings"), Severity.WARNING),
    **dict.fromkeys(_DEFAULTED, Severity.ERROR),
    **dict.fromkeys(("messages", "results")),
}
# Under these an element that calls itself informational is contradicted by its key, and the worse reading loses nothing.
_SEVERE_LISTS = frozenset(name for name in _LISTS if _LISTS[name] and name not in _DEFAULTED)
# Words for the outcome of one item; read inside lists of findings alone, since many things have a type or a status.
_OUTCOME_KEYS = ("type", "status", "outcome", "result", "state")
_OUTCOMES: dict[str, Severity | None] = {
    **WORDS,
    **dict.fromkeys(("FAILED", "FAILURE", "FAIL", "INVALID", "REJECTED"), Severity.ERROR),
    "WARNINGS": Severity.WARNING,
    **dict.fromkeys(("OK", "SUCCESS", "SUCCESSFUL", "PASSED", "PASS", "VALID")),
}
_PASSED_KEYS = ("success", "valid", "ok", "passed")
# Spellings of the two answers to such a key.
_YES, _NO = frozenset(("true", "yes", "y", "ok", "passed")), frozenset(("false", "no", "n", "0", "failed"))
# Where an object is no element of a list of findings, these keys alone tell its outcome, and only if it is bad.
_RESULT_KEYS = ("status", "outcome", "result")
_FAILURES = frozenset(("FAILED", "FAILURE", "FAIL", "INVALID", "REJECTED", "ERROR"))
_CONTAINERS = frozenset((*_LISTS, "items", "list", "entries", "elements", "details", "data"))
_NO_ERROR = frozenset(("", "none", "no", "no error", "null", "false", "ok", "0"))
_LEVEL_PREFIX = re.compile(r"\s*\[?(?P<level>[A-Za-z]{3,9})(?:\]|:)[ \t]*(?=\S)")

#: Decodes objects as ``JsonObject``; control characters in strings are let be.
DECODER = json.JSONDecoder(object_pairs_hook=JsonObject, strict=False, parse_constant=str)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and where it stands: the number of its member or element on each level of the document.

    ``is_reported`` says that it stands in a list whose key says that it holds findings, or the results of a check.
    """

    path: tuple[int, ...]
    entry: ParsedEntry
    is_reported: bool = False


def is_told_by(own: ParsedEntry, nested: Iterable[Found]) -> bool:
    """Whether findings in a report sum up an entry, so that it need not stand beside them.

    One of them must be as severe as the entry, and keep its rule and its entity, if it has any: nothing that is inside an
    error may turn it into one that is accepted.
    """
    return any(
        found.is_reported
        and worst((found.entry.severity, own.severity)) is found.entry.severity
        and own.rule in {None, found.entry.rule}
        and own.entity in (None, found.entry.entity)
        for found in nested
    )


def findings_in(
    value: Any, *, severity: Severity | None = None, is_informational: bool = False
) -> tuple[Found, ...] | None:
    """Return the findings of a decoded document in its order; None where it has no shape that reports any.

    ``severity`` is for elements that have none, in lists that give none. ``is_informational`` says that the value stands
    in an informational entry, so that its free texts are no findings.
    """
    walk = _Walk()
    context = _Context(severity=severity, is_informational=is_informational)
    if isinstance(value, JsonObject):
        found = tuple(walk.visit_object(value, (), context))
    elif isinstance(value, list) and any(isinstance(element, JsonObject) for element in value):
        found = tuple(walk.visit_list(value, (), replace(context, is_listed=True)))
    else:
        return None
    return found if found or walk.has_shape else None


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element takes from the objects and lists around it."""

    severity: Severity | None = None
    is_listed: bool = False
    is_reported: bool = False
    is_severe: bool = False
    is_informational: bool = False
    entity: Entity | None = None
    kind: str | None = None
    details: Mapping[str, Any] | None = None


class _Walk:
    def __init__(self) -> None:
        self.has_shape = False

    def visit(self, value: Any, path: tuple[int, ...], context: _Context) -> Iterator[Found]:
        if isinstance(value, JsonObject):
            yield from self.visit_object(value, path, context)
        elif isinstance(value, list):
            yield from self.visit_list(value, path, context)
        elif context.is_listed and value is not None:
            entry = _from_text(value, context)
            if entry is not None:
                yield Found(path, entry, context.is_reported)

    def visit_list(self, elements: list[Any], path: tuple[int, ...], context: _Context) -> Iterator[Found]:
        for number, element in enumerate(elements):
            yield from self.visit(element, (*path, number), context)

    def visit_object(self, value: JsonObject, path: tuple[int, ...], context: _Context) -> Iterator[Found]:
        keys = members(value)
        levels = levels_of(value)
        own = _own_severity(value, levels, context)
        self.has_shape = self.has_shape or bool(levels and first_text(keys, MESSAGE_KEYS)) or "success" in keys
        entry = None if own is None else entry_of(value, own, is_listed=context.is_listed, kind=context.kind)
        named = entity_of(value, kind=context.kind, is_listed=context.is_listed or context.kind is not None)
        inner = replace(
            context,
            severity=own or (None if levels else context.severity),
            is_listed=False,
            is_informational=context.is_informational or (bool(levels) and own is None),
            entity=named or (entry and entry.entity) or context.entity,
            details=_outer_text(keys, context) if own else context.details,
        )
        nested = [
            found
            for number, (key, item) in enumerate(value)
            for found in self._member(key, item, (*path, number), inner, is_own_text=own is not None)
        ]
        if entry is not None and not is_told_by(entry, nested):
            details = {**(context.details or {}), **(entry.details or {})} or None
            whole = replace(entry, entity=entry.entity or context.entity, details=details)
            yield Found(path, whole, context.is_reported)
        yield from nested

    def _member(
        self, key: str, item: Any, path: tuple[int, ...], context: _Context, *, is_own_text: bool
    ) -> Iterator[Found]:
        name = plain(key)
        if name in _LISTS and isinstance(item, list):
            self.has_shape = True
            listed = replace(
                context,
                is_listed=True,
                is_reported=True,
                is_severe=name in _SEVERE_LISTS,
                severity=_LISTS[name] or context.severity,
            )
            if isinstance(item, JsonObject) and not _is_element(item):
                yield from self._by_name(item, path, listed)
            else:
                yield from self.visit(item, path, listed)
        elif name in _LISTS and isinstance(item, str) and _LISTS[name] and not is_own_text:
            if item.strip().lower() not in _NO_ERROR and not item.strip().isdigit():
                yield from self.visit(
                    item,
                    path,
                    replace(context, is_listed=True, is_reported=True, is_severe=True, severity=_LISTS[name]),
                )
        elif isinstance(item, list):
            # What stands in a list of another name says nothing of the object that it stands in.
            yield from self.visit(item, path, replace(context, kind=_kind_of(name), is_reported=False))

    def _by_name(self, value: JsonObject, path: tuple[int, ...], context: _Context) -> Iterator[Found]:
        """Read an object that gives findings by the name of what they are about."""
        for number, (key, item) in enumerate(value):
            # A number under a name counts, and says nothing of its own.
            if isinstance(item, list | str):
                is_named = plain(key) not in _CONTAINERS
                entity = Entity(kind="item", name=without_surrogates(key)) if is_named and key.strip() else None
                yield from self.visit(item, (*path, number), replace(context, entity=entity or context.entity))


def is_undecided(value: Any) -> bool:
    """Whether a document without any finding leaves open, but for its prose, whether it is one of good news.

    It does so where a list of errors or warnings is replaced by a number, or contradicts the count beside it; where
    ``success`` is not plainly true, or an informational object states an ``error``; and where it has no such list, and other
    lists with elements of no level and no outcome.
    """
    named = [(keys, plain(key), item) for keys in _objects(value) for key, item in keys]
    if any(
        (name == "success" and item is not True) or (name == "error" and _is_error(item)) for _, name, item in named
    ):
        return True
    lists = [(keys, item) for keys, name, item in named if _LISTS.get(name)]
    if any(_counts_something(members(keys), item) for keys, item in lists):
        return True
    return not any(isinstance(item, list) for _, item in lists) and _has_open_element(value)


def _objects(value: Any) -> Iterator[JsonObject]:
    if isinstance(value, JsonObject):
        yield value
    if isinstance(value, list):
        for item in value:
            yield from _objects(item[1] if isinstance(value, JsonObject) else item)


def _is_error(value: Any) -> bool:
    return isinstance(value, str) and value.strip().lower() not in _NO_ERROR


def _counts_something(keys: Mapping[str, Any], listed: Any) -> bool:
    if isinstance(listed, list):
        return not listed and isinstance(keys.get("count"), int) and keys["count"] > 0
    return bool(listed) and (not isinstance(listed, str) or bool(listed.strip("0 ").isdigit()))


def _has_open_element(value: Any, *, is_element: bool = False) -> bool:
    if isinstance(value, JsonObject):
        if levels_of(value):
            return False
        stated = [*_outcomes(value), *_flags(value)]
        if is_element and stated:
            return worst(stated) is not None
        return is_element or any(_has_open_element(item) for _, item in value)
    if isinstance(value, list):
        return any(_has_open_element(element, is_element=True) for element in value)
    return is_element and isinstance(value, str) and not _says_level(value)


def _says_level(text: str) -> bool:
    prefix = _LEVEL_PREFIX.match(text)
    return prefix is not None and level_word(prefix["level"]) in WORDS


def _outcomes(value: JsonObject) -> list[Severity | None]:
    words = (level_word(item) for key, item in value if plain(key) in _OUTCOME_KEYS and isinstance(item, str))
    return [_OUTCOMES[word] for word in words if word in _OUTCOMES]


def _flags(value: JsonObject) -> list[Severity | None]:
    answers = (_answer(item) for key, item in value if plain(key) in _PASSED_KEYS)
    return [None if answer else Severity.ERROR for answer in answers if answer is not None]


def _answer(value: Any) -> bool | None:
    """Return what a value says to a question like ``valid``; None if it says neither yes nor no, as a count does."""
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    return True if word in _YES else False if word in _NO else None


def _states_failure(value: JsonObject) -> bool:
    """Whether an object says of itself that it failed, wherever it stands; of members of equal names the worse counts."""
    words = [level_word(str(item)) for key, item in value if plain(key) in _RESULT_KEYS and isinstance(item, str)]
    is_nought = any(plain(key) == "success" and item == 0 and not isinstance(item, bool) for key, item in value)
    return is_nought or Severity.ERROR in _flags(value) or any(word in _FAILURES for word in words)


def _own_severity(value: JsonObject, levels: list[Severity | None], context: _Context) -> Severity | None:
    """Return the severity of what an object itself reports; None where it reports nothing."""
    keys = members(value)
    text = first_text(keys, (*MESSAGE_KEYS, *ERROR_TEXT_KEYS))
    if not context.is_listed:
        if _states_failure(value):
            return Severity.ERROR
        if levels:
            # An informational entry may show settings, and a level in them reports nothing.
            return worst(levels) if text is not None or not context.is_informational else None
        is_error = any(plain(key) == "error" and _is_error(item) for key, item in value)
        return Severity.ERROR if is_error and not context.is_informational else None
    stated = [*(levels or _outcomes(value)), *_flags(value)]
    if stated and (worst(stated) is not None or not context.is_severe):
        return worst(stated)
    if context.severity is not None:
        return context.severity
    is_finding = bool(keys.get("issue") or keys.get("error") or (text and _is_finding_text(text, context)))
    # A severity in a word that is not known may be the worst there is.
    return Severity.ERROR if is_finding or first_text(keys, ("severity",)) else None


def _from_text(value: Any, context: _Context) -> ParsedEntry | None:
    text = without_surrogates(value) if isinstance(value, str) else json.dumps(value)
    severity, message = context.severity, text.strip()
    prefix = _LEVEL_PREFIX.match(text)
    word = level_word(prefix["level"]) if prefix else ""
    if prefix and word in WORDS:
        stated = WORDS[word]
        if stated is None and not context.is_severe:
            return None
        # A list of errors says so of each, whatever its text begins with: a title may begin like that.
        if stated is not None and (not context.is_severe or worst((stated, severity)) is stated):
            severity, message = stated, text[prefix.end() :].strip()
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
    keys = members(value)
    return first_text(keys, (*MESSAGE_KEYS, *ERROR_TEXT_KEYS)) is not None


def _outer_text(keys: Mapping[str, Any], context: _Context) -> Mapping[str, Any] | None:
    """Return the text of an object as a detail of the findings inside it."""
    name = next(
        (name for name in ("error", *MESSAGE_KEYS) if isinstance(keys.get(name), str) and keys[name].strip()), None
    )
    return context.details if name is None else {**(context.details or {}), name: without_surrogates(keys[name])}


def _kind_of(name: str) -> str | None:
    return name[:-1] if name in {"articles", "folders", "topics", "portals", "resources", "items"} else None
