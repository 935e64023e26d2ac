"""One request: limited in time and size, retried if that is safe, with a response that is safe to show."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr
from tenacity import RetryCallState, Retrying, stop_after_attempt, stop_before_delay, wait_random_exponential

from pytest_contentjobs.boundary.network import classify_failure, find_proxy, is_temporary
from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.errors import SettingsError, UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.retry_after import read_requested_wait
from pytest_contentjobs.service.transport import DEADLINE, FLAW, BoundedTransport, Flaw

__all__ = ["Http", "RequestLimits", "Response"]

_SHOWN = 200
_NETWORK_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
# With these it is certain that no byte of a request has been sent.
_NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_NEXT_STEPS = {
    Reason.CERTIFICATE_UNTRUSTED: "Its certificate is not trusted: set SSL_CERT_FILE to a file with the certificates of its "
    "authority, or SSL_CERT_DIR. Verification cannot be turned off.",
    Reason.PROXY_FAILED: "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY, with the user name and password in them.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestLimits:
    """How long and how large a request may become; times are in seconds, ``body`` is in bytes.

    ``connect`` and ``read`` are for one step each, ``attempt`` for a whole request and its response. ``least`` is what a
    single attempt has even if less is left, so that a poll at the deadline can still get a response. ``retry_wait`` is the
    longest pause between two of the ``attempts``, ``requested_wait`` the longest that a response can request.
    """

    # Enough for three packets of TCP, and twice this is a time that a person waits for a wrong address.
    connect: float = 7
    read: float = 30
    attempt: float = 60
    least: float = 10
    attempts: int = 4
    retry_wait: float = 8
    requested_wait: float = 120
    body: int = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """A server's response. ``redact`` hides the secrets of the request, which its text may repeat."""

    url: str
    status_code: int
    phrase: str
    headers: httpx.Headers
    body: bytes
    flaw: Flaw | None
    redact: Redactor

    @property
    def status_line(self) -> str:
        """The status code with the server's phrase for it."""
        return self.redact(f"{self.status_code} {self.phrase}".rstrip())

    def json(self) -> Any:
        """Decode the body; None if it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def excerpt(self) -> str:
        """Return the beginning of the body, quoted, for an error text."""
        # Redacted before the cut, which may leave a part of a secret.
        text = " ".join(self.redact(self.body.decode("utf-8", errors="replace")).split())
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
                next_step=f"Check {_list_network_variables()}.",
                reason=Reason.NETWORK_SETTINGS_INVALID,
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
    ) -> Response:
        """Send a request and return its last response, whatever its status; retries end ``within`` seconds.

        It is retried after connection errors, 408, 425, 429 and 5xx. If ``once`` is given, the request may do something that
        must not be done twice: it is retried only if nothing was sent, or after 429, which refuses it; ``once`` is the next
        step if its outcome is unknown. A 503 is not such a refusal: gateways send it as well if the service broke off behind
        them. ``next_step`` is for a server that cannot be reached, ``hidden`` for the secrets of ``body``.

        Raises:
            UnreachableError: no response in all attempts.
        """
        for secret in hidden:
            self._redact.add(secret)
        deadline = time.monotonic() + max(within, self._limits.least)
        attempts = Retrying(
            sleep=self._sleep,
            retry=lambda state: _is_worth_a_retry(state, once=once is not None),
            stop=stop_after_attempt(self._limits.attempts) | stop_before_delay(within),
            wait=self._pause,
            retry_error_callback=_last_outcome,
        )
        headers = {"Content-Type": content_type} if content_type else None

        def attempt() -> Response:
            request = self._client.build_request(
                method,
                url,
                content=None if body is None else body.get_secret_value().encode(),
                headers=headers,
                extensions={DEADLINE: min(deadline, time.monotonic() + self._limits.attempt)},
            )
            return self._response(url, self._client.send(request))

        try:
            response: Response = attempts(attempt)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            reason = classify_failure(error)
            if once is not None and not isinstance(error, _NOTHING_SENT):
                reason, next_step = Reason.JOB_PERHAPS_CREATED, once
            elif reason in _NEXT_STEPS:
                next_step = _NEXT_STEPS[reason]
            # The frames of the network's libraries hold what was sent.
            raise UnreachableError(
                f"No response from {url}{_describe_proxy(url, self._redact)}: {_describe(error, self._redact)}.",
                next_step=next_step,
                reason=reason,
            ) from None
        return response

    def _response(self, url: str, response: httpx.Response) -> Response:
        self._redact.add(SecretStr(response.request.headers.get("authorization", "").partition(" ")[2]))
        return Response(
            url=url,
            status_code=response.status_code,
            phrase=response.reason_phrase,
            headers=response.headers,
            body=response.content,
            flaw=response.extensions.get(FLAW),
            redact=self._redact,
        )

    def _pause(self, state: RetryCallState) -> float:
        """Return the pause before the next attempt: full jitter, or longer if the response requests it."""
        own = wait_random_exponential(multiplier=0.5, max=self._limits.retry_wait)(state)
        if state.outcome is None or state.outcome.exception() is not None:
            return own
        requested = read_requested_wait(state.outcome.result().headers, datetime.now(UTC))
        return max(own, min(requested or 0.0, self._limits.requested_wait))


def _is_worth_a_retry(state: RetryCallState, *, once: bool) -> bool:
    if state.outcome is None:
        return False
    error = state.outcome.exception()
    if error is not None:
        may_pass = isinstance(error, httpx.TransportError) and classify_failure(error) != Reason.CERTIFICATE_UNTRUSTED
        if _has_no_address(error) and state.attempt_number > 1:
            # More attempts only cost time.
            return False
        return may_pass and (not once or isinstance(error, _NOTHING_SENT))
    response: Response = state.outcome.result()
    if once:
        return response.status_code == httpx.codes.TOO_MANY_REQUESTS
    is_cut = response.status_code == httpx.codes.OK and response.flaw is not None and response.flaw.may_pass
    return is_cut or is_temporary(response.status_code)


def _has_no_address(error: BaseException) -> bool:
    """Whether the name was not found, or nobody was there who could respond."""
    return isinstance(error, httpx.ConnectTimeout) or classify_failure(error) == Reason.NAME_NOT_FOUND


def _last_outcome(state: RetryCallState) -> Any:
    return state.outcome.result() if state.outcome is not None else None


def _list_network_variables() -> str:
    """Return the variables that say how the network is reached: those that are set or, if none is, all of them."""
    names = _NETWORK_VARIABLES
    given = [name for name in names if os.environ.get(name) or os.environ.get(name.lower())]
    *first, last = given or names
    return f"{', '.join(first)} and {last}" if first else last


def _describe_proxy(url: str, redact: Redactor) -> str:
    proxy = urlsplit(find_proxy(url) or "")
    return redact(f" through the proxy {proxy.netloc.rpartition('@')[2]}") if proxy.netloc else ""


def _describe(error: Exception, redact: Redactor) -> str:
    return " ".join(redact(f"{type(error).__name__}: {error}").split())[:_SHOWN].rstrip(": .")
