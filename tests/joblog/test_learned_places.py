"""How much evidence makes a place of levels, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UnknownLevel
from pytest_contentjobs.joblog.formats.learned import LearnedText
from pytest_contentjobs.joblog.learning import learn_places
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity
from tests.joblog.reading import read


def lines(layout: str, levels: Sequence[str]) -> list[str]:
    return [layout.format(n=number, level=level) for number, level in enumerate(levels, 10)]


def learned(layout: str, levels: Sequence[str], *others: str) -> list[dict[str, int]]:
    """Return the levels of each place that is learned."""
    places = learn_places([*lines(layout, levels), *others], VOCABULARY)
    return [dict(place.values) for place in places]


@pytest.mark.parametrize(
    ("layout", "levels"),
    [
        pytest.param("10:15:{n}\t{level}\tx", ["INFO", "INFO", "ERROR"], id="a tab"),
        pytest.param("step | a{n} | {level}", ["INFO", "INFO", "ERROR"], id="the end"),
        pytest.param("{level}: x", ["i", "i", "e"], id="small letters"),
        pytest.param("10:15:{n} {level} x", ["I", "I", "E"], id="letters behind a time"),
        pytest.param("{level} x{n}", ["✅", "✅", "⚠"], id="marks"),
        pytest.param("{level} x{n}", ["\u2139", "✔", "\u2139", "✖"], id="marks, of which one is a letter"),
        pytest.param("app{n}.{level}: x", ["INFO", "INFO", "ERROR"], id="the end of a word"),
        pytest.param("{n};a;{level};x", ["OK", "OK", "ERROR"], id="semicolons"),
        pytest.param("a{n} | b - {level} - x", ["INFO", "INFO", "ERROR"], id="dashes"),
        pytest.param("[10:15:{n} {level} main] x", ["INFO", "INFO", "ERROR"], id="an open bracket"),
        pytest.param("[10:15:{n} | {level} | main] x", ["INFO", "INFO", "ERROR"], id="bars in a bracket"),
        pytest.param("{n} | {level} | x", ["ERROR", "ERROR", "ERROR"], id="errors alone, between signs"),
        pytest.param("{level} x{n}", ["✅"] * 6 + ["◆"] * 4, id="marks, some of which are unknown"),
        pytest.param("10:15:{n} {level} -x", ["info", "info", "error"], id="a dash that begins the message"),
        pytest.param("{level}:a.b:{n} x", ["INFO", "INFO", "ERROR"], id="the first of words that colons join"),
        pytest.param("{level} x{n}", ["error", "warning", "error"], id="two bad levels that begin lines"),
        pytest.param("{level}: x{n}", ["ERROR", "WARNING", "ERROR"], id="two bad levels before a colon"),
        pytest.param("10:15:{n} {level} x", [*"IEWIEI", *"QQ"], id="letters of three levels, a fourth of them unknown"),
    ],
)
def test_a_place_is_learned(layout: str, levels: list[str]) -> None:
    assert learned(layout, levels) == [{level: levels.count(level) for level in levels}]


@pytest.mark.parametrize(
    ("layout", "levels"),
    [
        pytest.param("{level}: x{n}", ["i", "i", "i"], id="one small letter"),
        pytest.param("10:15:{n} {level} x", ["i", "i", "e"], id="small letters without a sign"),
        pytest.param("x{n} {level} y", ["I", "I", "E"], id="letters without a time"),
        pytest.param("'{level}' | x{n}", ["INFO", "INFO", "ERROR"], id="quoted"),
        pytest.param("{n} {level} x", ["ERROR", "ERROR", "ERROR"], id="errors alone, without signs"),
        pytest.param("{n} | {level} | x", ["INFO"], id="one line"),
        pytest.param("{n} | INFO{level}" + "O" * 30 + " | x", ["", "", ""], id="too many letters"),
        pytest.param("10:15:{n} {level}x", ["INFO", "INFO", "ERROR"], id="a part of a word"),
        pytest.param("[10:15:{n} {level}x main] y", ["INFO", "INFO", "ERROR"], id="a part of a word in a bracket"),
        pytest.param("10:15:{n} {level}-x", ["info", "info", "error"], id="a part of a word before a dash"),
        pytest.param("article {n} is read      {level}", ["I", "I", "E"], id="letters at the end"),
        pytest.param("{level} x{n}", ["info", "error"], id="two lines of words that begin them"),
        pytest.param("{level}: x{n}", ["ERROR", "ERROR", "ERROR"], id="one bad level before a colon"),
        pytest.param("10:15:{n} {level} x", [*"IEIIEI", *"QQ"], id="letters of two levels, a fourth of them unknown"),
        pytest.param("[10:15:{n} {level} main x", ["INFO", "INFO", "ERROR"], id="a bracket that nothing closes"),
        pytest.param("[10:15:{n} {level},main] x", ["INFO", "INFO", "ERROR"], id="a comma in a bracket"),
        pytest.param("{level} x{n}", ["✅"] * 5 + ["◆"] * 5, id="marks, half of which are unknown"),
        pytest.param("10:15:{n} a | b {level} x", ["info"] * 6 + ["grmpf"] * 4, id="a weak place behind a sign"),
        pytest.param("10:15:{n} {level} x", ["info"] * 8 + ["grmpf"] * 2, id="words, a fifth of which are unknown"),
    ],
)
def test_a_place_is_not_learned(layout: str, levels: list[str]) -> None:
    assert learned(layout, levels) == []


@pytest.mark.parametrize(
    ("layout", "known", "unknown"),
    [
        pytest.param("{n} | {level} | x", ["INFO"] * 6, ["GRMPF"] * 4, id="signs"),
        pytest.param("10:15:{n} {level} x", ["info"] * 9, ["grmpf"], id="no signs"),
        pytest.param("10:15:{n} {level} x", ["I", "E", "W"], ["Q"], id="three letters"),
        pytest.param("10:15:{n} {level} x", ["I"] * 5 + ["E"] * 4, ["Q"], id="two letters"),
        pytest.param("{n} | {level} | x", ["INFO"] * 20, ["AAA", "BBB"], id="two unknown ones"),
    ],
)
def test_so_many_of_the_levels_in_a_place_are_known(layout: str, known: list[str], unknown: list[str]) -> None:
    few, many = learned(layout, [*known, *unknown]), learned(layout, [*known, *unknown, *unknown[:1] * len(known)])

    assert [sum(values.values()) for values in few][:1] in ([len(known) + len(unknown)], [len(known)])
    assert many == []


def test_a_place_of_few_lines_is_found_among_places_of_words_in_prose() -> None:
    columns = [f"{sign} {'k' * width}" for sign in ("[a]", "(b)", "<c>", "12", "d |") for width in range(1, 10)]
    prose = [f"{' '.join(columns[: number % 4])} {column} Read all of it" for number, column in enumerate(columns * 3)]

    assert learned("{n} | {level} | x", ["INFO", "INFO", "ERROR"], *prose) == [{"INFO": 2, "ERROR": 1}]


def test_many_different_words_in_a_place_are_no_levels() -> None:
    assert len(learned("{n} | {level} | x", ["INFO"] * 20 + ["AAA", "BBB"])) == 1
    assert learned("{n} | {level} | x", ["INFO"] * 20 + ["AAA", "BBB", "CCC"]) == []


def test_a_tenth_of_the_levels_may_be_unknown_words() -> None:
    words = ["".join(letters) for letters in product("KQZ", repeat=4)]
    known = ["INFO", "ERROR"]

    assert len(learned("{n} | {level} | x", [*known * 20, *words[:4]])[0]) == 6
    assert learned("{n} | {level} | x", [*known * 20, *words[:5]]) == []
    # So many are kept.
    assert [len(values) for values in learned("{n} | {level} | x", [*known * 250, *words[:45]])] == [40]


def test_a_variant_of_a_place_needs_no_further_evidence() -> None:
    places = learned("K{n} x - {level} 1 y", ["INFO", "INFO", "ERROR"], "K14 x APPSEV FATAL 1 y", "K15 x y z FATAL 1 y")

    assert places == [{"INFO": 2, "ERROR": 1}, {"FATAL": 1}]


def test_the_column_in_which_a_variant_differs_is_constant_and_the_others_are_free() -> None:
    layout, levels = "K{n}:J{n} - {level} y x", ["INFO", "INFO", "ERROR"]

    assert learned(layout, levels, "K7:J1 APPSEV FATAL y x", "K8:J2 APPSEV SEVERE y x") == [
        {"INFO": 2, "ERROR": 1},
        {"FATAL": 1, "SEVERE": 1},
    ]
    assert learned(layout, levels, "K7:J1 this FATAL y x", "K8:J2 that SEVERE y x") == [{"INFO": 2, "ERROR": 1}]


def test_a_semicolon_may_end_the_first_of_several_columns() -> None:
    layout = "[17724{n}] SERVICE ALERT: {level};1;HARD;portal;x"

    assert learned(layout, ["OK", "WARNING", "OK", "CRITICAL"]) == [{"OK": 2, "WARNING": 1, "CRITICAL": 1}]


def test_a_variant_of_a_place_does_not_make_a_line_informational() -> None:
    assert learned("K{n} x - {level} 1 y", ["INFO", "INFO", "ERROR"], "K14 x APP INFO 1 y") == [{"INFO": 2, "ERROR": 1}]


def test_the_total_of_one_line_is_no_level() -> None:
    assert learned(
        "10:15:{n} [a]: {level}: x", ["info", "info", "error"], "10:15:20 [a]: 12 articles, 0 errors in b"
    ) == [{"info": 2, "error": 1}]


def test_most_lines_end_with_the_level_of_a_place_at_their_end() -> None:
    layout, levels = "article {n} is read      {level}", ["ok"] * 7 + ["error"] * 3
    others = [f"x{number}" for number in range(11)]

    assert learned(layout, levels, *others[:10]) == [{"ok": 7, "error": 3}]
    assert learned(layout, levels, *others) == []


def test_a_mark_may_end_the_lines() -> None:
    assert learned("article {n} is read      {level}", ["✅", "✅", "❌"]) == [{"✅": 2, "❌": 1}]


def test_what_all_lines_have_before_their_level_says_nothing_about_one_of_them() -> None:
    layout = "kb error | a{n} | {level} | x"

    (many,) = learn_places(lines(layout, ["INFO"] * 5), VOCABULARY)
    (few,) = learn_places(lines(layout, ["INFO"] * 4), VOCABULARY)

    assert "kb error" in many.labels
    assert not {"a10", "a11"} & many.labels
    assert few.labels == frozenset()


def test_further_levels_of_the_same_lines_are_found() -> None:
    (place,) = learn_places(lines("INFO | a{n} | {level} | x", ["INFO", "ERROR"] * 3), VOCABULARY)

    assert dict(place.values) == {"INFO": 6}
    assert [dict(inner.values) for inner in place.inner] == [{"INFO": 3, "ERROR": 3}]


@pytest.mark.parametrize(
    ("layout", "line"),
    [
        pytest.param("10:15:{n}\t{level}\tx", "10:15:10 WARN x", id="a tab"),
        pytest.param("step | a{n} | {level}", "step | b | WARN x", id="the end"),
        pytest.param("{n} | {level} | x", "12 | WARN x", id="a bar"),
    ],
)
def test_a_place_needs_what_follows_its_levels(layout: str, line: str) -> None:
    (place,) = learn_places(lines(layout, ["INFO", "INFO", "ERROR"]), VOCABULARY)

    assert place.find_level(layout.format(n=10, level="WARN"))
    assert not place.find_level(line)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("INFO | b | INFO | x", INFORMATIONAL),
        ("INFO | b | ERROR | x", [(Severity.ERROR, "x")]),
        ("INFO | b | WARN |", [(Severity.WARNING, "INFO | b | WARN |")]),
        ("ERROR | b | INFO | x", [(Severity.ERROR, "x")]),
        ("WARN | b | ERROR | x", [(Severity.ERROR, "x")]),
    ],
)
def test_the_worse_of_two_levels_is_that_of_the_line(line: str, found: object) -> None:
    text = LearnedText(learn_places(lines("INFO | a{n} | {level} | x", ["INFO", "ERROR"] * 3), VOCABULARY), VOCABULARY)

    entries = text.parser().parse(line)

    assert entries is not None
    assert (entries if entries is INFORMATIONAL else [(entry.severity, entry.message) for entry in entries]) == found


@pytest.mark.parametrize("line", ["HM | b | INFO | x", "INFO | b | HM | x"])
def test_an_unknown_one_of_two_levels_is_named(line: str) -> None:
    text = LearnedText(learn_places(lines("INFO | a{n} | {level} | x", ["INFO", "ERROR"] * 3), VOCABULARY), VOCABULARY)

    entries = text.parser().parse(line)

    assert isinstance(entries, UnknownLevel)
    assert entries.word == "HM"


def test_a_run_of_routine_lines_ends_before_any_other_line() -> None:
    text = LearnedText(
        learn_places(lines("a{n} | {level} | x", ["INFO", "DEBUG", "ERROR"] * 3), VOCABULARY), VOCABULARY
    )
    routine = "a1 | INFO | all is read\na2 | DEBUG | all is read\n"

    assert text.routine_run is not None
    for other in ("a3 | ERROR | x\n", "a3 | HM | x\n", "a3 | INFOS | x\n", "a3 | INFO: x\n"):
        match = text.routine_run.match(routine + other)
        assert match is not None
        assert match[0] == routine


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("total | failed | rows/s | batches", id="the names of columns above each row"),
        pytest.param("Seen: {n}  Left out: 1  Warnings: 3", id="a total at the end"),
        pytest.param("Rows: {n}, Errors: {n} %", id="a share"),
    ],
)
def test_the_names_of_numbers_are_no_levels(header: str) -> None:
    assert learned(header, [""] * 6, "11 | 2 | 3 | 4") == []


@pytest.mark.parametrize(
    ("levels", "is_learned"), [(["30", "30", "40"], True), (["30", "30", "30"], False), (["30", "30", "50"], False)]
)
def test_declared_numbers_are_levels_where_several_of_them_stand(levels: list[str], is_learned: bool) -> None:
    vocabulary = VOCABULARY.with_declared({"30": Severity.INFO, "40": Severity.ERROR})

    assert bool(learn_places(lines("[{level}] x{n}", levels), vocabulary)) is is_learned
    assert not learn_places(lines("{level} x{n}", levels), vocabulary)


def test_the_message_stands_before_a_level_at_the_end() -> None:
    places = learn_places(lines("article {n} is read      {level}", ["ok", "ok", "error"]), VOCABULARY)

    entries = LearnedText(places, VOCABULARY).parser().parse("article 12 is read      error")

    assert entries is not None
    assert [(entry.severity, entry.message) for entry in entries] == [(Severity.ERROR, "article 12 is read")]


def test_one_line_that_may_be_a_sentence_is_not_enough() -> None:
    assert learned("10:00:{n} {level} page has no title", ["Info"]) == []
    assert learned("10:00:{n} {level} page has no title", ["Info", "Error"]) == [{"Info": 1, "Error": 1}]
    assert learned("10:00:{n} {level} page has no title", ["ERROR"]) == [{"ERROR": 1}]


def test_what_a_line_with_an_informational_mark_says_still_counts(tmp_path: Path) -> None:
    """The mark calls a line routine, as INFO does, and nothing else."""
    log = "\u2139 Building\n\u2139 ERROR: no title\n\u2139\ufe0f done\n"

    reading = read(tmp_path, log.encode())

    assert [entry.log_line for entry in reading.entries] == [2]
    assert reading.statistics.unexplained_lines == 0


@pytest.mark.parametrize(
    ("message", "is_harmless"),
    [
        ("article A", True),
        ("article A, but its picture is missing", False),
        ("article A without folder: no title", False),
        ("7 of 9 articles", False),
    ],
)
def test_what_was_done_stands_for_an_informational_level_unless_the_rest_doubts_it(
    message: str, is_harmless: bool, tmp_path: Path
) -> None:
    log = ["[ERROR] article B: no body", "[WARNING] article C: no teaser", *[f"[CREATED] {message}"] * 4]

    reading = read(tmp_path, "\n".join(log).encode())

    assert [(entry.log_line, entry.severity) for entry in reading.entries] == [(1, "error"), (2, "warning")]
    assert reading.statistics.unexplained_lines == (0 if is_harmless else 4)


def test_counts_with_a_word_behind_their_number_are_no_levels() -> None:
    log = [f"2026-03-02 06:10:0{n} [import-{n}] 第 {n} 批:100 条,成功 100 条" for n in range(5)]
    assert learn_places([*log, "2026-03-02 06:10:09 [import-9] 导入完成,共 500 条,失败 3 条"], VOCABULARY) == ()
