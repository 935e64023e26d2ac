"""What a free-text message says in a form that can be taken out: the rule's code at its start, and its entity."""

from __future__ import annotations

import re
import sys

from pytest_contentjobs.model import Entity

__all__ = ["entity_at_path", "split_entity", "split_rule", "without_surrogates"]

# Codes as other importers write them: ABC-012, or 400-10424 as in the vendor's API errors.
_RULE = re.compile(r"\[?(?P<rule>[A-Z][A-Z0-9_]{1,15}-\d{1,6}|[1-5]\d\d-\d{2,6})\b\]?[\s:,-]*")
_KINDS = r"\b(?P<kind>article|folder|topic|portal|resource|package)\s+"
_POSITION = r"\((?:\w{1,40}\[\d{1,9}\]\.)*\w{1,40}\[(?P<index>\d{1,9})\]\)"
_ENTITIES = (
    re.compile(
        rf"{_KINDS}(?P<quote>['\"])(?P<path>(?:\\.|(?!(?P=quote))[^\\])*)(?P=quote)(?:\s+{_POSITION})?", re.IGNORECASE
    ),
    re.compile(_KINDS + _POSITION, re.IGNORECASE),
    # There is one package alone, so it needs no name.
    re.compile(r"\A(?P<kind>package)(?=:)", re.IGNORECASE),
)
# The escapes of JSON and those of Python: \u00e9, \x0c, \U000e0001.
_ESCAPE = re.compile(
    r"\\(?:u(?P<code>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})|U(?P<long>[0-9a-fA-F]{8})|(?P<letter>.))", re.DOTALL
)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}


def split_rule(message: str) -> tuple[str | None, str]:
    """Take a code off the start of a message; the message is given back as it was where it has none."""
    match = _RULE.match(message)
    if match is None or not message[match.end() :].strip():
        return None, message
    return match["rule"], message[match.end() :]


def split_entity(message: str) -> tuple[Entity | None, str]:
    """Find the entity that a message names as ``kind 'path' (list[index])``, or without path; a leading one is taken off."""
    found = [match for pattern in _ENTITIES if (match := pattern.search(message))]
    if not found:
        return None, message
    match = min(found, key=lambda match: match.start())
    parts = match.groupdict()
    index = int(parts["index"]) if parts.get("index") else None
    entity = entity_at_path(parts["kind"].lower(), _unescaped(parts.get("path") or ""), index)
    rest = message[match.end() :]
    if match.start() == 0 and rest.startswith(":") and rest[1:].strip():
        return entity, rest[1:].strip()
    return entity, message


def entity_at_path(kind: str, path: str, index: int | None = None) -> Entity:
    """Make an entity from its path; articles and folders lie in folders, the other kinds have names alone."""
    if kind in {"article", "folder"}:
        folder, _, name = path.rpartition("/")
        return Entity(kind=kind, name=name or None, folder=folder or None, index=index)
    return Entity(kind=kind, name=path or None, index=index)


def _unescaped(text: str) -> str:
    def replacement(match: re.Match[str]) -> str:
        digits = match["code"] or match["byte"] or match["long"]
        if digits:
            code = int(digits, 16)
            return chr(code) if code <= sys.maxunicode else match[0]
        return _CONTROLS.get(match["letter"], match["letter"])

    return without_surrogates(_ESCAPE.sub(replacement, text))


def without_surrogates(text: str) -> str:
    """Join pairs of surrogates that escapes left, and replace lone ones: what remains can be encoded anywhere."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
