"""The promise as properties: whatever stands around it, what is bad in a job or its log does not come out as clean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.gate.facts import Facts
from pytest_contentjobs.gate.judge import Criteria, judge
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.model import JudgementOutcome
from pytest_contentjobs.model.job import JobStatus, parse_status
from tests.builders import TODAY, status

CLEAN, FINDINGS, NOT_JUDGED = JudgementOutcome


def finished(errors: int = 0) -> JobStatus:
    return status(results={"successful": 3, "warnings": 0, "errors": errors}, progress={"processed": 3, "total": 3})


QUIET = [
    "2026-11-23 10:00:00,000 INFO  [main] content.validation - started",
    "2026-11-23 10:00:00 [main] DEBUG a.b.C - 0 of 3",
    "[2026-11-23T10:00:00Z] [INFO ] item is done",
    "INFO: item is done",
    "",
    '{"level": "INFO", "message": "item is done"}',
    '{"timestamp": "2026-11-23T10:00:00Z", "severity": "debug", "msg": "x"}',
]
BAD = [
    "2026-11-23 10:00:00,000 ERROR [main] content.validation - article 'A' has no title",
    "2026-11-23 10:00:00 [main] ERROR a.b.C - no title",
    "2026-11-23 10:00:00 [ERROR] Info page has no title",
    "[2026-11-23T10:00:00Z] [WARN ] Notice has no title",
    "2026-11-23 10:00:00 INFO [main] a.b.C - ERROR: no title",
    "2026-11-23 10:00:00 - validator - ERROR - no title",
    "10:00:00.123 [main] WARN a.b.C - no title",
    "2026-11-23 10:00:00 GMT-0400 <@> WARN <@> [32:Thread-6] <@> no title",
    "\x1b[31mERROR\x1b[0m no title",
    "ERROR no title",
    "  WARNING: no title",
    "error: no title",
    "Errors:",
    "VALIDATION_ERROR: no title",
    "ValidationError at article 7",
    "level=error msg=x",
    "item is done\rERROR no title",
    '{"level": "ERROR", "message": "no title"}',
    '{"level": "INFO", "severity": "WARNING", "message": "no title"}',
    '{"level": "ERROR", "message": "cut',
    '{"level": 50, "message": "an error"}',
    '    {"level": "ERROR", "message": "no title"}',
    "ERR-12: no title",
]


GOOD: dict[str, object] = {
    "status": "Successful",
    "progress": {"processed": 3, "total": 3, "percentage": 100},
    "results": {"successful": 3, "warnings": 0, "errors": 0},
}
QUIET_LOG = b"INFO started\nINFO finished\n"


def outcome(folder: Path, log: bytes, job: JobStatus | None) -> JudgementOutcome:
    """Judge a log as the pipeline does, with the settings that nobody changed."""
    path = folder / "log"
    path.write_bytes(log)
    try:
        reading = read_log(path, location="log", format_name="auto")
    except LogUnreadableError:
        return NOT_JUDGED
    findings = identify(reading.entries)
    facts = Facts(name="content", status=job, log=reading.statistics, log_findings=findings, findings=findings)
    (run,) = judge([facts], Criteria(today=TODAY))
    return run.judgement.outcome


def test_the_quiet_lines_alone_are_clean(tmp_path: Path) -> None:
    text, json = "\n".join(QUIET[:6]) + "\n", "\n".join(QUIET[6:]) + "\n"

    assert outcome(tmp_path, text.encode(), None) is CLEAN
    assert outcome(tmp_path, text.encode(), finished()) is CLEAN
    assert outcome(tmp_path, json.encode(), finished()) is CLEAN


@given(
    before=st.lists(st.sampled_from(QUIET), max_size=8),
    bad=st.sampled_from(BAD),
    after=st.lists(st.sampled_from(QUIET), max_size=8),
    end=st.sampled_from(["\n", "\r\n"]),
    job=st.sampled_from([None, finished()]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_bad_line_anywhere_is_not_clean(
    tmp_path: Path, before: list[str], bad: str, after: list[str], end: str, job: JobStatus | None
) -> None:
    log = "".join(f"{line}{end}" for line in [*before, bad, *after])

    assert outcome(tmp_path, log.encode(), job) is not CLEAN


@given(
    data=st.binary(max_size=200) | st.text(max_size=100).map(str.encode),
    job=st.sampled_from([None, finished()]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_that_are_no_log_are_not_clean(tmp_path: Path, data: bytes, job: JobStatus | None) -> None:
    is_known = b"{" in data or any(word in data.upper() for word in (b"INFO", b"FINE", b"DEBUG", b"TRACE", b"CONFIG"))

    assert outcome(tmp_path, data, job) is not CLEAN or is_known


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "progress": st.fixed_dictionaries(
            {}, optional={"processed": st.integers(0, 5), "total": st.integers(0, 5), "percentage": st.integers(0, 100)}
        ),
        "results": st.fixed_dictionaries({}, optional={"warnings": st.integers(0, 2), "errors": st.integers(0, 2)}),
        "error": st.sampled_from(["disk full", "", None]),
        "failureTime": st.just("2024-03-01T10:00:00Z"),
        "completionTime": st.just("2024-03-01T10:00:00Z"),
    },
)
WORDS = st.sampled_from(["Scheduled", "In Progress", "Successful", "Completed", "Failed", "Cancelled", "Done", "OK"])


@given(word=WORDS, fields=FIELDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_quiet_log_is_clean_only_beside_a_job_that_claims_the_same(
    tmp_path: Path, word: str, fields: dict[str, Any]
) -> None:
    job = parse_status({"status": word, **fields})
    assert job is not None
    progress, results = fields.get("progress", {}), fields.get("results", {})
    processed, total = progress.get("processed", 0), progress.get("total")
    whole = processed == total > 0 if total is not None else processed > 0 and progress.get("percentage", 100) == 100
    # Beside all items the percentage is the whole, but for rounding; without a number of them nothing tells of any.
    whole = whole and progress.get("percentage", 100) >= 99

    is_clean = outcome(tmp_path, QUIET_LOG, job) is CLEAN

    assert is_clean is (
        word in {"Successful", "Completed"}
        and whole
        and (results.get("errors"), results.get("warnings")) == (0, 0)
        and not fields.get("error")
        and "failureTime" not in fields
    )


@pytest.mark.parametrize(
    "change",
    [
        *(
            pytest.param({"status": word}, id=word)
            for word in (
                "Scheduled",
                "In Progress",
                "Failed",
                "Cancelled",
                "Done",
                "OK",
                "Success",
                "Finished",
                "unknown",
            )
        ),
        pytest.param({"progress": {"processed": 2, "total": 3}}, id="an item is left"),
        pytest.param({"progress": {"processed": 0, "total": 0}}, id="no items"),
        pytest.param({"progress": {"percentage": 99}}, id="a percent is left"),
        pytest.param({"results": None}, id="no results"),
        pytest.param({"results": {"errors": 0}}, id="no warnings counted"),
        pytest.param({"results": {"errors": 1, "warnings": 0}}, id="an error"),
        pytest.param({"results": {"errors": 0, "warnings": 1}}, id="a warning"),
        pytest.param({"error": "disk full"}, id="an error text"),
        pytest.param({"failureTime": "2024-03-01T10:00:00Z"}, id="a time of failure"),
    ],
)
def test_one_thing_wrong_in_the_status_is_enough(tmp_path: Path, change: dict[str, object]) -> None:
    assert outcome(tmp_path, QUIET_LOG, parse_status(GOOD)) is CLEAN
    assert outcome(tmp_path, QUIET_LOG, parse_status({**GOOD, **change})) is NOT_JUDGED


@pytest.mark.parametrize("keep", range(4))
def test_a_log_that_lost_lines_is_not_clean(tmp_path: Path, keep: int) -> None:
    lines = [f"{QUIET[0]}\n", f"{BAD[0]}\n", f"{QUIET[0]}\n", f"{BAD[1]}\n"]
    job = finished(errors=2)

    assert outcome(tmp_path, "".join(lines[:keep]).encode(), job) is NOT_JUDGED
    assert outcome(tmp_path, "".join(lines).encode(), job) is FINDINGS
