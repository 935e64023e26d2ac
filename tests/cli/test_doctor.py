"""``contentjobs doctor``: one line for each check."""

from __future__ import annotations

import base64
import json
import os
import re
import shlex
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme

from pytest_contentjobs.cli.doctor import CheckName, Outcome, Result, command, diagnose, log_checks, service_checks
from pytest_contentjobs.download.source import Patience
from pytest_contentjobs.emulator import ContentService, RawResponse, vendor_error
from tests.faults.script_server import Peer, says, script_server
from tests.real_s3 import BUCKET, RealS3, program, rclone
from tests.support import CLEAN_LOG, finished, reason_of

Wording = Callable[[str], None]


@dataclass
class Diagnosis:
    """What a run of the command found and showed."""

    status: int
    results: Mapping[str, Result]
    text: str

    @property
    def codes(self) -> dict[str, str]:
        """The code of each check."""
        return {name: result.code for name, result in self.results.items()}


Doctor = Callable[..., Diagnosis]

# The codes if all is well and no job is given.
WELL = {
    "API domain": "ok",
    "settings": "ok",
    "host name": "ok",
    "connection": "ok",
    "clock": "ok",
    "token": "ok",
    "scope": "info",
    "permission": "ok",
    "AWS credentials": "ok",
    "log location": "not-checked:no-job",
    "log": "not-checked:no-location",
}
WELL_WITH_JOB = {**WELL, "log location": "ok", "log": "ok"}
NO_CONNECTION = {"clock": "not-checked:no-connection", "permission": "not-checked:no-connection"}
NO_TOKEN = {"scope": "not-checked:no-token", "permission": "not-checked:no-token"}


@pytest.fixture
def doctor(contentjobs: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """Run the command on a terminal so wide that no line is wrapped, and assert that it shows each result, in order."""
    monkeypatch.setenv("COLUMNS", "2000")

    def run(*arguments: str) -> Diagnosis:
        results: dict[str, Result] = {}

        def observe(
            option: Callable[[str], object], environment: Mapping[str, str], job: str | None
        ) -> Iterator[Result]:
            for result in diagnose(option, environment, job):
                results[result.name] = result
                yield result

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(command, "diagnose", observe)
            status, out, errors = contentjobs("doctor", *arguments)
        assert errors == ""
        shown = [line for line in out.splitlines()[:-2] if not line.startswith("    ")]
        assert list(results) == list(CheckName)
        assert [line.split(": ")[:2] for line in shown] == [[each.outcome, each.name] for each in results.values()]
        problems = [each for each in results.values() if each.outcome is Outcome.PROBLEM]
        assert [line for line in shown if line.endswith(")") and line.startswith("problem")] == [
            f"problem: {each.name}: {each.what} ({each.reason})" for each in problems
        ]
        assert status == (10 if problems else 0)
        return Diagnosis(status, results, out)

    return run


def generalize(text: str) -> str:
    """Replace what differs from run to run."""
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    text = re.sub(r"contentjobs-[0-9a-f]{12}", "BUCKET", text)
    return re.sub(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "JOB", text)


def test_all_is_well_without_a_job(doctor: Doctor, service: ContentService, wording: Wording) -> None:
    diagnosis = doctor()

    assert diagnosis.codes == WELL
    assert diagnosis.results["API domain"].what == f"{service.api_url}/knowledge/contentmgr/v4"
    assert "CONTENTJOBS_ACCESS_TOKEN" in diagnosis.results["token"].what
    wording(generalize(diagnosis.text))


def test_all_is_well_with_a_job_and_nothing_was_changed(
    doctor: Doctor, service: ContentService, wording: Wording
) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())
    since = len(service.requests)

    for given in (f"{service.api_url}/knowledge/contentmgr/v4/import/content/{job}/status", job):
        diagnosis = doctor(given)
        assert diagnosis.codes == WELL_WITH_JOB
        assert job in diagnosis.results["permission"].what
        assert f"s3://{service.bucket}/logs/import-logs-{job}.txt" in diagnosis.results["log location"].what

    assert {request.method for request in service.requests[since:]} == {"GET"}
    wording(generalize(diagnosis.text))


