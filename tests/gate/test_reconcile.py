from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pytest_contentjobs.gate.job_checks import check_job
from pytest_contentjobs.gate.reconcile import check_log
from pytest_contentjobs.model import Check, CheckOutcome, Finding, LogLine, LogStatistics, UnexplainedLines
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.parsing import Threshold
from tests.builders import ERROR, WARNING, article, finding, statistics, status

PASSED, FAILED, BROKEN, NOT_MADE = (
    CheckOutcome.PASSED,
    CheckOutcome.FAILED,
    CheckOutcome.BROKEN,
    CheckOutcome.NOT_MADE,
)


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


def log_check(
    job: JobStatus | None = None,
    log: LogStatistics | None = None,
    *findings: Finding,
    max_unparsed: Threshold | None = None,
    log_end: str = "newline",
) -> Check:
    checks = check_log(job, log or statistics(), findings, max_unparsed=max_unparsed, log_end=log_end)
    return checks.otherwise


def test_what_is_known_of_the_encoding_is_shown() -> None:
    check = log_check(log=statistics(notes=("read as UTF-16-LE", "packed")))

    assert (check.outcome, check.codes) == (PASSED, ())
    assert "; read as UTF-16-LE; packed." in check.text


def test_without_a_log_nothing_is_compared() -> None:
    check = check_log(status(), None, (), max_unparsed=None, log_end="any").otherwise

    assert (check.outcome, check.codes) == (NOT_MADE, (Reason.LOG_NOT_READ,))


@pytest.mark.parametrize(
    "job",
    [
        pytest.param(None, id="log alone"),
        pytest.param(status("Failed"), id="a failed job claims nothing"),
        pytest.param(status(results={"warnings": 0, "errors": 0}), id="no findings"),
    ],
)
def test_a_log_that_was_understood(job: JobStatus | None, wording: Callable[[str], None]) -> None:
    check = log_check(job)

    assert (check.outcome, check.codes) == (PASSED, ())
    assert check.text.startswith("10 lines read as 'text': 0 with findings, 0 continuing, 10 informational, ")
    wording(check.text)


TWO_ON_ONE_AND_A_WARNING = (
    finding("a", entity=article("One", index=0)),
    finding("b", entity=article("One", index=0)),
    finding("c", WARNING, entity=article("One", index=0)),
    finding("d", WARNING, entity=article("Two", index=1)),
)
NAMELESS = (*TWO_ON_ONE_AND_A_WARNING, finding("e"))


@pytest.mark.parametrize(
    ("results", "findings", "outcome", "named"),
    [
        pytest.param(
            {"errors": 2, "warnings": 2},
            TWO_ON_ONE_AND_A_WARNING,
            PASSED,
            ["finding"],
            id="counts findings",
        ),
        pytest.param(
            {"errors": 1, "warnings": 1},
            TWO_ON_ONE_AND_A_WARNING,
            PASSED,
            ["items (1 error and 1 warning)", "2 errors and 2 warnings"],
            id="counts items, one with both as an error",
        ),
        pytest.param(
            {"errors": 1, "warnings": 2},
            TWO_ON_ONE_AND_A_WARNING,
            PASSED,
            ["items (1 error and 2 warnings)", "2 errors and 2 warnings"],
            id="counts items, one with both twice",
        ),
        pytest.param(
            {"errors": 3, "warnings": 2},
            TWO_ON_ONE_AND_A_WARNING,
            FAILED,
            ["3 errors and 2 warnings", "2 errors and 2 warnings", "1 item with errors, 2 with warnings"],
            id="an error is lost",
        ),
        pytest.param(
            {"errors": 0, "warnings": 0},
            TWO_ON_ONE_AND_A_WARNING,
            FAILED,
            ["0 errors and 0 warnings", "2 errors and 2 warnings", "1 item with errors, 2 with warnings"],
            id="the job claims to be clean",
        ),
        pytest.param(
            {"errors": 9, "warnings": 9},
            (*TWO_ON_ONE_AND_A_WARNING, finding("e", entity=article("Three", index=2))),
            FAILED,
            ["9 errors and 9 warnings", "3 errors and 2 warnings", "2 items with errors, 2 with warnings"],
            id="findings are lost about several items",
        ),
        pytest.param(
            {"errors": 2, "warnings": 1},
            NAMELESS,
            FAILED,
            ["2 errors and 1 warning", "3 errors and 2 warnings"],
            id="items cannot be counted where a finding names none",
        ),
        pytest.param(
            {"errors": 1, "warnings": 0},
            (),
            FAILED,
            ["1 error and 0 warnings", "0 errors and 0 warnings", "0 items with errors, 0 with warnings"],
            id="the finding of the job is lost",
        ),
    ],
)
def test_the_jobs_counts_against_the_log(
    results: dict[str, int], findings: tuple[Finding, ...], outcome: CheckOutcome, named: list[str]
) -> None:
    check = log_check(status(results=results), None, *findings)

    assert (check.outcome, check.codes) == (outcome, () if outcome is PASSED else (Reason.COUNTS_DISAGREE,))
    assert [part for part in named if part not in check.text] == []


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


