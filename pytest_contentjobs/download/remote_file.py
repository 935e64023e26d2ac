"""A file on a server as a download sees it, whatever the protocol, and the limits of a download."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.model.reason import Reason

__all__ = [
    "ChangedError",
    "DownloadResponse",
    "InterruptedTransferError",
    "MissingError",
    "Patience",
    "RemoteFile",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """The limits of a download, in seconds, with its clock and sleep.

    ``missing``: how long requests for a log that does not exist yet are retried. ``silence``: after so long without a byte a
    connection counts as broken. ``piece``: the time for 64 KiB or for the head of a response, about 1 KiB a second.
    ``total``: the time for the whole download. ``attempts``: the number of broken attempts in a row with less than 1 MiB of
    new bytes.
    """

    missing: float = 0.0
    silence: float = 30.0
    piece: float = 60.0
    total: float = 4 * 3600.0
    attempts: int = 5
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class DownloadResponse:
    """A successful response: status 200 or 206, headers with names in lower case, and the body as it was sent.

    ``read`` returns up to so many bytes, none at the end of the body, and raises InterruptedTransferError. ``close`` may be
    called at any time.
    """

    status: int
    headers: Mapping[str, str]
    read: Callable[[int], bytes]
    close: Callable[[], None]


class RemoteFile(Protocol):
    """A log on a server, whose bytes can be requested."""

    def request(self, start: int, etag: str | None) -> DownloadResponse:
        """Request the bytes from ``start`` on; if ``etag`` is given, only of that version.

        Raises:
            MissingError: it does not exist, and may exist soon.
            InterruptedTransferError: a retry may succeed.
            ChangedError: there is another version now.
            LogUnavailableError: it cannot be fetched.
        """
        ...


class MissingError(Exception):
    """The log does not exist; ``error`` is raised if that does not change."""

    def __init__(self, error: LogUnavailableError) -> None:
        super().__init__(str(error))
        self.error = error


class InterruptedTransferError(Exception):
    """An attempt failed and a retry may succeed. ``cause`` names it in a few words, without a secret.

    ``error`` is raised if no retry succeeds; None if there is nothing to add to ``cause`` and ``reason``, its code.
    """

    def __init__(self, cause: str, error: LogUnavailableError | None = None, *, reason: Reason | None = None) -> None:
        super().__init__(cause)
        self.error = error
        self.reason = reason or Reason.LOG_INTERRUPTED


class ChangedError(Exception):
    """The log is not the version that the download began with."""
