"""The fields of one JSON object that reports something, by the key names that structured loggers and validators use."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from pytest_contentjobs.joblog.formats.base import LEVELS, ParsedEntry, normalise_level
from pytest_contentjobs.joblog.formats.parts.column_names import (
    FOREIGN_LEVELS,
    FOREIGN_MESSAGES,
    FOREIGN_ROWS,
    FOREIGN_RULES,
)
from pytest_contentjobs.joblog.formats.parts.messages import (
    make_entity,
    replace_surrogates,
    split_entity,
    split_rule,
)
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind, Vocabulary
from pytest_contentjobs.joblog.vocabulary.scales import belongs_to_one_scale, read_numbers
from pytest_contentjobs.model import Entity, Severity

__all__ = [
    "DECODER",
    "ERROR_TEXT_KEYS",
    "MESSAGE_KEYS",
    "JsonObject",
    "decode",
    "find_entity",
    "find_unknown_word",
    "has_unknown_level",
    "index_members",
    "is_contradictory",
    "make_decoder",
    "make_entry",
    "normalise_key",
    "read_levels",
    "read_text",
    "write_json",
]

#: Keys of texts in order of preference, as ``normalise_key`` spells them; the second tuple only if none of the first exists.
MESSAGE_KEYS = ("message", "msg", "text", "description", "issue", "problem", "reason", "body", *FOREIGN_MESSAGES)
ERROR_TEXT_KEYS = ("error", "errormessage", "errmsg", "developermessage", "usermessage", "detail")
_LEVEL_KEYS = frozenset(("level", "severity", "loglevel", "levelname", "lvl", "severitytext", "sev", *FOREIGN_LEVELS))
# Keys of levels that are only numbers, beside which there may be a word.
_NUMBER_KEYS = frozenset(("severitynumber", "severitylevel", "levelno", "levelvalue"))
# Keys of levels beside other keys of one logger only: journald, and MongoDB.
# What systemd-journald adds: https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html.
_OF_JOURNAL = ("realtimetimestamp", "syslogidentifier", "systemdunit", "transport", "machineid", "bootid")
_KEYS_BESIDE = {
    "priority": tuple(frozenset(("message", key)) for key in _OF_JOURNAL),
    "s": (frozenset(("t", "c", "msg")),),
}
# Keys that say what they are the level or the kind of, such as "issue_type": a level if that is what stands there.
_QUALIFIED = re.compile(
    r"(?:issue|problem|finding|violation|message|msg|notice|alert|diagnostic|validation|log|entry)(?:type|kind|severity|level)"
)
_LEVEL_KINDS = (Kind.LEVEL, Kind.LANGUAGE)
_NUMBERED_LETTER = re.compile(r"(?P<letter>[A-Z])\d")
_RULE_KEYS = ("rule", "code", "ruleid", "errorcode", "errortype", *FOREIGN_RULES)
_TIME_KEYS = ("timestamp", "time", "ts")
_FILE_KEYS = ("file", "filename", "path")
_ENTITY_KEYS = ("entity", "item")
_KINDS = ("article", "folder", "topic", "portal", "resource", "package")
# The position in the source, of what has no name.
_ROW_KEYS = ("row", "rownumber", *FOREIGN_ROWS)
_LISTED_KEYS = ("index", "name", "id")
_FIELDS = frozenset(
    (*MESSAGE_KEYS, *_LEVEL_KEYS, *_RULE_KEYS, *_TIME_KEYS, *_FILE_KEYS, *_ENTITY_KEYS, *_KINDS, "line", "column")
)
# What distinguishes findings, in an object or in the one that names its entity.
_IDENTIFYING = frozenset(
    (*MESSAGE_KEYS, *ERROR_TEXT_KEYS, *_RULE_KEYS, *_ENTITY_KEYS, *_KINDS, *_FILE_KEYS, *_LISTED_KEYS, "type", "kind", "title",
     "folderpath")
)  # fmt: skip
# What was not created has no number, which some services write like this.
_NO_ID = frozenset(("0", "-1"))
_PUNCTUATION = re.compile(r"[\s_.@-]")


class JsonObject(list[tuple[str, Any]]):
    """An object's members in order. Members of equal names are all kept, so that none can hide another.

    ``vocabulary`` has the words for its levels.
    """

    __slots__ = ("vocabulary",)

    def __init__(self, members: Iterable[tuple[str, Any]] = (), vocabulary: Vocabulary = VOCABULARY) -> None:
        super().__init__(members)
        self.vocabulary = vocabulary


@lru_cache
def make_decoder(vocabulary: Vocabulary) -> json.JSONDecoder:
    """Return what decodes objects as ``JsonObject``; control characters in strings are allowed."""
    return json.JSONDecoder(
        object_pairs_hook=lambda members: JsonObject(members, vocabulary), strict=False, parse_constant=str
    )


#: Decodes objects as ``JsonObject``, without words that a user declared.
DECODER = make_decoder(VOCABULARY)


def decode(text: str) -> JsonObject | list[Any] | None:
    """Return the object or list that a text contains; None if it contains something else."""
    if not text.lstrip().startswith(("{", "[{")):
        return None
    try:
        value = DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None


@lru_cache(maxsize=10_000)
def normalise_key(key: str) -> str:
    """Return a key without the differences of spellings: ``log.level``, ``log_level`` and ``logLevel`` are equal."""
    return _PUNCTUATION.sub("", key).lower()


def index_members(value: JsonObject) -> dict[str, Any]:
    """Return the members by normalised key; the last of equal ones."""
    return {normalise_key(key): item for key, item in value}


def is_contradictory(value: JsonObject) -> bool:
    """Whether members of equal names contradict each other about the finding or its entity, so that neither counts."""
    values: dict[str, Any] = {}
    return any(
        values.setdefault(normalise_key(key), item) != item
        for key, item in value
        if normalise_key(key) in _IDENTIFYING and item is not None
    ) or any(
        is_contradictory(item)
        for key, item in value
        if normalise_key(key) in _ENTITY_KEYS and isinstance(item, JsonObject)
    )


def write_json(value: Any) -> str:
    """Return a decoded value as JSON with all its members, including those of equal names."""
    if isinstance(value, JsonObject):
        inner = ", ".join(f"{write_json(key)}: {write_json(item)}" for key, item in value)
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(write_json, value))}]"
    return json.dumps(convert_to_plain(value), ensure_ascii=False)


def read_levels(value: JsonObject) -> list[Severity]:
    """Return the severities of all members that are levels in known words, or in numbers whose scale is known."""
    levels = (_read_level(value, key, item) for key, item in _find_levels(value, _NUMBER_KEYS))
    return [level for level in levels if level is not None]


def has_unknown_level(value: JsonObject) -> bool:
    """Whether a level is in an unknown word or number, so that there may be a finding."""
    levels = ((key, item) for key, item in _find_levels(value) if item is not None and item != "")
    return any(_read_level(value, key if key in _KEYS_BESIDE else "level", item) is None for key, item in levels)


def _find_levels(value: JsonObject, further: Container[str] = ()) -> Iterator[tuple[str, Any]]:
    """Yield the members in the place of a level, with their normalised keys."""
    members = [(normalise_key(key), item) for key, item in value]
    for name, item in members:
        is_level = name in _LEVEL_KEYS or name in further or (name in _KEYS_BESIDE and _is_beside(name, members))
        if is_level or _is_qualified_level(value, name, item):
            yield name, item


def _is_beside(name: str, members: Iterable[tuple[str, Any]]) -> bool:
    names = {other for other, _ in members}
    return any(map(names.issuperset, _KEYS_BESIDE[name]))


def _is_qualified_level(value: JsonObject, name: str, item: Any) -> bool:
    is_word = isinstance(item, str) and _QUALIFIED.fullmatch(name) is not None
    return is_word and value.vocabulary.find_word(item, *_LEVEL_KINDS) is not None


def _read_level(value: JsonObject, name: str, item: Any) -> Severity | None:
    if isinstance(item, str) and name == "priority" and item.isascii() and item.isdecimal() and len(item) == 1:
        item = int(item)
    if isinstance(item, str):
        # Some loggers write how detailed a line is: D1 to D5.
        numbered = _NUMBERED_LETTER.fullmatch(item) if name in _KEYS_BESIDE else None
        return value.vocabulary.find(numbered["letter"] if numbered else item)
    if not isinstance(item, int) or isinstance(item, bool):
        return None
    beside = {normalise_key(key) for key, _ in value}
    if not belongs_to_one_scale(name, beside):
        return value.vocabulary.find(str(item))
    return read_numbers({item}, key=name, beside=beside).get(item)


def make_entry(
    value: JsonObject,
    severity: Severity,
    *,
    is_listed: bool = False,
    kind: str | None = None,
    text: str | None = None,
    whole: str | None = None,
) -> ParsedEntry:
    """Make an entry of an object. ``is_listed`` says that it is an element of a list of findings, where more keys count.

    ``text`` is its message if that is already read; ``whole`` is the object's text in the log, for a finding without message;
    ``kind`` is that of the list's elements. An object that contradicts itself gets no rule and no entity, so that neither can
    be accepted, and all of it becomes the message.
    """
    keys = index_members(value)
    if is_contradictory(value):
        return ParsedEntry(severity=severity, message=write_json(value), timestamp=read_text(keys, _TIME_KEYS))
    names = (*MESSAGE_KEYS, *ERROR_TEXT_KEYS)
    source, message = next(
        ((name, found.strip()) for name in names if (found := read_text(keys, (name,))) is not None), (None, "")
    )
    message = text or message
    rule = read_text(keys, _RULE_KEYS)
    has_type = is_listed and isinstance(keys.get("type"), str) and normalise_level(keys["type"]) not in LEVELS
    if rule is None and has_type:
        rule = read_text(keys, ("type",))
    if rule is None:
        rule, message = split_rule(message)
    entity = find_entity(value, kind=kind, is_listed=is_listed)
    if entity is None:
        entity, message = split_entity(message)
    used = {*_FIELDS, source, *((*_LISTED_KEYS, "type") if is_listed else ())}
    details = {replace_surrogates(key): convert_to_plain(item) for key, item in value if normalise_key(key) not in used}
    return ParsedEntry(
        severity=severity,
        message=message or whole or write_json(value),
        rule=rule,
        entity=entity,
        file=read_text(keys, _FILE_KEYS),
        line=_read_position(keys.get("line")),
        column=_read_position(keys.get("column")),
        timestamp=read_text(keys, _TIME_KEYS),
        details=details or None,
    )


def find_entity(value: JsonObject, *, kind: str | None, is_listed: bool) -> Entity | None:
    """Find what an object is about: an object or, in a list, a name under ``item``; a path under its kind; a number."""
    keys = {} if is_contradictory(value) else index_members(value)
    for key in _ENTITY_KEYS:
        if isinstance(keys.get(key), JsonObject):
            parts = index_members(keys[key])
            return Entity(
                kind=read_text(parts, ("kind", "type")) or "item",
                name=read_text(parts, ("name", "title")),
                folder=read_text(parts, ("folder", "folderpath")),
                id=read_text(parts, ("id",)),
                index=_read_position(parts.get("index")),
            )
    for name in (*_KINDS, *(_ENTITY_KEYS if is_listed else ())):
        path = read_text(keys, (name,))
        if path is not None:
            return make_entity("item" if name in _ENTITY_KEYS else name, path)
    if not is_listed:
        return None
    name, identifier, index = read_text(keys, ("name",)), read_text(keys, ("id",)), _read_position(keys.get("index"))
    if identifier in _NO_ID and not (name is None and index is None):
        identifier = None
    if name is None and identifier is None and index is None:
        row = next((keys[key] for key in _ROW_KEYS if _read_position(keys.get(key)) is not None), None)
        return None if row is None else Entity(kind="row", index=row)
    at_path = make_entity(kind or "item", name or "")
    return Entity(kind=at_path.kind, name=at_path.name, folder=at_path.folder, id=identifier, index=index)


def read_text(keys: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the first of several members that is text or a whole number, as text."""
    for name in names:
        value = keys.get(name)
        if isinstance(value, str) and value.strip():
            return replace_surrogates(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def convert_to_plain(value: Any) -> Any:
    """Return a decoded value with dicts for objects, and with text that can be encoded."""
    if isinstance(value, JsonObject):
        return {replace_surrogates(key): convert_to_plain(item) for key, item in value}
    if isinstance(value, list):
        return [convert_to_plain(item) for item in value]
    return replace_surrogates(value) if isinstance(value, str) else value


def find_unknown_word(value: JsonObject) -> str | None:
    """Return the first level that is a word of unknown meaning; None if there is none."""
    words = ((key, item) for key, item in _find_levels(value) if isinstance(item, str) and item.strip())
    return next((word.strip() for key, word in words if _read_level(value, key, word) is None), None)


def _read_position(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
