from __future__ import annotations

import time

import pytest

from pytest_contentjobs.joblog.summaries import (
    find_heading_severity,
    is_summary,
    read_progress,
    read_share,
    states_bad_end,
    states_no_content,
    states_none,
    states_partial_success,
    states_some,
    sums_up,
)
from tests.builders import ERROR, WARNING


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
        "article 12 imported with errors",
        "KB-9: updated with warnings",
        "Imported article KB-9 with issues",
        "Imported 'Fees' with some errors",
        "KB-9: stored_with_problems",
        "created (with warnings)",
        "import successful with warnings",
        "KB-9 validated, but with an error",
        "KB-9: mit Warnungen importiert",
        "page 7 import\u00e9e avec erreurs",
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
        "imported with no errors",
        "imported article 12 without errors",
        "articles imported with warnings: 0",
        "imported with errors=0",
        "updated article 12 with error messages",
        "imported 'Stored with errors'",
        '{"title": "Stored with errors"}',
        '[ { "title": "Stored with errors"}]',
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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Errors:", ERROR),
        ("--- Validation failures ---", ERROR),
        ("List of all warnings", WARNING),
        ("WARNINGS", WARNING),
        ("Errors: 3", None),
        ("A list of the warnings", None),
        ("warning", None),
        (f"Errors{' ' * 20}", ERROR),
        (f"Errors{' ' * 21}", None),
    ],
)
def test_a_heading_announces_findings_of_a_severity(line: str, expected: object) -> None:
    assert find_heading_severity(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("none", True),
        ("  - (none)", True),
        ("N/A", True),
        ("No errors were found.", True),
        ("no issues", True),
        ("none of them", False),
        ("3", False),
        ("", False),
    ],
)
def test_a_line_withdraws_what_a_heading_announced(line: str, expected: bool) -> None:
    assert states_none(line) is expected


@pytest.mark.parametrize(
    ("line", "is_part", "share"),
    [
        ("10 of 12 are valid", True, (10, 12)),
        ("12 of 12 are valid", False, (12, 12)),
        ("passed: 9 / 12", True, (9, 12)),
        ("passed 3 of 4 articles", True, (3, 4)),
        ("ok 3 of 4, and 2 out of 2 are ok", False, (2, 2)),
        ("3 of 4 valid, 2 of 2 passed", True, None),
        ("99,5 % of all articles are valid", True, None),
        ("97.25 percent passed", True, None),
        ("100,0% passed", False, None),
        ("100 % clean", False, None),
        ("success rate: 99%", True, None),
        ("pass ratio 100 percent", False, None),
        ("'10 of 12 are valid'", False, None),
        ("10 of 12 read", False, None),
    ],
)
def test_a_part_of_the_content_is_valid(line: str, is_part: bool, share: tuple[int, int] | None) -> None:
    assert (states_partial_success(line), read_share(line)) == (is_part, share)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3 of 10 articles imported", (3, 10)),
        ("3/10 saved", (3, 10)),
        ("only 3 of 10 articles imported", None),
        ("3 of 10 articles imported, 1 failed", None),
        ("'3 of 10 articles imported'", None),
        ("10 articles imported", None),
    ],
)
def test_how_much_was_done(line: str, expected: tuple[int, int] | None) -> None:
    assert read_progress(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("At least one error was detected", True),
        ("several content items were not imported", True),
        ("some articles", False),
        ("3 errors", False),
    ],
)
def test_a_line_that_tells_of_some_errors(line: str, expected: bool) -> None:
    assert states_some(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nothing was imported", True),
        ("Nothing validated.", True),
        ("nothing has been checked", True),
        ("nothing to import", True),
        ("content is up to date, nothing to validate", True),
        ("all is unchanged, no articles to import", True),
        ("nothing to do", True),
        ("article 17 is up to date, nothing to do", False),
        ("nothing found", False),
        ("nothing was lost", False),
        ("article 'nothing was imported'", False),
    ],
)
def test_a_line_that_tells_of_no_content(line: str, expected: bool) -> None:
    assert states_no_content(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [("import finished", True), ("3 errors", True), ("folder A has no title", False), ("article A", False)],
)
def test_a_line_about_the_whole_run(line: str, expected: bool) -> None:
    assert sums_up(line) is expected


@pytest.mark.parametrize("length", [2000, 2001])
def test_a_message_longer_than_a_summary_sums_up_nothing(length: int) -> None:
    assert is_summary("3 errors".ljust(length)) is (length == 2000)


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
