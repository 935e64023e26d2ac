"""The shortcut over routine lines only changes the time: with and without it, every log is read the same.

``SHORTCUT_LINES=1000000 pytest tests/joblog/test_shortcut.py`` tries a million lines.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from pytest_contentjobs.joblog.formats.base import has_line_separator
from pytest_contentjobs.joblog.formats.parts.inner import BAD_MARK
from pytest_contentjobs.joblog.formats.parts.levels import FINDING_WORDS, WORDS
from pytest_contentjobs.joblog.formats.parts.stems import STEMS, fold, has_stem
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.joblog.reader import read_log

LINES = int(os.environ.get("SHORTCUT_LINES", "2000"))
#: Random lines in one log; the routine lines around them fill several blocks of text.
BATCH = 2_000
ROUTINE = (
    "2026-11-23 10:{:02d}:{:02d},{:03d} INFO [worker-{:d}] content.validation - "
    "article 'Billing/A {:d}' processed, it is ok\n"
)
TIMES = (
    "2026-11-23 10:00:00,000",
    "2026-11-23 10:00:00.123",
    "2026-11-23T10:00:00.123Z",
    "[2026-11-23 10:00:00,000]",
    "[2026-11-23 10:00:00,000",
    "2026-11-23 10:00:00,000]",
    "2026/11/23 10:00:00",
    "10:00:00",
    "23.11.2026 10:00:00",
    "11/23/2026 10:00:00 AM",
    "Nov 23 10:00:00",
    "",
)
SEPARATORS = (" ", "  ", "\t", " - ", " | ", "|", ": ", " : ", "", "]", " [")
COLUMNS = (
    "[main]", "[worker-1]", "[Error]", "[error]", "[fatal]", "[Thread-0 ]", "[core:error]", "(main)", "<error>", "[a b]",
    "[ART-104]", "['x']", "c.e.V", "com.example.Check", "com.example.Check run", "name", "1234 ---", "12#0: *45", "[k=v]",
    "[E]", "E", "I", "worker]", "app[12]:", "in module:", "main/ERROR", "a.b:12", "Severe", "PANIC", "[]", "[",
)  # fmt: skip
MESSAGES = (
    "validated article A", "title is missing", "{}: title is missing", "[{}] title is missing", "({}) title is missing",
    "** {} ** no title", "{} - no title", "-> {}: no title", "\u200b{}: no title", "{}", "{} no title", "2 of 9 {}",
    "article A FAILED", "article A \u274c", "success=false", "10:00:01 ERROR x", "Fehler: x",
    "content validation fa\u0131led", "content validation failed w\u0131th \u017fome 3 i\u017f\u017fues", "validation FA\u0130LED",
    "processed 9 items, 2 failed", "OUTPUT_RECORDS_FAILED: 2", "done: 3 errors", "validation job failed", "status: failed",
    "no errors", "Errors:", "errors (2)", "none", '{{"success": false, "error": "x"}}', '{{"valid": true}}', "a {{ b",
    "article 'A': {}", "a\x1b[31m{}\x1b[0m: b", "\x00", "é {}", "\uff25rror: x", "", " ", "\tat a.b.C(C.java:1)",
    "check: {}: no title", "check: [{}] no title", "a.b: ** {} ** no title", "a=b level=error", "<@> {} <@> no title",
)  # fmt: skip
#: There is no shortcut over a block of text with one of these.
ENDING_IT = ("a\x0b{}: b", "a\u2028{}: b", "\u0130 {}")


def spelled(chance: random.Random, word: str) -> str:
    return chance.choice((word, word.lower(), word.title(), word.swapcase(), f"{word}S", f" {word}", f"{word} "))


def line(chance: random.Random, messages: tuple[str, ...] = MESSAGES) -> str:
    """Compose a line from the parts of lines, half of them nearly as loggers print them."""
    if chance.random() < 0.5:
        level = chance.choice(("INFO ", "DEBUG", "TRACE", "INFO", "[INFO]", "| INFO |", "- a.b - INFO -", *WORDS))
        column = chance.choice((*COLUMNS, "[worker-1] c.e.V -", "[main] c.e.V -", "c.e.V -", ""))
        message = chance.choice(messages).format(spelled(chance, chance.choice((*FINDING_WORDS.split("|"), *STEMS))))
        return f"{chance.choice(TIMES[:7])} {level} {column} {message}\n"
    words = FINDING_WORDS.split("|")
    level = chance.choice(("INFO", "INFO", "DEBUG", "TRACE", *WORDS, "LOG", "FEHLER"))
    level = level if chance.random() < 0.7 else spelled(chance, level)
    if chance.random() < 0.3:
        level = chance.choice(("[{}]", "<{}>", "({})", "[{} ]", "{}:", "{}]", "[{}")).format(level)
    columns = [chance.choice(COLUMNS) for _ in range(chance.choice((0, 0, 1, 1, 2, 3)))]
    message = chance.choice(messages).format(spelled(chance, chance.choice((*words, *STEMS))))
    parts = [level, *columns] if chance.random() < 0.7 else chance.sample([level, *columns], len(columns) + 1)
    text = chance.choice(TIMES)
    for part in (*parts, message):
        text += chance.choice((" ", " ", " ", *SEPARATORS)) + part
    text = text.lstrip() if chance.random() < 0.5 else text
    return text.replace("\n", " ").replace("\r", " ") + "\n"


def routine(chance: random.Random) -> str:
    return ROUTINE.format(*(chance.randrange(10) for _ in range(5)))


@pytest.mark.parametrize("seed", range(-(-LINES // BATCH)))
def test_a_log_is_read_the_same_with_and_without_it(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's own
    lines = [line(chance) for _ in range(BATCH - 1)] + [line(chance, ENDING_IT)]
    between = [routine(chance) for _ in range(10_000)]
    places = sorted(chance.sample(range(len(between)), BATCH))
    for place, text in zip(reversed(places), lines, strict=True):
        between.insert(place, text)
    log = tmp_path / "log.txt"
    log.write_text("".join(between), encoding="utf-8", errors="replace")
    skipped: list[int] = []
    skip = Ledger.skip

    def count(tally: Ledger, number: int) -> None:
        skipped.append(number)
        skip(tally, number)

    monkeypatch.setattr(Ledger, "skip", count)

    with_it = read_log(log, location="log")
    taken = sum(skipped)
    without = read_log(log, location="log", takes_shortcut=False)

    assert log.stat().st_size > 1 << 20
    assert taken > len(between) / 4
    assert sum(skipped) == taken
    assert with_it == without


@pytest.mark.parametrize("seed", range(-(-LINES // BATCH)))
def test_a_line_that_it_passes_over_is_routine_to_the_parser(seed: int, tmp_path: Path) -> None:
    chance = random.Random(f"alone {seed}")  # noqa: S311 - a test's own
    run = LevelledText().routine_run
    assert run is not None
    passed = 0
    for _ in range(BATCH):
        text = line(chance, (*MESSAGES, *ENDING_IT))
        is_ended = has_line_separator(text) or BAD_MARK.search(text)
        obstacle = is_ended or "{" in text or has_stem(fold(text))
        match = None if obstacle else run.match(text)
        if match is None or match.end() < len(text):
            continue
        passed += 1
        log = tmp_path / "log.txt"
        log.write_text(text, encoding="utf-8")
        reading = read_log(log, location="log", format_name="text")
        assert (reading.entries, reading.statistics.unexplained_lines) == ((), 0), text
        assert reading.statistics.informational_lines == 1, text
    assert passed
