"""Logs of compilers, linters and validators: a finding names a file, a line, a level and a rule, in many orders.

Each log has its findings beside it: number of the line, severity, rule, file, line and column.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "level behind line and column": Log(
        """\
kb/fuses.md:12:5: error: a step has no text [step-text]
kb/fuses.md:40:1: warning: the heading is deeper than the one above by two [heading-depth]
kb/meters.md:3: note: 'Meter' is defined here
kb/meters.md:7:19: fatal error: the image valves/img-2.png is not a file
kb/moving.md:1:1: info: the page has 210 words
""",
        [
            (1, E, "step-text", "kb/fuses.md", 12, 5),
            (2, W, "heading-depth", "kb/fuses.md", 40, 1),
            (4, E, None, "kb/meters.md", 7, 19),
        ],
    ),
    "snippet and caret below": Log(
        """\
kb/Fuses.page:9: error: a link has no target
    see [the meter]() for the reading
                   ^
kb/Fuses.page:31: warning: [deprecation] the element 'tip' is deprecated
  <tip>Switch the power off</tip>
  ^~~~~
""",
        [(1, E, None, "kb/Fuses.page", 9, None), (4, W, "deprecation", "kb/Fuses.page", 31, None)],
    ),
    "position in parentheses": Log(
        """\
kb/fuses.xml(12,5): error KB1043: The element 'step' has no text.
kb/fuses.xml(40): warning KB2001: The heading 'Fuses and breakers' occurs twice.
C:\\kb\\meters.xml(7,19,7,31): error KB1002: The image 'img 2.png' is not a file. [C:\\kb\\all.proj]
kb/moving.xml(1,1): info KB9000: The page has 210 words.
""",
        [
            (1, E, "KB1043", "kb/fuses.xml", 12, 5),
            (2, W, "KB2001", "kb/fuses.xml", 40, None),
            (3, E, "KB1002", "C:\\kb\\meters.xml", 7, 19),
        ],
    ),
    "dash before the level": Log(
        """\
src/fuses.ts:12:5 - error KB2345: The title is not a text.
src/meters.ts:7:19 - warning KB6133: 'unit' is never read.
""",
        [(1, E, "KB2345", "src/fuses.ts", 12, 5), (2, W, "KB6133", "src/meters.ts", 7, 19)],
    ),
    "rules without a level": Log(
        """\
kb/fuses.md:12:5 MD013/line-length Line length [Expected: 80; Actual: 96]
kb/fuses.md:40 MD024/no-duplicate-heading Multiple headings with the same content [Context: "Fuses"]
kb/meters.py:7:19: E501 Line too long (96 > 88)
kb/meters.py:9:1: F401 [*] `os` imported but unused
""",
        [
            (1, E, "MD013/line-length", "kb/fuses.md", 12, 5),
            (2, E, "MD024/no-duplicate-heading", "kb/fuses.md", 40, None),
            (3, E, "E501", "kb/meters.py", 7, 19),
            (4, E, "F401", "kb/meters.py", 9, 1),
        ],
    ),
    "text without rule and level": Log(
        """\
kb/fuses.po:12: the message has no plural form
kb/fuses.po:40:3: the format argument %s is missing (kb-format)
""",
        [(1, E, None, "kb/fuses.po", 12, None), (2, E, "kb-format", "kb/fuses.po", 40, 3)],
    ),
    "rule before the level": Log(
        """\
fuses.page:3 KB3008 warning: Name a version of the widget
fuses.page:7 KB4006 error: The widget 'meter' is not installed
fuses.page:9 KB3059 info: Two widgets could be one
""",
        [(1, W, "KB3008", "fuses.page", 3, None), (2, E, "KB4006", "fuses.page", 7, None)],
    ),
    "level in brackets": Log(
        """\
kb/fuses.yaml:3:1: [error] too many blank lines (4 > 2) (empty-lines)
kb/fuses.yaml:9:12: [warning] the value is not a date (kb-dates)
""",
        [(1, E, "empty-lines", "kb/fuses.yaml", 3, 1), (2, W, "kb-dates", "kb/fuses.yaml", 9, 12)],
    ),
    "level in brackets at the end": Log(
        """\
/kb/fuses.js:3:1: The title is empty. [Error/kb-title]
/kb/fuses.js:9:12: The summary is long. [Warning/kb-summary]
""",
        [(1, E, "kb-title", "/kb/fuses.js", 3, 1), (2, W, "kb-summary", "/kb/fuses.js", 9, 12)],
    ),
    "level and number in parentheses": Log(
        """\
