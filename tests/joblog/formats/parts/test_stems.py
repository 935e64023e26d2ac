from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats.parts.stems import STEMS, find_stem, fold, has_stem

ANSWERS = ("=fel", "=no", "= ko ", ': "ng"', ": no\n", ">no<", "'ko'")

PIECES = st.one_of(
    st.sampled_from([*STEMS, *ANSWERS, ": notice", *(stem[:-1] for stem in STEMS), "é", "✗", "\n", "{"]),
    st.integers(0, 3).flatmap(
        lambda power: st.sampled_from(["x", "fa ", "er "]).map(lambda text: text * 10**power * 30)
    ),
)


LOOKALIKES = [
    (lookalike, letter)
    for lookalike in map(chr, range(0x80, 0x11000))
    if re.fullmatch("[a-z]", lookalike, re.IGNORECASE)
    for letter in string.ascii_lowercase
    if re.fullmatch(letter, lookalike, re.IGNORECASE)
]


def start_of_line(text: str, stem: int, position: int) -> int:
    return max(text.rfind("\n", 0, stem) + 1, position) if stem < len(text) else stem


def first_stem(text: str, position: int) -> int:
    answer = re.compile(r"""[=:>'"] ?(?:no?|ko|ng|fel|feil|hata)(?![a-z0-9_])""", re.ASCII).search(text, position)
    places = [place for stem in STEMS if (place := text.find(stem, position)) >= 0]
    return min([*places, *([answer.start()] if answer else [])], default=len(text))


@given(st.lists(PIECES, max_size=8).map("".join), st.integers(0, 300))
def test_the_position_is_where_the_line_of_the_first_stem_that_str_find_finds_starts(text: str, position: int) -> None:
    first = first_stem(text, position)

    assert position > len(text) or find_stem(text, position) == start_of_line(text, first, position)
    assert has_stem(text) is (first_stem(text, 0) < len(text))


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_short_answer_counts_behind_a_sign(answer: str) -> None:
    assert has_stem(f"valid{answer}")
    assert not has_stem(
        f"valid{answer.replace('no', 'notice').replace('ko', 'kobold').replace('ng', 'ngo').replace('fel', 'felt')}"
    )


@pytest.mark.grid
@pytest.mark.parametrize("stem", STEMS)
def test_a_stem_is_found_across_the_end_of_each_step(stem: str) -> None:
    ends = (256, 256 * 3, 256 * 7, 256 * 15)
    for start in (end - offset for end in ends for offset in range(len(stem) + 1)):
        text = "." * start + stem + "." * 9
        assert find_stem(text, 0) == 0
        in_lines = text[: start // 2] + "\n" + text[start // 2 :]
        assert find_stem(in_lines, 0) == start_of_line(in_lines, start + 1, 0)


@pytest.mark.parametrize("stem", STEMS)
def test_fold_knows_all_letters_that_ignoring_case_takes_for_those_of_a_stem(stem: str) -> None:
    assert fold(stem.upper()) == fold(stem.title()) == stem
    assert {letter for _, letter in LOOKALIKES} == {"i", "k", "s"}
    for lookalike, letter in LOOKALIKES:
        assert has_stem(fold(stem.upper().replace(letter.upper(), lookalike)))


def test_a_text_that_cannot_be_searched_counts_as_one_with_a_stem() -> None:
    assert has_stem("\ud800")
    assert find_stem("x" * 1000 + "\n\ud800", 0) == 1001


def test_no_stem_is_a_part_of_another() -> None:
    assert not [(stem, other) for stem in STEMS for other in STEMS if stem != other and stem in other]
    assert len(set(STEMS)) == len(STEMS)
