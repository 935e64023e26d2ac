"""What was done, dots, and the outcome; why something failed may stand below."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import read_text

GERMAN = """\
( 1 / 3 ) Importiere /hilfe/rechnung.html ... o.k.
( 2 / 3 ) Importiere /hilfe/raten.html ... fehlgeschlagen
Fehler: Der Typ "hilfeartikel" ist nicht bekannt.
( 3 / 3 ) Importiere /hilfe/umzug.html ... o.k.
"""
JAPANESE = """\
新しい記事「料金」を保存しています...完了 (ID 1201)
新しい記事「料金表」を保存しています...失敗しました (本文が空です)
"""


@pytest.mark.parametrize(
    ("log", "raw"), [(GERMAN, 2), (JAPANESE, 1)], ids=["with the reason below", "with a number and a reason behind"]
)
def test_an_outcome_is_one_finding_with_its_reason(log: str, raw: int, tmp_path: Path) -> None:
    reading = read_text(tmp_path, log)

    assert [(entry.log_line, entry.severity, len(entry.raw)) for entry in reading.entries] == [(2, "error", raw)]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "below",
    ["Warnung: kein Titel", "kb/a.xml:3: error: no title", "( 3 / 3 ) Importiere /a ... fehlgeschlagen"],
)
def test_another_finding_below_is_a_further_one(below: str, tmp_path: Path) -> None:
    assert len(read_text(tmp_path, f"( 2 / 3 ) Importiere /b ... fehlgeschlagen\n{below}\n").entries) == 2


@pytest.mark.parametrize("remark", ["(3)", "(3 of 4)", "(ID 3, no title)"])
def test_a_number_behind_a_good_outcome_may_count(remark: str, tmp_path: Path) -> None:
    assert not read_text(tmp_path, f"Saving article A...done (ID 1)\nSaving articles...done {remark}\n").is_clean


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Artikel „Umzug“ konnte nicht gespeichert werden",
        "L'article « Tarif » n'a pas pu être importé",
        "No se pudo importar el artículo «Mudanza»",
        "Não foi possível importar o artigo",
        "Non è stato possibile importare l'articolo",
        "日付の形式が正しくありません",
    ],
)
def test_what_was_not_done_is_a_finding_in_any_language(sentence: str, tmp_path: Path) -> None:
    assert [entry.severity for entry in read_text(tmp_path, f"Import\n{sentence}\n").entries] == ["error"]


@pytest.mark.parametrize("sentence", ["3 Artikel konnten nicht gespeichert werden", "2件を見つかりません"])
def test_how_many_were_not_done_is_no_further_finding(sentence: str, tmp_path: Path) -> None:
    reading = read_text(tmp_path, f"Import\n{sentence}\n")

    assert not reading.is_clean
    assert all(entry.is_adopted or "konnten" not in entry.message for entry in reading.entries)
