"""Lines that say what is wrong without a level of a logger: what programs add to a text, answers with a reason, statuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text

BESIDE = "kb/a.xml:1: error: no title"


def find(tmp_path: Path, line: str) -> list[tuple[int, str]]:
    """Return the line numbers and severities of what is found in a line, below another finding."""
    reading = read_text(tmp_path, f"{BESIDE}\n{line}\n")
    return [(entry.log_line, entry.severity.value) for entry in reading.entries][1:]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("No topic for article KB-17 at load.pl line 41.", "error"),
        ("Duplicate article KB-17 at /srv/lib/Load.pm line 8, <CSV> line 133.", "error"),
        ("Use of uninitialized value $title in string at load.pl line 52, <STDIN> chunk 3.", "warning"),
        ('Argument "twelve" isn\'t numeric in addition (+) at load.pl line 7.', "warning"),
        ("kb/a.yaml - Page fees is invalid: the property title is missing", "error"),
        ("kb/a.yaml - failed validation: there is no schema for HelpPage", "error"),
        ("kb/a.yaml - Page fees is not valid", "error"),
        ("  [404] kb/cards/abroad.html", "error"),
        ("  [0] https://status.example.com/", "error"),
        ("[500] #block-the-card", "error"),
        ("Import error in load operation: row 3 has 7 columns", "error"),
        ("Error while reading articles: row 3 has 7 columns", "error"),
        ("Warning during import: no summary", "warning"),
        ("POST /api/articles 422 KB-17 41 ms", "error"),
        ("PUT /kb/fees -> 503", "error"),
        ("PHP Notice:  Undefined variable $topic in /srv/import.php on line 44", "warning"),
        ("Deprecated: strftime() is old in /srv/import.php on line 45", "warning"),
        ("*** ERROR: article fees: no topic", "error"),
        (" *** Failure 2666 Invalid date supplied for article.review.", "error"),
        (" *** Warning: 3800 The statistics are old.", "warning"),
        ("       Build Warning: The layout of kb/fees.md does not exist.", "warning"),
        ("===> Warning: article fees: no summary", "warning"),
        ("[Fatal Error] kb/b.xml:88:5: the element section is not closed", "error"),
        ("[Schema Warning] kb/b.xml:3: no schema for fees", "warning"),
        ("kb/b.yml:14: no-changed-when: the title changes (warning)", "warning"),
    ],
)
def test_a_line_says_what_is_wrong(tmp_path: Path, line: str, severity: str) -> None:
    assert find(tmp_path, line) == [(2, severity)]


@pytest.mark.parametrize(
    "line", ["kb/a.yaml - Page fees is valid", "[200] kb/cards.html", "PUT /api/articles/17 200 moving 88 ms"]
)
def test_a_good_answer_is_routine(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"{BESIDE}\n{line}\n")

    assert len(reading.entries) == 1
    assert not reading.unexplained


@pytest.mark.parametrize(
    "line",
    [
        "[No errors] in kb/b.xml",
        "kb/b.yml:14: the page is only read in this mode (debug)",
        "[404] pages were read",
        "POST /api/articles 201 article without a title",
        "[17] kb/b.xml",
        "GET /kb/b 404",
    ],
)
def test_a_line_is_no_informational_one_by_a_word_at_its_edge(tmp_path: Path, line: str) -> None:
    """Whether a finding or unexplained, it stays red."""
    reading = read_text(tmp_path, f"{line}\n{line.replace('b.', 'c.')}\n")

    assert reading.entries or reading.unexplained


def test_the_place_of_a_failure_in_a_script_is_kept(tmp_path: Path) -> None:
    (entry,) = read_text(tmp_path, "No topic for article KB-17 at load.pl line 41, <CSV> line 133.\n").entries

    assert (entry.file, entry.line, entry.message) == ("load.pl", 41, "No topic for article KB-17")


def test_a_command_that_failed_ends_with_a_blank_line_or_the_log(tmp_path: Path) -> None:
    """As SQL Developer and SQLcl print it: the place of the command, the command, and what the database reports."""
    failed = """\
Error starting at line : {0} in command -
insert into help_article (id, title) values (133, null)
Error report -
ORA-01400: cannot insert NULL into ("HELP"."HELP_ARTICLE"."TITLE")
"""
    text = f"1 row inserted.\n\n{failed.format(3)}\n1 row inserted.\n\n{failed.format(9)}"

    first, second = read_text(tmp_path, text).entries

    assert (first.log_line, first.line, first.rule, len(first.raw)) == (3, 3, "ORA-01400", 5)
    assert (second.log_line, second.line, second.severity.value) == (10, 9, "error")


@pytest.mark.parametrize(
    "line",
    [
        "Row 4: Title can't be blank",
        "Line 17 - topic cards/old does not exist",
        "row #41: the date must be later",
        "Zeile 9: Titel fehlt",
        "- Record 3: imported with errors",
    ],
)
def test_what_is_wrong_with_a_row_is_an_error(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"Reading kb.csv\n{line}\nRow 99: imported\n")

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(2, "error")]


@pytest.mark.parametrize("line", ["Row 4: the title", "Row 4: 12", "Line 4: a=b", "Row 4: imported, but"])
def test_what_is_said_of_a_row_is_not_explained_by_itself(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"{line}\n")

    assert not reading.entries
    assert reading.unexplained


def test_the_frames_of_php_belong_to_the_error(tmp_path: Path) -> None:
    text = """\
Fatal error: Uncaught TypeError: the title must be a string in /srv/import.php:52
Stack trace:
#0 /srv/import.php(52): strlen(NULL)
#1 {main}
  thrown in /srv/import.php on line 52
Warning: Undefined array key "title" in /srv/import.php on line 41
"""
    reading = read_text(tmp_path, text)

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(1, "error"), (6, "warning")]
    assert not reading.unexplained


def test_a_caret_below_a_line_of_the_source_has_the_message(tmp_path: Path) -> None:
    text = """\
   /build/site/help/lights.html
      L41 |  <figure><img src="/img/front.png"></figure>
                   ^ An alt attribute must be present. (alt-require)
      L58 |</article>
          ^ Tag must be paired. (tag-pair)
"""
    entries = read_text(tmp_path, text).entries

    found = [(entry.log_line, entry.line, entry.rule, len(entry.raw)) for entry in entries]
    assert found == [(2, 41, "alt-require", 2), (4, 58, "tag-pair", 2)]


def test_the_reason_stands_below_what_failed(tmp_path: Path) -> None:
    """Also below the name of a file, which could be the first line of a record itself; warnings have a level there."""
    text = """\
[WARNING] Duplicate identifier 'fees' at kb/fees.md line 41 column 1
kb/limits.md
Error parsing YAML metadata at "kb/limits.md" (line 1, column 1):
mapping values are not allowed in this context
convert: kb/lost.md: open: does not exist (No such file or directory)
"""
    reading = read_text(tmp_path, text)

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [
        (1, "warning"),
        (3, "error"),
        (5, "error"),
    ]
    assert reading.entries[1].message.endswith("mapping values are not allowed in this context")
    assert reading.unexplained == 1


@pytest.mark.parametrize("line", [" *** Total elapsed time was 1 second.", "   L41 | <p>", "Error parsing kb/a.md:"])
def test_a_line_alone_is_not_explained(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"{line}\n\n{line}\n")

    assert reading.entries or reading.unexplained
