"""Several waits at the same time, which one Ctrl-C ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["Stop", "StoppedError", "all_at_once"]

_Result = TypeVar("_Result")
# Windows does not interrupt a wait without end.
_GLANCE = 0.2


class StoppedError(Exception):
    """A wait was ended from outside: nobody wants its result any more."""


class Stop:
    """Ends what sleeps by it, in all threads."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """End all sleeps, now and later."""
        self._event.set()

    def sleep(self, seconds: float) -> None:
        """Sleep; raises StoppedError where the stop came before or meanwhile."""
        if self._event.wait(max(seconds, 0)):
            raise StoppedError("the run was interrupted")


def all_at_once(tasks: Sequence[Callable[[], _Result]], stop: Stop) -> list[_Result]:
    """Run each task in a thread of its own, and return their results in the order of the tasks.

    What a task raises is raised here when all have ended. An interrupt sets ``stop`` and is raised at once: a thread that is
    in the middle of a request must not hold it up.
    """
    results: dict[int, _Result] = {}
    errors: dict[int, BaseException] = {}

    def run(position: int, task: Callable[[], _Result]) -> None:
        try:
            results[position] = task()
        except BaseException as error:  # noqa: BLE001 - raised again where the caller sees it
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
                thread.join(_GLANCE)
    except BaseException:
        stop.set()
        raise
    for position in sorted(errors):
        raise errors[position]
    return [results[position] for position in range(len(tasks))]