@pytest.mark.parametrize("results", [{"errors": 1, "warnings": 0}, {"errors": 0, "warnings": 1}])
def test_a_job_that_claims_a_finding_may_have_items_that_are_not_successful(results: dict[str, int]) -> None:
    job = status(results={"successful": 9, **results}, progress={"processed": 10, "total": 10})
    severity = ERROR if results["errors"] else WARNING

    assert log_check(job, None, finding("a", severity)).outcome is PASSED


TWICE_ON_ONE = (finding("a", entity=article("One")), finding("b", entity=article("One")))
AND_ANOTHER = (*TWICE_ON_ONE, finding("a", entity=article("Two")))
BOTH_ON_ONE = (finding("a", entity=article("One")), finding("w", WARNING, entity=article("One")))
WARNED_TWICE = (
    *AND_ANOTHER,
    finding("w", WARNING, entity=article("Three")),
    finding("v", WARNING, entity=article("Three")),
)


@pytest.mark.parametrize(
    ("findings", "counts", "processed", "agrees"),
    [
        pytest.param(TWICE_ON_ONE, (8, 0, 2), 10, False, id="items, and another item's error is lost"),
        pytest.param(TWICE_ON_ONE, (9, 0, 2), 10, True, id="findings"),
        pytest.param(TWICE_ON_ONE, (None, 0, 2), 10, True, id="findings, the successful not counted"),
        pytest.param(TWICE_ON_ONE, (8, 0, 2), None, True, id="findings, the processed not counted"),
        pytest.param(TWICE_ON_ONE, (9, 0, 1), 10, True, id="an item"),
        pytest.param(AND_ANOTHER, (8, 0, 2), 10, True, id="items"),
        pytest.param(AND_ANOTHER, (9, 0, 2), 10, False, id="items, and the sum is not theirs"),
        pytest.param(AND_ANOTHER, (None, 0, 2), 1, False, id="more items than there are"),
        pytest.param(AND_ANOTHER, (8, 0, 3), 10, True, id="findings, their items not successful"),
        pytest.param(AND_ANOTHER, (7, 0, 3), 10, False, id="findings, and the sum is that of items"),
        pytest.param(
            (*AND_ANOTHER, finding("c", entity=article("Two"))), (7, 0, 4), 10, False, id="a third item is lost"
        ),
        pytest.param((*TWICE_ON_ONE, finding("e")), (8, 0, 3), 10, True, id="findings, one about nothing known"),
        pytest.param((*TWICE_ON_ONE, finding("e")), (7, 0, 3), 10, False, id="items, one of them twice"),
        pytest.param(BOTH_ON_ONE, (9, 0, 1), 10, True, id="an item once, as an error"),
        pytest.param(BOTH_ON_ONE, (9, 1, 1), 10, True, id="an item twice"),
        pytest.param(BOTH_ON_ONE, (8, 1, 1), 10, True, id="an item twice, in the sum too"),
        pytest.param(WARNED_TWICE, (7, 1, 2), 10, True, id="items of both kinds"),
        pytest.param(WARNED_TWICE, (8, 1, 2), 10, True, id="items of both kinds, those with warnings successful"),
        pytest.param(WARNED_TWICE, (7, 2, 2), 10, False, id="errors by item and warnings by finding"),
        pytest.param(WARNED_TWICE, (7, 1, 3), 10, False, id="errors by finding and warnings by item"),
        pytest.param(WARNED_TWICE, (7, 2, 3), 10, True, id="findings of both kinds"),
        pytest.param((), (10, 0, 0), 10, True, id="none"),
    ],
)
def test_one_reading_that_the_jobs_other_numbers_allow(
    findings: tuple[Finding, ...], counts: tuple[int | None, int, int], processed: int | None, agrees: bool
) -> None:
    successful, warnings, errors = counts
    job = status(
        results={"successful": successful, "warnings": warnings, "errors": errors},
        progress={"processed": processed, "total": processed},
    )

    assert log_check(job, None, *findings).codes == (() if agrees else (Reason.COUNTS_DISAGREE,))


