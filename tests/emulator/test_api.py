from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService, RawResponse, vendor_error
from pytest_contentjobs.emulator import jobs as jobs_module
from pytest_contentjobs.emulator import timeline as timeline_module
from tests.emulator.samples import S3, Client, HandClock, Sample, article, error, job_id_of, read_response


def log_of(service: ContentService, location: object) -> str | None:
    """Return the text of a log, or None if there is none."""
    key = str(location).removeprefix(f"s3://{service.bucket}/")
    store = service._parts.store
    return store._read(service.bucket, key).decode() if key in store._keys(service.bucket, "logs/") else None


def test_a_validation_from_start_to_end(
    service: ContentService, client: Client, hand_clock: HandClock, tmp_path: Path
) -> None:
    package = Sample(articles=[article(), article("Other", language="xx")]).write(tmp_path / "shop")
    response = client.create({"dataSource": {**S3, "path": service.upload_package(package)}})
    assert (response.content, "content-type" in response.headers) == (b"", False)
    assert re.fullmatch(
        r"knowledge/contentmgr/v4/import/content/[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}"
        r"/status",
        response.headers["location"],
    )
    job_id = job_id_of(response)
    service.wait_until_read(job_id)
    log = f"s3://{service.bucket}/logs/import-logs-{job_id}.txt"
    hand_clock.pass_minutes(1)
    assert client.status(job_id.lower()) == {
        "status": "In Progress",
        "jobType": "Validation",
        "progress": {"processed": 3, "total": 8, "percentage": 37},
        "startTime": "2024-03-01T12:00:00.000Z",
        "logFileLocation": log,
        "estimatedCompletion": "2024-03-01T12:02:03.840Z",
        "currentOperation": "Processing content items",
    }
    assert log_of(service, log) is None
    hand_clock.pass_minutes(2)
    finished = client.status(job_id)
    assert finished == {
        "status": "Successful",
        "jobType": "Validation",
        "progress": {"processed": 8, "total": 8, "percentage": 100},
        "startTime": "2024-03-01T12:00:00.000Z",
        "logFileLocation": log,
        "completionTime": "2024-03-01T12:02:03.840Z",
        "results": {"successful": 7, "warnings": 1, "errors": 0},
    }
    assert (log_of(service, log) or "").splitlines()[-1] == (
        "2024-03-01 12:02:03,840 INFO [validator-1] content.validation - "
        "validation finished: 8 items, 0 errors, 1 warnings"
    )
    assert client.cancel(job_id) == 409
    assert client.status(job_id) == finished


def test_a_scheduled_import(service: ContentService, client: Client, hand_clock: HandClock, tmp_path: Path) -> None:
    path = f"s3://{service.bucket}/packages/later/"
    schedule = {"date": "2024-03-01T13:00:00.000Z", "stopDate": "2024-03-01T23:00:00.000Z"}
    body = {"dataSource": {**S3, "path": path}, "operation": "reimport", "scheduleTime": schedule}
    job_id = job_id_of(client.create(body, ""))
    service.wait_until_read(job_id)
    assert client.status(job_id)["status"] == "Scheduled"
    service.upload_package(Sample().write(tmp_path), "later")
    hand_clock.pass_minutes(60)
    assert client.status(job_id)["status"] == "In Progress"
    service.wait_until_read(job_id)
    hand_clock.pass_minutes(10)
    finished = client.status(job_id)
    assert (finished["status"], finished["jobType"], finished["startTime"], finished["results"]) == (
        "Successful",
        "Import",
        "2024-03-01T13:00:00.000Z",
        {"successful": 7, "warnings": 0, "errors": 0},
    )


def test_a_date_in_the_past_starts_the_import_at_once(client: Client) -> None:
    body = {"dataSource": S3, "operation": "import", "scheduleTime": {"date": "2024-02-01T13:00:00.000Z"}}
    assert client.status(job_id_of(client.create(body, "")))["startTime"] == "2024-03-01T12:00:00.000Z"


def test_a_zip_archive_may_hold_the_package_in_a_folder(
    service: ContentService, client: Client, hand_clock: HandClock, tmp_path: Path
) -> None:
    for prefix in ("", "package/"):
        archive = tmp_path / "shop.zip"
        with zipfile.ZipFile(archive, "w") as writer:
            writer.mkdir("package" if prefix else "knowledgehub")
            for name, content in Sample().all_files().items():
                writer.writestr(prefix + name, content)
        uri = service.upload_package(archive)
        assert uri == f"s3://{service.bucket}/packages/shop.zip"
        job_id = service.start_validation(uri)
        service.wait_until_read(job_id)
        hand_clock.pass_minutes(5)
        assert client.status(job_id)["results"] == {"successful": 7, "warnings": 0, "errors": 0}