kb/fuses.rst:12: (ERROR/3) Unknown target name: "meter".
kb/fuses.rst:40: (WARNING/2) Title underline too short.
kb/meters.rst:2: (INFO/1) Duplicate implicit target name: "fuses".
""",
        [(1, E, None, "kb/fuses.rst", 12, None), (2, W, None, "kb/fuses.rst", 40, None)],
    ),
    "level in capitals, and a file without a line": Log(
        """\
/kb/fuses.rst:12: WARNING: undefined label: 'meter' [ref.ref]
/kb/meters.rst: WARNING: document isn't included in any toctree
/kb/moving.rst:3: ERROR: Unexpected indentation. [docutils]
""",
        [
            (1, W, "ref.ref", "/kb/fuses.rst", 12, None),
            (2, W, None, "/kb/meters.rst", None, None),
            (3, E, "docutils", "/kb/moving.rst", 3, None),
        ],
    ),
    "level and rule before the file": Log(
        """\
ERROR(KBX-005): shop.zip/kb/fuses.xhtml(31,7): Error while parsing file: element "table" not allowed here
WARNING(KBX-017): shop.zip/kb/help.css(4,1): CSS selector specifies absolute position.
FATAL(KBX-016): shop.zip/kb/meters.xhtml(-1,-1): The entity "nbsp" was referenced, but not declared.
INFO(KBX-011): shop.zip/kb/aerials.xhtml(1,3): The page has no landmarks
""",
        [
            (1, E, "KBX-005", "shop.zip/kb/fuses.xhtml", 31, 7),
            (2, W, "KBX-017", "shop.zip/kb/help.css", 4, 1),
            (3, E, "KBX-016", "shop.zip/kb/meters.xhtml", None, None),
        ],
    ),
    "names of elements and kinds of errors": Log(
        """\
kb/moving.xml validates
kb/fuses.xml:107: element step: Relax-NG validity error : Did not expect element step there
kb/fuses.xml fails to validate
kb/valves.xml:31: namespace warning : xmlns: URI kb is not absolute
<kb xmlns="kb">
               ^
kb/tariff.xml fails to validate
""",
        [
            (2, E, None, "kb/fuses.xml", 107, None),
            (4, W, None, "kb/valves.xml", 31, None),
            (7, E, None, "kb/tariff.xml", None, None),
        ],
    ),
    "program before the file": Log(
        """\
loader:load_kb.sql:21: ERROR:  duplicate key value violates unique constraint "articles_pkey"
loader:load_kb.sql:30: WARNING:  there is already a transaction in progress
loader:load_kb.sql:33: NOTICE:  relation "attachments" already exists
adoc: WARNING: kb/fuses.adoc: line 12: section title out of sequence
""",
        [
            (1, E, None, "load_kb.sql", 21, None),
            (2, W, None, "load_kb.sql", 30, None),
            (4, W, None, "kb/fuses.adoc", 12, None),
        ],
    ),
    "rows below the name of their file": Log(
        """\

/kb/fuses.md
  12:5   error    A step has no text             step-text
  40:1   warning  The heading occurs  two times  heading/twice
   9:9   info     The page is short              short

/kb/meters/read the meter.md
  7:19   error  Parsing failed: no end of the block
""",
        [
            (3, E, "step-text", "/kb/fuses.md", 12, 5),
            (4, W, "heading/twice", "/kb/fuses.md", 40, 1),
            (8, E, None, "/kb/meters/read the meter.md", 7, 19),
        ],
    ),
    "rows with marks below the name of their file": Log(
        """\
kb/fuses.css
  12:5  ✖  Unexpected unit  unit-allowed
  40:1  ⚠  Unexpected empty block  block-no-empty
""",
        [(2, E, "unit-allowed", "kb/fuses.css", 12, 5), (3, W, "block-no-empty", "kb/fuses.css", 40, 1)],
    ),
    "place below the message": Log(
        """\
error[K0308]: the title is not a text
  --> kb/fuses.page:12:5
   |
12 | title: 7
   |        ^ expected a text
   |
   = note: a title is a text of at most 200 characters

warning: unused image `valve`
 --> kb/meters.page:7:1
  |
7 | image valve
  | ^^^^^^^^^^^

error: aborting due to 1 previous error; 1 warning emitted
""",
        [
            (1, E, "K0308", "kb/fuses.page", 12, 5),
            (9, W, None, "kb/meters.page", 7, 1),
            (15, E, None, None, None, None),
        ],
    ),
    "range of places": Log(
        """\
