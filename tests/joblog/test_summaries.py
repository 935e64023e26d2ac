from __future__ import annotations

import time

import pytest

from pytest_contentjobs.joblog.summaries import (
    is_summary,
    states_bad_end,
    states_no_content,
    states_partial_success,
)


@pytest.mark.parametrize(
    "line",
    [
        "validation finished with errors, see log",
        "Import completed with 3 warnings",
        "job ended with some problems",
        "done with validation errors",
        "validation failed",
        "The import was aborted",
        "Job has been cancelled.",
        "result: FAILED",
        '{"level": "INFO", "status": "failed", "article": "A"}',
        "outcome = unsuccessful",
        "finished: 7 ok, 3 failed",
        "validated 10 articles, 2 articles rejected",
        "done, failures=2",
        "finished, 5 issues found",
        "processed: problems: 5",
        "completed, findings (12)",
        "- 3 articles failed",
        "  * Failed: 3",
    ],
)
def test_a_line_that_says_how_badly_it_ended(line: str) -> None:
    assert states_bad_end(line)


@pytest.mark.parametrize("text", ["validation failed", "import completed with 3 warnings", "done, 2 articles rejected"])
@pytest.mark.parametrize("before", [0, 1_990, 2_000, 50_000, 198_990, 199_000, 199_990, 1_000_000])
def test_an_informational_line_of_any_length_says_how_badly_it_ended(text: str, before: int) -> None:
    assert states_bad_end(f"{'it is ok ' * (before // 9)}{text}{' it is ok' * 300}")


@pytest.mark.parametrize("before", [0, 2_000, 200_000, 1_000_000])
def test_a_record_of_any_length_says_that_too_little_is_valid(before: int) -> None:
    before_and_after = "it is ok " * (before // 9), " it is ok" * 300

    assert states_no_content("0 articles validated".join(before_and_after))
    assert states_partial_success("10 of 12 articles are valid".join(before_and_after))
    assert not states_no_content("12 articles validated".join(before_and_after))
    assert not states_partial_success("12 of 12 articles are valid".join(before_and_after))


@pytest.mark.parametrize(
    "line",
    [
        "validation finished without errors",
        "validation finished with 0 errors",
        "validation finished with no warnings",
        "finished: 10 ok, 0 failed, 0 rejected",
        "finished, failed: 0, issues: 0",
        "done. No failures, no issues found.",
        "import failed: 0",
        "import failed items: none",
        "status: Successful",
        "checking 3 problems of the last run",
        "a job of 3 failed attempts",
        "validation started",
        "validation started" + " it is ok" * 2000,
    ],
)
def test_a_line_that_says_nothing_bad(line: str) -> None:
    assert not states_bad_end(line)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("validation finished with errors, see log", True),
        ("validation failed with 3 errors and 2 warnings; check the log file at /x", True),
        ("The import completed with errors in 12.3 s", True),
        ("finished with errors.", True),
        ("3 errors, 2 warnings", True),
        ("Article import failed due to errors in title of page 7", False),
        ("Import stopped because of errors in manifest.json line 3", False),
        ("topic import ended with warnings: article 7 has no title", False),
        ("3 errors" + "!" * 2000, False),
    ],
)
def test_a_message_that_only_sums_up(message: str, expected: bool) -> None:
    assert is_summary(message) is expected


@pytest.mark.parametrize("part", ["done with ", "3 ", "job ", "failed ", "status: ", "1,1 ", "the errors in 1 "])
def test_a_hostile_line_is_read_at_once(part: str) -> None:
    line = (part * 2000)[:2000]
    start = time.process_time()

    states_bad_end(line)
    is_summary(line)

    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "part", ["done with ", "3 ", "job ", "failed ", "status: ", "1,1 ", "the errors in 1 ", "'", "“"]
)
def test_the_time_for_a_hostile_line_grows_with_its_length(part: str) -> None:
    line = (f"failed {part * 1_000_000}")[:500_000]
    start = time.process_time()

    states_bad_end(line)
    states_no_content(line)
    states_partial_success(line)

    assert time.process_time() - start < 5
