"""How a request shows who asks: one httpx ``Auth`` class a way."""

from __future__ import annotations

from collections.abc import Generator

import httpx

from pytest_contentjobs.settings import Secret

__all__ = ["BearerAuth"]


class BearerAuth(httpx.Auth):
    """A bearer token that was given and cannot be renewed."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the token into the request's header."""
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        yield request
