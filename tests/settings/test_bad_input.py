"""What the network, the service and the log can do wrong: each is red, says why, and says what to do."""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import etree

from pytest_contentjobs.emulator import ContentService, RawResponse, vendor_error
from tests.support import CLEAN_LOG, INFO, LOG, finished, junit_cases


@dataclass(frozen=True)
class BadJob:
    """What a job's status requests are answered with, its log, and what the gate says of it."""

    answers: Sequence[dict[str, object] | RawResponse]
    says: str
    log: bytes | None = CLEAN_LOG.encode()
    item: str = "job"
    outcome: str = "error"
    arguments: Sequence[str] = field(default=("--content-poll-interval=0.05",))
    code: str = ""


HTML = RawResponse(200, b"<html><body>Sign in</body></html>", {"Content-Type": "text/html"})
NOT_JUDGED = 10
BAD_JOBS = {
    "no permission": BadJob(
        [vendor_error("403-178", "VIEW")],
        "403 FORBIDDEN (403-178 User is not allowed to perform the following action: VIEW.)",
    ),
    "expired token": BadJob(
        [vendor_error("401-101")],
        "401 UNAUTHORIZED (401-101 Invalid or expired 'Authorization' header provided. New login is required.)",
    ),
    "token that expires during the wait": BadJob(
        [{"status": "In Progress"}, vendor_error("401-101")],
        "401 UNAUTHORIZED (401-101 ",
    ),
    "HTML instead of JSON": BadJob(
        [HTML],
        "text/html): '<html><body>Sign in</body></html>'",
    ),
    "broken JSON": BadJob([RawResponse(200, b'{"status": "Succ')], "(content type: "),
    "endless JSON": BadJob([RawResponse(200, b"[" * 100_000)], "(content type: "),
    "endless JSON in an error": BadJob([RawResponse(400, b'{"code":' * 100_000)], "400 BAD REQUEST"),
    "huge number": BadJob([RawResponse(200, b'{"status": ' + b"9" * 5000 + b"}")], "(content type: "),
    "huge number in an error": BadJob([RawResponse(400, b'{"code": ' + b"9" * 5000 + b"}")], "400 BAD REQUEST"),
    "huge body": BadJob([RawResponse(200, b" " * (3 << 20))], "(content type: "),
    "no status in the body": BadJob([RawResponse(200, {"jobType": "Validation"})], 'application/json): \'{"jobType"'),
    "status that is no text": BadJob([RawResponse(200, {"status": 3})], "(content type: application/json)"),
    "HTML error page": BadJob(
        [RawResponse(418, b"<h1>teapot</h1>", {"Content-Type": "text/html"})],
        "418 I'M A TEAPOT with '<h1>teapot</h1>'",
    ),
    "redirect": BadJob(
        [RawResponse(302, b"", {"Location": "https://elsewhere.example/login"})],
        "302 FOUND",
    ),
    "unknown word at the end": BadJob(
        [finished(0, 0, status="Concluded")],
        "'Concluded'",
        code="status-unknown",
    ),
    "unknown word without an end": BadJob(
        [{"status": "Paused"}],
        "'Paused' after 0 s",
        arguments=("--content-poll-interval=0.05", "--content-timeout=0.1"),
    ),
    "time-out": BadJob(
        [{"status": "In Progress", "progress": {"processed": 3.0, "total": 10, "percentage": 30}}],
        "'In Progress', 3 of 10 items after 0 s",
        arguments=("--content-poll-interval=0.05", "--content-timeout=0.1"),
    ),
    "failed job": BadJob(
        [{"status": "Failed", "error": "Database connection timeout", "retryable": True}],
        "Database connection timeout",
        code="job-failed",
    ),
    "failed job without a log or cause": BadJob([{"status": "Failed"}], "The job Failed", log=None, code="job-failed"),
    "cancelled job": BadJob([{"status": "Cancelled"}], "was Cancelled", code="job-cancelled"),
    "stopped half-way": BadJob(
        [finished(0, 0, progress={"processed": 7, "total": 10})],
        "7 of 10 items",
        code="items-missing",
    ),
    "no log location": BadJob(
        [finished(0, 0, logFileLocation=None)],
        "logFileLocation",
        code="log-location-missing",
    ),
    "log at a place that is not read": BadJob(
        [finished(0, 0, logFileLocation="sftp://files.example/log.txt")],
        "('sftp')",
    ),
    "log on this machine": BadJob(
        [finished(0, 0, logFileLocation="file:///etc/hostname")],
        "('file')",
    ),
    "log that does not exist": BadJob(
        [finished(0, 0, logFileLocation="s3://no-such-bucket-of-ours/log.txt")],
        "NoSuchBucket",
    ),
    "empty log": BadJob([finished(0, 0)], ".txt is empty, so", log=b""),
    "UTF-16 cut off": BadJob(
        [finished(0, 0)],
        "UTF-16-LE text: truncated data.",
        log=CLEAN_LOG.encode("utf-16")[:-1],
    ),
    "gzip cut off": BadJob(
        [finished(0, 0)],
        "is packed as gzip that ends too early.",
        log=gzip.compress(CLEAN_LOG.encode())[:-9],
    ),
    "broken bytes": BadJob(
        [finished(0, 0)],
        "1 line",
        code="log-not-text",
        log=CLEAN_LOG.encode() + b"2026-11-23 10:00:05,000 INFO  [main] a.b - caf\x81\n",
        item="log",
        outcome="failure",
    ),
    "total that the log does not hold": BadJob(
        [finished(0, 0)],
        "3 errors",
        code="totals-disagree",
        log=(CLEAN_LOG + INFO.replace("validation started", "validation finished: 10 items, 3 errors")).encode(),
        item="log",
        outcome="failure",
    ),
    "half-written last line": BadJob(
        [finished(0, 0)],
        "(2)",
        code="log-cut-off",
        log=CLEAN_LOG.encode()[:-9],
        item="log",
        outcome="failure",
    ),
    "no line recognised": BadJob(
        [finished(0, 0)],
        "'jsonl'",
        code="log-unrecognised",
        log=b"everything is fine\nreally\n",
        item="log",
        outcome="failure",
    ),
    "lines that may be findings": BadJob(
        [finished(0, 0)],
        "1 line",
        code="lines-suspicious",
        log=f"{CLEAN_LOG}!! error in article 7\n".encode(),
        item="log",
        outcome="failure",
    ),
    "errors that the log does not have": BadJob(
        [finished(5, 0)],
        "5 errors and 0 warnings",
        code="counts-disagree",
        item="log",
        outcome="failure",
    ),
    "log cut at a line end": BadJob(
        [finished(2, 1)],
        "(1 item with errors, 1 with warnings)",
        code="counts-disagree",
        log="".join(LOG.splitlines(keepends=True)[:3]).encode(),
        item="log",
        outcome="failure",
    ),
    "no results": BadJob(
        [finished(0, 0, results=None)],
        "no counts",
        code="counts-missing",
        item="log",
        outcome="failure",
    ),
}


