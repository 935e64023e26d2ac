from __future__ import annotations

from datetime import timedelta

import pytest

from pytest_contentjobs.emulator.bodies import JobType
from pytest_contentjobs.emulator.clock import SimulatedClock, format_instant, parse_instant
from pytest_contentjobs.emulator.timeline import Job, Outcome, compute_duration, compute_state, make_status_body
from pytest_contentjobs.emulator.validation import count, validate
from tests.emulator.samples import JOB_ID, NOON, Sample, article

LOG = f"s3://mybucket/logs/import-logs-{JOB_ID}.txt"
#: Nine items; one article has an error and a warning, another one a warning: four items are not clean.
SPOILT = Sample(
    articles=[article(), article("Other", language="xx", availabilityDate="soon"), article("Third", description="")],
    portals=[{}],
    topics=[{"name": "Money"}],
)
CHECKED = validate(SPOILT.tree())
OUTCOME = Outcome(NOON, CHECKED)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def job(job_type: JobType = "Validation", **fields: object) -> Job:
    arguments: dict[str, object] = {"start": NOON, "outcome": OUTCOME, **fields}
    return Job(JOB_ID, job_type, "s3://mybucket/myfolder/", LOG, **arguments)  # type: ignore[arg-type] # checked by Job's users


END = NOON + compute_duration("Validation", 9)


@pytest.mark.parametrize(
    ("job_type", "items", "expected"),
    [
        ("Validation", 0, 2),
        ("Validation", 500, 6),
        ("Validation", 1_000, 10),
        ("Validation", 5_500, 20),
        ("Validation", 100_000, 90),
        ("Validation", 200_000, 90),
        ("Import", 500, 10),
        ("Import", 10_000, 60),
        ("Import", 55_000, 150),
    ],
)
def test_durations_keep_to_the_brackets_of_the_guide(job_type: JobType, items: int, expected: float) -> None:
    assert compute_duration(job_type, items) == minutes(expected)


def test_a_scheduled_job() -> None:
    scheduled = job("Import", start=NOON + minutes(1), stop=NOON + minutes(300), outcome=None)
    assert make_status_body(scheduled, NOON, "item") == {
        "status": "Scheduled",
        "jobType": "Import",
        "progress": {"processed": 0, "total": 0, "percentage": 0},
        "startTime": "2024-03-01T12:01:00.000Z",
        "scheduledStopTime": "2024-03-01T17:00:00.000Z",
        "currentOperation": "Queued for execution",
    }


def test_a_job_whose_package_is_still_being_read() -> None:
    assert make_status_body(job(outcome=None), NOON + minutes(60), "item") == {
        "status": "In Progress",
        "jobType": "Validation",
        "progress": {"processed": 0, "total": 0, "percentage": 0},
        "startTime": "2024-03-01T12:00:00.000Z",
        "logFileLocation": LOG,
        "currentOperation": "Reading the content package",
    }


def test_a_job_in_progress() -> None:
    assert make_status_body(job(), NOON + compute_duration("Validation", 9) / 2, "item") == {
        "status": "In Progress",
        "jobType": "Validation",
        "progress": {"processed": 4, "total": 9, "percentage": 44},
        "startTime": "2024-03-01T12:00:00.000Z",
        "logFileLocation": LOG,
        "estimatedCompletion": "2024-03-01T12:02:04.320Z",
        "currentOperation": "Processing content items",
    }


@pytest.mark.parametrize(
    ("count_by", "results"),
    [
        ("item", {"successful": 5, "warnings": 2, "errors": 2}),
        ("finding", {"successful": 5, "warnings": 3, "errors": 2}),
    ],
)
@pytest.mark.parametrize("later", [minutes(0), minutes(600)])
def test_a_finished_job(count_by: str, results: dict[str, int], later: timedelta) -> None:
    assert count_by in ("item", "finding")
    assert make_status_body(job(), END + later, "item" if count_by == "item" else "finding") == {
        "status": "Successful",
        "jobType": "Validation",
        "progress": {"processed": 9, "total": 9, "percentage": 100},
        "startTime": "2024-03-01T12:00:00.000Z",
        "logFileLocation": LOG,
        "completionTime": "2024-03-01T12:02:04.320Z",
        "results": results,
    }