@pytest.mark.parametrize(
    ("counts", "stated", "codes"),
    [
        pytest.param((2, 3), (2, 3), (), id="findings and findings"),
        pytest.param((1, 2), (1, 2), (), id="items and items"),
        pytest.param((1, 2), (2, 3), (), id="items by the job, findings by the log"),
        pytest.param((2, 3), (1, 2), (Reason.COUNTS_DISAGREE,), id="the job counts findings, the log items"),
        pytest.param((2, 3), (1, 3), (Reason.TOTALS_DISAGREE,), id="warnings by item, errors by finding"),
        pytest.param((2, 3), (2, 2), (Reason.TOTALS_DISAGREE,), id="warnings by finding, errors by item"),
        pytest.param((2, 3), (None, 2), (Reason.COUNTS_DISAGREE,), id="errors by item only"),
        pytest.param((2, 3), (None, 4), (Reason.TOTALS_DISAGREE,), id="an error is lost"),
    ],
)
def test_the_logs_own_totals_beside_the_jobs_counts(
    counts: tuple[int, int], stated: tuple[int | None, int], codes: tuple[Reason, ...]
) -> None:
    job = status(results={"warnings": counts[0], "errors": counts[1]})
    log = statistics(stated_warnings=stated[0], stated_errors=stated[1])

    assert log_check(job, log, *WARNED_TWICE).codes == codes


@pytest.mark.parametrize(
    ("errors", "warnings", "named"),
    [
        pytest.param(3, 2, [], id="findings"),
        pytest.param(2, 1, [], id="items, one with both as an error"),
        pytest.param(2, 2, [], id="items, one with both twice"),
        pytest.param(None, None, [], id="nothing stated"),
        pytest.param(4, 2, ["4 errors"], id="an error is lost"),
        pytest.param(1, None, ["1 error "], id="an error too many"),
        pytest.param(None, 3, ["3 warnings"], id="a warning is lost"),
        pytest.param(0, 0, ["0 errors", "0 warnings"], id="stated to be clean"),
    ],
)
def test_the_logs_own_totals_against_its_findings(errors: int | None, warnings: int | None, named: list[str]) -> None:
    findings = (*TWO_ON_ONE_AND_A_WARNING, finding("e", entity=article("Three", index=2)))

    check = log_check(None, statistics(stated_errors=errors, stated_warnings=warnings), *findings)

    assert (check.outcome, [*check.codes]) == (FAILED if named else PASSED, [Reason.TOTALS_DISAGREE] * len(named))
    assert [part for part in named if part not in check.text] == []


