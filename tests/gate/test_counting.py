from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.model import CheckOutcome, Finding
from pytest_contentjobs.model.reason import Reason
from tests.builders import ERROR, WARNING, article, finding, statistics, status
from tests.gate.log_checks import FAILED, NAMELESS, PASSED, TWO_ON_ONE_AND_A_WARNING, log_check


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
        pytest.param(
            (*TWICE_ON_ONE, finding("e"), finding("f")), (7, 0, 4), 10, True, id="findings, two about nothing known"
        ),
        pytest.param(
            (*TWICE_ON_ONE, finding("c", entity=article("One")), finding("e"), finding("f")),
            (6, 0, 5),
            10,
            False,
            id="items beyond those about nothing known",
        ),
        pytest.param((TWICE_ON_ONE[0], finding("e")), (8, 0, 2), 10, True, id="as many findings as items"),
        pytest.param(BOTH_ON_ONE, (9, 0, 1), 10, True, id="an item once, as an error"),
        pytest.param(BOTH_ON_ONE, (9, 1, 1), 10, True, id="an item twice"),
        pytest.param(BOTH_ON_ONE, (8, 1, 1), 10, True, id="an item twice, in the sum too"),
        pytest.param(WARNED_TWICE, (7, 1, 2), 10, True, id="items of both kinds"),
        pytest.param(WARNED_TWICE, (8, 1, 2), 10, True, id="items of both kinds, those with warnings successful"),
        pytest.param(WARNED_TWICE, (7, 2, 2), 10, False, id="errors by item and warnings by finding"),
        pytest.param(WARNED_TWICE, (7, 1, 3), 10, False, id="errors by finding and warnings by item"),
        pytest.param(WARNED_TWICE, (7, 2, 3), 10, True, id="findings of both kinds"),
        pytest.param(WARNED_TWICE, (5, 2, 3), 10, False, id="findings of both kinds, and the sum is that of items"),
        pytest.param(TWO_ON_ONE_AND_A_WARNING, (8, 2, 1), 10, True, id="an item twice, in the sum once"),
        pytest.param(TWO_ON_ONE_AND_A_WARNING, (7, 2, 1), 10, True, id="an item twice, in the sum too, and another"),
        pytest.param(TWO_ON_ONE_AND_A_WARNING, (6, 2, 1), 10, False, id="more items than the log has"),
        pytest.param(TWO_ON_ONE_AND_A_WARNING, (12, 2, 1), 10, False, id="more successful items than there are"),
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
    ("findings", "counts", "numbers"),
    [
        pytest.param(TWICE_ON_ONE, (8, 0, 2), ["8 successful items", " 10,"], id="the sum is that of items"),
        pytest.param(AND_ANOTHER, (9, 0, 2), ["9 successful items", " 10,"], id="the sum is not that of items"),
        pytest.param(AND_ANOTHER, (None, 0, 12), [], id="nothing that contradicts a reading"),
        pytest.param((*AND_ANOTHER, finding("e")), (6, 0, 4), ["6 successful items", " 10,"], id="one without an item"),
        pytest.param((*TWICE_ON_ONE, finding("c", entity=article("One"))), (8, 0, 3), ["2 items", " 1."], id="a lost item"),
    ],
)  # fmt: skip
def test_the_numbers_that_contradict_the_jobs_counts_are_named(
    findings: tuple[Finding, ...], counts: tuple[int | None, int, int], numbers: list[str]
) -> None:
    successful, warnings, errors = counts
    job = status(
        results={"successful": successful, "warnings": warnings, "errors": errors},
        progress={"processed": 10, "total": 10},
    )

    check = log_check(job, None, *findings)

    assert check.codes == (Reason.COUNTS_DISAGREE,)
    assert [number for number in numbers if number not in check.text] == []
    assert (";" in check.text) is bool(numbers)


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
        pytest.param(3, 1, ["1 warning "], id="errors by finding, warnings by item"),
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


def test_wording_of_the_counts(wording: Callable[[str], None]) -> None:
    checks = [log_check(status()), log_check(log=statistics(stated_errors=3))]
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
