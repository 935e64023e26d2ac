"""Which records say in a sentence that something failed: titles and long records, which have fields for that, do not."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.failures_in_prose import reports_failure
from pytest_contentjobs.joblog.formats.parts.harmless_clauses import remove_harmless_clauses

FAILED = "Failed to import article 12"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(FAILED, True, id="a sentence"),
        pytest.param("article 12: WARN body", True, id="a level in capitals"),
        pytest.param("article 12: warn body", False, id="a word like it"),
        pytest.param("article 12 imported", False, id="no such word"),
        pytest.param("\n" * 9 + FAILED, True, id="the last of ten lines"),
        pytest.param("\n" * 10 + FAILED, False, id="more lines"),
        pytest.param(f"{FAILED}\nretrying", True, id="a harmless word in another line"),
        pytest.param(f"{FAILED}, retrying", False, id="a harmless word behind it"),
        pytest.param(FAILED + " " * (2000 - len(FAILED)), True, id="a long record"),
        pytest.param(f"{FAILED}: {'x y ' * 1000}", True, id="the begin of a longer one"),
        pytest.param(f"{'x y ' * 500}{FAILED}", False, id="the end of a longer one"),
        pytest.param(f'{{"text": "{FAILED}", "body": "{"x y " * 500}"}}', False, id="a long object, which has fields"),
        pytest.param(f'[{{"text": "{FAILED}", "body": "{"x y " * 500}"}}]', False, id="a long list"),
        pytest.param(r"page 12 imported\nFailed to connect to the server", True, id="an end of a line in two characters"),
        pytest.param("Failed  to import  article 12", True, id="several blanks"),
        pytest.param('imported article "Payment failed"', False, id="a title"),
        pytest.param(r'{"msg": "imported page \"Failed to import article 12\""}', False, id="a title with escaped quotes"),
        pytest.param(r'{"msg": "page \"Fees\": Failed to import article 12"}', True, id="behind such a title"),
        pytest.param("Skipped page 12 (no title)", True, id="skipped for a reason that is bad"),
        pytest.param("Skipped page 12, no title", True, id="behind a comma"),
        pytest.param("Skipped page 12 (unchanged)", False, id="skipped for another reason"),
        pytest.param("Skipped page 12 (unchanged since the last error)", False, id="skipped as it was"),
        pytest.param("Skipped page 12", False, id="skipped for none"),
        pytest.param("Skipped page 12 (empty)", True, id="skipped as empty"),
        pytest.param("Skipped page 12 (obsolete)", True, id="skipped as old"),
        pytest.param("Skipped page 12 (duplicate)", True, id="skipped as a duplicate"),
        pytest.param("Skipped page 12 - bad encoding", True, id="skipped, and a dash"),
        pytest.param("Skipped page 12 (locked by anna)", False, id="skipped for what is not bad"),
        pytest.param("3 articles failed", False, id="a number, which is compared"),
        pytest.param("Failed to import 3 articles", True, id="a number of what failed"),
        pytest.param("imported 3 articles, article 4 failed", True, id="beside a number"),
        pytest.param("kb/a.md:12: failed to import article 12", True, id="a place and content"),
        pytest.param("kb/a.md:12: the user is unknown", False, id="a place without content"),
        pytest.param("article 12 will be rejected if invalid", False, id="what will be"),
        pytest.param("Articles may have errors", False, id="what may be"),
        pytest.param("Article 12 failed, whether it is new or not", True, id="before a condition"),
        pytest.param("Failed to connect to the server", True, id="a phrase without content"),
        pytest.param("#12 Failed to connect to the server", True, id="an item of a list"),
        pytest.param("com.kb.Store Failed to connect to the server", True, id="behind a logger"),
        pytest.param('"Fees" could not be stored', True, id="what a title stands for"),
        pytest.param("'Fees' was rejected", True, id="a title in single quotes"),
        pytest.param("Skipped 12 (invalid)", False, id="about no content"),
        pytest.param("java.io.IOException: closed", True, id="a breakdown about no content"),
    ],
)  # fmt: skip
def test_what_reports_a_failure(record: str, expected: bool) -> None:
    assert reports_failure(record) is expected


@pytest.mark.parametrize(
    "record",
    [
        f"{FAILED}, done",
        f"{FAILED}. Import done",
        f"{FAILED}; import finished successfully",
        f"{FAILED} - ok",
        f"{FAILED} ... ok",
        f"{FAILED}: done",
        f"Import done, {FAILED}",
        f"Import done: {FAILED}",
        f"Checking for titles: {FAILED}",
        f"Error handler: {FAILED}",
        f"Retrying article 11; {FAILED}",
        f"Retry 3: {FAILED}",
        f"Using the default template. {FAILED}",
        f"Fixed the link in article 11, {FAILED}",
        f"link check passed, {FAILED}",
        f"Threshold detection: {FAILED}",
        f"{FAILED}, see the report",
        f"{FAILED}. The report is in out/report.html",
        f"{FAILED}, the list is complete, done",
        "Article 12 was rejected, the rest was imported successfully",
        "Article 12 not found, import done",
        "Article 12 not found. Done",
        "Article 12 is fixed, article 13 failed",
        "Creating article 12: title is missing",
        "creating article 12 failed",
        "Creating article 12: folder not found",
        "Looking for the parent of article 12: not found",
        "Searching for folder 7, not found",
        "Could not import article 12 but finished successfully",
        "Artikel 12 nicht gefunden, done",
        "Duplicate tables are allowed, article 12 has no title",
        "Article 12 rejected no title",
        "article 12 was discarded no owner",
        "KB-9 failed no title",
        "retry 3 of 3 for article 12 failed",
        "Retrying article 7 ... giving up",
        "Fixed links in article 4, but article 5 could not be fixed",
        "Error handling article 12",
        "Article 7: link to /kb/12 is dead",
        "Page 3 has a dead link",
        "Used fallback language en, but article 12 has no English text",
    ],
)  # fmt: skip
def test_a_harmless_phrase_says_nothing_about_another_clause(record: str) -> None:
    assert reports_failure(record)


@pytest.mark.parametrize(
    "record",
    [
        f"{FAILED}; will retry",
        f"{FAILED}: retry 2 of 5",
        f"{FAILED}, trying again in 5 s",
        "Image missing for article 12, using the default",
        "Article 12 has no language, falling back to en",
        "Missing titles in articles: ok",
        "Missing titles in articles ... ok",
        "Checking for broken links in articles - passed",
        "Broken link check of article 12: done",
        "Missing title check passed for article 12",
        "Invalid title detection for articles enabled",
        "Duplicate articles are allowed",
        "folder Billing does not exist yet, creating",
        "Folder not found, creating it",
        "article 12: missing title fixed",
        "article 12 is no longer missing",
        "Article 12 failed before, now repaired",
        "Checking for missing titles in articles",
        "Looking for orphaned topics",
        "Rejected 0 rows",
        "Discarded no articles",
        "No rows rejected",
        "No article is missing",
        "article 12 not found in the cache, loading it from the server",
        "article 12: duplicate title allowed",
        "Fixed broken link in article 7",
        "article 12 not found in the cache, loading it from server 2",
        "articles 3 and 4 not found in the cache, fetching them from server 2",
        "folder 7 not found, creating folder 7",
    ],
)  # fmt: skip
def test_what_a_harmless_phrase_is_about_is_no_failure(record: str) -> None:
    assert not reports_failure(record)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        pytest.param("kb/a.xml fails to validate", "", id="a verdict"),
        pytest.param("table _ does not exist, skipping; rows read", " ; rows read", id="dropped"),
        pytest.param("Missing title check passed, rows read", ", rows read", id="passed"),
        pytest.param("rows read: Missing titles: ok; rows read", "; rows read", id="an outcome"),
        pytest.param("Checking for missing titles; rows read", "; rows read", id="sought"),
        pytest.param("Looking for the parent: rows read", " the parent: rows read", id="sought, and not bad"),
        pytest.param("Retrying because of an error", "", id="with its cause"),
        pytest.param("rows read, using the default because import failed", " because import failed", id="ends badly"),
        pytest.param("rows read", "rows read", id="nothing harmless"),
    ],
)  # fmt: skip
def test_what_is_left_of_a_line(line: str, left: str) -> None:
    assert remove_harmless_clauses(line) == left
