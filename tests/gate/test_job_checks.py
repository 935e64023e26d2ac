from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_contentjobs.gate.job_checks import check_job
from pytest_contentjobs.model.reason import Reason
from tests.builders import status
from tests.gate.log_checks import BROKEN, NOT_MADE, PASSED, log_check


@pytest.mark.parametrize(
    ("word", "fields", "codes"),
    [
        pytest.param("Successful", {}, [], id="no progress given"),
        pytest.param("Completed", {}, [], id="the other word for success"),
        pytest.param("successful", {}, [], id="in lower case"),
        pytest.param(
            "Successful",
            {"progress": {"processed": 5, "total": 5, "percentage": 99.9}},
            [],
            id="all items, percentage rounded",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 5, "total": 5, "percentage": 98.9}},
            [Reason.PROGRESS_CONTRADICTS],
            id="all items, and not the whole percentage",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 5, "total": 5, "percentage": 99}},
            [],
            id="all items, percentage rounded down",
        ),
        pytest.param("Successful", {"progress": {"percentage": 100}}, [], id="percentage alone"),
        pytest.param("Successful", {"progress": {"percentage": 0.5}}, [Reason.ITEMS_MISSING], id="half a per cent"),
        pytest.param(
            "Successful", {"progress": {"processed": 3, "percentage": 0}}, [Reason.ITEMS_MISSING], id="nought per cent"
        ),
        pytest.param(
            "Successful", {"progress": {"percentage": 101}}, [Reason.PROGRESS_CONTRADICTS], id="more than all"
        ),
        pytest.param(
            "Successful", {"progress": {"processed": 4, "total": 5}}, [Reason.ITEMS_MISSING], id="an item is left"
        ),
        pytest.param(
            "Successful", {"progress": {"total": 5}}, [Reason.ITEMS_MISSING], id="a total and nothing processed"
        ),
        pytest.param(
            "Successful", {"progress": {"total": 1}}, [Reason.ITEMS_MISSING], id="a total of one and nothing processed"
        ),
        pytest.param("Successful", {"progress": {"processed": 1}}, [], id="one item, and no total"),
        pytest.param(
            "Successful", {"progress": {"processed": 0}}, [Reason.NO_CONTENT], id="nothing processed, and no total"
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": "many", "total": 5}},
            [Reason.PROGRESS_UNREADABLE],
            id="progress that is no number",
        ),
        pytest.param(
            "Successful", {"progress": {"percentage": 40}}, [Reason.ITEMS_MISSING], id="a percentage alone below 100"
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 0, "total": 0, "percentage": 0}},
            [Reason.NO_CONTENT],
            id="nothing to process",
        ),
        pytest.param("Successful", {"error": "disk full"}, [Reason.SUCCESS_WITH_ERROR], id="success with an error"),
        pytest.param(
            "Successful",
            {"failureTime": "2024-03-01T10:00:00Z"},
            [Reason.SUCCESS_WITH_ERROR],
            id="success with a time of failure",
        ),
        pytest.param("Failed", {"error": "disk full"}, [Reason.JOB_FAILED], id="failed with a cause"),
        pytest.param("Failed", {"retryable": True}, [Reason.JOB_FAILED], id="failed, retryable"),
        pytest.param(
            "Failed", {"error": "bad manifest", "retryable": False}, [Reason.JOB_FAILED], id="failed, not retryable"
        ),
        pytest.param("Cancelled", {"progress": {"processed": 5, "total": 5}}, [Reason.JOB_CANCELLED], id="cancelled"),
        pytest.param(
            "Abandoned", {"results": {"warnings": 0, "errors": 0}}, [Reason.STATUS_UNKNOWN], id="unknown word"
        ),
        pytest.param("In Progress", {}, [Reason.JOB_UNFINISHED], id="in progress"),
        pytest.param(
            "Scheduled",
            {"progress": {"processed": 0, "total": 0, "percentage": 0}},
            [Reason.JOB_UNFINISHED],
            id="scheduled",
        ),
    ],
)
def test_did_the_job_judge_all_of_the_content(word: str, fields: dict[str, object], codes: list[Reason]) -> None:
    check = check_job(status(word, **fields))

    assert (check.outcome, [*check.codes]) == (BROKEN if codes else PASSED, codes)


