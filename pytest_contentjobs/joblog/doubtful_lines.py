"""Decide which lines may report something bad, if no format recognises them or they follow an informational line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.names_in_data import remove_file_names
from pytest_contentjobs.joblog.formats.parts.stack_traces import is_frame_at_margin

__all__ = [
    "continues_entry",
    "find_bad_values",
    "is_banner",
    "is_detail",
    "is_harmless_prose",
    "is_plain_text",
    "is_rule_line",
    "is_stack_frame",
    "is_told",
    "may_report_itself",
    "names_content",
    "names_one_thing",
    "says_something_bad",
]

# Lines that continue any entry and report nothing themselves: the frames of a stack trace.
_FRAME = re.compile(
    r"\s*(?:at\s+[\w.$<>/@ -]{1,300}\(|\.\.\. \d{1,9} (?:more|common frames)|File \"[^\"\n]{1,500}\", line \d)"
)
# A sentence that names nothing: no number, quotes, path or key.
# The end of a word is never a part of it, so that a text cannot be split in two ways.
_PROSE = re.compile(r"\s*+(?:[^\W\d_]{1,40}+[.,!()\u2026\u3002-]{0,3}+(?:\s++|$)){1,14}+")
_ONE_WORD = re.compile(
    r"\W*(?!(?i:done|ok|okay|finished|completed?|ready|started|success|succeeded|passed|yes|none|end|start)\b)\w+\W*"
)
# The start of an object, list, element or row, or a letter that stands for a level.
_LAYOUT = re.compile(r"\s*+(?:[{\[<|]|[A-Z][:|)\]]\s)")
# The same, but for words and times in brackets.
_STRUCTURE = re.compile(r"\s*+(?:[{<|]|\[\s*+[\"'{\[]|[\[(]?[A-Z][:|)\]]\s)")
# A negative value of a flag like "valid".
_NEGATED = re.compile(
    r"\b(?:valid|ok|passed|success(?:ful)?|succeeded|complete)\s*+[:=]\s*+(?:false|no|0)\b|[:=]\s*+NOK\b|[:=]\s*+N?KO\b",
    re.IGNORECASE,
)
# The status of a request that failed, and what stands before it: the request, or a word for a status.
_BAD_STATUS = re.compile(r"(?<![\w.:/-])[45]\d\d(?=\s{0,99}$|\s{1,99}[\d-]|[,;)])")
_REQUEST = re.compile(
    r"(?:/\S{0,200}(?:\s{1,9}HTTP/[\d.]{1,5}\"?)?\s{1,9}|\b(?:HTTP|status|code|returned)\s?[:=]?\s?|[-=]>\s?)$",
    re.IGNORECASE,
)
_LONGEST_REQUEST = 250
# Pictures that may stand for an outcome.
_EMOJI = re.compile("\\s*+[\u2600-\u26ff\u2700-\u2793\U0001f300-\U0001faff]")
# A separator line, the frame of a table, or brackets around nothing.
_RULE = re.compile(r"[-=_*#~+|:.\s\u2500-\u257f\u2014\u2015]*|\s*(?:\[\s?\]|\{\s?\}|\(\s?\))[,;]?\s*")
# Words for content and its parts: a sentence with one may say what is wrong in words that no table has.
_CONTENT = re.compile(
    r"\b(?:article|folder|topic|portal|resource|item|row|line|record|entry|page|document|file|title|body|summary|text|link|image"
    r"|date"
    r"|language|artikel|zeile|seite|titel|ligne|page|titre|fila|art\u00edculo|t\u00edtulo|riga|articolo|titolo)\b",
    re.IGNORECASE,
)
# What a banner may name: versions, times, dates and durations.
_VERSION_OR_TIME = re.compile(
    r"\(?(?<![\w.-])(?:(?:version|release)\s\d{1,4}(?:\.\d{1,6}){0,4}|v?\d{1,4}(?:\.\d{1,6}){2,4}|v\d{1,4}(?:\.\d{1,6}){0,4}"
    r"|(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?|\d{4}-\d\d-\d\d"
    r"|\d{1,6}(?:[.,]\d{1,9})?\s?(?:ms|milliseconds?|s|secs?|seconds?|min|minutes?|hours?))(?![.:/-]?\w)\)?:?",
    re.IGNORECASE,
)
# A key with one value, as programs print their settings.
_VALUE = re.compile(r"\s*+[\w.-]{1,60}+[ \t]*+(?:=|:[ \t]|=>)[ \t]*+(?:\S+|\"[^\"]*\"|'[^']*')[ \t]*+")
# Two words that are neither parts of a path nor of a key.
_TOLD = re.compile(r"(?:(?<![\w./:=\\-])[^\W\d_]{3,40}(?![\w/=\\]|\.\w).{0,200}?){2}")
# A status that a request for content may get, a place in a file, and a path.
_STATUS_OR_PATH = re.compile(
    r"(?<![\w.:/-])(?:40[0134589]|41[035]|42[29]|50[0-4])(?![\w.:/-])|[\w/\\]\.\w{1,5}(?::|\()\d|[\w.][/\\]\w"
)
_LABEL = re.compile(r"(?P<label>[^\W\d_]{2,20}):[ \t]+\S")
_BROKEN = re.compile(r"(?P<word>[^\W\d_]{1,40}),?[ \t]+\S")


def is_stack_frame(line: str) -> bool:
    """Whether a line is a frame of a stack trace, which reports nothing itself."""
    return _FRAME.match(line) is not None or is_frame_at_margin(line)


def is_rule_line(line: str) -> bool:
    """Whether a line only separates others."""
    return _RULE.fullmatch(line) is not None


def is_harmless_prose(line: str) -> bool:
    """Whether a line is a sentence without a number, quotes, a path, a key, or a word for content or for what is wrong."""
    return _PROSE.fullmatch(line) is not None and not says_what_is_wrong(line) and _CONTENT.search(line) is None


def names_one_thing(line: str) -> bool:
    """Whether a line is one word that may be a name or say what is wrong, and not that something is done."""
    return _ONE_WORD.fullmatch(line) is not None


def is_plain_text(line: str) -> bool:
    """Whether a line begins neither like a structure, such as an object or a row, nor with a letter in the place of a level."""
    return _STRUCTURE.match(line) is None


def is_banner(line: str) -> bool:
    """Whether a line is a sentence as above, but for versions, times and durations, and a colon before one of these."""
    rest = _VERSION_OR_TIME.sub(" ", line)
    return rest != line and is_harmless_prose(rest.replace(": ", " "))


def is_detail(line: str) -> bool:
    """Whether a line names a value, as in ``threads = 4``, and nothing of the content."""
    return _VALUE.fullmatch(line) is not None and _CONTENT.search(line) is None


def is_told(line: str) -> bool:
    """Whether a line tells something in words, and names neither a word for content, a path nor a status."""
    return _TOLD.search(line) is not None and not names_content(line) and _STATUS_OR_PATH.search(line) is None


def names_content(line: str) -> bool:
    """Whether a line has a word for content or its parts, or begins with a picture that may stand for an outcome."""
    return _CONTENT.search(line) is not None or _EMOJI.match(line) is not None


def says_something_bad(text: str) -> bool:
    """Whether a text contains a word, mark or status of something bad, or letters that the tables do not cover.

    Words in the name of a file are data.
    """
    text = remove_file_names(text)
    return looks_like_a_finding(text) or says_what_is_wrong(text) or any(find_bad_values(text))


def find_bad_values(text: str) -> Iterator[str]:
    """Yield the negative values of flags like ``valid``, and the statuses of requests that failed."""
    yield from (match[0] for match in _NEGATED.finditer(text))
    for status in _BAD_STATUS.finditer(text):
        if _REQUEST.search(text[max(0, status.start() - _LONGEST_REQUEST) : status.start()]):
            yield status[0]


def continues_entry(line: str) -> bool:
    """Whether a line directly below an entry seems to continue it, although it is not indented.

    That is a label in capitals, as in ``DETAIL: …``, unless it is a word for something bad, or a sentence that goes on in lower
    case since its line was broken.
    """
    label = _LABEL.match(line)
    if label is not None:
        return label["label"].isupper() and not looks_like_a_finding(label["label"])
    broken = _BROKEN.match(line)
    if broken is None or not broken["word"].islower():
        return False
    return not looks_like_a_finding(broken["word"]) and _CONTENT.match(line) is None


def may_report_itself(line: str) -> bool:
    """Whether a line below an informational one may be a finding, by its words or by its layout."""
    if is_stack_frame(line) and not looks_like_a_finding(line):
        return False
    return says_something_bad(line) or _LAYOUT.match(line) is not None
