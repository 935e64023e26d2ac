"""The vendor's official SDK, unchanged, on the emulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from egain_api_python import Egain
from egain_api_python.errors import WSErrorCommon
from egain_api_python.import_ import Import
from pydantic import SecretStr

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.service.auth import BearerAuth
from pytest_contentjobs.service.client import ServiceClient
from tests.emulator.samples import HandClock, Sample, article

LIMIT = 200


@pytest.fixture
def operations(service: ContentService, monkeypatch: pytest.MonkeyPatch) -> Iterator[Import]:
    monkeypatch.setenv("EGAIN_ACCESS_TOKEN", service.token)
    with Egain(access_token=service.token) as sdk:
        yield sdk.content.import_


@pytest.fixture
def server_url(service: ContentService) -> str:
    return f"{service.api_url}/knowledge/contentmgr/v4"


def start(operations: Import, server_url: str, uri: str) -> str:
    created = operations.create_import_validation_job(
        data_source={"type": "AWS S3 bucket", "path": uri, "region": "us-east-1"}, server_url=server_url
    )
    (location,) = created.headers["location"]
    return str(location).split("/")[5]


def test_a_validation_is_started_and_polled_to_its_end(
    service: ContentService, operations: Import, server_url: str, hand_clock: HandClock, tmp_path: Path
) -> None:
    uri = service.upload_package(Sample(articles=[article(), article()]).write(tmp_path), "sdk")
    job_id = start(operations, server_url, uri)
    service.wait_until_read(job_id)
    phases: list[str] = []
    for _ in range(LIMIT):
        status = operations.get_import_status(job_id=job_id, server_url=server_url)
        if status.status not in phases:
            phases.append(status.status)
        if status.status == "Successful":
            break
        hand_clock.pass_minutes(0.5)
    assert phases == ["In Progress", "Successful"]
    assert (status.job_type, status.log_file_location) == (
        "Validation",
        f"s3://{service.bucket}/logs/import-logs-{job_id}.txt",
    )
    assert status.results is not None
    assert (status.results.successful, status.results.warnings, status.results.errors) == (7, 0, 1)


def test_a_validation_is_cancelled(
    service: ContentService, operations: Import, server_url: str, tmp_path: Path
) -> None:
    job_id = start(operations, server_url, service.upload_package(Sample().write(tmp_path), "sdk"))
    service.wait_until_read(job_id)
    operations.cancel_import(job_id=job_id, server_url=server_url)
    assert operations.get_import_status(job_id=job_id, server_url=server_url).status == "Cancelled"


def test_an_error_is_one_that_the_sdk_knows(operations: Import, server_url: str) -> None:
    with pytest.raises(WSErrorCommon) as caught:
        operations.get_import_status(job_id="00000000-0000-4000-8000-000000000000", server_url=server_url)
    assert (caught.value.status_code, caught.value.data.code) == (404, "404-100")


Read = Callable[[dict[str, Any]], tuple[Any, JobStatus]]


@pytest.fixture(scope="module")
def both_read(content_service: ContentService) -> Iterator[Read]:
    """Let the vendor's SDK and our client read the same status from one service."""
    service, server_url = content_service, f"{content_service.api_url}/knowledge/contentmgr/v4"
    auth = BearerAuth(SecretStr(service.token))
    with Egain(access_token=service.token) as sdk, ServiceClient(server_url, auth) as client:

        def read(response: dict[str, Any]) -> tuple[Any, JobStatus]:
            job = service.add_job([response])
            theirs = sdk.content.import_.get_import_status(job_id=job, server_url=server_url)
            return theirs, client.status(job, within=10)

        yield read


def assert_same(theirs: Any, ours: JobStatus) -> None:
    expected = theirs.model_dump(exclude_none=True)
    got = ours.model_dump(exclude_none=True, exclude={"objections", "unknown_fields"})
    assert got == expected


def test_both_clients_read_every_documented_example_alike(both_read: Read, description: dict[str, Any]) -> None:
    responses = description["paths"]["/import/content/{job_id}/status"]["get"]["responses"]["200"]["content"]
    examples = [example["value"] for example in responses["application/json"]["examples"].values()]
    assert len(examples) >= 5
    for example in examples:
        assert_same(*both_read(example))


@pytest.mark.parametrize("word", ["Scheduled", "In Progress", "Successful", "Failed", "Cancelled"])
@pytest.mark.parametrize("job_type", ["Import", "Validation"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"progress": {"processed": 1250.0, "total": 5000, "percentage": 25}},
        {"results": {"successful": 4985, "warnings": 10, "errors": 5}, "completionTime": "2024-03-01T10:45:00.000Z"},
        {"error": "Disk full", "retryable": True, "failureTime": "2024-03-01T10:45:00.000Z"},
        {"startTime": "2024-03-01T10:00:00.000Z", "scheduledStopTime": "2024-03-01T12:00:00.000Z"},
        {"estimatedCompletion": "2024-03-01T11:00:00.000Z", "currentOperation": "Processing content items"},
    ],
    ids=["bare", "progress", "results", "failure", "times", "estimate"],
)
def test_both_clients_read_every_status_word_alike(
    both_read: Read, word: str, job_type: str, fields: dict[str, Any]
) -> None:
    assert_same(*both_read({"status": word, "jobType": job_type, **fields}))
