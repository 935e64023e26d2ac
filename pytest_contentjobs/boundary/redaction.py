"""Hide secrets in text from elsewhere, however a server or a log spells them.

This module is the only one that others use. ``spellings`` knows how a known secret may be written, ``foreign_credentials``
finds secrets that are not known in advance, ``broken_lines`` their rests in the next line, and ``credential_shapes`` decides
whether a word looks like one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import SecretStr

from pytest_contentjobs.boundary.broken_lines import hide_broken_credentials, hide_broken_secrets
from pytest_contentjobs.boundary.foreign_credentials import hide_foreign_credentials
from pytest_contentjobs.boundary.spellings import SHORTEST, Spelling, spell

__all__ = ["HIDDEN", "Redactor", "redact_logging", "redact_parts", "redact_texts"]

#: Replaces a secret.
HIDDEN = "…"
# The libraries that send and receive for us, by the first part of their loggers' names.
_CHATTY = frozenset({"boto3", "botocore", "httpcore", "httpx", "s3transfer", "urllib3"})
# Those whose details contain secrets unknown to us: signatures, and credentials of the user that only they read.
_TELLING = frozenset({"boto3", "botocore", "s3transfer"})


class Redactor:
    """Hides known secrets: plain, escaped for JSON, HTML and URLs, and in base64, also as a part of a longer text.

    Credentials of others, such as the signature in an address, are recognised by how they are written. To redact a text twice
    changes nothing more. Threads may share it; secrets that appear later, such as renewed tokens, are added.
    """

    def __init__(self, secrets: Iterable[SecretStr] = ()) -> None:
        self._known: frozenset[str] = frozenset()
        self._spellings: tuple[Spelling, ...] = ()
        for secret in secrets:
            self.add(secret)

    def add(self, secret: SecretStr) -> None:
        """Hide one more secret from now on."""
        value = secret.get_secret_value()
        if len(value) >= SHORTEST and value not in self._known:
            self._known |= {value}
            # Longest first: a short one may be a part of a longer one.
            found = [*self._spellings, *spell(value)]
            self._spellings = tuple(sorted(found, key=lambda spelling: len(spelling.text), reverse=True))

    def __call__(self, text: str) -> str:
        """Return the text without known secrets and without what is written like one."""
        for spelling in self._spellings:
            text = spelling.hide(text, HIDDEN)
        text = _hide_foreign(text)
        if "\n" not in text:
            return text
        text = hide_broken_secrets(text, self._known, HIDDEN)
        return hide_broken_credentials(text, _hide_foreign, HIDDEN)


def _hide_foreign(text: str) -> str:
    return hide_foreign_credentials(text, HIDDEN)


def redact_parts(parts: Iterable[str], redact: Callable[[str], str]) -> Iterator[str]:
    """Yield the parts of a text, each of whole lines, redacted: a secret may continue behind the last line of a part."""
    last = ""
    for part in parts:
        first = part[: part.find("\n") + 1] or part
        redacted = redact(part)
        if last and redact(last + first) != last + redact(first):
            whole = redact(last + part)
            # Of a known secret, the half in the line above has been yielded; the other one is hidden.
            redacted = whole[whole.find("\n") + 1 :] if whole.count("\n") == (last + part).count("\n") else redacted
        yield redacted
        last = redacted[redacted.rfind("\n", 0, -1) + 1 :]


def redact_texts(value: Any, redact: Callable[[str], str]) -> Any:
    """Return a value with all its texts redacted, in mappings, lists and tuples at any depth."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {redact_texts(key, redact): redact_texts(part, redact) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(redact_texts(part, redact) for part in value)
    return value


@contextmanager
def redact_logging(redact: Callable[[str], str]) -> Iterator[None]:
    """Hide secrets in what the network's libraries log meanwhile: a server may repeat one even in its status line.

    botocore's records at DEBUG lose their text, which contains session tokens and signatures. Records of all other loggers stay
    as they are. Several contexts may be open at the same time, in any order, and so may record factories of others.
    """
    with _factories:
        factory = _Factory(logging.getLogRecordFactory(), redact)
        logging.setLogRecordFactory(factory)
    try:
        yield
    finally:
        with _factories:
            factory.is_open = False
            # A factory that others have wrapped stays, and no longer changes anything.
            while isinstance(current := logging.getLogRecordFactory(), _Factory) and not current.is_open:
                logging.setLogRecordFactory(current.before)


# Held while the record factory, which the whole process shares, is read and replaced.
_factories = threading.Lock()


class _Factory:
    """Makes records as ``before`` does; while it ``is_open``, those of the network's libraries have no secrets."""

    def __init__(self, before: Callable[..., logging.LogRecord], redact: Callable[[str], str]) -> None:
        self.before = before
        self.is_open = True
        self._redact = redact

    def __call__(self, *arguments: Any, **named: Any) -> logging.LogRecord:
        record = self.before(*arguments, **named)
        library = record.name.partition(".")[0]
        if self.is_open and library in _CHATTY:
            record.msg, record.args = self._redact(_format(record)), ()
            # The text of an exception would be formatted later, from the exception itself.
            record.exc_info = None
        return record


def _format(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in _TELLING and record.levelno < logging.INFO:
        return HIDDEN
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - as logging itself: a record that cannot be formatted must not break the program
        return HIDDEN