def test_a_zip_archive_without_manifest_keeps_its_folder(
    service: ContentService, client: Client, hand_clock: HandClock
) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as writer:
        for name, content in Sample(instead={"manifest.json": None}).all_files().items():
            writer.writestr(name, content)
    job_id = service.start_validation(service.put_object("bare.ZIP", body.getvalue()))
    service.wait_until_read(job_id)
    hand_clock.pass_minutes(5)
    assert client.status(job_id)["results"] == {"successful": 6, "warnings": 0, "errors": 1}


def broken_zip() -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as writer:
        writer.writestr("manifest.json", b"{}")
    return body.getvalue().replace(b"{}", b"[]", 1)


@pytest.mark.parametrize(
    ("source", "message", "retryable"),
    [
        ({**S3, "path": "s3://nowhere-at-all/x/"}, "cannot read s3://nowhere-at-all/x/: .*NoSuchBucket.*", True),
        ({**S3, "path": "s3://BUCKET/none.zip"}, "cannot read s3://BUCKET/none.zip: .*NoSuchKey.*", True),
        ({**S3, "path": "s3://BUCKET/none"}, "no object at s3://BUCKET/none", True),
        ({**S3, "path": "s3://BUCKET/text.zip"}, "not a readable zip archive: File is not a zip file", False),
        (
            {**S3, "path": "s3://BUCKET/broken.zip"},
            "cannot read manifest.json of the zip archive: Bad CRC-32 for file 'manifest.json'",
            False,
        ),
        ({**S3, "path": "sftp://host/x"}, "the emulator reads s3://bucket/prefix/ only, not sftp://host/x", False),
        ({**S3, "path": "s3:///x"}, "the emulator reads s3://bucket/prefix/ only, not s3:///x", False),
        (
            {"type": "Shared file path", "path": "sftp://host/x"},
            "the emulator has no data source of the type 'Shared file path'",
            False,
        ),
    ],
)
def test_an_unreadable_source_fails_the_job(
    service: ContentService, client: Client, source: dict[str, str], message: str, retryable: bool
) -> None:
    service.put_object("text.zip", b"no archive")
    service.put_object("broken.zip", broken_zip())
    here = {name: value.replace("BUCKET", service.bucket) for name, value in source.items()}
    job_id = job_id_of(client.create({"dataSource": here}))
    service.wait_until_read(job_id)
    body = client.status(job_id)
    assert re.fullmatch(message.replace("BUCKET", service.bucket), str(body.pop("error")))
    log = body.pop("logFileLocation")
    assert body == {
        "status": "Failed",
        "jobType": "Validation",
        "progress": {"processed": 0, "total": 0, "percentage": 0},
        "startTime": "2024-03-01T12:00:00.000Z",
        "failureTime": "2024-03-01T12:00:00.000Z",
        "retryable": retryable,
    }
    assert re.search(r" ERROR .* - validation stopped: '.+'\n\Z", log_of(service, log) or "")
    assert client.cancel(job_id) == 409


