"""Whether a key and its value say that something is wrong: a member of JSON, an attribute of XML, a pair of logfmt.

Each member is judged by itself, so that the size of a document does not matter. What a key names decides how much a value must
say: an outcome is bad by any word for something bad; a text for people must say it in a sentence; anything else must be one bad
word alone, since it may be data. Names, titles and settings may say anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

from pytest_contentjobs.joblog.formats.base import worst
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.column_names import FOREIGN_MESSAGES, FOREIGN_OUTCOMES
from pytest_contentjobs.joblog.formats.parts.failures_in_prose import reports_failure
from pytest_contentjobs.joblog.formats.parts.inner import split_severity
from pytest_contentjobs.joblog.formats.parts.json_fields import (
    MESSAGE_KEYS,
    JsonObject,
    decode,
    index_members,
    normalise_key,
    read_levels,
    read_text,
)
from pytest_contentjobs.joblog.formats.parts.json_outcomes import NO_ERROR, describes_tool, read_prefix
from pytest_contentjobs.joblog.formats.parts.total_words import find_counted
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part, remove_quoted
from pytest_contentjobs.joblog.formats.parts.wholes import read_part
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.joblog.vocabulary.failure_phrases import BAD_PARTICIPLES, FAULTY
from pytest_contentjobs.joblog.vocabulary.item_outcomes import read_item_outcome, was_done_with_faults
from pytest_contentjobs.model import Severity

__all__ = [
    "has_bad_member",
    "is_bad_comment",
    "is_bad_text",
    "is_named_bad",
    "is_of_checks",
    "is_setting",
    "states_less",
]

_BAD = (Severity.ERROR, Severity.WARNING)
_KINDS = (Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME)
_TOKEN = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])")
# The last word of a key that names an outcome, of one that names texts for people, and of one that holds an outcome for each check.
_OUTCOMES = frozenset(
    ("status", "result", "outcome", "state", "verdict", "conclusion", "check", "checks", "validation", "gate", "health",
     "import", "phase", *FOREIGN_OUTCOMES)
)  # fmt: skip
# Those that are never empty.
_NEEDED = frozenset(("status", "result", "outcome", "verdict", "conclusion", "check", "checks"))
# An outcome that is not that of this run.
_FORMER = frozenset(("previous", "old", "former", "last", "before", "expected"))
_EVENTS = frozenset(("event", "action"))
# What something is, which may be an error; content has types and categories, too, that only sound like one.
_CLASSES = frozenset(("type", "kind", "category", "priority"))
_CHECKS = frozenset(("check", "checks", "validation", "validations", "gates", "outcomes", "statuses"))
_TEXTS = frozenset(
    ("message", "messages", "msg", "text", "description", "note", "notes", "remark", "remarks", "comment", "comments", "reason",
     "detail", "details", "log", "logs", "output", "stdout", "stderr", "event", "action", "payload", "line", "lines", "step",
     "data", "m", "mt", "template", "summary", "hint", "hints", "p", "response", "answer", *FOREIGN_MESSAGES)
)  # fmt: skip
# What stands there is said by a checker and not by content, even without a verb: "no title".
_REMARKS = frozenset(("messages", "note", "notes", "remark", "remarks", "reason", "stderr", "logs", "log"))
# A word of a key that names what may have any name, or that sets what is to be done.
_NAMES = frozenset(
    ("id", "key", "name", "names", "title", "titles", "label", "labels", "caption", "heading", "subject", "slug", "url",
     "uri", "href", "path", "file", "filename", "folder", "topic", "section", "category", "categories", "tag", "tags",
     "keyword", "keywords", "term", "author", "owner", "user", "type", "kind", "class", "method", "logger", "thread",
     "source", "code", "locale", "language", "content", "body", "html", "article", "articles", "version", "date", "time",
     "timestamp", "mode", "filter", "on", "if", "when", "policy", "threshold", "level", "levels", "severity", "severities",
     "priority", "impact", "importance", "min", "minimum", "max", "maximum", "default", "strategy", "handling", "behaviour",
     "behavior",
     "ignore", "ignored", "allow", "allowed", "pattern", "match", "exclude", "include", "query", "search", "rule", "rules",
     "schema", "expect", "format", "value", "values", "column", "columns", "field", "fields", "cmd", "command", "args",
     "argv", "test", "color", "colour")
)  # fmt: skip
# Members whose contents set up a run or describe its rules.
_SETTINGS = frozenset(
    ("config", "configuration", "setting", "settings", "option", "options", "parameter", "parameters", "params", "args", "argv",
     "env", "environment", "filters", "rules", "schema", "defaults", "preferences", "policy", "request", "headers", "query")
)  # fmt: skip
_UNDONE = (
    r"not?[ ]?(?:ok|found|run|executed|done|imported|valid|reachable|available|authori[sz]ed|accepted|loaded|stored|saved"
    r"|completed?|finished|ready|passed|successful)"
)
_BAD_WORD = re.compile(
    rf"{BAD_PARTICIPLES}|{FAULTY}|{_UNDONE}|missing|absent|broken|failing|errors?|stuck|unhealthy|degraded|red|killed|terminated"
    r"|crashed|conflict(?:ed|s)?|mismatch(?:ed)?|unauthori[sz]ed|forbidden|expired|stale|down|bad|blocked|locked|unfinished|blank"
    r"|timeouts?|timed[ ]?out|inconclusive|unsuccessful|dead[ ]?letter(?:ed|s)?|rolledback|cancell?ed|gave[ ]?up|quarantine"
    r"|orphans?|interrupted|duplicates?|undefined|violat(?:ed|ions?)|issues?|problems?|defekt|kaputt|nicht[ ]?ok|nok|ko"
    r"|exhausted|refus\u00e9e?",
    re.IGNORECASE,
)
_BAD_ANSWERS = frozenset(
    ("different", "unequal", "negative", "dirty", "unclean", "poor", "outdated", "overdue", "late", "dup", "stopped", "x", "-1",
     "e", "f", "w")
)  # fmt: skip
_EMPTY = frozenset(("false", "no", "n", "none", "null", "nil", "empty", "-"))
_MARKS = frozenset((*VOCABULARY.select(Kind.MARK, severities=_BAD), "\u00d7"))
_GOOD_MARKS = frozenset(VOCABULARY.select(Kind.MARK, severities=(Severity.INFO,)))
_JOINT = re.compile(r"[\s_-]+")
_ROUTINE = frozenset(("skipped", "ignored", "open"))
_LONGEST_WORD = 60
# Flags and codes, as ``normalise_key`` spells them: of what was to be done, of what went wrong, and what was left.
_YES, _NO = frozenset(("true", "yes", "y")), frozenset(("false", "no", "n"))
_DONE = frozenset(
    ("imported", "stored", "saved", "accepted", "valid", "passed", "complete", "completed", "finished",
     "conforms", "done", "executed", "loaded", "migrated", "uploaded", "written", "reachable")
)  # fmt: skip
_UNFINISHED = frozenset(
    ("hasmore", "more", "moreresults", "hasmoreresults", "partial", "dryrun", "truncated", "timedout", "corrupt", "crashed",
     "orphaned", "interrupted", "skipped")
)  # fmt: skip
# A flag may say so of content that is as it should be; and the number of seconds may be a setting.
_STATES_OF_CONTENT = frozenset(("expired", "stale", "blank", "down", "red", "undefined", "obsolete"))
_TIMES = frozenset(("timeout", "timeouts"))
# https://www.w3.org/TR/soap12-part1/#soapfault, and the same in SOAP 1.1.
_FAULTS = frozenset(("fault", "faultstring", "faultcode"))
_HTTP_STATUS = frozenset(("statuscode", "httpstatus", "httpcode", "httpstatuscode", "responsecode"))
_EXIT_CODES = frozenset(("exitcode", "exitstatus", "returncode", "returnstatus", "rc", "errorlevel", "retcode", "exit"))
_FLAGS = frozenset((*_DONE, *_UNFINISHED, *_FAULTS, *_HTTP_STATUS, *_EXIT_CODES, "code"))
_REFUSED = re.compile(r"[45]\d\d")
_NUMBER = re.compile(r"-?0*(?P<number>[1-9]\d{0,8})")
_CODE = re.compile(r"E[-_]?\d{3,6}")


class _Key(Enum):
    """What a key names."""

    FLAG = "flag, number or code of its own"
    OUTCOME = "outcome"
    FORMER = "outcome of another run"
    TEXT = "text for people"
    NAME = "name or setting"
    OTHER = "anything else"


@lru_cache(maxsize=10_000)
def _read_key(key: str) -> tuple[_Key, str, str]:
    """Return what a key names, its last word, and the key as ``normalise_key`` spells it."""
    name = normalise_key(key)
    words = [each.lower() for each in _TOKEN.findall(key)] or [name]
    if words[0] == "is" or name.removeprefix("is") in _FLAGS:
        name = name.removeprefix("is")
    if not _FORMER.isdisjoint(words):
        return _Key.FORMER, words[-1], name
    if words[-1] in _OUTCOMES:
        return _Key.OUTCOME, words[-1], name
    if name in _FLAGS or is_named_bad(name):
        return _Key.FLAG, words[-1], name
    if not _NAMES.isdisjoint(words):
        return _Key.NAME, words[-1], name
    return _Key.TEXT if words[-1] in _TEXTS else _Key.OTHER, words[-1], name


def is_bad_text(key: str, text: str, *, is_outcome: bool = False) -> bool:
    """Whether a text under a key says that something is wrong; ``is_outcome`` says that it is that of a check of this name."""
    kind, last, name = _read_key(key)
    if is_outcome:
        kind = _Key.OUTCOME
    elif last in _CLASSES and VOCABULARY.find_word(text, Kind.LEVEL) in _BAD:
        return len(text) > 1
    elif kind in {_Key.NAME, _Key.FORMER} or (kind is _Key.OTHER and len(text) > _LONGEST_WORD):
        return False
    return _is_bad_value(kind, last, name, text, is_outcome=is_outcome)


@lru_cache(maxsize=20_000)
def _is_bad_value(kind: _Key, last: str, name: str, text: str, *, is_outcome: bool) -> bool:
    word = text.strip()
    if (len(word) <= _LONGEST_WORD or name in _FAULTS) and _is_bad_flag(name, word):
        return True
    if kind is _Key.OUTCOME:
        return _is_bad_outcome(word, is_needed=is_outcome or last in _NEEDED)
    if last in _EVENTS and VOCABULARY.find(word, *_KINDS) in _BAD:
        return True
    if kind is _Key.TEXT and _is_bad_prose(word, is_remark=last in _REMARKS):
        return True
    return _is_bad_word(word)


def _is_bad_flag(name: str, word: str) -> bool:
    """Whether a value is a flag, a number or a code that says that something is wrong or not done."""
    answer = word.lower()
    if name in _FAULTS:
        return answer not in NO_ERROR
    if answer in _YES:
        return name in _UNFINISHED or is_named_bad(name)
    if answer in _NO and name in _DONE:
        return True
    if _REFUSED.fullmatch(word):
        return name in _HTTP_STATUS or name == "code"
    if _NUMBER.fullmatch(word):
        # What a log counts as bad is compared with its findings.
        return name in _EXIT_CODES or (is_named_bad(name) and name not in _TIMES and find_bad_part(name) is None)
    return name == "code" and _CODE.fullmatch(word) is not None


def is_named_bad(name: str) -> bool:
    """Whether a key, as ``normalise_key`` spells it, is a word for something bad alone: ``truncated``, ``quarantine``."""
    return name not in _STATES_OF_CONTENT and _BAD_WORD.fullmatch(name) is not None


def _is_bad_outcome(word: str, *, is_needed: bool) -> bool:
    if len(word) > _LONGEST_WORD:
        return reports_failure(word)
    if not word or word.lower() in _EMPTY:
        return is_needed
    if word.lower() in _ROUTINE or read_item_outcome(word) is Severity.INFO:
        return False
    is_sign = word not in _GOOD_MARKS and not any(map(str.isalnum, word))
    if (
        is_sign
        or word.lower() in _BAD_ANSWERS
        or _is_bad_word(word)
        or _REFUSED.fullmatch(word)
        or VOCABULARY.find_word(word, Kind.RATING) in _BAD
    ):
        return True
    meaning = VOCABULARY.find(word, *_KINDS)
    return meaning in _BAD or (meaning is None and (looks_like_a_finding(word) or says_what_is_wrong(word)))


def _is_bad_word(word: str) -> bool:
    if not word or len(word) > _LONGEST_WORD:
        return False
    if word in _MARKS or VOCABULARY.find_word(word, *_KINDS) in _BAD or find_counted(word.lower()):
        return True
    if read_item_outcome(word) in _BAD:
        return True
    return _BAD_WORD.fullmatch(_JOINT.sub(" ", word.strip("[](){}<>.!:* "))) is not None


def _is_bad_prose(text: str, *, is_remark: bool) -> bool:
    if split_severity(text)[0] is not None or reports_failure(text):
        return True
    if was_done_with_faults(remove_quoted(text)):
        return True
    is_told = read_item_outcome(text) is not None or read_prefix(text, VOCABULARY) is not None
    return is_remark and not is_told and (looks_like_a_finding(text) or says_what_is_wrong(text))


def has_bad_member(value: Any, key: str = "", *, is_outcome: bool = False) -> bool:
    """Whether a member of a decoded value, at any depth outside of settings, says that something is wrong."""
    if isinstance(value, str):
        inside = decode(value)
        is_bad_inside = inside is not None and (has_bad_member(inside) or _counts_bad(inside))
        return is_bad_inside or (bool(key) and is_bad_text(key, value, is_outcome=is_outcome))
    if isinstance(value, JsonObject):
        return _has_bad_member(value, key)
    if isinstance(value, list):
        return any(has_bad_member(item, key) for item in value)
    if value is None:
        return is_outcome or normalise_key(key) in {"status", "outcome"}
    return bool(key) and is_bad_text(key, str(value), is_outcome=is_outcome)


def _has_bad_member(value: JsonObject, key: str) -> bool:
    is_outcome = is_of_checks(key) and all(item is None or isinstance(item, str | bool) for _, item in value)
    keys = index_members(value)
    named = keys.get("name", keys.get("key"))
    if "value" in keys and isinstance(named, str) and has_bad_member(keys["value"], named):
        return True
    if _is_cut(keys) or (key and _has_own_level(value, keys)):
        return True
    return any(
        has_bad_member(item, name, is_outcome=is_outcome)
        or (isinstance(item, list) and bool(item) and _is_list_of_bad(name, item))
        for name, item in value
        if not is_setting(normalise_key(name)) and not describes_tool(name, keys)
    )


def _has_own_level(value: JsonObject, keys: Mapping[str, Any]) -> bool:
    """Whether an object within another one is a message with the level of a finding: ``{"level": 40, "text": "x"}``."""
    return worst(read_levels(value)) in _BAD and read_text(keys, (*MESSAGE_KEYS, "m")) is not None


def _counts_bad(value: Any) -> bool:
    """Whether a number in a decoded text counts something bad, where it is not compared with the findings."""
    if isinstance(value, JsonObject):
        return any(
            (type(item) is int and item > 0 and find_bad_part(key) is not None) or _counts_bad(item)
            for key, item in value
        )
    return isinstance(value, list) and any(map(_counts_bad, value))


def is_setting(name: str) -> bool:
    """Whether a key, as ``normalise_key`` spells it, has settings or descriptions of rules as its value."""
    return name in _SETTINGS


def is_bad_comment(text: str) -> bool:
    """Whether a comment in a document says that something is wrong, or that a part of it is missing."""
    return _is_bad_word(text.strip()) or _is_bad_prose(text.strip(), is_remark=False)


def is_of_checks(key: str) -> bool:
    """Whether a key is that of checks, each with its outcome."""
    return _read_key(key)[1] in _CHECKS


def _is_list_of_bad(key: str, items: list[Any]) -> bool:
    return not isinstance(items, JsonObject) and is_named_bad(normalise_key(key))


def states_less(value: Any) -> bool:
    """Whether an object in a decoded document states a whole and a smaller part: ``{"total": 24, "ok": 20}``."""
    if isinstance(value, JsonObject):
        numbers = [f"{key}={item}" for key, item in value if type(item) is int and item > 0]
        part = read_part("; ".join(numbers)) if len(numbers) > 1 else None
        return (part is not None and part[0] < part[1]) or any(
            states_less(item) for key, item in value if not is_setting(normalise_key(key))
        )
    return isinstance(value, list) and any(map(states_less, value))


def _is_cut(keys: Mapping[str, Any]) -> bool:
    """Whether an object says that it is one page of several, or that there is less than was expected."""
    pairs = (("page", "pages"), ("page", "totalpages"), ("actual", "expected"))
    numbers = ((keys.get(part), keys.get(whole)) for part, whole in pairs)
    is_less = any(isinstance(part, int) and isinstance(whole, int) and part < whole for part, whole in numbers)
    return is_less or bool(keys.get("nextpage") or keys.get("nextpagetoken"))
