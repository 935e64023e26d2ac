"""SIGTERM as Ctrl-C, so that a run that a CI system cancels cleans up as well."""

from __future__ import annotations

import signal
import threading
from types import FrameType

__all__ = ["TerminatedError", "Termination"]


class TerminatedError(KeyboardInterrupt):
    """SIGTERM as a ``KeyboardInterrupt``, so that code that cleans up after Ctrl-C runs."""


class Termination:
    """Handles SIGTERM unless there is a handler already. ``has_come`` stays true even if the exception is swallowed."""

    def __init__(self) -> None:
        self.has_come = False
        self._is_listening = False

    def listen(self) -> None:
        """Raise ``TerminatedError`` in the main thread at the first SIGTERM; the second ends the process at once.

        Does nothing in another thread, where it is not possible, and if there is a handler already, which is the user's.
        """
        is_main = threading.current_thread() is threading.main_thread()
        if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self._terminate)
            self._is_listening = True

    def stop(self) -> None:
        """Stop listening: from now on SIGTERM ends the process at once."""
        if self._is_listening and signal.getsignal(signal.SIGTERM) == self._terminate:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self._is_listening = False

    def _terminate(self, _number: int, _frame: FrameType | None) -> None:
        self.has_come = True
        self.stop()
        raise TerminatedError("ended by SIGTERM")