def test_the_logs_own_totals_where_items_cannot_be_counted() -> None:
    check = log_check(None, statistics(stated_errors=2), *NAMELESS)

    assert (check.outcome, check.codes) == (FAILED, (Reason.TOTALS_DISAGREE,))


@pytest.mark.parametrize(
    "results",
    [
        pytest.param(None, id="no results"),
        pytest.param({}, id="empty results"),
        pytest.param({"errors": 0}, id="no warnings"),
        pytest.param({"warnings": 0}, id="no errors"),
        pytest.param({"errors": "0", "warnings": 0}, id="a text for a number"),
        pytest.param({"errors": -1, "warnings": 0}, id="a negative number"),
        pytest.param([0, 0], id="a list"),
    ],
)
def test_a_successful_job_without_counts_is_an_objection(results: object) -> None:
    check = log_check(status(results=results))

    assert (check.outcome, check.codes) == (FAILED, (Reason.COUNTS_MISSING,))


@pytest.mark.parametrize(
    ("log_end", "ends_whole", "expected"),
    [
        pytest.param("newline", True, (), id="whole"),
        pytest.param("newline", False, (Reason.LOG_CUT_OFF,), id="cut off"),
        pytest.param("any", False, (), id="cut off and accepted"),
    ],
)
def test_the_last_line_needs_its_end(log_end: str, ends_whole: bool, expected: tuple[Reason, ...]) -> None:
    check = log_check(log=statistics(ends_whole=ends_whole), log_end=log_end)

    assert (check.outcome, check.codes) == (FAILED if expected else PASSED, expected)


@pytest.mark.parametrize("max_unparsed", [None, Threshold(100, is_percentage=True, text="100%")])
def test_damaged_lines_are_an_objection_whatever_is_accepted(max_unparsed: Threshold | None) -> None:
    check = log_check(log=statistics(undecodable_lines=2), max_unparsed=max_unparsed)

    assert (check.outcome, check.codes) == (FAILED, (Reason.LOG_NOT_TEXT,))
    assert "2 lines" in check.text


def unexplained(number: int, text: str, **fields: Any) -> UnexplainedLines:
    whole = {"template": text, "level": None, "lines": 1, "sample": LogLine(number, text), "is_suspicious": False}
    return UnexplainedLines(**{**whole, **fields})


def lost(unrecognised: int, suspicious: int = 0, blank: int = 0) -> LogStatistics:
    return statistics(
        unexplained_lines=unrecognised,
        informational_lines=10 - unrecognised,
        blank_lines=blank,
        suspicious_lines=suspicious,
    )


@pytest.mark.parametrize(
    ("log", "code", "named"),
    [
        pytest.param(lost(0), None, "", id="none lost"),
        pytest.param(lost(5), Reason.LINES_UNEXPLAINED, "5 lines", id="half are lost and look harmless"),
        pytest.param(lost(6), Reason.LOG_UNRECOGNISED, "Only 4 of 10 lines", id="most are lost"),
        pytest.param(
            lost(5, blank=1), Reason.LOG_UNRECOGNISED, "Only 4 of 10 lines", id="blank lines are no recognised lines"
        ),
        pytest.param(lost(10), Reason.LOG_UNRECOGNISED, "No line", id="all are lost"),
        pytest.param(
            statistics(entry_lines=1, continuation_lines=3, informational_lines=1, unexplained_lines=5),
            Reason.LINES_UNEXPLAINED,
            "5 lines",
            id="findings and what continues them are recognised",
        ),
        pytest.param(lost(0, blank=10), Reason.LOG_UNRECOGNISED, "No line", id="all are blank"),
        pytest.param(lost(1, 1), Reason.LINES_UNEXPLAINED, "1 line", id="one looks like a finding"),
        pytest.param(lost(5, 2), Reason.LINES_UNEXPLAINED, "2 look like it", id="two look like findings"),
        pytest.param(lost(10, 10), Reason.LOG_UNRECOGNISED, "No line", id="all look like findings"),
    ],
)
def test_lines_that_were_not_recognised(log: LogStatistics, code: Reason | None, named: str) -> None:
    check = log_check(status(results={"errors": 0, "warnings": 0}), log)

    assert (check.outcome, check.codes) == ((FAILED, (code,)) if code else (PASSED, ()))
    assert named in check.text


