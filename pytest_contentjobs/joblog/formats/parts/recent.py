"""Remember what a function returned for the last few lines: several readers ask the same of a line, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

__all__ = ["remember_recent"]

_Result = TypeVar("_Result")
_MOST = 32
# Remembering longer texts would take more memory than it saves time.
_LONGEST = 2_000


def remember_recent(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
    """Return a function that does not compute again what it returned for one of the last texts; results are not to be changed."""
    remembered = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def call(text: str) -> _Result:
        return remembered(text) if len(text) <= _LONGEST else function(text)

    return call
