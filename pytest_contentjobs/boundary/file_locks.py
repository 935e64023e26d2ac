"""Files that one process at a time may write, as far as the system can tell."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

__all__ = ["InUseError", "lock"]


# Each fails only if another process gives the file back at that very moment.
_ATTEMPTS = 100


class InUseError(Exception):
    """Another process has the file."""


def lock(path: Path) -> Callable[[], None]:
    """Take a file for this process, and return what gives it back; its folder is made if it is missing.

    A hidden file beside it is locked, and removed when it is given back. The lock is the operating system's, so that it ends
    with the process, however that ends: a hidden file that is left behind locks nothing. Where a file system has no locks, or
    lets nothing be written, the file is not locked.

    Raises:
        InUseError: another process has taken it.
    """
    real = Path(os.path.realpath(path))
    beside = real.parent / f".contentjobs-{sha256(os.fsencode(real.name)).hexdigest()[:16]}.lock"
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    for _ in range(_ATTEMPTS):
        try:
            real.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(beside, flags, 0o666)
        except OSError:
            return _nothing
        try:
            _lock(descriptor)
        except InUseError:
            os.close(descriptor)
            raise
        except OSError:
            _release(descriptor, beside)
            return _nothing
        # Whoever had it before may have removed it meanwhile, and then another one is the lock.
        with suppress(OSError):
            if os.path.samestat(os.fstat(descriptor), beside.lstat()):
                return partial(_release, descriptor, beside)
        os.close(descriptor)
    return _nothing


def _nothing() -> None:
    pass


def _release(descriptor: int, beside: Path) -> None:
    # Removed first, while nobody else can have taken it; Windows lets no open file be removed.
    if sys.platform == "win32":
        os.close(descriptor)
    with suppress(OSError):
        beside.unlink()
    if sys.platform != "win32":
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise InUseError from error

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUseError from error
