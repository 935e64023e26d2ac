"""``contentjobs doctor`` as a program: one line for each check, its arguments, and its text."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService, RawResponse
from tests.cli.doctor.support import WELL, WELL_WITH_JOB, Doctor, Wording, generalize
from tests.support import CLEAN_LOG, finished, reason_of


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

    assert (status, out, reason_of(errors)) == (4, "", "usage-invalid")
    assert "'--content-poll-interval'" in errors
    assert service.requests[since:] == []


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