def test_nothing_is_set(doctor: Doctor) -> None:
    diagnosis = doctor()

    assert diagnosis.codes == {
        "API domain": "problem:setting-missing",
        "settings": "ok",
        "host name": "not-checked:no-domain",
        "connection": "not-checked:no-domain",
        "clock": "not-checked:no-domain",
        "token": "problem:setting-missing",
        "scope": "not-checked:no-token",
        "permission": "not-checked:no-connection",
        "AWS credentials": "problem:aws-credentials-missing",
        "log location": "not-checked:no-job",
        "log": "not-checked:no-location",
    }
    for name, place in (
        ("API domain", "--content-api-domain"),
        ("token", "CONTENTJOBS_ACCESS_TOKEN"),
        ("AWS credentials", "AWS_PROFILE"),
    ):
        assert place in diagnosis.results[name].next_step
        assert place in diagnosis.text
    assert "ini key content" not in diagnosis.text
    assert diagnosis.text.splitlines()[-1].startswith("3 problems, 7 ")


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


def test_a_log_whose_server_does_not_respond(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_checks, "_PATIENCE", Patience(silence=15.0, piece=20.0, total=0.2, attempts=1))
    released = threading.Event()

    def hang(_peer: Peer) -> None:
        released.wait(30)

    with script_server([hang]) as server:
        job = service.add_job([finished(0, 0, logFileLocation=f"{server.url}/log.txt")])
        diagnosis = doctor(job)
        released.set()

    assert diagnosis.codes["log"] == "problem:log-too-slow"


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


def jwt(**payload: object) -> str:
    parts = [{"alg": "none"}, payload]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*coded, "c2lnbmF0dXJl"])


@pytest.mark.parametrize(
    ("token", "scope", "expiry"),
    [
        (jwt(scp="a b", exp=4102444800), "scope 'a b'", "expires at 2100-01-01 00:00:00 UTC"),
        (jwt(scope=["a", "b", 3], exp=946684800), "scope 'a b'", "expired at 2000-01-01 00:00:00 UTC"),
        (jwt(sub="me", exp="soon"), "no scope", "no expiry"),
        (jwt(scope="\x1b[31m::error::x", exp=1e300), "scope '\\x1b[31m::error::x'", "no expiry"),
        ("a.b.c", "", ""),
        ("one.two", "", ""),
    ],
)
@pytest.mark.usefixtures("service")
def test_the_claims_of_a_token(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, token: str, scope: str, expiry: str
) -> None:
    monkeypatch.setenv("CONTENTJOBS_ACCESS_TOKEN", token)

    diagnosis = doctor()

    assert diagnosis.codes == {**WELL, "permission": "problem:token-refused"}
    what = diagnosis.results["scope"].what
    assert what.endswith(f"{scope}, {expiry}" if scope else "no readable claims")
    assert "401-101" in diagnosis.results["permission"].what
    assert "CONTENTJOBS_ACCESS_TOKEN" in diagnosis.results["permission"].next_step
    assert token not in diagnosis.text


