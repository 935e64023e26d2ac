"""A word that is declared as a level is one in the message of a routine line, too, as the known levels are."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity

DECLARED = VOCABULARY.with_declared({"QUAM": Severity.ERROR, "BLIP": Severity.INFO})
TIMED = "2026-03-02T06:10:{n:02d}Z INFO {text}"
LEARNED = "web_1  | [2026-03-04T08:51:{n:02d},000][INFO ][kb.import] {text}"
FINDINGS = (
    "{}: record KB-1 kept",
    "| {} | record KB-1 kept",
    "2026-03-02 06:10:01 | {} | loader | record KB-1 kept",
    "[{}] record KB-1 kept",
    "{} record KB-1 has no title",
    "check: {} - record KB-1",
    "records\n  {}: record KB-1 kept",
    "result={} for KB-1",
    '{{"level": "{}", "message": "record KB-1 kept"}}',
    "import of KB-1: {}",
)
ROUTINE = ("{}: 0", "{} pages are read", "level={} is set", "record KB-{} kept", "the record {}ITY kept")


def read(folder: Path, layout: str, text: str, *, routine: int = 3, takes_shortcut: bool = True) -> LogReading:
    texts = [*["record kept"] * routine, text, *["record kept"] * routine]
    lines = [layout.format(n=number % 60, text=each) for number, each in enumerate(texts)]
    (folder / "log").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_log(folder / "log", location="log", vocabulary=DECLARED, takes_shortcut=takes_shortcut)


@pytest.mark.parametrize("layout", [TIMED, LEARNED])
@pytest.mark.parametrize("message", FINDINGS)
def test_a_declared_level_in_a_routine_message_is_a_finding(message: str, layout: str, tmp_path: Path) -> None:
    (entry,) = read(tmp_path, layout, message.format("QUAM")).entries

    assert entry.severity == "error"
    assert "KB-1" in entry.message


@pytest.mark.parametrize("message", FINDINGS[:6])
def test_a_declared_level_in_small_letters_is_one_beside_a_sign(message: str, tmp_path: Path) -> None:
    has_sign = message in {FINDINGS[0], FINDINGS[3]}

    assert len(read(tmp_path, TIMED, message.format("quam")).entries) == has_sign


@pytest.mark.parametrize("message", ROUTINE)
def test_a_count_or_a_part_of_a_sentence_is_no_finding(message: str, tmp_path: Path) -> None:
    assert read(tmp_path, TIMED, message.format("QUAM")).entries == ()


@pytest.mark.parametrize("message", FINDINGS)
def test_a_declared_routine_level_is_no_finding(message: str, tmp_path: Path) -> None:
    assert read(tmp_path, TIMED, message.replace("no title", "a title").format("BLIP")).entries == ()


@pytest.mark.parametrize("message", ["quam: record KB-1 kept", "result=QUAM for KB-1"])
def test_the_shortcut_does_not_skip_it(message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    skipped: list[int] = []
    skip = Ledger.skip

    def count(ledger: Ledger, lines: int) -> None:
        skipped.append(lines)
        skip(ledger, lines)

    monkeypatch.setattr(Ledger, "skip", count)

    reading = read(tmp_path, LEARNED, message, routine=8_000)

    assert sum(skipped) > 0
    assert reading.entries
    assert reading == read(tmp_path, LEARNED, message, routine=8_000, takes_shortcut=False)
