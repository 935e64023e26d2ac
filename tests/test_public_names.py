"""The public names for users and authors of log formats, used as they would use them, and type-checked."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import pytest_contentjobs
from pytest_contentjobs import (
    INFORMATIONAL,
    UNDECIDED,
    Check,
    CheckOutcome,
    ContentJobsError,
    ContentRun,
    Dropped,
    Entity,
    Finding,
    JobState,
    JobStatus,
    Judgement,
    JudgementOutcome,
    LineParser,
    LogFormat,
    LogStatistics,
    ParsedEntry,
    Reason,
    ServiceClient,
    Severity,
    Source,
    Verdict,
    VerdictOutcome,
)

PUBLIC = [
    "Check",
    "CheckOutcome",
    "ContentJobsError",
    "ContentRun",
    "Dropped",
    "Entity",
    "Finding",
    "INFORMATIONAL",
    "JobState",
    "JobStatus",
    "Judgement",
    "JudgementOutcome",
    "LineParser",
    "LogFormat",
    "LogStatistics",
    "ParsedEntry",
    "Reason",
    "ServiceClient",
    "Severity",
    "Source",
    "UNDECIDED",
    "Verdict",
    "VerdictOutcome",
]


class _Parser(LineParser):
    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        word, _, message = record.partition("|")
        if word == "?":
            return UNDECIDED
        entity = Entity(kind="article", name="Refund", folder="Billing")
        return (ParsedEntry(severity=Severity.ERROR, message=message, entity=entity),) if word == "!" else INFORMATIONAL


class _Bars:
    name = "bars"

    def parser(self) -> LineParser:
        return _Parser()


def _revised(finding: Finding) -> Finding | Dropped:
    """Change a finding as a hook does."""
    if finding.rule == "ART-999":
        return Dropped("the old rule")
    return dataclasses.replace(finding, severity=Severity.INFO, source=Source("articles.json", 3, 1))


def _explain(run: ContentRun) -> str:
    """Describe a run as a user's own report does."""
    judgement: Judgement = run.judgement
    checks: tuple[Check, ...] = (run.job_check, run.log_check)
    status: JobStatus | None = run.status
    log: LogStatistics | None = run.log
    failing: list[Verdict] = [verdict for verdict in run.verdicts if verdict.outcome is VerdictOutcome.FAILS]
    is_done = status is not None and status.state is JobState.SUCCESSFUL
    is_checked = all(check.outcome is CheckOutcome.PASSED for check in checks)
    is_clean = judgement.outcome is JudgementOutcome.CLEAN and Reason.FINDINGS not in judgement.codes
    return f"{len(failing)} {is_done} {is_checked} {is_clean} {log.lines if log else 0}"


def _status_or_reason(client: ServiceClient, job_id: str) -> JobStatus | Reason:
    try:
        return client.status(job_id, within=30)
    except ContentJobsError as error:
        return error.reason


def test_the_public_names() -> None:
    assert sorted(pytest_contentjobs.__all__) == sorted(PUBLIC)
    assert [name for name in PUBLIC if not hasattr(pytest_contentjobs, name)] == []
    assert set(PUBLIC) <= set(dir(pytest_contentjobs))
    assert pytest_contentjobs.__version__


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        _ = pytest_contentjobs.nothing_of_this_name


def test_a_format_of_a_users_own() -> None:
    own: LogFormat = _Bars()
    parser = own.parser()

    assert isinstance(own, LogFormat)
    assert [len(parser.parse(record) or ()) for record in ("!|gone", "?|hm", "a|b")] == [1, 0, 0]


def test_importing_the_package_loads_nothing_else(tmp_path: Path) -> None:
    code = "import sys, pytest_contentjobs; print([name for name in sys.modules if name.startswith('pytest_contentjobs.')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
