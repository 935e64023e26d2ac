from __future__ import annotations

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.emulator.samples import S3, Client, error, read_response

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("path", ["/validate", "", f"/{UNKNOWN}/status", f"/{UNKNOWN}/cancel"])
def test_errors_that_all_operations_share(service: ContentService, client: Client, path: str) -> None:
    method = "GET" if path.endswith("status") else "POST"

    def ask(headers: dict[str, str] | None = None, params: dict[str, str] | None = None) -> tuple[int, object]:
        return read_response(client.http.request(method, client.base + path, headers=headers, params=params))

    assert ask(headers={"Authorization": "Bearer wrong"}) == error("401-101")
    assert ask(headers={"Authorization": ""}) == error("401-101")
    assert ask(headers={"Accept-Language": "english please"}) == error("406-100")
    assert ask(headers={"Accept-Language": "en;q=2"}) == error("406-100")
    assert ask(params={"verbose": "1", "x": "2"}) == error("400-101", "verbose, x")
    form = {"grant_type": "client_credentials", "scope": "none"} | {
        "client_id": service.environment["CONTENTJOBS_CLIENT_ID"],
        "client_secret": service.environment["CONTENTJOBS_CLIENT_SECRET"],
    }
    token = client.http.post(service.token_url, data=form).json()["access_token"]
    expected = {
        "status": error("403-178", "View import job"),
        "cancel": error("403-178", "Cancel import job"),
    }.get(path.rpartition("/")[2], error("403-197"))
    assert ask(headers={"Authorization": f"Bearer {token}"}) == expected


@pytest.mark.parametrize("job_id", [UNKNOWN, "no-uuid", "x" * 3000])
def test_unknown_jobs(client: Client, job_id: str) -> None:
    assert read_response(client.http.get(f"{client.base}/{job_id}/status")) == error("404-100", job_id)
    assert read_response(client.http.post(f"{client.base}/{job_id}/cancel")) == error("404-100", job_id)


@pytest.mark.parametrize("languages", ["en-US,en;q=0.5, *;q=0.1", "de"])
def test_good_languages(client: Client, languages: str) -> None:
    response = client.http.get(f"{client.base}/{UNKNOWN}/status", headers={"Accept-Language": languages})
    assert response.status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"[]", b"null"])
@pytest.mark.parametrize("operation", ["/validate", ""])
def test_bodies_that_are_no_json_object(client: Client, operation: str, body: bytes) -> None:
    assert read_response(client.http.post(client.base + operation, content=body)) == error("400-152", "dataSource")


SOURCE_FAULTS: list[tuple[object, str]] = [
    (None, "dataSource"),
    ({}, "dataSource.type"),
    ({**S3, "type": "FTP"}, "dataSource.type"),
    ({**S3, "type": ["AWS S3 bucket"]}, "dataSource.type"),
    ({"type": "AWS S3 bucket"}, "dataSource.path"),
    ({**S3, "path": "folder"}, "dataSource.path"),
    ({**S3, "path": "http://[x"}, "dataSource.path"),
    ({**S3, "region": 1}, "dataSource.region"),
    ({**S3, "credentials": "key"}, "dataSource.credentials"),
    ({**S3, "credentials": {"accessKeyId": "a"}}, "dataSource.credentials.secretAccessKey"),
    ({**S3, "credentials": {"password": "a"}}, "dataSource.credentials.username"),
    ({**S3, "credentials": {"accessKeyId": 1, "secretAccessKey": "b"}}, "dataSource.credentials.accessKeyId"),
]


@pytest.mark.parametrize(("source", "attribute"), SOURCE_FAULTS)
@pytest.mark.parametrize("operation", ["/validate", ""])
def test_faults_of_the_data_source(client: Client, operation: str, source: object, attribute: str) -> None:
    body = {"dataSource": source} if operation else {"dataSource": source, "operation": "import"}
    assert read_response(client.create(body, operation)) == error("400-152", attribute)


@pytest.mark.parametrize(
    ("extra", "attribute"),
    [
        ({"operation": "merge"}, "operation"),
        ({"operation": None}, "operation"),
        ({"more": 1}, "more"),
        ({"scheduleTime": "now"}, "scheduleTime"),
        ({"scheduleTime": {}}, "scheduleTime.date"),
        ({"scheduleTime": {"date": "2024-03-02"}}, "scheduleTime.date"),
        ({"scheduleTime": {"date": "2024-03-02T10:00:00.000Z", "stopDate": 5}}, "scheduleTime.stopDate"),
        (
            {"scheduleTime": {"date": "2024-03-02T10:00:00.000Z", "stopDate": "2024-03-02T10:00:00.000Z"}},
            "scheduleTime.stopDate",
        ),
    ],
)
def test_faults_of_an_import(client: Client, extra: dict[str, object], attribute: str) -> None:
    body = {"dataSource": S3, "operation": "import", **extra}
    assert read_response(client.create(body, "")) == error("400-152", attribute)


def test_a_validation_takes_a_data_source_and_nothing_else(client: Client) -> None:
    assert read_response(client.create({"dataSource": S3, "operation": "import"})) == error("400-152", "operation")


@pytest.mark.parametrize(
    ("field", "value", "limit"),
    [
        ("path", "s3://b/" + "x" * 1018, 1024),
        ("region", "x" * 21, 20),
        ("credentials", {"username": "x" * 1025, "password": "y"}, 1024),
    ],
)
def test_passed_limits(client: Client, field: str, value: object, limit: int) -> None:
    body = {"dataSource": {**S3, field: value}}
    attribute = f"dataSource.{field}" + (".username" if field == "credentials" else "")
    assert read_response(client.create(body)) == error("400-152", attribute)
    assert read_response(client.create({**body, "operation": "import"}, "")) == error("400-10424", attribute, limit)
