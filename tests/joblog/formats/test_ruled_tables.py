"""Tables whose columns are as wide as the dashes at their header."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "dashes below the header": Log(
        """\
LEVEL    ID     MESSAGE
-------- ------ -------------------------
INFO     A1     the page was read
ERROR    A2     the title is empty
warning  A3     the page is long, and its
                summary is even longer
DEBUG    A4     done
""",
        [(4, E, None, None, None, None), (5, W, None, None, None, None)],
    ),
    "a reason in place of a message": Log(
        """\
No.  Article  Result  Reason
---  -------  ------  ----------------
  1  KB-1001  OK
  2  KB-1002  ERROR   Folder not found
  3  KB-1003  WARN    Summary is empty
  4  KB-1004  OK
""",
        [(4, E, None, None, None, None), (5, W, None, None, None, None)],
    ),
    "names of columns in another language": Log(
        """\
Gravidade  Mensagem                   Hora
---------  -------------------------  --------
Info       Artigo gravado             06:10:02
Erro       A pasta Faturas falta      06:10:03
Aviso      O resumo é curto           06:10:04
""",
        [(4, E, None, None, None, None), (5, W, None, None, None, None)],
    ),
    "dashes above and below the header": Log(
        """\
 -------- --------- ------------------------
  Item     Status    Message
 -------- --------- ------------------------
  Fuses    Success   Saved
  Valves   Failed    No portal has the topic
                     'valves'
 -------- --------- ------------------------
""",
        [(5, E, None, None, None, None)],
    ),
    "lines of a file": Log(
        """\
 ------ ---------------------------
  Line   kb/fuses.php
 ------ ---------------------------
  12     The title is never read
  40     The function save() has no
         type
 ------ ---------------------------
""",
        [(4, E, None, "kb/fuses.php", 12, None), (5, E, None, "kb/fuses.php", 40, None)],
    ),
    "only routine": Log(
        """\
LEVEL    ID     MESSAGE
======== ====== =====================
INFO     A1     the page was read and
                saved
""",
        [],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_table_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_table_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "row",
    [
        "ERROR    A2     no title",
        "BLUNDER  A2     no title",
        "         A2     no title",
        "                no title",
        "         ERROR  no title",
        "INFO     A2     [FAILED] no title",
        "1        A2     no title",
        "the title of the page is empty",
        "INFO A2 ERROR   no title",
    ],
)
def test_a_row_that_may_be_a_finding_is_never_routine(tmp_path: Path, row: str) -> None:
    head = "LEVEL    ID     MESSAGE\n-------- ------ ---------------\nINFO     A1     read\n"

    assert not read_text(tmp_path, f"{head}{row}\n").is_clean


def test_a_row_with_an_empty_first_cell_is_not_taken_for_a_part_of_the_finding_above(tmp_path: Path) -> None:
    head = "LEVEL    ID     MESSAGE\n-------- ------ ---------------\nERROR    A1     no title\n"

    reading = read_text(tmp_path, f"{head}                no summary\n         A3     no body\n")

    assert [entry.log_line for entry in reading.entries] == [3]
    assert reading.unexplained == 2
