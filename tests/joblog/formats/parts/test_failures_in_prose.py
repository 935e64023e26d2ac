"""Which records say in a sentence that something failed: titles and long records, which have fields for that, do not."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.failures_in_prose import reports_failure

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
        pytest.param(FAILED + " " * (2001 - len(FAILED)), False, id="a longer one"),
        pytest.param('imported article "Payment failed"', False, id="a title"),
        pytest.param(r'{"msg": "imported page \"Failed to import article 12\""}', False, id="a title with escaped quotes"),
        pytest.param(r'{"msg": "page \"Fees\": Failed to import article 12"}', True, id="behind such a title"),
        pytest.param("Skipped page 12 (no title)", True, id="skipped for a reason that is bad"),
        pytest.param("Skipped page 12, no title", True, id="behind a comma"),
        pytest.param("Skipped page 12 (unchanged)", False, id="skipped for another reason"),
        pytest.param("Skipped page 12", False, id="skipped for none"),
        pytest.param("Skipped 12 (invalid)", False, id="about no content"),
        pytest.param("java.io.IOException: closed", True, id="a breakdown about no content"),
    ],
)  # fmt: skip
def test_what_reports_a_failure(record: str, expected: bool) -> None:
    assert reports_failure(record) is expected
