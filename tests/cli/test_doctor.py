"""contentjobs doctor: one line for each thing that the gate needs."""

from __future__ import annotations

import base64
import json
import os
import shlex
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme

from pytest_contentjobs.emulator import Answer, ContentService, vendor_error
from tests.faults.script_server import says, script_server
from tests.real_s3 import BUCKET, RealS3, program, rclone
from tests.support import CLEAN_LOG, finished

Doctor = Callable[..., tuple[int, list[str]]]

CREDENTIALS = "AWS credentials: found, from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
NO_API = "Check that the API domain is the API's own, and give a job whose status you know."
DOMAIN_NEXT = (
    "    Set --content-api-domain or the variable CONTENTJOBS_API_DOMAIN: the tenant's API "
    "domain: host[:port] or URL; http:// for loopback addresses alone."
)

TOKEN_NEXT = (
    "    Set the variable CONTENTJOBS_ACCESS_TOKEN or EGAIN_ACCESS_TOKEN; as a secret it has no option and no ini key. Or let "
    "it be fetched: set CONTENTJOBS_TOKEN_FILE, CONTENTJOBS_TOKEN_COMMAND, or CONTENTJOBS_TOKEN_URL with "
    "CONTENTJOBS_CLIENT_ID and CONTENTJOBS_CLIENT_SECRET."
)
IN_THE_CLEAR = (
    "The API domain 'http://api.example.com' is http://, which would send the token in the clear; http is for loopback "
    "addresses alone."
)
CERTIFICATE_NEXT = (
    "    Its certificate is not trusted: set SSL_CERT_FILE to a file with the certificates of its authority, or SSL_CERT_DIR; "
    "checking it cannot be turned off."
)


