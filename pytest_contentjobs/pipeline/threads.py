"""Runs several waits at the same time; one Ctrl-C ends them all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["Stop", "StoppedError", "run_all"]

_Result = TypeVar("_Result")
# Seconds. Windows does not interrupt a wait without a timeout.
_JOIN_TIMEOUT = 0.2


class StoppedError(Exception):
    """A wait was ended from outside, since its result is no longer needed."""


class Stop:
    """Ends the sleeps of all threads that share it."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """End all sleeps, now and later."""
        self._event.set()

    def sleep(self, seconds: float) -> None:
        """Sleep; raises StoppedError if ``set`` was called before or is called meanwhile."""
        if self._event.wait(max(seconds, 0)):
            raise StoppedError("the run was interrupted")


def run_all(tasks: Sequence[Callable[[], _Result]], stop: Stop) -> list[_Result]:
    """Run each task in a thread of its own, and return their results in the order of the tasks.

    An exception of a task is raised after all have ended, that of the first task if there are several. An interrupt sets
    ``stop`` and is raised at once: a thread in the middle of a request must not delay it.
    """
    results: dict[int, _Result] = {}
    errors: dict[int, BaseException] = {}

    def run(position: int, task: Callable[[], _Result]) -> None:
        try:
            results[position] = task()
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            errors[position] = error

    threads = [
        threading.Thread(target=run, args=(position, task), daemon=True, name=f"contentjobs-{position}")
        for position, task in enumerate(tasks)
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(_JOIN_TIMEOUT)
    except BaseException as error:
        stop.set()
        # A signal that comes while a thread's lock is taken again, as in start(), ends in a RuntimeError about the lock.
        if isinstance(error, RuntimeError) and isinstance(error.__context__, KeyboardInterrupt):
            raise error.__context__ from None
        raise
    for position in sorted(errors):
        raise errors[position]
    return [results[position] for position in range(len(tasks))]
