"""Tables whose columns are known by what stands in them: without a header, with one in another language, drawn, with letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "rows without a header": Log(
        """\
2026-03-02 06:10:01.101 UTC,"kb",1,"COPY",,LOG,00000,"copy of 3 rows",,,"psql"
2026-03-02 06:10:02.101 UTC,"kb",2,"INSERT",,WARNING,01000,"article 'Fuses' has no owner",,,"psql"
2026-03-02 06:10:03.101 UTC,"kb",3,"INSERT",,ERROR,23505,"key ""7"" is not unique","it is there",,"psql"
2026-03-02 06:10:04.101 UTC,"kb",4,,,LOG,00000,"end of copy",,,"psql"
""",
        [(2, W, "01000", None, None, None), (3, E, "23505", None, None, None)],
    ),
    "a German header": Log(
        """\
Ebene;Datum und Uhrzeit;Quelle;Text
Informationen;02.03.2026 06:10:01;Import;Import von 3 Artikeln
Fehler;02.03.2026 06:10:02;Import;Artikel 'Strom' hat keinen Titel
Warnung;02.03.2026 06:10:03;Import;Artikel 'Gas' hat keinen Text
""",
        [(3, E, None, None, None, None), (4, W, None, None, None, None)],
    ),
    "a reason beside an outcome and counts": Log(
        """\
"file","status","rows_parsed","errors_seen","first_error","first_error_line"
"in/topics.csv","LOADED","61","0","",""
"in/a.csv","PARTIALLY_LOADED","200","2","Date '31.02.2026' is not one","17"
"in/error_codes.csv","LOADED","57","0","",""
"in/b.csv","LOAD_FAILED","12","1","8 columns, not 7, use error_on_count=false","3"
""",
        [(3, E, None, "in/a.csv", None, None), (5, E, None, "in/b.csv", None, None)],
    ),
    "a last error in a table of tabs": Log(
        """batch\tstate\trejectedRows\tlastError
1\tdone\t0\t
2\tdone\t3\trow 17 has no title
""",
        [(3, E, None, None, None, None)],
    ),
    "a French header": Log(
        """\
Source,Niveau,Texte
import,Erreur,"l'article 'Gaz' n'a pas de titre"
import,Avertissement,"l'article 'Eau' n'a pas de texte"
import,Infos,2 articles lus
""",
        [(2, E, None, None, None, None), (3, W, None, None, None, None)],
    ),
    "names with apostrophes": Log(
        """\
Niveau;ID de l\u2019événement;Message
Information;1000;412 articles lus
Information;1001;article « Gaz » enregistré
Erreur;2012;le dossier « Factures » n\u2019existe pas
""",
        [(4, E, None, None, None, None)],
    ),
    "a last column without a name": Log(
        """\
Level,Date and Time,Source,Event ID
Information,3/2/2026 6:10:01 AM,Import,1000,"The import started."
Information,3/2/2026 6:10:02 AM,Import,1001,"412 articles were read."
Error,3/2/2026 6:10:04 AM,Import,2012,"Article 'Bill' was not stored.
The folder does not exist."
""",
        [(4, E, None, None, None, None)],
    ),
    "numbers of errors": Log(
        "Timestamp\tFilename\tError\tMessage\n"
        "2026-03-02 06:10:01\tHelp\t0\tRecord imported\n"
        "2026-03-02 06:10:02\tHelp\t102\tField is missing\n"
        "2026-03-02 06:10:03\tHelp\t0\tImport completed\n",
        [(3, E, "102", "Help", None, None)],
    ),
    "names of emojis": Log(
        """\
| Article | Severity | Message |
|---|---|---|
| Bill | :x: error | The folder does not exist |
| Moving | :warning: warning | The summary is empty |
| Tariff | :information_source: info | It has two pictures |
""",
        [(3, E, None, None, None, None), (4, W, None, None, None, None)],
    ),
    "letters of message types": Log(
        """\
--------------------------------
| Ty | Object | Message text    |
--------------------------------
| S  | KB-1   | was created     |
| W  | KB-2   | has no owner    |
| A  | KB-3   | update ended    |
| I  | KB-4   | default is used |
--------------------------------
""",
        [(5, W, None, None, None, None), (6, E, None, None, None, None)],
    ),
    "a drawn table": Log(
        """\
