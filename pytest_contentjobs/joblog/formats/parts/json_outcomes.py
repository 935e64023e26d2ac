"""What a JSON object says about its own outcome: by flags, by words, by lists and keys of something bad."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pytest_contentjobs.joblog.formats.base import worst
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.column_names import FOREIGN_OUTCOMES
from pytest_contentjobs.joblog.formats.parts.json_fields import (
    ERROR_TEXT_KEYS,
    MESSAGE_KEYS,
    JsonObject,
    index_members,
    normalise_key,
    read_levels,
    read_text,
)
from pytest_contentjobs.joblog.formats.parts.recent import remember_names
from pytest_contentjobs.joblog.formats.parts.stems import fold
from pytest_contentjobs.joblog.formats.parts.total_words import Counted, find_counted
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary
from pytest_contentjobs.joblog.vocabulary.item_outcomes import may_count_items, read_item_outcome
from pytest_contentjobs.model import Severity

__all__ = [
    "LISTS",
    "NO_ERROR",
    "describes_tool",
    "find_bad_severity",
    "find_list_severity",
    "has_bad_text",
    "has_open_element",
    "is_about_error",
    "is_error",
    "is_item_done",
    "is_severe_list",
    "names_error",
    "read_flags",
    "read_item_result",
    "read_outcomes",
    "read_prefix",
    "states_failure",
]

# Lists of findings of any severity.
_DEFAULTED = frozenset(("issues", "findings", "problems", "violations"))
# Keys of lists, and the severity that they give their elements. An issue without a severity is taken as an error: the
# worse reading loses nothing.
LISTS: dict[str, Severity | None] = {
    **dict.fromkeys(("errors", "errormessages", "errorlist", "failures", "fatals", "validationerrors"), Severity.ERROR),
    **dict.fromkeys(("warnings", "warningmessages", "warninglist", "validationwarnings"), Severity.WARNING),
    **dict.fromkeys(_DEFAULTED, Severity.ERROR),
    **dict.fromkeys(("messages", "results")),
}
# Words for the outcome of one item; only read inside lists of findings, since many things have a type or a status.
_OUTCOME_KEYS = ("type", "status", "outcome", "result", "state", *FOREIGN_OUTCOMES)
_OUTCOMES = (Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME)
_PASSED_KEYS = (
    "success",
    "successful",
    "succeeded",
    "valid",
    "ok",
    "passed",
    "isvalid",
    "isok",
    "issuccess",
    "executionsuccessful",
    "issuccessful",
)
# Spellings of the two values of such a key.
_YES, _NO = frozenset(("true", "yes", "y", "ok", "passed")), frozenset(("false", "no", "n", "0", "failed"))
# If an object is not an element of a list of findings, only these keys state its outcome, and only a bad one.
_RESULT_KEYS = ("status", "outcome", "result", *FOREIGN_OUTCOMES)
_NAME_KEYS = frozenset(
    ("id", "title", "name", "file", "path", "url", "uri", "href", "slug", "key", "externalid", "article", "folder")
)
# What was left out may be routine; a log by itself leaves that open elsewhere.
_LEFT = frozenset(("skipped", "ignored"))
_HTTP_DONE, _HTTP_FAILED = range(200, 300), range(400, 600)
# https://google.aip.dev/193: the members of a status, and https://grpc.io/docs/guides/status-codes/: all codes but 0 failed.
_STATUS_KEYS, _CODES_OF_CALLS = frozenset(("code", "message", "details", "status", "errors")), range(1, 17)
# Keys of what an object reports, as services and runtimes name them.
_ERROR_KEYS = frozenset(
    ("error", "errortype", "errorcode", "errorcategory", "errormessage", "errortext", "errordescription", "errorreason",
     "errordetails", "failurereason", "rejectreason", "rejectionreason")
)  # fmt: skip
NO_ERROR = frozenset(
    ("", "none", "no", "no error", "no_error", "noerror", "null", "false", "ok", "success", "0", "n/a", "-")
)
_LEVEL_PREFIX = re.compile(r"\s*\[?(?P<level>[^\W\d_][\w-]{0,20})(?:\]|[:\uff1a])[ \t]*(?=\S)")


def find_list_severity(key: str) -> Severity | None:
    """Return the severity that the key of a list gives its elements; None if it gives none.

    A key that is not in the table gives one by a part of it: ``rejectedArticles``, ``failed_items``.
    """
    name = normalise_key(key)
    return LISTS[name] if name in LISTS else find_bad_severity(key)


@remember_names
def find_bad_severity(key: str) -> Severity | None:
    """Return how bad it is what a key is about, in any language; None if it is about nothing bad."""
    part = find_bad_part(key)
    if part is None:
        return None
    return Severity.WARNING if find_counted(fold(part)) is Counted.WARNINGS else Severity.ERROR


def is_severe_list(key: str) -> bool:
    """Whether this key contradicts an element that calls itself informational."""
    return find_list_severity(key) is not None and normalise_key(key) not in _DEFAULTED


def describes_tool(key: str, keys: Mapping[str, Any]) -> bool:
    """Whether a member, one of these keys, is what SARIF says of a tool and its rules beside the results."""
    return normalise_key(key) == "tool" and isinstance(keys.get("results"), list)


def is_error(value: Any) -> bool:
    """Whether a value is a text that reports an error, and not that there is none."""
    return isinstance(value, str) and value.strip().lower() not in NO_ERROR


def is_about_error(key: str) -> bool:
    """Whether a text under this key reports an error."""
    return find_bad_part(key) is not None or normalise_key(key) in _ERROR_KEYS


def names_error(value: JsonObject) -> bool:
    """Whether an object has the text, type or code of an error: ``{"errorType": "INVALID_DATE", "row": 3}``."""
    return any(normalise_key(key) in _ERROR_KEYS and is_error(item) for key, item in value) or _is_status(value)


def _is_status(value: JsonObject) -> bool:
    """Whether an object is the status of a call that failed, as the services of Google return it, and nothing else."""
    keys = index_members(value)
    code = keys.get("code")
    is_code = isinstance(code, int) and not isinstance(code, bool) and (code in _CODES_OF_CALLS or code in _HTTP_FAILED)
    return is_code and keys.keys() <= _STATUS_KEYS and read_text(keys, ("message",)) is not None


def has_open_element(value: Any, vocabulary: Vocabulary, *, is_element: bool = False) -> bool:
    """Whether a list in a decoded value has elements of which nothing but their prose says whether they are good news."""
    if isinstance(value, JsonObject):
        return _is_open(value, vocabulary, is_element=is_element)
    if isinstance(value, list):
        return any(has_open_element(element, vocabulary, is_element=True) for element in value)
    return is_element and isinstance(value, str) and read_prefix(value, vocabulary) is None


def _is_open(value: JsonObject, vocabulary: Vocabulary, *, is_element: bool) -> bool:
    if read_levels(value):
        return False
    stated = [*read_outcomes(value), *read_flags(value)]
    if is_element and (stated or is_item_done(value)):
        return worst(stated) is not None
    keys = index_members(value)
    if is_element and len(value) == 1 and isinstance(value[0][1], JsonObject):
        # What was done to an element may stand around it.
        return has_open_element(value[0][1], vocabulary, is_element=True)
    if is_element and read_text(keys, (*MESSAGE_KEYS, *ERROR_TEXT_KEYS)) is not None:
        return True
    if is_element and not any(name in LISTS and isinstance(item, list) for name, item in keys.items()):
        return True
    return any(has_open_element(item, vocabulary) for key, item in value if not describes_tool(key, keys))


def read_prefix(text: str, vocabulary: Vocabulary) -> tuple[Severity, int] | None:
    """Return the level that a text begins with, and its end; None if it begins with none."""
    prefix = _LEVEL_PREFIX.match(text)
    level = vocabulary.find_word(prefix["level"], Kind.LEVEL, Kind.LANGUAGE) if prefix else None
    return (level, prefix.end()) if prefix and level else None


def read_outcomes(value: JsonObject) -> list[Severity]:
    """Return what the words for an object's outcome say."""
    outcomes = (
        # A type may be the name of an exception.
        (value.vocabulary.find_word if normalise_key(key) == "type" else value.vocabulary.find)(item, *_OUTCOMES)
        for key, item in value
        if normalise_key(key) in _OUTCOME_KEYS and isinstance(item, str)
    )
    found = [outcome for outcome in outcomes if outcome is not None]
    # That an item was created does not contradict what else is said about it.
    result = read_item_result(value)
    return found if found or result in {None, Severity.INFO} else [result]


