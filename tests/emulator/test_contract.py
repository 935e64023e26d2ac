"""Responses of the emulator against the vendor's OpenAPI description, if that file is available."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from pytest_contentjobs.emulator import ContentService, RawResponse, vendor_error
from tests.emulator.samples import Client, HandClock, Sample, article, job_id_of

BASE = "/knowledge/contentmgr/v4"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
CREATE = ["/import/content", "/import/content/validate"]
STATUS = "/import/content/{job_id}/status"
CANCEL = "/import/content/{job_id}/cancel"


class CheckedClient:
    """Sends requests and checks each response, and each accepted request, against the description."""

    def __init__(self, description: dict[str, Any], client: Client) -> None:
        self.client = client
        self.service = client.service
        self.paths = description["paths"]
        self.description = OpenAPI.from_dict({**description, "servers": [{"url": self.service.api_url + BASE}]})

    def ask(
        self, method: str, path: str, body: object = None, params: str | None = None, **headers: str
    ) -> httpx.Response:
        response = self.client.http.request(
            method, self.service.api_url + BASE + path, json=body, headers=headers, params=params
        )
        sent = response.request
        request = MockRequest(
            self.service.api_url,
            method.lower(),
            BASE + path,
            headers=dict(sent.headers),
            data=sent.content,
        )
        operation = path.replace(path.split("/")[3], "{job_id}") if path.endswith(("/status", "/cancel")) else path
        assert str(response.status_code) in self.paths[operation][method.lower()]["responses"]
        mock = MockResponse(
            response.content,
            response.status_code,
            headers=dict(response.headers),
            content_type=response.headers.get("content-type", ""),
        )
        self.description.validate_response(request, mock)
        if response.is_success:
            self.description.validate_request(request)
        return response


@pytest.fixture
def checked(description: dict[str, Any], client: Client) -> CheckedClient:
    return CheckedClient(description, client)


def test_every_example_of_a_request_is_accepted(description: dict[str, Any], checked: CheckedClient) -> None:
    for path in CREATE:
        examples = description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"]
        assert len(examples) >= 2
        for example in examples.values():
            response = checked.ask("POST", path, example["value"])
            documented = description["paths"][path]["post"]["responses"]["202"]["headers"]["location"]["example"]
            job_id = job_id_of(response)
            assert response.headers["location"] == documented.replace(documented.split("/")[5], job_id)


def test_every_documented_error_has_its_documented_code(description: dict[str, Any]) -> None:
    for example in description["components"]["examples"].values():
        code, text = example["value"]["code"], example["value"]["developerMessage"]
        if code == "400-112":
            continue  # No operation of the service has a required query parameter.
        body = vendor_error(code).body
        assert isinstance(body, dict)
        start = text.partition("<")[0].partition("{")[0]
        assert (body["code"], str(body["developerMessage"])[: len(start)]) == (code, start)


def test_a_job_in_all_its_phases(checked: CheckedClient, hand_clock: HandClock, tmp_path: Path) -> None:
    service = checked.service
    sample = Sample(articles=[article(), article(), article("Other", language="xx")])
    source = {"type": "AWS S3 bucket", "path": service.upload_package(sample.write(tmp_path), "phases")}
    schedule = {"date": "2024-03-01T13:00:00.000Z", "stopDate": "2024-03-02T13:00:00.000Z"}
    body = {"dataSource": source, "operation": "import", "scheduleTime": schedule}
    job_id = job_id_of(checked.ask("POST", "/import/content", body))
    path = f"/import/content/{job_id}/status"
    phases = [checked.ask("GET", path).json()]
    hand_clock.pass_minutes(60)
    checked.ask("GET", path)
    service.wait_until_read(job_id)
    for minutes in (2, 10):
        hand_clock.pass_minutes(minutes)
        phases.append(checked.ask("GET", path).json())
    assert [phase["status"] for phase in phases] == ["Scheduled", "In Progress", "Successful"]
    assert checked.ask("POST", f"/import/content/{job_id}/cancel").status_code == 409


def test_a_cancelled_and_a_failed_job(checked: CheckedClient) -> None:
    source = {"type": "AWS S3 bucket", "path": "s3://nowhere-at-all/x/"}
    cancelled = checked.service.add_job([{"status": "Scheduled"}])
    assert checked.ask("POST", f"/import/content/{cancelled}/cancel").content == b""
    assert checked.ask("GET", f"/import/content/{cancelled}/status").json()["status"] == "Cancelled"
    failed = job_id_of(checked.ask("POST", "/import/content/validate", {"dataSource": source}))
    checked.service.wait_until_read(failed)
    assert checked.ask("GET", f"/import/content/{failed}/status").json()["status"] == "Failed"


def send(checked: CheckedClient, method: str, path: str, **arguments: Any) -> tuple[int, object]:
    response = checked.ask(method, path, **arguments)
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("POST", path) for path in CREATE),
        ("GET", STATUS.format(job_id=UNKNOWN)),
        ("POST", CANCEL.format(job_id=UNKNOWN)),
    ],
)
def test_errors(checked: CheckedClient, method: str, path: str) -> None:
    assert send(checked, method, path, Authorization="Bearer wrong") == (401, "401-101")
    assert send(checked, method, path, **{"Accept-Language": "?"}) == (406, "406-100")
    environment = checked.service.environment
    form = {
        "grant_type": "client_credentials",
        "client_id": environment["CONTENTJOBS_CLIENT_ID"],
        "client_secret": environment["CONTENTJOBS_CLIENT_SECRET"],
        "scope": "other",
    }
    token = checked.client.http.post(checked.service.token_url, data=form).json()["access_token"]
    code = "403-197" if path in CREATE else "403-178"
    assert send(checked, method, path, Authorization=f"Bearer {token}") == (403, code)
    if path in CREATE:
        assert send(checked, method, path, body={}) == (400, "400-152")
    else:
        assert send(checked, method, path) == (404, "404-100")


def test_an_unsupported_query_parameter(checked: CheckedClient) -> None:
    assert send(checked, "GET", STATUS.format(job_id=UNKNOWN), params="verbose=1") == (400, "400-101")


def test_the_description_would_catch_a_wrong_answer(checked: CheckedClient) -> None:
    job_id = checked.service.add_job([{"status": "Completed"}, RawResponse(404, {"code": 404})])
    for _ in range(2):
        with pytest.raises(OpenAPIError):
            checked.ask("GET", f"/import/content/{job_id}/status")


@pytest.mark.parametrize("operation", ["validate", "import"])
def test_a_failed_precondition(checked: CheckedClient, service: ContentService, operation: str) -> None:
    service.queue_responses("validate", vendor_error("412-100", "a licence"))
    service.queue_responses("import", vendor_error("412-100", "a licence"))
    path = CREATE[1] if operation == "validate" else CREATE[0]
    assert send(checked, "POST", path, body={}) == (412, "412-100")
