from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pytest_contentjobs.boundary.sanitize import neutralize_command, sanitize_block, sanitize_line

LINES = {
    "plain": ("has no title", "has no title"),
    "white space": (" a \t b\r\n\n c\u2028d\xa0e ", "a b c d e"),
    "other scripts": ("Größe 日本 \N{GRINNING FACE}", "Größe 日本 \N{GRINNING FACE}"),
    "joiners": ("\N{MAN}\u200d\N{WOMAN} \u0646\u200c\u0627", "\N{MAN}\u200d\N{WOMAN} \u0646\u200c\u0627"),
    "private use": ("\ue000", "\ue000"),
    "terminal commands": ("\x1b[31mred\x1b[0m\x07", "\\x1b[31mred\\x1b[0m\\x07"),
    "reordered text": ("a\u202eb\u2066c\ufeff", "a\\u202eb\\u2066c\\ufeff"),
    "half a surrogate pair": ("\ud800", "\\ud800"),
    "what could not be decoded": ("a\ufffdb", "a\\ufffdb"),
    "no characters": ("\ufffe\ufdd0\U0001ffff", "\\ufffe\\ufdd0\\U0001ffff"),
    "hidden tags": ("\U000e0041", "\\U000e0041"),
    "control characters of Latin-1": ("\x9b31m\x7f", "\\x9b31m\\x7f"),
    "GitHub's old command": ("a ##[error]b", "a # #[error]b"),
    "Azure's command": ("##vso[task.setvariable]", "# #vso[task.setvariable]"),
    "Azure's command in capitals": ("##VSO[task]", "# #VSO[task]"),
    "TeamCity's command": ("##teamcity[x]", "# #teamcity[x]"),
    "one more hash": ("###[a", "## #[a"),
    "a heading": ("## [a", "## [a"),
    "GitHub's command": ("::error::b", ": :error::b"),
    "GitHub's command behind white space": (" \t::error::b", ": :error::b"),
    "GitHub's command behind a joiner": ("\u200d::error::b", "\u200d: :error::b"),
    "GitHub's command around a joiner": (":\u200c:error::b", ": \u200c:error::b"),
    "colons within": ("a::b", "a::b"),
    "empty": ("", ""),
    "white space alone": (" \n", ""),
}


@pytest.mark.parametrize(("text", "expected"), LINES.values(), ids=LINES)
def test_one_line(text: str, expected: str) -> None:
    assert sanitize_line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a" * 10, "a" * 10, id="at the limit"),
        pytest.param("a" * 11, "a" * 9 + "…", id="over the limit"),
        pytest.param("a" + " " * 40 + "b", "a…", id="far over the limit, white space"),
        pytest.param("\x00" * 3, "\\x00\\x00\\…", id="escapes make it longer"),
        pytest.param("::" + "a" * 8, ": :aaaaaa…", id="a command at the limit"),
    ],
)
def test_a_line_that_is_too_long(text: str, expected: str) -> None:
    assert sanitize_line(text, 10) == expected


BLOCKS = {
    "lines": (" a\r\n\n\tb ", " a\n\n\tb "),
    "carriage return within a line": ("50 %\r100 %", "50 %\\x0d100 %"),
    "other line ends": ("a\u2028b\x0bc\x85d", "a\\u2028b\\x0bc\\x85d"),
    "commands in a later line": ("a\n  ::error::b\n##[group]", "a\n  : :error::b\n# #[group]"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_of_lines(text: str, expected: str) -> None:
    assert sanitize_block(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a" * 10, "a" * 10, id="at the limit"),
        pytest.param("a" * 12, "a" * 10 + "\n… 2 more characters", id="over the limit"),
        pytest.param("a" * 8 + "\x00b", "a" * 8 + "\\x\n… 3 more characters", id="escapes make it longer"),
    ],
)
def test_a_block_that_is_too_long(text: str, expected: str) -> None:
    assert sanitize_block(text, 10) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [("   ::add-mask::x", "   : :add-mask::x"), ("a ::b", "a ::b"), (":a:", ":a:"), (":::", ": ::"), ("", "")],
)
def test_a_line_that_begins_like_a_command(line: str, expected: str) -> None:
    assert neutralize_command(line) == expected


AWKWARD = st.text() | st.lists(
    st.sampled_from([
        "##", "[", "vso[", "::", ":", "error", " ", "\t", "\n", "\r", "\x1b", "\x00", "\ufffe", "\ud800", "\u200d",
        "\u202e", "]]>", "<", "&", '"', "\U0010ffff", "\ufffd", "#", "\x85", "\xad",
    ])
).map("".join)  # fmt: skip
LIMITS = st.integers(2, 60)


def assert_safe(text: str) -> None:
    assert not re.search(r"##(?:\[|vso\[|teamcity\[)", text, re.IGNORECASE)
    for line in text.split("\n"):
        assert not line.replace("\u200c", "").replace("\u200d", "").lstrip().startswith("::")
    allowed = {"\t", "\n", "\u200c", "\u200d"}
    assert {letter for letter in text if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}} <= allowed
    element = etree.Element("a", {"b": text.replace("\n", " ").replace("\t", " ")})
    element.text = text
    back = etree.fromstring(etree.tostring(element))
    assert (back.text or "", back.get("b")) == (text, text.replace("\n", " ").replace("\t", " "))


@given(text=AWKWARD, limit=LIMITS)
def test_any_line_is_safe_short_and_one_line(text: str, limit: int) -> None:
    line = sanitize_line(text, limit)

    assert_safe(line)
    assert len(line) <= limit
    assert line.split() == line.split(" ") or not line


@given(text=AWKWARD, limit=LIMITS)
def test_any_block_is_safe_and_short(text: str, limit: int) -> None:
    block = sanitize_block(text, limit)

    assert_safe(block)
    assert len(block) <= limit + len("\n… 100 more characters")
    if not block.endswith("more characters"):
        assert block.count("\n") == text.count("\n")


@given(text=AWKWARD)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    block = sanitize_block(text)

    assert sanitize_block(block) == block
