"""How a request shows who asks: httpx ``Auth`` classes that put a bearer token into it, and get a new one in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.errors import UnreachableError
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

__all__ = ["BearerAuth", "Renewable", "RenewingAuth", "ServiceAuth", "authentication", "token_source"]

#: The credentials that can give another token.
Renewable = TokenFile | TokenCommand | ClientCredentials | OnBehalf


#: How long before its end a token is renewed, in seconds; of a short life a quarter.
_MARGIN = 60.0
_MARGIN_SHARE = 0.25


class ServiceAuth(httpx.Auth):
    """What all ways have in common. ``next_step`` is what to do where the service answers 401 all the same."""

    next_step: str


class BearerAuth(ServiceAuth):
    """A bearer token that was given and cannot be renewed."""

    def __init__(self, token: SecretStr, variable: str = "CONTENTJOBS_ACCESS_TOKEN") -> None:
        self._token = token
        self.next_step = (
            f"The token is wrong or has expired: get a new one and set {variable}. A token that was given cannot be renewed; "
            "one from CONTENTJOBS_TOKEN_FILE, CONTENTJOBS_TOKEN_COMMAND or CONTENTJOBS_TOKEN_URL can."
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
    """A bearer token that is got when it is needed, again before it ends, and once more after a 401.

    Threads and clients may share it: while one gets a token the others wait for it, each until its request's deadline.
    ``clock`` is in seconds and never goes back.

    Requests raise, beside httpx's errors:
        UnreachableError: the token endpoint did not answer, or the time for the request was over.
        RejectedError, UnexpectedAnswerError: what the token endpoint said.
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
        """Send the request with a token, and once more with a new one where the answer is 401."""
        token = self._token(request, refused=None)
        _sign(request, token)
        answer = yield request
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            return
        renewed = self._token(request, refused=token)
        if renewed.get_secret_value() != token.get_secret_value():
            _sign(request, renewed)
            yield request

    def _token(self, request: httpx.Request, *, refused: SecretStr | None) -> SecretStr:
        """Return the token that is held, or a new one if that is too old or the one that was refused."""
        deadline: float = request.extensions[DEADLINE]
        if not self._lock.acquire(timeout=max(deadline - time.monotonic(), 0)):
            raise UnreachableError(
                "The access token is being renewed by another request, and did not come in time.",
                next_step="Look at the token endpoint or command, then run again.",
            )
        try:
            held = self._held
            if held is None or held.token is refused or self._is_old(held):
                asked = self._clock()
                fetched = self._source.fetch(deadline - time.monotonic())
                self._redact.add(fetched.token)
                held = _Held(fetched.token, _renewal(asked, fetched.lifetime))
                self._held = held
            return held.token
        finally:
            self._lock.release()

    def _is_old(self, held: _Held) -> bool:
        return held.renew_at is not None and self._clock() >= held.renew_at


def authentication(
    credentials: Credentials,
    *,
    limits: RequestLimits | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    redact: Redactor | None = None,
) -> ServiceAuth:
    """Return the way to sign requests that belongs to some credentials; nothing is asked of anybody yet.

    ``redact`` learns each new token before it is used.
    """
    if isinstance(credentials, StaticToken):
        return BearerAuth(credentials.token, credentials.variable)
    source = token_source(credentials, limits=limits, sleep=sleep, redact=redact)
    return RenewingAuth(source, clock=clock, redact=redact)


def token_source(
    credentials: Renewable,
    *,
    limits: RequestLimits | None = None,
    sleep: Callable[[float], None] = time.sleep,
    redact: Redactor | None = None,
) -> TokenSource:
    """Return where the tokens of some credentials come from; nothing is asked of anybody yet."""
    if isinstance(credentials, TokenFile):
        return FileSource(credentials)
    if isinstance(credentials, TokenCommand):
        return CommandSource(credentials)
    return EndpointSource(credentials, limits=limits, sleep=sleep, redact=redact)


def _renewal(asked: float, lifetime: float | None) -> float | None:
    return None if lifetime is None else asked + lifetime - min(_MARGIN, lifetime * _MARGIN_SHARE)


def _sign(request: httpx.Request, token: SecretStr) -> None:
    request.headers["Authorization"] = f"Bearer {token.get_secret_value()}"
