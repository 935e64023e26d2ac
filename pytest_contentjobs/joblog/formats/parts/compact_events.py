"""Events whose level has a name or a place of its own.

Serilog writes ``@t``, ``@mt`` and ``@l``, of which the last is left out for the level Information. In Elastic's schema the level is
a member of ``log``, ``{"log": {"level": "error"}, "message": …}``.
"""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.json_fields import JsonObject, write_json

__all__ = ["name_fields"]

_NAMES = {"@t": "timestamp", "@m": "message", "@l": "level", "@x": "exception", "@i": "event"}
_HOLE = re.compile(r"\{[@$]?(?P<name>\w{1,80})(?:,-?\d{1,4})?(?::[^{}]{0,80})?\}")


def name_fields(event: JsonObject) -> JsonObject:
    """Return a compact event with the names that other loggers use, and its template filled in; other objects as they are."""
    keys = {key for key, _ in event}
    if "message" in keys and keys.isdisjoint(("level", "severity", "log.level")):
        return _lift_level(event)
    if "@t" not in keys or keys.isdisjoint(("@m", "@mt")):
        return event
    members = [(_NAMES.get(key, key), item) for key, item in event if key != "@mt" or "@m" not in keys]
    members = [("message", _fill(item, event)) if key == "@mt" else (key, item) for key, item in members]
    # An exception contradicts the level that is left out.
    if keys.isdisjoint(("@l", "@x")):
        members.append(("level", "Information"))
    return JsonObject(members, event.vocabulary)


def _lift_level(event: JsonObject) -> JsonObject:
    """Return an event of Elastic's schema with the level among its own members."""
    log = next((item for key, item in event if key == "log" and isinstance(item, JsonObject)), None)
    levels = [] if log is None else [item for key, item in log if key == "level" and isinstance(item, str)]
    if log is None or len(levels) != 1:
        return event
    rest = JsonObject([member for member in log if member[0] != "level"], event.vocabulary)
    others = [(key, rest if item is log else item) for key, item in event]
    return JsonObject([("level", levels[0]), *others], event.vocabulary)


def _fill(template: object, event: JsonObject) -> object:
    if not isinstance(template, str):
        return template
    values = {key: item if isinstance(item, str) else write_json(item) for key, item in event}
    return _HOLE.sub(lambda match: values.get(match["name"], match[0]), template)
