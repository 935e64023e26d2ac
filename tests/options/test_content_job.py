"""--content-job."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CLEAN_LOG, finished, junit_cases

Gate = Callable[..., pytest.RunResult]
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"


@pytest.fixture
def job(service: ContentService) -> str:
    return service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())


@pytest.mark.parametrize(
    "form",
    [
        "{job}",
        "  {job}  ",
        "knowledge/contentmgr/v4/import/content/{job}/status",
        "/knowledge/contentmgr/v4/import/content/{job}",
        "{domain}/knowledge/contentmgr/v4/import/content/{job}/status",
    ],
)
def test_job_is_found_by_id_location_or_url(gate: Gate, service: ContentService, job: str, form: str) -> None:
    result = gate("--content-job", form.format(job=job.lower(), domain=service.api_url))

    assert result.ret == 0
    result.stdout.fnmatch_lines([f"Validation job {job.lower()}"])


def test_name_is_the_first_part_of_the_test_names(pytester: pytest.Pytester, gate: Gate, job: str) -> None:
    result = gate("--content-job", f"nightly-run={job}", "--content-job", job, "--junit-xml=r.xml")

    assert result.ret == 0
    assert {case.identity for case in junit_cases(pytester.path / "r.xml")} == {
        (name, item, "passed") for name in ("nightly-run", "content-2") for item in ("job", "log")
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([""], "value-invalid"),
        (["42"], "value-invalid"),
        ([f"{JOB}0"], "value-invalid"),
        ([f"{JOB} {JOB}"], "value-invalid"),
        ([f"a={JOB}", f"A={JOB}"], "settings-conflict"),
        ([f"https://other.example/knowledge/contentmgr/v4/import/content/{JOB}/status"], "settings-conflict"),
    ],
)
def test_malformed_job_is_a_usage_error(
    usage_error: Callable[..., tuple[str, str]], service: ContentService, arguments: list[str], code: str
) -> None:
    requests = len(service.requests)

    found, text = usage_error(*(f"--content-job={argument}" for argument in arguments))

    assert found == code
    assert "--content-job" in text
    assert len(service.requests) == requests


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("CONTENTJOBS_API_DOMAIN", None, "setting-missing"),
        ("CONTENTJOBS_ACCESS_TOKEN", None, "setting-missing"),
        ("CONTENTJOBS_ACCESS_TOKEN", "Bearer quiet", "value-invalid"),
    ],
)
def test_missing_setting_is_named_with_all_its_places(
    usage_error: Callable[..., tuple[str, str]],
    service: ContentService,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str | None,
    code: str,
) -> None:
    requests = len(service.requests)
    for part in ("TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"CONTENTJOBS_{part}")
    if value is None:
        monkeypatch.delenv(variable)
    else:
        monkeypatch.setenv(variable, value)

    found, text = usage_error("--content-job", JOB)

    assert found == code
    assert variable in text
    assert "quiet" not in text
    assert len(service.requests) == requests


def test_token_variable_of_the_vendors_sdk_is_read(
    gate: Gate, service: ContentService, job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("ACCESS_TOKEN", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"CONTENTJOBS_{part}")
    monkeypatch.setenv("EGAIN_ACCESS_TOKEN", service.token)

    assert gate("--content-job", job).ret == 0


def test_token_is_never_shown(
    gate: Gate, service: ContentService, monkeypatch: pytest.MonkeyPatch, pytester: pytest.Pytester
) -> None:
    monkeypatch.setenv("CONTENTJOBS_ACCESS_TOKEN", "wrong-but-secret")
    pytester.makepyfile("def test_own(content_job): assert content_job.log, content_job")

    result = gate(
        "--content-job", JOB, "--showlocals", "-vv", "--tb=long", "--junit-xml=r.xml", "--content-junit=c.xml"
    )

    assert result.ret == 10
    assert service.requests[-1].headers["authorization"] == "Bearer wrong-but-secret"
    written = [result.stdout.str(), result.stderr.str()]
    written += [
        path.read_text(encoding="utf-8") for path in pytester.path.rglob("*") if path.suffix in {".xml", ".json"}
    ]
    assert not [text for text in written if "wrong-but-secret" in text]
