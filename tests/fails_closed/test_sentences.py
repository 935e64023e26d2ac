"""What importers print under an informational level when something went wrong is never green; other sentences are.

The sentences were written before the code that reads them: 150 of each kind, in English, German, French and Spanish.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.formats.parts.failures_in_prose import reports_failure
from pytest_contentjobs.joblog.formats.parts.totals import find_totals
from tests.joblog.reading import read

SENTENCES = Path(__file__).parent / "sentences"
FAILURES = (SENTENCES / "failures.txt").read_text(encoding="utf-8").splitlines()
ORDINARY = (SENTENCES / "ordinary.txt").read_text(encoding="utf-8").splitlines()
LAYOUTS = {
    "logger": "2026-03-01 10:00:09,123 INFO [main] c.e.V - {}",
    "columns": "[10:00:00][worker 2][INFO] {}",
    "level at the end": "10:00:00 {} INFO",
    "level in brackets at the end": "10:00:00 {} [INFO]",
    "bars": "10:00:00 | {} | INFO",
    "level first": "info: {}",
    "thread and level": "10:00:00 worker-2 INFO {}",
    "letter": "10:00:00 I {}",
    "notice": "2026-03-01T10:00:00Z notice {}",
    "syslog": "Mar  1 10:00:00 host importer[12]: {}",
}
GRAMMAR = [
    "Failed to import article 12",
    "article 12: not found",
    "Missing title in article 12",
    "expected 5 columns but got 4 in row 7",
    "Fehler beim Import von Artikel 12",
    "\u00c9chec de l'import de l'article 6",
    "Invalid date in article 12",
]
DECORATIONS = [
    *(
        "* ",
        "- ",
        "\u2192 ",
        "> ",
        "1. ",
        "a) ",
        "(2/9) ",
        "[article 12] ",
        "#12 ",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\u201c",
        "\u2019",
    ),
    *(
        "   ",
        "\t",
        "\u274c ",
        "\u26a0\ufe0f ",
        "\u2022 ",
        "\u2014 ",
        "=> ",
        "~ ",
        "+ ",
        "1) ",
        "[2/9] ",
        "2/9 ",
        "12: ",
        "12 - ",
        "12 ",
        "o ",
    ),
    *(
        "** ",
        "\u00a7 ",
        "KB-12 ",
        "KB-12: ",
        "article 12 - ",
        "50% ",
        "importer: ",
        "[importer] ",
        "c.e.V ",
        "id=12 ",
        "\u2717 ",
        "\u3000",
    ),
]


def write_wide(text: str) -> str:
    """Write a text in full-width letters."""
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalpha() else letter for letter in text)


@pytest.mark.grid
@pytest.mark.parametrize("sentence", FAILURES)
def test_a_failure_is_never_green(sentence: str, tmp_path: Path) -> None:
    routine = "".join(LAYOUTS["logger"].format(f"validated article {name}") + "\n" for name in "ABC")
    try:
        reading = read(tmp_path, f"{routine}{LAYOUTS['logger'].format(sentence)}\n{routine}".encode())
    except LogUnreadableError:
        return

    stated = reading.statistics.stated_errors or reading.statistics.stated_warnings
    assert reading.entries or reading.statistics.unexplained_lines or stated


def test_ordinary_sentences_are_green(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text("".join(LAYOUTS["logger"].format(each) + "\n" for each in ORDINARY), encoding="utf-8")
    result = CliRunner().invoke(main, ["report", f"--content-log={log}"])

    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("layout", LAYOUTS)
def test_decoration_hides_no_failure(layout: str) -> None:
    spellings = (
        *(f"{decoration}{sentence}" for decoration in DECORATIONS for sentence in GRAMMAR),
        *(sentence.replace(" ", blank) for blank in ("\u00a0", "  ", "\t") for sentence in GRAMMAR),
        *(f"{sentence[0]}\u200b{sentence[1:]}" for sentence in GRAMMAR),
        *(change(sentence) for change in (write_wide, str.upper) for sentence in GRAMMAR),
        *(unicodedata.normalize("NFD", sentence) for sentence in GRAMMAR),
    )

    lines = [LAYOUTS[layout].format(spelling) for spelling in spellings]
    # A number before what failed counts it.
    assert not [line for line in lines if not (reports_failure(line) or find_totals(line))]
