"""What a line answers about a file, an item or a check."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.answers import read_answer
from pytest_contentjobs.model import Severity

E, I = Severity.ERROR, Severity.INFO  # noqa: E741 - the letter that logs have for this level


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("kb/a.xml validates", ("kb/a.xml", I, False), id="of a file"),
        pytest.param("kb/a.xml: valid", ("kb/a.xml", I, False), id="behind a colon"),
        pytest.param("kb/a.xml no errors found", ("kb/a.xml", I, False), id="none found"),
        pytest.param("kb/a.xml fails to validate", ("kb/a.xml", E, True), id="below what is wrong"),
        pytest.param("my file a.xml invalid", ("my file a.xml", E, True), id="bad, with blanks"),
        pytest.param("my file a.xml valid", None, id="good, with blanks, which may be a sentence"),
        pytest.param("FAIL kb/a.xml", ("kb/a.xml", E, False), id="before a file"),
        pytest.param("pass: kb/a.xml", ("kb/a.xml", I, False), id="good, before a file"),
        pytest.param("article validates", None, id="of no file"),
        pytest.param("kb/a.xml", None, id="no answer"),
        pytest.param("kb/a.yaml - Page fees is valid", ("kb/a.yaml", I, False), id="of what is in a file"),
        pytest.param("kb/a.yaml - Page fees is invalid: no title", ("kb/a.yaml", E, False), id="with a reason"),
        pytest.param("fees - Page is valid", None, id="of what is in no file"),
        pytest.param("Check the links...Failed", (None, E, False), id="behind dots"),
        pytest.param("Check missing titles....OK", (None, I, False), id="behind four dots, of a check for bad things"),
        pytest.param("Check missing titles...OK", None, id="behind three dots, which doubts it"),
        pytest.param("kb/a.md -> created", ("kb/a.md", I, False), id="behind an arrow"),
        pytest.param("fees: created", (None, I, False), id="of an item"),
        pytest.param("'Fees and more': created", (None, I, False), id="of an item in quotes"),
        pytest.param("Fees and more: created", None, id="of several words, which may be a sentence"),
        pytest.param("fees: ERROR", None, id="a level behind a colon"),
        pytest.param("fees: FEHLER", None, id="a level of another language"),
        pytest.param("WARN: created", None, id="a level before a colon"),
        pytest.param("fees ... created (12 ms)", (None, I, False), id="with a time"),
        pytest.param("fees ... created (3 of 4)", None, id="with a count"),
        pytest.param("fees ... created (no title)", None, id="with a doubt"),
        pytest.param("fees ... failed. no title", (None, E, False), id="bad, with a remark"),
        pytest.param("passed Articles.HaveTitles [12 ms]", (None, I, False), id="of a test, with its time"),
        pytest.param("Failed Articles.HaveTitles [< 1 ms]", (None, E, False), id="bad, of a test"),
        pytest.param("passed: no title [12 ms]", None, id="good, of a test that doubts it"),
        pytest.param("passed title is missing [12 ms]", None, id="good, of a test that names what is bad"),
        pytest.param("read Articles.HaveTitles [12 ms]", None, id="another word before a name and a time"),
    ],
)  # fmt: skip
def test_what_a_line_answers(line: str, expected: tuple[str | None, Severity, bool] | None) -> None:
    answer = read_answer(line)

    assert (answer and (answer.file, answer.severity, answer.follows)) == expected
    assert answer is None or answer.is_good is (answer.severity is I)
