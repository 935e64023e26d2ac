"""One JSON object a line, with the key names that structured loggers use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, LEVELS, LineParser, ParsedEntry, worst
from pytest_contentjobs.joblog.formats.messages import (
    entity_at_path,
    split_entity,
    split_rule,
    without_surrogates,
)
from pytest_contentjobs.model import Entity

__all__ = ["JsonLines"]

_LEVEL_KEYS = ("level", "severity", "loglevel", "log_level", "levelname", "log.level")
_MESSAGE_KEYS = ("message", "msg", "text", "description")
_RULE_KEYS = ("rule", "code", "rule_id", "error_code")
_TIME_KEYS = ("timestamp", "time", "ts", "@timestamp")
_FILE_KEYS = ("file", "filename", "path")
_ENTITY_KEYS = ("entity", "item")
_KINDS = ("article", "folder", "topic", "portal", "resource", "package")


class JsonLines:
    """Every line is a JSON object with a level; nothing continues."""

    name = "jsonl"

    def parser(self) -> LineParser:
        """Return a parser without state."""
        return _Parser()


class _Parser(LineParser):
    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line that is an object with a known level; keys are compared without regard to case."""
        if not record.lstrip().startswith("{"):
            return None
        try:
            document = json.loads(record)
        except (ValueError, RecursionError):
            return None
        keys = {key.lower(): value for key, value in document.items()}
        words = [(_first_text(keys, (key,)) or "").strip().upper() for key in _LEVEL_KEYS]
        levels = [LEVELS[word] for word in words if word in LEVELS]
        if not levels:
            return None
        # A logger's own level and the severity of what it reports may stand side by side.
        severity = worst(levels)
        message = (_first_text(keys, _MESSAGE_KEYS) or "").strip()
        if severity is None:
            return INFORMATIONAL
        rule = _first_text(keys, _RULE_KEYS)
        if rule is None:
            rule, message = split_rule(message)
        entity = _entity(keys)
        if entity is None:
            entity, message = split_entity(message)
        entry = ParsedEntry(
            severity=severity,
            message=message or record.strip(),
            rule=rule,
            entity=entity,
            file=_first_text(keys, _FILE_KEYS),
            line=_position(keys.get("line")),
            column=_position(keys.get("column")),
            timestamp=_first_text(keys, _TIME_KEYS),
        )
        return (entry,)


def _entity(keys: Mapping[str, Any]) -> Entity | None:
    for key in _ENTITY_KEYS:
        if isinstance(keys.get(key), Mapping):
            parts = {name.lower(): value for name, value in keys[key].items()}
            return Entity(
                kind=_first_text(parts, ("kind", "type")) or "item",
                name=_first_text(parts, ("name", "title")),
                folder=_first_text(parts, ("folder", "folder_path")),
                id=_first_text(parts, ("id",)),
                index=_position(parts.get("index")),
            )
    for kind in _KINDS:
        path = _first_text(keys, (kind,))
        if path is not None:
            return entity_at_path(kind, path)
    return None


def _first_text(keys: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = keys.get(name)
        if isinstance(value, str) and value.strip():
            return without_surrogates(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def _position(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