@pytest.mark.parametrize(
    ("word", "fields", "named"),
    [
        pytest.param("Successful", {"progress": {"processed": 1}}, "1 item processed", id="one item"),
        pytest.param("Successful", {"progress": {"processed": 5, "total": 5}}, "5 items processed", id="items"),
        pytest.param("Successful", {"progress": {"processed": 4, "total": 5}}, "4 of 5 items", id="an item is left"),
        pytest.param("Successful", {"progress": {"total": 5}}, "0 of 5 items", id="none of a total"),
        pytest.param("Successful", {"progress": {"percentage": 40}}, "40 %", id="a share"),
        pytest.param(
            "Successful",
            {"progress": {"processed": 5, "total": 5, "percentage": 98.9}},
            "98.9 %",
            id="a part of a share",
        ),
        pytest.param("Successful", {"error": "disk full"}, "disk full", id="the error beside success"),
        pytest.param(
            "Successful", {"failureTime": "2024-03-01T10:00:00Z"}, "2024-03-01 10:00:00 UTC", id="the time of failure"
        ),
        pytest.param("Failed", {"error": "disk full"}, "disk full", id="the cause of a failure"),
        pytest.param("Failed", {"retryable": True}, " retryable", id="retryable"),
        pytest.param("Failed", {"retryable": False}, " not retryable", id="not retryable"),
        pytest.param("Abandoned", {}, "'Abandoned'", id="an unknown word"),
        pytest.param("In Progress", {}, "'In Progress'", id="a job that has not finished"),
    ],
)
def test_what_the_job_says_is_shown(word: str, fields: dict[str, object], named: str) -> None:
    assert named in check_job(status(word, **fields)).text


def test_a_log_alone_says_that_its_job_was_not_checked() -> None:
    check = check_job(None)

    assert (check.outcome, check.codes) == (NOT_MADE, ())
    assert "--content-status" in check.text


@pytest.mark.parametrize(
    ("successful", "processed", "is_contradiction"),
    [
        pytest.param(9, 10, True, id="one item is neither successful nor wrong"),
        pytest.param(0, 10, True, id="none is successful"),
        pytest.param(10, 10, False, id="all are successful"),
        pytest.param(11, 10, True, id="more are successful than were processed"),
        pytest.param(None, 10, False, id="the successful are not counted"),
        pytest.param(1, None, False, id="the processed are not counted"),
    ],
)
def test_a_job_that_claims_to_be_clean_must_count_all_items_as_successful(
    successful: int | None, processed: int | None, is_contradiction: bool
) -> None:
    job = status(
        results={"successful": successful, "errors": 0, "warnings": 0},
        progress={"processed": processed, "total": processed},
    )

    check = check_job(job)

    assert check.codes == ((Reason.COUNTS_CONTRADICT,) if is_contradiction else ())
    assert not is_contradiction or f"{successful} of {processed} items" in check.text
    assert log_check(job).outcome is PASSED


@pytest.mark.parametrize(
    ("successful", "warnings", "errors", "is_contradiction"),
    [
        pytest.param(4985, 10, 5, False, id="items, as the vendor's example has them"),
        pytest.param(4985, 10, 4, True, id="an item that nobody tells of"),
        pytest.param(4990, 20, 30, False, id="findings, several about an item"),
        pytest.param(4995, 10, 5, False, id="items with warnings are successful"),
        pytest.param(5000, 1, 1, False, id="findings about the package"),
        pytest.param(5001, 0, 0, True, id="one too many"),
        pytest.param(4999, None, 1, False, id="warnings are not counted"),
    ],
)
def test_both_readings_of_a_jobs_counts_are_tolerated(
    successful: int, warnings: int | None, errors: int, is_contradiction: bool
) -> None:
    job = status(
        results={"successful": successful, "warnings": warnings, "errors": errors},
        progress={"processed": 5000, "total": 5000},
    )

    assert check_job(job).codes == ((Reason.COUNTS_CONTRADICT,) if is_contradiction else ())


