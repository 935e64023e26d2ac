"""Calls with a time limit each, however the other side behaves.

The time limit of a socket starts anew with every byte, and a name server lookup has none. A server that sends a byte now and
then would never return control. Requests to the service and downloads both go through here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

__all__ = ["TimedCalls"]

T = TypeVar("T")


class TimedCalls:
    """Makes calls on a thread of its own, one after the other, and waits at most ``limit`` seconds for each.

    A call that exceeds its limit is abandoned, and the thread ends after it.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="contentjobs-network", daemon=True)
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
        """Return what ``function`` returns, or raise what it raises; raises TimeoutError if it takes too long."""
        outcome: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

        def run() -> None:
            try:
                outcome.put((function(), None))
            except BaseException as error:  # noqa: BLE001 - raised again in the thread of the caller
                outcome.put((None, error))

        self._hangs = True
        self._calls.put(run)
        try:
            result, error = outcome.get(timeout=max(self._limit, 0))
        except Empty:
            raise TimeoutError from None
        self._hangs = False
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # None only if T has it

    def call_later(self, function: Callable[[], None]) -> None:
        """Make a call after the current one, without waiting for it and ignoring its errors."""
        self._calls.put(function)

    def _work(self) -> None:
        while (function := self._calls.get()) is not None:
            with suppress(Exception):
                function()
