"""What follows a level: a sign, a bracket, a time, and other things that programs put there, as regular expressions."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.tokens import BLANKS, CLOSING

__all__ = ["COMPONENT", "PROCESS", "SUFFIXES", "TAG", "TIME_BEHIND", "TIME_LATER", "describe_suffix"]

#: What follows a level: a time, or a few words and a time.
TIME_BEHIND, TIME_LATER = "time", "later time"
#: The number of a process, in brackets behind a level.
PROCESS = "process"
#: The name of a part of the program, in parentheses that follow a level directly, with a colon behind them.
COMPONENT = "component"
#: The end of an element of HTML around a level, in a log that a page shows.
TAG = "tag"
#: What follows a level and is no sign, with its regular expressions, exact and for people.
SUFFIXES = {
    PROCESS: (r"\[\d{1,9}\]", r"\[\d+\]\s*"),
    COMPONENT: (r"\([A-Za-z][\w.-]{0,60}\):[ \t]*+", r"\([^)]*\):\s*"),
    TAG: (r"</(?:b|strong|i|em|u|span|font)>[ \t]*+:?+", r"</\w+>\s*:?\s*"),
    TIME_BEHIND: (rf"[,;]?[ \t]++[\[(<]?[ \t]*+{TIME}", r"[\s,;\[(<]+"),
    TIME_LATER: (rf"(?=[ \t](?:[ \t]*+[^\s\"'{{]++(?<!:)){{1,3}}?[ \t]++[\[(<]?{TIME})", r"\s+"),
    "end": (r"[ \t]*+$", r"\s*$"),
    # npm prints "ERR!".
    "blank": (r"!?(?=[ \t])", r"!?\s+"),
    "tab": (r"(?=\t)", r"\t"),
    "-": (r"[ \t]++-(?=[ \t])", r"\s+-\s+"),
}


def describe_suffix(after: str) -> tuple[str, str]:
    """Return the regular expression of what follows a level, and a simple one for people."""
    if after in SUFFIXES:
        return SUFFIXES[after]
    if after.startswith("in"):
        closing = re.escape(CLOSING[after[-1]])
        return rf"(?=[ \t:/])[^\n{closing}]{{0,200}}+{closing}", rf"[^{closing}]*{closing}\s*"
    return BLANKS + re.escape(after), rf"\s*{re.escape(after)}\s*"
