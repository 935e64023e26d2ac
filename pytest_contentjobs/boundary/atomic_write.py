"""Read files without blocking, and write them whole or not at all.

They are written under unpredictable names, and never through a link.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["create_file", "make_private_folder", "read_regular", "replace_file", "require_regular", "write_whole"]

_OWNER_ONLY = 0o600
_FOLDER_OF_OWNER = 0o700
_BY_UMASK = 0o666


def read_regular(path: Path) -> bytes:
    """Read a regular file; raises OSError, also for a pipe or device, which may never end or cannot be read twice."""
    require_regular(path)
    return path.read_bytes()


def require_regular(path: Path) -> None:
    """Require a regular file, without opening it: opening a pipe waits for a writer.

    Raises:
        OSError: it is a folder, pipe, socket or device, or it cannot be accessed.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a regular file")


def write_whole(path: Path, content: bytes, *, is_private: bool = False) -> None:
    """Write a file whole or not at all, as ``replace_file`` does; missing folders are created.

    Raises:
        OSError: it cannot be written, or it is a device or pipe, which a file would replace.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replace_file(path, is_private=is_private) as file:
        file.write(content)


@contextmanager
def replace_file(path: Path, *, is_private: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write to, which replaces the file or link at ``path`` at the end, if there was no error.

    A private file can be read only by its owner, whatever the umask.

    Raises:
        OSError: it cannot be written, or it is a device or pipe, which a file would replace.
    """
    if path.exists() and not path.is_symlink() and not path.is_file():
        raise OSError(errno.EEXIST, "it exists and is not a regular file")
    temporary = path.parent / f".{path.name}.{secrets.token_hex(8)}.part"
    try:
        with create_file(temporary, is_private=is_private) as file:
            yield file
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def create_file(path: Path, *, is_private: bool = True) -> BinaryIO:
    """Create a file that does not exist yet, not even as a link; raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, _OWNER_ONLY if is_private else _BY_UMASK)
    if is_private and hasattr(os, "fchmod"):
        os.fchmod(descriptor, _OWNER_ONLY)
    return os.fdopen(descriptor, "wb")


def make_private_folder(folder: Path) -> None:
    """Create a folder and its parent so that only their owner can read them; an existing folder stays as it is.

    Raises:
        OSError: it cannot be created, or is a link, which could lead anywhere.
    """
    if folder.is_symlink():
        raise OSError(errno.ELOOP, f"{str(folder)!r} is a symbolic link")
    for each in (*reversed(folder.parents), folder):
        if each.is_dir():
            continue
        try:
            each.mkdir(_FOLDER_OF_OWNER if each in {folder, folder.parent} else 0o777)
        except FileExistsError:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None
        if each in {folder, folder.parent}:
            # Not by the mode of mkdir, since some umasks leave nothing for the owner either.
            each.chmod(_FOLDER_OF_OWNER)
