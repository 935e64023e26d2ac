from __future__ import annotations

from collections.abc import Mapping

import pytest

from pytest_contentjobs.gate.reconcile import check_job, check_log
from pytest_contentjobs.model import Check, CheckOutcome, Finding, LogLine, LogStatistics
from pytest_contentjobs.service.wire import JobStatus
from pytest_contentjobs.values import Threshold
from tests.builders import ERROR, WARNING, article, finding, statistics, status

PASSED, FAILED, BROKEN, NOT_MADE = (
    CheckOutcome.PASSED,
    CheckOutcome.FAILED,
    CheckOutcome.BROKEN,
    CheckOutcome.NOT_MADE,
)

NOT_ALL = "items processed: the rest of the content was not judged. Start the job again, without a stop time that cuts it off."
NO_ITEMS = (
    "The job ended as Successful with 0 items: it found no content to judge. Check the path of its data source, then start "
    "it again."
)
STOPPED = "A job that stopped has not judged the content."


@pytest.mark.parametrize(
    ("word", "fields", "expected"),
    [
        pytest.param("Successful", {}, Check(PASSED, "The job ended as Successful."), id="no progress given"),
        pytest.param("Completed", {}, Check(PASSED, "The job ended as Completed."), id="the other word for success"),
        pytest.param("successful", {}, Check(PASSED, "The job ended as successful."), id="in lower case"),
        pytest.param(
            "Successful",
            {"progress": {"processed": 5, "total": 5, "percentage": 99.9}},
            Check(PASSED, "The job ended as Successful, 5 items processed."),
            id="all items, percentage rounded",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 5, "total": 5, "percentage": 98.9}},
            Check(
                BROKEN,
                "The job ended as Successful with 5 of 5 items and 98.9 %: its progress contradicts itself, so whether all of "
                "the content was looked at is not known. Look at the job in the service.",
            ),
            id="all items, and not the whole percentage",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 5, "total": 5, "percentage": 99}},
            Check(PASSED, "The job ended as Successful, 5 items processed."),
            id="all items, percentage rounded down",
        ),
        pytest.param(
            "Successful",
            {"progress": {"percentage": 100}},
            Check(PASSED, "The job ended as Successful."),
            id="percentage alone",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 4, "total": 5}},
            Check(BROKEN, f"The job ended as Successful with 4 of 5 {NOT_ALL}"),
            id="an item is left",
        ),
        pytest.param(
            "Successful",
            {"progress": {"total": 5}},
            Check(BROKEN, f"The job ended as Successful with 0 of 5 {NOT_ALL}"),
            id="a total and nothing processed",
        ),
        pytest.param(
            "Successful",
            {"progress": {"total": 1}},
            Check(BROKEN, f"The job ended as Successful with 0 of 1 {NOT_ALL}"),
            id="a total of one and nothing processed",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 1}},
            Check(PASSED, "The job ended as Successful, 1 item processed."),
            id="one item, and no total",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 0}},
            Check(BROKEN, NO_ITEMS),
            id="nothing processed, and no total",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": "many", "total": 5}},
            Check(
                BROKEN,
                "The job ended as Successful, and its progress is not in numbers: whether all of the content was looked at "
                "is not known. Look at the job in the service.",
            ),
            id="progress that is no number",
        ),
        pytest.param(
            "Successful",
            {"progress": {"percentage": 40}},
            Check(
                BROKEN,
                "The job ended as Successful with 40 % processed: the rest of the content was not judged. Start the job "
                "again, without a stop time that cuts it off.",
            ),
            id="a percentage alone below 100",
        ),
        pytest.param(
            "Successful",
            {"progress": {"processed": 0, "total": 0, "percentage": 0}},
            Check(BROKEN, NO_ITEMS),
            id="nothing to process",
        ),
        pytest.param(
            "Successful",
            {"error": "disk full"},
            Check(
                BROKEN,
                "The job ended as Successful, and gives the error of a job that failed: disk full. Look at the job in the "
                "service, then start it again.",
            ),
            id="success with an error",
        ),
        pytest.param(
            "Successful",
            {"failureTime": "2024-03-01T10:00:00Z"},
            Check(
                BROKEN,
                "The job ended as Successful, and gives the error of a job that failed: failed at 2024-03-01 10:00:00 UTC. "
                "Look at the job in the service, then start it again.",
            ),
            id="success with a time of failure",
        ),
        pytest.param(
            "Failed",
            {"error": "disk full"},
            Check(BROKEN, f"The job Failed: disk full. {STOPPED} Mend the cause, then start it again."),
            id="failed with a cause",
        ),
        pytest.param(
            "Failed",
            {"retryable": True},
            Check(
                BROKEN, f"The job Failed, and gives no cause. {STOPPED} The service calls it retryable: start it again."
            ),
            id="failed, retryable",
        ),
        pytest.param(
            "Failed",
            {"error": "bad manifest", "retryable": False},
            Check(
                BROKEN,
                f"The job Failed: bad manifest. {STOPPED} The service calls it not retryable: mend the cause, then start "
                "it again.",
            ),
            id="failed, not retryable",
        ),
        pytest.param(
            "Cancelled",
            {"progress": {"processed": 5, "total": 5}},
            Check(BROKEN, "The job was Cancelled before it had judged the content. Start it again."),
            id="cancelled",
        ),
        pytest.param(
            "Abandoned",
            {"results": {"warnings": 0, "errors": 0}},
            Check(
                BROKEN,
                "The job ended with the status 'Abandoned', which is not documented, so whether the content was judged is "
                "not known. Look at the job in the service; if this word means success, tell the plugin's maintainers.",
            ),
            id="unknown word",
        ),
        pytest.param(
            "In Progress",
            {},
            Check(
                BROKEN,
                "The job is still 'In Progress': it has not judged the content yet. Judge it when it has finished.",
            ),
            id="in progress",
        ),
        pytest.param(
            "Scheduled",
            {"progress": {"processed": 0, "total": 0, "percentage": 0}},
            Check(
                BROKEN,
                "The job is still 'Scheduled': it has not judged the content yet. Judge it when it has finished.",
            ),
            id="scheduled",
        ),
    ],
)
def test_did_the_job_judge_all_of_the_content(word: str, fields: dict[str, object], expected: Check) -> None:
    assert check_job(status(word, **fields)) == expected


