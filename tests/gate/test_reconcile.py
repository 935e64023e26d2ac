from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pytest_contentjobs.gate.job_checks import check_job
from pytest_contentjobs.gate.reconcile import check_log
from pytest_contentjobs.model import CheckOutcome, LogLine, LogStatistics, UnexplainedLines
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.parsing import Threshold
from tests.builders import statistics, status
from tests.gate.log_checks import BROKEN, FAILED, NOT_MADE, PASSED, log_check


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


@pytest.mark.parametrize(("job", "reason"), [(None, "no job status"), (status("Failed"), "the job is ")])
def test_why_counts_were_not_compared_stands_behind_the_account_of_lines(job: JobStatus | None, reason: str) -> None:
    account, _, why = log_check(job).text.partition(". ")

    assert account.endswith("0 not explained")
    assert reason in why
    assert why.endswith(".")


@pytest.mark.parametrize(
    "fields",
    [
        {"entry_lines": 10},
        {"entry_lines": 1, "continuation_lines": 9},
        {"informational_lines": 10},
        {"informational_lines": 10, "blank_lines": 9},
    ],
)
def test_the_layout_of_a_log_in_which_lines_are_recognised_is_named(fields: dict[str, int]) -> None:
    check = log_check(log=statistics(**{"informational_lines": 0, **fields}))

    assert check.text.startswith("10 lines read as 'text': ")


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
    ]

    wording("\n\n".join(check.text for check in checks))
