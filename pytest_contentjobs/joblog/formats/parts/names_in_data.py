"""Titles and names in JSON and XML: they are data, and state nothing about a run, whatever they say."""

from __future__ import annotations

import re

__all__ = ["remove_names"]

_KEYS = r"(?:[a-z]{1,20}[_-]?)?(?:title|name|label|caption|headline|heading|subject|slug)|file|path|filepath|url|href|uri|link"
_NAMED = re.compile(
    rf"(?P<key>\"(?:{_KEYS})\"\s{{0,8}}:\s{{0,8}})\"(?:[^\"\\]|\\.)*+\""
    rf"|(?P<attribute>\s(?:{_KEYS})=)(?:\"[^\"<]*+\"|'[^'<]*+')"
    rf"|(?P<begin><(?P<element>{_KEYS})>)[^<]*+(?=</(?P=element)>)",
    re.IGNORECASE,
)
_DATA = re.compile(r"[{<]|\[\s{0,80}[{\"]")


def remove_names(record: str) -> str:
    """Return a record of JSON or XML, or with JSON in it, with its titles and names emptied; other records as they are."""
    if _DATA.search(record) is None:
        return record
    return _NAMED.sub(_empty, record)


def _empty(match: re.Match[str]) -> str:
    return match["begin"] or f'{match["key"] or match["attribute"]}""'
