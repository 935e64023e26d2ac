"""--content-validate, --content-source-region, --content-job-retries and --content-on-interrupt."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.emulator.responses import RawResponse, vendor_error
from tests.support import REPOSITORY, junit_cases

Gate = Callable[..., pytest.RunResult]
PACKAGES = REPOSITORY / "examples" / "packages"
UUID = r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}"
FAILED = {"status": "Failed", "error": "worker lost", "retryable": True}


def created(service: ContentService, since: int) -> list[dict[str, object]]:
    """Return the bodies of the requests that start a validation."""
    return [
        json.loads(request.body)["dataSource"]
        for request in service.requests[since:]
        if request.method == "POST" and request.path.endswith("/validate")
    ]


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENTJOBS_POLL_INTERVAL", "0.05")


@pytest.mark.usefixtures("fast")
def test_validation_is_started_and_gated(pytester: pytest.Pytester, gate: Gate, service: ContentService) -> None:
    uri = service.upload_package(PACKAGES / "support-center")

    result = gate("--content-validate", f"main={uri}", "--content-junit=c.xml")

    assert result.ret == 1
    started = re.search(rf"^\S+ main: started validation job ({UUID}) of {uri}$", result.stdout.str(), re.MULTILINE)
    assert started
    assert any(f": pytest --content-job main={started[1]} " in line for line in result.stdout.lines)
    outcomes = [case.outcome for case in junit_cases(pytester.path / "c.xml")]
    assert (outcomes.count("failure"), outcomes.count("passed")) == (23, 2)


@pytest.mark.usefixtures("fast")
def test_region_and_credentials_are_sent_only_to_the_service(
    pytester: pytest.Pytester, gate: Gate, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = service.upload_package(PACKAGES / "clean")
    monkeypatch.setenv("CONTENTJOBS_SOURCE_ACCESS_KEY_ID", "key-id-of-the-source")
    monkeypatch.setenv("CONTENTJOBS_SOURCE_SECRET_ACCESS_KEY", "secret+of/the=source")
    since = len(service.requests)

    result = gate("--content-validate", uri, "--content-source-region=eu-west-1", "--content-save=saved")

    assert result.ret == 0
    assert created(service, since) == [
        {
            "type": "AWS S3 bucket",
            "path": uri,
            "region": "eu-west-1",
            "credentials": {"accessKeyId": "key-id-of-the-source", "secretAccessKey": "secret+of/the=source"},
        }
    ]
    shown = result.stdout.str() + (pytester.path / "saved/content/run.json").read_text(encoding="utf-8")
    assert "of-the-source" not in shown
    assert "of/the=source" not in shown


@pytest.mark.usefixtures("fast", "service")
@pytest.mark.parametrize(
    ("variables", "uri", "code", "name"),
    [
        ({}, "", "value-invalid", "--content-validate"),
        ({}, "/folder", "value-invalid", "'/folder'"),
        ({}, "https://host/x?secret", "value-invalid", "'https://host/x'"),
        ({}, "sftp://user:secret@host/x", "secret-in-address", "CONTENTJOBS_SOURCE_PASSWORD"),
        ({}, "s3://b/" + "x" * 1018, "value-invalid", "1025"),
        ({"CONTENTJOBS_SOURCE_USERNAME": "u"}, "sftp://host/x", "setting-missing", "CONTENTJOBS_SOURCE_PASSWORD"),
        (
            {"CONTENTJOBS_SOURCE_SECRET_ACCESS_KEY": "s"},
            "s3://bucket/x",
            "setting-missing",
            "CONTENTJOBS_SOURCE_ACCESS_KEY_ID",
        ),
        ({"CONTENTJOBS_SOURCE_REGION": "mars 1"}, "s3://bucket/x", "value-invalid", "--content-source-region"),
        ({"CONTENTJOBS_JOB_RETRIES": "-1"}, "s3://bucket/x", "value-invalid", "--content-job-retries"),
        ({"CONTENTJOBS_ON_INTERRUPT": "stop"}, "s3://bucket/x", "value-invalid", "--content-on-interrupt"),
    ],
)
def test_usage_errors(
    usage_error: Callable[..., tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    uri: str,
    code: str,
    name: str,
) -> None:
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)

    found, text = usage_error(f"--content-validate={uri}")

    assert found == code
    assert name in text
    assert "secret" not in text.replace("SECRET", "").replace("secret-in-address", "")


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    ("response", "text"),
    [
        (vendor_error("400-101"), "400 BAD REQUEST (400-101 "),
        (vendor_error("401-101"), "401 UNAUTHORIZED (401-101 "),
        (RawResponse(500, ""), "500 INTERNAL SERVER ERROR"),
        (
            RawResponse(202, "", {"location": "elsewhere"}),
            "0 job ids: 'elsewhere'",
        ),
    ],
    ids=["400", "401", "500", "no id"],
)
def test_a_validation_that_cannot_be_started_is_not_judged(
    gate: Gate, service: ContentService, response: RawResponse, text: str
) -> None:
    service.queue_responses("validate", response)
    since = len(service.requests)

    result = gate("--content-validate=s3://bucket/folder")

    assert result.ret == 10
    assert text in " ".join(result.stdout.str().split())
    assert len(created(service, since)) == 1


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    ("responses", "retries", "status", "started"),
    [
        ([FAILED], 0, 10, 1),
        ([FAILED], 1, 0, 2),
        ([FAILED, FAILED], 1, 10, 2),
        ([FAILED, FAILED], 5, 0, 3),
        ([{**FAILED, "retryable": False}], 5, 10, 1),
        ([{"status": "Cancelled", "retryable": True}], 5, 10, 1),
    ],
)
def test_a_failed_job_is_restarted_if_it_is_retryable(
    gate: Gate, service: ContentService, responses: list[dict[str, object]], retries: int, status: int, started: int
) -> None:
    uri = service.upload_package(PACKAGES / "clean")
    service.queue_responses(
        "status", *(RawResponse(200, {"jobType": "Validation", **response}) for response in responses)
    )
    since = len(service.requests)

    result = gate("--content-validate", uri, f"--content-job-retries={retries}")

    assert result.ret == status
    assert len(created(service, since)) == started


@pytest.mark.usefixtures("fast")
def test_a_job_that_this_run_did_not_start_is_not_restarted(gate: Gate, service: ContentService) -> None:
    job = service.add_job([FAILED])
    since = len(service.requests)

    assert gate("--content-job", job, "--content-job-retries=3").ret == 10
    assert created(service, since) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a single child process")
@pytest.mark.parametrize(("choice", "cancelled"), [([], False), (["--content-on-interrupt=cancel"], True)])
def test_interrupt_leaves_or_cancels_the_started_jobs(
    pytester: pytest.Pytester, service: ContentService, choice: list[str], cancelled: bool
) -> None:
    other = service.add_job([{"status": "In Progress"}])
    uri = service.upload_package(PACKAGES / "clean")
    # The clock is stopped, so that the job does not finish.
    service.queue_responses("status", *[RawResponse(200, {"status": "In Progress", "jobType": "Validation"})] * 1000)
    arguments = ["--content-job", f"other={other}", "--content-validate", f"main={uri}", *choice]
    since = len(service.requests)
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=pytester.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **service.environment, "CONTENTJOBS_POLL_INTERVAL": "3600"},
    )
    assert process.stdout is not None
    job = None
    for line in process.stdout:
        job = job or re.search(rf"main: started validation job ({UUID})", line)
        if " main: In Progress" in line:
            break
    assert job is not None

    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=60)[0]

    assert process.returncode == pytest.ExitCode.INTERRUPTED
    (shown,) = [line for line in rest.splitlines() if f" main: job {job[1]} " in line]
    assert shown.endswith(" is cancelled" if cancelled else " is still running")
    left = [f"other={other}"] if cancelled else [f"main={job[1]}", f"other={other}"]
    (command,) = (line.partition(" to go on: ")[2] for line in rest.splitlines() if " to go on: " in line)
    assert (
        sorted(each for each in shlex.split(command) if "=" in each and each.partition("=")[2] in (job[1], other))
        == left
    )
    assert "Traceback" not in rest
    cancels = [request.path for request in service.requests[since:] if request.path.endswith("/cancel")]
    assert cancels == ([f"/knowledge/contentmgr/v4/import/content/{job[1]}/cancel"] if cancelled else [])
