from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats.parts.quotes import find_quoted, is_quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a 'b' \"c\" `d`", ["'b'", '"c"', "`d`"]),
        ("“a” „b“ „c” «d»", ["“a”", "„b“", "„c”", "«d»"]),
        ("\u2039e\u203a \u2018f\u2019", ["\u2039e\u203a", "\u2018f\u2019"]),
        ("「g」『h』 《i》【j】", ["「g」", "『h』", "《i》", "【j】"]),
        ("it's 'the hub's page' here", ["'the hub's page'"]),
        ("'a \"b' c\"", ["'a \"b'"]),
        (r"'a\' b' c", [r"'a\' b'"]),
        (r"\'a' b", []),
        ("'a b", []),
        ("«a 'b'", ["'b'"]),
        ("'a' 'b", ["'a'"]),
        ("文章'标题'缺少", ["'标题'"]),
        ("", []),
    ],
)  # fmt: skip
def test_what_stands_in_quotes(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in find_quoted(text)] == quoted


def test_the_quotes_themselves_are_not_in_quotes() -> None:
    text = "a 'b' c"
    spans = find_quoted(text)

    assert [is_quoted(spans, position) for position in range(len(text))] == [
        False,
        False,
        False,
        True,
        True,
        False,
        False,
    ]
    assert not is_quoted([], 0)


@given(st.text(st.sampled_from("ab '\"\\“”«»`") | st.characters(), max_size=60))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = find_quoted(text)

    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(end - start > 1 for start, end in spans)


@pytest.mark.parametrize("part", ["'", " '", " 'a", '"', '"\\', "«", " '\\", "“«\u2039", "''", "'a' "])
def test_a_long_hostile_text_takes_linear_time(part: str) -> None:
    find_quoted(part * (2_000_000 // len(part)))
