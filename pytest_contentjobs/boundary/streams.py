"""Standard output and error that may be closed, full or without a reader, and must not end a run.

The verdict of a gate is its exit status and its reports. A reader that has ended (``| head -1``), a full disk or a closed
descriptor must neither hide nor change it.
"""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["secure_streams"]

_NUMBERS = {"stdout": 1, "stderr": 2}


class _Lenient(io.FileIO):
    """A descriptor that discards everything from the first failure on. ``fault`` is that failure."""

    fault: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        """Write what can be written, and return as if all of it was."""
        left = memoryview(data).cast("B")
        size = left.nbytes
        while left.nbytes and self.fault is None:
            try:
                written: int | None = super().write(left)
            except OSError as error:
                self.fault = error
                break
            if written is None:
                # The other end has made the descriptor non-blocking.
                select.select([], [self], [])
            left = left[written or 0 :]
        return size


def secure_streams() -> Callable[[], None]:
    """Keep writes to standard output and error from failing, and return a function that ends the output.

    The streams stay replaced until the process ends, for everything that is written after the last hook. Streams that something
    else has replaced are left alone. The returned function reports on standard error that the output is incomplete, unless its
    reader has ended, which a reader may do at any time.
    """
    secured = {name: made for name in _NUMBERS if (made := _secure(name)) is not None}
    for name, (stream, _) in secured.items():
        setattr(sys, name, stream)

    def end() -> None:
        for stream, _ in secured.values():
            with suppress(ValueError):
                stream.flush()
        fault = secured["stdout"][1].fault if "stdout" in secured else None
        if fault is not None and fault.errno != errno.EPIPE:
            with suppress(OSError, ValueError):
                print(f"The standard output is not whole: {fault.strerror or fault}.", file=sys.stderr)  # noqa: T201 - no logging yet

    return end


def _secure(name: str) -> tuple[TextIO, _Lenient] | None:
    """Return a replacement for a standard stream and its descriptor; None for a stream that is not the original."""
    stream: TextIO | None = getattr(sys, name)
    if stream is None:
        number = _NUMBERS[name]
        _occupy(number)
        raw = _Lenient(number, "w", closefd=False)
        return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors="replace"), raw
    if stream is not getattr(sys, f"__{name}__") or not isinstance(stream, io.TextIOWrapper):
        return None
    # Windows has its own way to write to a console.
    if not isinstance(getattr(stream.buffer, "raw", stream.buffer), io.FileIO):
        return None
    try:
        with suppress(OSError):
            stream.flush()
        raw = _Lenient(stream.fileno(), "w", closefd=False)
    except (OSError, ValueError):
        return None
    text = io.TextIOWrapper(
        raw if stream.write_through else io.BufferedWriter(raw),  # as Python itself with -u
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
    return text, raw


def _occupy(number: int) -> None:
    """Open a closed descriptor on the null device: otherwise the next file that is opened would get it."""
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)
