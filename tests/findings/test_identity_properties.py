"""What holds for the names and fingerprints of any findings."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pytest_contentjobs.findings.identity import identify, make_class_name, make_entity_name
from pytest_contentjobs.model import Entity, LogEntry, SafeName
from tests.builders import ERROR, WARNING, entry
from tests.findings.naming import names

TEXT = st.text(max_size=260) | st.sampled_from(
    [
        "a",
        "a (error)",
        "a (error) #2",
        "a #0123456789ab",
        "a::b",
        "[a]",
        "a: a",
        ":a",
        "line 3",
        "x" * 400,
        "took 5 ms",
        "",
    ]
)

SHORT = st.text(min_size=1, max_size=3) | st.sampled_from(
    [
        *(
            "a",
            "A/B",
            "ü",
            "a:",
            "a: a",
            "a (item)",
            "a (id a)",
            "a (item, id a)",
            "a) (id a",
            "item id a",
            "item 1",
            "the item",
        ),
        *("general", "no folder", "x" * 250, "東" * 90),
    ]
)

ENTITIES = st.none() | st.builds(
    Entity,
    kind=st.sampled_from(["article", "topic", "item", "file", "an item", ""]),
    name=st.none() | SHORT,
    folder=st.none() | st.just("") | SHORT,
    id=st.none() | SHORT,
    index=st.none() | st.integers(0, 3),
)

ENTRIES = st.builds(
    entry,
    TEXT,
    st.sampled_from([ERROR, WARNING]),
    rule=st.none()
    | st.sampled_from(["R-1", "R::2", "warning", "warning R-1", "R-1) (R-1", "error", "\x1b[0m", "R" * 90]),
    entity=ENTITIES,
    file=st.none() | st.just("") | SHORT,
    line=st.none() | st.integers(1, 2),
    details=st.none() | st.builds(dict, id=st.integers(0, 1)),
)


@settings(max_examples=200)
@given(st.lists(ENTRIES, max_size=12))
def test_names_are_unique_safe_and_split_nowhere(entries: list[LogEntry]) -> None:
    found = names(entries)

    assert len(set(found)) == len(found)
    for class_name, name in found:
        assert f"content::{class_name}::{name}".split("::") == ["content", class_name, name]
        assert "." not in class_name
        for text in (class_name, name):
            assert TypeAdapter(SafeName).validate_python(text) == text
            assert len(text.encode()) <= 250
            assert unicodedata.is_normalized("NFC", text)
            assert text == text.strip()


@given(ENTRIES, ENTRIES)
def test_two_findings_have_one_name_only_if_they_have_one_fingerprint(first: LogEntry, second: LogEntry) -> None:
    one, other = identify([first])[0], identify([second])[0]

    assert ((one.class_name, one.name) == (other.class_name, other.name)) == (one.fingerprint == other.fingerprint)


@given(entries=st.lists(ENTRIES, max_size=8), data=st.data())
def test_identities_do_not_depend_on_the_order_nor_on_neighbours(entries: list[LogEntry], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(entries))

    assert sorted(names(entries)) == sorted(names(shuffled))
    assert {names([original])[0] for original in entries} <= set(names(entries))


@given(ENTITIES.filter(bool), ENTITIES.filter(bool))
def test_the_names_of_items_differ_as_the_items_do(first: Entity, second: Entity) -> None:
    one, other = ((make_class_name(entity), make_entity_name(entity)) for entity in (first, second))

    assert (one == other) == (first.key == second.key)
    assert TypeAdapter(SafeName).validate_python(one[1]) == one[1]
