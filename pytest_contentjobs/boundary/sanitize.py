"""Make text from outside safe: every remote text passes through here before it is written.

The rules serve all targets at once: XML 1.0 (no control characters, surrogates or noncharacters), terminals (no escape
sequences, no bidirectional overrides), and CI logs, where GitHub and Azure obey ``##[…]`` and ``##vso[…]`` anywhere in a
line and GitHub ``::…`` at its start, also after white space. What is removed stays visible as an escape.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

__all__ = ["MAXIMUM_BLOCK", "MAXIMUM_LINE", "neutralize_command", "sanitize_block", "sanitize_line", "sanitize_url"]

#: The longest one-line message, in characters, that test reports show without cutting it.
MAXIMUM_LINE = 500
#: The longest body, in characters.
MAXIMUM_BLOCK = 60_000

_CI_COMMAND = re.compile(r"##(?=\[|vso\[|teamcity\[)", re.IGNORECASE)
# Comparisons that follow a language's rules skip joiners.
_CI_COMMAND_AT_START = re.compile(r"\A([\s\u200c\u200d]*:)(?=[\u200c\u200d]*:)")
_WEB = re.compile(r"https?://", re.IGNORECASE)
# Joiners shape words and emoji; all other format characters hide or reorder text.
_KEPT = {"\t", "\u200c", "\u200d"}
# Stands for what could not be decoded. Some readers take a file that has it for one of another encoding.
_REPLACED = "\ufffd"
_UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def sanitize_line(text: str, limit: int = MAXIMUM_LINE) -> str:
    """Return the text as one line of at most ``limit`` characters: line ends become spaces, and a cut ends with an ellipsis."""
    line = _escape(" ".join(text[: 4 * limit].split()))
    return line[: limit - 1] + "…" if len(line) > limit or len(text) > 4 * limit else line


def sanitize_block(text: str, limit: int = MAXIMUM_BLOCK) -> str:
    """Return the text with its lines; what exceeds ``limit`` characters is cut, and counted in the last line."""
    block = "\n".join(_escape(line.removesuffix("\r")) for line in text[:limit].split("\n"))
    over = max(len(text) - limit, 0) + max(len(block) - limit, 0)
    return f"{block[:limit]}\n… {over} more characters" if over else block


def sanitize_url(url: str) -> str:
    """Return an address as one word of printable ASCII, whatever a template or hook returned.

    It is not cut: half an address leads elsewhere. Any other scheme than http and https is made unclickable.
    """
    quoted = quote(url.encode("utf-8", "replace"), safe=":/?#[]@!$&*+,;=%~-._")
    quoted = _CI_COMMAND.sub("%23%23", quoted)
    return quoted if _WEB.match(quoted) else quoted.replace(":", "%3A")


def neutralize_command(line: str) -> str:
    """Return a line that GitHub does not take for a command, for callers that cut safe text into lines."""
    # Most lines begin with a letter, and a search takes longer than to see that.
    return line if line[:1].isalnum() else _CI_COMMAND_AT_START.sub(r"\1 ", line, count=1)


def _escape(line: str) -> str:
    if not line.isprintable():
        line = "".join(_escape_letter(letter) for letter in line)
    line = line.replace(_REPLACED, r"\ufffd")
    return neutralize_command(_CI_COMMAND.sub("# #", line) if "##" in line else line)


def _escape_letter(letter: str) -> str:
    if letter.isprintable() or letter in _KEPT:
        return letter
    code = ord(letter)
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004 - Unicode's own ranges
    if not is_noncharacter and unicodedata.category(letter) not in _UNSAFE_CATEGORIES:
        return letter
    if code <= 0xFF:  # noqa: PLR2004 - the range of \x
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the range of \u
