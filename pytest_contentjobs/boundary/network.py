"""The network as this machine sees it: addresses, names, proxies, and why a request failed."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import urllib.request
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from pytest_contentjobs.model.reason import Reason

__all__ = ["classify_failure", "complete_proxy_url", "find_proxy", "is_loopback", "is_temporary", "look_up"]

_SERVER_ERROR = 500
#: Client errors that mean "later": request timeout, too early, too many requests (RFC 9110, RFC 8470, RFC 6585).
_TEMPORARY = frozenset({408, 425, 429})
_LONGEST_CHAIN = 30
# As httpx, botocore and urllib3 name them; their modules are not imported for that.
_PROXY_ERRORS = frozenset({"ProxyError", "ProxyConnectionError"})


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself, without asking a name server."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_temporary(status_code: int) -> bool:
    """Whether an HTTP status says that the same request may succeed later."""
    return status_code >= _SERVER_ERROR or status_code in _TEMPORARY


def look_up(host: str, port: int) -> Sequence[str]:
    """Return all addresses of a host, from one lookup; a number in any notation is an address too.

    Raises:
        OSError: the name server has none.
        UnicodeError: it cannot be a host name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def find_proxy(url: str) -> str | None:
    """Return the URL of the proxy that the environment or the system names for a URL; None for a direct connection."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return complete_proxy_url(found) if found else None


def complete_proxy_url(text: str) -> str:
    """Return the value of a proxy variable as a URL: the scheme may be left out, and is then http."""
    return text if "://" in text else f"http://{text}"


def classify_failure(error: BaseException) -> Reason | None:
    """Return the code of what kept a request from its server, if the causes of the error show it: certificate, name, proxy."""
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Reason.CERTIFICATE_UNTRUSTED
    if any(type(cause).__name__ in _PROXY_ERRORS for cause in causes):
        return Reason.PROXY_FAILED
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Reason.TLS_FAILED
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return Reason.NAME_NOT_FOUND
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what caused it: urllib3 and botocore keep a cause in ``args`` or ``reason`` as well."""
    waiting: list[object] = [error]
    seen: list[BaseException] = []
    while waiting and len(seen) < _LONGEST_CHAIN:
        found = waiting.pop()
        if isinstance(found, BaseException) and not any(found is other for other in seen):
            seen.append(found)
            yield found
            cause = found.__cause__ if found.__suppress_context__ else found.__context__
            waiting += [cause, getattr(found, "reason", None), *found.args]
