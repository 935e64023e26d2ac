"""``contentjobs validate``, ``wait``, ``status`` and ``cancel``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService, RawResponse, vendor_error
from tests.support import CLEAN_LOG, LOG, REPOSITORY, finished, junit_cases, reason_of

Program = Callable[..., tuple[int, str, str]]
PACKAGES = REPOSITORY / "examples" / "packages"
JOB = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("log", "results", "status"), [(CLEAN_LOG, (0, 0), 0), (LOG, (2, 1), 1), (LOG, (0, 0), 10)])
def test_wait_gates_a_job_as_report_does(
    contentjobs: Program, service: ContentService, log: str, results: tuple[int, int], status: int
) -> None:
    job = service.add_job([{"status": "In Progress"}, finished(*results)], log=log.encode())

    by_wait = contentjobs("wait", f"main={job}", "--content-junit=wait.xml")
    by_report = contentjobs("report", f"--content-job=main={job}", "--content-junit=report.xml")

    assert (by_wait[0], by_report[0]) == (status, status)
    assert junit_cases(Path("wait.xml")) == junit_cases(Path("report.xml"))


def test_validate_starts_one_validation_and_gates_it(contentjobs: Program, service: ContentService) -> None:
    uri = service.upload_package(PACKAGES / "clean", "of-validate")
    since = len(service.requests)

    status, out, errors = contentjobs("validate", uri)

    assert (status, errors) == (0, "")
    assert "content: PASSED" in out
    started = [request.path.rpartition("v4")[2] for request in service.requests[since:] if request.method == "POST"]
    assert started == ["/import/content/validate"]


@pytest.mark.parametrize("verb", ["validate", "wait"])
def test_wrong_usage_replaces_the_report_of_an_earlier_run(contentjobs: Program, verb: str) -> None:
    Path("old.xml").write_text("<testsuites/>", encoding="utf-8")

    status, _, errors = contentjobs(verb, "nonsense", "--content-junit=old.xml")

    assert (status, reason_of(errors)) == (4, "value-invalid")
    assert [case.outcome for case in junit_cases(Path("old.xml"))] == ["error", "skipped"]


def test_status_shows_what_the_service_says(contentjobs: Program, service: ContentService) -> None:
    running = {"status": "In Progress", "progress": {"processed": 3, "total": 10, "percentage": 30}}
    job = service.add_job([running, {**finished(2, 1), "logFileLocation": "https://h.example/l?X-Amz-Signature=quiet"}])

    first = contentjobs("status", job)
    second = contentjobs("status", f"{service.api_url}/knowledge/contentmgr/v4/import/content/{job}/status")

    assert (first[0], second[0]) == (0, 0)
    assert "In Progress, 3 of 10 items (30 %)" in first[1]
    assert second[1].splitlines()[1] == "2 errors, 1 warning"
    assert "https://h.example/l" in second[1]
    assert "quiet" not in second[1]


def test_status_without_a_status_is_never_0(contentjobs: Program, service: ContentService) -> None:
    unknown = contentjobs("status", JOB)
    job = service.add_job([vendor_error("403-178", "VIEW")])
    forbidden = contentjobs("status", job)

    assert (unknown[0], reason_of(unknown[2])) == (10, "job-not-found")
    assert (forbidden[0], reason_of(forbidden[2])) == (10, "permission-missing")


def test_cancel_cancels_a_job_once(contentjobs: Program, service: ContentService) -> None:
    job = service.add_job([{"status": "In Progress"}])
    ended = service.add_job([finished(0, 0)])
    contentjobs("status", ended)

    assert contentjobs("cancel", job)[:2] == (0, f"job {job} is cancelled\n")
    assert "Cancelled" in contentjobs("status", job)[1]
    assert contentjobs("cancel", ended)[0] == 10


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("verb", ["status", "cancel"])
def test_another_tenants_job_gets_no_request(contentjobs: Program, service: ContentService, verb: str) -> None:
    since = len(service.requests)

    status, _, errors = contentjobs(verb, f"https://other.example/import/content/{JOB}/status")
    malformed, _, what = contentjobs(verb, "17")

    assert (status, reason_of(errors)) == (4, "settings-conflict")
    assert (malformed, reason_of(what)) == (4, "value-invalid")
    assert service.requests[since:] == []


def test_a_secret_in_a_response_is_hidden(contentjobs: Program, service: ContentService) -> None:
    job = service.add_job([RawResponse(400, body=f'{{"developerMessage": "bad {service.token}"}}'.encode())])

    status, out, errors = contentjobs("status", job)

    assert status == 10
    assert service.token not in out + errors
