"""Make a rule for messages that name none: a readable slug of the message's template.

The slug is made of one message, not mined from a log, so that it is equal from run to run, whatever else the log contains
and in which order. What differs between messages of one template is removed: quoted values, words with a digit, ids,
addresses, and the names of files and paths.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pytest_contentjobs.model import LogEntry

__all__ = ["LAST_RESORT", "MAXIMUM_SLUG", "find_own_rule", "make_rule_slug"]

#: The longest slug, in characters.
MAXIMUM_SLUG = 60
#: The slug of a message that consists only of values.
LAST_RESORT = "finding"
# The rest of a message hardly ever changes the slug, and may have millions of characters.
_READ = 4_000

# Scripts that separate words by spaces are below this. Those above (Chinese, Japanese, …) are written directly next to a
# quote or a path without being a part of it.
_SPACED = r"A-Za-z\u00c0-\u1fff"
_NO_LETTER_BEFORE = rf"(?<![{_SPACED}\d_])"
_NO_LETTER_BEHIND = rf"(?![{_SPACED}\d_])"
_DELIMITER = r"\s'\"`<>()\[\],;:=\u00ab\u00bb"
_PATH = rf"[^{_DELIMITER}\\/\u2000-\U0010ffff]"
_FILE_ENDINGS = (
    "html?|xhtml|xml|json|csv|tsv|txt|md|log|zip|gz|pdf|docx?|xlsx?|pptx?"
    "|png|jpe?g|gif|svg|webp|ico|bmp|css|js|mp[34]|webm"
)
# An apostrophe within a word neither opens nor closes a quotation.
_QUOTED = (
    rf"{_NO_LETTER_BEFORE}'(?:\\.|'(?=[{_SPACED}\d])|[^'\\]){{0,1000}}+'"
    rf"|{_NO_LETTER_BEFORE}\u2018(?:\u2019(?=[{_SPACED}\d])|[^\u2019]){{0,1000}}+\u2019"
    r'|"(?:\\.|[^"\\]){0,1000}+"|`[^`]{0,1000}+`|\u201c[^\u201d]{0,1000}+\u201d|\u201e[^\u201c\u201d]{0,1000}+[\u201c\u201d]'
    r"|\u00ab[^\u00bb]{0,1000}+\u00bb|\u2039[^\u203a]{0,1000}+\u203a|\u300a[^\u300b]{0,1000}+\u300b"
    r"|\u300c[^\u300d]{0,1000}+\u300d|\u300e[^\u300f]{0,1000}+\u300f|\u3010[^\u3011]{0,1000}+\u3011"
)
# The order matters: what an earlier pattern removes may look like a value to a later one. All lengths are bounded or
# scanned once from their start, so that a hostile message takes at most a few times _READ * 1,000 steps.
_VALUES = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        _QUOTED,
        # Addresses, and names of mailboxes.
        rf"{_NO_LETTER_BEFORE}[A-Za-z][A-Za-z0-9+.-]{{1,20}}+://[^\s'\"<>\u2e80-\U0010ffff]*+",
        rf"{_NO_LETTER_BEFORE}[{_SPACED}\d_.+-]++@[{_SPACED}\d_.-]++",
        # In a text without spaces, a path ends where such letters begin, unless they are a part of a name in it.
        rf"(?<!{_PATH})(?<![\\/])(?:[A-Za-z]:[\\/]|(?<![^{_DELIMITER}])[\\/])?+(?:{_PATH}++[\\/]++)++(?:{_PATH}++|(?!\w))",
        rf"(?<![^{_DELIMITER}])(?:[A-Za-z]:)?+[^{_DELIMITER}\\/]*+[\\/][^{_DELIMITER}]*+",
        rf"{_NO_LETTER_BEFORE}[{_SPACED}\d_][{_SPACED}\d_.-]{{0,200}}\.(?i:{_FILE_ENDINGS}){_NO_LETTER_BEHIND}",
        # Hexadecimal ids: a UUID by its form, all others by a digit in them or by their length.
        rf"{_NO_LETTER_BEFORE}[0-9A-Fa-f]{{8}}(?:-[0-9A-Fa-f]{{4}}){{3}}-[0-9A-Fa-f]{{12}}{_NO_LETTER_BEHIND}",
        rf"{_NO_LETTER_BEFORE}[A-Fa-f]{{8,}}+{_NO_LETTER_BEHIND}",
        rf"{_NO_LETTER_BEFORE}[{_SPACED}_]*+\d[{_SPACED}\d_]*+",
    )
)
_CONTRACTION = re.compile(r"(?<=[A-Za-z])'(?=[st]\b)")
# Names of programs are joined by capitals.
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ASCII_WORD = re.compile(r"[a-z]+")


def make_rule_slug(message: str) -> str:
    """Return the slug of a message: its words in lower case joined by ``-``, at most ``MAXIMUM_SLUG`` characters.

    Messages that differ only in quoted values, numbers, ids (UUID, hexadecimal), paths, addresses or file names get the same
    slug, if the values are separated from the words. It is cut at a word and never empty.
    """
    text = message[:_READ]
    for pattern in _VALUES:
        text = pattern.sub(" ", text)
    words = _find_words(_JOINT.sub(" ", _CONTRACTION.sub("", text)).lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > MAXIMUM_SLUG:
            break
        slug = longer
    return slug or (words[0][:MAXIMUM_SLUG] if words else LAST_RESORT)


def _find_words(text: str) -> Sequence[str]:
    """Return the words of a text in any script: letters with their marks."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter if unicodedata.category(letter)[0] in "LM" else " " for letter in composed).split()


def find_own_rule(entry: LogEntry) -> str | None:
    """Return the rule that the log names; None if the entry has none, or one that was made of its message."""
    # Slugs are in lower case, so most codes need no second look.
    is_made = (
        entry.rule is not None and entry.rule == entry.rule.lower() and entry.rule == make_rule_slug(entry.message)
    )
    return None if is_made else entry.rule
