"""What a download needs of the place that it comes from, whatever the protocol, and how long it is borne with."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pytest_contentjobs.errors import LogUnavailableError

__all__ = ["Answer", "ChangedError", "InterruptedTransferError", "MissingError", "Patience", "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a download is borne with, in seconds, and the clock and sleep that go with it.

    ``missing``: a log that is not there yet is asked for again so long. ``silence``: a connection without a byte so long
    is broken. ``piece``: 64 KiB, or an answer's head, that take longer end the download: about 1 KiB a second.
    ``total``: the whole download. ``attempts``: broken ones that follow each other with less than 1 MiB of new bytes.
    """

    missing: float = 0.0
    silence: float = 30.0
    piece: float = 60.0
    total: float = 4 * 3600.0
    attempts: int = 5
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: status 200 or 206, headers with names in lower case, and its body as it was sent.

    ``read`` returns up to so many bytes, none at the body's end, and raises InterruptedTransferError; ``close`` may be
    called at any time.
    """

    status: int
    headers: Mapping[str, str]
    read: Callable[[int], bytes]
    close: Callable[[], None]


class Source(Protocol):
    """Where a log's bytes come from."""

    def ask(self, start: int, etag: str | None) -> Answer:
        """Ask for the bytes from ``start`` on, and where ``etag`` is given only of that version.

        Raises:
            MissingError: it is not there, and may be soon.
            InterruptedTransferError: another attempt may go better.
            ChangedError: there is another version now.
            LogUnavailableError: it cannot be had.
        """
        ...


class MissingError(Exception):
    """The log is not there; ``error`` is what to raise if that stays so."""

    def __init__(self, error: LogUnavailableError) -> None:
        super().__init__(str(error))
        self.error = error


class InterruptedTransferError(Exception):
    """Something that may go better next time. The text is its reason in few words, without a secret.

    ``error`` is what to raise if that stays so, where there is more to say than the reason.
    """

    def __init__(self, reason: str, error: LogUnavailableError | None = None) -> None:
        super().__init__(reason)
        self.error = error


class ChangedError(Exception):
    """The log is another version than the one that was begun."""