@pytest.mark.parametrize("suspicious", [0, 1])
def test_every_unexplained_line_is_an_objection(suspicious: int) -> None:
    check = log_check(log=lost(1, suspicious))

    assert (check.outcome, check.codes) == (FAILED, (Reason.LINES_UNEXPLAINED,))
    assert "1 line" in check.text


@pytest.mark.parametrize(
    ("text", "number", "is_percentage", "unrecognised", "code"),
    [
        pytest.param("0", 0, False, 0, None, id="none allowed, none there"),
        pytest.param("0", 0, False, 1, Reason.UNPARSED_LIMIT, id="none allowed, one there"),
        pytest.param("3", 3, False, 3, None, id="as many as allowed"),
        pytest.param("3", 3, False, 4, Reason.UNPARSED_LIMIT, id="one more than allowed"),
        pytest.param("40%", 40, True, 4, None, id="the share that is allowed"),
        pytest.param("40%", 40, True, 5, Reason.UNPARSED_LIMIT, id="more than the share"),
        pytest.param("100%", 100, True, 5, None, id="half, and everything is allowed"),
        pytest.param("100%", 100, True, 6, Reason.LOG_UNRECOGNISED, id="most, and everything is allowed"),
        pytest.param("10", 10, False, 10, Reason.LOG_UNRECOGNISED, id="the whole log, and everything is allowed"),
    ],
)
@pytest.mark.parametrize("job", [None, status(results={"errors": 0, "warnings": 0})], ids=["log only", "job"])
def test_a_limit_of_unexplained_lines(
    text: str, number: float, is_percentage: bool, unrecognised: int, code: Reason | None, job: JobStatus | None
) -> None:
    limit = Threshold(number, is_percentage, text)

    check = log_check(job, lost(unrecognised, unrecognised), max_unparsed=limit)

    assert (check.outcome, check.codes) == ((FAILED, (code,)) if code else (PASSED, ()))
    is_shown = f"--content-max-unparsed {text}: {unrecognised} not explained, {unrecognised} of" in check.text
    assert is_shown is (code is None and unrecognised > 0)


@pytest.mark.parametrize("limit", [None, Threshold(100, is_percentage=True, text="100%")])
@pytest.mark.parametrize(
    "log",
    [
        pytest.param(lost(0, blank=10), id="blank lines"),
        pytest.param(lost(4, blank=6), id="blank lines beside what is not recognised"),
        pytest.param(lost(10), id="nothing that is recognised"),
    ],
)
def test_what_has_no_line_of_a_log_is_no_log_whatever_is_accepted(log: LogStatistics, limit: Threshold | None) -> None:
    check = log_check(None, log, max_unparsed=limit)

    assert (check.outcome, check.codes) == (FAILED, (Reason.LOG_UNRECOGNISED,))


def test_lines_that_are_accepted_are_shown_all_the_same() -> None:
    lines = (unexplained(4, "what is this"), unexplained(9, "and this"))
    log = statistics(unexplained_lines=2, informational_lines=8, unexplained=lines)

    check = log_check(log=log, max_unparsed=Threshold(2, False, "2"))

    assert (check.outcome, check.codes) == (PASSED, ())
    assert check.text.split("\n")[1:] == ["not explained, line 4: what is this", "not explained, line 9: and this"]


def test_all_objections_are_named_with_samples_of_what_was_lost() -> None:
    log = statistics(
        ends_whole=False,
        undecodable_lines=1,
        unexplained_lines=2,
        informational_lines=8,
        suspicious_lines=1,
        unexplained=(unexplained(9, "error?", is_suspicious=True), unexplained(4, "what is this")),
    )

    check = log_check(status(results={"errors": 1, "warnings": 0}), log)

    assert check.outcome is FAILED
    assert check.codes == (
        Reason.LOG_CUT_OFF,
        Reason.LOG_NOT_TEXT,
        Reason.LINES_UNEXPLAINED,
        Reason.COUNTS_DISAGREE,
    )
    assert check.text.split("\n")[-2:] == [
        "not explained, perhaps findings, line 9: error?",
        "not explained, line 4: what is this",
    ]