def test_a_job_ends_no_sooner_than_its_package_has_been_read() -> None:
    slow = job(outcome=Outcome(NOON + minutes(30), CHECKED))
    state = compute_state(slow, NOON + minutes(31))
    assert (state.phase, state.end) == ("Successful", NOON + minutes(30))


def test_a_failed_job() -> None:
    failed = job(outcome=Outcome(NOON + minutes(1), error="no object at s3://mybucket/myfolder/", retryable=True))
    assert make_status_body(failed, NOON + minutes(2), "item") == {
        "status": "Failed",
        "jobType": "Validation",
        "progress": {"processed": 0, "total": 0, "percentage": 0},
        "startTime": "2024-03-01T12:00:00.000Z",
        "logFileLocation": LOG,
        "failureTime": "2024-03-01T12:01:00.000Z",
        "error": "no object at s3://mybucket/myfolder/",
        "retryable": True,
    }


def test_a_job_cancelled_in_between_keeps_what_it_had_reached() -> None:
    cancelled = job(cancelled_at=NOON + minutes(1))
    assert compute_state(cancelled, NOON).phase == "In Progress"
    assert make_status_body(cancelled, NOON + minutes(60), "item") == {
        "status": "Cancelled",
        "jobType": "Validation",
        "progress": {"processed": 4, "total": 9, "percentage": 44},
        "startTime": "2024-03-01T12:00:00.000Z",
        "logFileLocation": LOG,
    }


def test_a_job_cancelled_before_its_start_has_no_log() -> None:
    cancelled = job("Import", start=NOON + minutes(5), cancelled_at=NOON, outcome=None)
    assert make_status_body(cancelled, NOON + minutes(60), "item") == {
        "status": "Cancelled",
        "jobType": "Import",
        "progress": {"processed": 0, "total": 0, "percentage": 0},
        "startTime": "2024-03-01T12:05:00.000Z",
    }


def test_an_import_that_must_stop_leaves_items_out() -> None:
    stopped = job("Import", stop=NOON + minutes(3))
    body = make_status_body(stopped, NOON + minutes(4), "item")
    assert body == {
        "status": "Successful",
        "jobType": "Import",
        "progress": {"processed": 5, "total": 9, "percentage": 55},
        "startTime": "2024-03-01T12:00:00.000Z",
        "logFileLocation": LOG,
        "completionTime": "2024-03-01T12:03:00.000Z",
        "results": {"successful": 4, "warnings": 0, "errors": 1},
    }


def test_results_per_item_add_up() -> None:
    counts = count(CHECKED, "item")
    assert counts.successful + counts.warnings + counts.errors == len(CHECKED)


def test_progress_never_goes_back() -> None:
    states = [compute_state(job(), NOON + minutes(step / 50)) for step in range(120)]
    assert [state.processed for state in states] == sorted(state.processed for state in states)
    assert [state.phase for state in states] == sorted(state.phase for state in states)


def test_the_simulated_clock_runs_faster() -> None:
    seconds = iter([100.0, 100.0, 103.0])
    clock = SimulatedClock(100, lambda: next(seconds))
    first = clock()
    assert clock() - first == minutes(5)


@pytest.mark.parametrize("speed", [0, -1.0])
def test_time_does_not_stand_still(speed: float) -> None:
    with pytest.raises(ValueError, match="speed must be above 0"):
        SimulatedClock(speed)


def test_instants_are_written_and_read_in_the_documented_form() -> None:
    assert parse_instant(format_instant(NOON)) == NOON
    for wrong in ("2024-03-01T12:00:00Z", "2024-02-30T12:00:00.000Z", "", "2024-03-01T12:00:00.000+00:00"):
        with pytest.raises(ValueError, match=r"form|range"):
            parse_instant(wrong)