@pytest.fixture
def doctor(contentjobs: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """Run the command on a terminal so wide that no line is broken."""
    monkeypatch.setenv("COLUMNS", "2000")

    def run(*arguments: str) -> tuple[int, list[str]]:
        status, out, errors = contentjobs("doctor", *arguments)
        assert errors == ""
        return status, out.splitlines()

    return run


def all_well(service: ContentService) -> dict[str, str]:
    """Return the lines where all is well and no job was given, by the name of the check."""
    return {
        "API domain": f"ok: API domain: {service.api_url}/knowledge/contentmgr/v4",
        "settings": "ok: settings: all variables and options can be read",
        "host name": "ok: host name: 127.0.0.1 has an address",
        "connection": "ok: connection: 127.0.0.1 answers on this machine, without TLS (401 UNAUTHORIZED to a question without a "
        "token)",
        "clock": "ok: clock: this machine and the server differ by less than 300 s",
        "token": "ok: token: given in CONTENTJOBS_ACCESS_TOKEN",
        "scope": "info: scope: the token says nothing that can be read here",
        "permission": "ok: permission: as far as can be seen without a job: the service looked for a job that does not exist",
        "AWS credentials": f"ok: {CREDENTIALS}",
        "log location": "not checked: log location: no job was given: contentjobs doctor JOB asks for that of a job",
        "log": "not checked: log: there is no location that can be used",
    }


def all_well_with(service: ContentService, job: str) -> dict[str, str]:
    """Return the lines where all is well with a job that has ended."""
    progress = "Successful, 10 of 10 items (100 %)"
    return {
        **all_well(service),
        "permission": f"ok: permission: the status of job {job} may be read: {progress}",
        "log location": f"ok: log location: s3://{service.bucket}/logs/import-logs-{job}.txt is allowed",
        "log": "ok: log: its first byte can be read",
    }


def listed(lines: dict[str, str], *more: str, last: str) -> list[str]:
    """Return whole output: ``more`` are next steps, each behind the line of the check that its text begins with."""
    steps = dict(text.split("|", 1) for text in more)
    out = []
    for name, line in lines.items():
        out.append(line)
        if name in steps:
            out.append(f"    {steps[name]}")
    return [*out, "", last]


def test_all_is_well_without_a_job(doctor: Doctor, service: ContentService) -> None:
    assert doctor() == (0, listed(all_well(service), last="no problem was found, and 2 not checked"))


def test_all_is_well_with_a_job_and_nothing_was_changed(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())
    since = len(service.requests)

    for given in (job, f"{service.api_url}/knowledge/contentmgr/v4/import/content/{job}/status"):
        assert doctor(given) == (0, listed(all_well_with(service, job), last="no problem was found"))

    assert {request.method for request in service.requests[since:]} == {"GET"}


def test_nothing_is_set(doctor: Doctor) -> None:
    status, lines = doctor()

    assert status == 10
    assert lines == [
        "problem: API domain: It is not set.",
        DOMAIN_NEXT,
        "ok: settings: all variables and options can be read",
        "not checked: host name: there is no API domain",
        "not checked: connection: there is no API domain",
        "not checked: clock: there is no API domain",
        "problem: token: The access token is not set.",
        TOKEN_NEXT,
        "not checked: scope: there is no token",
        "not checked: permission: there is no connection",
        "problem: AWS credentials: There are no AWS credentials that can be used: the standard chain finds none.",
        "    Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role.",
        "not checked: log location: no job was given: contentjobs doctor JOB asks for that of a job",
        "not checked: log: there is no location that can be used",
        "",
        "3 problems, and 7 not checked",
    ]


@pytest.mark.parametrize(
    ("domain", "what", "step"),
    [
        (
            "http://api.example.com",
            IN_THE_CLEAR,
            "to host[:port] or https://host[:port].",
        ),
        (
            "https://me:hidden-password@host",
            "The API domain has a user name or password in it.",
            "to the host alone; the token comes from CONTENTJOBS_ACCESS_TOKEN.",
        ),
    ],
)
def test_a_malformed_domain(doctor: Doctor, service: ContentService, domain: str, what: str, step: str) -> None:
    none = "there is no API domain"
    places = "Set --content-api-domain or the variable CONTENTJOBS_API_DOMAIN"
    lines = {
        **all_well(service),
        "API domain": f"problem: API domain: {what}",
        **{name: f"not checked: {name}: {none}" for name in ("host name", "connection", "clock")},
        "permission": "not checked: permission: there is no connection",
    }

    assert doctor(f"--content-api-domain={domain}") == (
        10,
        listed(lines, f"API domain|{places} {step}", last="1 problem, and 6 not checked"),
    )


def test_a_host_that_nobody_knows(doctor: Doctor, service: ContentService) -> None:
    status, lines = doctor("--content-api-domain=nobody.invalid")

    assert status == 10
    assert lines[2].startswith("problem: host name: nobody.invalid has no address that this machine can find: ")
    assert lines[3:9] == [
        "    Check the spelling of the API domain, the name server, and HTTPS_PROXY if there is a proxy.",
        "not checked: connection: the host's name leads nowhere",
        "not checked: clock: there is no answer with a date",
        *(all_well(service)[name] for name in ("token", "scope")),
        "not checked: permission: there is no connection",
    ]


def test_a_certificate_that_is_not_trusted(doctor: Doctor, service: ContentService) -> None:
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with script_server([says(b"")], tls=tls) as server:
        status, lines = doctor(f"--content-api-domain={server.url}")

    assert status == 10
    assert lines[2] == all_well(service)["host name"]
    assert lines[3].startswith(
        f"problem: connection: No answer from {server.url}/knowledge/contentmgr/v4/import/content/"
    )
    assert "certificate verify failed" in lines[3]
    assert lines[4:8] == [
        CERTIFICATE_NEXT,
        "not checked: clock: there is no answer with a date",
        *(all_well(service)[name] for name in ("token", "scope")),
    ]


@pytest.mark.parametrize(
    ("date", "line", "step"),
    [
        (-2000, "problem: clock: This machine's clock is 2,000 s ahead of the server's.", True),
        (2000, "problem: clock: This machine's clock is 2,000 s behind the server's.", True),
        (None, "not checked: clock: the server's answer has no date", False),
        ("some day", "not checked: clock: the server's answer has no date", False),
    ],
)
def test_the_clock(doctor: Doctor, date: int | str | None, line: str, step: bool) -> None:
    text = (
        format_datetime(datetime.now(UTC) + timedelta(seconds=date, milliseconds=500), usegmt=True)
        if isinstance(date, int)
        else date
    )
    header = f"Date: {text}\r\n" if text else ""
    with script_server([says(f"HTTP/1.1 401 No\r\n{header}Content-Length: 0\r\n\r\n".encode())]) as server:
        _, lines = doctor(f"--content-api-domain={server.url}")

    at = next(number for number, text in enumerate(lines) if ": clock: " in text)
    shown = lines[at]
    for seconds in ("1,999 s", "2,001 s"):
        shown = shown.replace(seconds, "2,000 s")
    assert shown == line
    fix = "    Set it: tokens and AWS requests with a wrong time are refused."
    assert (lines[at + 1] == fix) is step


def jwt(**payload: object) -> str:
    parts = [{"alg": "none"}, payload]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*coded, "c2lnbmF0dXJl"])


