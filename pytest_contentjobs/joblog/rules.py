"""Name the rules of entries that state one beside their message, or in a shape that only its recurrence tells from words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.parts.messages import is_rule, split_rule
from pytest_contentjobs.model import LogEntry

__all__ = ["name_rules"]

# A token in brackets in front of the message, or of the level there: "[DOTX008E] file does not exist", "[DOTX008E][ERROR] file".
_BRACKETED = re.compile(r"\[(?P<token>[^\[\]\s]{2,80})\]\s{0,8}(?:\[[^\W\d_]{4,12}\]\s{0,8})?[:-]?\s{0,8}\Z")
_CODE_BELOW = re.compile(r"\s{0,40}[\[#%]?[A-Z][\w-]{3,60}(?::|\])\s")
# What begins most messages in this shape is a rule, what begins one of them may be a word.
_SHAPES = (
    re.compile(r"(?P<rule>[A-Z]{1,6}\d{2,6}[A-Z]?)[ \t]+(?=\S)"),
    re.compile(r"(?P<rule>(?![\w.-]*\.[A-Za-z]{2,5}:)[A-Za-z]\w{0,40}(?:[._-]\w{1,40}){1,8}):[ \t]+(?=\S)"),
)
_LEAST = 3
_SHARE = 0.9
_LINES_BELOW = 5


def name_rules(entries: Sequence[LogEntry]) -> tuple[LogEntry, ...]:
    """Return the entries of a whole log, in their order, with the rules that they state outside of their message's start."""
    named = [entry if entry.rule else _find_beside(entry) for entry in entries]
    nameless = [entry for entry in named if not entry.rule]
    shape = next((shape for shape in _SHAPES if _recurs(shape, nameless)), None)
    return tuple(named) if shape is None else tuple(_name(entry, shape) for entry in named)


def _find_beside(entry: LogEntry) -> LogEntry:
    """Name the rule by a code in brackets before the message, or by one that begins a line below it."""
    first, *below = entry.raw
    start = first.rfind(entry.message.partition("\n")[0])
    bracketed = _BRACKETED.search(first, max(0, start - 100), start) if start > 0 else None
    if bracketed is not None and is_rule(bracketed["token"]):
        return replace(entry, rule=bracketed["token"])
    for line in below[:_LINES_BELOW]:
        if _CODE_BELOW.match(line) and (rule := split_rule(line.strip())[0]) is not None:
            return replace(entry, rule=rule)
    return entry


def _recurs(shape: re.Pattern[str], entries: Sequence[LogEntry]) -> bool:
    """Whether nearly all messages begin in one shape: with as many letters and digits, or with words joined by signs."""
    matches = [match for entry in entries if (match := shape.match(entry.message))]
    forms = Counter(re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", match["rule"])) for match in matches)
    is_code = shape is _SHAPES[0]
    most = forms.most_common(1)[0][1] if forms and is_code else len(matches)
    return most >= max(_LEAST, _SHARE * len(entries))


def _name(entry: LogEntry, shape: re.Pattern[str]) -> LogEntry:
    match = None if entry.rule else shape.match(entry.message)
    return entry if match is None else replace(entry, rule=match["rule"], message=entry.message[match.end() :])
