"""What importers and converters of content print in layouts of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text

REPOSITORY = """\
A /content/help/accounts
U /content/help/cards
- /content/dam
E /content/help/abroad (org.example.ImportException: duplicate uuid 7f1c)
"""
TEX = """\
! Undefined control sequence.
l.18 Pay by \\directdebit
                        {} or by card.

! LaTeX Error: File `img/meter.png' not found.

See the LaTeX manual or LaTeX Companion for explanation.
l.22 \\includegraphics{img/meter.png}
"""
LINKS = """\
List of broken links and other issues:

https://help.example.com/billing/old
   Line: 44
   Code: 404 Not Found
https://forms.example.org/mandate
   Line: 52
   Code: 500 No such host
"""
LIGHTS = """\
|Ampel|Nummer|Statustext             |
--------------------------------------
| @08@|  1001|Artikel angelegt       |
| @0A@|  1002|Ordner nicht vorhanden |
| @09@|  1003|Bild ausgelassen       |
"""
EVENTS = """\
#Fields: event,computer,source,datacode,message
OnInformation,ETL02,Load articles,0,412 rows are read
OnError,ETL02,Load articles,-107,The date is invalid
OnWarning,ETL02,Load images,-214,The picture has no text
OnProgress,ETL02,Load images,50,Pre-execute is at half
PackageEnd,ETL02,Load,1,End of package execution
"""


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param(REPOSITORY, [(4, "error")], id="letters before paths"),
        pytest.param(TEX, [(1, "error"), (5, "error")], id="errors of TeX"),
        pytest.param(LINKS, [(3, "error"), (6, "error")], id="addresses below a heading"),
        pytest.param(LIGHTS, [(4, "error"), (5, "warning")], id="lights of SAP"),
        pytest.param(EVENTS, [(3, "error"), (4, "warning")], id="events of SQL Server"),
    ],
)
def test_findings_and_routine_lines_are_read(log: str, expected: list[tuple[int, str]], tmp_path: Path) -> None:
    reading = read_text(tmp_path, log)

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == expected
    assert not reading.unexplained


@pytest.mark.parametrize(
    "line",
    [
        "E /content/help/abroad",
        "A /content/help (org.example.ImportException: duplicate)",
        "C /content/help",
        "! Undefined control sequence.",
        "#Fields: event,computer,message\nOnTaskFailed,ETL02,Load articles",
        "|Ampel|Nummer|Statustext|\n| @99@|  1001|Artikel angelegt|",
    ],
)
def test_what_is_not_known_is_not_routine(line: str, tmp_path: Path) -> None:
    assert not read_text(tmp_path, f"{REPOSITORY.rpartition('E ')[0]}{line}\n").is_clean


def test_the_title_of_a_record_of_a_process_is_no_item(tmp_path: Path) -> None:
    block = (
        "Message: Article {n} has no body\nSeverity: Error\nTitle: Import\nMachine: KB01\nProcess Id: 4711\n---------\n"
    )

    entries = read_text(tmp_path, block.format(n=1) + block.format(n=2)).entries

    assert all(entry.entity is None or entry.entity.name != "Import" for entry in entries)
    assert len(entries) == 2


def test_the_name_of_a_step_is_no_level(tmp_path: Path) -> None:
    log = """\
2026/03/02 07:10:01 - Pan - Start of run.
2026/03/02 07:10:03 - CSV topics.0 - Finished processing (I=38, O=0, R=0, W=38, U=0, E=0)
2026/03/02 07:10:03 - Write topics.0 - Finished processing (I=0, O=38, R=38, W=38, U=0, E=0)
2026/03/02 07:10:04 - Error rows.0 - Finished processing (I=0, O=0, R=0, W=0, U=0, E=0)
2026/03/02 07:10:04 - Error rows.0 - ERROR (version 9.4) : Row 12: field [valid_from] is no date
"""

    assert [entry.log_line for entry in read_text(tmp_path, log).entries] == [5]
