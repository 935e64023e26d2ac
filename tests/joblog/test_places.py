"""The place of a level: what stands before and behind it, as regular expressions."""

from __future__ import annotations

import re

import pytest

from pytest_contentjobs.joblog.places import LevelPlace, PlaceKey, make_place, split_columns
from pytest_contentjobs.joblog.tokens import find_style, fold, read_tokens


@pytest.mark.parametrize(
    ("word", "style"),
    [
        ("ERROR", "capitals"),
        ("ERR_1", "capitals"),
        ("error", "lower"),
        ("err_1", "lower"),
        ("Error", "title"),
        ("E", "letter"),
        ("e", "small letter"),
        ("É", "capitals"),
        ("é", "lower"),
        ("3", "number"),
        ("12", "number"),
        ("1.2", "other"),
        ("--", "other"),
        ("\u274c", "mark"),
        ("エラー", "script"),
        ("오", "script"),
        ("eRROR", "other"),
        ("エラーE", "title"),
        ("エラーe", "other"),
    ],
)
def test_how_a_word_is_written(word: str, style: str) -> None:
    assert find_style(word) == style


def test_what_stands_before_a_level_is_split_at_signs() -> None:
    assert split_columns("a b | c;d\t[e] f: g <h> i:j") == ["a b", "c", "d", "[e]", "f:", "g <h>", "i:j"]


def make(after: str, *before: str, style: str = "capitals") -> LevelPlace | None:
    """Make the place of a level behind these examples, which have equal kinds of columns."""
    examples = [fold(list(read_tokens(text))) for text in before]
    return make_place(PlaceKey(tuple(column.kind for column in examples[0]), after, style), examples)


def read(place: LevelPlace | None, line: str) -> dict[str, str | None] | None:
    assert place is not None
    match = place.find_level(line)
    return match and match.groupdict()


@pytest.mark.parametrize(
    ("after", "before", "line", "groups"),
    [
        pytest.param("blank", "10:15:00", "10:16:00 WARN x", {"timestamp": "10:16:00", "level": "WARN"}, id="a time"),
        pytest.param(
            "]", "[2026-03-04 10:15:00] [", "[2026-03-05 10:15:00] [WARN] x",
            {"timestamp": "2026-03-05 10:15:00", "level": "WARN"}, id="a time in brackets",
        ),
        pytest.param(
            "blank", "10:15:00 11:15:00", "10:16:00 10:17:00 WARN x",
            {"timestamp": "10:16:00", "level": "WARN"}, id="the first of two times",
        ),
        pytest.param(
            ":", "[KBX1]", "[KBX-200E] WARN: x", {"rule": "KBX-200E", "level": "WARN"}, id="a rule",
        ),
        pytest.param(
            ":", "[KBX1] [KBX2]", "[ART-1] [ART-2] WARN: x", {"rule": "ART-1", "level": "WARN"}, id="the first of two rules",
        ),
        pytest.param("|", "'A b' |", '"c d" | WARN | x', {"level": "WARN"}, id="a quoted text"),
        pytest.param("|", "12 |", "1,300 | WARN | x", {"level": "WARN"}, id="a number"),
        pytest.param("-", "kb | a -", "kb | b.c - WARN - x", {"level": "WARN"}, id="a dash"),
        pytest.param("tab", "10:15:00", "10:16:00\tWARN\tx", {"timestamp": "10:16:00", "level": "WARN"}, id="a tab"),
        pytest.param("end", "a |", "b | WARN  ", {"level": "WARN"}, id="the end"),
        pytest.param("in[", "a | [", "b | [WARN/x] y", {"level": "WARN"}, id="an open bracket"),
    ],
)  # fmt: skip
def test_a_place_finds_the_level_of_another_line(
    after: str, before: str, line: str, groups: dict[str, str | None]
) -> None:
    assert read(make(after, before), line) == groups


@pytest.mark.parametrize(
    ("after", "before", "line"),
    [
        pytest.param("blank", "10:15:00", "x WARN y", id="no time"),
        pytest.param("blank", "10:15:00", "10:16:00 WARN: y", id="a sign instead of a blank"),
        pytest.param("blank", "10:15:00", "10:16:00 Warn y", id="another style"),
        pytest.param("]", "[x] [", "[y] [WARN y", id="no closing bracket"),
        pytest.param("tab", "10:15:00", "10:16:00 WARN y", id="a blank instead of a tab"),
        pytest.param("end", "a |", "b | WARN x", id="more behind the end"),
        pytest.param("in[", "a | [", "b | [WARN] y", id="nothing else in the bracket"),
        pytest.param("-", "kb | a -", "kb | b - WARN -x", id="a dash that begins a word"),
    ],
)
def test_a_place_does_not_find_what_stands_elsewhere(after: str, before: str, line: str) -> None:
    assert read(make(after, before), line) is None


def test_words_without_signs_are_a_place_only_if_all_lines_share_them() -> None:
    same = make(":", "step", "step")

    assert read(same, "step WARN: x") == {"level": "WARN"}
    assert read(same, "stop WARN: x") is None
    assert make(":", "step", "stop") is None


def test_one_word_may_be_any_behind_a_sign() -> None:
    assert read(make("|", "a |", "b |"), "c | WARN | x") == {"level": "WARN"}


@pytest.mark.parametrize(
    ("after", "style", "is_weak"),
    [("blank", "lower", True), ("end", "title", True), ("blank", "capitals", False), (":", "lower", False)],
)
def test_a_place_is_weak_if_a_word_of_prose_may_stand_there(after: str, style: str, is_weak: bool) -> None:
    place = make(after, "10:15:00", style=style)

    assert place is not None
    assert place.is_weak is is_weak


