"""Extract what a free-text message says: the rule's code at its start, and its entity."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

from pytest_contentjobs.joblog.formats.parts.quotes import LETTER, find_quoted, is_quoted
from pytest_contentjobs.model import Entity

__all__ = [
    "is_rule",
    "make_entity",
    "names_without_quotes",
    "read_entity",
    "replace_surrogates",
    "split_entity",
    "split_rule",
]

# Codes as other importers write them: ABC-012, or 400-10424 as in the vendor's API errors.
_RULE = re.compile(r"\[?(?P<rule>[A-Z][A-Z0-9_]{1,15}-\d{1,6}|[1-5]\d\d-\d{2,6})\b\]?[\s:,-]*")
# Codes that words hardly ever look like, if a bracket, a colon or a gap ends them: DOTX008E, HLP_107, DUPLICATE_VALUE,
# XDMP-DOCUTF8SEQ, error.label.schema. The state of a database stands behind a name.
_NUMBERED = r"[A-Z]{2,10}_?\d{3,6}[A-Z]?"
_JOINED = r"[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,40}){1,8}|(?=[A-Z0-9-]{8,80}\b)[A-Z]{2,12}(?:-[A-Z0-9]{1,40}){1,4}"
_DOTTED = r"(?:error|warning|warn|fatal|info)(?:[.][a-z0-9_]{1,60}){1,8}"
_CODE = re.compile(
    rf"\[(?P<bracketed>{_NUMBERED}|{_JOINED}|{_DOTTED})\][\s:,-]*|[#%]?(?P<colon>{_NUMBERED}|{_JOINED}|{_DOTTED})(?::[\s,-]*)"
    rf"|(?P<gap>{_NUMBERED})(?:[ ]{{2,}}|\t)\s*"
    r"|(?:[Dd]atabase [Ee]rror |SQLSTATE[ =]?\[?)(?P<state>[0-9A-Z]{5})\]?:\s*"
)
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
# The folder of an article, behind its name.
_IN_FOLDER = re.compile(
    rf"\s{{1,4}}(?:in|of|under|from)\s{{1,4}}(?:the\s)?folder\s{{1,4}}(?P<quote>['\"])(?P<path>{_PATH})", re.IGNORECASE
)
# A position in the content, at the start or behind a word for a place. Elsewhere it may be what is wrong: "refers to record 17".
_ROWS = "row|zeile|ligne|fila|riga|linha|rij|rad|wiersz|строка|строке"
_RECORDS = "record|datensatz|enregistrement|registro|posten"
_PLACE = rf"(?:(?P<row>{_ROWS})|(?P<record>{_RECORDS}))\s{{1,4}}(?:no\.?\s?|nr\.?\s?|#)?(?P<index>\d{{1,9}})(?![\w%]|[.,:/-]\d)"
_POSITIONS = (
    re.compile(rf"\A\W{{0,3}}{_PLACE}", re.IGNORECASE),
    re.compile(r"\A第?(?P<index>\d{1,9})\s?行目?"),
    re.compile(
        rf"\A(?P<kind>{_NAMES}|item|row|record)s\[(?P<index>\d{{1,9}})\](?!\s?(?:[,;&]|and|or)\s)", re.IGNORECASE
    ),
    re.compile(rf"(?:\b(?:in|at|on|of|en|à|bei)\s{{1,4}}|[(\[]){_PLACE}", re.IGNORECASE),
)
_COLON = re.compile(r"\s{0,4}[:\uff1a]\s{0,8}(?=\S)")
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


# The name of a logger before a code, as "check: ART-104 …".
_LABEL_BEFORE_CODE = re.compile(r"[a-z][\w.-]{0,30}:[ \t]{1,8}(?=[A-Z]{2,10}-\d{1,6}[\s:])")


def split_rule(message: str) -> tuple[str | None, str]:
    """Split a rule's code from the start of a message; return None and the message itself if it has none."""
    label = _LABEL_BEFORE_CODE.match(message)
    match = _RULE.match(message, label.end() if label else 0) or _CODE.match(message)
    if match is None or not message[match.end() :].strip():
        return None, message
    return next(part for part in match.groups() if part), message[match.end() :]


def is_rule(token: str) -> bool:
    """Whether a token is a code by its own shape."""
    return _CODE.fullmatch(f"[{token}]") is not None or _RULE.fullmatch(token) is not None


def split_entity(message: str) -> tuple[Entity | None, str]:
    """Find the entity that a message names as ``kind 'path' (list[index])``, or without path; remove one at the start.

    The first entity counts. Text in quotes, and after a name without quotes, is data and names nothing. A path with
    unnecessary escapes is not removed, since two spellings would become one.
    """
    spans = find_quoted(message)
    match = _find_first_entity(message, spans)
    if match is None:
        return _split_position(message, spans)
    if names_without_quotes(message[: match.start()]):
        return None, message
    parts = match.groupdict()
    index = int(parts["index"]) if parts.get("index") else None
    quote = parts.get("quote") or ""
    path, is_plain = _unescape((parts.get("path") or "").removesuffix(quote), quote)
    entity = make_entity(parts["kind"].lower(), path, index)
    rest = message[match.end() :]
    behind = _IN_FOLDER.match(rest)
    if behind is not None and entity.kind == "article" and entity.name and entity.folder is None:
        folder, is_folder_plain = _unescape(behind["path"].removesuffix(behind["quote"]), behind["quote"])
        entity, is_plain, rest = (
            replace(entity, folder=folder or None),
            is_plain and is_folder_plain,
            rest[behind.end() :],
        )
    if is_plain and match.start() == 0 and rest.startswith(":") and rest[1:].strip():
        return entity, rest[1:].strip()
    return entity, message


def _find_first_entity(message: str, spans: list[tuple[int, int]]) -> re.Match[str] | None:
    first: re.Match[str] | None = None
    for pattern in _ENTITIES:
        match = _find_outside_quotes(pattern, message, spans)
        if match is not None and not match.start():
            return match
        if match is not None and (first is None or match.start() < first.start()):
            first = match
    return first


def _split_position(message: str, spans: list[tuple[int, int]]) -> tuple[Entity | None, str]:
    """Find the position in the content that a message names, if it names nothing else; remove one at the start."""
    if names_without_quotes(message):
        return None, message
    match = next((match for each in _POSITIONS if (match := _find_outside_quotes(each, message, spans))), None)
    if match is None:
        return None, message
    parts = match.groupdict()
    kind = (parts.get("kind") or ("record" if parts.get("record") else "row")).lower()
    entity = Entity(kind=kind, index=int(match["index"]))
    label = _COLON.match(message, match.end()) if match.start() == 0 else None
    return entity, message[label.end() :] if label else message


def read_entity(text: str) -> Entity | None:
    """Return the entity of a text that names one as a message does, and contains nothing else."""
    found = (pattern.fullmatch(text.strip()) for pattern in _ENTITIES)
    return split_entity(text.strip())[0] if any(found) else None


def names_without_quotes(text: str) -> bool:
    """Whether a text names an entity without quotes, so that what follows may be a part of the name."""
    return _UNQUOTED.search(text) is not None


def _find_outside_quotes(pattern: re.Pattern[str], message: str, spans: list[tuple[int, int]]) -> re.Match[str] | None:
    """Return the first match that does not begin in quotes."""
    match = pattern.search(message)
    while match is not None and is_quoted(spans, match.start()):
        match = pattern.search(message, match.end())
    return match


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