┏━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━┓
┃ Row ┃ Type           ┃ Message     ┃
┡━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━┩
│ 4   │ missing-cell   │ has no cell │
│ 9   │ length-warning │ is long     │
└─────┴────────────────┴─────────────┘
""",
        [(4, E, "missing-cell", None, None, None), (5, W, "length-warning", None, None, None)],
    ),
    "levels in a drawn table": Log(
        """\
╔═════════╦══════════════╗
║ Level   ║ Message      ║
╠═════════╬══════════════╣
║ ERROR   ║ no title     ║
║ INFO    ║ was read     ║
╚═════════╩══════════════╝
""",
        [(4, E, None, None, None, None)],
    ),
    "rows with a number before the level": Log(
        """\
 4 | WARNING | The teaser has 171 characters
 18 | ERROR | The heading is empty
 27 | ERROR | The link has no target
""",
        [(1, W, None, None, None, None), (2, E, None, None, None, None), (3, E, None, None, None, None)],
    ),
    "rejected rows of a query": Log(
        """\
 line_number | colname | err_code | err_reason
-------------+---------+----------+----------------
          12 | title   |     1202 | Missing data
          31 | owner   |     1206 | Invalid format
""",
        [(3, E, "1202", None, 12, None), (4, E, "1206", None, 31, None)],
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
    "text",
    [
        "name,type,comment\nInfo,page,the title is empty",
        "name,type,comment\nInfo,page,was read\nFuses,page,the title is empty",
        "name,type,comment\nInfo,page,was read\nInfo,Error,the title is empty",
        "Niveau,Source,Texte\nInfos,import,lu\nInfos,import,lu\nBlunder,import,pas de titre",
        "Niveau,Source,Texte\nInfos,import,lu\nInfos,import,lu\nInfos,import,ERROR: pas de titre",
        '2026-03-02 06:10:01 UTC,"a","b",1,BLUNDER,"the title is empty"',
        '2026-03-02 06:10:01 UTC,"a","b",1,INFO,"was read"\n2026-03-02 06:10:01 UTC,"a","b",1,BLUNDER,"no title"',
        '2026-03-02 06:10:01 UTC,"a","b",1,INFO,"was read"\n2026-03-02 06:10:01 UTC,"a","b",1,INFO,"ERROR: no title"',
        '2026-03-02 06:10:01 UTC,"INFO","b",1,BLUNDER,"INFO","no title"',
        "| Ty | Message text |\n| Q  | has no title |",
        "| Ty | Message text |\n| S  | was read |\n| S  | ERROR: no title |",
        "│ Level │ Message │\n│ BLUNDER │ no title │",
        "| Level | Message |\n|---|---|\n| :x: info | no title |",
        "Level,Source,Topic\nInfo,import,was read\nInfo,import,was read\nInfo,import,was read,no title",
        "Time\tError\tMessage\n06:10:01\t0\tERROR: no title",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, text: str) -> None:
    assert not read_text(tmp_path, f"{text}\n").is_clean


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("b.csv,ABORTED,0,", id="a bad outcome"),
        pytest.param("b.csv,LOADED,3,", id="a number of rejected rows"),
    ],
)
def test_a_row_without_a_reason_is_not_routine_by_that(tmp_path: Path, row: str) -> None:
    reading = read_text(tmp_path, f"file,status,rejected_rows,first_error\na.csv,LOADED,0,\n{row}\n")

    assert not reading.is_clean


def test_a_row_whose_cell_has_a_stack_trace_is_not_taken_for_a_part_of_the_row_above(tmp_path: Path) -> None:
    rows = 'error,no title,"2026-11-23 10:00:00"\nerror,no body,"2026-11-23 10:00:01\n\tat a.B.read(B.java:12)"\n'

    entries = read_text(tmp_path, f"severity,message,time\n{rows}").entries

    assert [(entry.log_line, entry.message) for entry in entries] == [(2, "no title"), (3, "no body")]


@pytest.mark.parametrize("bar", ["|", "\u2502"])
def test_a_drawn_line_in_a_cell_is_text(tmp_path: Path, bar: str) -> None:
    rows = "".join(f"{bar} error {bar} no title {number}\u2500b {bar}\n" for number in range(5))

    entries = read_text(tmp_path, f"{bar} level {bar} message {bar}\n{rows}").entries

    assert [entry.message for entry in entries] == [f"no title {number}\u2500b" for number in range(5)]