@pytest.mark.parametrize(
    ("after", "before", "follows"),
    [
        pytest.param("blank", "10:15:00 main", True, id="a word"),
        pytest.param("blank", "10:15:00 worker-1", False, id="a name with signs"),
        pytest.param("blank", "10:15:00 worker-1 | main", True, id="a word behind a name with signs"),
        pytest.param(":", "10:15:00 main", False, id="a sign behind the level"),
        pytest.param("blank", "10:15:00 main |", False, id="a sign before it"),
    ],
)
def test_a_word_directly_before_a_level_is_noted(after: str, before: str, follows: bool) -> None:
    place = make(after, before)

    assert place is not None
    assert place.follows_word is follows


def test_words_before_a_level_may_be_the_message() -> None:
    two, three = make("|", "10:15:00 a 'b' |"), make("|", "10:15:00 a 'b' c |")

    assert two is not None
    assert three is not None
    assert (two.has_message, three.has_message) == (False, True)


@pytest.mark.parametrize(
    ("after", "line", "message"),
    [
        pytest.param("end", "article A is read       WARN", "article A is read", id="blanks"),
        pytest.param("end", "article A ...... WARN", "article A", id="dots"),
        pytest.param("[", "article A [WARN]", "article A", id="brackets"),
        pytest.param("(", "article A (WARN)", "article A", id="parentheses"),
    ],
)
def test_a_level_may_end_its_line(after: str, line: str, message: str) -> None:
    place = make_place(PlaceKey(("message",), after, "capitals"), [])

    assert place is not None
    assert place.has_message
    found = read(place, line)
    assert found is not None
    assert (found["level"], found["message"]) == ("WARN", message)


@pytest.mark.parametrize("line", ["article A <WARN>", "article A [WARN]", "article A WARN", "article A    warn"])
def test_a_level_at_the_end_stands_apart_and_in_the_same_brackets(line: str) -> None:
    assert read(make_place(PlaceKey(("message",), "end", "capitals"), []), line) is None


@pytest.mark.parametrize("line", ["article A       \u274c", "article A .... \u26a0\ufe0f"])
def test_a_mark_may_end_its_line(line: str) -> None:
    found = read(make_place(PlaceKey(("message",), "end", "mark"), []), line)

    assert found is not None
    assert (found["message"], found["level"]) == ("article A", line.rsplit(" ", maxsplit=1)[-1][0])


@pytest.mark.parametrize(
    ("after", "before", "line", "severity"),
    [
        pytest.param("|", "10:15:00 main |", "10:16:00 worker | WARN | x", "WARN", id="a time and a word"),
        pytest.param("|", "2026-03-04 10:15:00 |", "2026-03-04 10:15:00 | WARN | x", "WARN", id="a date"),
        pytest.param("]", "12 'a b' [c] [", "13 'd e' [f] [WARN] x", "WARN", id="a number, a text and brackets"),
        pytest.param("-", "a | b -", "a | b - WARN - x", "WARN", id="dashes"),
        pytest.param("tab", "10:15:00", "10:15:00\tWARN\tx", "WARN", id="a tab"),
        pytest.param("in[", "a | [", "b | [WARN /y] x", "WARN", id="an open bracket"),
        pytest.param("blank", "10:15:00", "10:15:00 WARN x", "WARN", id="a blank"),
    ],
)
def test_a_pattern_for_people_finds_the_same(after: str, before: str, line: str, severity: str) -> None:
    place = make(after, before)

    assert place is not None
    match = re.match(place.pin, line)
    assert match is not None
    assert match["severity"] == severity
    assert match["message"].strip().endswith("x")


def test_a_pattern_for_people_ends_with_a_level_that_ends_the_line() -> None:
    place = make("end", "a |")

    assert place is not None
    assert re.match(place.pin, "b | WARN x") is None


def test_a_pattern_for_people_names_the_rule() -> None:
    place = make(":", "[KBX1]")

    assert place is not None
    match = re.match(place.pin, "[KBX200] WARN: x")
    assert match is not None
    assert match["rule"] == "KBX200"


@pytest.mark.parametrize(
    ("before", "routine", "doubtful"),
    [
        pytest.param("a |", "worker-1 |", "⚠️ |", id="a word"),
        pytest.param("a | b |", "a | c.d |", "a | FAILED |", id="a level among the words"),
        pytest.param("'a' |", "'c d' |", "'é' |", id="a quoted text"),
        pytest.param("[a] |", "[c d] |", "[❌] |", id="brackets"),
        pytest.param("[a] |", "[c d] |", "[ERROR] |", id="a level in brackets"),
    ],
)
def test_no_line_is_skipped_whose_columns_begin_with_a_level_or_have_other_than_ascii_characters(
    before: str, routine: str, doubtful: str
) -> None:
    place = make("|", before)

    assert place is not None
    assert place.routine_prefix is not None
    assert re.fullmatch(place.routine_prefix, routine)
    assert re.fullmatch(place.prefix, doubtful)
    assert not re.fullmatch(place.routine_prefix, doubtful)


@pytest.mark.parametrize(
    ("after", "style", "is_weak"), [("end", "lower", True), ("end", "capitals", False), ("[", "lower", False)]
)
def test_a_level_at_the_end_is_weak_if_it_may_be_a_word_of_prose(after: str, style: str, is_weak: bool) -> None:
    place = make_place(PlaceKey(("message",), after, style), [])

    assert place is not None
    assert place.is_weak is is_weak
