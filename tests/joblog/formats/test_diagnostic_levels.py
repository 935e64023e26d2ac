"""Levels of diagnostics in other languages, and such as a user declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity
from tests.joblog.families import read_text


@pytest.mark.parametrize("line", ["psql:kb.sql:3: HINWEIS:  Tabelle ist da", "kb.sql:3: Nota: la tabla existe"])
def test_an_informational_level_in_another_language_is_routine_behind_a_place(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"psql:kb.sql:2: FEHLER:  Titel fehlt\n{line}\n")

    assert [(entry.log_line, entry.severity.value) for entry in reading.entries] == [(1, "error")]
    assert not reading.unexplained


@pytest.mark.parametrize(
    "line", ["kb.sql:3: BLUNDER: no title", "BLUNDER(K1): kb.sql(3,1): no title", "  3:1  blunder  no title"]
)
@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING, Severity.INFO])
def test_a_declared_word_is_a_level(tmp_path: Path, line: str, severity: Severity) -> None:
    file = tmp_path / "log"
    file.write_text(f"kb.sql:1:1: error: no body\n{line}\n")

    reading = read_log(file, location="log.txt", vocabulary=VOCABULARY.with_declared({"BLUNDER": severity}))

    found = [(entry.log_line, entry.severity) for entry in reading.entries]
    assert found == [(1, Severity.ERROR), *([] if severity is Severity.INFO else [(2, severity)])]
    assert not reading.statistics.unexplained_lines
