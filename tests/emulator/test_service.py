from __future__ import annotations

import socket
import threading
from pathlib import Path

import boto3
import httpx
import pytest

from pytest_contentjobs import emulator
from pytest_contentjobs.emulator import ContentService, RawResponse, RecordedRequest
from tests.emulator.samples import Client, Sample


def test_the_environment_is_all_that_clients_need(service: ContentService, monkeypatch: pytest.MonkeyPatch) -> None:
    assert service.environment == {
        "CONTENTJOBS_API_DOMAIN": service.api_url,
        "CONTENTJOBS_ACCESS_TOKEN": service.token,
        "CONTENTJOBS_TOKEN_URL": f"{service.api_url}/system/auth/EXAMPLE-U/oauth2/token",
        "CONTENTJOBS_CLIENT_ID": "contentjobs-client",
        "CONTENTJOBS_CLIENT_SECRET": service.environment["CONTENTJOBS_CLIENT_SECRET"],
        "AWS_ENDPOINT_URL_S3": service.s3_url,
        "AWS_ACCESS_KEY_ID": "contentjobs",
        "AWS_SECRET_ACCESS_KEY": "contentjobs-secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)
    uri = service.put_object("logs/x.txt", b"text")
    assert uri == f"s3://{service.bucket}/logs/x.txt"
    s3 = boto3.session.Session().client("s3")
    assert s3.get_object(Bucket=service.bucket, Key="logs/x.txt")["Body"].read() == b"text"
    s3.close()


def test_a_token_of_the_token_endpoint_opens_the_api(service: ContentService) -> None:
    names = {"client_id": "CONTENTJOBS_CLIENT_ID", "client_secret": "CONTENTJOBS_CLIENT_SECRET"}
    form = {name: service.environment[variable] for name, variable in names.items()}
    with httpx.Client(trust_env=False) as http:
        response = http.post(service.token_url, data={**form, "grant_type": "client_credentials"})
        assert (response.headers["content-type"], response.json()["expires_in"]) == ("application/json", 3600)
        job_id = service.add_job([{"status": "Scheduled"}])
        status = http.get(
            f"{service.api_url}/knowledge/contentmgr/v4/import/content/{job_id}/status",
            headers={"Authorization": f"Bearer {response.json()['access_token']}"},
        )
    assert status.json() == {"jobType": "Validation", "status": "Scheduled"}


def test_scripted_jobs_answer_in_turn(service: ContentService, client: Client) -> None:
    job_id = service.add_job(
        [
            {"status": "In Progress", "logFileLocation": None},
            RawResponse(503, "<h1>busy</h1>", {"Content-Type": "text/html", "Retry-After": "2"}),
            RawResponse(200, b"\xff{"),
            RawResponse(429, {"code": "429-100"}),
            {"status": "Completed", "jobType": "Import"},
        ],
        log=b"the log",
    )
    location = f"s3://{service.bucket}/logs/import-logs-{job_id}.txt"
    responses = [client.http.get(f"{client.base}/{job_id}/status") for _ in range(6)]
    assert [(response.status_code, response.headers.get("content-type")) for response in responses] == [
        (200, "application/json"),
        (503, "text/html"),
        (200, None),
        (429, "application/json"),
        (200, "application/json"),
        (200, "application/json"),
    ]
    assert responses[0].json() == {"status": "In Progress", "jobType": "Validation"}
    assert (responses[1].text, responses[1].headers["retry-after"]) == ("<h1>busy</h1>", "2")
    assert responses[2].content == b"\xff{"
    assert responses[5].json() == {"status": "Completed", "jobType": "Import", "logFileLocation": location}
    assert client.cancel(job_id) == 409


def test_a_scripted_job_can_be_cancelled_until_it_has_finished(service: ContentService, client: Client) -> None:
    untouched = service.add_job([{"status": "Successful"}])
    assert client.cancel(untouched) == 204
    job_id = service.add_job([{"status": "In Progress"}, RawResponse(200, b"")])
    client.status(job_id)
    client.http.get(f"{client.base}/{job_id}/status")
    assert client.cancel(job_id) == 204
    assert client.status(job_id) == {"status": "Cancelled", "jobType": "Validation"}
    assert client.cancel(job_id) == 409


def test_a_scripted_job_needs_a_response(service: ContentService) -> None:
    with pytest.raises(ValueError, match="at least one response"):
        service.add_job([])


def test_waiting_for_a_job_that_reads_nothing(service: ContentService) -> None:
    with pytest.raises(KeyError):
        service.wait_until_read(service.add_job([{}]))


def test_requests_are_recorded(service: ContentService, client: Client) -> None:
    client.http.get(f"{service.api_url}/some/path?x=1", headers={"X-Trace": "7"})
    client.http.post(f"{service.api_url}/other")
    assert [(request.method, request.path) for request in service.requests] == [
        ("GET", "/some/path?x=1"),
        ("POST", "/other"),
    ]
    assert isinstance(service.requests[0], RecordedRequest)
    assert service.requests[0].headers["x-trace"] == "7"


def test_a_package_is_replaced_as_a_whole(service: ContentService, tmp_path: Path) -> None:
    sample = Sample()
    first = service.upload_package(sample.write(tmp_path / "first"), "same")
    sample.instead = {"manifest.json": None}
    second = service.upload_package(sample.write(tmp_path / "second"), "same")
    assert first == second == f"s3://{service.bucket}/packages/same/"
    assert service._parts.store.open_package(first).names == frozenset(sample.all_files())


def test_uploading_nothing(service: ContentService, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no content package"):
        service.upload_package(tmp_path / "none")


def test_a_refused_validation_is_an_error(service: ContentService) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        service.start_validation("no uri")


def test_starting_and_stopping_are_idempotent_and_leave_nothing_behind() -> None:
    before = set(threading.enumerate())
    service = ContentService()
    service.stop()
    with pytest.raises(RuntimeError, match="not running"):
        _ = service.api_url
    with service:
        url = service.api_url
        assert service.start().api_url == url
    service.stop()
    assert set(threading.enumerate()) - before == set()
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)
    with service:
        assert httpx.get(service.api_url, trust_env=False).status_code == 404


def test_stopping_ends_the_reading_of_a_package(
    service: ContentService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = service.upload_package(Sample().write(tmp_path))
    monkeypatch.setattr(service._parts.store, "_stopping", lambda: True)
    job_id = service.start_validation(uri)
    service.wait_until_read(job_id)
    client = Client(service)
    with client.http:
        assert client.status(job_id)["error"] == "the service is being stopped"


def test_services_do_not_disturb_each_other(service: ContentService) -> None:
    with ContentService() as other:
        assert len({service.bucket, other.bucket}) == len({service.token, other.token}) == 2
        other.put_object("x", b"")
        kept = service.put_object("x", b"kept")
    assert service._parts.store._read(service.bucket, "x") == b"kept"
    assert kept == f"s3://{service.bucket}/x"


def test_a_bucket_that_is_gone_does_not_keep_a_service_from_stopping() -> None:
    before = set(threading.enumerate())
    with ContentService() as service:
        service._parts.store._client.delete_bucket(Bucket=service.bucket)
    assert set(threading.enumerate()) - before == set()


@pytest.mark.parametrize("name", ["api_port", "s3_port"])
def test_a_taken_port_is_an_error_and_leaves_nothing_behind(name: str) -> None:
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        service = ContentService(api_port=port) if name == "api_port" else ContentService(s3_port=port)
        with pytest.raises(OSError, match="in use"):
            service.start()
    assert set(threading.enumerate()) - before == set()


def test_an_unknown_log_format() -> None:
    with pytest.raises(ValueError, match="unknown log format 'xml'; known: jsonl, text"):
        ContentService(log_format="xml")


def test_a_client_that_sends_nothing_does_not_keep_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytest_contentjobs.emulator.loopback._QuietHandler.timeout", 0.5)
    with ContentService() as service:
        host, _, port = service.api_url.removeprefix("http://").partition(":")
        silent = socket.create_connection((host, int(port)))
        # Connections are accepted in order: once this one has its response, the silent one has its thread.
        assert httpx.get(service.api_url, trust_env=False).status_code == 404
    with silent:
        assert silent.recv(1) == b""


def test_only_public_names_are_loaded() -> None:
    assert [getattr(emulator, name).__name__ for name in emulator.__all__] == emulator.__all__
    with pytest.raises(AttributeError, match="no attribute 'other'"):
        _ = emulator.other


def test_the_fixture(content_service: ContentService, tmp_path: Path) -> None:
    client = Client(content_service)
    job_id = content_service.start_validation(content_service.upload_package(Sample().write(tmp_path), "fixture"))
    with client.http:
        content_service.wait_until_read(job_id)
        while (body := client.status(job_id))["status"] == "In Progress":
            pass
    assert (body["status"], body["results"]) == ("Successful", {"successful": 7, "warnings": 0, "errors": 0})
