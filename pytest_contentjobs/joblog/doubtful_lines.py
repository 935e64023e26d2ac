"""Decide which lines may report something bad, if no format recognises them or they follow an informational line."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong

__all__ = ["is_harmless_prose", "is_rule_line", "is_stack_frame", "may_report_itself"]

# Lines that continue any entry and report nothing themselves: the frames of a stack trace.
_FRAME = re.compile(
    r"\s*(?:at\s+[\w.$<>/@ -]{1,300}\(|\.\.\. \d{1,9} (?:more|common frames)|File \"[^\"\n]{1,500}\", line \d)"
)
# A sentence that names nothing: no number, quotes, path or key.
# The end of a word is never a part of it, so that a text cannot be split in two ways.
_PROSE = re.compile(r"\s*+(?:[^\W\d_]{1,40}+[.,!()\u2026\u3002-]{0,3}+(?:\s++|$)){1,14}+")
# The start of an object, list, element or row, or a letter that stands for a level.
_LAYOUT = re.compile(r"\s*+(?:[{\[<|]|[A-Z][:|)\]]\s)")
# A negative value of a flag like "valid".
_NEGATED = re.compile(
    r"\b(?:valid|ok|passed|success(?:ful)?|succeeded|complete)\s*+[:=]\s*+(?:false|no|0)\b|[:=]\s*+NOK\b|[:=]\s*+N?KO\b",
    re.IGNORECASE,
)
# A separator line, or the frame of a table.
_RULE = re.compile(r"[-=_*#~+|:.\s\u2500-\u257f\u2014\u2015]*")


def is_stack_frame(line: str) -> bool:
    """Whether a line is a frame of a stack trace, which reports nothing itself."""
    return _FRAME.match(line) is not None


def is_rule_line(line: str) -> bool:
    """Whether a line only separates others."""
    return _RULE.fullmatch(line) is not None


def is_harmless_prose(line: str) -> bool:
    """Whether a line is a sentence without a number, quotes, a path, a key, or a small word that says what is wrong."""
    return _PROSE.fullmatch(line) is not None and not says_what_is_wrong(line)


def may_report_itself(line: str) -> bool:
    """Whether a line below an informational one may be a finding, by its words or by its layout."""
    if looks_like_a_finding(line):
        return True
    if is_stack_frame(line):
        return False
    return says_what_is_wrong(line) or _LAYOUT.match(line) is not None or _NEGATED.search(line) is not None