"file:/kb/fuses.html":12.3-12.20: error: The element "tip" is not allowed here.
"file:/kb/fuses.html":31.1-31.8: info warning: The element "center" is obsolete.
"file:/kb/meters.html":2.1-2.9: info: The page has no language.
""",
        [
            (1, E, None, "file:/kb/fuses.html", 12, 3),
            (2, W, None, "file:/kb/fuses.html", 31, 1),
        ],
    ),
    "place in words": Log(
        """\
kb/fuses.csv: line 12, col 5, Error - The title is empty. (kb-title)
kb/fuses.csv: line 40, col 1, Warning - The summary is long. (kb-summary)
kb/meters.csv, line 7: error: The row has 5 cells
""",
        [
            (1, E, "kb-title", "kb/fuses.csv", 12, 5),
            (2, W, "kb-summary", "kb/fuses.csv", 40, 1),
            (3, E, None, "kb/meters.csv", 7, None),
        ],
    ),
    "label at the start of the line": Log(
        """\
Success: 5 of 5 files have been read.
Warning: The page 'Fuses' has no summary.
Fatal error: Cannot open the image valve.png in /srv/kb/load.php on line 204
Parse error: unexpected end of the block
Error (kb-title): The page 'Meters' has no title.
""",
        [
            (2, W, None, None, None, None),
            (3, E, None, "/srv/kb/load.php", 204, None),
            (4, E, None, None, None, None),
            (5, E, "kb-title", None, None, None),
        ],
    ),
    "an answer for each file": Log(
        """\
kb/fuses.json valid
kb/meters.json invalid
kb/moving.json: OK
kb/valves.json: FAILED
kb/tariff.json is valid
""",
        [
            (2, E, None, "kb/meters.json", None, None),
            (4, E, None, "kb/valves.json", None, None),
        ],
    ),
    "only routine": Log(
        """\
kb/moving.xml validates
kb/fuses.xml:12: note: the page was read
INFO(KBX-011): kb/aerials.xhtml(1,3): The page has no landmarks
""",
        [],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_of_diagnostics_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_of_diagnostics_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "line",
    [
        "kb/fuses.md:12:5: info: ERROR the step has no text",
        "kb/fuses.md:12:5: note: [FAILED] the step",
        "INFO(KBX-011): kb/fuses.md(1,3): ERROR: no title",
        "INFO(KBX-011) ERROR kb/fuses.md(1,3): no title",
        "kb/fuses.md:12:5: blunder: the step has no text",
        "kb/fuses.md:12:5: [blunder] the step has no text",
        "kb/fuses.md(12,5): blunder KB1: the step has no text",
        "BLUNDER(KBX-011): kb/fuses.md(1,3): no title",
        "Success: result=FAILED",
        "Success: ERROR no title",
        "Success: 3 of 5 articles failed",
        "Info warning: no title",
        "kb/fuses.md does not validate",
        "kb/fuses.md is not valid",
        "kb/fuses.md: OK but the title is missing",
        "kb/fuses.md:12 2026-03-02 06:10:05 the title is missing",
        "kb/fuses.md validates not",
        "Valid title missing in kb/fuses.md",
        "Passed without kb/fuses.md",
        "No title in kb/fuses.md is valid",
        "ok no title: kb/fuses.md",
        "kb/fuses.md",
        "  12:5  blunder  the step has no text  step-text",
        "kb/fuses.md\n  12:5  blunder  the step has no text  step-text",
        "kb/fuses.md\n  12:5  info  ERROR: the step has no text  step-text",
        "kb/fuses.md:1:1: info: the page was read\n  ERROR the step has no text",
        "kb/fuses.md:1:1: info: the page was read\nerror below",
        "No error: none",
        "Warnings: 3",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"kb/a.md:1:1: info: the page was read\n{line}\n")

    assert not reading.is_clean


@pytest.mark.parametrize("line", ["kb/fuses.md:12:5: the title is empty", "kb/fuses.md:12:5: KB1 the title is empty"])
@pytest.mark.parametrize(
    ("beside", "expected"),
    [(None, [E]), ("warning: the page is long", [W, E]), ("error: no page", [E]), ("note: a page", [])],
)
def test_a_line_without_a_level_is_an_error_unless_other_errors_or_routine_lines_have_one(
    tmp_path: Path, line: str, beside: str | None, expected: list[str]
) -> None:
    reading = read_text(tmp_path, f"{line}\n" if beside is None else f"kb/a.md:1:1: {beside}\n{line}\n")

    assert [entry.severity.value for entry in reading.entries] == expected
    assert not reading.is_clean
