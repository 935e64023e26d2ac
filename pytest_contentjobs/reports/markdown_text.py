"""Text from outside in Markdown of GitHub and GitLab, where it must be neither markup nor a mention, a reference or a command.

Only code is safe from all of it: mentions and references to issues are searched in the page that Markdown becomes, where a
backslash or an entity no longer protects anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["escape", "link", "make_cell", "make_code", "make_table"]

_LONGEST_URL = 2000
_WEB = re.compile(r"https?://", re.IGNORECASE)
_TICKS = re.compile("`+")
_MARKUP = re.compile(r"[^\w\s:,;.()/%'-]|_", re.ASCII)
_PUNCTUATION = re.compile(r"[^\w\s]|_", re.ASCII)


def make_code(text: str) -> str:
    """Return a line of text as code."""
    fences = {len(run) for run in _TICKS.findall(text)}
    fence = "`" * next(size for size in range(1, len(fences) + 2) if size not in fences)
    # A space at both ends is not shown.
    space = " " if text[:1] in {"`", " "} or text[-1:] in {"`", " "} else ""
    return f"{fence}{space}{text}{space}{fence}" if text.strip() else ""


def make_cell(text: str) -> str:
    """Return a line of text as code in a cell of a table."""
    if "|" not in text:
        return make_code(text)
    # Where a cell ends is decided before what is code, and a backslash that protects a bar can itself be one of the text.
    return f"<code>{_PUNCTUATION.sub(_make_entity, text)}</code>"


def escape(text: str) -> str:
    """Return a sentence of ours, in which a name may have signs that mean something in Markdown."""
    return _MARKUP.sub(_make_entity, text)


def link(label: str, url: str | None) -> str:
    """Return a link to a web address that the view has made safe; empty if there is none, or one that is too long to be useful."""
    if url is None or len(url) > _LONGEST_URL or not _WEB.match(url):
        return ""
    return f"[{label}]({url.replace('&', '&amp;')})"


def make_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose first column is text and whose others are numbers."""
    rule = ["---", *["---:"] * (len(heading) - 1)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (heading, rule, *rows))


def _make_entity(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(letter)};" for letter in match[0])
