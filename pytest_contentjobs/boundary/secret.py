"""A value that is not shown."""

from __future__ import annotations

__all__ = ["Secret"]


class Secret:
    """A value that shows itself only when asked by ``reveal``: not in repr, not in a traceback's locals."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret('…')"

    def reveal(self) -> str:
        """Return the value itself, for the one place that sends it."""
        return self._value