def test_a_log_alone_says_that_its_job_was_not_checked() -> None:
    assert check_job(None) == Check(
        NOT_MADE,
        "A log was judged alone: whether its job finished, and whether its counts agree, was not checked. "
        "Give --content-status FILE beside --content-log, or gate the job with --content-job.",
    )


def log_check(
    job: JobStatus | None = None,
    log: LogStatistics | None = None,
    *findings: Finding,
    max_unparsed: Threshold | None = None,
    log_end: str = "newline",
) -> Check:
    return check_log(job, log or statistics(), findings, max_unparsed=max_unparsed, log_end=log_end)


ACCOUNT = "10 lines read as 'text': 0 with findings, 0 continuing, 10 informational, 0 not recognised."


def test_what_is_known_of_the_encoding_is_told() -> None:
    assert log_check(log=statistics(notes=("read as UTF-16-LE", "packed"))) == Check(
        PASSED,
        f"{ACCOUNT[:-1]}; read as UTF-16-LE; packed. Counts were not checked, since there is no job status.",
    )


def test_without_a_log_nothing_is_compared() -> None:
    expected = Check(NOT_MADE, "No log was read, so nothing could be compared.")

    assert check_log(status(), None, (), max_unparsed=None, log_end="any") == expected


@pytest.mark.parametrize(
    ("job", "agreement"),
    [
        pytest.param(None, "Counts were not checked, since there is no job status.", id="log alone"),
        pytest.param(
            status("Failed"), "Counts were not checked, since the job is 'Failed'.", id="a failed job claims nothing"
        ),
        pytest.param(
            status(results={"warnings": 0, "errors": 0}), "Job and log agree finding by finding.", id="no findings"
        ),
    ],
)
def test_a_log_that_was_understood(job: JobStatus | None, agreement: str) -> None:
    assert log_check(job) == Check(PASSED, f"{ACCOUNT} {agreement}")


TWO_ON_ONE_AND_A_WARNING = (
    finding("a", entity=article("One", index=0)),
    finding("b", entity=article("One", index=0)),
    finding("c", WARNING, entity=article("One", index=0)),
    finding("d", WARNING, entity=article("Two", index=1)),
)
NAMELESS = (*TWO_ON_ONE_AND_A_WARNING, finding("e"))


