"""What the network, the service and the log can do wrong: each is red, says why, and says what to do."""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pytest_contentjobs.emulator import ContentService, RawResponse, vendor_error
from tests.support import CLEAN_LOG, INFO, LOG, finished, junit_cases, reasons_of


@dataclass(frozen=True)
class BadJob:
    """How a job's status requests are answered, its log, and what the gate must make of it.

    ``code`` is the reason code, or several with spaces between; ``names`` is the data that the text must contain.
    """

    answers: Sequence[dict[str, object] | RawResponse]
    code: str
    names: Sequence[str] = ()
    log: bytes | None = CLEAN_LOG.encode()
    item: str = "job"
    outcome: str = "error"
    arguments: Sequence[str] = field(default=("--content-poll-interval=0.05",))


SHORT = ("--content-poll-interval=0.05", "--content-timeout=0.1")
HTML = RawResponse(200, b"<html><body>Sign in</body></html>", {"Content-Type": "text/html"})
NOT_JUDGED = 10
BAD_ANSWERS = {
    "no permission": BadJob([vendor_error("403-178", "VIEW")], "permission-missing", ["403 FORBIDDEN", "403-178"]),
    "expired token": BadJob([vendor_error("401-101")], "token-refused", ["401 UNAUTHORIZED", "401-101"]),
    "token that expires during the wait": BadJob(
        [{"status": "In Progress"}, vendor_error("401-101")], "token-refused", ["401 UNAUTHORIZED"]
    ),
    "HTML instead of JSON": BadJob([HTML], "response-unexpected", ["text/html", "<html><body>Sign in"]),
    "broken JSON": BadJob([RawResponse(200, b'{"status": "Succ')], "response-unexpected"),
    "endless JSON": BadJob([RawResponse(200, b"[" * 100_000)], "response-unexpected"),
    "endless JSON in an error": BadJob([RawResponse(400, b'{"code":' * 100_000)], "request-refused", ["400"]),
    "huge number": BadJob([RawResponse(200, b'{"status": ' + b"9" * 5000 + b"}")], "response-unexpected"),
    "huge number in an error": BadJob(
        [RawResponse(400, b'{"code": ' + b"9" * 5000 + b"}")], "request-refused", ["400"]
    ),
    "huge body": BadJob([RawResponse(200, b" " * (3 << 20))], "response-unexpected"),
    "no status in the body": BadJob(
        [RawResponse(200, {"jobType": "Validation"})], "response-unexpected", ["application/json", '{"jobType"']
    ),
    "number as status": BadJob([RawResponse(200, {"status": 3})], "response-unexpected", ["application/json"]),
    "HTML error page": BadJob(
        [RawResponse(418, b"<h1>teapot</h1>", {"Content-Type": "text/html"})],
        "request-refused",
        ["418", "<h1>teapot</h1>"],
    ),
    "redirect": BadJob(
        [RawResponse(302, b"", {"Location": "https://elsewhere.example/login"})], "request-redirected", ["302"]
    ),
}
BAD_STATUSES = {
    "unknown word at the end": BadJob([finished(0, 0, status="Concluded")], "status-unknown", ["'Concluded'"]),
    "unknown word without an end": BadJob(
        [{"status": "Paused"}], "job-timeout", ["'Paused'", "--content-timeout"], arguments=SHORT
    ),
    "timeout": BadJob(
        [{"status": "In Progress", "progress": {"processed": 3.0, "total": 10, "percentage": 30}}],
        "job-timeout",
        ["'In Progress'", "3 of 10 items"],
        arguments=SHORT,
    ),
    "failed job": BadJob(
        [{"status": "Failed", "error": "Database connection timeout", "retryable": True}],
        "job-failed",
        ["Database connection timeout", "retryable"],
    ),
    "failed job without a log or cause": BadJob([{"status": "Failed"}], "job-failed", log=None),
    "cancelled job": BadJob([{"status": "Cancelled"}], "job-cancelled"),
    "stopped half-way": BadJob(
        [finished(0, 0, progress={"processed": 7, "total": 10})], "items-missing counts-contradict", ["7 of 10 items"]
    ),
}
BAD_LOCATIONS = {
    "no log location": BadJob([finished(0, 0, logFileLocation=None)], "log-location-missing", ["logFileLocation"]),
    "log at a place that is not read": BadJob(
        [finished(0, 0, logFileLocation="sftp://files.example/log.txt")], "log-location-unusable", ["sftp"]
    ),
    "log on this machine": BadJob(
        [finished(0, 0, logFileLocation="file:///etc/hostname")], "log-location-unusable", ["file"]
    ),
    "log that is missing": BadJob(
        [finished(0, 0, logFileLocation="s3://no-such-bucket-of-ours/log.txt")], "log-bucket-missing", ["NoSuchBucket"]
    ),
}
BAD_LOGS = {
    "empty log": BadJob([finished(0, 0)], "log-empty", log=b""),
    "UTF-16 cut off": BadJob([finished(0, 0)], "log-damaged", ["UTF-16"], log=CLEAN_LOG.encode("utf-16")[:-1]),
    "gzip cut off": BadJob([finished(0, 0)], "packing-damaged", ["gzip"], log=gzip.compress(CLEAN_LOG.encode())[:-9]),
}
# What the check of the log finds, and so the test ``log`` says.
BAD_CONTENTS = {
    "broken bytes": BadJob(
        [finished(0, 0)],
        "log-not-text",
        ["1 line"],
        log=CLEAN_LOG.encode() + b"2026-11-23 10:00:05,000 INFO  [main] a.b - caf\x81\n",
    ),
    "total that the log does not hold": BadJob(
        [finished(0, 0)],
        "totals-disagree",
        ["3 errors"],
        log=(CLEAN_LOG + INFO.replace("validation started", "validation finished: 10 items, 3 errors")).encode(),
    ),
    "half-written last line": BadJob([finished(0, 0)], "log-cut-off", ["(2)"], log=CLEAN_LOG.encode()[:-9]),
    "no line recognised": BadJob(
        [finished(0, 0)], "log-unrecognised", ["no layout"], log=b"everything is fine\nreally\n"
    ),
    "lines that may be findings": BadJob(
        [finished(0, 0)], "lines-unexplained", ["1 line"], log=f"{CLEAN_LOG}!! error in article 7\n".encode()
    ),
    "errors that the log does not have": BadJob([finished(5, 0)], "counts-disagree", ["5 errors", "0 errors"]),
    "log cut at a line end": BadJob(
        [finished(2, 1)],
        "counts-disagree",
        ["2 errors", "1 error "],
        log="".join(LOG.splitlines(keepends=True)[:3]).encode(),
    ),
    "no results": BadJob([finished(0, 0, results=None)], "counts-missing"),
}
BAD_JOBS = {
    **BAD_ANSWERS,
    **BAD_STATUSES,
    **{name: replace(bad, item="log") for name, bad in {**BAD_LOCATIONS, **BAD_LOGS}.items()},
    **{name: replace(bad, item="log", outcome="failure") for name, bad in BAD_CONTENTS.items()},
}


