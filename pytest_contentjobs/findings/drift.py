"""Mask what differs between runs for the same problem in a message: times, durations, addresses, ids of jobs.

What names the subject of the message is kept: ids, indexes, rows, records and lines of content. If in doubt, text is kept:
a finding that looks new is red, but one that passes for another is not noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pytest_contentjobs.joblog.formats.parts.quotes import find_quoted

__all__ = ["mask_drift"]

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ID_TEXT = r"(?=[\w-]{0,63}\d)[\w-]{1,64}+"
# What a program numbers anew in each run.
_LABEL = r"(?<![\w/.])(?:x-)?(?:import|validation|content)?[ _-]?(?:job|request|correlation|trace|span|session|transaction|run)"
# In each alternative, the group is the text that differs, and its name is that of the placeholder.
_DRIFT = re.compile(
    rf"{_LABEL}(?:[ _-]?(?:id|no|number))?\s?[:=#]?\s?(?P<id1>{_UUID})\b"
    rf"|{_LABEL}(?:[ _-]?id\s?[:=#]?\s?|\s?=\s?)(?P<id2>{_ID_TEXT})"
    r"|(?<![\w])(?:pid|tid)\s?[:=#]?\s?(?P<id3>\d{1,10})\b"
    r"|\bpool-(?P<id4>\d{1,6}-thread-\d{1,6})\b|\bthread[-#](?P<id5>\d{1,6})\b"
    r"|(?P<time1>\b\d{4}-\d\d-\d\d[T ](?!00:00:00)\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?!\w))"
    r"|(?P<time2>(?<![\w:.,-])\d{1,2}:\d\d:\d\d[.,]\d{3,9}(?!\w))"
    # Only a program's own measurement has milliseconds; other durations may be those of a video or of a limit.
    r"|(?<![\w.,-])(?P<n1>\d{1,12}(?:\.\d{1,9})?)\s?(?:ms|milliseconds?|\u00b5s|us|ns)\b"
    r"|\b(?:took|taken|takes|elapsed|waited|after|duration|spent)\s?[:=]?\s?(?P<n2>\d{1,9}(?:\.\d{1,9})?)"
    r"\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b"
    # The log's own lines.
    r"|\blog(?:\s?file)?(?:\sat)?\sline\s(?P<n3>\d{1,9})\b"
    # A Java object, by its class.
    r"|(?<![\w.@])(?:[a-z_$][\w$]{0,60}\.){0,20}[A-Z][\w$]{0,100}(?:\[\])?@(?P<address1>[0-9a-f]{5,8})(?![\w.@])"
    r"|(?P<address2>\b0x[0-9a-f]{7,16})\b"
    rf"|\bimport-logs-(?P<id6>{_UUID})\b"
    # The position of the item that the message is about, in its list.
    r"|\b[A-Za-z]{1,40}\[(?P<n4>\d{1,9})\]",
    re.IGNORECASE,
)
# The name of a job's log, at any place.
_LOG_NAME = re.compile(rf"\bimport-logs-(?P<id1>{_UUID})", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"<(?:id|time|n|address)>")
_HAS_CAPITAL = re.compile(r"[A-Z]")


def mask_drift(message: str, own_place: str = "") -> tuple[str, tuple[str, ...] | str]:
    """Return a message with placeholders for what differs between runs, and its parts, which distinguish it from all others.

    The parts are the text itself, unless the message contains something that looks like a placeholder. Quoted text is kept,
    except for names of jobs' logs. ``own_place``, like ``articles[3]``, is masked too, because something else identifies
    the item.
    """
    parts: list[str] = []
    literal: list[str] = []
    for text, is_literal in _split_drift(message, own_place):
        if is_literal:
            literal.append(text)
        else:
            parts += ["".join(literal), f"<{text}>"]
            literal = []
    parts.append("".join(literal))
    whole = "".join(parts)
    is_plain = not any(_PLACEHOLDER.search(part) for part in parts[::2])
    return whole, whole if is_plain else tuple(parts)


def _split_drift(message: str, own_place: str) -> Iterator[tuple[str, bool]]:
    """Split a message into literal text, with single spaces outside of quotes, and names of placeholders."""
    message = message.strip()
    position = 0
    for start, end in find_quoted(message):
        yield from _mask_matches(_collapse_spaces(message[position:start]), _DRIFT, own_place)
        yield from _mask_matches(message[start:end], _LOG_NAME, own_place)
        position = end
    yield from _mask_matches(_collapse_spaces(message[position:]), _DRIFT, own_place)


def _mask_matches(text: str, pattern: re.Pattern[str], own_place: str) -> Iterator[tuple[str, bool]]:
    position = 0
    for match in pattern.finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        name = group.rstrip("0123456789")
        if not _is_drift(group, match, own_place):
            continue
        yield text[position:start], True
        yield name, False
        position = end
    yield text[position:], True


def _is_drift(group: str, match: re.Match[str], own_place: str) -> bool:
    if group == "time1":
        # No clock shows a day that does not exist.
        try:
            datetime.fromisoformat(match[group].replace(",", "."))
        except ValueError:
            return False
    if group == "n4":
        return match[0].lower() == own_place
    # The pattern ignores case, but a class has a capital; "x@deadbeef" may be a mailbox.
    return group != "address1" or _HAS_CAPITAL.search(match[0].partition("@")[0]) is not None


def _collapse_spaces(text: str) -> str:
    spaced = " ".join(text.split())
    if not spaced:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{spaced}{' ' if text[-1].isspace() else ''}"
