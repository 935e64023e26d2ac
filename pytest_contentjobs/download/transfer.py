"""Download all bytes of one version of a log over an unreliable network: resume, start over, verify, or give up.

Independent of any protocol's library: ``s3.py`` and ``https.py`` open the remote files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import BinaryIO, NoReturn, TypeVar

from pytest_contentjobs.boundary.time_limit import TimedCalls
from pytest_contentjobs.download.checksums import Checksums
from pytest_contentjobs.download.remote_file import (
    ChangedError,
    DownloadResponse,
    InterruptedTransferError,
    MissingError,
    Patience,
    RemoteFile,
)
from pytest_contentjobs.download.trust import JUDGE_BY_HAND
from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.log import MAX_LOG_SIZE

__all__ = ["transfer"]

T = TypeVar("T")

_PARTIAL = 206
_PIECE = 1 << 16
#: After so many new bytes the count of broken attempts starts again.
_PROGRESS = 1 << 20
_LONGEST_PAUSE = 8.0
_LONGEST_PAUSE_MISSING = 15.0
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})", re.ASCII)
# A strong validator: a weak one does not promise equal bytes (RFC 9110, 8.8.1).
_STRONG_ETAG = re.compile(r'"[\x21\x23-\x7e]*"')
# The reader decompresses gzip; aws-chunked describes how an object was uploaded.
_ENCODINGS = {"identity", "gzip", "x-gzip", "aws-chunked"}


def transfer(remote: RemoteFile, target: BinaryIO, *, shown: str, limit: int, patience: Patience) -> None:
    """Write the log to ``target``, which is empty. ``shown`` names the log in messages; ``limit`` is in bytes.

    Raises:
        LogUnavailableError: it could not be fetched whole and in one version.
        OSError: ``target`` cannot be written.
    """
    with TimedCalls(patience.piece) as calls:
        _Transfer(remote, target, shown, limit, patience, calls).run()


class _Transfer:
    """One download. ``position`` bytes of ``total`` are written, of the version ``version``."""

    def __init__(
        self, remote: RemoteFile, target: BinaryIO, shown: str, limit: int, patience: Patience, calls: TimedCalls
    ) -> None:
        self._remote, self._target, self._shown, self._patience, self._calls = remote, target, shown, patience, calls
        self._limit = limit
        # Compression makes incompressible data a little larger; the reader checks the exact size.
        self._packed_limit = limit + (limit >> 10) + 4096
        self._begun = patience.clock()
        self._position = self._furthest = 0
        self._total: int | None = None
        self._etag: str | None = None
        self._version: tuple[str | None, int | None] | None = None
        self._has_ranges = True
        self._checksums = Checksums({})
        self._failures = self._changes = self._damages = self._missed = 0
        self._waited = 0.0

    def run(self) -> None:
        while True:
            try:
                self._receive()
            except MissingError as missing:
                self._wait_until_it_exists(missing.error)
            except InterruptedTransferError as interruption:
                self._retry(interruption)
            except ChangedError:
                self._version = None
                self._note_change()
                self._start_over()
            else:
                if (kind := self._checksums.mismatch()) is None:
                    return
                self._note_damage(kind)

    def _receive(self) -> None:
        response = self._call(lambda: self._remote.request(self._position, self._etag))
        try:
            self._begin(response)
            while self._total is None or self._position < self._total:
                if not (data := self._call(lambda: response.read(_PIECE))):
                    break
                self._write(data)
        finally:
            self._calls.call_later(response.close)
        if self._total is not None and self._position != self._total:
            raise InterruptedTransferError(f"{self._position:,} of {self._total:,} bytes arrived")

    def _begin(self, response: DownloadResponse) -> None:
        encoding = response.headers.get("content-encoding", "").lower()
        if not _ENCODINGS.issuperset(encoding.replace(",", " ").split()):
            self._give_up(
                f"has the encoding {encoding[:40]!r}",
                f"Store it uncompressed or as gzip, {JUDGE_BY_HAND}.",
                Reason.PACKING_UNSUPPORTED,
            )
        if response.status == _PARTIAL:
            self._continue(response.headers)
            return
        if self._position or "content-range" in response.headers:
            # Some servers send the requested part with 200: never take that for the whole.
            self._without_ranges("200 in response to a request for a part")
        total = _length(response.headers)
        if total is None and "chunked" not in response.headers.get("transfer-encoding", "").lower():
            # A head that breaks off may look like this as well.
            raise InterruptedTransferError(
                "no length",
                LogUnavailableError(
                    f"The server does not state the length of the log {self._shown}, so a download that broke off would look "
                    "complete.",
                    next_step=f"Use the log's s3:// address, {JUDGE_BY_HAND}.",
                    reason=Reason.LOG_LENGTH_UNKNOWN,
                ),
            )
        etag = response.headers.get("etag")
        if self._version not in {None, (etag, total)}:
            self._note_change()
        self._version = etag, total
        self._start_over()
        self._total = total
        has_ranges = self._has_ranges and response.headers.get("accept-ranges", "").lower() != "none"
        self._etag = etag if has_ranges and total is not None and etag and _STRONG_ETAG.fullmatch(etag) else None
        self._checksums = Checksums(response.headers)
        self._require_small(total or 0)

    def _continue(self, headers: Mapping[str, str]) -> None:
        """Accept a part if it continues the bytes received so far, or else request the whole next time."""
        if self._etag is not None and headers.get("etag", self._etag) != self._etag:
            raise ChangedError
        match = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
        first, last, total = map(int, match.groups()) if match else (-1, -1, -1)
        length = _length(headers)
        fits = (first, total) == (self._position, self._total) and first <= last < total
        if self._etag is None or "etag" not in headers or not fits or length not in {None, last - first + 1}:
            self._without_ranges("a part that was not requested")

    def _without_ranges(self, cause: str) -> NoReturn:
        """Request the whole from now on."""
        self._has_ranges = False
        self._etag = None
        raise InterruptedTransferError(cause)

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._checksums.update(data)
        self._position += len(data)
        self._require_small(self._position)
        self._require_time()

    def _start_over(self) -> None:
        self._furthest = max(self._furthest, self._position)
        self._target.seek(0)
        self._target.truncate()
        self._position = 0
        self._etag = None
        self._total = None
        self._checksums = Checksums({})

    def _retry(self, interruption: InterruptedTransferError) -> None:
        if self._position >= self._furthest + _PROGRESS:
            self._failures = 0
        self._furthest = max(self._furthest, self._position)
        self._failures += 1
        if self._failures >= self._patience.attempts:
            error = interruption.error or self._failure(str(interruption), interruption.reason)
            raise error from interruption
        if self._etag is None:
            self._start_over()
        self._pause(min(0.5 * 2 ** (self._failures - 1), _LONGEST_PAUSE))

    def _wait_until_it_exists(self, error: LogUnavailableError) -> None:
        waited = max(self._waited, self._patience.clock() - self._begun)
        pause = min(2.0**self._missed, _LONGEST_PAUSE_MISSING, self._patience.missing - waited)
        if pause <= 0 or self._version is not None:
            raise error
        self._missed += 1
        self._waited += pause
        self._pause(pause)

    def _pause(self, seconds: float) -> None:
        self._require_time()
        self._patience.sleep(seconds)

    def _note_change(self) -> None:
        self._changes += 1
        if self._changes > 1:
            raise LogUnavailableError(
                f"The log {self._shown} changed twice during the download.",
                next_step=f"It is still being written: run again when it is complete, {JUDGE_BY_HAND}.",
                reason=Reason.LOG_CHANGED,
            )

    def _note_damage(self, kind: str) -> None:
        self._damages += 1
        if self._damages > 1:
            raise self._failure(f"its {kind} is not the one that the server states", Reason.CHECKSUM_MISMATCH)
        self._start_over()

    def _call(self, function: Callable[[], T]) -> T:
        try:
            return self._calls.call(function)
        except TimeoutError:
            self._give_up(
                f"arrives too slowly: less than {_PIECE >> 10} KiB in {self._patience.piece:.0f} seconds",
                f"Check the network and the server, {JUDGE_BY_HAND}.",
                Reason.LOG_TOO_SLOW,
            )

    def _require_small(self, size: int) -> None:
        if size > self._packed_limit:
            self._give_up(
                f"is larger than {self._limit:,} bytes",
                f"Check that this is the job's log, and allow more with {MAX_LOG_SIZE.name}.",
                Reason.LOG_TOO_LARGE,
            )

    def _require_time(self) -> None:
        if self._patience.clock() - self._begun > self._patience.total:
            self._give_up(
                f"did not arrive within {self._patience.total / 3600:.0f} hours",
                f"Check the network, {JUDGE_BY_HAND}.",
                Reason.LOG_TOO_SLOW,
            )

    def _give_up(self, what: str, next_step: str, reason: Reason) -> NoReturn:
        raise LogUnavailableError(f"The log {self._shown} {what}.", next_step=next_step, reason=reason)

    def _failure(self, cause: str, reason: Reason) -> LogUnavailableError:
        return LogUnavailableError(
            f"The log {self._shown} could not be fetched: {cause}.",
            next_step=f"Check the network, {JUDGE_BY_HAND}.",
            reason=reason,
        )


def _length(headers: Mapping[str, str]) -> int | None:
    """Return the stated length; None without one, or if the body itself marks its end."""
    text = headers.get("content-length", "")
    if "chunked" in headers.get("transfer-encoding", "").lower() or not re.fullmatch(r"[0-9]{1,18}", text):
        return None
    return int(text)
