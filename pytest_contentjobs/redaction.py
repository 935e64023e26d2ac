"""Take known secrets out of text that comes from elsewhere, in all the spellings in which a server or a log may repeat them."""

from __future__ import annotations

import base64
import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, quote_plus

from pytest_contentjobs.values import Secret

__all__ = ["HIDDEN", "Redactor", "redacted_logging"]

#: What stands in the place of a secret.
HIDDEN = "…"
# To hide a shorter text would hide half of every report, and nobody can keep it secret.
_SHORTEST = 4
# The libraries that send and receive for us, by the first part of their loggers' names.
_CHATTY = frozenset({"boto3", "botocore", "httpcore", "httpx", "s3transfer", "urllib3"})
# Those whose details hold what is no secret of ours alone: signatures, and credentials of the user's that only they read.
_TELLING = frozenset({"boto3", "botocore", "s3transfer"})


class Redactor:
    """Hides secrets as they stand, escaped for JSON, encoded for a URL, and in base64, also as a part of a longer text.

    Threads may share it; secrets that come up later, such as renewed tokens, are added.
    """

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._known: set[str] = set()
        self._forms: tuple[str, ...] = ()
        for secret in secrets:
            self.add(secret)

    def add(self, secret: Secret) -> None:
        """Hide one more secret from now on."""
        value = secret.reveal()
        if len(value) >= _SHORTEST and value not in self._known:
            self._known.add(value)
            # Long forms first: a short one may be a part of them.
            self._forms = tuple(sorted({*self._forms, *_spellings(value)}, key=len, reverse=True))

    def __call__(self, text: str) -> str:
        """Return the text without the secrets that are known."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, HIDDEN)
        return text


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


def _spellings(value: str) -> set[str]:
    escaped = {quote(value, safe=""), quote(value), quote_plus(value)}
    lower = {_lower_escapes(form) for form in escaped}
    return {
        value,
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        *escaped,
        *lower,
        *_base64(value),
    }


def _lower_escapes(text: str) -> str:
    """Return a URL-encoded text with its escapes in small letters, as some servers write them."""
    head, *rest = text.split("%")
    return "%".join([head, *(part[:2].lower() + part[2:] for part in rest)])


def _base64(value: str) -> set[str]:
    """Return what base64 makes of a value at each of the three places where it can stand in a longer text."""
    data = value.encode("utf-8", "surrogatepass")
    found = set()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + data).decode()
        # The characters at both ends hold bits of what stands beside the value.
        start = (before * 8 + 5) // 6
        end = (before + len(data)) * 8 // 6
        middle = encoded[start:end]
        if len(middle) >= _SHORTEST:
            found |= {middle, middle.replace("+", "-").replace("/", "_")}
    return found
