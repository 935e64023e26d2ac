"""Fetch a log to a file on this machine, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pytest_contentjobs.boundary.atomic_write import create_file, require_regular
from pytest_contentjobs.download.location import FileLocation, HttpLocation, Location, S3Location
from pytest_contentjobs.download.remote_file import Patience, RemoteFile
from pytest_contentjobs.download.transfer import transfer
from pytest_contentjobs.download.trust import JUDGE_BY_HAND
from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.model.reason import Reason

__all__ = ["MISSING_AT_FIRST", "fetch", "open_remote_file"]

#: How long the log of a job that has just ended may be missing, in seconds: the vendor does not document when it appears.
MISSING_AT_FIRST = 60.0
_MAXIMUM_SIZE = 8 << 30
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_HEAD = 1024


@contextmanager
def fetch(location: Location, *, max_size: int = _MAXIMUM_SIZE, patience: Patience | None = None) -> Iterator[Path]:
    """Give the path of the log as a local file: the file itself, or a download that is removed afterwards.

    ``max_size`` is the limit of a download, in bytes.

    Raises:
        LogLocationError: its host has an address that a job's log may not be fetched from.
        LogUnavailableError: it does not exist, may not be read, or did not arrive whole.
    """
    if isinstance(location, FileLocation):
        _require_readable(location.path)
        yield location.path
        return
    with ExitStack() as stack:
        try:
            # A download that hangs may still have the file open, and some systems cannot remove it then.
            folder = TemporaryDirectory(prefix="contentjobs-", ignore_cleanup_errors=True)
            path = Path(stack.enter_context(folder)) / "log"
            with create_file(path) as target:
                _download(location, target, max_size, patience or Patience())
        except OSError as error:
            raise LogUnavailableError(
                f"The log {location} could not be saved on this machine: {error.strerror or error}.",
                next_step="Check the free space and the permissions of the temporary folder (TMPDIR).",
                reason=Reason.FILE_NOT_WRITABLE,
            ) from error
        if isinstance(location, HttpLocation):
            _require_not_html(location, path)
        yield path


def _require_readable(path: Path) -> None:
    try:
        # The file is read twice, first to recognise its layout: a pipe can be read only once.
        require_regular(path)
        with path.open("rb"):
            pass
    except OSError as error:
        raise LogUnavailableError(
            f"The log {str(path)!r} cannot be read: {error.strerror or error}.",
            next_step="Check the path and its permissions.",
            reason=Reason.FILE_UNREADABLE,
        ) from error


def open_remote_file(location: S3Location | HttpLocation, patience: Patience) -> AbstractContextManager[RemoteFile]:
    """Open a log in S3 or at a URL; raises LogLocationError and LogUnavailableError."""
    if isinstance(location, S3Location):
        from pytest_contentjobs.download.s3 import open_s3  # noqa: PLC0415 - only for logs in S3

        return open_s3(location, patience)
    from pytest_contentjobs.download.https import open_web  # noqa: PLC0415 - only for logs at URLs

    return open_web(location, patience)


def _download(location: S3Location | HttpLocation, target: BinaryIO, max_size: int, patience: Patience) -> None:
    with open_remote_file(location, patience) as remote:
        transfer(remote, target, shown=str(location), limit=max_size, patience=patience)


def _require_not_html(location: HttpLocation, path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if _HTML.match(head):
        raise LogUnavailableError(
            f"The log {location} is an HTML page, perhaps a login or error page.",
            next_step=f"Check that its server needs no login and that no proxy is in between, {JUDGE_BY_HAND}.",
            reason=Reason.LOG_IS_A_PAGE,
        )