def test_a_file_that_vanishes_while_the_package_is_read_fails_the_job(
    service: ContentService, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    uri = service.upload_package(Sample().write(tmp_path), "vanishing")
    open_package = service._parts.store.open_package

    def open_and_delete(uri: str) -> object:
        files = open_package(uri)
        service._parts.store.delete("packages/vanishing/manifest.json")
        return files

    monkeypatch.setattr(service._parts.store, "open_package", open_and_delete)
    job_id = service.start_validation(uri)
    service.wait_until_read(job_id)
    body = client.status(job_id)
    assert (body["status"], body["retryable"]) == ("Failed", True)
    assert str(body["error"]).startswith(f"cannot read {uri}manifest.json: ")


def test_a_package_beyond_the_limit_fails_the_job(
    service: ContentService, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert timeline_module.ITEM_LIMIT == 100_000
    monkeypatch.setattr(jobs_module, "ITEM_LIMIT", 6)
    job_id = service.start_validation(service.upload_package(Sample().write(tmp_path)))
    service.wait_until_read(job_id)
    assert client.status(job_id)["error"] == "the package has 7 items, a job may have 6"


def test_a_fault_of_the_stand_in_is_an_internal_error(
    service: ContentService, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs_module, "validate", lambda _files: 1 // 0)
    job_id = service.start_validation(service.put_object("x/manifest.json", b"{}").removesuffix("manifest.json"))
    with pytest.raises(ZeroDivisionError):
        service.wait_until_read(job_id)
    assert read_response(client.http.get(f"{client.base}/{job_id}/status")) == error("500-100")
    assert [record.getMessage() for record in caplog.records] == ["the emulator failed"]


def test_cancelling(service: ContentService, client: Client, hand_clock: HandClock, tmp_path: Path) -> None:
    job_id = service.start_validation(service.upload_package(Sample().write(tmp_path), "cancelled"))
    service.wait_until_read(job_id)
    hand_clock.pass_minutes(1)
    assert client.cancel(job_id.lower()) == 204
    hand_clock.pass_minutes(60)
    body = client.status(job_id)
    assert (body["status"], body["progress"]) == ("Cancelled", {"processed": 3, "total": 7, "percentage": 42})
    assert "validation cancelled: 3 of 7 items processed" in (log_of(service, body["logFileLocation"]) or "")
    assert client.cancel(job_id) == 409


def test_what_is_read_after_cancelling_is_dropped(
    service: ContentService, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[int] = []
    ids: list[str] = []

    def cancel_and_find_nothing(_files: object) -> tuple[()]:
        cancelled.append(client.cancel(ids[0]))
        return ()

    monkeypatch.setattr(jobs_module, "validate", cancel_and_find_nothing)
    service.put_object("x/manifest.json", b"{}")
    body = {"dataSource": {**S3, "path": f"s3://{service.bucket}/x/"}, "operation": "import"}
    schedule = {"date": "2024-03-01T12:00:01.000Z"}
    ids.append(job_id_of(client.create({**body, "scheduleTime": schedule}, "")))
    assert isinstance(service._clock, HandClock)
    service._clock.pass_minutes(1)
    client.status(ids[0])
    service.wait_until_read(ids[0])
    assert cancelled == [204]
    assert client.status(ids[0])["progress"] == {"processed": 0, "total": 0, "percentage": 0}


def test_a_job_cancelled_before_its_start_is_never_read(client: Client, hand_clock: HandClock) -> None:
    schedule = {"date": "2024-03-01T13:00:00.000Z"}
    job_id = job_id_of(client.create({"dataSource": S3, "operation": "import", "scheduleTime": schedule}, ""))
    assert client.cancel(job_id) == 204
    hand_clock.pass_minutes(90)
    assert client.status(job_id) == {
        "status": "Cancelled",
        "jobType": "Import",
        "progress": {"processed": 0, "total": 0, "percentage": 0},
        "startTime": "2024-03-01T13:00:00.000Z",
    }


def test_a_full_data_source_is_accepted(client: Client) -> None:
    credentials = {"accessKeyId": "EXAMPLE-KEY-ID", "secretAccessKey": "example-secret"}
    source = {**S3, "region": "us-east-1", "credentials": credentials}
    assert client.create({"dataSource": source}).status_code == 202


def test_paths_and_methods_that_do_not_exist(client: Client) -> None:
    assert client.http.get(f"{client.base}/validate").status_code == 405
    assert client.http.get(client.service.api_url + "/other").status_code == 404


def test_the_other_documented_form_of_the_location() -> None:
    with ContentService(location_form="job") as service:
        client = Client(service)
        with client.http:
            response = client.create({"dataSource": S3})
        job_id = response.headers["location"].rpartition("/")[2]
        assert response.headers["location"] == f"/knowledge/contentmgr/v4/import/content/{job_id}"
        assert service.start_validation("s3://mybucket/myfolder/") != job_id


def test_answers_can_be_queued(service: ContentService, client: Client) -> None:
    service.queue_responses(
        "validate", vendor_error("412-100", "license"), RawResponse(503, "<h1>busy</h1>", {"Retry-After": "1"})
    )
    assert read_response(client.create({"dataSource": S3})) == error("412-100", "license")
    busy = client.create({"dataSource": S3})
    assert (busy.status_code, busy.text, busy.headers["retry-after"]) == (503, "<h1>busy</h1>", "1")
    assert client.create({"dataSource": S3}).status_code == 202


def test_queued_answers_can_be_forgotten(service: ContentService, client: Client) -> None:
    service.queue_responses("validate", RawResponse(503, "busy"))
    service.clear_responses()

    assert client.create({"dataSource": S3}).status_code == 202
