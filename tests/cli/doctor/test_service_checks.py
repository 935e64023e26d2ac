"""What ``contentjobs doctor`` finds out about the service: address, connection, clock, and permission."""

from __future__ import annotations

import re
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import trustme

from pytest_contentjobs.cli.doctor import service_checks
from pytest_contentjobs.emulator import ContentService, vendor_error
from tests.cli.doctor.support import WELL, Doctor, Wording, generalize
from tests.faults.script_server import says, script_server

NO_CONNECTION = {"clock": "not-checked:no-connection", "permission": "not-checked:no-connection"}


@pytest.mark.parametrize(
    ("domain", "reason"),
    [("http://api.example.com", "address-insecure"), ("https://me:hidden-password@host", "secret-in-address")],
)
@pytest.mark.usefixtures("service")
def test_a_malformed_domain(doctor: Doctor, domain: str, reason: str) -> None:
    diagnosis = doctor(f"--content-api-domain={domain}")

    assert diagnosis.codes == {
        **WELL,
        "API domain": f"problem:{reason}",
        **dict.fromkeys(("host name", "connection", "clock"), "not-checked:no-domain"),
        "permission": "not-checked:no-connection",
    }
    assert "--content-api-domain" in diagnosis.results["API domain"].next_step
    assert "hidden" not in diagnosis.text


@pytest.mark.usefixtures("service")
def test_a_host_that_nobody_knows(doctor: Doctor) -> None:
    diagnosis = doctor("--content-api-domain=nobody.invalid")

    assert diagnosis.codes == {
        **WELL,
        "host name": "problem:name-not-found",
        "connection": "not-checked:no-address",
        **NO_CONNECTION,
    }
    assert "nobody.invalid" in diagnosis.results["host name"].what


@pytest.mark.usefixtures("service")
def test_a_name_server_that_does_not_respond(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(service_checks, "_LOOKUP_SECONDS", 0.1)
    monkeypatch.setattr(service_checks, "look_up", lambda _host, _port: released.wait(30))
    began = time.monotonic()

    diagnosis = doctor()
    released.set()

    assert time.monotonic() - began < 20
    # The emulator responds nevertheless, like a host that only a proxy knows.
    assert diagnosis.codes == {**WELL, "host name": "not-checked:only-proxy-knows"}


@pytest.mark.usefixtures("service")
def test_a_certificate_that_is_not_trusted(doctor: Doctor) -> None:
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with script_server([says(b"")], tls=tls) as server:
        diagnosis = doctor(f"--content-api-domain={server.url}")

    assert diagnosis.codes == {**WELL, "connection": "problem:certificate-untrusted", **NO_CONNECTION}
    assert server.url in diagnosis.results["connection"].what
    assert "SSL_CERT_FILE" in diagnosis.results["connection"].next_step


@pytest.mark.parametrize(
    ("date", "code", "shown"),
    [
        (-2000, "problem:clock-wrong", r"\b(1,999|2,000|2,001) s ahead of"),
        (2000, "problem:clock-wrong", r"\b(1,999|2,000|2,001) s behind"),
        (250, "ok", ""),
        (None, "not-checked:no-date", ""),
        ("some day", "not-checked:no-date", ""),
    ],
)
def test_the_clock(doctor: Doctor, date: int | str | None, code: str, shown: str) -> None:
    text = (
        format_datetime(datetime.now(UTC) + timedelta(seconds=date, milliseconds=500), usegmt=True)
        if isinstance(date, int)
        else date
    )
    header = f"Date: {text}\r\n" if text else ""
    with script_server([says(f"HTTP/1.1 401 No\r\n{header}Content-Length: 0\r\n\r\n".encode())]) as server:
        diagnosis = doctor(f"--content-api-domain={server.url}")

    assert diagnosis.codes["clock"] == code
    assert re.search(shown, diagnosis.results["clock"].what)


def test_no_permission_on_the_job(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([vendor_error("403-178", "VIEW")])

    diagnosis = doctor(job)

    assert diagnosis.codes == {
        **WELL,
        "permission": "problem:permission-missing",
        "log location": "not-checked:no-status",
    }
    assert f"{service.api_url}/knowledge/contentmgr/v4/import/content/{job}/status" in (
        what := diagnosis.results["permission"].what
    )
    assert "403-178" in what
    assert "knowledge.contentmgr.manage" in diagnosis.results["permission"].next_step


@pytest.mark.parametrize(
    ("response", "unsigned"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404 Not Found"),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{"status": "Successful"}', "200 OK"),
    ],
)
@pytest.mark.usefixtures("service")
def test_another_server_is_not_taken_for_the_api(
    doctor: Doctor, wording: Wording, response: bytes, unsigned: str
) -> None:
    with script_server([says(response)]) as server:
        diagnosis = doctor(f"--content-api-domain={server.url}")

    assert diagnosis.codes == {**WELL, "clock": "not-checked:no-date", "permission": "problem:not-the-api"}
    assert unsigned in diagnosis.results["connection"].what
    wording(generalize(diagnosis.text))


@pytest.mark.usefixtures("service")
def test_a_service_in_trouble(doctor: Doctor) -> None:
    with script_server([says(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")]) as server:
        diagnosis = doctor(f"--content-api-domain={server.url}")

    assert diagnosis.codes == {**WELL, "clock": "not-checked:no-date", "permission": "problem:service-overloaded"}
    assert "503 Busy" in diagnosis.results["connection"].what
    assert server.url in diagnosis.results["permission"].what
    assert "503 Busy" in diagnosis.results["permission"].what
