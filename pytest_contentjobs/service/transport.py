"""The network's edge: a transport of httpx that no server can hold, flood or make reveal what it was sent.

httpcore's time limits are for one read each, so that a server which drips bytes is never too late. Here a request has a
deadline that every connect, read and write obeys, and its answer is read whole, with a cap, before it is handed on.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from pytest_contentjobs.boundary.network import is_loopback

__all__ = ["DEADLINE", "FLAW", "BoundedTransport", "Flaw"]

#: The extension of a request that holds its deadline, in seconds of ``time.monotonic``.
DEADLINE = "contentjobs_deadline"
#: The extension of an answer that holds a ``Flaw`` of its body, where it has one.
FLAW = "contentjobs_flaw"

_CONNECTIONS = 100
# Servers close connections that rest; one that is closed while a request is on its way leaves its fate unknown.
_REST = 5.0
_WRITE = 16_384
_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32
_deadline: ContextVar[float | None] = ContextVar("contentjobs_deadline", default=None)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a body is not what the server has: ``what`` completes "the answer …"; ``may_pass`` if another try may help."""

    what: str
    may_pass: bool


class BoundedTransport(httpx.BaseTransport):
    """Sends requests to one host, each until its deadline, and reads at most ``maximum_body`` bytes of an answer.

    An answer comes back with its body read and unpacked. What is wrong with the body stands in the extension ``FLAW``, so
    that status and headers count all the same. Redirects are the caller's. The environment's proxies and certificates
    are used, but not for loopback, which no proxy could reach.

    Raises:
        OSError, ValueError, ImportError: the environment's proxy or certificates cannot be used.
    """

    def __init__(self, url: str, *, maximum_body: int) -> None:
        self._maximum_body = maximum_body
        parts = urlsplit(url)
        trust_env = not is_loopback(parts.hostname or "")
        proxy = _environment_proxy(url) if trust_env else None
        common: dict[str, Any] = {
            # To read all certificates takes longer than many a request, and http:// needs none.
            "ssl_context": httpx.create_ssl_context(trust_env=trust_env) if parts.scheme != "http" else None,
            "max_connections": _CONNECTIONS,
            "keepalive_expiry": _REST,
            "network_backend": _Backend(),
        }
        self._pool: httpcore.ConnectionPool
        if proxy is None:
            self._pool = httpcore.ConnectionPool(**common)
        else:
            kind = httpcore.SOCKSProxy if proxy.url.scheme.startswith("socks") else httpcore.HTTPProxy
            address = httpcore.URL(
                scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=proxy.url.raw_path
            )
            self._pool = kind(proxy_url=address, proxy_auth=proxy.raw_auth, **common)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read its whole answer; raises httpx.TransportError."""
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        token = _deadline.set(request.extensions[DEADLINE])
        try:
            with _errors_of_httpx():
                answer = self._pool.handle_request(
                    httpcore.Request(
                        request.method,
                        target,
                        headers=request.headers.raw,
                        content=request.stream,
                        extensions=request.extensions,
                    )
                )
            with closing(answer):
                raw, flaw = self._read(answer.iter_stream())
        finally:
            _deadline.reset(token)
        headers = httpx.Headers(answer.headers)
        body, flaw = self._unpacked(raw, headers.get("content-encoding", ""), flaw)
        for name in ("content-encoding", "content-length", "transfer-encoding"):
            headers.pop(name, None)
        extensions = {**answer.extensions, **({FLAW: flaw} if flaw else {})}
        return httpx.Response(answer.status, headers=headers, content=body, extensions=extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def _read(self, chunks: Iterable[bytes]) -> tuple[bytes, Flaw | None]:
        body = bytearray()
        try:
            with _errors_of_httpx():
                for chunk in chunks:
                    body += chunk
                    if len(body) > self._maximum_body:
                        return bytes(body[: self._maximum_body]), self._too_long()
        except httpx.TransportError as error:
            return bytes(body), Flaw(f"broke off ({type(error).__name__}: {error})".replace(": )", ")"), may_pass=True)
        return bytes(body), None

    def _unpacked(self, raw: bytes, encoding: str, flaw: Flaw | None) -> tuple[bytes, Flaw | None]:
        """Unpack what a gateway packed though nobody asked it to; the cap holds for the unpacked body too."""
        if encoding.strip().lower() in {"", "identity"} or not raw:
            return raw, flaw
        if encoding.strip().lower() not in {"gzip", "x-gzip", "deflate"}:
            return b"", Flaw(f"is packed in a way that was not asked for ({encoding[:40]!r})", may_pass=False)
        unpacker = zlib.decompressobj(_ZLIB_OR_GZIP)
        try:
            body = unpacker.decompress(raw, self._maximum_body + 1)
        except zlib.error:
            return b"", Flaw("is packed and cannot be unpacked", may_pass=False)
        if len(body) > self._maximum_body:
            return body[: self._maximum_body], self._too_long()
        if flaw is None and not unpacker.eof:
            flaw = Flaw("is packed and was cut off", may_pass=True)
        return body, flaw

    def _too_long(self) -> Flaw:
        return Flaw(f"is longer than {self._maximum_body} bytes", may_pass=False)


class _Stream(httpcore.NetworkStream):
    """A connection whose reads and writes all end at the deadline of the request that is on its way."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITE):
            self._stream.write(buffer[start : start + _WRITE], _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout, httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects within the deadline, however many addresses a host has."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        last: Exception = httpcore.ConnectError("the host has no address")
        for address in _addresses(host, port, _left(timeout, httpcore.ConnectTimeout)):
            left = _left(timeout, httpcore.ConnectTimeout)
            try:
                return _Stream(self._backend.connect_tcp(address, port, left, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last


def _addresses(host: str, port: int, timeout: float | None) -> Iterable[str]:
    """Ask the name server for a host's addresses, on a thread of its own: its own time limits are the system's to set."""
    outcome: SimpleQueue[Iterable[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            outcome.put(dict.fromkeys(str(entry[4][0]) for entry in found))
        except Exception as error:  # noqa: BLE001 - raised again below
            outcome.put(error)

    threading.Thread(target=ask, name="contentjobs-name", daemon=True).start()
    try:
        found = outcome.get(timeout=timeout)
    except Empty:
        raise httpcore.ConnectTimeout("the name server did not answer in time") from None
    if isinstance(found, OSError | UnicodeError):
        raise httpcore.ConnectError(str(found)) from found
    if isinstance(found, Exception):
        raise found
    return found


def _left(timeout: float | None, kind: type[httpcore.TimeoutException]) -> float | None:
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = deadline - time.monotonic()
    if left <= 0:
        raise kind("the time for the request is over")
    return left if timeout is None else min(left, timeout)


@contextmanager
def _errors_of_httpx() -> Iterator[None]:
    """Raise httpx's own error for each of httpcore's, which bear the same names."""
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.UnsupportedProtocol,
    ) as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error)) from error


def _environment_proxy(url: str) -> httpx.Proxy | None:
    """Return the proxy that the environment or the system names for a URL; raises ValueError."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found:
        return None
    try:
        return httpx.Proxy(found if "://" in found else f"http://{found}")
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error


def _is_of_others(_record: logging.LogRecord) -> bool:
    return _deadline.get() is None


# httpcore logs the headers of answers, cookies among them, where a user has set its loggers to DEBUG. Their records of
# requests on their way through this module are dropped, and none of the user's own.
for _name in ("connection", "http11", "proxy", "socks"):
    logging.getLogger(f"httpcore.{_name}").addFilter(_is_of_others)
