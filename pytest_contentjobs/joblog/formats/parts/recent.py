"""Remember what a function returned: for the last few lines, of which several readers ask the same, and for names.

The names of keys, columns and elements are few, and stand in each of many records.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

__all__ = ["remember_names", "remember_recent"]

_Result = TypeVar("_Result")
_MOST = 32
# Remembering longer texts would take more memory than it saves time.
_LONGEST = 2_000
_MOST_NAMES, _LONGEST_NAME = 10_000, 200


def remember_recent(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
    """Return a function that does not compute again what it returned for one of the last texts; results are not to be changed."""
    return _remember(function, _MOST, _LONGEST)


def remember_names(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
    """Return a function that does not compute again what it returned for one of many names; results are not to be changed."""
    return _remember(function, _MOST_NAMES, _LONGEST_NAME)


def _remember(function: Callable[[str], _Result], most: int, longest: int) -> Callable[[str], _Result]:
    remembered = lru_cache(maxsize=most)(function)

    @wraps(function)
    def call(text: str) -> _Result:
        return remembered(text) if len(text) <= longest else function(text)

    return call
