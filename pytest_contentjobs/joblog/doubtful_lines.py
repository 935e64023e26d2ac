"""Lines that no format recognises, or that stand below an informational line: which of them may report something bad."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong

__all__ = ["is_harmless_prose", "is_rule_line", "is_stack_frame", "may_report_itself"]

# What stands below any entry and reports nothing of its own: the frames of a stack trace.
_FRAME = re.compile(
    r"\s*(?:at\s+[\w.$<>/@ -]{1,300}\(|\.\.\. \d{1,9} (?:more|common frames)|File \"[^\"\n]{1,500}\", line \d)"
)
# A sentence that names nothing: no number, no quotes, no path, no key.
# What ends a word is never a part of one, so that no text can be split in two ways.
_PROSE = re.compile(r"\s*+(?:[^\W\d_]{1,40}+[.,!()\u2026\u3002-]{0,3}+(?:\s++|$)){1,14}+")
# What begins an object, a list, an element or a row, or a letter that stands for a level.
_LAYOUT = re.compile(r"\s*+(?:[{\[<|]|[A-Z][:|)\]]\s)")
# The answer to a question like "valid", where it is no.
_NEGATED = re.compile(
    r"\b(?:valid|ok|passed|success(?:ful)?|succeeded|complete)\s*+[:=]\s*+(?:false|no|0)\b|[:=]\s*+NOK\b|[:=]\s*+N?KO\b",
    re.IGNORECASE,
)
# A line that only divides: a rule, or the frame of a table.
_RULE = re.compile(r"[-=_*#~+|:.\s\u2500-\u257f\u2014\u2015]*")


def is_stack_frame(line: str) -> bool:
    """Whether a line is a frame of a stack trace, which reports nothing of its own."""
    return _FRAME.match(line) is not None


def is_rule_line(line: str) -> bool:
    """Whether a line only divides others."""
    return _RULE.fullmatch(line) is not None


def is_harmless_prose(line: str) -> bool:
    """Whether a line is a sentence without a number, quotes, a path, a key or a small word of blame."""
    return _PROSE.fullmatch(line) is not None and not says_what_is_wrong(line)


def may_report_itself(line: str) -> bool:
    """Whether a line below an informational one may be a finding: by its words, or by a layout of its own."""
    if looks_like_a_finding(line):
        return True
    if is_stack_frame(line):
        return False
    return says_what_is_wrong(line) or _LAYOUT.match(line) is not None or _NEGATED.search(line) is not None
