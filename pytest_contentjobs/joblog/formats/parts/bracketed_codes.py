"""A code and a level in brackets beside each other, anywhere in a line: ``[gen-list] kb/a.dita:3:1: [DOTJ013E][ERROR] text``."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.labels import Labelled, Labels
from pytest_contentjobs.joblog.formats.parts.places import Place, read_place

__all__ = ["read_bracketed_code"]

_CODE, _LEVEL = r"\[(?P<{}>[A-Z]{{2,10}}[-_]?\d{{2,6}}[A-Z]?)\]", r"\[(?P<{}>[^\W\d_]{{4,12}})\]"
_BRACKETED = re.compile(
    rf"(?P<before>[^\n\"']{{0,200}}?)(?:{_CODE.format('rule')}\s?{_LEVEL.format('level')}|{_LEVEL.format('first')}\s?{_CODE.format('second')})"
    r":?\s+(?=\S)"
)
_STEP = re.compile(r"\s{0,20}(?:\[[^\]\n]{1,60}\]\s{1,4})?")


def read_bracketed_code(line: str, labels: Labels) -> tuple[Labelled, Place | None] | None:
    """Return the level, the rule and the text of a line, and the place before them if there is one; None for other lines."""
    match = _BRACKETED.match(line)
    level = labels.read_word(match["level"] or match["first"]) if match is not None else None
    if match is None or level is None:
        return None
    step = _STEP.match(line)
    place = read_place(match["before"][step.end() if step is not None else 0 :])
    rule = match["rule"] or match["second"]
    return Labelled(level.severity, line[match.end() :], rule), place
