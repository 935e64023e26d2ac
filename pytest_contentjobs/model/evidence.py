"""Reasons not to trust a status response: repeated keys, wrong types, and undocumented counts.

They are searched in the decoded JSON, before the documented fields are read: everything else would be lost then.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from pytest_contentjobs.model.reason import Reason

__all__ = [
    "Oddity",
    "decode",
    "find_oddities",
    "find_unread_fields",
    "read_count",
    "read_moment",
    "read_number",
]


class Oddity(NamedTuple):
    """Why a response cannot be trusted: the code, and a text with the place in the response."""

    reason: Reason
    text: str


_TOP = ("status", "jobType", "progress", "logFileLocation", "startTime", "scheduledStopTime", "estimatedCompletion",
        "completionTime", "failureTime", "currentOperation", "results", "error", "retryable")  # fmt: skip
#: The documented names by their object; one published version spells "successful" differently.
_DOCUMENTED = {
    "": _TOP,
    "progress": ("processed", "total", "percentage"),
    "results": ("successful", "succesfull", "warnings", "errors"),
}
#: What this program adds when it saves a status.
_OWN = frozenset({"objections", "unknownFields"})
_SPELLINGS = frozenset({"successful", "succesfull"})
_LONGEST_KEY = 100
# A person needs a few of each kind, and a response may have very many.
_MOST_OF_A_KIND = 5

_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]*:/)?/\S*", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_BAD_ANYWHERE = (
    "error", "fail", "fatal", "invalid", "reject", "skip", "unsuccess", "warn", "exception", "fehler", "erreur",
)  # fmt: skip
_BAD_AT_THE_START = (
    "abort", "broken", "conflict", "corrupt", "critical", "defect", "denied", "discard", "duplicate", "exclud",
    "ignored", "incomplete", "omitted", "partial", "problem", "severe", "suppress", "truncat", "unprocessed", "unresolved",
    "violation", "wrong",
)  # fmt: skip
_BAD = frozenset({
    "bad", "blocked", "canceled", "cancelled", "dropped", "err", "errs", "fault", "faults", "faulty", "issue", "issues",
    "lost", "missed", "missing", "not", "pending", "timed", "timeouts", "unable",
})  # fmt: skip
#: Bad only if they count something: a text may be a time.
_BAD_NUMBERS = frozenset({"exit", "queued", "remaining", "unfinished"})
_GOOD = frozenset({
    "clean", "complete", "completed", "done", "finished", "ok", "pass", "passed", "succeeded", "success", "successful",
    "valid",
})  # fmt: skip
_STATES = frozenset({"conclusion", "outcome", "phase", "result", "severity", "stage", "state", "status", "verdict"})
#: Keys of texts for people, which may say that something is bad.
_TEXTS = frozenset({
    "comment", "description", "detail", "details", "info", "message", "messages", "note", "notes", "reason", "summary",
})  # fmt: skip
#: What a text says that there is none of: "no errors or warnings", "without errors", "errors: 0".
_NONE = re.compile(
    r"\b(?:0|no|zero|without(?: any)?) [a-z]+(?:,? (?:and|or|nor) (?:(?:0|no|any) )?[a-z]+)*"
    r"|\b[a-z]+ ?[:=]? ?0\b(?![.,/]?\d| of\b| out\b)",
    re.IGNORECASE,
)
_COUNTED = frozenset({"count", "counts", "found", "number", "of", "total"})
_ITEMS = frozenset({"itemcount", "items", "itemsprocessed", "processed", "processeditems", "total", "totalitems"})


def decode(data: bytes | str) -> tuple[object, list[str]]:
    """Decode JSON, and return it with the keys that an object has more than once.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    repeated: list[str] = []

    def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            repeated.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return found

    return json.loads(data, object_pairs_hook=make_object), repeated


