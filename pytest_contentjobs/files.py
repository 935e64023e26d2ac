"""Files that are read without waiting for anybody, and written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

__all__ = ["read_regular", "require_regular", "write_whole"]


def read_regular(path: Path) -> bytes:
    """Read a regular file; raises OSError, also for a pipe or device, which may never end or give anything twice."""
    require_regular(path)
    return path.read_bytes()


def require_regular(path: Path) -> None:
    """Refuse what is there and is no regular file, without opening it: to open a pipe waits for somebody who writes.

    Raises:
        OSError: it is a folder, pipe, socket or device, or it cannot be looked at.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a regular file")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in place of one that is there; folders that are missing are made.

    Raises:
        OSError: it cannot be written, or a device or pipe is there, which a file would replace.
    """
    temporary = path.parent / f".{path.name}.{os.getpid()}.part"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        raise OSError(errno.EEXIST, "it is there and is no regular file")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()
