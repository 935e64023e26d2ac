"""Where the level of a line stands is learned from the log itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.learning import learn_places
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY

#: A layout, and what stands for an error, a warning, and an informational line in it.
LAYOUTS = {
    "behind a container": (
        "web_1  | [2026-03-04T08:51:{n:02d},000][{level:<5}][kb.import] {text}",
        "ERROR",
        "WARN",
        "INFO",
    ),
    "behind a file": ("load:kb.sql:{n}: {level}:  {text}", "ERROR", "WARNING", "NOTICE"),
    "behind a rule": ("   [step] [KBX{n:03d}E][{level}] {text}", "ERROR", "WARN", "INFO"),
    "in German": ("04.03.2026 10:15:{n:02d} [{level}] {text}", "FEHLER", "WARNUNG", "INFO"),
    "in Japanese": ("2026/03/04 10:15:{n:02d} [{level}] {text}", "エラー", "警告", "情報"),
    "in Russian": ("{level}: {text}", "ОШИБКА", "ПРЕДУПРЕЖДЕНИЕ", "ИНФОРМАЦИЯ"),
    "as a mark": ("{level} {text}", "❌", "⚠️", "✅"),
    "as a compound": ("[2026-03-04 02:10:{n:02d}.112 GMT] {level} {text}", "DATAERROR", "DATAWARNING", "INFO"),
    "in the third column": (
        "{n} - kb-import - 2026-03-04 02:10:{n:02d} - {level} - {text}",
        "ERROR",
        "WARNING",
        "INFO",
    ),
    "before the time": ("worker-{n} {level} 10:15:{n:02d} {text}", "ERROR", "WARNING", "INFO"),
    "before the number of a process": (
        "load.c: [10:15:{n:02d}] {level}[21{n:02d}] {text}",
        "ERROR",
        "WARNING",
        "NOTICE",
    ),
    "before the name of a component": ("{level}(prcgen):W{n}: {text}", "ERROR", "WARNING", "INFO"),
    "in an element of HTML": ("[10:15:{n:02d}] - <b>{level}</b>: {text}", "ERROR", "WARNING", "INFO"),
    "behind brackets in brackets": ("[[kb].import {n}: [a].b] {level} {text}", "ERROR", "WARNING", "INFO"),
    "within brackets": ("[2026-03-04 02:10:{n:02d} {level} worker] {text}", "ERROR", "WARNING", "INFO"),
}


def write(path: Path, layout: str, levels: list[str]) -> Path:
    texts = (f"article 'Meters {number}': step {number}" for number in range(len(levels)))
    lines = [
        layout.format(n=number, level=level, text=text)
        for number, (level, text) in enumerate(zip(levels, texts, strict=True))
    ]
    log = path / "log.txt"
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return log


def read(path: Path, layout: str, levels: list[str]) -> LogReading:
    return read_log(write(path, layout, levels), location="log")


@pytest.mark.parametrize(("layout", "error", "warning", "routine"), LAYOUTS.values(), ids=LAYOUTS)
def test_levels_are_read_from_their_place(layout: str, error: str, warning: str, routine: str, tmp_path: Path) -> None:
    levels = [routine, routine, error, routine, warning, *[routine] * 12, error]

    reading = read(tmp_path, layout, levels)

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [
        (3, "error"),
        (5, "warning"),
        (18, "error"),
    ]
    assert reading.statistics.informational_lines == 15
    assert reading.statistics.unexplained_lines == 0


@pytest.mark.parametrize("layout", [LAYOUTS["behind a rule"][0], "[KBX{n:03d}E] | {level} | {text}"])
def test_a_rule_before_the_level_is_that_of_the_finding(layout: str, tmp_path: Path) -> None:
    (entry,) = read(tmp_path, layout, ["INFO", "INFO", "ERROR", "INFO"]).entries

    assert (entry.rule, entry.message) == ("KBX002E", "step 2")


@pytest.mark.parametrize(("layout", "error", "warning", "routine"), LAYOUTS.values(), ids=LAYOUTS)
def test_another_word_in_the_place_is_an_unknown_level(
    layout: str, error: str, warning: str, routine: str, tmp_path: Path
) -> None:
    unknown = {"エラー": "確認", "❌": "◆"}.get(error, "GRMPF" if error.isascii() else "ЖЖЖ")
    levels = [routine] * 20 + [unknown, warning, unknown]

    reading = read(tmp_path, layout, levels)

    assert [(lines.level, lines.lines, lines.sample.number) for lines in reading.statistics.unexplained] == [
        (unknown, 2, 21)
    ]
    assert [entry.log_line for entry in reading.entries] == [22]


@pytest.mark.parametrize(("layout", "error", "warning", "routine"), LAYOUTS.values(), ids=LAYOUTS)
def test_it_is_learned_from_lines_far_behind_the_start(
    layout: str, error: str, warning: str, routine: str, tmp_path: Path
) -> None:
    start = "2026-03-04 10:00:00,000 INFO [main] a.b.C - begins\n" * 600
    log = write(tmp_path, layout, [routine, error, routine, warning, routine])
    log.write_text(start + log.read_text("utf-8"), encoding="utf-8")

    reading = read_log(log, location="log")

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(602, "error"), (604, "warning")]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["Error while article A was read", "Processing article B", "Note that C is new"], id="first words of prose"
        ),
        pytest.param(
            ["article 10 has no title", "article 20 has no body", "article 30 is empty"], id="numbers of a scale"
        ),
        pytest.param(["I have read it", "A was read", "E is next"], id="letters of prose"),
        pytest.param(["COPY 10", "COPY 20", "INSERT 30"], id="counts"),
        pytest.param(["the INFO page is read", "an ERROR page is read", "the page is read"], id="words within prose"),
    ],
)
def test_words_of_prose_are_not_levels(lines: list[str]) -> None:
    assert learn_places(lines * 5, VOCABULARY) == ()


def test_the_place_with_most_lines_is_first_and_says_what_it_saw() -> None:
    lines = ["a | [INFO] x"] * 5 + ["a | [ERROR] y"] + ["2026-03-04 10:00:00 - b - WARN - z"] * 3

    first, second = learn_places(lines, VOCABULARY)

    assert (first.lines, dict(first.values)) == (6, {"INFO": 5, "ERROR": 1})
    assert (second.lines, dict(second.values)) == (3, {"WARN": 3})


@pytest.mark.parametrize(
    ("layout", "error", "warning", "routine"),
    [
        pytest.param("Importing node {n} '{text}'          [{level}]", "error", "warning", "ok", id="in brackets at the end"),
        pytest.param("{text} .......... {level}", "FAILED", "WARNING", "PASSED", id="behind dots"),
        pytest.param("[2026-03-02T06:10:{n:02d}+00:00] batch.{level}: {text}", "ERROR", "WARNING", "INFO", id="in a word"),
        pytest.param("[31:31:0302/0610{n:02d}.104:{level}:import.cc({n})] {text}", "ERROR", "WARNING", "INFO", id="in brackets"),
        pytest.param("260302 0610{n:02d} 27 {level} a.B$C: {text}", "ERROR", "WARN", "INFO", id="behind numbers"),
        pytest.param("(#|x{n}|{level}|46|KB_1|help|{text}|#)", "ERROR", "WARN", "INFO", id="between bars"),
        pytest.param("[3/2/26 6:10:{n:02d}:123 UTC] 0000002a Check  {level} {text}", "E", "W", "I", id="a letter behind a time"),
        pytest.param("{level}: file:///kb/a.kts:{n}:9 {text}", "e", "w", "i", id="a small letter"),
        pytest.param("{level}, 2026-03-04 10:15:{n:02d}  CBS  {text}", "Error", "Warning", "Info", id="a comma and a time"),
        pytest.param("{level} [2026-03-04 10:15:{n:02d}]: {text}", "error", "warn", "info", id="a time in brackets"),
        pytest.param("stdout {level} F a{n}.go:{n} 2026-03-04T10:15:{n:02d}Z {text}", "ERROR", "WARN", "INFO", id="a later time"),
    ],
)  # fmt: skip
def test_levels_in_strange_places_are_read(layout: str, error: str, warning: str, routine: str, tmp_path: Path) -> None:
    levels = [routine, error, *[routine] * 6, warning, routine]

    reading = read(tmp_path, layout, levels)

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(2, "error"), (9, "warning")]


def test_the_worst_of_two_levels_in_a_line_counts(tmp_path: Path) -> None:
    layout = "INFO   | jvm 1    | main    | 2026/03/02 06:10:{n:02d} | {level:<5} [main] [Import] {text}"

    reading = read(tmp_path, layout, ["INFO", "ERROR", "INFO", "WARN", "INFO", "INFO"])

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(2, "error"), (4, "warning")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ERROR: no title", id="its own level"),
        pytest.param("article 'X' FAILED", id="an outcome"),
        pytest.param("\u274c no title", id="a mark"),
        pytest.param("FEHLER: kein Titel", id="another language"),
    ],
)
@pytest.mark.parametrize(
    "layout", ["[17724318{n:02d}] CHECK: portal;{text};{level};HARD", "{text}     [{level}]", "{text} ...... {level}"]
)
def test_a_message_before_an_informational_level_is_searched_for_a_finding(
    layout: str, text: str, tmp_path: Path
) -> None:
    log = write(tmp_path, layout, ["OK"] * 30)
    strange = layout.format(n=5, level="OK", text=text)
    log.write_text(f"{log.read_text('utf-8')}{strange}\n", encoding="utf-8")

    reading = read_log(log, location="log")

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(31, "error")]


def test_an_object_before_an_informational_level_is_searched_for_a_finding(tmp_path: Path) -> None:
    log = write(tmp_path, "{text}     [{level}]", ["ok"] * 30)
    log.write_text(log.read_text("utf-8") + '{"success": false, "error": "no title"}     [ok]\n', encoding="utf-8")

    reading = read_log(log, location="log")

    assert [entry.log_line for entry in reading.entries] == [31]


@pytest.mark.parametrize(
    "line",
    [
        "2024-03-01 10:00:00.123 GMT-0400 <@> ERROR <@> [32:Thread-6] <@> 42 <@> com.x.Y <@> ART-104 article 'A': empty",
        "time=2024-03-01T10:00:00Z level=ERROR msg=\"ART-104 article 'A': empty\"",
    ],
    ids=["joined fields", "named fields"],
)
def test_lines_of_fields_beside_other_text_keep_rule_and_item(line: str, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text(f"2026-11-23 10:00:00,000 INFO  [main] a.b - started\n{line}\n", encoding="utf-8")

    (entry,) = read_log(log, location="log").entries

    assert (entry.rule, entry.entity and entry.entity.name, entry.message) == ("ART-104", "A", "empty")


def test_a_time_is_not_taken_for_a_place_in_a_file(tmp_path: Path) -> None:
    layout, error, _, routine = LAYOUTS["in German"]

    reading = read(tmp_path, layout, [routine, error, routine])

    assert [(entry.file, entry.line) for entry in reading.entries] == [(None, None)]
    assert reading.statistics.format == "learned"
