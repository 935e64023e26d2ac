"""An informational line that says that something failed for content is no finding, but it is never green either."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

AT = "2026-03-01 10:00:00,123"
LAYOUTS = {
    "logger": f"{AT} INFO [main] c.e.V - {{}}\n",
    "learned": "[10:00:00][worker 2][INFO] {}\n",
    "jsonl": "",
}
#: What importers and validators report at an informational level: failed actions, bad content, breakdowns.
FAILURES = [
    "Failed to import article 12",
    "Could not resolve link to article 17",
    "Unable to resolve reference to topic 9",
    "cannot find folder 'Billing'",
    "Error importing article 12",
    "An exception occurred while importing article 12",
    "errors in article 12: no title",
    "Import of article 12 was rejected by the server",
    'Article "Fees" was rejected: title too long',
    "Validation of article 12 failed",
    "Article 12 did not pass validation",
    "article 12 has errors",
    "article 12: failed",
    "article 12 [failed]",
    "article 12 (invalid)",
    "article 12 NOK",
    "article 12: ERROR no title",
    "article 12 not found",
    "Missing title in article 12",
    "Unknown topic 'foo'",
    "Duplicate article id 17",
    "access denied to folder Billing",
    "title exceeds maximum length of 255 (was 301): article 12",
    "expected 5 columns but got 4 in row 7",
    "checksum mismatch for article 12",
    "Skipped 12.html (no title), duplicate",
    "Item 12 skipped: missing required field title",
    "Fehler beim Import von Artikel 12",
    "Artikel 12 konnte nicht importiert werden",
    "Erreur lors de l'import de la page 12",
    "java.io.FileNotFoundException: img/logo.png (No such file or directory)",
    "java.lang.NullPointerException",
    "Traceback (most recent call last):",
    "ORA-00001: unique constraint violated",
    "SQLSTATE[23000]: Integrity constraint violation",
    "out of memory",
    "ART-104 article 'X' title shorter than the teaser",
    "Failed to import article 12 after 3 retries",
    "Article 12 violates rule ART-104",
    "Import was only partially successful",
    "error",
]
#: Flags, codes and totals of the same.
STATED = [
    "imported=false article 12",
    "success=0",
    "type=error msg=no title",
    "<status>error</status>",
    "<valid>false</valid>",
    'hook said {"error": "no title"}',
    "rc=8",
    "return code 8",
    "error_code=12",
    "terminated with signal 9",
    "import ended prematurely",
    "three errors found",
    "several errors were found",
    "Imported 7 of 10 articles",
    "imported 0 of 10",
    "nothing was imported",
]
#: Messages with such words that are about something else, in titles, or zeros.
ROUTINE = [
    "imported article 'Payment failed'",
    "imported article Why was my payment rejected",
    "article 'Error codes of the meter' imported",
    "checking for missing titles",
    "duplicate title detection enabled",
    "no errors in folder 'Returns'",
    "0 of 9 articles failed",
    "Failed to reach the server for article 3, retrying",
    "article 12 not found, creating it",
    "skipped article 12 (unchanged)",
    "article 12 is not published",
    "unknown fields were kept",
    "broken link check passed",
    "imported 10 of 10 articles",
    "rc=0",
    "error_code=0",
    "error handling for articles is on",
    "ART-104 article 'X' passed",
    "failed articles are ignored",
    "read page lost-card.xml",
    'configuration {"errors": [], "mode": "error"}',
]


def judge(folder: Path, layout: str, message: str, *options: str, counts: tuple[int, int] | None = None) -> int:
    def write(text: str) -> str:
        record = {"time": "2026-03-01T10:00:00Z", "level": "info", "msg": text}
        return json.dumps(record) + "\n" if layout == "jsonl" else LAYOUTS[layout].format(text)

    routine = "".join(write(f"validated page {number}") for number in range(5))
    (folder / "log.txt").write_text(f"{routine}{write(message)}{routine}", encoding="utf-8")
    arguments = ["report", f"--content-log={folder / 'log.txt'}", *options]
    if counts is not None:
        (folder / "status.json").write_text(json.dumps(finished(*counts)), encoding="utf-8")
        arguments.append(f"--content-status={folder / 'status.json'}")
    return CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code


@pytest.mark.parametrize("message", [*FAILURES, *STATED])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_failure_in_an_informational_line_is_never_green(layout: str, message: str, tmp_path: Path) -> None:
    assert judge(tmp_path, layout, message) in {1, 10}
    assert judge(tmp_path, layout, message, counts=(0, 0)) in {1, 10}


@pytest.mark.parametrize("message", ROUTINE)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_such_words_elsewhere_are_routine(layout: str, message: str, tmp_path: Path) -> None:
    assert judge(tmp_path, layout, message) == 0


def test_a_pattern_settles_a_sentence(tmp_path: Path) -> None:
    assert (
        judge(
            tmp_path, "logger", "Failed to import article 12", r"--content-log-harmless=.* Failed to import article \d+"
        )
        == 0
    )


def test_a_job_that_counts_just_the_findings_accounts_for_a_sentence_beside_them(tmp_path: Path) -> None:
    """The run is red for its finding in any case; where the finding is accepted, the sentence is not."""
    log = tmp_path / "log.txt"
    log.write_text(f"{AT} ERROR article 12: no title\n{AT} INFO Failed to import article 12\n", encoding="utf-8")
    (tmp_path / "status.json").write_text(json.dumps(finished(1, 0)), encoding="utf-8")
    arguments = ["report", f"--content-log={log}", f"--content-status={tmp_path / 'status.json'}"]

    assert CliRunner().invoke(main, arguments).exit_code == 1
    assert CliRunner().invoke(main, [*arguments, "--content-fail-on=never"]).exit_code == 10


def test_a_part_of_the_content_leaves_no_more_items_than_there_are_findings(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    found = "".join(f"{AT} ERROR article {number}: no title\n" for number in range(2))
    arguments = ["report", f"--content-log={log}", "--content-max-errors=2"]

    log.write_text(f"{found}{AT} INFO Imported 8 of 10 articles\n", encoding="utf-8")
    assert CliRunner().invoke(main, arguments).exit_code == 0
    log.write_text(f"{found}{AT} INFO Imported 7 of 10 articles\n", encoding="utf-8")
    assert CliRunner().invoke(main, arguments).exit_code == 1


def test_a_letter_in_a_column_of_outcomes_answers_no(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text("Article,Result,Message\nA,ok,stored\nB,N,stored\nC,ok,stored\n", encoding="utf-8")

    assert CliRunner().invoke(main, ["report", f"--content-log={log}"]).exit_code == 10
