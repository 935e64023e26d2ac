"""Take secrets out of text that comes from elsewhere, in all the spellings in which a server or a log may repeat them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import SecretStr

from pytest_contentjobs.boundary.foreign_credentials import hide_foreign_credentials
from pytest_contentjobs.boundary.spellings import SHORTEST, Spelling, spellings

__all__ = ["HIDDEN", "Redactor", "redacted", "redacted_logging"]

#: What stands in the place of a secret.
HIDDEN = "…"
# The libraries that send and receive for us, by the first part of their loggers' names.
_CHATTY = frozenset({"boto3", "botocore", "httpcore", "httpx", "s3transfer", "urllib3"})
# Those whose details hold what is no secret of ours alone: signatures, and credentials of the user's that only they read.
_TELLING = frozenset({"boto3", "botocore", "s3transfer"})


class Redactor:
    """Hides known secrets as they stand, escaped for JSON, HTML and URLs, and in base64, also as a part of a longer text.

    Credentials of others, such as the signature of an address, are hidden by how they are written. A text that was made
    safe stays as it is when it is made safe again. Threads may share it; secrets that come up later, such as renewed
    tokens, are added.
    """

    def __init__(self, secrets: Iterable[SecretStr] = ()) -> None:
        self._known: set[str] = set()
        self._spellings: tuple[Spelling, ...] = ()
        for secret in secrets:
            self.add(secret)

    def add(self, secret: SecretStr) -> None:
        """Hide one more secret from now on."""
        value = secret.get_secret_value()
        if len(value) >= SHORTEST and value not in self._known:
            self._known.add(value)
            # Long ones first: a short one may be a part of them.
            found = [*self._spellings, *spellings(value)]
            self._spellings = tuple(sorted(found, key=lambda spelling: len(spelling.text), reverse=True))

    def __call__(self, text: str) -> str:
        """Return the text without the secrets that are known, and without what is written like one."""
        for spelling in self._spellings:
            text = spelling.hide(text, HIDDEN)
        return hide_foreign_credentials(text, HIDDEN)


def redacted(value: Any, redact: Callable[[str], str]) -> Any:
    """Return a text, or a mapping, list or tuple of such at any depth, with its texts made safe; anything else as it is."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {redacted(key, redact): redacted(part, redact) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(redacted(part, redact) for part in value)
    return value


@contextmanager
def redacted_logging(redact: Callable[[str], str]) -> Iterator[None]:
    """Hide secrets in what the network's libraries log meanwhile: a server may repeat one even in its status line.

    What botocore says at DEBUG is left out: it holds session tokens and signatures. Records of all other loggers stay as they
    are. Several may be open at the same time, in any order, and so may factories of others.
    """
    with _factories:
        factory = _Factory(logging.getLogRecordFactory(), redact)
        logging.setLogRecordFactory(factory)
    try:
        yield
    finally:
        with _factories:
            factory.is_open = False
            # One that others have built upon stays, and changes nothing any more.
            while isinstance(current := logging.getLogRecordFactory(), _Factory) and not current.is_open:
                logging.setLogRecordFactory(current.before)


# Held while the factory of records, which the whole process shares, is looked at and replaced.
_factories = threading.Lock()


class _Factory:
    """Makes records as ``before`` does, those of the network's libraries without secrets as long as it ``is_open``."""

    def __init__(self, before: Callable[..., logging.LogRecord], redact: Callable[[str], str]) -> None:
        self.before = before
        self.is_open = True
        self._redact = redact

    def __call__(self, *arguments: Any, **named: Any) -> logging.LogRecord:
        record = self.before(*arguments, **named)
        library = record.name.partition(".")[0]
        if self.is_open and library in _CHATTY:
            record.msg, record.args = self._redact(_text(record)), ()
            # The text of an exception would be made later, and from the exception itself.
            record.exc_info = None
        return record


def _text(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in _TELLING and record.levelno < logging.INFO:
        return HIDDEN
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - as logging itself: no record that cannot be written breaks what it tells of
        return HIDDEN
