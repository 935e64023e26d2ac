"""Extract what a free-text message says: the rule's code at its start, and its entity."""

from __future__ import annotations

import re
import sys

from pytest_contentjobs.joblog.formats.parts.quotes import LETTER, find_quoted, is_quoted
from pytest_contentjobs.model import Entity

__all__ = [
    "make_entity",
    "names_without_quotes",
    "read_entity",
    "replace_surrogates",
    "split_entity",
    "split_rule",
]

# Codes as other importers write them: ABC-012, or 400-10424 as in the vendor's API errors.
_RULE = re.compile(r"\[?(?P<rule>[A-Z][A-Z0-9_]{1,15}-\d{1,6}|[1-5]\d\d-\d{2,6})\b\]?[\s:,-]*")
_NAMES = "article|folder|topic|portal|resource|package"
_KINDS = rf"\b(?P<kind>{_NAMES})\s+"
_POSITION = r"\((?:\w{1,40}\[\d{1,9}\]\.)*\w{1,40}\[(?P<index>\d{1,9})\]\)"
# An apostrophe within a word does not close a quotation.
_PATH = rf"(?:\\.|(?P=quote)(?={LETTER})|(?!(?P=quote))[^\\])*+(?P=quote)"
_ENTITIES = (
    re.compile(rf"{_KINDS}(?P<quote>['\"])(?P<path>{_PATH})(?:\s+{_POSITION})?", re.IGNORECASE),
    re.compile(_KINDS + _POSITION, re.IGNORECASE),
    # There is only one package, so it needs no name.
    re.compile(r"\A(?P<kind>package)(?=:)", re.IGNORECASE),
)
# A name without quotes: one word with a sign that words do not have, or all up to a colon at the start of the message.
# Its end is unknown, but what follows is about it.
_UNQUOTED = re.compile(
    rf"\A(?:{_NAMES})\s++(?!['\"(])[^'\":]{{1,500}}:|\b(?:{_NAMES})\s++(?!['\"(])(?:[^\s'\"/\d{{\[:]{{0,200}}[/\d{{\[:])",
    re.IGNORECASE,
)
# The escapes of JSON and of Python: \u00e9, \x0c, \U000e0001.
_ESCAPE = re.compile(
    r"\\(?:u(?P<code>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})|U(?P<long>[0-9a-fA-F]{8})|(?P<letter>.))", re.DOTALL
)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def split_rule(message: str) -> tuple[str | None, str]:
    """Split a rule's code from the start of a message; return None and the message itself if it has none."""
    match = _RULE.match(message)
    if match is None or not message[match.end() :].strip():
        return None, message
    return match["rule"], message[match.end() :]


def split_entity(message: str) -> tuple[Entity | None, str]:
    """Find the entity that a message names as ``kind 'path' (list[index])``, or without path; remove one at the start.

    The first entity counts. Text in quotes, and after a name without quotes, is data and names nothing. A path with
    unnecessary escapes is not removed, since two spellings would become one.
    """
    spans = find_quoted(message)
    found = [match for pattern in _ENTITIES if (match := _find_outside_quotes(pattern, message, spans))]
    if not found:
        return None, message
    match = min(found, key=lambda match: match.start())
    if names_without_quotes(message[: match.start()]):
        return None, message
    parts = match.groupdict()
    index = int(parts["index"]) if parts.get("index") else None
    quote = parts.get("quote") or ""
    path, is_plain = _unescape((parts.get("path") or "").removesuffix(quote), quote)
    entity = make_entity(parts["kind"].lower(), path, index)
    rest = message[match.end() :]
    if is_plain and match.start() == 0 and rest.startswith(":") and rest[1:].strip():
        return entity, rest[1:].strip()
    return entity, message


def read_entity(text: str) -> Entity | None:
    """Return the entity of a text that names one as a message does, and contains nothing else."""
    found = (pattern.fullmatch(text.strip()) for pattern in _ENTITIES)
    return split_entity(text.strip())[0] if any(found) else None


def names_without_quotes(text: str) -> bool:
    """Whether a text names an entity without quotes, so that what follows may be a part of the name."""
    return _UNQUOTED.search(text) is not None


def _find_outside_quotes(pattern: re.Pattern[str], message: str, spans: list[tuple[int, int]]) -> re.Match[str] | None:
    """Return the first match that does not begin in quotes."""
    return next((match for match in pattern.finditer(message) if not is_quoted(spans, match.start())), None)


def make_entity(kind: str, path: str, index: int | None = None) -> Entity:
    """Make an entity from its path; only articles and folders are in folders, other kinds only have names."""
    if kind in {"article", "folder"}:
        folder, _, name = path.rpartition("/")
        return Entity(kind=kind, name=name or None, folder=folder or None, index=index)
    return Entity(kind=kind, name=path or None, index=index)


def _unescape(text: str, quote: str) -> tuple[str, bool]:
    """Resolve the escapes of a text between such quotes; return it, and whether all of them were necessary."""
    is_plain = True

    def replacement(match: re.Match[str]) -> str:
        nonlocal is_plain
        digits = match["code"] or match["byte"] or match["long"]
        if digits:
            code = int(digits, 16)
            character = chr(code) if code <= sys.maxunicode else match[0]
            is_needed = len(character) == 1 and not character.isprintable() and not _SURROGATE.match(character)
        else:
            character = _CONTROLS.get(match["letter"], match["letter"])
            is_needed = match["letter"] in _CONTROLS or character in ("\\", quote)
        is_plain = is_plain and is_needed
        return character

    return replace_surrogates(_ESCAPE.sub(replacement, text)), is_plain


def replace_surrogates(text: str) -> str:
    """Join pairs of surrogates that escapes left, and replace lone ones, so that the text can be encoded."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
