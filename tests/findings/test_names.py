from __future__ import annotations

import hashlib
import re

import pytest

from pytest_contentjobs.findings.identity import (
    MAXIMUM_NAME,
    identify,
    make_class_name,
    make_label,
    make_unique_class_name,
)
from pytest_contentjobs.model import Entity
from tests.builders import article, entry
from tests.findings.naming import names

LONG = "Folder/" * 50


def test_the_longest_name_has_room_for_an_ordinal_of_six_digits() -> None:
    twins = [entry("x" * 400, entity=article("y" * 400))] * 10

    class_name, name = names(twins)[-1]

    assert len(class_name) <= MAXIMUM_NAME
    assert (len(name), name[-5:]) == (MAXIMUM_NAME - len("0000"), " (10)")


def test_a_name_is_cut_where_it_leaves_no_room_for_a_hash_and_an_ordinal() -> None:
    longest = "x" * (177 - len("error: "))
    one_more = entry(f"{longest}y")

    assert names([entry(longest)])[0][1] == f"error: {longest}"
    assert names([one_more])[0][1] == f"error: {longest} #{identify([one_more])[0].fingerprint[:12]}"


def test_a_name_is_cut_before_blanks() -> None:
    text = "x" * (176 - len("error: "))
    original = entry(f"{text} yy")

    assert names([original])[0][1] == f"error: {text} #{identify([original])[0].fingerprint[:12]}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("x" * 200, "x" * 200, id="as long as it may be"),
        pytest.param("x" * 201, "x" * 177 + " #", id="one more"),
        pytest.param("x" * 176 + " " + "y" * 24, "x" * 176 + " #", id="cut before a blank"),
    ],
)
def test_a_long_path_is_cut_and_told_apart_by_a_hash(path: str, expected: str) -> None:
    class_name = names([entry(entity=article(path, None))])[0][0]

    assert re.fullmatch(f"{expected}[0-9a-f]{{12}}" if "#" in expected else expected, class_name)


def test_long_paths_with_the_same_start_have_class_names_of_their_own() -> None:
    entities = [article("One", LONG), article("Two", LONG), article("One", LONG + "More")]

    assert len({names([entry(entity=entity)])[0][0] for entity in entities}) == 3


def test_naming_findings_again_changes_nothing() -> None:
    found = identify(
        [entry("has no title"), entry("has no title"), entry("x", rule="ART-1"), entry("is odd", rule="is-odd")]
    )

    assert identify(found) == found


def test_a_rule_that_looks_made_of_the_message_says_nothing_beside_it() -> None:
    (named,), (made,) = identify([entry("is odd", rule="is-odd")]), identify([entry("is odd")])

    assert (named.name, named.fingerprint) == (made.name, made.fingerprint) == ("error: is odd", named.fingerprint)
    assert [finding.name for finding in identify([entry("is odd", rule="is-bad"), entry("is odd", rule="IS-ODD")])] == [
        "is-bad is odd",
        "IS-ODD is odd",
    ]


def sha(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("ART-104", "ART-104", id="as it is"),
        pytest.param("a" * 200, "a" * 200, id="as long as may be"),
        pytest.param("a" * 201, f"{'a' * 177} #{sha('a' * 201)}", id="too long"),
        pytest.param("Müller", f"Muller #{sha('Müller')}", id="not ASCII"),
        pytest.param(" a  b", f"a b #{sha(' a  b')}", id="blanks"),
        pytest.param("a::b[c]", f"a:b(c) #{sha('a::b[c]')}", id="what splits a node id"),
        pytest.param(f"{'a' * 176} b", f"{'a' * 176} b", id="a blank where a longer one is cut"),
        pytest.param(f"{'a' * 176} {'b' * 30}", f"{'a' * 176} #{sha('a' * 176 + ' ' + 'b' * 30)}", id="cut at a blank"),
        pytest.param(
            "a #0123456789ab", f"a #0123456789ab #{sha('a #0123456789ab')}", id="ends like one that was made unique"
        ),
    ],
)
def test_a_label_is_plain_and_different_for_different_texts(text: str, label: str) -> None:
    assert make_label(text) == label
    assert len(label) <= MAXIMUM_NAME


LONG_ONE = Entity(kind="article", name="a" * 300)


@pytest.mark.parametrize(
    ("entity", "label"),
    [
        pytest.param(None, f"general #{sha(None)}", id="none"),
        pytest.param(
            Entity(kind="article", name="Müller", folder="B", index=7),
            f"B/Muller #{sha(('article', 'B', 'Müller', None, None))}",
            id="an article",
        ),
        pytest.param(LONG_ONE, make_class_name(LONG_ONE), id="one that was cut is its own already"),
    ],
)
def test_a_class_name_of_one_is_no_other_entitys(entity: Entity | None, label: str) -> None:
    assert make_unique_class_name(entity) == label
