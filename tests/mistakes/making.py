"""Makes a mistake, and measures how long the message takes."""

from __future__ import annotations

import os
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.emulator import ContentService
from tests.faults.script_server import says, script_server
from tests.mistakes.table import Mistake
from tests.support import CLEAN_LOG, finished

__all__ = ["Outcome", "make", "without_settings"]

_OURS = ("CONTENTJOBS_", "EGAIN_", "AWS_", "PYTEST_")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@dataclass(frozen=True)
class Outcome:
    """What a person got, and after how many seconds; ``message`` is what says that something is wrong."""

    status: int
    message: str
    seconds: float


@contextmanager
def without_settings() -> Iterator[dict[str, str | None]]:
    """Give the variables to take away, so that nobody's own settings and credentials matter."""
    taken: dict[str, str | None] = {name: None for name in os.environ if name.startswith(_OURS)}
    taken |= {name: None for each in _PROXIES for name in (each, each.lower())}
    yield {**taken, "AWS_EC2_METADATA_DISABLED": "true", "NO_COLOR": "1"}


def make(mistake: Mistake, service: ContentService) -> Outcome:
    """Make a mistake in an empty folder of its own, with a service that works but for it."""
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())
    runner = CliRunner()
    with ExitStack() as stack:
        words = {"job": job, "closed": _find_closed(stack), "url": "", "service": service.api_url}
        answer = mistake.server or mistake.store
        if answer is not None:
            words["url"] = stack.enter_context(
                script_server([says(answer)], tls=_make_tls() if mistake.tls else None)
            ).url
        taken = stack.enter_context(without_settings())
        given = {name: value and _fill(value, words) for name, value in mistake.environment.items()}
        stack.enter_context(chdir(stack.enter_context(TemporaryDirectory())))
        for name, text in mistake.files.items():
            Path(name).write_text(text, encoding="utf-8")
        arguments = [_fill(argument, words) for argument in mistake.arguments]
        started = time.monotonic()
        result = runner.invoke(main, arguments, env={**taken, **service.environment, **given}, prog_name="contentjobs")
        seconds = time.monotonic() - started
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        text = result.stderr if "ERROR" in result.stderr or "refused" in result.stderr else result.stdout
        return Outcome(result.exit_code, _find_message(text.replace(words["closed"], "{closed}")), seconds)


def _fill(text: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _find_message(text: str) -> str:
    """Return the error line, or the lines of the checks that did not pass and what follows."""
    lines = [line for line in text.splitlines() if line.startswith(("ERROR", "- ", "The import"))]
    lines += re.findall(r"^(?:job|log): (?!The job ended|Only a log|No log was).*(?:\n  \|.*)*", text, re.MULTILINE)
    lines += [line for line in text.splitlines() if "NOT JUDGED" in line][:1]
    lines += re.findall(r"^to .*", text, re.MULTILINE)
    return "\n".join(lines)


def _make_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


def _find_closed(stack: ExitStack) -> str:
    """Return an address that is taken, and where nobody listens."""
    taken = stack.enter_context(socket.socket())
    taken.bind(("127.0.0.1", 0))
    return f"127.0.0.1:{taken.getsockname()[1]}"