def is_item_done(value: JsonObject) -> bool:
    """Whether an object states that what it names was done or left as it is, in a known word or the status of a request.

    Words that are not known may say anything more of it; those that are known to be bad count elsewhere.
    """
    stated = [item for key, item in value if normalise_key(key) in (*_RESULT_KEYS, "state")]
    return any(
        _read_result(item, value.vocabulary) is Severity.INFO or item.lower() in _LEFT
        if isinstance(item, str)
        else isinstance(item, int) and item in _HTTP_DONE
        for item in stated
    )


def read_item_result(value: JsonObject) -> Severity | None:
    """Return how bad the outcome of an item is that an object states in a word; None if it states none, or several."""
    words = [item for key, item in value if normalise_key(key) in (*_RESULT_KEYS, "state") and isinstance(item, str)]
    found = {_read_result(word, value.vocabulary) for word in words}
    return found.pop() if len(found) == 1 else None


def _read_result(word: str, vocabulary: Vocabulary) -> Severity | None:
    return vocabulary.find_word(word, *_OUTCOMES) or read_item_outcome(word)


def has_bad_text(value: Any) -> bool:
    """Whether a text in a decoded value, other than a name, may say that something is wrong, or a flag or number may.

    A number does not if it identifies or measures something.
    """
    if isinstance(value, JsonObject):
        members = [(key, item) for key, item in value if normalise_key(key) not in _NAME_KEYS]
        return any(_is_bad_member(key, item) or has_bad_text(item) for key, item in members)
    if isinstance(value, list):
        return any(map(has_bad_text, value))
    return isinstance(value, str) and (looks_like_a_finding(value) or says_what_is_wrong(value))


