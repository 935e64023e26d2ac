from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CLEAN_LOG, LOG, finished, junit_cases

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
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_job_is_found_by_id_location_or_url(
    gate: Gate, service: ContentService, job: str, form: str, case: Callable[[str], str]
) -> None:
    result = gate("--content-job", form.format(job=case(job), domain=service.api_url))

    assert result.ret == 0
    result.stdout.fnmatch_lines([f"Validation job {case(job)}", "content: the content is clean"])


def test_name_is_the_first_part_of_the_test_names(pytester: pytest.Pytester, gate: Gate, job: str) -> None:
    result = gate("--content-job", f"nightly-run={job}", "--content-job", job, "--junit-xml=r.xml")

    assert result.ret == 0
    assert {case.identity for case in junit_cases(pytester.path / "r.xml")} == {
        (name, item, "passed") for name in ("nightly-run", "content-2") for item in ("job", "log")
    }


def test_each_job_is_asked_and_read_once_whatever_the_workers(gate: Gate, service: ContentService) -> None:
    job = service.add_job([{"status": "Scheduled"}, {"status": "In Progress"}, finished(2, 1)], log=LOG.encode())

    result = gate("--content-job", job, "--content-poll-interval=0.05", "--junit-xml=r.xml", "-n", "2")

    assert result.ret == 1
    result.assert_outcomes(failed=3, passed=2)
    assert sum(job in request.path for request in service.requests) == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([""], "--content-job '' has no job id in it. Give the job's UUID, the location header"),
        (["42"], "--content-job '42' has no job id in it."),
        ([f"{JOB}0"], f"--content-job '{JOB}0' has no job id in it."),
        ([f"{JOB} {JOB}"], f"--content-job '{JOB} {JOB}' has 2 job ids in it."),
        (
            [f"a={JOB}", f"A={JOB}"],
            "The name 'A' is given to two jobs or logs. Give each --content-job a name of its own",
        ),
        (
            [f"https://other.example/knowledge/contentmgr/v4/import/content/{JOB}/status"],
            "--content-job names the host 'other.example', and the API domain is '127.0.0.1:",
        ),
    ],
)
def test_malformed_job_is_wrong_usage(gate: Gate, service: ContentService, arguments: list[str], says: str) -> None:
    asked = len(service.requests)

    result = gate(*(f"--content-job={argument}" for argument in arguments))

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"ERROR: {says}" in result.stderr.str()
    assert len(result.stderr.str().strip().splitlines()) == 1
    assert len(service.requests) == asked


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        (
            "CONTENTJOBS_API_DOMAIN",
            None,
            (
                "Api domain is not set. Set --content-api-domain or the variable CONTENTJOBS_API_DOMAIN: "
                "the tenant's API domain"
            ),
        ),
        (
            "CONTENTJOBS_ACCESS_TOKEN",
            None,
            (
                "The access token is not set. Set the variable CONTENTJOBS_ACCESS_TOKEN or EGAIN_ACCESS_TOKEN; as a secret it "
                "has no option and no ini key."
            ),
        ),
        (
            "CONTENTJOBS_ACCESS_TOKEN",
            "Bearer quiet",
            "The access token in CONTENTJOBS_ACCESS_TOKEN has characters that no header can carry.",
        ),
    ],
)
def test_what_is_missing_is_named_with_all_places_to_set_it(
    gate: Gate, service: ContentService, monkeypatch: pytest.MonkeyPatch, variable: str, value: str | None, says: str
) -> None:
    asked = len(service.requests)
    for part in ("TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"CONTENTJOBS_{part}")
    if value is None:
        monkeypatch.delenv(variable)
    else:
        monkeypatch.setenv(variable, value)

    result = gate("--content-job", JOB)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"ERROR: {says}" in result.stderr.str()
    assert "quiet" not in result.stderr.str()
    assert len(service.requests) == asked


def test_token_of_the_vendors_sdk_serves_too(
    gate: Gate, service: ContentService, job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("ACCESS_TOKEN", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"CONTENTJOBS_{part}")
    monkeypatch.setenv("EGAIN_ACCESS_TOKEN", service.token)

    assert gate("--content-job", job).ret == 0


def test_token_shows_nowhere(
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
