"""Plain values of the model with everything filled in that a test does not care about."""

from __future__ import annotations

from datetime import date
from typing import Any

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.gate.judge import conclude
from pytest_contentjobs.gate.policy import Policy, decide
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, Entity, Finding, LogEntry, LogStatistics, Severity
from pytest_contentjobs.model.job import JobStatus, parse_status

TODAY = date(2026, 11, 23)
ERROR = Severity.ERROR
WARNING = Severity.WARNING
JOB_ID = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
PASSED = Check(CheckOutcome.PASSED, "All is well.")


def status(word: str = "Successful", **fields: object) -> JobStatus:
    """Read a status answer with these fields, in the spelling of the wire."""
    read = parse_status({"status": word, **fields})
    assert read is not None
    return read


def article(name: str, folder: str | None = "Billing", index: int | None = None) -> Entity:
    return Entity(kind="article", name=name, folder=folder, index=index)


def entry(message: str = "has no title", severity: Severity = ERROR, **fields: Any) -> LogEntry:
    return LogEntry(**{"severity": severity, "message": message, "log_line": 1, "raw": (message,), **fields})


def finding(message: str = "has no title", severity: Severity = ERROR, **fields: Any) -> Finding:
    return identify([entry(message, severity, **fields)])[0]


def statistics(**fields: Any) -> LogStatistics:
    """Make the statistics of a log of ten recognised lines, changed by ``fields``."""
    whole: dict[str, Any] = {
        "location": "s3://bucket/log.txt",
        "format": "text",
        "size": 1000,
        "lines": 10,
        "entry_lines": 0,
        "continuation_lines": 0,
        "informational_lines": 10,
        "blank_lines": 0,
        "unexplained_lines": 0,
        "suspicious_lines": 0,
        "undecodable_lines": 0,
        "ends_whole": True,
    }
    return LogStatistics(**{**whole, **fields})


def content_run(*findings: Finding, name: str = "content", **fields: Any) -> ContentRun:
    """Make a run whose two checks passed, with these findings."""
    job_check, log_check = fields.get("job_check", PASSED), fields.get("log_check", PASSED)
    verdicts = decide(findings, Policy(), processed=None, today=TODAY).verdicts
    whole: dict[str, Any] = {
        "job_id": JOB_ID,
        "status": status(jobType="Validation"),
        "log": statistics(),
        "verdicts": verdicts,
        "job_check": job_check,
        "log_check": log_check,
        "judgement": conclude(job_check, log_check, verdicts),
    }
    return ContentRun(name=name, **{**whole, **fields})
