"""The finding of a diagnostic, of which level, place and text were read: with the rule before or behind its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.labels import NAME, RULE, Labelled
from pytest_contentjobs.joblog.formats.parts.messages import split_entity, split_rule
from pytest_contentjobs.joblog.formats.parts.places import Place

__all__ = ["make_placed", "read_columns"]

_LEADING_RULE = re.compile(
    r"(?:(?P<code>[A-Z]{1,10}\d{2,6}(?:/[\w-]{1,60})?):?\s+(?:\[\*\]\s+)?|\[(?P<bracketed>[a-z@][\w./@-]{1,60})\]\s+)(?=\S)"
)
_TRAILING_RULE = re.compile(rf"(?<!\s)\s{{1,80}}(?:\[(?P<bracketed>-?{NAME})\]|\((?P<inside>{RULE})\))\s{{0,80}}$")
_RULE_COLUMN = re.compile(rf"{NAME}|\({NAME}\)")
_JOINED = re.compile(r"[a-z@][\w@]*(?:[-/.:]\w+)+")


def make_placed(labelled: Labelled, place: Place | None) -> Sequence[ParsedEntry]:
    """Return the finding of a text with its level and place; ``INFORMATIONAL`` if it is none."""
    severity, text = labelled.severity, labelled.text.strip()
    if severity is None:
        entries = make_entries(None, text)
        return tuple(_add_place(entry, place) for entry in entries) or INFORMATIONAL
    rule = labelled.rule
    leading = _LEADING_RULE.match(text)
    if rule is None and leading is not None:
        rule, text = leading["code"] or leading["bracketed"], text[leading.end() :]
    trailing = _TRAILING_RULE.search(text)
    if rule is None and trailing is not None and text[: trailing.start()].strip():
        rule, text = trailing["bracketed"] or trailing["inside"], text[: trailing.start()]
    if rule is None:
        rule, text = split_rule(text)
    entity, message = split_entity(text)
    message = message or labelled.text.strip()
    return (_add_place(ParsedEntry(severity=severity, message=message, rule=rule, entity=entity), place),)


def read_columns(level: Labelled, columns: Sequence[str]) -> Labelled:
    """Return a level with the text of the columns behind, of which the last may be the rule, or rule and program."""
    # A sentence stands before the names of rules and programs.
    texts, rule = sorted(columns, key=lambda text: " " not in text), None
    if len(texts) > 2 and all(_JOINED.fullmatch(text) for text in texts[-2:]):  # noqa: PLR2004 - a text before both
        texts.pop()
    if len(texts) > 1 and _RULE_COLUMN.fullmatch(texts[-1]):
        rule = texts.pop().strip("()")
    return replace(level, text="  ".join(texts), rule=rule)


def _add_place(entry: ParsedEntry, place: Place | None) -> ParsedEntry:
    return entry if place is None else replace(entry, file=place.file or None, line=place.line, column=place.column)
