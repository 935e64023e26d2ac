"""A learned layout has a shortcut, too: with and without it, the log is read the same.

``SHORTCUT_LINES=1000000 pytest tests/joblog/test_learned_shortcut.py`` tries a million lines.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pytest_contentjobs.joblog.formats.parts.levels import FINDING_WORDS
from pytest_contentjobs.joblog.formats.parts.stems import STEMS
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.joblog.reader import read_log
from tests.joblog.test_learning import LAYOUTS
from tests.joblog.test_shortcut import COLUMNS, ENDING_IT, LINES, MESSAGES, spelled

BATCH = 2_000
#: Without the layouts whose routine lines another format reads.
LEARNED = [values for name, values in LAYOUTS.items() if name not in {"in the third column", "behind a file"}]


@pytest.mark.parametrize("seed", range(-(-LINES // BATCH)))
def test_a_learned_log_is_read_the_same_with_and_without_it(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's own
    layout, *levels, routine = LEARNED[seed % len(LEARNED)]
    words = (*FINDING_WORDS.split("|"), *STEMS)

    def strange() -> str:
        level = chance.choice((routine, routine, routine, *levels, "GRMPF", spelled(chance, routine)))
        column = chance.choice(("", "", *COLUMNS))
        message = chance.choice(MESSAGES).format(spelled(chance, chance.choice(words)))
        return layout.format(
            n=chance.randrange(60), level=level, text=f"{column} {message}".replace("\n", " ").replace("\r", " ")
        )

    lines = [
        # Long enough for several blocks of text.
        layout.format(
            n=number % 60, level=routine, text=f"article 'Billing/A {number}' processed, it is ok{' and read' * 10}"
        )
        for number in range(8_000)
    ]
    for place in sorted(chance.sample(range(500, len(lines)), BATCH - 1), reverse=True):
        lines.insert(place, strange())
    lines.append(layout.format(n=1, level=routine, text=chance.choice(ENDING_IT)))
    log = tmp_path / "log.txt"
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="replace")
    skipped: list[int] = []
    skip = Ledger.skip

    def count(ledger: Ledger, number: int) -> None:
        skipped.append(number)
        skip(ledger, number)

    monkeypatch.setattr(Ledger, "skip", count)

    with_it = read_log(log, location="log")
    taken = sum(skipped)
    without = read_log(log, location="log", takes_shortcut=False)

    assert with_it == without
    # In other layouts, strange lines may be learned first, or another format reads the log without a shortcut.
    assert taken > 0 or seed > 0
