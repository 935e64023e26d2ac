"""TLS, proxies and what is logged, over real sockets."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
import time
from pathlib import Path

import httpx
import pytest
import trustme
from pydantic import SecretStr

from pytest_contentjobs.errors import UnreachableError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.service.auth import BearerAuth
from pytest_contentjobs.service.client import ServiceClient
from pytest_contentjobs.service.http import RequestLimits
from tests.faults.raw_server import http
from tests.faults.script_server import PATIENCE, Peer, says, script_server
from tests.support import finished

JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
GOOD = http("200 OK", json.dumps(finished(0, 0)).encode(), "Set-Cookie: session=hidden-cookie")
LIMITS = RequestLimits(retry_wait=0.01)


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("tenant.example").configure_cert(context)
    return context


@pytest.fixture
def reached_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the name tenant.example be this machine: certificates of loopback are not looked up in the environment."""
    real = socket.getaddrinfo

    def found(host: str, *arguments: object, **keywords: object) -> object:
        return real("127.0.0.1" if host == "tenant.example" else host, *arguments, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def ask(url: str) -> str:
    with ServiceClient(url, BearerAuth(SecretStr("token-of-the-test")), limits=LIMITS, sleep=lambda _: None) as client:
        return client.status(JOB, within=60).status


@pytest.mark.usefixtures("no_proxy", "reached_by_name")
def test_certificate_of_an_authority_that_is_given_is_trusted(
    authority: trustme.CA, tls: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with script_server([says(GOOD)], tls) as server:
        assert ask(server.url.replace("127.0.0.1", "tenant.example")) == "Successful"


@pytest.mark.usefixtures("no_proxy", "reached_by_name")
@pytest.mark.parametrize("host", ["tenant.example", "127.0.0.1"])
def test_untrusted_certificate_is_not_retried(tls: ssl.SSLContext, host: str) -> None:
    with script_server([says(GOOD)], tls) as server, pytest.raises(UnreachableError) as caught:
        ask(server.url.replace("127.0.0.1", host))

    assert caught.value.reason == Reason.CERTIFICATE_UNTRUSTED
    assert "CERTIFICATE_VERIFY_FAILED" in caught.value.what
    assert "SSL_CERT_FILE" in caught.value.next_step
    assert (server.connections, server.requests) == (1, [])


@pytest.mark.usefixtures("no_proxy", "reached_by_name")
def test_certificate_of_another_host_is_not_trusted(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with script_server([says(GOOD)], context) as server, pytest.raises(UnreachableError, match="Hostname mismatch"):
        ask(server.url.replace("127.0.0.1", "tenant.example"))

    assert server.requests == []


@pytest.mark.usefixtures("no_proxy")
def test_plain_response_to_tls_is_unreachable() -> None:
    with script_server([lambda peer: peer.send(GOOD)]) as server, pytest.raises(UnreachableError) as caught:
        ask(server.url.replace("http://", "https://"))

    assert caught.value.reason == Reason.TLS_FAILED


@pytest.mark.usefixtures("no_proxy")
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_proxy_of_the_environment_is_used_and_gets_no_token(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with script_server([says(refusal)]) as proxy:
        monkeypatch.setenv(variable, proxy.url.replace("http://", "http://user:quiet@"))
        with pytest.raises(UnreachableError, match="407 Proxy Authentication Required") as caught:
            ask("https://tenant.example")

    assert proxy.connections == LIMITS.attempts
    assert proxy.requests[0].startswith(b"CONNECT tenant.example:443 HTTP/1.1\r\n")
    assert b"\r\nProxy-Authorization: Basic " in proxy.requests[0]
    assert b"token-of-the-test" not in b"".join(proxy.requests)
    assert caught.value.reason == Reason.PROXY_FAILED
    assert "quiet" not in str(caught.value)


@pytest.mark.usefixtures("no_proxy", "reached_by_name")
def test_host_of_no_proxy_is_connected_to_directly(tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    with script_server([says(GOOD)]) as proxy, script_server([says(GOOD)], tls) as server:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", ".example")
        with pytest.raises(UnreachableError, match="CERTIFICATE_VERIFY_FAILED"):
            ask(server.url.replace("127.0.0.1", "tenant.example"))

    assert (proxy.connections, server.connections) == (0, 1)


def test_debug_log_of_httpcore_has_nothing_of_ours_and_all_of_the_users(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), script_server([says(GOOD)]) as server:
        assert ask(server.url) == "Successful"
        ours = caplog.text
        httpx.get(server.url, trust_env=False)

    assert "hidden-cookie" not in ours
    assert "token-of-the-test" not in ours
    assert "hidden-cookie" in caplog.text


def test_abandoned_request_is_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lookup that ends after the deadline must not send the request: the caller may have retried it by then."""
    real, may_go_on = socket.getaddrinfo, threading.Event()

    def slow(host: str, *arguments: object, **keywords: object) -> object:
        may_go_on.wait(PATIENCE)
        return real(host, *arguments, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    limits = RequestLimits(attempt=0.2, least=0.2, attempts=1)
    with (
        script_server([says(GOOD)]) as server,
        ServiceClient(server.url, BearerAuth(SecretStr("t")), limits=limits) as client,
    ):
        with pytest.raises(UnreachableError) as caught:
            client.validate({}, within=0)
        may_go_on.set()
        assert ends_soon()

    assert caught.value.reason == Reason.SERVICE_UNREACHABLE
    assert server.requests in ([], [b""])


def test_abandoned_response_leaves_no_thread() -> None:
    def continues(peer: Peer) -> None:
        peer.request()
        while True:
            peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    limits = RequestLimits(attempt=0.2, least=0.2, attempts=1)
    with (
        script_server([continues]) as server,
        ServiceClient(server.url, BearerAuth(SecretStr("t")), limits=limits) as client,
    ):
        with pytest.raises(UnreachableError):
            client.status(JOB, within=0)

        assert ends_soon()


def ends_soon() -> bool:
    """Whether the threads that wait for the network end while the servers go on."""
    until = time.monotonic() + PATIENCE / 2
    while time.monotonic() < until:
        if not any(thread.name == "contentjobs-network" for thread in threading.enumerate()):
            return True
        time.sleep(0.01)
    return False


def test_failure_in_a_users_own_test_shows_no_secret(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from pytest_contentjobs.settings.credentials import ClientCredentials
        from pytest_contentjobs.service.auth import BearerAuth, make_auth
        from pytest_contentjobs.service.client import ServiceClient
        from pytest_contentjobs.service.http import RequestLimits
        from pydantic import SecretStr
        from tests.faults.script_server import Peer, script_server

        def hidden(name):
            return SecretStr("-".join(["hidden", name]))

        LIMITS = RequestLimits(attempts=1, attempt=1, least=1)
        # More than the buffers on the way take, so that what is being sent is in the frames of the failure.
        SOURCE = {"credentials": {"secretAccessKey": hidden("key")}, "path": "x" * 3_000_000}
        SECRET = SecretStr(hidden("secret").get_secret_value() + "x" * 3_000_000)

        @pytest.mark.parametrize("way", ["static", "oauth"])
        def test_validate(way):
            with script_server([Peer.ignore]) as server:
                auth = BearerAuth(hidden("token"))
                if way == "oauth":
                    credentials = ClientCredentials(server.url, "id", SECRET, "s")
                    auth = make_auth(credentials, limits=LIMITS)
                with ServiceClient(server.url, auth, limits=LIMITS) as client:
                    client.validate(SOURCE, within=0)
        """
    )

    result = pytester.runpytest_inprocess("--showlocals", "--tb=long", "--log-level=DEBUG", "-p", "no:randomly")

    result.assert_outcomes(failed=2)
    output = result.stdout.str()
    assert output.count("errors.UnreachableError: ") >= 2
    assert "body       = SecretStr('**********')" in output
    assert not [secret for secret in ("hidden-key", "hidden-token", "hidden-secret") if secret in output]
