"""Authentication of requests: httpx ``Auth`` classes that add a bearer token and renew it in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.errors import UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.http import RequestLimits
from pytest_contentjobs.service.tokens import CommandSource, EndpointSource, FileSource, TokenSource
from pytest_contentjobs.service.transport import DEADLINE
from pytest_contentjobs.settings.credentials import (
    ClientCredentials,
    Credentials,
    OnBehalf,
    StaticToken,
    TokenCommand,
    TokenFile,
)

__all__ = ["BearerAuth", "Renewable", "RenewingAuth", "ServiceAuth", "make_auth", "make_token_source"]

#: The credentials that can give another token.
Renewable = TokenFile | TokenCommand | ClientCredentials | OnBehalf


#: How long before its expiry a token is renewed, in seconds; a quarter of a short lifetime.
_MARGIN = 60.0
_MARGIN_SHARE = 0.25


class ServiceAuth(httpx.Auth):
    """The base of all. ``next_step`` is what to do if the service returns 401 all the same."""

    next_step: str


class BearerAuth(ServiceAuth):
    """A bearer token that is set directly and cannot be renewed."""

    def __init__(self, token: SecretStr, variable: str = "CONTENTJOBS_ACCESS_TOKEN") -> None:
        self._token = token
        self.next_step = (
            f"The token is wrong or has expired: get a new one and set {variable}. Only a token from CONTENTJOBS_TOKEN_FILE, "
            "CONTENTJOBS_TOKEN_COMMAND or CONTENTJOBS_TOKEN_URL is renewed automatically."
        )

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the token into the request's header."""
        _sign(request, self._token)
        yield request


@dataclass(frozen=True, slots=True)
class _Held:
    token: SecretStr
    renew_at: float | None


class RenewingAuth(ServiceAuth):
    """A bearer token that is fetched when it is needed, renewed before it expires, and once more after a 401.

    Threads and clients may share it: while one fetches a token the others wait for it, each until its request's deadline.
    ``clock`` is in seconds and never goes back.

    Requests raise, besides httpx's errors:
        UnreachableError: the token endpoint did not respond, or the time for the request was over.
        RejectedError, UnexpectedResponseError: the token endpoint refused, or its response has no token.
        TokenError: the file or the command gave no token.
    """

    def __init__(
        self,
        source: TokenSource,
        *,
        clock: Callable[[], float] = time.monotonic,
        redact: Redactor | None = None,
    ) -> None:
        self._source = source
        self._clock = clock
        self._redact = redact or Redactor()
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self.next_step = source.next_step

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with a token, and once more with a new one if the response is 401."""
        token = self._get_token(request, refused=None)
        _sign(request, token)
        response = yield request
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        renewed = self._get_token(request, refused=token)
        if renewed.get_secret_value() != token.get_secret_value():
            _sign(request, renewed)
            yield request

    def _get_token(self, request: httpx.Request, *, refused: SecretStr | None) -> SecretStr:
        """Return the current token, or a new one if that is too old or is the one that was refused."""
        deadline: float = request.extensions[DEADLINE]
        if not self._lock.acquire(timeout=max(deadline - time.monotonic(), 0)):
            raise UnreachableError(
                "Another request is renewing the access token, which did not arrive in time.",
                next_step="Check the token endpoint or command, then run again.",
                reason=Reason.TOKEN_UNAVAILABLE,
            )
        try:
            held = self._held
            if held is None or held.token is refused or self._is_old(held):
                requested_at = self._clock()
                fetched = self._source.fetch(deadline - time.monotonic())
                self._redact.add(fetched.token)
                held = _Held(fetched.token, _renewal_time(requested_at, fetched.lifetime))
                self._held = held
            return held.token
        finally:
            self._lock.release()

    def _is_old(self, held: _Held) -> bool:
        return held.renew_at is not None and self._clock() >= held.renew_at


def make_auth(
    credentials: Credentials,
    *,
    limits: RequestLimits | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    redact: Redactor | None = None,
) -> ServiceAuth:
    """Return the authentication for some credentials, without sending anything.

    ``redact`` learns each new token before it is used.
    """
    if isinstance(credentials, StaticToken):
        return BearerAuth(credentials.token, credentials.variable)
    source = make_token_source(credentials, limits=limits, sleep=sleep, redact=redact)
    return RenewingAuth(source, clock=clock, redact=redact)


def make_token_source(
    credentials: Renewable,
    *,
    limits: RequestLimits | None = None,
    sleep: Callable[[float], None] = time.sleep,
    redact: Redactor | None = None,
) -> TokenSource:
    """Return the source of tokens for some credentials, without sending anything."""
    if isinstance(credentials, TokenFile):
        return FileSource(credentials)
    if isinstance(credentials, TokenCommand):
        return CommandSource(credentials)
    return EndpointSource(credentials, limits=limits, sleep=sleep, redact=redact)


def _renewal_time(requested_at: float, lifetime: float | None) -> float | None:
    return None if lifetime is None else requested_at + lifetime - min(_MARGIN, lifetime * _MARGIN_SHARE)


def _sign(request: httpx.Request, token: SecretStr) -> None:
    request.headers["Authorization"] = f"Bearer {token.get_secret_value()}"
