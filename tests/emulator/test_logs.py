from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from pytest_contentjobs.emulator.log_entries import list_log_entries
from pytest_contentjobs.emulator.log_writers import LOG_WRITERS, write_jsonl, write_text
from pytest_contentjobs.emulator.timeline import Job, Outcome
from pytest_contentjobs.emulator.validation import validate
from tests.emulator.samples import JOB_ID, NOON, Sample, article

SAMPLE = Sample(
    articles=[article(), article("It's\n2026", language=5, content="content/none.html"), {}],
    instead={"manifest.json": None},
)
SAMPLE.files["knowledgehub/articles/resources/old.pdf"] = b"pdf"
JOB = Job(
    JOB_ID,
    "Validation",
    "s3://mybucket/my'folder/",
    f"s3://mybucket/logs/import-logs-{JOB_ID}.txt",
    NOON,
    outcome=Outcome(NOON, validate(SAMPLE.tree())),
)
LATER = NOON + timedelta(hours=1)

TEXT = r"""
2024-03-01 12:00:00,000 INFO [validator-1] content.validation - validation started: 's3://mybucket/my\'folder/'
2024-03-01 12:00:12,480 ERROR [validator-1] content.validation - PKG-001 package: required file 'manifest.json' is missing
2024-03-01 12:00:24,960 INFO [validator-1] content.validation - folder 'Billing' (folders[0]) ok
2024-03-01 12:00:37,440 INFO [validator-1] content.validation - folder 'Billing/Refunds' (folders[0].folders[0]) ok
2024-03-01 12:00:49,920 INFO [validator-1] content.validation - article 'Billing/Refunds/How to get a refund' (articles[0]) ok
2024-03-01 12:01:02,400 ERROR [validator-1] content.validation - ART-102 article 'Billing/Refunds/It\'s\n2026' (articles[1]): field 'language' has the wrong type
    expected: string
    found: number
2024-03-01 12:01:02,400 ERROR [validator-1] content.validation - ART-104 article 'Billing/Refunds/It\'s\n2026' (articles[1]): content file 'content/none.html' does not exist
2024-03-01 12:01:14,880 ERROR [validator-1] content.validation - ART-101 article (articles[2]): required field 'name' is missing
2024-03-01 12:01:14,880 ERROR [validator-1] content.validation - ART-101 article (articles[2]): required field 'folder.path' is missing
2024-03-01 12:01:14,880 ERROR [validator-1] content.validation - ART-101 article (articles[2]): required field 'content' is missing
2024-03-01 12:01:14,880 WARN [validator-1] content.validation - ART-204 article (articles[2]): the article has no description
2024-03-01 12:01:27,360 INFO [validator-1] content.validation - topic 'Money' (topics[0]) ok
2024-03-01 12:01:39,840 INFO [validator-1] content.validation - portal 'Help' (portals[0]) ok
2024-03-01 12:01:52,320 INFO [validator-1] content.validation - resource 'inline_resources/coin.png' ok
2024-03-01 12:02:04,800 WARN [validator-1] content.validation - RES-201 resource 'resources/old.pdf': no article refers to the file
2024-03-01 12:02:04,800 INFO [validator-1] content.validation - validation finished: 10 items, 6 errors, 2 warnings
"""  # noqa: E501 -- the log as it is


def test_the_text_log() -> None:
    assert "\n" + write_text(list_log_entries(JOB, LATER)).decode() == TEXT


def test_the_jsonl_log() -> None:
    written = write_jsonl(list_log_entries(JOB, LATER))
    assert written.isascii()
    entries = [json.loads(line) for line in written.splitlines()]
    assert [entry["level"] for entry in entries] == [
        line.split()[2] for line in TEXT.splitlines() if line and not line.startswith(" ")
    ]
    assert [entries[number] for number in (0, 1, 3, 5, 6, 7, -2, -1)] == [
        {
            "timestamp": "2024-03-01T12:00:00.000Z",
            "level": "INFO",
            "message": r"validation started: 's3://mybucket/my\'folder/'",
        },
        {
            "timestamp": "2024-03-01T12:00:12.480Z",
            "level": "ERROR",
            "rule": "PKG-001",
            "message": "required file 'manifest.json' is missing",
            "entity": {"kind": "package"},
            "file": "manifest.json",
        },
        {
            "timestamp": "2024-03-01T12:00:37.440Z",
            "level": "INFO",
            "message": "ok",
            "entity": {"kind": "folder", "name": "Refunds", "folder": "Billing"},
        },
        {
            "timestamp": "2024-03-01T12:01:02.400Z",
            "level": "ERROR",
            "rule": "ART-102",
            "message": "field 'language' has the wrong type",
            "entity": {"kind": "article", "name": "It's\n2026", "folder": "Billing/Refunds", "index": 1},
            "details": ["expected: string", "found: number"],
        },
        {
            "timestamp": "2024-03-01T12:01:02.400Z",
            "level": "ERROR",
            "rule": "ART-104",
            "message": "content file 'content/none.html' does not exist",
            "entity": {"kind": "article", "name": "It's\n2026", "folder": "Billing/Refunds", "index": 1},
            "file": "articles/content/none.html",
        },
        {
            "timestamp": "2024-03-01T12:01:14.880Z",
            "level": "ERROR",
            "rule": "ART-101",
            "message": "required field 'name' is missing",
            "entity": {"kind": "article", "index": 2},
        },
        {
            "timestamp": "2024-03-01T12:02:04.800Z",
            "level": "WARN",
            "rule": "RES-201",
            "message": "no article refers to the file",
            "entity": {"kind": "resource", "name": "resources/old.pdf"},
            "file": "articles/resources/old.pdf",
        },
        {
            "timestamp": "2024-03-01T12:02:04.800Z",
            "level": "INFO",
            "message": "validation finished: 10 items, 6 errors, 2 warnings",
        },
    ]


def last_line(job: Job) -> str:
    return write_text(list_log_entries(job, LATER)).decode().splitlines()[-1].partition(" - ")[2]


def test_the_log_says_how_a_job_ended() -> None:
    failed = replace(JOB, outcome=Outcome(NOON, error="no object at s3://my\nbucket/"))
    cancelled = replace(JOB, cancelled_at=NOON + timedelta(minutes=1))
    stopped = replace(JOB, job_type="Import", stop=NOON + timedelta(minutes=1))
    unread = replace(JOB, outcome=None)
    assert [last_line(job) for job in (failed, cancelled, stopped, unread)] == [
        r"validation stopped: 'no object at s3://my\nbucket/'",
        "validation cancelled: 4 of 10 items processed",
        "import finished: 1 items, 1 errors, 0 warnings",
        r"validation started: 's3://mybucket/my\'folder/'",
    ]


def test_a_lone_surrogate_can_be_written() -> None:
    sample = Sample(articles=[article("\ud800", folder={"path": "\udfff"})])
    job = replace(JOB, outcome=Outcome(NOON, validate(sample.tree())))
    for write in LOG_WRITERS.values():
        assert b"\\ud800" in write(list_log_entries(job, LATER))
