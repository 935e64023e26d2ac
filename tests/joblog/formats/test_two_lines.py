"""Diagnostics whose message is on the line below, and those that begin with a line and column alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "a place above an indented message": Log(
        """\
Warning on line 12 column 40 of bill.xsl:
  SXWN9000  The template for note never matches
Error at char 9 in xsl:attribute/@select on line 31 column 18 of moving.xsl:
  XTDE0410  An attribute cannot be created after the children of the article
  element KB-0120
Error evaluating (doc($map)) on line 8 column 22 of outage.xsl:
  FODC0002  I/O error
""",
        [
            (1, W, "SXWN9000", "bill.xsl", 12, 40),
            (3, E, "XTDE0410", "moving.xsl", 31, 18),
            (6, E, "FODC0002", "outage.xsl", 8, 22),
        ],
    ),
    "rules of Ansible's linter": Log(
        """\
name[missing]: All tasks need a name.
import.yml:12 Task/Handler: command load

schema[tags]: The tags are text. (warning)
roles/kb/main.yml:1:7
""",
        [(1, E, "name[missing]", "import.yml", 12, None), (4, W, "schema[tags]", "roles/kb/main.yml", 1, 7)],
    ),
    "messages of SQL Server": Log(
        """\
Msg 2627, Level 14, State 1, Server KB1, Line 41
Cannot insert a duplicate key.
Msg 5701, Level 10, State 2, Server KB1, Line 1
Changed database context to 'help'.
Msg 515, Level 16, State 2, Line 77
Cannot insert the value NULL into column 'Title'.
""",
        [(1, E, "2627", None, None, None), (5, E, "515", None, None, None)],
    ),
    "errors of PowerShell": Log(
        """\
Import-Article : The folder 'Billing' does not exist.
At C:\\kb\\import.ps1:41 char:5
+     Import-Article -Path $file
+     ~~~~~~~~~~~~~~~~~~~~~~~~~~
    + CategoryInfo          : ObjectNotFound: (Billing:String) [Import-Article], ItemNotFoundException
WARNING: The article 'Moving' has no summary.
""",
        [(1, E, None, "C:\\kb\\import.ps1", 41, 5), (6, W, None, None, None, None)],
    ),
    "levels behind bullets": Log(
        """\
 • Error: Img element missing an alt attribute.
   ├── H37
 • Warning: Check that the link makes sense alone.
   ├── H77
""",
        [(1, E, None, None, None, None), (3, W, None, None, None, None)],
    ),
    "a linter's letters": Log(
        """\
kb/import.rb:12:5: W: Lint/UselessAssignment: Useless assignment to folder.
kb/topic.rb:3:1: E: Lint/Syntax: unexpected token
""",
        [(1, W, None, "kb/import.rb", 12, 5), (2, E, None, "kb/topic.rb", 3, 1)],
    ),
    "a line and a column without a file": Log(
        """\
line 12 column 3 - Warning: missing </p> before <ul>
line 19 column 8 - Error: <topic> is not recognized!
""",
        [(1, W, None, None, 12, 3), (2, E, None, None, 19, 8)],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_diagnostics_are_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "text",
    [
        "Msg 5701, Level 10, State 2, Line 1\nERROR: the title is empty",
        "Msg 5701, Level 99, State 2, Line 1\nthe title is empty",
        "Msg 2627, Level 14, State 1, Line 41",
        "Error on line 12 column 40 of bill.xsl:",
        "Note on line 12 column 40 of bill.xsl:\n  the title is empty",
        "line 12 column 3 - the title is empty",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, text: str) -> None:
    assert not read_text(tmp_path, f"{text}\n").is_clean


def test_what_failed_is_one_finding_with_its_reason_and_a_trace_of_ruby(tmp_path: Path) -> None:
    log = """importing articles
  120 / 412 ( 29.1%)  [1840 items/min]  Exception while creating post kb-3. Skipping.
Validation failed: Title is too short
/srv/lib/post_creator.rb:201:in `create!'
script/helpdesk.rb:88:in 'block in Importer#run'
"""

    (entry,) = read_text(tmp_path, log).entries

    assert (entry.log_line, len(entry.raw), entry.severity) == (2, 4, "error")
    assert entry.message == "Exception while creating post kb-3. Skipping. Validation failed: Title is too short"
