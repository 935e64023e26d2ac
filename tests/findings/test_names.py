"""Names of single texts: total, deterministic, safe, and different for different texts."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pytest_contentjobs.findings.names import MAXIMUM_NAME, MAXIMUM_SIZE, compute_hash, cut, make_name
from pytest_contentjobs.model import SafeName

_HASH = r" #[0-9a-f]{12}"
_SAFE = TypeAdapter(SafeName)

SCRIPTS = {
    "Japanese": "光回線で固定電話を使う　設定",
    "Arabic": "إعداد الهاتف الأرضي",
    "Hindi": "शुल्क वापसी की स्थिति",
    "Thai": "การคืนเงิน",
    "Korean": "환불 상태",
    "emoji": "Refund 💶 🇩🇪 👍🏽",
    "astral letters": "𠮷野家 😀𐐷",
    "combining marks": "q̂uart ŵ́",
    "no-break space": "prix\u00a0: 5\u00a0€",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in SCRIPTS.items()])
def test_a_text_in_any_script_is_its_own_name(text: str) -> None:
    assert make_name(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("u\u0308ber", "über", id="not composed"),
        pytest.param("a\x00b\x1bc", "a(U+0000)b(U+001B)c", id="controls"),
        pytest.param("a\u200b\u202eb\ufeff", "a(U+200B)(U+202E)b(U+FEFF)", id="format characters"),
        pytest.param("a\ue000\U000f0000", "a(U+E000)(U+F0000)", id="private use"),
        pytest.param("a\u0378\uffff", "a(U+0378)(U+FFFF)", id="unassigned"),
        pytest.param("a\ufffd", "a(U+FFFD)", id="replacement character"),
        pytest.param("a\ud800", "a(U+D800)", id="lone surrogate"),
        pytest.param('<b> & "c" \\ [d]', "(b) + 'c' / (d)", id="what readers give a meaning"),
        pytest.param("a::b:::c", "a:b:c", id="what splits a node id"),
        pytest.param(" a\n\tb  c\u2028d ", "a b c d", id="lines and spaces"),
        pytest.param("", "?", id="nothing"),
        pytest.param("\n", "?", id="white space alone"),
        pytest.param("a #2", "a #2", id="ends like an ordinal"),
        pytest.param("a #0123456789ab", "a #0123456789ab", id="ends like a hash"),
    ],
)
def test_what_is_not_shown_as_it_is_leaves_a_hash(text: str, shown: str) -> None:
    assert make_name(text) == f"{shown} #{compute_hash(text)}"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param("a" * 201, "a" * 185, id="characters"),
        pytest.param("東" * 84, "東" * 77, id="bytes"),
    ],
)
def test_a_long_text_is_cut_and_has_a_hash(text: str, start: str) -> None:
    assert make_name(text) == f"{start}… #{compute_hash(text)}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0123456789", "0123456789", id="as long as it may be"),
        pytest.param("0123456789a", "012345678…", id="too long"),
        pytest.param("01234567q\u0302\u0323rs", "01234567…", id="a letter with marks"),
        pytest.param("01234567👍🏽9a", "01234567…", id="emoji with a skin tone"),
        pytest.param("01234567🇩🇪🇫🇷", "01234567…", id="flag"),
        pytest.param("0123456🇩🇪🇫🇷", "0123456🇩🇪…", id="between flags"),
        pytest.param("0123456क्षत्रि", "0123456…", id="joined consonants"),
        pytest.param("01234567  9a", "01234567…", id="before blanks"),
        pytest.param("東" * 9 + "ab", "東" * 9 + "…", id="as many bytes as it may have"),
        pytest.param("𠮷" * 10, "𠮷" * 6 + "…", id="too many bytes"),
        pytest.param("a" + "\u0302" * 40, "a" + "\u0302" * 8 + "…", id="hardly a text"),
    ],
)
def test_a_text_is_cut_where_a_character_ends(text: str, expected: str) -> None:
    assert cut(text, 10, 30) == expected


TEXTS = st.text(max_size=30) | st.text(
    st.characters() | st.sampled_from('\ud800<>&"\\[]:: \t\u0301\u094d\U0001f1e9\U0001f3fd東#2'), max_size=260
)


@given(TEXTS)
def test_a_name_is_total_safe_and_short(text: str) -> None:
    name = make_name(text)

    assert make_name(text) == name
    assert _SAFE.validate_python(name) == name
    assert 0 < len(name) <= MAXIMUM_NAME
    assert len(name.encode()) <= MAXIMUM_SIZE
    assert unicodedata.is_normalized("NFC", name)
    assert "::" not in name
    assert "\ufffd" not in name
    assert name == name.strip()
    assert not [letter for letter in name if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]
    assert name == text or re.search(_HASH, name)


@given(TEXTS, TEXTS)
def test_names_are_equal_only_for_equal_texts(first: str, second: str) -> None:
    assert (make_name(first) == make_name(second)) == (first == second)


@given(TEXTS, st.sampled_from([*'<>&"\\[] ', "\n", "\u200b", "\ufffd", "\u0301", "::", " #2", "…"]))
def test_a_text_with_one_more_character_has_another_name(text: str, more: str) -> None:
    around = {make_name(text + more), make_name(more + text), make_name(make_name(text)), make_name(text)}

    assert len(around) == len({text + more, more + text, make_name(text), text})
