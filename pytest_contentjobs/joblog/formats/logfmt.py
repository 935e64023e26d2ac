r"""Lines of ``key=value`` pairs: ``time=2026-11-23T10:00:00Z level=error msg="is empty" rule=ART-104``.

The layout has no standard. This reads what Go's loggers write (go-logfmt, logrus, slog): values without blanks are bare,
others quoted, with ``\"``, ``\\``, ``\n`` and ``\u00e9`` as in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    UNDECIDED,
    LineParser,
    ParsedEntry,
    UnknownLevel,
    VocabularyFormat,
    VocabularyParser,
    worst,
)
from pytest_contentjobs.joblog.formats.parts.bad_members import is_bad_text
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.column_names import FOREIGN_LEVELS, FOREIGN_MESSAGES
from pytest_contentjobs.joblog.formats.parts.inner import split_severity
from pytest_contentjobs.joblog.formats.parts.messages import (
    make_entity,
    read_entity,
    replace_surrogates,
    split_entity,
    split_rule,
)
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part
from pytest_contentjobs.joblog.vocabulary import Kind
from pytest_contentjobs.joblog.vocabulary.item_outcomes import may_count_items, read_item_outcome
from pytest_contentjobs.model import Entity, Severity

__all__ = ["Logfmt"]

_PAIR = re.compile(
    r'(?P<key>[A-Za-z_@][\w.@/-]{0,99})=(?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<bare>[^\s"]*+))(?:\s++|$)', re.DOTALL
)
_LEVEL_KEYS = ("level", "lvl", "severity", "loglevel", "log_level", "levelname", "log.level", *FOREIGN_LEVELS)
_MESSAGE_KEYS = ("msg", "message", "text", "description", *FOREIGN_MESSAGES, "err", "error")
_PASSED_KEYS = ("success", "valid", "ok", "passed")
_NO = frozenset(("false", "no", "failed"))
_ERROR_KEYS = ("err", "error")
_NO_ERROR = frozenset(("", "none", "no", "null", "nil", "false", "ok", "0", "<nil>"))
_RESULT_KEYS, _RESULTS = ("status", "result", "outcome", "state"), (Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME)
# A flag may say anything of an item that was stored.
_FLAGS = frozenset(("true", "false"))
_NAME_KEYS = frozenset(("id", "item", "name", "title", "file", "path", "url", "article", "folder", "topic", "resource"))
_RULE_KEYS = ("rule", "code", "rule_id", "error_code")
_TIME_KEYS = ("time", "timestamp", "ts", "t", "@timestamp")
_FILE_KEYS = ("file", "filename", "path")
_ENTITY_KEYS = ("entity", "item")
_KINDS = ("article", "folder", "topic", "portal", "resource", "package")
_IDENTIFYING = frozenset((*_MESSAGE_KEYS, *_RULE_KEYS, *_FILE_KEYS, *_ENTITY_KEYS, *_KINDS, "index"))
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Logfmt(VocabularyFormat):
    """Every line is ``key=value`` pairs with a level among them; there are no continuation lines."""

    name = "logfmt"

    def parser(self) -> LineParser:
        """Return a parser without state."""
        return _Parser(self._vocabulary)


class _Parser(VocabularyParser):
    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line that consists only of pairs; keys are compared case-insensitively."""
        pairs = _read_pairs(record)
        if pairs is None or len(pairs) < 2:  # noqa: PLR2004 - a level and what it is the level of
            return None
        words = [value for key, values in pairs.items() if key in _LEVEL_KEYS for value in values]
        known = [level for level in map(self._vocabulary.find, words) if level is not None]
        # A level in an unknown word may be worse than the informational one.
        if not known or (worst(known) is None and len(known) < len(words)):
            return self._name_unknown_level(words) if words else self._read_item(pairs, record)
        # A line may have a logger's own level and the severity of what it reports.
        severity = worst(known)
        single = {key: values[-1] for key, values in pairs.items() if key not in _LEVEL_KEYS}
        if severity is None:
            found = [split_severity(value) for key in _MESSAGE_KEYS for value in pairs.get(key, ())]
            severity, message = next(((own, rest) for own, rest in found if own is not None), (None, ""))
            if severity is None and _has_word(pairs, _PASSED_KEYS, _NO):
                severity, message = Severity.ERROR, single.get("msg", "")
            if severity is None:
                return UNDECIDED if _has_bad_pair(pairs) else INFORMATIONAL
            _take(single, _MESSAGE_KEYS)
        else:
            message = _take(single, _MESSAGE_KEYS) or ""
        if any(len(set(values)) > 1 for key, values in pairs.items() if key in _IDENTIFYING):
            # If a key has two values, neither counts: the entry has no rule and no entity, and its message is the complete line.
            return (ParsedEntry(severity=severity, message=record.strip(), timestamp=_take(single, _TIME_KEYS)),)
        return (_make_entry(severity, message, single, whole=record.strip()),)

    def _read_item(self, pairs: Mapping[str, Sequence[str]], record: str) -> Sequence[ParsedEntry] | None:
        """Read what was done with an item: ``item=fees status=failed``; good news only if no other value raises a doubt."""
        results = {
            self._vocabulary.find_word(value, *_RESULTS) or read_item_outcome(value)
            for key in _RESULT_KEYS
            for value in pairs.get(key, ())
        }
        severity = results.pop() if len(results) == 1 else None
        if severity is None:
            return None
        single = {key: values[-1] for key, values in pairs.items() if key not in _RESULT_KEYS}
        if severity is not Severity.INFO:
            message = _take(single, (*_MESSAGE_KEYS, "reason")) or ""
            return (_make_entry(severity, message, single, whole=record.strip()),)
        texts = [value for key, values in pairs.items() if key not in _NAME_KEYS for value in values]
        is_counted = any(
            value in _FLAGS or (value.strip("0 ") if find_bad_part(key) else may_count_items(key, value))
            for key, values in pairs.items()
            if key not in (*_NAME_KEYS, *_RESULT_KEYS)
            for value in values
        )
        has_doubt = (
            is_counted
            or _has_bad_pair(pairs)
            or any(looks_like_a_finding(text) or says_what_is_wrong(text) for text in texts)
        )
        return None if has_doubt or _has_word(pairs, _PASSED_KEYS, _NO) else INFORMATIONAL

    def _name_unknown_level(self, words: Sequence[str]) -> UnknownLevel | None:
        return next((UnknownLevel(word) for word in words if word and self._vocabulary.find(word) is None), None)


