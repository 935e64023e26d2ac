from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from pytest_contentjobs.emulator import ContentService, vendor_error
from pytest_contentjobs.emulator.content_package import FileTree
from pytest_contentjobs.emulator.rules import Finding
from pytest_contentjobs.emulator.validation import validate

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
S3 = {"type": "AWS S3 bucket", "path": "s3://mybucket/myfolder/"}
JOB_ID = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"


class HandClock:
    """Simulated time that moves only when a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


def article(name: object = "How to get a refund", **fields: object) -> dict[str, object]:
    return {
        "name": name,
        "description": "In short.",
        "folder": {"path": "Billing/Refunds"},
        "content": "content/refund.html",
        **fields,
    }


def without(entry: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in entry.items() if name not in names}


@dataclass
class Sample:
    """A small package without findings, for tests to damage."""

    folders: list[object] = field(
        default_factory=lambda: [
            {
                "name": "Billing",
                "description": "Money.",
                "folders": [{"name": "Refunds", "description": "Money back."}],
            }
        ]
    )
    articles: list[object] = field(default_factory=lambda: [article()])
    topics: list[object] = field(
        default_factory=lambda: [
            {"name": "Money", "addArticles": {"fromArticles": [{"path": "Billing/Refunds/How to get a refund"}]}}
        ]
    )
    portals: list[object] = field(
        default_factory=lambda: [{"name": "Help", "addTopics": {"fromTopics": [{"path": "Money"}]}}]
    )
    files: dict[str, bytes] = field(
        default_factory=lambda: {
            "knowledgehub/articles/content/refund.html": b"<p><img src='../inline_resources/coin.png'>Ask.</p>",
            "knowledgehub/articles/inline_resources/coin.png": b"png",
        }
    )
    #: Whole files in place of the generated ones; None leaves a file out.
    instead: dict[str, bytes | None] = field(default_factory=dict)

    def all_files(self) -> dict[str, bytes]:
        hub = {"knowledge": {"folders": self.folders, "topics": self.topics, "portals": self.portals}}
        files: dict[str, bytes | None] = {
            "manifest.json": b"{}",
            "knowledgehub/knowledgehub.json": json.dumps(hub).encode(),
            "knowledgehub/articles/articles.json": json.dumps({"articles": self.articles}).encode(),
            **self.files,
            **self.instead,
        }
        return {name: body for name, body in files.items() if body is not None}

    def tree(self) -> FileTree:
        files = self.all_files()
        return FileTree(frozenset(files), files.__getitem__)

    def write(self, folder: Path) -> Path:
        for name, body in self.all_files().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        return folder

    def findings(self) -> list[Finding]:
        return [finding for item in validate(self.tree()) for finding in item.findings]


class Client:
    """Sends requests to a service with its static token."""

    def __init__(self, service: ContentService) -> None:
        self.service = service
        self.base = f"{service.api_url}/knowledge/contentmgr/v4/import/content"
        self.http = httpx.Client(trust_env=False, headers={"Authorization": f"Bearer {service.token}"})

    def create(self, body: object, operation: str = "/validate") -> httpx.Response:
        return self.http.post(self.base + operation, json=body)

    def status(self, job_id: str) -> dict[str, object]:
        response = self.http.get(f"{self.base}/{job_id}/status")
        assert response.status_code == 200, response.text
        body: dict[str, object] = response.json()
        return body

    def cancel(self, job_id: str) -> int:
        return self.http.post(f"{self.base}/{job_id}/cancel").status_code


def job_id_of(response: httpx.Response) -> str:
    assert response.status_code == 202, response.text
    return response.headers["location"].split("/")[5]


def error(code: str, subject: str = "", limit: int = 0) -> tuple[int, object]:
    raw = vendor_error(code, subject, limit)
    return raw.status, raw.body


def read_response(response: httpx.Response) -> tuple[int, object]:
    assert response.headers["content-type"] == "application/json"
    return response.status_code, response.json()
