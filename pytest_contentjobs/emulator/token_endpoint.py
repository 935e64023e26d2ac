"""Access tokens: the OAuth token endpoint's grants and the check of the `Authorization` header."""

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pytest_contentjobs.emulator.responses import RawResponse, RequestRefusedError, vendor_error

MANAGE_SCOPE = "knowledge.contentmgr.manage"
"""The scope that the vendor's authentication guide requires; tenants may prefix it."""


@dataclass(frozen=True)
class _Grant:
    """What a token grants: until when it is accepted (seconds of the clock) and its scopes."""

    expires: float
    scope: str


def _make_refusal(status: int, error: str, description: str) -> RawResponse:
    """Make an OAuth error response; the vendor documents none, so RFC 6749, section 5.2, is followed."""
    return RawResponse(status, {"error": error, "error_description": description}, {"Cache-Control": "no-store"})


class TokenIssuer:
    """Issues and checks access tokens for one client.

    `lifetime` is in real seconds, as is `expires_in` of a response, since a client compares it with its own clock.
    The static token `token` never expires and has every scope.
    """

    def __init__(self, lifetime: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.token = secrets.token_urlsafe(24)
        self.client_id = "contentjobs-client"
        self.client_secret = secrets.token_urlsafe(24)
        self._lifetime = lifetime
        self._monotonic = monotonic
        self._grants: dict[str, _Grant] = {}
        self._lock = threading.Lock()

    def issue(self, form: Mapping[str, str]) -> RawResponse:
        """Respond to a request to the token endpoint: `client_credentials`, or `password` on behalf of a user.

        The vendor's guide requires `client_id` and `client_secret` in the body, and for `subject_username` or
        `subject_userid` instead of a user's password.
        """
        grant = form.get("grant_type")
        if grant is None:
            return _make_refusal(400, "invalid_request", "grant_type is missing")
        if grant not in ("client_credentials", "password"):
            return _make_refusal(400, "unsupported_grant_type", "use client_credentials or password")
        if form.get("client_id") != self.client_id or not secrets.compare_digest(
            form.get("client_secret", "").encode(), self.client_secret.encode()
        ):
            return _make_refusal(401, "invalid_client", "client_id or client_secret is wrong")
        if grant == "password" and not (form.get("subject_username") or form.get("subject_userid")):
            return _make_refusal(400, "invalid_request", "subject_username or subject_userid is missing")
        token = secrets.token_urlsafe(24)
        scope = form.get("scope") or MANAGE_SCOPE
        with self._lock:
            self._grants[token] = _Grant(self._monotonic() + self._lifetime, scope)
        body = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": int(self._lifetime),
            "scope": scope,
        }
        return RawResponse(200, body, {"Cache-Control": "no-store"})

    def check(self, authorization: str | None, denied: RawResponse) -> None:
        """Check the `Authorization` header of a request.

        Raises RequestRefusedError with 401-101 without an accepted bearer token, and with `denied` for a token whose
        scopes do not include the one for managing content.
        """
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        if scheme.lower() == "bearer" and secrets.compare_digest(token.encode(), self.token.encode()):
            return
        with self._lock:
            grant = self._grants.get(token)
        if scheme.lower() != "bearer" or grant is None or self._monotonic() >= grant.expires:
            raise RequestRefusedError(vendor_error("401-101"))
        if not any(scope.endswith(MANAGE_SCOPE) for scope in grant.scope.split()):
            raise RequestRefusedError(denied)
