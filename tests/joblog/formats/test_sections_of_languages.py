"""Headings in other languages that give a severity to what stands below, and rows with a position below a heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "german": Log(
        """\
Folgende Fehler wurden gefunden:
- Seite A: Titel fehlt
- Seite B: Bild fehlt

Warnungen (1)
- Seite C ist lang
""",
        [(2, E, None, None, None, None), (3, E, None, None, None, None), (6, W, None, None, None, None)],
    ),
    "names of bad things": Log(
        """\
## Failed articles (2)

- Fees: the folder
- Tariffs: the language

## Articles with warnings

- Moving: short

## Imported articles

- Outages

Articles that could not be imported:
    Meters    no body
""",
        [
            (3, E, None, None, None, None),
            (4, E, None, None, None, None),
            (8, W, None, None, None, None),
            (15, E, None, None, None, None),
        ],
        unexplained=3,
    ),
    "sentences that announce a list": Log(
        """\
The following articles could not be imported:

  1. Fees, the folder
  2. Tariffs, the language

Die folgenden Artikel wurden mit Warnungen übernommen:
- Umzug, Kurzfassung
""",
        [(3, E, None, None, None, None), (4, E, None, None, None, None), (7, W, None, None, None, None)],
        unexplained=1,
    ),
    "french, below the names of articles": Log(
        """\
Article KB-7:
  Erreurs :
    - Le dossier Factures
  Avertissements :
    - Le chapeau
      est court
Article KB-8:
  Avertissements :
    - Texte long
  Erreurs :
    - Lien rompu
""",
        [
            (3, E, None, None, None, None),
            (5, W, None, None, None, None),
            (9, W, None, None, None, None),
            (11, E, None, None, None, None),
        ],
    ),
    "spanish, with positions": Log(
        """\
Se han encontrado los siguientes errores: (2)

Archivo: kb/fusibles.csv
Fila 4: falta el título
Fila: 9 - fecha de ayer
    09/03/2026

Advertencias [1]
Línea 12 texto largo
""",
        [(4, E, None, None, 4, None), (5, E, None, None, 9, None), (9, W, None, None, 12, None)],
        unexplained=1,
    ),
    "english, with positions": Log(
        """\
Errors (2):
File: kb/fuses.css
Line 3 .meter
    unknown property
Line 9 .valve
""",
        [(3, E, None, None, 3, None), (5, E, None, None, 9, None)],
        unexplained=1,
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_report_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_report_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "line",
    [
        "Fehler: 3",
        "Fehler in Artikel 3:",
        "Erreur :",
        "Avertissements (3)",
        "Fehlerhafte Seiten:",
        "Lost: /kb/a.md",
        "Line 3 x",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, line: str) -> None:
    assert not read_text(tmp_path, f"Errors: none\n{line}\n").is_clean
    assert not read_text(tmp_path, f"Errors:\n{line}\n").is_clean


@pytest.mark.parametrize(
    "heading",
    [
        "The following articles were not changed:",
        "The errors are logged in the following files:",
        "The following articles were imported:",
        "Not imported were the following:7",
        "## Articles not changed",
        "## Imported articles",
        "Failed articles",
        "Failed articles: 2",
    ],
)
def test_other_sentences_announce_no_findings(tmp_path: Path, heading: str) -> None:
    assert not read_text(tmp_path, f"{heading}\n- KB-7 fees\n- KB-8 tariffs\n").entries