COMBINATIONS: Mapping[str, tuple[JobStatus | None, bool, tuple[CheckOutcome, CheckOutcome]]] = {
    "good job, agreeing log": (status(results={"successful": 1, "errors": 0, "warnings": 0}), True, (PASSED, PASSED)),
    "good job, no log": (status(results={"successful": 1, "errors": 0, "warnings": 0}), False, (PASSED, NOT_MADE)),
    "good job, disagreeing log": (status(results={"errors": 1, "warnings": 0}), True, (PASSED, FAILED)),
    "failed job, good log": (status("Failed"), True, (BROKEN, PASSED)),
    "cancelled job, no log": (status("Cancelled"), False, (BROKEN, NOT_MADE)),
    "unknown job, good log": (status("Odd", results={"errors": 0, "warnings": 0}), True, (BROKEN, PASSED)),
    "no job, good log": (None, True, (NOT_MADE, PASSED)),
}


@pytest.mark.parametrize(("job", "has_log", "expected"), COMBINATIONS.values(), ids=COMBINATIONS)
def test_both_checks_together(
    job: JobStatus | None, has_log: bool, expected: tuple[CheckOutcome, CheckOutcome]
) -> None:
    log = statistics() if has_log else None

    outcomes = (check_job(job).outcome, check_log(job, log, (), max_unparsed=None, log_end="newline").otherwise.outcome)

    assert outcomes == expected


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


def test_wording_of_the_log_check(wording: Callable[[str], None]) -> None:
    lines = (
        unexplained(4, "OJ article A", template="OJ", level="OJ", lines=2, is_suspicious=True),
        unexplained(2, "Row 7: no title", pattern=r"\s*Row\s+\S+\s+no\s+title", lines=3, is_suspicious=True),
        unexplained(8, "BEGIN now", pattern=r"\s*BEGIN\s+now"),
        unexplained(9, "DETAIL: x", pattern=r"\s*DETAIL:\s+x", follows_entry=True),
    )
    several = statistics(unexplained_lines=7, informational_lines=13, lines=20, suspicious_lines=5, unexplained=lines)
    agreeing = status(results={"errors": 0, "warnings": 0})
    limit = Threshold(1, is_percentage=False, text="1")
    checks = [
        log_check(log=statistics(ends_whole=False)),
        log_check(log=statistics(undecodable_lines=1)),
        log_check(log=lost(6)),
        log_check(log=lost(10)),
        log_check(log=lost(2)),
        log_check(log=several),
        log_check(agreeing, lost(2, 1)),
        log_check(agreeing, lost(2, 1), max_unparsed=limit),
        log_check(log=several, max_unparsed=limit),
        log_check(agreeing, lost(1, 1), max_unparsed=limit),
        log_check(status()),
        log_check(log=statistics(stated_errors=3)),
    ]
    counts = [(2, 2, 4, 10), (1, 2, 9, 10), (9, 9, None, None), (2, 1, None, 1), (2, 2, 6, 10), (2, 2, 5, 10)]
    for errors, warnings, successful, processed in counts:
        job = status(
            results={"errors": errors, "warnings": warnings, "successful": successful},
            progress={"processed": processed, "total": processed},
        )
        checks.append(log_check(job, None, *TWO_ON_ONE_AND_A_WARNING))
    by_item = statistics(stated_errors=1, stated_warnings=2)
    checks.append(log_check(status(results={"errors": 2, "warnings": 2}), by_item, *TWO_ON_ONE_AND_A_WARNING))

    wording("\n\n".join(check.text for check in checks))