@pytest.mark.parametrize(
    ("results", "findings", "outcome", "agreement"),
    [
        pytest.param(
            {"errors": 2, "warnings": 2},
            TWO_ON_ONE_AND_A_WARNING,
            PASSED,
            "Job and log agree finding by finding.",
            id="counts findings",
        ),
        pytest.param(
            {"errors": 1, "warnings": 1},
            TWO_ON_ONE_AND_A_WARNING,
            PASSED,
            "Job and log agree: the job counts items (1 error and 1 warning), the log has 2 errors and 2 warnings about "
            "them.",
            id="counts items, one with both as an error",
        ),
        pytest.param(
            {"errors": 1, "warnings": 2},
            TWO_ON_ONE_AND_A_WARNING,
            PASSED,
            "Job and log agree: the job counts items (1 error and 2 warnings), the log has 2 errors and 2 warnings about "
            "them.",
            id="counts items, one with both twice",
        ),
        pytest.param(
            {"errors": 3, "warnings": 2},
            TWO_ON_ONE_AND_A_WARNING,
            FAILED,
            "The job claims 3 errors and 2 warnings; the log has 2 errors and 2 warnings (1 item with errors, 2 with "
            "warnings). One of them is not whole or not of this job: check that the log is this job's own, "
            "and run again.",
            id="an error is lost",
        ),
        pytest.param(
            {"errors": 0, "warnings": 0},
            TWO_ON_ONE_AND_A_WARNING,
            FAILED,
            "The job claims 0 errors and 0 warnings; the log has 2 errors and 2 warnings (1 item with errors, 2 with "
            "warnings). One of them is not whole or not of this job: check that the log is this job's own, "
            "and run again.",
            id="the job claims to be clean",
        ),
        pytest.param(
            {"errors": 9, "warnings": 9},
            (*TWO_ON_ONE_AND_A_WARNING, finding("e", entity=article("Three", index=2))),
            FAILED,
            "The job claims 9 errors and 9 warnings; the log has 3 errors and 2 warnings (2 items with errors, 2 with "
            "warnings). One of them is not whole or not of this job: check that the log is this job's own, "
            "and run again.",
            id="findings are lost about several items",
        ),
        pytest.param(
            {"errors": 2, "warnings": 1},
            NAMELESS,
            FAILED,
            "The job claims 2 errors and 1 warning; the log has 3 errors and 2 warnings. One of them is not whole or not "
            "of this job: check that the log is this job's own, and run again.",
            id="items cannot be counted where a finding names none",
        ),
        pytest.param(
            {"errors": 1, "warnings": 0},
            (),
            FAILED,
            "The job claims 1 error and 0 warnings; the log has 0 errors and 0 warnings (0 items with errors, 0 "
            "with warnings). One of them is not whole or not of this job: check that the log is this job's own, and run again.",
            id="a log without the job's finding",
        ),
    ],
)
def test_the_jobs_counts_against_the_log(
    results: dict[str, int], findings: tuple[Finding, ...], outcome: CheckOutcome, agreement: str
) -> None:
    text = f"{ACCOUNT} {agreement}" if outcome is PASSED else f"{agreement}\n{ACCOUNT}"

    assert log_check(status(results=results), None, *findings) == Check(outcome, text)


@pytest.mark.parametrize(
    ("successful", "processed", "is_contradiction"),
    [
        pytest.param(9, 10, True, id="one item is neither successful nor wrong"),
        pytest.param(0, 1, True, id="none is successful"),
        pytest.param(10, 10, False, id="all are successful"),
        pytest.param(10, 9, False, id="more are successful than were processed"),
        pytest.param(0, 0, False, id="none was processed"),
        pytest.param(None, 10, False, id="the successful are not counted"),
        pytest.param(1, None, False, id="the processed are not counted"),
    ],
)
def test_a_job_that_claims_to_be_clean_must_count_all_items_as_successful(
    successful: int | None, processed: int | None, is_contradiction: bool
) -> None:
    job = status(
        results={"successful": successful, "errors": 0, "warnings": 0}, progress={"processed": processed, "total": 10}
    )

    assert log_check(job) == (
        Check(
            FAILED,
            f"The job claims no error and no warning, and {successful} of {processed} items successful: its counts "
            f"contradict each other. Look at the job in the service.\n{ACCOUNT}",
        )
        if is_contradiction
        else Check(PASSED, f"{ACCOUNT} Job and log agree finding by finding.")
    )