def read_count(value: Any) -> int | None:
    """Read a JSON number as a count: 1250.0 is 1250; None for anything that is not a count."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != value // 1:
        return None
    return int(value)


def read_number(value: Any) -> float | None:
    """Read a finite JSON number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def read_moment(value: Any) -> datetime | None:
    """Read a time; one without a zone is in UTC. None for anything else."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def find_oddities(document: Mapping[str, Any], repeated: Iterable[str] = ()) -> tuple[Oddity, ...]:
    """Return the reasons not to trust a response, each once; ``repeated`` are the keys that ``decode`` found repeated."""
    found = [
        Oddity(Reason.STATUS_KEYS_REPEATED, f"the key {_quote(key)} occurs more than once in an object")
        for key in repeated
    ]
    for place, part in _parts(document):
        found += _find_misspelled(place, part)
    found += _find_wrong_types(document)
    for place, part in _parts(document):
        for key, value in _find_undocumented(place, part):
            found += _find_bad_news(_path(place, key), key, value, _results(document))
    return tuple(_limit_each_kind(dict.fromkeys(found)))


def _limit_each_kind(found: Iterable[Oddity]) -> Iterator[Oddity]:
    numbers: Counter[Reason] = Counter()
    for oddity in found:
        numbers[oddity.reason] += 1
        if numbers[oddity.reason] <= _MOST_OF_A_KIND:
            yield oddity


def find_unread_fields(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields that are not read: undocumented, or not of the documented type."""
    names = [_path(place, key) for place, part in _parts(document) for key, _ in _find_undocumented(place, part)]
    names += [
        name
        for name in ("startTime", "scheduledStopTime", "estimatedCompletion", "completionTime")
        if document.get(name) is not None and read_moment(document[name]) is None
    ]
    return tuple(_quote(name) for name in names)


