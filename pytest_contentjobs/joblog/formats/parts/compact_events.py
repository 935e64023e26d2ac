"""Events as Serilog writes them: ``@t``, ``@mt`` and ``@l``, of which the last is left out for the level Information."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.json_fields import JsonObject, write_json

__all__ = ["name_fields"]

_NAMES = {"@t": "timestamp", "@m": "message", "@l": "level", "@x": "exception", "@i": "event"}
_HOLE = re.compile(r"\{[@$]?(?P<name>\w{1,80})(?:,-?\d{1,4})?(?::[^{}]{0,80})?\}")


def name_fields(event: JsonObject) -> JsonObject:
    """Return a compact event with the names that other loggers use, and its template filled in; other objects as they are."""
    keys = {key for key, _ in event}
    if "@t" not in keys or keys.isdisjoint(("@m", "@mt")):
        return event
    members = [(_NAMES.get(key, key), item) for key, item in event if key != "@mt" or "@m" not in keys]
    members = [("message", _fill(item, event)) if key == "@mt" else (key, item) for key, item in members]
    # An exception contradicts the level that is left out.
    if keys.isdisjoint(("@l", "@x")):
        members.append(("level", "Information"))
    return JsonObject(members, event.vocabulary)


def _fill(template: object, event: JsonObject) -> object:
    if not isinstance(template, str):
        return template
    values = {key: item if isinstance(item, str) else write_json(item) for key, item in event}
    return _HOLE.sub(lambda match: values.get(match["name"], match[0]), template)
