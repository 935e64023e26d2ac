"""Titles, and names of things and files: they are data, and state nothing about a run, whatever they say."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.stems import fold, is_searchable, make_search

__all__ = ["remove_file_names", "remove_names"]

_KEYS = r"(?:[a-z]{1,20}[_-]?)?(?:title|name|label|caption|headline|heading|subject|slug)|file|path|filepath|url|href|uri|link"
_NAMED = re.compile(
    rf"(?P<key>\"(?:{_KEYS})\"\s{{0,8}}:\s{{0,8}})\"(?:[^\"\\]|\\.)*+\""
    rf"|(?P<attribute>\s(?:{_KEYS})=)(?:\"[^\"<]*+\"|'[^'<]*+')"
    rf"|(?P<begin><(?P<element>{_KEYS})>)[^<]*+(?=</(?P=element)>)",
    re.IGNORECASE,
)
# A fast search for the key and the sign behind it, by which most records are seen to have no names.
_SPACE = r"[\s\x1c-\x1f]"
_may_name = make_search(rf"(?i)\"(?:{_KEYS})\"{_SPACE}{{0,8}}:|{_SPACE}(?:{_KEYS})=[\"']|</(?:{_KEYS})>")
# The name of a file of several words, as of ``boiler-error-e04.html``; logs and lists are named for what they contain, as are
# files like ``load-errors.html``.
_CONTAINED = "".join(
    f"(?<!{word})" for word in ("errors", "failures", "failed", "warnings", "issues", "rejects", "rejected")
)
_FILE = re.compile(
    r"(?:(?<=[\s/\\('\"<\[])|^)(?=[\w~%+-]*[-_])[\w~%+-]++"
    + _CONTAINED
    + r"(?:\.(?!(?:log|err|out|txt|csv|tsv|bad|rej)\b)[A-Za-z]\w{1,8}){1,2}+"
    r"(?=[\s'\")>,;#?\]]|$)",
    re.IGNORECASE,
)
_DATA = re.compile(r"[{<]|\[\s{0,80}[{\"]")


def remove_names(record: str) -> str:
    """Return a record of JSON or XML, or with JSON in it, with its titles and names emptied; other records as they are."""
    if _DATA.search(record) is None or not (_may_name(fold(record)) or not is_searchable(record)):
        return record
    return _NAMED.sub(_empty, record)


def _empty(match: re.Match[str]) -> str:
    return match["begin"] or f'{match["key"] or match["attribute"]}""'


def remove_file_names(text: str) -> str:
    """Return a text without the names of files in it, but with the folders that they are in."""
    return _FILE.sub("", text) if "." in text and ("-" in text or "_" in text) else text
