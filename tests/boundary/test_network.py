from __future__ import annotations

import socket
import ssl

import pytest

from pytest_contentjobs.boundary.network import classify_failure, find_proxy, is_loopback, is_temporary, look_up
from pytest_contentjobs.model.reason import Reason

UNTRUSTED = ssl.SSLCertVerificationError("certificate verify failed")


class ProxyError(Exception):
    """Named as in httpx and urllib3."""


def caused_by(cause: BaseException) -> BaseException:
    """Make the error of ``raise … from cause``."""
    error = RuntimeError("the request failed")
    error.__cause__ = cause
    return error


def while_handling(cause: BaseException, *, is_hidden: bool = False) -> BaseException:
    """Make the error of ``raise …`` or, if the cause is hidden, ``raise … from None`` while the cause was handled."""
    error = RuntimeError("the request failed")
    error.__context__, error.__suppress_context__ = cause, is_hidden
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (UNTRUSTED, Reason.CERTIFICATE_UNTRUSTED),
        (caused_by(UNTRUSTED), Reason.CERTIFICATE_UNTRUSTED),
        (while_handling(UNTRUSTED), Reason.CERTIFICATE_UNTRUSTED),
        (caused_by(caused_by(UNTRUSTED)), Reason.CERTIFICATE_UNTRUSTED),
        (OSError("cannot connect", UNTRUSTED), Reason.CERTIFICATE_UNTRUSTED),
        (while_handling(UNTRUSTED, is_hidden=True), None),
        (caused_by(ssl.SSLError("wrong version number")), Reason.TLS_FAILED),
        (caused_by(socket.gaierror(socket.EAI_NONAME, "unknown")), Reason.NAME_NOT_FOUND),
        (caused_by(UnicodeError("label too long")), Reason.NAME_NOT_FOUND),
        (ProxyError("407"), Reason.PROXY_FAILED),
        (ConnectionRefusedError("refused"), None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_reason_of_a_failure(error: BaseException, reason: Reason | None) -> None:
    assert classify_failure(error) == reason


def test_circle_of_causes_ends() -> None:
    first, second = OSError("first"), OSError("second")
    first.__cause__, second.__cause__ = second, first

    assert classify_failure(first) is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [(200, False), (404, False), (408, True), (425, True), (429, True), (500, True), (599, True)],
)
def test_temporary_statuses(status: int, expected: bool) -> None:
    assert is_temporary(status) is expected


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example", "128.0.0.1", "", "0.0.0.0", "2130706433"])  # noqa: S104 - compared
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://api.example/x", "http://proxy.example:3128"),
        ("https://inside.example/x", None),
        ("https://127.0.0.1:1/x", None),
        ("http://api.example/x", "socks5://all.example"),
    ],
)
def test_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch, url: str, proxy: str | None) -> None:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("ALL_PROXY", "socks5://all.example")
    monkeypatch.setenv("NO_PROXY", "inside.example")

    assert find_proxy(url) == proxy


def test_addresses_are_looked_up_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    assert look_up("api.example", 443) == ["192.0.2.1", "192.0.2.2"]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound
        ("", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
