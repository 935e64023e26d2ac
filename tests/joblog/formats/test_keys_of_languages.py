"""Keys and columns in other languages than English, and the status that the services of Google return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.joblog.families import read_text


@pytest.mark.parametrize(
    ("level", "words", "message"),
    [
        ("schweregrad", ("INFO", "FEHLER", "WARNUNG"), "meldung"),
        ("nivel", ("INFORMACIÓN", "ERROR", "ADVERTENCIA"), "mensaje"),
        ("Gravité", ("INFO", "ERREUR", "AVERTISSEMENT"), "texte"),
        ("уровень", ("INFO", "ОШИБКА", "ПРЕДУПРЕЖДЕНИЕ"), "сообщение"),
        ("级别", ("信息", "错误", "警告"), "消息"),
    ],
)
def test_the_level_of_a_json_line(tmp_path: Path, level: str, words: tuple[str, ...], message: str) -> None:
    lines = [json.dumps({level: word, message: f"about {number}"}) for number, word in enumerate(words)]

    reading = read_text(tmp_path, "\n".join(lines))

    assert [(entry.severity, entry.message) for entry in reading.entries] == [
        ("error", "about 1"),
        ("warning", "about 2"),
    ]
    assert reading.statistics is not None
    assert reading.statistics.unexplained_lines == 0


def test_the_level_of_pairs(tmp_path: Path) -> None:
    log = 'nivel=info mensaje="a b"\nnivel=error codigo=ART-1 mensaje="no title"\n'

    assert [(entry.log_line, entry.message) for entry in read_text(tmp_path, log).entries] == [(2, "no title")]


def test_an_unknown_level_is_named(tmp_path: Path) -> None:
    log = '{"schweregrad": "INFO", "meldung": "a"}\n{"schweregrad": "GRMPF", "meldung": "b"}\n'

    statistics = read_text(tmp_path, log).statistics

    assert statistics is not None
    assert [each.level for each in statistics.unexplained] == ["GRMPF"]


@pytest.mark.parametrize(
    ("key", "severity"),
    [("errores", "error"), ("advertencias", "warning"), ("Warnungen", "warning"), ("avertissements", "warning")],
)
def test_a_list_of_findings(tmp_path: Path, key: str, severity: str) -> None:
    log = json.dumps({"lote": "a", key: [{"fila": 7, "codigo": "ART-104", "mensaje": "La carpeta"}]}, indent=1)

    (entry,) = read_text(tmp_path, log).entries

    assert (entry.severity, entry.rule, entry.message) == (severity, "ART-104", "La carpeta")


@pytest.mark.parametrize(
    "status",
    [
        pytest.param({"code": 3, "message": "id: a required field", "details": [{"reason": "A"}]}, id="of a call"),
        pytest.param({"code": 404, "message": "kb/a.xml", "status": "NOT_FOUND"}, id="of HTTP"),
    ],
)
def test_a_status_of_what_failed(tmp_path: Path, status: dict[str, object]) -> None:
    (entry,) = read_text(tmp_path, json.dumps(status)).entries

    assert (entry.severity, entry.message) == ("error", status["message"])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"code": 0, "message": "stored"}, id="all is well"),
        pytest.param({"code": 200, "message": "stored"}, id="all is well in HTTP"),
        pytest.param({"code": 3, "message": "stored", "article": "a"}, id="with something else"),
        pytest.param({"code": True, "message": "stored"}, id="a flag"),
        pytest.param({"code": 5}, id="no text"),
    ],
)
def test_what_is_no_status_of_what_failed(tmp_path: Path, other: dict[str, object]) -> None:
    assert not read_text(tmp_path, json.dumps(other)).entries


ROWS = [("KB-1", "importado", ""), ("KB-2", "fallida", "La carpeta"), ("KB-3", "importado con advertencias", "Corto")]


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(
            "Fila;Artículo;Estado;Mensaje\n" + "".join(f"{n};{';'.join(row)}\n" for n, row in enumerate(ROWS)),
            id="table",
        ),
        pytest.param(
            "lote\n" + "".join(f'{{"id": "{a}", "estado": "{b}", "mensaje": "{c}"}}\n' for a, b, c in ROWS), id="json"
        ),
        pytest.param(
            "<lote>\n" + "".join(f'<x id="{a}" estado="{b}" mensaje="{c}"/>\n' for a, b, c in ROWS) + "</lote>\n",
            id="xml",
        ),
    ],
)
def test_what_was_done_with_items(tmp_path: Path, log: str) -> None:
    entries = read_text(tmp_path, log).entries

    assert [(entry.log_line, entry.severity, entry.message) for entry in entries] == [
        (3, "error", "La carpeta"),
        (4, "warning", "Corto"),
    ]


@pytest.mark.parametrize("outcome", ["SUCCESS_WITH_WARNINGS", "imported-with-warnings", "Succeeded with warnings"])
def test_an_outcome_with_warnings(tmp_path: Path, outcome: str) -> None:
    rows = [
        {"id": "KB-1", "status": "SUCCESS", "messages": []},
        {"id": "KB-2", "status": outcome, "messages": ["short"]},
    ]

    assert [entry.severity for entry in read_text(tmp_path, json.dumps(rows)).entries] == ["warning"]
    assert [entry.severity for entry in read_text(tmp_path, f'<a><b id="1" state="{outcome}"/></a>').entries] == [
        "warning"
    ]
