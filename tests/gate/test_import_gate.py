from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pytest_contentjobs.gate.import_gate import find_objections
from pytest_contentjobs.model import ContentRun, Judgement, JudgementOutcome
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.reason import Reason
from tests.builders import content_run, statistics, status

SOURCE = "s3://bucket/package/"
API = "https://api.example/knowledge/contentmgr/v4"
OTHER_JOB = "00000000-6F75-4C7B-B137-0632B62DB0BD"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLEAN = Judgement(outcome=JudgementOutcome.CLEAN)


def validated(
    *,
    job: JobStatus | None = None,
    outcome: JudgementOutcome = JudgementOutcome.CLEAN,
    source: str | None = SOURCE,
    api_base: str | None = API,
    **fields: Any,
) -> ContentRun:
    run = replace(content_run(), name="main", status=job, judgement=Judgement(outcome=outcome))
    return replace(run, source=source, api_base=api_base, **fields)


def finished(**fields: object) -> JobStatus:
    return status("Successful", **{"jobType": "Validation", **fields})


def asked(run: ContentRun, *, saved_at: datetime = NOW, maximum_age: timedelta = 24 * HOUR) -> list[str]:
    given = find_objections(run, saved_at=saved_at, api_base=API, source=SOURCE, maximum_age=maximum_age, now=NOW)
    return [objection.reason for objection in given]


@pytest.mark.parametrize(
    ("job", "saved_at"),
    [
        pytest.param(finished(), NOW, id="just now"),
        pytest.param(finished(jobType="VALIDATION"), NOW, id="another case"),
        pytest.param(status("completed", jobType="Validation"), NOW, id="another word for Successful"),
        pytest.param(finished(), NOW - 24 * HOUR, id="as old as allowed"),
        pytest.param(finished(completionTime="2026-11-23T12:00:00Z"), NOW, id="finished as long ago as allowed"),
        pytest.param(
            finished(completionTime="2026-11-25T12:00:00Z"), NOW, id="finished in the future, by another clock"
        ),
    ],
)
def test_a_clean_validation_of_the_source_allows_the_import(job: JobStatus, saved_at: datetime) -> None:
    assert asked(validated(job=job), saved_at=saved_at) == []


@pytest.mark.parametrize(
    ("run", "code"),
    [
        (validated(job=finished(), outcome=JudgementOutcome.FINDINGS), Reason.TICKET_NOT_CLEAN),
        (validated(job=finished(), outcome=JudgementOutcome.NOT_JUDGED), Reason.TICKET_NOT_CLEAN),
        (validated(job=None), Reason.TICKET_JOB_NOT_SUCCESSFUL),
        (validated(job=status("In Progress", jobType="Validation")), Reason.TICKET_JOB_NOT_SUCCESSFUL),
        (validated(job=status("Failed", jobType="Validation")), Reason.TICKET_JOB_NOT_SUCCESSFUL),
        (validated(job=finished(jobType="Import")), Reason.TICKET_JOB_NOT_VALIDATION),
        (validated(job=status("Successful")), Reason.TICKET_JOB_NOT_VALIDATION),
        (validated(job=finished(), job_id=None), Reason.TICKET_JOB_UNKNOWN),
        (
            validated(job=finished(), log=statistics(location=f"s3://bucket/import-logs-{OTHER_JOB}.txt")),
            Reason.TICKET_JOB_DIFFERS,
        ),
        (
            validated(job=finished(logFileLocation=f"s3://bucket/import-logs-{OTHER_JOB}.txt")),
            Reason.TICKET_JOB_DIFFERS,
        ),
        (validated(job=finished(), source=None), Reason.TICKET_SOURCE_UNKNOWN),
        (validated(job=finished(), source=SOURCE.removesuffix("/")), Reason.TICKET_SOURCE_DIFFERS),
        (validated(job=finished(), source=SOURCE.upper()), Reason.TICKET_SOURCE_DIFFERS),
        (validated(job=finished(), api_base=None), Reason.TICKET_SERVICE_UNKNOWN),
        (validated(job=finished(), api_base=""), Reason.TICKET_SERVICE_DIFFERS),
        (validated(job=finished(), api_base=API.replace("api", "test")), Reason.TICKET_SERVICE_DIFFERS),
        (validated(job=finished(completionTime="2026-11-23T11:57:00Z")), Reason.TICKET_EXPIRED),
    ],
)
def test_everything_else_is_refused(run: ContentRun, code: Reason) -> None:
    assert asked(run) == [code]


def test_the_age_counts_from_when_the_run_was_saved_too() -> None:
    run = validated(job=finished(completionTime="2026-11-24T11:00:00Z"))

    assert asked(run, saved_at=NOW - 3 * HOUR, maximum_age=2 * HOUR) == [Reason.TICKET_EXPIRED]


def test_a_run_of_the_future_is_refused() -> None:
    assert asked(validated(job=finished()), saved_at=NOW + HOUR) == [Reason.TICKET_FROM_FUTURE]


def test_every_reason_is_told() -> None:
    run = validated(job=None, outcome=JudgementOutcome.FINDINGS, source=None, api_base=None, job_id=None)

    assert len(asked(run, saved_at=NOW - 48 * HOUR)) == 6


def test_the_reasons_name_what_was_validated_and_when() -> None:
    run = validated(job=finished(jobType="Import"), source="s3://bucket/other/", api_base="https://other.example")
    given = find_objections(run, saved_at=NOW - 36 * HOUR, api_base=API, source=SOURCE, maximum_age=24 * HOUR, now=NOW)

    shown = {objection.reason: objection.text for objection in given}
    for reason, named in (
        (Reason.TICKET_EXPIRED, "36.0 hours old; 24.0 hours"),
        (Reason.TICKET_JOB_NOT_VALIDATION, "is Import"),
        (Reason.TICKET_SOURCE_DIFFERS, "s3://bucket/other/, not s3://bucket/package/"),
        (Reason.TICKET_SERVICE_DIFFERS, f"https://other.example, not by {API}"),
    ):
        assert named in shown[reason]


def test_a_run_without_a_log_belongs_to_its_job() -> None:
    assert asked(validated(job=finished(), log=None)) == []