def test_a_token_from_the_token_endpoint(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    since = len(service.requests)

    diagnosis = doctor()

    assert diagnosis.codes == WELL
    assert service.token_url in diagnosis.results["token"].what
    assert " 3,600 s" in diagnosis.results["token"].what
    assert "'app.knowledge.contentmgr.manage'" in diagnosis.results["scope"].what
    assert [request.method for request in service.requests[since:]] == ["GET", "POST", "GET"]


def test_a_token_endpoint_that_refuses(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    monkeypatch.setenv("CONTENTJOBS_CLIENT_SECRET", "not-the-secret")

    diagnosis = doctor()

    assert diagnosis.codes == {**WELL, "token": "problem:client-refused", **NO_TOKEN}
    assert service.token_url in diagnosis.results["token"].what
    assert "invalid_client" in diagnosis.results["token"].what
    assert "CONTENTJOBS_CLIENT_SECRET" in diagnosis.results["token"].next_step


def test_a_token_file_and_a_token_command(
    doctor: Doctor, service: ContentService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    path = tmp_path / "token"
    path.write_text(service.token, encoding="utf-8")
    monkeypatch.setenv("CONTENTJOBS_TOKEN_FILE", str(path))
    diagnosis = doctor()

    assert diagnosis.codes == WELL
    assert str(path) in diagnosis.results["token"].what

    monkeypatch.delenv("CONTENTJOBS_TOKEN_FILE")
    monkeypatch.setenv("CONTENTJOBS_TOKEN_COMMAND", f"'{sys.executable}' -c 'import sys; sys.exit(3)'")
    diagnosis = doctor()

    assert diagnosis.codes == {**WELL, "token": "problem:token-command-failed", **NO_TOKEN}
    assert sys.executable in diagnosis.results["token"].what
    assert "CONTENTJOBS_TOKEN_COMMAND" in diagnosis.results["token"].next_step


def test_a_token_on_behalf_of_a_user(doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    monkeypatch.setenv("CONTENTJOBS_SUBJECT_USERNAME", "an editor")

    diagnosis = doctor()

    assert diagnosis.codes == WELL
    assert service.token_url in diagnosis.results["token"].what
    assert "(subject_username)" in diagnosis.results["token"].what
    assert "'knowledge.contentmgr.manage'" in diagnosis.results["scope"].what


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
def test_invalid_settings_hide_nothing_else(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENTJOBS_TIMEOUT", "soon")

    diagnosis = doctor()

    assert diagnosis.codes == {**WELL, "settings": "problem:value-invalid"}
    assert "'soon'" in diagnosis.results["settings"].what
    assert "variable CONTENTJOBS_TIMEOUT" in diagnosis.text
    assert "ini key" not in diagnosis.text


def test_invalid_settings_with_a_job(doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENTJOBS_TIMEOUT", "soon")
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    assert doctor(job).codes == {
        **WELL,
        "settings": "problem:value-invalid",
        "log location": "not-checked:no-settings",
    }


def test_a_job_of_another_tenant(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    diagnosis = doctor(f"https://other.example/{job}/status")

    assert diagnosis.codes["settings"] == "problem:settings-conflict"
    for host in ("'other.example'", repr(service.api_url.removeprefix("http://"))):
        assert host in diagnosis.results["settings"].what


@pytest.mark.parametrize("text", ["17", "{job} and {job}"])
def test_an_argument_that_is_not_a_job(
    contentjobs: Callable[..., tuple[int, str, str]], service: ContentService, text: str
) -> None:
    since = len(service.requests)
    job = "7A84B875-6F75-4C7B-B137-0632B62DB0BD {}".format("7A84B875-6F75-4C7B-B137-0632B62DB0BE")

    status, out, errors = contentjobs("doctor", text.format(job=job))

    assert (status, out, reason_of(errors)) == (4, "", "value-invalid")
    assert service.requests[since:] == []


def test_an_option_that_it_does_not_have(
    contentjobs: Callable[..., tuple[int, str, str]], service: ContentService
) -> None:
    since = len(service.requests)

    status, out, errors = contentjobs("doctor", "--content-poll-interval=3")

    assert (status, out) == (4, "")
    assert "'--content-poll-interval'" in errors
    assert service.requests[since:] == []


def test_the_bucket_is_not_allowed(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    diagnosis = doctor(job, "--content-log-buckets=ours")

    assert diagnosis.codes == {
        **WELL,
        "log location": "problem:log-bucket-untrusted",
    }
    assert repr(service.bucket) in diagnosis.results["log location"].what
    assert "--content-log-buckets" in diagnosis.results["log location"].next_step


@pytest.mark.parametrize(
    ("response", "codes"),
    [
        (
            {"status": "In Progress"},
            {"log location": "not-checked:no-log-yet", "log": "not-checked:no-location"},
        ),
        (
            {"status": "In Progress", "logFileLocation": "s3://{bucket}/not-yet.txt"},
            {"log location": "ok", "log": "not-checked:no-log-yet"},
        ),
    ],
)
def test_a_job_that_still_runs(
    doctor: Doctor, service: ContentService, response: dict[str, str], codes: dict[str, str]
) -> None:
    job = service.add_job([{key: value.format(bucket=service.bucket) for key, value in response.items()}])

    diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL, **codes}
    assert "In Progress" in diagnosis.results["permission"].what


def test_a_finished_job_without_its_log(doctor: Doctor, service: ContentService) -> None:
    location = f"s3://{service.bucket}/gone.txt"
    job = service.add_job([finished(0, 0, logFileLocation=location)])

    diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL_WITH_JOB, "log": "problem:log-missing"}
    assert location in diagnosis.results["log"].what
    assert "NoSuchKey" in diagnosis.results["log"].what


def test_a_finished_job_that_names_no_log(doctor: Doctor, service: ContentService, wording: Wording) -> None:
    diagnosis = doctor(service.add_job([finished(0, 0)]))

    assert diagnosis.codes == {**WELL, "log location": "problem:log-location-unusable"}
    wording(diagnosis.results["log location"].what + "\n" + diagnosis.results["log location"].next_step)


def test_a_log_at_a_url_needs_no_aws_credentials(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with script_server([says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) as server:
        job = service.add_job([finished(0, 0, logFileLocation=f"{server.url}/log.txt?X-Amz-Signature=hidden")])
        diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL_WITH_JOB, "AWS credentials": "not-checked:not-needed"}
    assert f"{server.url}/log.txt " in diagnosis.results["log location"].what
    assert "empty" in diagnosis.results["log"].what
    assert "hidden" not in diagnosis.text


def test_a_log_whose_server_breaks_off(doctor: Doctor, service: ContentService) -> None:
    with script_server([lambda peer: peer.reset()]) as server:
        job = service.add_job([finished(0, 0, logFileLocation=f"{server.url}/log.txt")])
        diagnosis = doctor(job)

    assert diagnosis.codes == {
        **WELL_WITH_JOB,
        "AWS credentials": "not-checked:not-needed",
        "log": "problem:log-interrupted",
    }
    assert f"{server.url}/log.txt" in diagnosis.results["log"].what
    assert diagnosis.text.splitlines()[-1].startswith("1 problem, 1 ")


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealS3]:
    """A real S3 server, which checks signatures."""
    if program("rclone") is None:
        pytest.skip("rclone is not packaged for this platform")
    with rclone(tmp_path_factory.mktemp("rclone")) as server:
        server.put("validation.txt", CLEAN_LOG.encode())
        yield server


@pytest.mark.parametrize(
    ("key", "secret", "code"),
    [
        ("reader", "reader-secret", None),
        ("reader", "wrong-secret", "SignatureDoesNotMatch"),
        ("nobody", "wrong-secret", "InvalidAccessKeyId"),
    ],
)
def test_credentials_at_a_real_s3(
    doctor: Doctor,
    service: ContentService,
    s3: RealS3,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    secret: str,
    code: str | None,
) -> None:
    job = service.add_job([finished(0, 0, logFileLocation=f"s3://{BUCKET}/validation.txt")])
    for variable, value in {**s3.environment, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret}.items():
        monkeypatch.setenv(variable, value)

    diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL_WITH_JOB, "log": "problem:aws-credentials-invalid" if code else "ok"}
    if code:
        assert f"s3://{BUCKET}/validation.txt" in diagnosis.results["log"].what
        assert code in diagnosis.results["log"].what
        assert "AWS_ACCESS_KEY_ID" in diagnosis.results["log"].next_step


@pytest.mark.usefixtures("service")
def test_aws_credentials_that_cannot_be_used(doctor: Doctor, monkeypatch: pytest.MonkeyPatch, wording: Wording) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AWS_SECRET_ACCESS_KEY")
        half = doctor()
    monkeypatch.setenv("AWS_PROFILE", "nobodys")
    unknown = doctor()

    for diagnosis, why in ((half, "PartialCredentialsError"), (unknown, "(nobodys)")):
        assert diagnosis.codes == {**WELL, "AWS credentials": "problem:aws-credentials-invalid"}
        assert why in diagnosis.results["AWS credentials"].what
    wording(half.results["AWS credentials"].what + "\n" + half.results["AWS credentials"].next_step)


def test_what_a_server_repeats_is_neither_a_secret_nor_a_command(
    service: ContentService, contentjobs: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = f"##[error]x \x1b[31m ::error::{service.token} and more"
    job = service.add_job([RawResponse(403, {"code": "403-1", "developerMessage": text}, {})])

    status, shown, _ = contentjobs("doctor", job)

    assert status == 10
    assert "(403-1 # #[error]x \\x1b[31m" in " ".join(shown.split())
    assert service.token not in shown
    assert "\x1b" not in shown
    assert not [line for line in shown.splitlines() if line.strip().startswith(("::", "##"))]


def test_secrets_that_a_status_repeats_are_hidden(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENTJOBS_SOURCE_PASSWORD", "pass-of-the-source")
    operation = f"Reading with pass-of-the-source, for {service.token}"
    location = f"s3://{service.bucket}/pass-of-the-source.txt"
    job = service.add_job([{"status": "In Progress", "currentOperation": operation, "logFileLocation": location}])

    diagnosis = doctor(job)

    assert diagnosis.codes == {**WELL_WITH_JOB, "log": "not-checked:no-log-yet"}
    assert diagnosis.results["permission"].what.endswith("Reading with …, for …")
    assert f"s3://{service.bucket}/….txt" in diagnosis.results["log location"].what


@pytest.mark.usefixtures("service")
def test_a_service_in_trouble(doctor: Doctor) -> None:
    with script_server([says(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")]) as server:
        diagnosis = doctor(f"--content-api-domain={server.url}")

    assert diagnosis.codes == {**WELL, "clock": "not-checked:no-date", "permission": "problem:service-overloaded"}
    assert "503 Busy" in diagnosis.results["connection"].what
    assert server.url in diagnosis.results["permission"].what
    assert "503 Busy" in diagnosis.results["permission"].what


def test_a_narrow_terminal_gets_whole_words(
    contentjobs: Callable[..., tuple[int, str, str]], service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("CONTENTJOBS_ACCESS_TOKEN", "wrong-token")

    status, out, errors = contentjobs("doctor")

    assert (status, errors) == (10, "")
    lines = out.splitlines()
    assert lines[:2] == ["ok: API domain:", f"    {service.api_url}/knowledge/contentmgr/v4"]
    assert all(len(line) <= 40 or " " not in line.strip() for line in lines)
    assert all(line.startswith(("ok: ", "info: ", "problem: ", "not checked: ", "    ")) for line in lines[:-2])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
@pytest.mark.usefixtures("service")
def test_ctrl_c_ends_it_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    begun = tmp_path / "begun"
    script = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(60)"
    monkeypatch.setenv("CONTENTJOBS_TOKEN_COMMAND", shlex.join([sys.executable, "-c", script]))
    with subprocess.Popen(
        [sys.executable, "-m", "pytest_contentjobs.cli", "doctor"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        deadline = time.monotonic() + 30
        while not begun.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 2
    assert err.strip() == "Interrupted."
    # A pipe gets no colours.
    assert "\x1b" not in out
    assert out.splitlines()[-1].startswith("ok: clock: ")
