from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.findings.package.json_positions import (
    LineCounter,
    decode,
    read_document,
    read_list,
    read_object,
    read_value,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.text(max_size=4), values, max_size=4),
    max_leaves=12,
)
STYLES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "indent": st.none() | st.integers(0, 3),
        "ensure_ascii": st.booleans(),
        "separators": st.sampled_from([(",", ":"), (" ,\t", " :\r\n")]),
    }
)


def elements(text: str, key: str = "list") -> list[tuple[int, int, Any]]:
    """Return index, offset and value of the elements of the list under a key of the document."""
    found = []

    def each(index: int, start: int) -> int:
        value, end = read_value(text, start)
        found.append((index, start, value))
        return end

    readers: dict[str, Callable[[int], int]] = {key: lambda start: read_list(text, start, each)}
    read_document(text, lambda start: read_object(text, start, readers))
    return found


@given(before=st.dictionaries(st.text(max_size=4), VALUES, max_size=3), values=st.lists(VALUES), style=STYLES)
def test_every_element_is_found_where_it_starts(
    before: dict[str, Any], values: list[Any], style: dict[str, Any]
) -> None:
    document = {**{key: value for key, value in before.items() if key != "list"}, "list": values, "after": [1]}
    text = f" {json.dumps(document, **style)}\n"

    found = elements(text)

    assert [(index, value) for index, _, value in found] == list(enumerate(values))
    counter = LineCounter(text)
    for _, start, value in found:
        line, column = counter.locate(start)
        rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :]
        assert json.JSONDecoder().raw_decode(rest)[0] == value


@given(text=st.text(alphabet='[]{},:"a1 \n\\', max_size=20) | VALUES.map(json.dumps))
def test_what_is_read_is_what_is_json(text: str) -> None:
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        with pytest.raises(json.JSONDecodeError):
            elements(text, "a")
        return
    listed = value.get("a") if isinstance(value, dict) else None
    expected = listed if isinstance(listed, list) else []
    # Of repeated keys, JSON counts one.
    assert [value for _, _, value in elements(text, "a")][-len(expected) or None :] == expected


@given(text=st.text(alphabet="a\n\r", max_size=30), offsets=st.lists(st.integers(0, 30), max_size=8))
def test_lines_and_columns_count_from_one(text: str, offsets: list[int]) -> None:
    counter = LineCounter(text)

    for offset in sorted(min(offset, len(text)) for offset in offsets):
        lines = text[:offset].split("\n")
        assert counter.locate(offset) == (len(lines), len(lines[-1]) + 1)


def test_offsets_must_not_go_back() -> None:
    counter = LineCounter("a\nb")
    counter.locate(2)

    with pytest.raises(ValueError, match="go back"):
        counter.locate(1)


def test_a_document_in_one_long_line_takes_linear_time() -> None:
    text = json.dumps({"list": [{"a": "x" * 50}] * 200_000})
    counter = LineCounter(text)

    places = [counter.locate(start) for _, start, _ in elements(text)]

    assert len(places) == 200_000
    assert places[-1] == (1, len(text) - len(json.dumps({"a": "x" * 50})) - 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_is_decoded_whatever_its_encoding(encoding: str) -> None:
    assert decode('{"標題": "é"}'.encode(encoding)) == '{"標題": "é"}'