SAYS = "info: scope: the token says of itself, not verified: "


@pytest.mark.parametrize(
    ("token", "line"),
    [
        (jwt(scp="a b", exp=4102444800), f"{SAYS}its scope is 'a b', it expires at 2100-01-01 00:00:00 UTC"),
        (jwt(scope=["a", "b", 3], exp=946684800), f"{SAYS}its scope is 'a b', it expired at 2000-01-01 00:00:00 UTC"),
        (jwt(sub="me", exp="soon"), f"{SAYS}no scope, no end"),
        (jwt(scope="\x1b[31m::error::x", exp=1e300), f"{SAYS}its scope is '\\x1b[31m::error::x', no end"),
        ("a.b.c", "info: scope: the token says nothing that can be read here"),
        ("one.two", "info: scope: the token says nothing that can be read here"),
    ],
)
@pytest.mark.usefixtures("service")
def test_what_a_token_says_of_itself(doctor: Doctor, monkeypatch: pytest.MonkeyPatch, token: str, line: str) -> None:
    monkeypatch.setenv("CONTENTJOBS_ACCESS_TOKEN", token)

    status, lines = doctor()

    assert status == 10
    assert lines[6] == line
    assert lines[7].startswith("problem: permission: ")
    assert "answered 401 UNAUTHORIZED (401-101 Invalid or expired 'Authorization' header" in lines[7]
    assert lines[8].startswith("    The token is wrong or has expired: get a new one and set CONTENTJOBS_ACCESS_TOKEN.")
    assert token not in "\n".join(lines)


