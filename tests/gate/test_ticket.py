from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pytest_contentjobs.gate.ticket import objections
from pytest_contentjobs.model import ContentRun, Judgement, JudgementOutcome
from pytest_contentjobs.service.wire import JobStatus
from tests.builders import content_run, status

SOURCE = "s3://bucket/package/"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLEAN = Judgement(outcome=JudgementOutcome.CLEAN)


def validated(
    *, job: JobStatus | None = None, outcome: JudgementOutcome = JudgementOutcome.CLEAN, source: str | None = SOURCE
) -> ContentRun:
    return replace(content_run(), name="main", status=job, judgement=Judgement(outcome=outcome), source=source)


def finished(**fields: object) -> JobStatus:
    return status("Successful", **{"jobType": "Validation", **fields})


def asked(run: ContentRun, *, saved_at: datetime = NOW, maximum_age: timedelta = 24 * HOUR) -> list[str]:
    return list(objections(run, saved_at=saved_at, source=SOURCE, maximum_age=maximum_age, now=NOW))


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


NO_STATUS = "The run 'main' has no status of a job that ended as Successful: a log alone allows no import."


@pytest.mark.parametrize(
    ("run", "says"),
    [
        (
            validated(job=finished(), outcome=JudgementOutcome.FINDINGS),
            "The run 'main' is not clean: findings. Correct the content and validate it again.",
        ),
        (
            validated(job=finished(), outcome=JudgementOutcome.NOT_JUDGED),
            "The run 'main' is not clean: not judged. Correct the content and validate it again.",
        ),
        (validated(job=None), NO_STATUS),
        (validated(job=status("In Progress", jobType="Validation")), NO_STATUS),
        (validated(job=status("Failed", jobType="Validation")), NO_STATUS),
        (validated(job=finished(jobType="Import")), "The job of the run 'main' is Import, and no Validation."),
        (validated(job=status("Successful")), "The job of the run 'main' is of no stated type, and no Validation."),
        (
            validated(job=finished(), source=None),
            (
                "The run 'main' does not say what was validated: it was not started by this program. Validate with "
                "--content-validate and --content-save."
            ),
        ),
        (
            validated(job=finished(), source="s3://bucket/package"),
            "The run 'main' validated s3://bucket/package, and s3://bucket/package/ is to be imported. Validate that one.",
        ),
        (
            validated(job=finished(completionTime="2026-11-23T11:57:00Z")),
            "The validation is 24.1 hours old, and 24.0 hours are allowed. Validate again.",
        ),
    ],
)
def test_everything_else_is_refused(run: ContentRun, says: str) -> None:
    assert asked(run) == [says]


def test_the_age_counts_from_when_the_run_was_saved_too() -> None:
    run = validated(job=finished(completionTime="2026-11-24T11:00:00Z"))

    assert asked(run, saved_at=NOW - 3 * HOUR, maximum_age=2 * HOUR) == [
        "The validation is 3.0 hours old, and 2.0 hours are allowed. Validate again."
    ]


def test_a_run_of_the_future_is_refused() -> None:
    assert asked(validated(job=finished()), saved_at=NOW + HOUR) == [
        "The run 'main' was saved in the future, at 2026-11-24 13:00 UTC. Check this machine's clock."
    ]


def test_every_reason_is_told() -> None:
    run = validated(job=None, outcome=JudgementOutcome.FINDINGS, source=None)

    assert len(asked(run, saved_at=NOW - 48 * HOUR)) == 4
