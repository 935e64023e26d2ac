"""Lines are split into columns: times, words, numbers, signs, and what brackets or quotes surround."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.tokens import FIRST_TOKENS, Column, fold, read_tokens


def show(columns: list[Column]) -> list[tuple[str, str]]:
    return [(column.kind, column.text) for column in columns]


def test_a_line_is_split_into_its_first_columns() -> None:
    line = "2026-03-04 10:15:00 kb.import | 12 - 'A b' [main]: [x"

    assert show(list(read_tokens(line))) == [
        ("time", "2026-03-04 10:15:00"),
        ("word", "kb.import"),
        ("|", "|"),
        ("number", "12"),
        ("-", "-"),
        ("quoted", "'A b'"),
        ("[", "["),
        ("word", "main"),
        ("]", "]"),
        (":", ":"),
        ("[", "["),
        ("word", "x"),
    ]


def test_each_column_says_where_it_ends() -> None:
    line = "a  [bc]  | d"

    assert [(column.text, line[: column.end]) for column in read_tokens(line)] == [
        ("a", "a"),
        ("[", "a  ["),
        ("bc", "a  [bc"),
        ("]", "a  [bc]"),
        ("|", "a  [bc]  |"),
        ("d", "a  [bc]  | d"),
    ]


def test_a_character_that_begins_nothing_is_a_column_of_its_own() -> None:
    assert show(list(read_tokens('} "open'))) == [("other", "}"), ("other", '"'), ("word", "open")]


def test_only_the_first_columns_are_read() -> None:
    assert len(list(read_tokens("a " * 100))) == FIRST_TOKENS


def test_what_brackets_surround_is_not_counted() -> None:
    assert [column.text for column in read_tokens(f"[{'a ' * 20}] b c")][-2:] == ["b", "c"]
    assert len(list(read_tokens("[" + "a " * 100))) == 3 * FIRST_TOKENS
    assert len(list(read_tokens("[a] " + "b " * 100))) == FIRST_TOKENS + 2


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        pytest.param("a b", [("word", "a"), ("word", "b")], id="none"),
        pytest.param("[a b] c", [("[group", "a b"), ("word", "c")], id="a pair"),
        pytest.param("x [] y", [("word", "x"), ("[group", ""), ("word", "y")], id="an empty pair"),
        pytest.param("<10:15:00 x>", [("<group of time", "10:15:00 x")], id="a time first"),
        pytest.param("(x 10:15:00)", [("(group", "x 10:15:00")], id="a time later"),
        pytest.param("[a (b) c] d", [("[group", "a b c"), ("word", "d")], id="a pair within another"),
        pytest.param("[a (b)", [("[", "["), ("word", "a"), ("(group", "b")], id="a pair that is open"),
        pytest.param("a] b", [("word", "a"), ("]", "]"), ("word", "b")], id="one that nothing opened"),
        pytest.param("[a) b]", [("[group", "a ) b")], id="one of another kind"),
        pytest.param("[a] [b]", [("[group", "a"), ("[group", "b")], id="two pairs"),
        pytest.param(
            "a{b=1 c}:d{e}: f", [("word", "a{b=1 c}:d{e}"), (":", ":"), ("word", "f")], id="braces behind a word"
        ),
    ],
)
def test_what_brackets_surround_is_one_column(line: str, columns: list[tuple[str, str]]) -> None:
    assert show(fold(list(read_tokens(line)))) == columns


def test_a_folded_column_ends_with_its_bracket() -> None:
    line = "[a b] c"

    assert [line[: column.end] for column in fold(list(read_tokens(line)))] == ["[a b]", "[a b] c"]
