"""Which address a job's https:// log is really fetched from, over TLS and through proxies."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from pytest_contentjobs.boundary.redaction import Redactor, redact_logging
from pytest_contentjobs.download.addresses import Reach
from pytest_contentjobs.download.fetch import fetch
from pytest_contentjobs.download.location import HttpLocation, S3Location
from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.download.s3 import open_s3
from pytest_contentjobs.errors import LogError
from pytest_contentjobs.model.reason import Reason
from tests.faults.s3_server import Request, log_server, sends, whole

LOG = b"a log\n"
#: The responses of a name server in turn; the last one repeats.
Names = dict[str, list[Sequence[str]]]


def ask(url: str, reach: Reach = Reach.ANYWHERE, silence: float = 30) -> bytes | LogError:
    """Return the log or the error."""
    try:
        with fetch(HttpLocation(url, reach), patience=Patience(silence=silence, sleep=lambda _: None)) as path:
            return path.read_bytes()
    except LogError as error:
        return error


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """A name server that replaces the machine's own, except for bare addresses."""
    answers: Names = {}
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *rest: object, **more: object) -> object:
        if host not in answers or more.get("flags") == socket.AI_NUMERICHOST:
            return real(host, port, *rest, **more)  # type: ignore[arg-type]  # as it was called
        found = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return answers