def test_a_token_from_the_token_endpoint(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    since = len(service.requests)

    status, lines = doctor()

    expected = {
        **all_well(service),
        "token": f"ok: token: got from the token endpoint {service.token_url}, for 3,600 s",
        "scope": "info: scope: asked for 'app.knowledge.contentmgr.manage'; the token says nothing that can be read here",
    }
    assert (status, lines) == (0, listed(expected, last="no problem was found, and 2 not checked"))
    assert [request.method for request in service.requests[since:]] == ["GET", "POST", "GET"]


def test_a_token_endpoint_that_refuses(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    monkeypatch.setenv("CONTENTJOBS_CLIENT_SECRET", "not-the-secret")

    status, lines = doctor()

    expected = {
        **all_well(service),
        "token": f"problem: token: The token endpoint {service.token_url} answered 401 UNAUTHORIZED (invalid_client: client_id or "
        "client_secret is wrong).",
        "scope": "not checked: scope: there is no token",
        "permission": "not checked: permission: there is no token",
    }
    step = "token|Check CONTENTJOBS_CLIENT_ID and CONTENTJOBS_CLIENT_SECRET."
    assert (status, lines) == (10, listed(expected, step, last="1 problem, and 4 not checked"))


def test_a_token_file_and_a_token_command(
    doctor: Doctor, service: ContentService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    path = tmp_path / "token"
    path.write_text(service.token, encoding="utf-8")
    monkeypatch.setenv("CONTENTJOBS_TOKEN_FILE", str(path))
    expected = {
        **all_well(service),
        "token": f"ok: token: got from the file {str(path)!r} of CONTENTJOBS_TOKEN_FILE",
    }
    assert doctor() == (0, listed(expected, last="no problem was found, and 2 not checked"))

    monkeypatch.delenv("CONTENTJOBS_TOKEN_FILE")
    monkeypatch.setenv("CONTENTJOBS_TOKEN_COMMAND", f"'{sys.executable}' -c 'import sys; sys.exit(3)'")
    expected = {
        **all_well(service),
        "token": f"problem: token: The token command {sys.executable!r} ended with status 3.",
        "scope": "not checked: scope: there is no token",
        "permission": "not checked: permission: there is no token",
    }
    step = "token|Run the command of CONTENTJOBS_TOKEN_COMMAND by hand: it must print the bare token and end with 0."
    assert doctor() == (10, listed(expected, step, last="1 problem, and 4 not checked"))


def test_no_permission_on_the_job(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([vendor_error("403-178", "VIEW")])

    status, lines = doctor(job)

    expected = {
        **all_well(service),
        "permission": f"problem: permission: {service.api_url}/knowledge/contentmgr/v4/import/content/{job}/status answered 403 "
        "FORBIDDEN (403-178 User is not allowed to perform the following action: VIEW.).",
        "log location": "not checked: log location: there is no status",
    }
    step = (
        "permission|Use the token of the user who created the job, or of one with View permission on that user, and with the "
        "scope knowledge.contentmgr.manage."
    )
    assert (status, lines) == (10, listed(expected, step, last="1 problem, and 2 not checked"))


@pytest.mark.parametrize(
    ("answer", "unsigned", "what"),
    [
        (
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "404 Not Found",
            "{base} answers 404 with and without a token.",
        ),
        (
            b'HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{"status": "Successful"}',
            "200 OK",
            "The service has a status for a job that does not exist.",
        ),
    ],
)
def test_what_is_no_api_is_not_taken_for_one(
    doctor: Doctor, service: ContentService, answer: bytes, unsigned: str, what: str
) -> None:
    with script_server([says(answer)]) as server:
        status, lines = doctor(f"--content-api-domain={server.url}")

    base = f"{server.url}/knowledge/contentmgr/v4"
    expected = {
        **all_well(service),
        "API domain": f"ok: API domain: {base}",
        "connection": all_well(service)["connection"].replace("401 UNAUTHORIZED", unsigned),
        "clock": "not checked: clock: the server's answer has no date",
        "permission": f"problem: permission: {what.format(base=base)}",
    }
    assert (status, lines) == (10, listed(expected, f"permission|{NO_API}", last="1 problem, and 3 not checked"))


def test_settings_that_are_malformed_hide_nothing_else(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENTJOBS_TIMEOUT", "soon")

    status, lines = doctor()

    expected = {**all_well(service), "settings": "problem: settings: 'soon' is no duration."}
    step = "settings|Set --content-timeout or the variable CONTENTJOBS_TIMEOUT to seconds, or like 90s, 30m or 1h30m."
    assert (status, lines) == (10, listed(expected, step, last="1 problem, and 2 not checked"))


def test_a_job_of_another_tenant(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    status, lines = doctor(f"https://other.example/{job}/status")

    assert status == 10
    assert lines[1] == (
        "problem: settings: --content-job names the host 'other.example', and the API domain is "
        f"{service.api_url.removeprefix('http://')!r}."
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["17"],
            (
                "ERROR: '17' has no job id in it. Give the job's UUID, the location header of its creation, or its status URL. "
                "(value-invalid)\n"
            ),
        ),
        (["--content-poll-interval=3"], "Error: No such option '--content-poll-interval'"),
    ],
)
def test_wrong_usage(
    contentjobs: Callable[..., tuple[int, str, str]], service: ContentService, arguments: list[str], says: str
) -> None:
    since = len(service.requests)

    status, out, errors = contentjobs("doctor", *arguments)

    assert (status, out) == (4, "")
    assert says in errors
    assert service.requests[since:] == []


def test_the_bucket_is_not_allowed(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    status, lines = doctor(job, "--content-log-buckets=ours")

    expected = {
        **all_well_with(service, job),
        "log location": f"problem: log location: The job's log lies in the bucket {service.bucket!r}, which is not among those "
        "that are allowed (ours).",
        "log": "not checked: log: there is no location that can be used",
    }
    step = (
        "log location|If it is yours, add it to --content-log-buckets or the variable CONTENTJOBS_LOG_BUCKETS; "
        "if not, ask who started the job."
    )
    assert (status, lines) == (10, listed(expected, step, last="1 problem, and 1 not checked"))


@pytest.mark.parametrize(
    ("answer", "location", "log"),
    [
        (
            {"status": "In Progress"},
            "not checked: log location: the job is 'In Progress' and names no log yet",
            "not checked: log: there is no location that can be used",
        ),
        (
            {"status": "In Progress", "logFileLocation": "s3://{bucket}/not-yet.txt"},
            "ok: log location: s3://{bucket}/not-yet.txt is allowed",
            "not checked: log: the job is 'In Progress', and its log is not there yet",
        ),
    ],
)
def test_a_job_that_still_runs(
    doctor: Doctor, service: ContentService, answer: dict[str, str], location: str, log: str
) -> None:
    job = service.add_job([{key: value.format(bucket=service.bucket) for key, value in answer.items()}])

    status, lines = doctor(job)

    expected = {
        **all_well_with(service, job),
        "permission": f"ok: permission: the status of job {job} may be read: In Progress",
        "log location": location.format(bucket=service.bucket),
        "log": log,
    }
    unchecked = sum(line.startswith("not checked") for line in expected.values())
    assert (status, lines) == (0, listed(expected, last=f"no problem was found, and {unchecked} not checked"))


def test_a_finished_job_without_its_log(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([finished(0, 0, logFileLocation=f"s3://{service.bucket}/gone.txt")])

    status, lines = doctor(job)

    expected = {
        **all_well_with(service, job),
        "log location": f"ok: log location: s3://{service.bucket}/gone.txt is allowed",
        "log": f"problem: log: The log s3://{service.bucket}/gone.txt does not exist (S3 says NoSuchKey).",
    }
    step = (
        "log|Check that the job wrote its log and that nobody removed it, or fetch the log yourself and judge it with "
        "--content-log FILE --content-status FILE."
    )
    assert (status, lines) == (10, listed(expected, step, last="1 problem"))


def test_a_log_at_a_url_needs_no_aws_credentials(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with script_server([says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) as server:
        job = service.add_job([finished(0, 0, logFileLocation=f"{server.url}/log.txt?X-Amz-Signature=hidden")])
        status, lines = doctor(job)

    expected = {
        **all_well_with(service, job),
        "AWS credentials": "not checked: AWS credentials: the log lies at a pre-signed URL, which needs none",
        "log location": f"ok: log location: {server.url}/log.txt is allowed",
        "log": "ok: log: it can be read, and is empty so far",
    }
    assert (status, lines) == (0, listed(expected, last="no problem was found, and 1 not checked"))


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealS3]:
    """A real S3, which checks signatures."""
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

    status, lines = doctor(job)

    location = {"log location": f"ok: log location: s3://{BUCKET}/validation.txt is allowed"}
    expected = {**all_well_with(service, job), **location}
    if code is None:
        assert (status, lines) == (0, listed(expected, last="no problem was found"))
    else:
        expected["log"] = f"problem: log: The log s3://{BUCKET}/validation.txt may not be read (S3 says {code})."
        step = (
            "log|Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose other credentials by AWS_PROFILE, or fetch the log "
            "yourself and judge it with --content-log FILE --content-status FILE."
        )
        assert (status, lines) == (10, listed(expected, step, last="1 problem"))


def test_a_profile_that_does_not_exist(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobodys")

    status, lines = doctor()

    expected = {
        **all_well(service),
        "AWS credentials": "problem: AWS credentials: There are no AWS credentials that can be used: The config profile (nobodys) "
        "could not be found.",
    }
    step = (
        "AWS credentials|Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role."
    )
    assert (status, lines) == (10, listed(expected, step, last="1 problem, and 2 not checked"))


def test_what_a_server_repeats_is_neither_a_secret_nor_a_command(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = f"##[error]x \x1b[31m ::error::{service.token} and more"
    job = service.add_job([Answer(403, {"code": "403-1", "developerMessage": text}, {})])

    status, lines = doctor(job)

    shown = "\n".join(lines)
    assert status == 10
    assert "(403-1 # #[error]x \\x1b[31m" in " ".join(shown.split())
    assert service.token not in shown
    assert "\x1b" not in shown
    assert not [line for line in lines if line.strip().startswith(("::", "##"))]


def test_a_pipe_has_no_colours_and_a_narrow_terminal_whole_words(service: ContentService, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest_contentjobs.cli", "doctor"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "40", "CONTENTJOBS_ACCESS_TOKEN": "wrong-token"},
        check=False,
    )

    assert (done.returncode, done.stderr) == (10, "")
    assert "\x1b" not in done.stdout
    assert done.stdout.splitlines()[:9] == [
        "ok: API domain:",
        f"    {service.api_url}/knowledge/contentmgr/v4",
        "ok: settings: all variables and options",
        "    can be read",
        "ok: host name: 127.0.0.1 has an address",
        "ok: connection: 127.0.0.1 answers on",
        "    this machine, without TLS (401",
        "    UNAUTHORIZED to a question without a",
        "    token)",
    ]


def test_secrets_that_a_status_repeats_are_hidden(
    doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENTJOBS_SOURCE_PASSWORD", "pass-of-the-source")
    operation = f"Reading with pass-of-the-source, for {service.token}"
    location = f"s3://{service.bucket}/pass-of-the-source.txt"
    job = service.add_job([{"status": "In Progress", "currentOperation": operation, "logFileLocation": location}])

    status, lines = doctor(job)

    expected = {
        **all_well_with(service, job),
        "permission": f"ok: permission: the status of job {job} may be read: In Progress, Reading with …, for …",
        "log location": f"ok: log location: s3://{service.bucket}/….txt is allowed",
        "log": "not checked: log: the job is 'In Progress', and its log is not there yet",
    }
    assert (status, lines) == (0, listed(expected, last="no problem was found, and 1 not checked"))


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
    assert "token" not in out.splitlines()[-1]


def test_a_finished_job_that_names_no_log(doctor: Doctor, service: ContentService) -> None:
    job = service.add_job([finished(0, 0)])

    status, lines = doctor(job)

    expected = {
        **all_well_with(service, job),
        "log location": "problem: log location: The job is 'Successful' and names no log.",
        "log": "not checked: log: there is no location that can be used",
    }
    step = "log location|Look at the job in the service."
    assert (status, lines) == (10, listed(expected, step, last="1 problem, and 1 not checked"))


def test_a_log_whose_server_breaks_off(doctor: Doctor, service: ContentService) -> None:
    with script_server([lambda peer: peer.reset()]) as server:
        job = service.add_job([finished(0, 0, logFileLocation=f"{server.url}/log.txt")])
        status, lines = doctor(job)

    assert status == 10
    assert lines[-4].startswith(f"problem: log: The log {server.url}/log.txt could not be read: ")
    assert lines[-3:] == [
        "    Check the network and the proxy, then run again.",
        "",
        "1 problem, and 1 not checked",
    ]


def test_a_service_in_trouble(doctor: Doctor, service: ContentService) -> None:
    with script_server([says(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")]) as server:
        status, lines = doctor(f"--content-api-domain={server.url}")

    assert status == 10
    assert lines[3] == all_well(service)["connection"].replace("401 UNAUTHORIZED", "503 Busy")
    assert lines[7].startswith(f"problem: permission: {server.url}/knowledge/contentmgr/v4/import/content/")
    assert lines[7].endswith("/status answered 503 Busy with an empty body.")
    assert lines[8] == "    The service has trouble of its own: run again later."


def test_a_token_on_behalf_of_a_user(doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTENTJOBS_ACCESS_TOKEN")
    monkeypatch.setenv("CONTENTJOBS_SUBJECT_USERNAME", "an editor")
    origin = f"the token endpoint {service.token_url}, on behalf of a user (subject_username)"

    status, lines = doctor()

    expected = {
        **all_well(service),
        "token": f"ok: token: got from {origin}, for 3,600 s",
        "scope": "info: scope: asked for 'knowledge.contentmgr.manage'; the token says nothing that can be read here",
    }
    assert (status, lines) == (0, listed(expected, last="no problem was found, and 2 not checked"))


def test_half_of_the_aws_credentials(doctor: Doctor, service: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    status, lines = doctor()

    expected = {
        **all_well(service),
        "AWS credentials": "problem: AWS credentials: There are no AWS credentials that can be used: PartialCredentialsError.",
    }
    step = (
        "AWS credentials|Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role."
    )
    assert (status, lines) == (10, listed(expected, step, last="1 problem, and 2 not checked"))
