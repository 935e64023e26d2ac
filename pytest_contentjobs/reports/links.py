"""Links on a terminal (OSC 8): a text that opens an address or a file if it is clicked."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from pytest_contentjobs.boundary.sanitize import sanitize_url

__all__ = ["Link", "add_link", "can_link", "link_file", "link_place"]

_WEB = re.compile(r"https?://", re.IGNORECASE)
#: Terminals that show the sequence instead of obeying or passing over it.
_UNABLE = frozenset({"dumb", "linux"})


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a line, and the address that it leads to, which is printable ASCII."""

    label: str
    url: str


def add_link(text: str, link: Link | None) -> str:
    """Return a line with the sequences around its link, if it has one and the label is whole in it."""
    if link is None or link.label not in text or not (link.url.isascii() and link.url.isprintable()):
        return text
    return text.replace(link.label, f"\x1b]8;;{link.url}\x1b\\{link.label}\x1b]8;;\x1b\\", 1)


def can_link(output: TextIO, *, color: bool) -> bool:
    """Whether an output is a terminal that takes other sequences too, and is not known to show those of links."""
    return color and output.isatty() and os.environ.get("TERM") not in _UNABLE


def link_file(label: str, path: str | Path) -> Link | None:
    """Return a link to a file of this machine; None if its path cannot be written as an address."""
    try:
        return Link(label, Path(path).absolute().as_uri())
    except (OSError, ValueError):
        return None


def link_place(label: str, location: str) -> Link | None:
    """Return a link to a web address or to a file that is there; None for any other location."""
    if _WEB.match(location):
        return Link(label, sanitize_url(location))
    try:
        return link_file(label, location) if Path(location).is_file() else None
    except (OSError, ValueError):
        return None
