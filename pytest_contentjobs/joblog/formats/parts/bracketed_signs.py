"""Signs in brackets before a text, as scripts print them: ``[+] done``, ``[*] information``, ``[!] warning``, ``[-] error``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.formats.parts.bad_words import says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.levels import is_doubtful
from pytest_contentjobs.model import Severity

__all__ = ["BracketedSigns"]

_SIGNED = re.compile(r"\s{0,8}\[(?P<sign>[-+*!])\]\s{1,4}(?P<text>\S[^\n]*)")
_BAD = {"-": Severity.ERROR, "!": Severity.WARNING}


class BracketedSigns:
    """Reads signs in brackets once one of them was a good one: a list of tasks has boxes that are empty or crossed."""

    def __init__(self) -> None:
        self._has_good = False

    def read(self, line: str) -> Sequence[ParsedEntry] | None:
        """Read a line that begins with such a sign; None for a good one whose text says that something is wrong."""
        match = _SIGNED.fullmatch(line)
        if match is None:
            return None
        text = match["text"]
        if match["sign"] in _BAD:
            return make_entries(_BAD[match["sign"]], text) if self._has_good else None
        self._has_good = True
        return None if is_doubtful(text) or says_what_is_wrong(text) else make_entries(None, text)
