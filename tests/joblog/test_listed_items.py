from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.listed_items import itemise
from pytest_contentjobs.model import Entity
from tests.builders import ERROR, article


def items(message: str, **fields: object) -> list[Entity | None]:
    entry = ParsedEntry(severity=ERROR, message=message, **fields)  # type: ignore[arg-type]
    found = itemise(entry)
    assert {part.message for part in found} == {message}
    return [part.entity for part in found]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("Missing title in articles: 'A/B', 'A/C'", [article("B", "A"), article("C", "A")], id="quoted"),
        pytest.param(
            'topics "a, b" and "c"',
            [Entity(kind="topic", name="a, b"), Entity(kind="topic", name="c")],
            id="double quotes, and",
        ),
        pytest.param(
            "folders [“X/日本”, “Y”]",
            [Entity(kind="folder", name="日本", folder="X"), Entity(kind="folder", name="Y")],
            id="list in brackets",
        ),
        pytest.param(
            "articles 'Don't panic', 'x'", [article("Don't panic", None), article("x", None)], id="apostrophe"
        ),
        pytest.param("rows 3, 7 and 12 are bad", [Entity(kind="row", index=index) for index in (3, 7, 12)], id="rows"),
        pytest.param("Rows 3,7", [Entity(kind="row", index=3), Entity(kind="row", index=7)], id="no blanks"),
        pytest.param(
            "articles 101; 102", [Entity(kind="article", id="101"), Entity(kind="article", id="102")], id="ids"
        ),
        pytest.param(
            "articles[3], articles[9] are bad",
            [Entity(kind="article", index=3), Entity(kind="article", index=9)],
            id="indexes",
        ),
        pytest.param("rows 3, 7, 3", [Entity(kind="row", index=3), Entity(kind="row", index=7)], id="one named twice"),
    ],
)
def test_a_list_of_items(message: str, expected: list[Entity]) -> None:
    assert items(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "articles: 'A/B'",
        "row 3, 7",
        "rows 3-7, 9",
        "rows 3 to 7",
        "rows 1.5, 2.5",
        "articles 'A', 'B' and 12 more",
        "articles 'A', 'B', …",
        "articles[1], articles[2] and others",
        "articles[1] and topics[2]",
        "articles[1] names articles[2]",
        "rows 1, 2 and articles 'A', 'B'",
        "status is one of 'a', 'b'",
        "title \"see articles 'A/B', 'A/C'\" is long",
        "title 'rows 3, 7' is long",
        "title «articles[3], articles[9]» is long",
        'title `topics "a", "b"` is long',
        "article Billing/x: see articles 'A/B', 'A/C'",
        "12 articles, 3 folders",
        "articles 'A, 'B",
        "no list at all",
        "",
    ],
)
def test_a_message_that_stays_one(message: str) -> None:
    assert items(message) == [None]


def test_an_entry_with_an_entity_stays_one() -> None:
    assert items("names the articles 'A', 'B'", entity=article("X")) == [article("X")]


@pytest.mark.parametrize(
    "part", ["articles '", "articles 'a", "rows 1, ", "articles[1], ", "articles ", "articles: '\\"]
)
def test_a_long_message_takes_linear_time(part: str) -> None:
    assert items(part * (1_000_000 // len(part)))


NAMES = st.text(st.sampled_from("ab é日本/,;{}\\'"), min_size=1, max_size=20).map(lambda text: f"x{text}x")


@given(st.lists(NAMES, min_size=2, max_size=8, unique=True))
def test_what_is_listed_is_found(names: list[str]) -> None:
    quoted = [name.replace("\\", "\\\\").replace("'", "\\'") for name in names]

    assert items("no title in topics: " + ", ".join(f"'{name}'" for name in quoted)) == [
        Entity(kind="topic", name=name) for name in names
    ]
