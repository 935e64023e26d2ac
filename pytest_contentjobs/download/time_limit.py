"""Calls that may hang, each with a time limit of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

__all__ = ["WatchedCalls"]

T = TypeVar("T")


class WatchedCalls:
    """Makes calls on a thread of its own, one after the other, and waits ``limit`` seconds for each.

    A time limit of a socket starts anew with every byte, and a name server has none: a server that sends a byte now and
    then would never give control back. A call that passes its limit is left behind, and the thread ends after it.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="contentjobs-download", daemon=True)
        self._hangs = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._calls.put(None)
        if not self._hangs:
            self._thread.join(self._limit)

    def call(self, function: Callable[[], T]) -> T:
        """Return what ``function`` returns, or raise what it raises; TimeoutError where it takes too long."""
        outcome: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

        def run() -> None:
            try:
                outcome.put((function(), None))
            except BaseException as error:  # noqa: BLE001 - raised again where it was called
                outcome.put((None, error))

        self._hangs = True
        self._calls.put(run)
        try:
            result, error = outcome.get(timeout=self._limit)
        except Empty:
            raise TimeoutError from None
        self._hangs = False
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # None only where T has it

    def later(self, function: Callable[[], None]) -> None:
        """Make a call without waiting for it or for its errors; it comes after the one that hangs, if any."""
        self._calls.put(function)

    def _work(self) -> None:
        while (function := self._calls.get()) is not None:
            with suppress(Exception):
                function()