@pytest.fixture
def server() -> Iterator[tuple[str, list[Request]]]:
    """A server without TLS: the port, and the requests."""
    with log_server([whole(LOG)]) as (address, requests):
        yield address.partition(":")[2], requests


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """An authority that this machine trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


def tls(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("localhost", "loopback"),
        ("[::ffff:127.0.0.1]", "loopback"),
        ("2130706433", "loopback"),
        ("0x7f000001", "loopback"),
        ("0x7f.0.0.1", "loopback"),
        ("127.1", "loopback"),
        ("169.254.169.254", "link-local"),
        ("2852039166", "link-local"),
        ("10.0.0.1", "private"),
        ("0", "reserved"),
    ],
)
def test_number_in_any_spelling_is_an_address(server: tuple[str, list[Request]], host: str, kind: str) -> None:
    port, requests = server

    said = ask(f"http://{host}:{port}/log", Reach.PUBLIC)

    assert isinstance(said, LogError)
    assert said.reason == Reason.LOG_ADDRESS_UNTRUSTED
    assert f" is {kind}," in said.what
    assert requests == []


@pytest.mark.parametrize(
    ("addresses", "reach", "kind"),
    [
        (["10.0.0.5"], Reach.PUBLIC, "private"),
        (["169.254.169.254"], Reach.LOOPBACK, "link-local"),
        (["127.0.0.1"], Reach.PRIVATE, "loopback"),
        (["8.8.8.8", "10.0.0.5"], Reach.PUBLIC, "private"),
        (["224.0.0.1"], Reach.LOOPBACK, "multicast"),
    ],
)
def test_name_of_an_untrusted_address(names: Names, addresses: list[str], reach: Reach, kind: str) -> None:
    names["logs.example"] = [addresses]

    said = ask("https://logs.example/log?sig=hidden", reach)

    assert isinstance(said, LogError)
    assert "'logs.example'" in said.what
    assert said.reason == Reason.LOG_ADDRESS_UNTRUSTED
    assert f" is {kind}," in said.what
    assert ("--content-log-hosts" in said.next_step) is (kind == "private")
    assert "hidden" not in str(said)


def test_name_that_changes_after_it_was_checked(names: Names, server: tuple[str, list[Request]]) -> None:
    port, requests = server
    names["logs.example"] = [["127.0.0.1"], ["169.254.169.254"]]

    assert ask(f"http://logs.example:{port}/log?sig=x", Reach.LOOPBACK) == LOG
    assert [(request.line, request.headers["host"]) for request in requests] == [
        ("GET /log?sig=x HTTP/1.1", f"logs.example:{port}")
    ]
    assert names["logs.example"] == [["169.254.169.254"]]


def test_second_address_is_used_if_the_first_does_not_respond(names: Names, server: tuple[str, list[Request]]) -> None:
    port, requests = server
    # Nothing listens at the first: the server is bound only to 127.0.0.1.
    names["logs.example"] = [["127.0.0.2", "127.0.0.1"]]

    assert ask(f"http://logs.example:{port}/log", Reach.LOOPBACK) == LOG
    assert len(requests) == 1


def test_name_without_an_address(names: Names, wording: Callable[[str], None]) -> None:
    names["logs.example"] = [[]]

    said = ask("https://logs.example/log", Reach.PUBLIC)

    assert isinstance(said, LogError)
    assert said.reason == Reason.LOG_INTERRUPTED
    wording(str(said))


@pytest.mark.parametrize("reach", [Reach.LOOPBACK, Reach.ANYWHERE])
def test_certificate_is_of_the_name_and_not_of_the_address(names: Names, authority: trustme.CA, reach: Reach) -> None:
    names["logs.example"] = [["127.0.0.1"]]
    with log_server([whole(LOG)], tls=tls(authority, "logs.example")) as (address, requests):
        port = address.partition(":")[2]
        assert ask(f"https://logs.example:{port}/log", reach) == LOG

    assert len(requests) == 1
    assert "authorization" not in requests[0].headers


@pytest.mark.parametrize("reach", [Reach.LOOPBACK, Reach.ANYWHERE])
@pytest.mark.parametrize("trusted", [True, False], ids=["of another name", "of an unknown authority"])
def test_certificate_that_is_not_trusted(
    names: Names, authority: trustme.CA, reach: Reach, trusted: bool, wording: Callable[[str], None]
) -> None:
    names["logs.example"] = [["127.0.0.1"]]
    context = tls(authority, "other.example") if trusted else tls(trustme.CA(), "logs.example")
    with log_server([whole(LOG)], tls=context) as (address, requests):
        port = address.partition(":")[2]
        said = ask(f"https://logs.example:{port}/log?sig=hidden", reach)

    assert isinstance(said, LogError)
    assert said.reason == Reason.CERTIFICATE_UNTRUSTED
    assert "hidden" not in str(said)
    wording(str(said).replace(port, "PORT"))
    assert requests == []


def test_server_that_speaks_no_tls() -> None:
    with log_server([sends(b"")]) as (address, _):
        said = ask(f"https://{address}/log", silence=0.2)

    assert isinstance(said, LogError)
    assert said.reason == Reason.LOG_INTERRUPTED
    assert "ConnectTimeout" in said.what


def test_octal_address_is_not_an_address(wording: Callable[[str], None]) -> None:
    said = ask("https://0177.0.0.1/log?sig=hidden")

    assert isinstance(said, LogError)
    assert said.reason == Reason.LOG_LOCATION_UNUSABLE
    wording(str(said))


def test_certificates_that_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("none", encoding="utf-8")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))

    said = ask("https://127.0.0.1:1/log")

    assert isinstance(said, LogError)
    assert said.reason == Reason.NETWORK_SETTINGS_INVALID


def test_proxy_gets_the_name_and_no_address_is_looked_up(monkeypatch: pytest.MonkeyPatch, names: Names) -> None:
    names["logs.example"] = [["10.0.0.5"]]
    with log_server([sends(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")]) as (address, requests):
        monkeypatch.setenv("HTTPS_PROXY", f"http://{address}")
        said = ask("https://logs.example/log?sig=hidden", Reach.PUBLIC)

    assert isinstance(said, LogError)
    assert said.reason == Reason.PROXY_FAILED
    assert {request.line for request in requests} == {"CONNECT logs.example:443 HTTP/1.1"}


def test_proxy_is_not_used_for_an_untrusted_bare_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with log_server([sends(b"")]) as (address, requests):
        monkeypatch.setenv("HTTPS_PROXY", f"http://{address}")
        said = ask("https://169.254.169.254/latest/meta-data", Reach.PRIVATE)

    assert isinstance(said, LogError)
    assert said.reason == Reason.LOG_ADDRESS_UNTRUSTED
    assert " is link-local," in said.what
    assert requests == []


def test_no_log_record_has_a_credential(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, server: tuple[str, list[Request]]
) -> None:
    port, requests = server
    caplog.set_level(logging.DEBUG)
    # What a parent's level left out would be written all the same.
    caplog.set_level(logging.DEBUG, logger="botocore.auth")
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(variable, "hidden-credential")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")

    with redact_logging(Redactor()):
        assert ask(f"http://127.0.0.1:{port}/log?sig=hidden-credential") == LOG
        with fetch(S3Location("bucket", "log.txt")) as path:
            assert path.read_bytes() == LOG

    assert requests[1].headers["x-amz-security-token"] == "hidden-credential"
    signature = requests[1].headers["authorization"].rpartition("=")[2]
    said = "".join(f"{record.getMessage()}\n" for record in caplog.records)
    assert "hidden-credential" not in said
    assert signature not in said


def test_downloads_at_the_same_time_hide_their_credentials_and_leave_the_users_levels(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, server: tuple[str, list[Request]]
) -> None:
    port, requests = server
    caplog.set_level(logging.DEBUG)
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(variable, "hidden-credential")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
    first, second = ExitStack(), ExitStack()
    # As two threads do it: the second begins before the end of the first, and ends after it.
    with redact_logging(Redactor()):
        first.enter_context(open_s3(S3Location("bucket", "one.txt"), Patience()))
        late = second.enter_context(open_s3(S3Location("bucket", "two.txt"), Patience()))
        first.close()
        late.request(0, None).close()
        second.close()

    assert requests[0].headers["x-amz-security-token"] == "hidden-credential"
    assert [record.getMessage() for record in caplog.records if "hidden-credential" in record.getMessage()] == []
    assert logging.getLogger("botocore").level == logging.NOTSET
