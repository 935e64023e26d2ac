"""Numbers in words."""

from __future__ import annotations

__all__ = ["plural"]


def plural(number: int, word: str) -> str:
    """Return a number with its word, as in ``1 item`` and ``1,200 items``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