def judge(pytester: pytest.Pytester, job: str, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(
        *("-p", "no:randomly", "-v", "--content-job", job, "--junit-xml=r.xml", "--content-junit=c.xml"), *arguments
    )


def assert_red(pytester: pytest.Pytester, result: pytest.RunResult, bad: BadJob) -> None:
    assert result.ret == NOT_JUDGED
    assert "Traceback" not in result.stdout.str() + result.stderr.str()
    # If no log was read, the test of the log says so too.
    assert reasons_of(result) - {"log-not-read"} == set(bad.code.split())
    for report in ("r.xml", "c.xml"):
        checks = [case for case in junit_cases(pytester.path / report) if case.class_name == "content"]
        (case,) = [case for case in checks if case.outcome in {"failure", "error"}]
        assert case.identity == ("content", bad.item, bad.outcome)
        text = re.sub(r"\s+", " ", case.text.replace("E   ", ""))
        assert [name for name in bad.names if name not in text] == []
        # What happened, and what to do about it.
        assert text.count(". ") >= 1
        assert not bad.names or bad.names[0] in case.message


@pytest.mark.parametrize("name", BAD_JOBS)
def test_bad_job_is_red_and_says_what_to_do(pytester: pytest.Pytester, service: ContentService, name: str) -> None:
    bad = BAD_JOBS[name]
    job = service.add_job(bad.answers, log=bad.log)

    result = judge(pytester, job, *bad.arguments)

    assert_red(pytester, result, bad)


@pytest.mark.usefixtures("service")
def test_unknown_job_is_red(pytester: pytest.Pytester) -> None:
    job = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"

    result = judge(pytester, job)

    assert_red(pytester, result, BadJob([], "job-not-found", [job]))


@pytest.mark.usefixtures("service")
def test_unreachable_service_is_red(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    monkeypatch.setenv("CONTENTJOBS_API_DOMAIN", f"http://127.0.0.1:{port}")

    result = judge(pytester, "7A84B875-6F75-4C7B-B137-0632B62DB0BD", "--content-timeout=0.2")

    assert_red(pytester, result, BadJob([], "service-unreachable", [str(port), "Connection refused"]))


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


def test_not_judged_is_shown_even_if_its_item_was_deselected(
    pytester: pytest.Pytester, service: ContentService
) -> None:
    pytester.makepyfile("def test_own(): pass")
    job = service.add_job([{"status": "Cancelled"}])

    result = judge(pytester, job, "-k", "test_own")

    assert result.ret == NOT_JUDGED
    result.assert_outcomes(passed=1, deselected=2)
    result.stdout.fnmatch_lines(["exit status 10: *"])


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

    assert_red(
        pytester, result, BadJob([], "log-forbidden", ["AccessDenied", "s3:GetObject", "AWS_PROFILE"], item="log")
    )


def test_log_without_credentials_is_red(
    pytester: pytest.Pytester, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = service.add_job([finished(0, 0)], log=INFO.encode())
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("HOME", str(pytester.path))

    result = judge(pytester, job)

    assert_red(
        pytester, result, BadJob([], "aws-credentials-missing", ["AWS_PROFILE", "AWS_ACCESS_KEY_ID"], item="log")
    )
