"""The command that is shown after a run."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_contentjobs.cli import main as program
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun
from pytest_contentjobs.reports.next_command import find_next_command
from tests.builders import JOB_ID, content_run, finding, statistics, status
from tests.settings.support import resolved

SETTINGS = resolved({"log": ["log.txt"]})
SAVING = replace(SETTINGS, save=Path("saved runs"))
DOMAIN = "--content-api-domain"


def broken(code: str, **fields: object) -> ContentRun:
    return content_run(job_check=Check(CheckOutcome.BROKEN, "It failed.", (code,)), **fields)  # type: ignore[arg-type]


def unread(code: str, **fields: object) -> ContentRun:
    return content_run(log_check=Check(CheckOutcome.FAILED, "It failed.", (code,)), **fields)  # type: ignore[arg-type]


def command(run: ContentRun, settings: object = SETTINGS, *, is_green: bool = False) -> list[str] | None:
    line = find_next_command([run], settings, is_green=is_green)  # type: ignore[arg-type]
    return shlex.split(line.partition(": ")[2]) if line is not None else None


@pytest.mark.parametrize("code", ["token-refused", "service-unreachable", "aws-credentials-expired", "log-forbidden"])
def test_wrong_set_up_leads_to_the_doctor_with_the_same_options(code: str) -> None:
    settings = replace(SETTINGS, log_buckets=frozenset({"b", "a"}), log_hosts=frozenset({"h:8443"}))

    assert command(broken(code), SETTINGS) == ["contentjobs", "doctor", JOB_ID]
    assert command(broken(code, api_base="https://api.example/knowledge/contentmgr/v4"), settings) == [
        *("contentjobs", "doctor", JOB_ID, DOMAIN, "api.example"),
        *("--content-log-buckets", "a,b", "--content-log-hosts", "h:8443"),
    ]
    loopback = broken(code, job_id=None, api_base="http://127.0.0.1:80/v4")
    assert command(loopback) == ["contentjobs", "doctor", DOMAIN, "http://127.0.0.1:80"]


def test_log_that_is_not_understood_leads_to_its_explanation() -> None:
    run = unread("lines-unexplained", log=statistics(location="my log.txt"))

    assert command(run) == ["contentjobs", "log", "explain", "my log.txt"]
    assert command(run, SAVING) == ["contentjobs", "log", "explain", str(Path("saved runs/content"))]


def test_wait_that_ended_leads_to_another() -> None:
    assert command(broken("job-timeout")) == ["pytest", "--content-job", f"content={JOB_ID}"]


VALID = content_run(source="s3://bucket/my package/", status=status(jobType="Validation"))
IMPORT = ["contentjobs", "import", "s3://bucket/my package/", "--after", str(Path("saved runs/content"))]


def test_clean_validation_that_was_saved_leads_to_the_import() -> None:
    assert command(VALID, SAVING, is_green=True) == IMPORT


@pytest.mark.parametrize(
    ("run", "settings", "is_green"),
    [
        pytest.param(VALID, SAVING, False, id="own tests fail"),
        pytest.param(VALID, SETTINGS, True, id="not saved"),
        pytest.param(replace(VALID, source=None), SAVING, True, id="job of another program"),
        pytest.param(replace(VALID, status=status(jobType="Import")), SAVING, True, id="import"),
        pytest.param(replace(VALID, status=None), SAVING, True, id="log alone"),
        pytest.param(replace(VALID, source="s3://bucket/\x1b[2J/"), SAVING, True, id="hostile address"),
        pytest.param(content_run(finding()), SAVING, False, id="findings"),
        pytest.param(broken("job-failed"), SAVING, False, id="failed job"),
    ],
)
def test_nothing_is_said_otherwise(run: ContentRun, settings: object, *, is_green: bool) -> None:
    assert command(run, settings, is_green=is_green) is None


def test_what_keeps_content_from_being_judged_comes_first() -> None:
    line = find_next_command([VALID, broken("token-refused")], SAVING, is_green=False)

    assert line is not None
    assert "contentjobs doctor" in line


@pytest.mark.parametrize(
    "arguments", [command(broken("token-refused")), command(unread("level-unknown")), IMPORT], ids=lambda each: each[1]
)
def test_commands_exist(arguments: list[str]) -> None:
    found = program.commands
    assert arguments[1] in found