@pytest.mark.parametrize("results", [{"errors": 1, "warnings": 0}, {"errors": 0, "warnings": 1}])
def test_a_job_that_claims_a_finding_may_have_items_that_are_not_successful(results: dict[str, int]) -> None:
    job = status(results={"successful": 9, **results}, progress={"processed": 10, "total": 10})
    severity = ERROR if results["errors"] else WARNING

    assert log_check(job, None, finding("a", severity)) == Check(
        PASSED, f"{ACCOUNT} Job and log agree finding by finding."
    )


def stated_objection(claim: str, found: int) -> str:
    return (
        f"The log states {claim} and has {found}: a part of it is missing, or was not recognised. Fetch it again, or declare "
        "its format with --content-log-format."
    )


@pytest.mark.parametrize(
    ("errors", "warnings", "expected"),
    [
        pytest.param(3, 2, [], id="findings"),
        pytest.param(2, 1, [], id="items, one with both as an error"),
        pytest.param(2, 2, [], id="items, one with both twice"),
        pytest.param(None, None, [], id="nothing stated"),
        pytest.param(4, 2, [stated_objection("4 errors", 3)], id="an error is lost"),
        pytest.param(1, None, [stated_objection("1 error", 3)], id="an error too many"),
        pytest.param(None, 3, [stated_objection("3 warnings", 2)], id="a warning is lost"),
        pytest.param(
            0, 0, [stated_objection("0 errors", 3), stated_objection("0 warnings", 2)], id="stated to be clean"
        ),
    ],
)
def test_the_logs_own_totals_against_its_findings(
    errors: int | None, warnings: int | None, expected: list[str]
) -> None:
    findings = (*TWO_ON_ONE_AND_A_WARNING, finding("e", entity=article("Three", index=2)))

    check = log_check(None, statistics(stated_errors=errors, stated_warnings=warnings), *findings)

    assert (check.outcome, check.text.split("\n")[:-1]) == (FAILED if expected else PASSED, expected)


def test_the_logs_own_totals_where_items_cannot_be_counted() -> None:
    check = log_check(None, statistics(stated_errors=2), *NAMELESS)

    assert check == Check(FAILED, f"{stated_objection('2 errors', 3)}\n{ACCOUNT}")


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
    assert log_check(status(results=results)) == Check(
        FAILED,
        "The job gives no counts of errors and warnings, so the log cannot be checked against it. Look at the job in the "
        f"service; to judge the log without counts use --content-log FILE alone.\n{ACCOUNT}",
    )


CUT_OFF = (
    "The log's last line (10) has no line end: it was cut off, or is still being written. Run again; if this service "
    "never ends the last line, set --content-log-end any."
)


@pytest.mark.parametrize(
    ("log_end", "ends_whole", "expected"),
    [
        pytest.param("newline", True, (), id="whole"),
        pytest.param("newline", False, (CUT_OFF,), id="cut off"),
        pytest.param("any", False, (), id="cut off and accepted"),
    ],
)
def test_the_last_line_needs_its_end(log_end: str, ends_whole: bool, expected: tuple[str, ...]) -> None:
    check = log_check(log=statistics(ends_whole=ends_whole), log_end=log_end)

    assert (check.outcome, check.text.split("\n")[:-1]) == (FAILED if expected else PASSED, [*expected])


@pytest.mark.parametrize("max_unparsed", [None, Threshold(100, is_percentage=True, text="100%")])
def test_damaged_lines_are_an_objection_whatever_is_accepted(max_unparsed: Threshold | None) -> None:
    assert log_check(log=statistics(undecodable_lines=2), max_unparsed=max_unparsed) == Check(
        FAILED,
        "Not UTF-8, or with NUL bytes, so that its text is not certain: 2 lines of the log. Convert the log to UTF-8 "
        f"and judge it with --content-log FILE --content-status FILE.\n{ACCOUNT}",
    )


