"""Lock files, so that only one process at a time writes them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

__all__ = ["InUseError", "lock"]


# Each fails only if another process releases the file at that very moment.
_ATTEMPTS = 100


class InUseError(Exception):
    """Another process has locked the file."""


def lock(path: Path) -> Callable[[], None]:
    """Lock a file for this process, and return the function that releases it; a missing folder is created.

    A hidden file next to it is locked, and removed on release. The operating system ends the lock with the process, however that
    ends: a hidden file that is left behind locks nothing. On a file system without locks, or one that cannot be written, the
    file is not locked.

    Raises:
        InUseError: another process has locked it.
    """
    real = Path(os.path.realpath(path))
    beside = real.parent / f".contentjobs-{sha256(os.fsencode(real.name)).hexdigest()[:16]}.lock"
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    for _ in range(_ATTEMPTS):
        try:
            real.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(beside, flags, 0o666)
        except OSError:
            return _do_nothing
        try:
            _lock(descriptor)
        except InUseError:
            os.close(descriptor)
            raise
        except OSError:
            _release(descriptor, beside)
            return _do_nothing
        # Its previous owner may have removed it meanwhile, and then another file is the lock.
        with suppress(OSError):
            if os.path.samestat(os.fstat(descriptor), beside.lstat()):
                return partial(_release, descriptor, beside)
        os.close(descriptor)
    return _do_nothing


def _do_nothing() -> None:
    pass


def _release(descriptor: int, beside: Path) -> None:
    # Removed first, while no other process can have locked it. Windows cannot remove an open file.
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