def _parts(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for place in _DOCUMENTED:
        part = document.get(place) if place else document
        if isinstance(part, Mapping):
            yield place, part


def _results(document: Mapping[str, Any]) -> Mapping[str, Any]:
    results = document.get("results")
    return results if isinstance(results, Mapping) else {}


def _find_undocumented(place: str, part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    names = _read_as(place)
    return ((key, value) for key, value in part.items() if key not in names and (place or key not in _OWN))


@cache
def _read_as(place: str) -> frozenset[str]:
    """Return the accepted spellings of the documented names: as documented, and with underscores."""
    names = _DOCUMENTED[place]
    return frozenset(names) | {re.sub("([A-Z])", r"_\1", name).lower() for name in names}


@cache
def _fold_documented(place: str) -> Mapping[str, str]:
    return {_fold(name): name for name in _DOCUMENTED[place]}


def _find_misspelled(place: str, part: Mapping[str, Any]) -> Iterator[Oddity]:
    """Find keys that spell one documented name twice, or in a way that is not read."""
    known, read = _fold_documented(place), _read_as(place)
    spellings: dict[str, list[str]] = {}
    for key in part:
        if (name := known.get(_fold(key))) is not None:
            spellings.setdefault("successful" if name in _SPELLINGS else name, []).append(key)
    for name, keys in spellings.items():
        are_both_published = set(keys) == _SPELLINGS and len({repr(part[key]) for key in keys}) == 1
        if len(keys) > 1 and not are_both_published:
            yield Oddity(
                Reason.STATUS_KEYS_REPEATED,
                f"{_quote(_path(place, name))} occurs more than once, as {' and '.join(map(_quote, keys))}",
            )
        elif keys[0] not in read and part[keys[0]] is not None:
            yield Oddity(
                Reason.STATUS_UNREADABLE,
                f"{_quote(_path(place, keys[0]))} is not spelled as documented: {_quote(name)}",
            )


def _fold(key: str) -> str:
    return re.sub(r"[\s_-]+", "", key).casefold()


def _find_wrong_types(document: Mapping[str, Any]) -> Iterator[Oddity]:
    for place, reason in (("progress", Reason.PROGRESS_UNREADABLE), ("results", Reason.RESULTS_UNREADABLE)):
        part = document.get(place)
        if part is None:
            continue
        if not isinstance(part, Mapping):
            yield Oddity(reason, f"{_quote(place)} is not an object")
            continue
        for name in _DOCUMENTED[place]:
            if part.get(name) is not None and (read_number if name == "percentage" else read_count)(part[name]) is None:
                yield Oddity(reason, f"{_quote(_path(place, name))} is not a valid number")
    for name in ("jobType", "logFileLocation"):
        if document.get(name) is not None and not isinstance(document[name], str):
            yield Oddity(Reason.STATUS_UNREADABLE, f"{_quote(name)} is not a text")
    own = document.get("objections", [])
    if not isinstance(own, list | tuple):
        yield Oddity(Reason.STATUS_UNREADABLE, f"{_quote('objections')} is not a list")


def _find_bad_news(path: str, key: str, value: Any, results: Mapping[str, Any]) -> Iterator[Oddity]:
    """Find bad news below an undocumented key: counts, texts and true values for a bad word, false ones for a good word."""
    if _fold(key) in _ITEMS and read_number(value) == 0:
        yield Oddity(Reason.NO_CONTENT, f"{_quote(path)} is 0")
        return
    open_values: list[tuple[str, str, Any, bool]] = [(path, key, value, False)]
    while open_values:
        where, name, held, is_below_bad = open_values.pop()
        words = [word.lower() for word in _WORD.findall(name)]
        # The documented names are ASCII: a letter of another script may only look like one of them.
        is_bad = is_below_bad or any(map(_is_bad, words)) or not name.isascii()
        is_bad |= read_number(held) is not None and not _BAD_NUMBERS.isdisjoint(words)
        if isinstance(held, Mapping):
            open_values += [(f"{where}.{inner}", inner, member, is_bad) for inner, member in held.items()]
            continue
        if isinstance(held, Sequence) and not isinstance(held, str) and not (is_bad and held):
            open_values += [(f"{where}[]", name, member, is_bad) for member in held]
            continue
        is_denied = held is False and not _GOOD.isdisjoint(words)
        is_bad_state = isinstance(held, str) and _states_bad_news(words, held)
        if is_denied or is_bad_state or (is_bad and not _is_empty(held) and not _restates(words, held, results)):
            yield Oddity(
                Reason.UNKNOWN_COUNT,
                f"{_quote(where)} is not documented, and {_describe(held)} in it may mean that content is bad",
            )


def _is_bad(word: str) -> bool:
    return word in _BAD or word.startswith(_BAD_AT_THE_START) or any(stem in word for stem in _BAD_ANYWHERE)


def _states_bad_news(words: Sequence[str], text: str) -> bool:
    """Whether the text below a key of these words is a bad state, or says something bad to people."""
    if not _STATES.isdisjoint(words) and _is_bad_text(text):
        return True
    return not _TEXTS.isdisjoint(words) and _is_bad_text(_NONE.sub(" ", text))


def _is_bad_text(text: str) -> bool:
    return any(_is_bad(word.lower()) for word in re.findall(r"[A-Za-z]+", text))


def _is_empty(value: Any) -> bool:
    # A link to a list of errors does not say whether there are any.
    return not value or (isinstance(value, str) and (not value.strip() or _LINK.fullmatch(value) is not None))


def _restates(words: Sequence[str], value: Any, results: Mapping[str, Any]) -> bool:
    """Whether a number repeats one of the documented counts."""
    subjects = [word for word in words if word not in _COUNTED]
    for name in ("errors", "warnings"):
        if subjects in ([name], [name[:-1]]) and read_number(value) is not None:
            return read_number(value) == read_number(results.get(name))
    return False


def _describe(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}" if read_number(value) is not None else "a large number"
    return "a text" if isinstance(value, str) else "a list that is not empty"


def _path(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _quote(key: str) -> str:
    # A key is not cut: a part of a secret would not be recognised as one.
    return repr(key) if len(key) <= _LONGEST_KEY else f"a key of {len(key)} characters"
