"""A transport for httpx that no server can hold, flood, or make repeat what it was sent.

The time limits of httpx are for one read each, so that a server which sends a byte at a time never exceeds them. Here every
request has a deadline, and its response is read whole, up to a limit, before it is returned.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import closing, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from pytest_contentjobs.boundary.network import find_proxy, is_loopback
from pytest_contentjobs.boundary.time_limit import TimedCalls

__all__ = ["DEADLINE", "FLAW", "BoundedTransport", "Flaw"]

#: The extension of a request that holds its deadline, in seconds of ``time.monotonic``.
DEADLINE = "contentjobs_deadline"
#: The extension of a response that holds the ``Flaw`` of its body, if it has one.
FLAW = "contentjobs_flaw"

_CONNECTIONS = 100
_TOO_LATE = "the time for the request is over"
_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32
_is_ours: ContextVar[bool] = ContextVar("contentjobs_is_ours", default=False)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a body is not what the server has: ``what`` completes "the response …"; ``may_pass`` if a retry may help."""

    what: str
    may_pass: bool


class BoundedTransport(httpx.BaseTransport):
    """Sends requests to one host, each until its deadline, and reads at most ``maximum_body`` bytes of a response.

    A response is returned with its body read and decompressed. A defect of the body is in the extension ``FLAW``, so that status
    and headers count all the same. Redirects are the caller's. The environment's proxies and certificates are used, except for
    loopback addresses, which no proxy could reach. Every request has a connection of its own: polls are far apart, and a
    server that closes an idle connection during a request leaves its outcome unknown.

    Raises:
        OSError, ValueError, ImportError: the environment's proxy or certificates cannot be used.
    """

    def __init__(self, url: str, *, maximum_body: int) -> None:
        self._maximum_body = maximum_body
        parts = urlsplit(url)
        trust_env = not is_loopback(parts.hostname or "")
        proxy = find_proxy(url) if trust_env else None
        try:
            self._transport = httpx.HTTPTransport(
                # Reading all certificates takes longer than many a request, and http:// needs none.
                verify=httpx.create_ssl_context(trust_env=trust_env)
                if parts.scheme != "http"
                else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                trust_env=trust_env,
                limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=0),
                proxy=proxy,
            )
        except httpx.InvalidURL as error:
            raise ValueError(str(error)) from error

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read its whole response; raises httpx.TransportError."""
        exchange = _Exchange(self._transport, request, self._maximum_body)
        flaw: Flaw | None = None
        with TimedCalls(request.extensions[DEADLINE] - time.monotonic()) as calls:
            try:
                calls.call(exchange.run)
            except TimeoutError:
                flaw = _cut_off(exchange.timeout())
            except httpx.TransportError as error:
                if exchange.response is None:
                    raise
                flaw = _cut_off(error)
            except BaseException:
                # Nothing may be sent any more once the caller believes that the request is over.
                exchange.abandon()
                raise
        response = exchange.response
        if response is None:
            raise exchange.timeout()
        raw = bytes(exchange.body)
        if len(raw) > self._maximum_body:
            raw, flaw = raw[: self._maximum_body], self._too_long()
        body, flaw = self._decompress(raw, response.headers.get("content-encoding", ""), flaw)
        headers = response.headers.copy()
        for name in ("content-encoding", "content-length", "transfer-encoding"):
            headers.pop(name, None)
        extensions = {**response.extensions, **({FLAW: flaw} if flaw else {})}
        return httpx.Response(response.status_code, headers=headers, content=body, extensions=extensions)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def _decompress(self, raw: bytes, encoding: str, flaw: Flaw | None) -> tuple[bytes, Flaw | None]:
        """Decompress what a gateway compressed without being asked; the limit holds for the decompressed body too."""
        if encoding.strip().lower() in {"", "identity"} or not raw:
            return raw, flaw
        if encoding.strip().lower() not in {"gzip", "x-gzip", "deflate"}:
            return b"", Flaw(f"has an encoding that was not requested ({encoding[:40]!r})", may_pass=False)
        unpacker = zlib.decompressobj(_ZLIB_OR_GZIP)
        try:
            body = unpacker.decompress(raw, self._maximum_body + 1)
        except zlib.error:
            return b"", Flaw("cannot be decompressed", may_pass=False)
        if len(body) > self._maximum_body:
            return body[: self._maximum_body], self._too_long()
        if flaw is None and not unpacker.eof:
            flaw = Flaw("is compressed and was cut off", may_pass=True)
        return body, flaw

    def _too_long(self) -> Flaw:
        return Flaw(f"is longer than {self._maximum_body} bytes", may_pass=False)


def _cut_off(error: httpx.TransportError) -> Flaw:
    return Flaw(f"broke off ({type(error).__name__}: {error})".replace(": )", ")"), may_pass=True)


class _Exchange:
    """One request and its response, made on one thread and abandoned by another."""

    def __init__(self, transport: httpx.HTTPTransport, request: httpx.Request, maximum_body: int) -> None:
        self._transport, self._maximum_body = transport, maximum_body
        self._request = request
        request.extensions = {**request.extensions, "trace": self._trace}
        self._lock = threading.Lock()
        self._is_abandoned = self._is_sent = False
        self._connection: socket.socket | None = None
        self.response: httpx.Response | None = None
        self.body = bytearray()

    def run(self) -> None:
        """Send the request, then read the response until its end or one byte too many; raises httpx.TransportError."""
        _is_ours.set(True)
        try:
            response = self._transport.handle_request(self._request)
        except UnicodeError as error:
            raise httpx.ConnectError(str(error)) from error
        with closing(response):
            self.response = response
            for chunk in response.iter_raw():
                self.body += chunk[: self._maximum_body + 1]
                if len(self.body) > self._maximum_body:
                    return

    def abandon(self) -> None:
        """Send nothing more, and end the thread that waits for the server."""
        with self._lock:
            self._is_abandoned = True
        if self._connection is not None:
            with suppress(OSError):
                # Not by the TLS socket, which the other thread is using.
                socket.socket.shutdown(self._connection, socket.SHUT_RDWR)

    def timeout(self) -> httpx.TransportError:
        """Abandon the request and return the error, a ConnectTimeout only if no byte of it has been or will be sent."""
        self.abandon()
        return httpx.ReadTimeout(_TOO_LATE) if self._is_sent else httpx.ConnectTimeout(_TOO_LATE)

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note how far the request is (https://www.python-httpx.org/advanced/extensions/#trace), and stop it if abandoned."""
        with self._lock:
            if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
                self._connection = info["return_value"].get_extra_info("socket")
                if self._is_abandoned:
                    info["return_value"].close()
            is_sending = event.endswith((".send_request_headers.started", ".send_request_body.started"))
            if self._is_abandoned and (is_sending or ".connect_tcp." in event or ".start_tls." in event):
                raise httpx.ConnectTimeout(_TOO_LATE)
            self._is_sent |= is_sending


def _is_of_others(_record: logging.LogRecord) -> bool:
    return not _is_ours.get()


# httpcore logs the headers of responses, cookies among them, if a user has set its loggers to DEBUG. Its records of requests
# through this module are dropped, and none of the user's own.
for _name in ("connection", "http11", "proxy", "socks"):
    logging.getLogger(f"httpcore.{_name}").addFilter(_is_of_others)
