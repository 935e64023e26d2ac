"""A log at an https:// address, asked for without any token: the URL is its own credential."""

from __future__ import annotations

import socket
import ssl
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus

import httpx

from pytest_contentjobs.boundary.network import is_loopback
from pytest_contentjobs.download.addresses import Reach, refusal
from pytest_contentjobs.download.location import HttpLocation
from pytest_contentjobs.download.source import Answer, ChangedError, InterruptedTransferError, MissingError, Patience
from pytest_contentjobs.download.trust import JUDGE_ALONE
from pytest_contentjobs.errors import LogLocationError, LogUnavailableError
from pytest_contentjobs.settings.options.access import LOG_HOSTS

__all__ = ["Resolve", "addresses_of", "web_source"]

#: From host and port to addresses, as text; raises OSError.
Resolve = Callable[[str, int], Sequence[str]]

_TEMPORARY_STATUSES = {408, 425, 429, 500, 502, 503, 504}
_ERROR_BODY = 4096
_MOST_ADDRESSES = 4
_SHOWN = 40


def addresses_of(host: str, port: int) -> Sequence[str]:
    """Ask the name server, once, for all addresses of a host; a number in any spelling is one too."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@contextmanager
def web_source(location: HttpLocation, patience: Patience, resolve: Resolve = addresses_of) -> Iterator[_WebSource]:
    """Give the source of a URL.

    Raises:
        LogLocationError: the URL's host is malformed.
        LogUnavailableError: the environment's proxy or certificates cannot be used.
    """
    try:
        url = httpx.URL(location.url)
        proxy = _proxy(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise LogLocationError(
            f"The log location {str(location)!r} cannot be read as an address.",
            next_step=f"Look at the job in the service, {JUDGE_ALONE}.",
        ) from error
    try:
        # A transport and no client: a client logs every URL, and its query is a credential.
        transport = httpx.HTTPTransport(proxy=proxy, trust_env=True)
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise LogUnavailableError(
            f"The log {location} could not be fetched: the environment's proxy or certificates cannot be used.",
            next_step="Check HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR.",
        ) from error
    with transport:
        yield _WebSource(location, transport, patience, resolve, has_proxy=proxy is not None)


class _WebSource:
    def __init__(
        self,
        location: HttpLocation,
        transport: httpx.HTTPTransport,
        patience: Patience,
        resolve: Resolve,
        *,
        has_proxy: bool,
    ) -> None:
        self._location = location
        self._transport = transport
        self._resolve = resolve
        self._has_proxy = has_proxy
        self._limits = httpx.Timeout(patience.silence, connect=min(10.0, patience.silence)).as_dict()

    def ask(self, start: int, etag: str | None) -> Answer:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "pytest-contentjobs"}
        if start:
            headers["Range"] = f"bytes={start}-"
        if etag:
            headers["If-Match"] = etag
        try:
            answer = self._send(httpx.Request("GET", self._location.url, headers=headers))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as error:
            raise self._failed(error) from error
        if answer.status_code in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status_code, headers, _reader(answer), answer.close)
        try:
            raise self._refused(answer.status_code, _head(answer))
        finally:
            answer.close()

    def _send(self, request: httpx.Request) -> httpx.Response:
        """Send a request to an address that was checked, and to no other that its name may lead to later."""
        url = request.url
        addresses = self._checked_addresses(url.host, url.port or (443 if url.scheme == "https" else 80))
        extensions = {"timeout": self._limits}
        if not addresses:
            request.extensions = extensions
            return self._transport.handle_request(request)
        for address in addresses[:_MOST_ADDRESSES]:
            direct = httpx.Request(
                request.method,
                url.copy_with(host=address),
                # The name stays where the server looks for it: in the Host header and in TLS.
                headers=request.headers,
                extensions={**extensions, "sni_hostname": url.host},
            )
            try:
                return self._transport.handle_request(direct)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure

    def _checked_addresses(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses to connect to; none where the user or a proxy chooses them."""
        reach = self._location.reach
        if reach is Reach.ANYWHERE or (self._has_proxy and not _is_address(host)):
            return []
        addresses = self._resolve(host, port)
        for address in addresses:
            if kind := refusal(address, reach):
                raise LogLocationError(
                    f"The job's log lies on the host {host!r}, whose address {address} is {kind}: no place for a log.",
                    next_step=f"If it is yours and not link-local, allow it with {LOG_HOSTS.places}, {JUDGE_ALONE}."
                    if kind == "private"
                    else f"Look at the job in the service, {JUDGE_ALONE}.",
                )
        if not addresses:
            raise OSError("no address")
        return [] if self._has_proxy else addresses

    def _failed(self, error: Exception) -> Exception:
        if _is_about_certificate(error):
            return LogUnavailableError(
                f"The log {self._location} could not be fetched: the certificate of its server is not trusted.",
                next_step=f"Set SSL_CERT_FILE to the certificates of your own authority, {JUDGE_ALONE}.",
            )
        return InterruptedTransferError(type(error).__name__)

    def _refused(self, status: int, body: bytes) -> Exception:
        if status in {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE}:
            return ChangedError()
        said = f"{status} {_phrase(status)}".rstrip()
        if status == HTTPStatus.NOT_FOUND:
            missing = LogUnavailableError(
                f"The log {self._location} does not exist ({said}).",
                next_step=f"Check that the job wrote its log and that nobody removed it, {JUDGE_ALONE}.",
            )
            return missing if b"<Code>NoSuchBucket</Code>" in body else MissingError(missing)
        if status in _TEMPORARY_STATUSES:
            step = "The server has trouble of its own: run again later"
        elif HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            step = "Redirects are not followed: let the service give the log's own address"
        else:
            step = "A pre-signed URL expires: start the gate sooner after the job's end"
        final = LogUnavailableError(
            f"The log {self._location} was refused with {said}.", next_step=f"{step}, {JUDGE_ALONE}."
        )
        return InterruptedTransferError(said, final) if status in _TEMPORARY_STATUSES else final


def _reader(answer: httpx.Response) -> Callable[[int], bytes]:
    """Return a function that reads so many bytes of the body, fewer at its end and before an error."""
    # As it was sent: the reader of logs unpacks.
    pieces = answer.iter_raw()
    held = bytearray()
    failure: InterruptedTransferError | None = None

    def read(size: int) -> bytes:
        nonlocal failure
        while len(held) < size and failure is None:
            try:
                held.extend(next(pieces))
            except StopIteration:
                break
            except (httpx.HTTPError, OSError) as error:
                failure = InterruptedTransferError(type(error).__name__)
        data = bytes(held[:size])
        del held[:size]
        if failure is not None and not data:
            raise failure
        return data

    return read


def _head(answer: httpx.Response) -> bytes:
    try:
        return _reader(answer)(_ERROR_BODY)
    except InterruptedTransferError:
        return b""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    """Whether a host is an address in any spelling, which a proxy need not be asked about."""
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return False
    return True


def _proxy(url: httpx.URL) -> str | None:
    if is_loopback(url.host) or urllib.request.proxy_bypass(url.host):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(url.scheme) or proxies.get("all")


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
