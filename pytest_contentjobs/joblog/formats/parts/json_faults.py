"""What JSON says beside its findings, by a key or a text, that something may be wrong, so that it is not good news either."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from pytest_contentjobs.joblog.formats.parts.bad_members import has_bad_member
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.json_fields import (
    ERROR_TEXT_KEYS,
    MESSAGE_KEYS,
    JsonObject,
    index_members,
    normalise_key,
)
from pytest_contentjobs.joblog.formats.parts.json_outcomes import (
    LISTS,
    NO_ERROR,
    has_open_element,
    is_about_error,
    is_error,
)
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary

__all__ = ["is_undecided", "states_fault", "states_fault_beside"]

# https://www.rfc-editor.org/rfc/rfc9110#name-status-codes: from here on a request was refused or failed.
_HTTP_STATUS = frozenset(("statuscode", "httpstatus", "httpcode", "httpstatuscode", "responsecode"))
_REFUSED, _LAST_STATUS = 400, 599
# Lists of content, as normalised keys.
_CONTENTS = frozenset(("items", "articles", "records", "documents", "pages", "topics", "folders", "entries"))
_TRACES = frozenset(("stacktrace", "stack", "traceback", "throwable", "thrown", "exception", "excinfo"))
_ERROR_CODES = frozenset(("errorcode", "errcode", "errno", "errornumber", "errorid", "failurecode", "returncode", "rc"))
_NO_CODES = NO_ERROR | {"success", "succeeded", "n/a"}
_EXCEPTION = re.compile(r"[\w.]*(?:Error|Exception|Failure)\Z")
# Flags of what happened to an item, good and bad ones.
_DONE = frozenset(("imported", "stored", "saved", "accepted", "isvalid", "valid", "passed"))
_BROKEN = frozenset(
    ("timeout", "timedout", "truncated", "duplicate", "isduplicate", "orphan", "orphaned", "corrupt", "crashed")
)
_YES, _NO = frozenset(("true", "yes", "y")), frozenset(("false", "no", "n", "0"))
_TEXTS = frozenset((*MESSAGE_KEYS, *ERROR_TEXT_KEYS))
_REASONS = frozenset(("reason", "cause", "rejectreason", "rejectionreason", "failurereason"))
# What is left as it is was not rejected.
_UNCHANGED = re.compile(r"chang|modif|date|need|exist|same|newer|older|identical", re.IGNORECASE)


def is_undecided(value: Any, vocabulary: Vocabulary = VOCABULARY) -> bool:
    """Whether only its prose says that a document without findings is good news.

    That is so if it states a fault; if all its lists of content are empty; or if it has no list of errors or warnings, and the
    elements of other lists have neither a level nor an outcome.
    """
    members = [member for each in _find_objects(value) for member in each]
    contents = [item for key, item in members if normalise_key(key) in _CONTENTS and isinstance(item, list)]
    if states_fault(value) or (contents and not any(contents)):
        return True
    has_list = any(LISTS.get(normalise_key(key)) and isinstance(item, list) for key, item in members)
    return not has_list and has_open_element(value, vocabulary)


def states_fault(value: Any) -> bool:
    """Whether an object in a decoded value says that something may be wrong.

    That is so if a list of errors or warnings is replaced by a number, or contradicts the count beside it; if ``success`` is
    not plainly true; if the status is that of a failed request; and if a text, a flag, a code or an outcome says it.
    """
    return has_bad_member(value) or any(
        (_is_fault(key, item) and not _counts_successes(each, key, item)) or _is_odd_list(each, key, item)
        for each in _find_objects(value)
        for key, item in each
    )


def states_fault_beside(document: Any, found: Sequence[tuple[int, ...]]) -> bool:
    """Whether an element of a list says that something may be wrong, beside the findings at these paths.

    A path has the number of each member or element. What contains a finding is explained by it.
    """
    parents = {path[:length] for path in found for length in range(1, len(path) + 1)}
    # If the document itself is a finding, it explains all.
    return () not in found and states_fault(_leave_elements(document, (), found, parents))


def _leave_elements(
    value: Any, path: tuple[int, ...], found: Container[tuple[int, ...]], parents: Container[tuple[int, ...]]
) -> Any:
    """Return a value with only its lists, and in these the elements that contain no finding."""
    if not isinstance(value, JsonObject):
        return [item for number, item in enumerate(value) if (*path, number) not in parents]
    left = JsonObject()
    for number, (key, item) in enumerate(value):
        name = normalise_key(key)
        if not isinstance(item, list) or (*path, number) in found or LISTS.get(name):
            # The elements of lists of errors or warnings are judged where these are read.
            continue
        elements = _leave_elements(item, (*path, number), found, parents)
        left.append((key, [*map(_leave_no_texts, elements)] if name in LISTS else elements))
    return left


def _leave_no_texts(value: Any) -> Any:
    """Return an element of a list of results without its texts, which its outcome has settled."""
    if not isinstance(value, JsonObject):
        return None
    return JsonObject((key, item) for key, item in value if normalise_key(key) not in _TEXTS)


def _find_objects(value: Any) -> Iterator[JsonObject]:
    if isinstance(value, JsonObject):
        yield value
    if isinstance(value, list):
        for item in value:
            yield from _find_objects(item[1] if isinstance(value, JsonObject) else item)


def _is_fault(key: str, item: Any) -> bool:
    name = normalise_key(key)
    if name == "success":
        return item is not True
    if name in _ERROR_CODES:
        return item not in (None, False) and str(item).strip().lower() not in _NO_CODES
    if isinstance(item, bool) or item is None:
        return (name in _BROKEN and item is True) or (name in _DONE and not item)
    if isinstance(item, int):
        is_status = name in {"status", "code"} and item <= _LAST_STATUS
        return (item >= _REFUSED and (is_status or name in _HTTP_STATUS)) or (
            name in {"isvalid", "valid"} and item == 0
        )
    if isinstance(item, list):
        return name in _TRACES and bool(item)
    is_denied = name in _DONE and isinstance(item, str) and item.strip().lower() in _NO
    return is_denied or (is_error(item) and _is_bad_text(key, name, item))


def _is_bad_text(key: str, name: str, text: str) -> bool:
    if is_about_error(key) or name in _TRACES:
        return True
    if name in _BROKEN and text.strip().lower() in _YES:
        return True
    if name == "type" and _EXCEPTION.match(text):
        return True
    is_reason = name in _REASONS and _UNCHANGED.search(text) is None
    return is_reason and (looks_like_a_finding(text) or says_what_is_wrong(text))


def _counts_successes(value: JsonObject, key: str, item: Any) -> bool:
    """Whether ``success`` is a number beside that of what failed: ``{"success": 24, "failed": 0}``."""
    is_count = type(item) is int and item > 0 and normalise_key(key) == "success"
    return is_count and any(type(other) is int and find_bad_part(name) for name, other in value)


def _is_odd_list(value: JsonObject, key: str, item: Any) -> bool:
    return bool(LISTS.get(normalise_key(key))) and _counts_something(index_members(value), item)


def _counts_something(keys: Mapping[str, Any], listed: Any) -> bool:
    if isinstance(listed, list):
        return not listed and isinstance(keys.get("count"), int) and keys["count"] > 0
    return bool(listed) and (not isinstance(listed, str) or bool(listed.strip("0 ").isdigit()))