def _has_word(pairs: Mapping[str, Sequence[str]], keys: Sequence[str], words: frozenset[str]) -> bool:
    return any(value.strip().lower() in words for key in keys for value in pairs.get(key, ()))


def _has_bad_pair(pairs: Mapping[str, Sequence[str]]) -> bool:
    """Whether a pair beside the message says that something is wrong."""
    is_error = any(value.strip().lower() not in _NO_ERROR for key in _ERROR_KEYS for value in pairs.get(key, ()))
    told = (*_LEVEL_KEYS, *_MESSAGE_KEYS)
    return is_error or any(
        is_bad_text(key, value) for key, values in pairs.items() if key not in told for value in values
    )


def _make_entry(severity: Severity, message: str, pairs: dict[str, str], *, whole: str) -> ParsedEntry:
    rule = _take(pairs, _RULE_KEYS)
    if rule is None:
        rule, message = split_rule(message)
    entity = _take_entity(pairs)
    if entity is None:
        entity, message = split_entity(message)
    return ParsedEntry(
        severity=severity,
        message=message or whole,
        rule=rule,
        entity=entity,
        file=_take(pairs, _FILE_KEYS),
        line=_take_number(pairs, "line"),
        column=_take_number(pairs, "column"),
        timestamp=_take(pairs, _TIME_KEYS),
        details=pairs or None,
    )


def _read_pairs(record: str) -> dict[str, list[str]] | None:
    """Return the values by lower-case key; None if the line contains anything but pairs."""
    text = record.strip()
    pairs: dict[str, list[str]] = {}
    position = 0
    while position < len(text):
        match = _PAIR.match(text, position)
        if match is None:
            return None
        value = match["bare"] if match["quoted"] is None else _unquote(match["quoted"])
        pairs.setdefault(match["key"].lower(), []).append(value)
        position = match.end()
    return pairs


def _unquote(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        value = str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        value = _ESCAPE.sub(r"\1", text)
    return replace_surrogates(value)


def _take(pairs: dict[str, str], names: tuple[str, ...]) -> str | None:
    """Remove and return the first of these keys that has a value."""
    name = next((name for name in names if pairs.get(name, "").strip()), None)
    return None if name is None else pairs.pop(name).strip()


def _take_number(pairs: dict[str, str], name: str) -> int | None:
    return int(pairs.pop(name)) if _NUMBER.fullmatch(pairs.get(name, "")) else None


def _take_entity(pairs: dict[str, str]) -> Entity | None:
    for key in _ENTITY_KEYS:
        if key in pairs:
            entity = read_entity(pairs[key])
            if entity is not None:
                del pairs[key]
                return entity
    for kind in _KINDS:
        path = _take(pairs, (kind,))
        if path is not None:
            return make_entity(kind, path, _take_number(pairs, "index"))
    return None