@pytest.mark.parametrize(
    ("progress", "results", "code"),
    [
        pytest.param(None, {"successful": 0, "warnings": 0, "errors": 0}, Reason.NO_CONTENT, id="nought only"),
        pytest.param({}, {"successful": 0}, Reason.NO_CONTENT, id="nought successful"),
        pytest.param({"percentage": 100}, {"errors": 0}, Reason.NO_CONTENT, id="nought errors"),
        pytest.param({"percentage": 0}, {"errors": 0}, Reason.NO_CONTENT, id="nought everywhere"),
        pytest.param({"total": 0}, {"successful": 3}, Reason.NO_CONTENT, id="a total of nought"),
        pytest.param(None, {"successful": 3, "errors": 0}, None, id="three successful"),
        pytest.param(None, {"errors": 1}, None, id="an error"),
        pytest.param(None, {"warnings": 1}, None, id="a warning"),
        pytest.param(None, {}, None, id="no counts"),
        pytest.param(None, None, None, id="no results"),
        pytest.param({"processed": 3}, {"errors": 0}, None, id="three processed"),
        pytest.param({"processed": 3, "total": 2}, None, Reason.PROGRESS_CONTRADICTS, id="more than there are"),
        pytest.param({"percentage": 100.1}, None, Reason.PROGRESS_CONTRADICTS, id="more than the whole"),
        pytest.param({"percentage": 100.00000001}, None, None, id="the whole as floats have it"),
        pytest.param({"percentage": -0.1}, None, Reason.PROGRESS_CONTRADICTS, id="less than nothing"),
        pytest.param({"processed": 1, "total": 2, "percentage": 100}, None, Reason.ITEMS_MISSING, id="half"),
    ],
)
def test_no_item_and_impossible_progress(progress: object, results: object, code: Reason | None) -> None:
    check = check_job(status(progress=progress, results=results))

    assert check.codes == ((code,) if code else ())


def test_what_the_reader_of_the_status_objects_is_an_objection_of_each_kind() -> None:
    job = status(results={"successful": 3, "failed": 2, "lost": 1, "errors": "0"}, tenant="x")

    check = check_job(job)

    assert (check.outcome, check.codes) == (BROKEN, (Reason.RESULTS_UNREADABLE, Reason.UNKNOWN_COUNT))
    assert "results.failed" in check.text
    assert "results.lost" in check.text


def test_fields_that_were_not_read_are_shown() -> None:
    check = check_job(status(results={"successful": 3, "info": 2}, tenant="x", startTime="soon"))

    assert (check.outcome, check.codes) == (PASSED, ())
    assert "'tenant', 'results.info', 'startTime'" in check.text


def test_what_a_job_that_failed_says_otherwise_does_not_hide_why_it_failed() -> None:
    assert check_job(status("Failed", results=[], failedItems=3)).codes == (Reason.JOB_FAILED,)


def test_wording_of_the_job_check(wording: Callable[[str], None]) -> None:
    whole: Any = {"progress": {"processed": 10, "total": 10}}
    jobs = [
        None,
        status(**whole),
        status(tenant="x"),
        status(**whole, error="disk full"),
        status(failureTime="2024-03-01T10:00:00Z"),
        status(results={"failed": 2, "errors": "0"}),
        status(progress={"processed": 0}),
        status(progress={"processed": 3, "total": 2}),
        status(progress={"processed": 5, "total": 5, "percentage": 98.9}),
        status(progress={"percentage": 101}),
        status(progress={"processed": 4000, "total": 5000}),
        status(progress={"percentage": 40}),
        status(**whole, results={"successful": 11}),
        status(**whole, results={"successful": 8, "errors": 1, "warnings": 0}),
        status("Failed", error="disk full"),
        status("Failed", retryable=True),
        status("Failed", retryable=False),
        status("Cancelled"),
        status("Abandoned"),
        status("In Progress"),
    ]

    wording("\n".join(check_job(job).text for job in jobs))