FORMAT = (
    "of the log was recognised (read as 'text'), so its findings are not known. Declare its format with "
    "--content-log-format, or accept the lines with --content-max-unparsed 100% if they are no findings."
)
SUSPICIOUS = (
    "Not recognised, and perhaps findings: {} of the log. Declare the format with --content-log-format, or accept them "
    "with --content-max-unparsed {}."
)


def lost(unrecognised: int, suspicious: int = 0, blank: int = 0) -> LogStatistics:
    return statistics(
        unrecognised_lines=unrecognised,
        informational_lines=10 - unrecognised,
        blank_lines=blank,
        suspicious_lines=suspicious,
    )


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param(lost(0), None, id="none lost"),
        pytest.param(lost(5), None, id="half are lost and look harmless"),
        pytest.param(lost(6), f"Only 4 of 10 lines {FORMAT}", id="most are lost"),
        pytest.param(lost(5, blank=1), f"Only 4 of 10 lines {FORMAT}", id="blank lines are no recognised lines"),
        pytest.param(lost(10), f"No line {FORMAT}", id="all are lost"),
        pytest.param(
            statistics(entry_lines=1, continuation_lines=3, informational_lines=1, unrecognised_lines=5),
            None,
            id="findings and what continues them are recognised",
        ),
        pytest.param(lost(0, blank=10), f"No line {FORMAT}", id="all are blank"),
        pytest.param(lost(1, 1), SUSPICIOUS.format("1 line", 1), id="one looks like a finding"),
        pytest.param(lost(5, 2), SUSPICIOUS.format("2 lines", 5), id="two look like findings"),
        pytest.param(lost(10, 10), f"No line {FORMAT}", id="all look like findings"),
    ],
)
def test_lines_that_were_not_recognised(log: LogStatistics, expected: str | None) -> None:
    check = log_check(status(results={"errors": 0, "warnings": 0}), log)

    assert (check.outcome, check.text.split("\n")[0]) == (
        (FAILED, expected) if expected else (PASSED, check.text.split("\n")[0])
    )


UNDECIDED = (
    "Without a level or heading that tells them from findings: 3 lines of the log, the first is line 2: 'no title'. Give the "
    "job's status with --content-status, declare their layout with --content-log-pattern, or accept them with "
    "--content-max-unparsed {}."
)
UNRECOGNISED = (
    "Not recognised: 1 line of the log, and there are no counts of a job that would show whether findings are among them. "
    "Declare the format with --content-log-format, give the job's status with --content-status, or accept them with "
    "--content-max-unparsed {}."
)


@pytest.mark.parametrize(
    ("unrecognised", "objections"),
    [
        pytest.param(0, [UNDECIDED.format(3)], id="all recognised"),
        pytest.param(
            1,
            [
                UNRECOGNISED.format(4),
                UNDECIDED.format(4),
            ],
            id="one unrecognised",
        ),
    ],
)
def test_without_counts_undecided_lines_are_an_objection(unrecognised: int, objections: list[str]) -> None:
    log = statistics(
        unrecognised_lines=unrecognised,
        informational_lines=10 - unrecognised,
        undecided_lines=3,
        first_undecided=LogLine(2, "no title"),
    )

    check = log_check(log=log)

    assert (check.outcome, check.text.split("\n")[:-1]) == (FAILED, objections)


def test_beside_counts_undecided_lines_are_informational() -> None:
    log = statistics(undecided_lines=3, first_undecided=LogLine(2, "no title"))

    assert log_check(status(results={"errors": 0, "warnings": 0}), log).outcome is PASSED


@pytest.mark.parametrize(("number", "is_allowed"), [(3, True), (2, False)])
def test_undecided_lines_can_be_accepted(number: int, is_allowed: bool) -> None:
    log = statistics(undecided_lines=3, first_undecided=LogLine(2, "no title"))

    check = log_check(log=log, max_unparsed=Threshold(number, is_percentage=False, text=str(number)))

    objection = (
        "Lines that were not recognised, or have no level: 3 of 10, and --content-max-unparsed allows 2. Declare the log's "
        "format with --content-log-format, or allow more."
    )
    agreement = "Counts were not checked, since there is no job status."
    assert check == (
        Check(PASSED, f"{ACCOUNT} {agreement}") if is_allowed else Check(FAILED, f"{objection}\n{ACCOUNT}")
    )