def judge(pytester: pytest.Pytester, job: str, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(
        "-p", "no:randomly", "--content-job", job, "--junit-xml=r.xml", "--content-junit=c.xml", *arguments
    )


def codes_of(report: Path) -> list[str]:
    """Return the reason codes of the only run of a report."""
    (codes,) = etree.parse(report).findall(".//property[@name='codes']")
    return str(codes.get("value")).split(", ")


def assert_red(pytester: pytest.Pytester, result: pytest.RunResult, *, item: str, outcome: str, says: str) -> None:
    assert result.ret == NOT_JUDGED
    output = result.stdout.str() + result.stderr.str()
    assert "Traceback" not in output
    assert " ".join(says.split()) in " ".join(output.split())
    for report in ("r.xml", "c.xml"):
        checks = [case for case in junit_cases(pytester.path / report) if case.class_name == "content"]
        bad = [case for case in checks if case.outcome in {"failure", "error"}]
        assert [case.identity for case in bad] == [("content", item, outcome)]
        assert says in re.sub(r"\s+", " ", bad[0].text.replace("E   ", ""))
        assert says[:100] in bad[0].message


@pytest.mark.parametrize("name", BAD_JOBS)
def test_bad_job_is_red_and_says_what_to_do(pytester: pytest.Pytester, service: ContentService, name: str) -> None:
    bad = BAD_JOBS[name]
    job = service.add_job(bad.answers, log=bad.log)

    result = judge(pytester, job, *bad.arguments)

    assert_red(pytester, result, item=bad.item, outcome=bad.outcome, says=bad.says)
    if bad.code:
        assert codes_of(pytester.path / "c.xml")[0] == bad.code


@pytest.mark.usefixtures("service")
def test_unknown_job_is_red(pytester: pytest.Pytester) -> None:
    result = judge(pytester, "7A84B875-6F75-4C7B-B137-0632B62DB0BD")

    says = "The following IDs supplied in the URI path were not found: '7A84B875-6F75-4C7B-B137-0632B62DB0BD'.)"
    assert_red(pytester, result, item="job", outcome="error", says=says)


@pytest.mark.usefixtures("service")
def test_unreachable_service_is_red(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    monkeypatch.setenv("CONTENTJOBS_API_DOMAIN", f"http://127.0.0.1:{port}")

    result = judge(pytester, "7A84B875-6F75-4C7B-B137-0632B62DB0BD", "--content-timeout=0.2")

    says = "ConnectError: [Errno 111] Connection refused"
    assert_red(pytester, result, item="job", outcome="error", says=says)


def test_server_errors_that_pass_do_not_matter(pytester: pytest.Pytester, service: ContentService) -> None:
    job = service.add_job([vendor_error("500-100"), finished(0, 0)], log=CLEAN_LOG.encode())

    result = judge(pytester, job)

    assert result.ret == 0
    assert sum(job in request.path for request in service.requests) == 2


def test_findings_of_a_failed_job_are_reported(pytester: pytest.Pytester, service: ContentService) -> None:
    job = service.add_job([{"status": "Failed", "error": "Disk full"}], log=LOG.encode())

    result = judge(pytester, job)

    assert result.ret == NOT_JUDGED
    result.assert_outcomes(errors=1, failed=3, passed=1)


def test_not_judged_shows_also_where_its_item_was_deselected(
    pytester: pytest.Pytester, service: ContentService
) -> None:
    pytester.makepyfile("def test_own(): pass")
    job = service.add_job([{"status": "Cancelled"}])

    result = judge(pytester, job, "-k", "test_own")

    assert result.ret == NOT_JUDGED
    result.assert_outcomes(passed=1, deselected=2)
    result.stdout.fnmatch_lines(["exit status 10: the content could not be judged"])


class Forbidding(BaseHTTPRequestHandler):
    """An S3 that lets nobody read."""

    def do_GET(self) -> None:
        body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def forbidding_s3() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Forbidding) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_log_that_may_not_be_read_is_red(
    pytester: pytest.Pytester, service: ContentService, forbidding_s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = service.add_job([finished(0, 0)], log=INFO.encode())
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", forbidding_s3)

    result = judge(pytester, job)

    says = "AccessDenied"
    assert_red(pytester, result, item="job", outcome="error", says=says)


def test_log_without_credentials_is_red(
    pytester: pytest.Pytester, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = service.add_job([finished(0, 0)], log=INFO.encode())
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("HOME", str(pytester.path))

    result = judge(pytester, job)

    says = "NoCredentialsError"
    assert_red(pytester, result, item="job", outcome="error", says=says)
