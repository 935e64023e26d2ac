"""Bring a log to a file on this machine, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pytest_contentjobs.boundary.atomic_write import new_file, require_regular
from pytest_contentjobs.download.location import FileLocation, HttpLocation, Location, S3Location
from pytest_contentjobs.download.source import Patience
from pytest_contentjobs.download.transfer import transfer
from pytest_contentjobs.download.trust import JUDGE_ALONE
from pytest_contentjobs.errors import LogUnavailableError

__all__ = ["MISSING_AT_FIRST", "fetched"]

#: How long the log of a job that has just ended may be missing, in seconds: whether it is there by then is undocumented.
MISSING_AT_FIRST = 60.0
_MAXIMUM_SIZE = 8 << 30
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_HEAD = 1024


@contextmanager
def fetched(location: Location, *, max_size: int = _MAXIMUM_SIZE, patience: Patience | None = None) -> Iterator[Path]:
    """Give the path of the log as a local file: the file itself, or a download that is removed afterwards.

    A download of more than ``max_size`` bytes is given up.

    Raises:
        LogLocationError: its host has an address that a job's log may not lie at.
        LogUnavailableError: it does not exist, may not be read, or did not arrive whole.
    """
    if isinstance(location, FileLocation):
        _require_readable(location.path)
        yield location.path
        return
    with ExitStack() as stack:
        try:
            # A download that hangs may still hold the file, and some systems do not remove it then.
            folder = TemporaryDirectory(prefix="contentjobs-", ignore_cleanup_errors=True)
            path = Path(stack.enter_context(folder)) / "log"
            with new_file(path) as target:
                _download(location, target, max_size, patience or Patience())
        except OSError as error:
            raise LogUnavailableError(
                f"The log {location} could not be kept on this machine: {error.strerror or error}.",
                next_step="Check the room and the permissions of the temporary folder (TMPDIR).",
            ) from error
        if isinstance(location, HttpLocation):
            _require_no_page(location, path)
        yield path


def _require_readable(path: Path) -> None:
    try:
        # Its layout is recognised first, and it is read again then: a pipe gives everything once.
        require_regular(path)
        with path.open("rb"):
            pass
    except OSError as error:
        raise LogUnavailableError(
            f"The log {str(path)!r} cannot be read: {error.strerror or error}.",
            next_step="Check the path and its permissions.",
        ) from error


def _download(location: S3Location | HttpLocation, target: BinaryIO, max_size: int, patience: Patience) -> None:
    if isinstance(location, S3Location):
        from pytest_contentjobs.download.s3 import s3_source  # noqa: PLC0415 - for logs in S3 alone

        with s3_source(location, patience) as objects:
            transfer(objects, target, shown=str(location), limit=max_size, patience=patience)
    else:
        from pytest_contentjobs.download.https import web_source  # noqa: PLC0415 - for logs at URLs alone

        with web_source(location, patience) as pages:
            transfer(pages, target, shown=str(location), limit=max_size, patience=patience)


def _require_no_page(location: HttpLocation, path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if _HTML.match(head):
        raise LogUnavailableError(
            f"The log {location} is an HTML page: a login or error page, perhaps, and no log.",
            next_step=f"Check that its server is reached without a login and that no proxy is in between, {JUDGE_ALONE}.",
        )
