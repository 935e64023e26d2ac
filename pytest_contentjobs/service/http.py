"""One request: bounded in time and size, repeated where that is safe, and its answer made fit to be shown."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import SecretStr
from tenacity import RetryCallState, Retrying, stop_after_attempt, stop_before_delay, wait_random_exponential

from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.errors import SettingsError, UnreachableError
from pytest_contentjobs.service.retry_after import asked_wait
from pytest_contentjobs.service.transport import DEADLINE, FLAW, BoundedTransport, Flaw

__all__ = ["Answer", "Http", "RequestLimits", "is_temporary"]

_SHOWN = 200
_TOO_MANY_REQUESTS = 429
# Of these it is certain that no byte of a request has been sent.
_NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestLimits:
    """How long and how large one request may become; times are in seconds, ``body`` is in bytes.

    ``connect`` and ``read`` are for one step each, ``attempt`` for a whole request and its answer. ``least`` is what a
    single attempt has even where less is left, so that a question at a deadline can still be answered. ``retry_wait`` is
    the longest pause of our own choice between two of the ``attempts``, ``asked_wait`` the longest that an answer can ask
    for.
    """

    connect: float = 10
    read: float = 30
    attempt: float = 60
    least: float = 10
    attempts: int = 4
    retry_wait: float = 8
    asked_wait: float = 120
    body: int = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a server said. ``safe`` hides the secrets of the request, which its text may repeat and we do not."""

    url: str
    status_code: int
    reason: str
    headers: httpx.Headers
    body: bytes
    flaw: Flaw | None
    safe: Redactor

    @property
    def status_line(self) -> str:
        """The status code with the server's word for it."""
        return self.safe(f"{self.status_code} {self.reason}".rstrip())

    def json(self) -> Any:
        """Decode the body, None where it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def shown(self) -> str:
        """Return the begin of the body, quoted, for an error text."""
        # A secret at the cut must not be left in part.
        text = " ".join(self.safe(self.body.decode("utf-8", errors="replace")).split())
        return repr(text[:_SHOWN]) if text else "an empty body"


class Http:
    """Sends requests to one host. Use it as a context manager; threads may share it. ``redact`` learns their secrets.

    Raises:
        SettingsError: the environment's proxy or certificates cannot be used.
    """

    def __init__(
        self,
        url: str,
        *,
        auth: httpx.Auth | None = None,
        limits: RequestLimits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        redact: Redactor | None = None,
    ) -> None:
        self._limits = limits or RequestLimits()
        self._redact = redact or Redactor()
        self._sleep = sleep
        try:
            transport = BoundedTransport(url, maximum_body=self._limits.body)
        except (ImportError, OSError, ValueError) as error:
            raise SettingsError(
                f"The environment's proxy or certificates cannot be used: {' '.join(self._redact(str(error)).split())[:_SHOWN]}.",
                next_step="Check HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR.",
            ) from error
        self._client = httpx.Client(
            transport=transport,
            auth=auth,
            timeout=httpx.Timeout(self._limits.read, connect=self._limits.connect, pool=self._limits.attempt),
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        within: float,
        body: SecretStr | None = None,
        content_type: str | None = None,
        hidden: Sequence[SecretStr] = (),
        once: str | None = None,
        next_step: str,
    ) -> Answer:
        """Send a request and return its last answer, whatever its status; repeats end ``within`` seconds.

        It is repeated after connection errors, 408, 425, 429 and 5xx. Where ``once`` is given, the request may do something
        that must not be done twice: it is repeated only where nothing was sent, or after 429, which refuses it; ``once``
        tells what to do where nobody knows. A 503 is no such refusal, since gateways answer it too where the service
        broke off behind them. ``next_step`` is for a server that cannot be reached, ``hidden`` for the secrets of ``body``.

        Raises:
            UnreachableError: no answer in all attempts.
        """
        for secret in hidden:
            self._redact.add(secret)
        deadline = time.monotonic() + max(within, self._limits.least)
        attempts = Retrying(
            sleep=self._sleep,
            retry=lambda state: _is_worth_repeating(state, once=once is not None),
            stop=stop_after_attempt(self._limits.attempts) | stop_before_delay(within),
            wait=self._wait,
            retry_error_callback=_last_outcome,
        )
        headers = {"Content-Type": content_type} if content_type else None

        def attempt() -> Answer:
            request = self._client.build_request(
                method,
                url,
                content=None if body is None else body.get_secret_value().encode(),
                headers=headers,
                extensions={DEADLINE: min(deadline, time.monotonic() + self._limits.attempt)},
            )
            return self._answer(url, self._client.send(request))

        try:
            answer: Answer = attempts(attempt)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            what = f"No answer from {url}: {_cause(error, self._redact)}."
            if _is_untrusted(error):
                next_step = (
                    "Its certificate is not trusted: set SSL_CERT_FILE to a file with the certificates of its authority, or "
                    "SSL_CERT_DIR; checking it cannot be turned off."
                )
            elif once is not None and not isinstance(error, _NOTHING_SENT):
                next_step = once
            # The frames of the network's libraries hold what was sent.
            raise UnreachableError(what, next_step=next_step) from None
        return answer

    def _answer(self, url: str, response: httpx.Response) -> Answer:
        self._redact.add(SecretStr(response.request.headers.get("authorization", "").partition(" ")[2]))
        return Answer(
            url=url,
            status_code=response.status_code,
            reason=response.reason_phrase,
            headers=response.headers,
            body=response.content,
            flaw=response.extensions.get(FLAW),
            safe=self._redact,
        )

    def _wait(self, state: RetryCallState) -> float:
        """Return the pause before the next attempt: full jitter, or longer where the answer asks for it."""
        own = wait_random_exponential(multiplier=0.5, max=self._limits.retry_wait)(state)
        if state.outcome is None or state.outcome.exception() is not None:
            return own
        asked = asked_wait(state.outcome.result().headers, datetime.now(UTC))
        return max(own, min(asked or 0.0, self._limits.asked_wait))


def is_temporary(status_code: int) -> bool:
    """Whether a status says that the same request may be answered otherwise later."""
    return status_code >= httpx.codes.INTERNAL_SERVER_ERROR or status_code in {408, 425, 429}


def _is_worth_repeating(state: RetryCallState, *, once: bool) -> bool:
    if state.outcome is None:
        return False
    error = state.outcome.exception()
    if error is not None:
        is_transport = isinstance(error, httpx.TransportError) and not _is_untrusted(error)
        return is_transport and (not once or isinstance(error, _NOTHING_SENT))
    answer: Answer = state.outcome.result()
    if once:
        return answer.status_code == _TOO_MANY_REQUESTS
    is_cut = answer.status_code == httpx.codes.OK and answer.flaw is not None and answer.flaw.may_pass
    return is_cut or is_temporary(answer.status_code)


def _last_outcome(state: RetryCallState) -> Any:
    return state.outcome.result() if state.outcome is not None else None


def _cause(error: Exception, redact: Redactor) -> str:
    return " ".join(redact(f"{type(error).__name__}: {error}").split())[:_SHOWN].rstrip(": .")


def _is_untrusted(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None
