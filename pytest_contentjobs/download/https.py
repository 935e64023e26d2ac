"""A log at an https:// address, requested without a token: the URL is its own credential."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus

import httpx

from pytest_contentjobs.boundary.network import classify_failure, find_proxy, is_temporary, look_up
from pytest_contentjobs.download.addresses import Reach, find_forbidden_kind
from pytest_contentjobs.download.location import HttpLocation
from pytest_contentjobs.download.remote_file import (
    ChangedError,
    DownloadResponse,
    InterruptedTransferError,
    MissingError,
    Patience,
)
from pytest_contentjobs.download.trust import JUDGE_BY_HAND
from pytest_contentjobs.errors import LogLocationError, LogUnavailableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.access import LOG_HOSTS

__all__ = ["Resolve", "open_web"]

#: From host and port to addresses, as text; raises OSError.
Resolve = Callable[[str, int], Sequence[str]]

_ERROR_BODY = 4096
_MOST_ADDRESSES = 4
_OVERLOADED, _REDIRECTED = Reason.LOG_SERVER_OVERLOADED, Reason.LOG_REDIRECTED


@contextmanager
def open_web(location: HttpLocation, patience: Patience, resolve: Resolve = look_up) -> Iterator[_WebFile]:
    """Open the file at a URL.

    Raises:
        LogLocationError: the URL's host is malformed.
        LogUnavailableError: the environment's proxy or certificates cannot be used.
    """
    try:
        httpx.URL(location.url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise LogLocationError(
            f"The log location {str(location)!r} is not a valid address.",
            next_step=f"Check the job in the service, {JUDGE_BY_HAND}.",
        ) from error
    try:
        # A transport rather than a client: a client logs every URL, and its query is a credential.
        proxy = find_proxy(location.url)
        transport = httpx.HTTPTransport(proxy=proxy, trust_env=True)
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise LogUnavailableError(
            f"The log {location} could not be fetched: the environment's proxy or certificates cannot be used.",
            next_step="Check HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR.",
            reason=Reason.NETWORK_SETTINGS_INVALID,
        ) from error
    with transport:
        yield _WebFile(location, transport, patience, resolve, has_proxy=proxy is not None)


class _WebFile:
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

    def request(self, start: int, etag: str | None) -> DownloadResponse:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "pytest-contentjobs"}
        if start:
            headers["Range"] = f"bytes={start}-"
        if etag:
            headers["If-Match"] = etag
        try:
            response = self._send(httpx.Request("GET", self._location.url, headers=headers))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as error:
            raise self._failure(error) from error
        if response.status_code in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return DownloadResponse(response.status_code, headers, _make_reader(response), response.close)
        try:
            raise self._refusal(response.status_code, _read_head(response))
        finally:
            response.close()

    def _send(self, request: httpx.Request) -> httpx.Response:
        """Send a request to an address that was checked, and not to another that its name may lead to later."""
        url = request.url
        addresses = self._check_addresses(url.host, url.port or (443 if url.scheme == "https" else 80))
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

    def _check_addresses(self, host: str, port: int) -> Sequence[str]:
        """Check and return the addresses to connect to; none if the user or a proxy chooses them."""
        reach = self._location.reach
        if reach is Reach.ANYWHERE or (self._has_proxy and not _is_address(host)):
            return []
        addresses = self._resolve(host, port)
        for address in addresses:
            if kind := find_forbidden_kind(address, reach):
                raise LogLocationError(
                    f"The job's log is on the host {host!r}. Its address {address} is {kind}, and no log is fetched from there.",
                    next_step=f"If the host is yours, allow it with {LOG_HOSTS.places}, {JUDGE_BY_HAND}."
                    if kind == "private"
                    else f"Check the job in the service, {JUDGE_BY_HAND}.",
                    reason=Reason.LOG_ADDRESS_UNTRUSTED,
                )
        if not addresses:
            raise OSError("no address")
        return [] if self._has_proxy else addresses

    def _failure(self, error: Exception) -> Exception:
        reason = classify_failure(error)
        if reason == Reason.CERTIFICATE_UNTRUSTED:
            return LogUnavailableError(
                f"The log {self._location} could not be fetched: the certificate of its server is not trusted.",
                next_step=f"Set SSL_CERT_FILE to the certificates of its authority, {JUDGE_BY_HAND}.",
                reason=reason,
            )
        return InterruptedTransferError(type(error).__name__, reason=reason)

    def _refusal(self, status: int, body: bytes) -> Exception:
        if status in {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE}:
            return ChangedError()
        shown = f"{status} {_phrase(status)}".rstrip()
        if status == HTTPStatus.NOT_FOUND:
            missing = LogUnavailableError(
                f"The log {self._location} does not exist ({shown}).",
                next_step=f"Check that the job wrote its log and that nobody removed it, {JUDGE_BY_HAND}.",
                reason=Reason.LOG_MISSING,
            )
            return missing if b"<Code>NoSuchBucket</Code>" in body else MissingError(missing)
        if is_temporary(status):
            step, reason = "The server is overloaded or has a problem of its own: run again later", _OVERLOADED
        elif HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            step, reason = "Redirects are not followed: let the service give the log's own address", _REDIRECTED
        else:
            step, reason = "A pre-signed URL expires: start the gate sooner after the job's end", Reason.LOG_FORBIDDEN
        final = LogUnavailableError(
            f"The log {self._location} could not be fetched: the server returned {shown}.",
            next_step=f"{step}, {JUDGE_BY_HAND}.",
            reason=reason,
        )
        return InterruptedTransferError(shown, final) if is_temporary(status) else final


def _make_reader(response: httpx.Response) -> Callable[[int], bytes]:
    """Return a function that reads so many bytes of the body, or fewer at its end and before an error."""
    # As it was sent: the reader of logs decompresses.
    pieces = response.iter_raw()
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
                failure = InterruptedTransferError(type(error).__name__, reason=classify_failure(error))
        data = bytes(held[:size])
        del held[:size]
        if failure is not None and not data:
            raise failure
        return data

    return read


def _read_head(response: httpx.Response) -> bytes:
    try:
        return _make_reader(response)(_ERROR_BODY)
    except InterruptedTransferError:
        return b""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    """Whether a host is an address in any notation, which no proxy needs to look up."""
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return False
    return True
