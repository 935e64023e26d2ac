"""Split a message that lists many rows or items into one entry for each, so that each has its own identity."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.formats.parts.messages import make_entity, names_without_quotes, replace_surrogates
from pytest_contentjobs.joblog.formats.parts.quotes import find_quoted, is_quoted
from pytest_contentjobs.model import Entity

__all__ = ["itemise"]

# A longer message does not list anything for people.
_LONGEST = 1 << 20
_NUMBERED = ("rows", "records", "entries")
_KINDS = {
    **{
        kind: kind[:-1]
        for kind in ("articles", "folders", "topics", "portals", "resources", "items", "rows", "records")
    },
    "entries": "entry",
}
_NOUN = re.compile(
    rf"(?<![\w'\"/-])(?P<noun>{'|'.join(_KINDS)})(?:[ \t](?:named|numbered|numbers|no\.))?"
    r"(?:[ \t]*:[ \t]*|[ \t]+)[\[(]?[ \t]*(?=['\"`“\u2018«\d])",
    re.IGNORECASE,
)
_INDEXED = re.compile(rf"(?<![\w.])(?P<noun>{'|'.join(_KINDS)})\[(?P<index>\d{{1,9}})\]", re.IGNORECASE)
# An apostrophe within a word does not close a quotation.
_QUOTED = re.compile(
    r"'(?P<single>(?:[^'\\\n]|\\.|'(?=\w)){1,500}+)'(?!\w)|\"(?P<double>(?:[^\"\\\n]|\\.){1,500}+)\"(?!\w)"
    r"|`(?P<back>[^`\n]{1,500}+)`|“(?P<curly>[^”\n]{1,500}+)”|\u2018(?P<bent>[^\u2019\n]{1,500}+)\u2019"
    r"|«[ \xa0]?(?P<angle>[^»\n]{1,500}?)[ \xa0]?»"
)
_NUMBER = re.compile(r"\d{1,9}(?![\w%]|[.:/\u2013-]\d)")
_BETWEEN = re.compile(
    r"[ \t]*[,;、][ \t]*(?:(?:and|or|und|et|y)[ \t]+|&[ \t]*)?|[ \t]+(?:and|or|und|et|y|&)[ \t]+", re.IGNORECASE
)
# The list continues beyond what is shown, so some items are missing.
_MORE = re.compile(
    r"[\])]?[ \t]*(?:,?[ \t]*(?:and[ \t]+)?(?:\d{1,9}[ \t]+)?(?:more|others?|etc)\b|,?[ \t]*(?:…|\.\.\.)"
    r"|(?:to|through|bis)\b|[\u2013-])",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def itemise(entry: ParsedEntry) -> tuple[ParsedEntry, ...]:
    """Return an entry for each item that the message lists, with the complete message; only the entry if it lists none.

    A list, outside of quotes, is at least two quoted names or numbers after a plural like ``articles``, or indexes like
    ``articles[3], articles[9]``. Entries with an entity, messages with two lists and truncated lists are kept as they are.
    """
    message = entry.message
    if entry.entity is not None or len(message) > _LONGEST:
        return (entry,)
    spans = find_quoted(message)
    lists = [
        entities
        for entities in (*_find_lists_behind_nouns(message, spans), _find_indexed(message, spans))
        if len(entities) > 1
    ]
    # After an unquoted name, the list may be a part of it.
    if len(lists) != 1 or names_without_quotes(message):
        return (entry,)
    return tuple(replace(entry, entity=entity) for entity in lists[0])


def _find_lists_behind_nouns(message: str, spans: list[tuple[int, int]]) -> list[list[Entity]]:
    found = []
    position = 0
    while match := _NOUN.search(message, position):
        if is_quoted(spans, match.start()):
            position = match.end()
            continue
        entities, position = _read_list(message, match.end(), _KINDS[match["noun"].lower()])
        found.append(entities)
    return found


def _read_list(message: str, position: int, kind: str) -> tuple[list[Entity], int]:
    """Read a list of quoted names or numbers; return its distinct entities and its end."""
    pattern = _NUMBER if message[position].isdecimal() else _QUOTED
    entities: dict[Entity, None] = {}
    end = position
    while item := pattern.match(message, position):
        entities[_make_item(item, kind)] = None
        end = item.end()
        between = _BETWEEN.match(message, end)
        if between is None:
            break
        position = between.end()
    return ([] if _MORE.match(message, end) else list(entities)), max(end, position)


def _make_item(item: re.Match[str], kind: str) -> Entity:
    if item.re is _NUMBER:
        number = item[0]
        return (
            Entity(kind=kind, index=int(number))
            if f"{kind}s" in _NUMBERED or kind == "entry"
            else Entity(kind=kind, id=number)
        )
    text = next(part for part in item.groups() if part is not None)
    return make_entity(kind, replace_surrogates(_ESCAPE.sub(r"\1", text)))


def _find_indexed(message: str, spans: list[tuple[int, int]]) -> list[Entity]:
    matches = [match for match in _INDEXED.finditer(message) if not is_quoted(spans, match.start())]
    nouns = {match["noun"].lower() for match in matches}
    gaps = [message[first.end() : second.start()] for first, second in pairwise(matches)]
    if len(nouns) != 1 or not all(_BETWEEN.fullmatch(gap) for gap in gaps) or _MORE.match(message, matches[-1].end()):
        return []
    kind = _KINDS[nouns.pop()]
    return list(dict.fromkeys(Entity(kind=kind, index=int(match["index"])) for match in matches))