@pytest.mark.parametrize("suspicious", [0, 1])
def test_without_counts_every_unrecognised_line_is_an_objection(suspicious: int) -> None:
    check = log_check(log=lost(1, suspicious))

    assert (check.outcome, check.text.split("\n")[0]) == (
        FAILED,
        (
            "Not recognised: 1 line of the log, and there are no counts of a job that would show whether findings are among "
            "them. Declare the format with --content-log-format, give the job's status with --content-status, or accept them "
            "with --content-max-unparsed 1."
        ),
    )


@pytest.mark.parametrize(
    ("text", "number", "is_percentage", "unrecognised", "is_allowed"),
    [
        pytest.param("0", 0, False, 0, True, id="none allowed, none there"),
        pytest.param("0", 0, False, 1, False, id="none allowed, one there"),
        pytest.param("3", 3, False, 3, True, id="as many as allowed"),
        pytest.param("3", 3, False, 4, False, id="one more than allowed"),
        pytest.param("50%", 50, True, 5, True, id="the share that is allowed"),
        pytest.param("50%", 50, True, 6, False, id="more than the share"),
        pytest.param("100%", 100, True, 10, True, id="everything is accepted"),
    ],
)
def test_a_limit_of_unrecognised_lines_decides_alone(
    text: str, number: float, is_percentage: bool, unrecognised: int, is_allowed: bool
) -> None:
    check = log_check(log=lost(unrecognised, unrecognised), max_unparsed=Threshold(number, is_percentage, text))

    account = ACCOUNT.replace("10 informational, 0", f"{10 - unrecognised} informational, {unrecognised}")
    agreement = "Counts were not checked, since there is no job status."
    objection = (
        f"Lines that were not recognised: {unrecognised} of 10, and --content-max-unparsed allows {text}. Declare the log's "
        "format with --content-log-format, or allow more."
    )
    assert check == (
        Check(PASSED, f"{account} {agreement}") if is_allowed else Check(FAILED, f"{objection}\n{account}")
    )


def test_lines_that_are_accepted_are_shown_all_the_same() -> None:
    samples = (LogLine(4, "what is this"), LogLine(9, "and this"))
    log = statistics(unrecognised_lines=2, informational_lines=8, samples=samples)

    assert log_check(log=log, max_unparsed=Threshold(2, False, "2")) == Check(
        PASSED,
        "10 lines read as 'text': 0 with findings, 0 continuing, 8 informational, 2 not recognised. Counts were not checked, "
        "since there is no job status.\n"
        "not recognised, line 4: what is this\n"
        "not recognised, line 9: and this",
    )


def test_all_objections_are_named_with_samples_of_what_was_lost() -> None:
    log = statistics(
        ends_whole=False,
        undecodable_lines=1,
        unrecognised_lines=2,
        informational_lines=8,
        suspicious_lines=1,
        samples=(LogLine(4, "what is this"), LogLine(9, "error?")),
    )

    assert log_check(status(results={"errors": 1, "warnings": 0}), log) == Check(
        FAILED,
        f"{CUT_OFF}\n"
        "Not UTF-8, or with NUL bytes, so that its text is not certain: 1 line of the log. Convert the log to UTF-8 "
        "and judge it with --content-log FILE --content-status FILE.\n"
        f"{SUSPICIOUS.format('1 line', 2)}\n"
        "The job claims 1 error and 0 warnings; the log has 0 errors and 0 warnings (0 items with errors, 0 with warnings). "
        "One of them is not whole or not of this job: check that the log is this job's own, and run again.\n"
        "10 lines read as 'text': 0 with findings, 0 continuing, 8 informational, 2 not recognised.\n"
        "not recognised, line 4: what is this\n"
        "not recognised, line 9: error?",
    )


COMBINATIONS: Mapping[str, tuple[JobStatus | None, bool, tuple[CheckOutcome, CheckOutcome]]] = {
    "good job, agreeing log": (status(results={"errors": 0, "warnings": 0}), True, (PASSED, PASSED)),
    "good job, no log": (status(results={"errors": 0, "warnings": 0}), False, (PASSED, NOT_MADE)),
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

    outcomes = (check_job(job).outcome, check_log(job, log, (), max_unparsed=None, log_end="newline").outcome)

    assert outcomes == expected
