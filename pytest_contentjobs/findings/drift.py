"""Mask what differs between runs for the same problem in a message: times of the run, durations, addresses, ids of jobs.

What names the subject of the message is kept: ids, indexes, rows, records and lines of content. So is what may be the fault: a
date, a number, a length. If in doubt, text is kept: a finding that looks new is red, but one that passes for another is not
noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from pytest_contentjobs.joblog.formats.parts.quotes import find_quoted
from pytest_contentjobs.model import Entity, LogEntry

__all__ = ["mask_drift", "mask_log_name"]

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
    # What a program says of its own work; other durations may be those of a video or of a limit.
    r"|\b(?:took|elapsed|waited)\s?[:=]?\s?(?P<n1>\d{1,12}(?:\.\d{1,9})?)"
    r"\s?(?:ms|milliseconds?|\u00b5s|us|ns|s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b"
    # The log's own lines.
    r"|\blog(?:\s?file)?(?:\sat)?\sline\s(?P<n3>\d{1,9})\b"
    # A Java object, by its class.
    r"|(?<![\w.@])(?:[a-z_$][\w$]{0,60}\.){0,20}[A-Z][\w$]{0,100}(?:\[\])?@(?P<address1>[0-9a-f]{5,8})(?![\w.@])"
    r"|\b(?:object\sat|address|pointer)\s(?P<address2>0x[0-9a-f]{7,16})\b"
    rf"|\bimport-logs-(?P<id6>{_UUID})\b"
    # The position of the item that the message is about, in its list.
    r"|\b[A-Za-z]{1,40}\[(?P<n4>\d{1,9})\]",
    re.IGNORECASE,
)
# The name of a job's log, at any place.
_LOG_NAME = re.compile(rf"\bimport-logs-(?P<id1>{_UUID})", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"<(?:id|time|n|address)>")
_HAS_CAPITAL = re.compile(r"[A-Z]")
# The position of a record before what it is about.
_OWN_RECORD = re.compile(r"\s*(?:row|record|line|item|entry)\s?#?(\d{1,9})(?=\s?[:,])", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{4})[-/](\d\d)[-/](\d\d)(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d\d):(\d\d)(?!\d)")
_NEAR = 600  # seconds


def mask_drift(entry: LogEntry) -> tuple[str, tuple[str, ...] | str]:
    """Return a message with placeholders for what differs between runs, and its parts, which distinguish it from all others.

    The parts are the text itself, unless the message contains something that looks like a placeholder. Quoted text is kept,
    except for names of jobs' logs. A time is masked only near that of the entry, and a position like ``articles[3]`` only if it is
    that of the entry's own item and something else identifies that.
    """
    return _join(_split_drift(entry))


def mask_log_name(text: str) -> tuple[str, tuple[str, ...] | str]:
    """Return a text without the id in the name of a job's log, and its parts, as ``mask_drift`` does."""
    return _join(_mask_matches(text.strip(), _LOG_NAME, None))


def _join(pieces: Iterator[tuple[str, bool]]) -> tuple[str, tuple[str, ...] | str]:
    parts: list[str] = []
    literal: list[str] = []
    for text, is_literal in pieces:
        if is_literal:
            literal.append(text)
        else:
            parts += ["".join(literal), f"<{text}>"]
            literal = []
    parts.append("".join(literal))
    whole = "".join(parts)
    is_plain = not any(_PLACEHOLDER.search(part) for part in parts[::2])
    return whole, whole if is_plain else tuple(parts)


def _split_drift(entry: LogEntry) -> Iterator[tuple[str, bool]]:
    """Split a message into literal text, with single spaces outside of quotes, and names of placeholders."""
    message = entry.message.strip()
    position = 0
    if (record := _OWN_RECORD.match(message)) and _names(message[record.end() :], entry.entity):
        yield _collapse_spaces(message[: record.start(1)]), True
        yield "n", False
        position = record.end()
    for start, end in find_quoted(message):
        if start >= position:
            yield from _mask_matches(_collapse_spaces(message[position:start]), _DRIFT, entry)
            yield from _mask_matches(message[start:end], _LOG_NAME, entry)
            position = end
    yield from _mask_matches(_collapse_spaces(message[position:]), _DRIFT, entry)


def _names(text: str, entity: Entity | None) -> bool:
    """Whether a text names an item by its name or id."""
    return entity is not None and any(name and name in text for name in (entity.name, entity.id))


def _mask_matches(text: str, pattern: re.Pattern[str], entry: LogEntry | None) -> Iterator[tuple[str, bool]]:
    position = 0
    for match in pattern.finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        name = group.rstrip("0123456789")
        if entry is not None and not _is_drift(group, match, entry):
            continue
        yield text[position:start], True
        yield name, False
        position = end
    yield text[position:], True


def _is_drift(group: str, match: re.Match[str], entry: LogEntry) -> bool:
    if group == "time1":
        return _is_near_day(match[group], entry.timestamp)
    if group == "time2":
        return _is_near_clock(match[group], entry.timestamp)
    if group == "n4":
        return match[0].lower() == _find_own_place(entry.entity)
    # The pattern ignores case, but a class has a capital; "x@deadbeef" may be a mailbox.
    return group != "address1" or _HAS_CAPITAL.search(match[0].partition("@")[0]) is not None


def _find_own_place(entity: Entity | None) -> str:
    """Return the position of an entity in its list as messages write it; empty if only the position identifies it."""
    if entity is None or entity.index is None or entity.key[-1] is not None:
        return ""
    return f"{entity.kind}s[{entity.index}]".lower()


def _is_near_day(text: str, timestamp: str | None) -> bool:
    """Whether a time is of the day of the entry, or of one beside it, since clocks may have different time zones."""
    own = _DAY.search(timestamp or "")
    try:
        # No clock shows a day that does not exist.
        day = datetime.fromisoformat(text.replace(",", ".")).date()
        return own is not None and abs((date(*map(int, own.groups())) - day).days) <= 1
    except ValueError:
        return False


def _is_near_clock(text: str, timestamp: str | None) -> bool:
    time, own = _CLOCK.search(text), _CLOCK.search(timestamp or "")
    return time is not None and own is not None and abs(_count_seconds(time) - _count_seconds(own)) <= _NEAR


def _count_seconds(clock: re.Match[str]) -> int:
    hours, minutes, seconds = map(int, clock.groups())
    return hours * 3600 + minutes * 60 + seconds


def _collapse_spaces(text: str) -> str:
    spaced = " ".join(text.split())
    if not spaced:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{spaced}{' ' if text[-1].isspace() else ''}"
