"""A word that is declared as a level is one in the message of a routine line, too, as the known levels are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity

DECLARED = VOCABULARY.with_declared(
    {
        **dict.fromkeys(("QUAM", "QU", "Q", "77"), Severity.ERROR),
        "MEHU": Severity.WARNING,
        "BLIP": Severity.INFO,
    }
)
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
    "record KB-1 kept [{}]",
    "record KB-1 kept ({}).",
    "record KB-1 kept\t{}",
    "record KB-1 kept, {}!",
    "{}, record KB-1 kept",
    "{} -> record KB-1 kept",
    "{0} pages are read, {0}: record KB-1 kept",
)
#: What a declared level is said of.
MESSAGES = {
    "QUAM: record KB-1 kept (since May)": "record KB-1 kept (since May)",
    "[QUAM] - record KB-1 kept": "record KB-1 kept",
    "check: QUAM | record KB-1 kept -": "record KB-1 kept -",
    "QUAM! record KB-1 kept.": "record KB-1 kept.",
    "record KB-1 kept [QUAM]": "2026-03-02T06:10:03Z INFO record KB-1 kept [QUAM]",
    "result=QUAM for KB-1": "2026-03-02T06:10:03Z INFO result=QUAM for KB-1",
    "QUAM": "2026-03-02T06:10:03Z INFO QUAM",
}
ROUTINE = ("{}: 0", "{} pages are read", "level={} is set", "record KB-{} kept", "the record {}ITY kept")


#: Routine lines around a message: a few, or more than the reader takes at once.
FEW, LONG = ["record kept"] * 3, ["record kept, and another one kept" + ", and one more kept" * 50] * 400


def read(
    folder: Path, layout: str, text: str, *, routine: Sequence[str] = FEW, takes_shortcut: bool = True
) -> LogReading:
    texts = [*routine, text, *routine]
    lines = [layout.format(n=number % 60, text=each) for number, each in enumerate(texts)]
    (folder / "log").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_log(folder / "log", location="log", vocabulary=DECLARED, takes_shortcut=takes_shortcut)


@pytest.mark.parametrize("layout", [TIMED, LEARNED])
@pytest.mark.parametrize("message", FINDINGS)
def test_a_declared_level_in_a_routine_message_is_a_finding(message: str, layout: str, tmp_path: Path) -> None:
    (entry,) = read(tmp_path, layout, message.format("QUAM")).entries

    assert entry.severity == "error"
    assert "KB-1" in entry.message


@pytest.mark.parametrize(("message", "said"), MESSAGES.items())
def test_the_text_behind_a_level_is_the_message_or_the_line_if_there_is_none(
    message: str, said: str, tmp_path: Path
) -> None:
    assert [entry.message for entry in read(tmp_path, TIMED, message).entries] == [said]


@pytest.mark.parametrize(
    ("word", "severities"), [("QU", ["error"]), ("MEHU", ["warning"]), ("BLIP", []), ("Q", []), ("77", [])]
)
def test_a_word_is_as_bad_as_it_was_declared_and_a_letter_or_a_number_is_none(
    word: str, severities: list[str], tmp_path: Path
) -> None:
    assert [entry.severity for entry in read(tmp_path, TIMED, f"{word}: record KB-1 kept").entries] == severities


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

    reading = read(tmp_path, LEARNED, message, routine=LONG)

    assert sum(skipped) > 0
    assert reading.entries
    assert reading == read(tmp_path, LEARNED, message, routine=LONG, takes_shortcut=False)
