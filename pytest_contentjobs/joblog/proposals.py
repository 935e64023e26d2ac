"""Patterns that a user may paste for lines which nothing explains: as general as the lines' template, or close to one line."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.templates import Template, escape, is_specific, make_pattern, make_template
from pytest_contentjobs.model import LogLine, UnexplainedLines

__all__ = ["propose", "propose_pattern"]

# What varies between lines of one kind: times, addresses, files, values in quotes and numbers, but for what may be a status.
_VARIABLE = re.compile(
    r"(?P<key>\"[^\"]*+\"(?=\s*:))|(?P<quoted>\"[^\"]*+\")"
    r"|(?P<scheme>\bhttps?)://[^\s,;)\]>\"']++"
    r"|(?P<file>(?<![\w.])[\w.~%/\\-]*[/\\-][\w.~%-]*?)(?P<ending>\.[A-Za-z]\w{1,4})(?=[\s,;:)\]>]|$)"
    r"|(?P<literal>(?<![\w.])[1-5]\d\d(?![\w.]))"
    r"|(?P<number>[\w.:,+-]*\d[\w.:,+-]*)"
)
# Letters and digits that a pattern must spell, one that is general and one that is not.
_FEWEST_LITERALS, _FEWEST_SPELLED = 2, 4


def propose(number: int, text: str) -> UnexplainedLines:
    """Return a line by itself with the pattern to paste for it."""
    template = make_template(text)
    pattern = propose_pattern(template, text)
    return UnexplainedLines(
        template=" ".join(template), level=None, lines=1, sample=LogLine(number, text), pattern=pattern
    )


def propose_pattern(template: Template, sample: str, *, are_equal: bool = True) -> str | None:
    """Return a pattern that would declare a line harmless if the user pastes it, general if possible; None if there is none.

    ``are_equal`` says that the template has no other line, so that a pattern may spell this one.
    """
    # It needs a library that only a log with unexplained or declared lines needs.
    from pytest_contentjobs.joblog.harmless import is_accepted  # noqa: PLC0415 - it imports the library

    general = make_pattern(template) if is_specific(template) else None
    patterns = filter(None, (general, _make_narrow_pattern(sample), _spell(sample) if are_equal else None))
    return next((pattern for pattern in patterns if is_accepted(pattern, sample)), None)


def _spell(sample: str) -> str | None:
    """Return a pattern that only matches a line as it is; None if that says too little."""
    is_told = len(re.findall(r"[^\W_]", sample)) >= _FEWEST_SPELLED
    return r"\s*" + re.sub(r"\s+", r"\\s+", escape(sample.strip())) if is_told else None


def _make_narrow_pattern(sample: str) -> str | None:
    """Return a pattern of what a line says literally, but for times, addresses and names of files, values and numbers.

    It is None if too little remains to know the line by.
    """
    pieces: list[str] = []
    position = 0
    for match in _VARIABLE.finditer(sample):
        pieces += [escape(sample[position : match.start()]), _generalise(match)]
        position = match.end()
    pieces.append(escape(sample[position:]))
    pattern = r"\s*" + re.sub(r"\s+", r"\\s+", "".join(pieces).strip())
    return pattern if len(re.findall(r"[^\W_]", re.sub(r"\\[a-zA-Z]", "", pattern))) >= _FEWEST_LITERALS else None


def _generalise(match: re.Match[str]) -> str:
    if match["quoted"] is not None:
        return '"[^"]*"'
    if match["scheme"]:
        return rf"{match['scheme']}://\S+"
    if match["file"]:
        return rf"\S+{escape(match['ending'])}"
    return escape(match[0]) if match["key"] or match["literal"] else r"\S+"