def _is_bad_member(key: str, item: Any) -> bool:
    if isinstance(item, bool):
        return normalise_key(key) not in _PASSED_KEYS or not item
    if find_bad_part(key) is not None:
        return bool(item)
    return isinstance(item, int | float | str) and may_count_items(key, str(item))


def read_flags(value: JsonObject) -> list[Severity | None]:
    """Return what an object's flags like ``valid`` say; None among them is good."""
    answers = (_read_flag(item) for key, item in value if normalise_key(key) in _PASSED_KEYS)
    return [None if answer else Severity.ERROR for answer in answers if answer is not None]


def _read_flag(value: Any) -> bool | None:
    """Return the value of a flag like ``valid``; None if it is neither yes nor no, such as a count."""
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    return True if word in _YES else False if word in _NO else None


def states_failure(value: JsonObject) -> bool:
    """Whether an object says that it failed, wherever it is; the worse of members of equal names counts."""
    results = [
        value.vocabulary.find(item, *_OUTCOMES)
        for key, item in value
        if normalise_key(key) in _RESULT_KEYS and isinstance(item, str)
    ]
    is_stated = any(item is True and find_bad_part(key) for key, item in value)
    is_nought = any(normalise_key(key) == "success" and item == 0 and not isinstance(item, bool) for key, item in value)
    return is_stated or is_nought or Severity.ERROR in read_flags(value) or Severity.ERROR in results
