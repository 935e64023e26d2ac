from __future__ import annotations

import re
import unicodedata
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.findings.rule_slug import LAST_RESORT, MAXIMUM_SLUG, make_rule_slug
from tests.builders import entry


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("content file 'content/refund.html' does not exist", "content-file-does-not-exist"),
        ('Article "A \\"b\\" c" isn\'t in folder «Été»', "article-isnt-in-folder"),
        ("the hub's article 'Editor's choice' has no title", "the-hubs-article-has-no-title"),
        ("article \u2018Don\u2019t panic\u2019 and “Refund” and `x`", "article-and-and"),
        ("stray ' quote, and «another", "stray-quote-and-another"),
        ("Article 12 of 300 has 4.5 % too many links", "article-of-has-too-many-links"),
        ("articles[12].folder.path is missing", "articles-folder-path-is-missing"),
        ("article KB0012345 was deleted", "article-was-deleted"),
        ("job 7A84B875-6F75-4C7B-B137-0632B62DB0BD broke at 0xdeadbeef", "job-broke-at"),
        ("revision deadbeefcafe is unknown", "revision-is-unknown"),
        ("see https://help.example/x?y=1#z for more", "see-for-more"),
        ("reported by Bob.Builder+x@example.com today", "reported-by-today"),
        ("/var/log/x and C:\\dir\\a and ../b/c.html are missing", "and-and-are-missing"),
        ("folder 'C:\\dir\\' is missing", "folder-is-missing"),
        ("refund.html not found, nor report.v2.final.pdf", "not-found-nor"),
        ("since 2026-03-01T00:00:00.000Z until 10:00:00,5", "since-until"),
        ("java.lang.NullPointerException: null", "java-lang-null-pointer-exception-null"),
        ("availabilityDate must match the pattern", "availability-date-must-match-the-pattern"),
        ("MISSING_REQUIRED_FIELD", "missing-required-field"),
        ("Der Artikel „Störung melden“ hat keine gültige Sprache", "der-artikel-hat-keine-gültige-sprache"),
        ("L'article « Été » n'a pas de titre", "l-article-n-a-pas-de-titre"),
        ("Статья «Возврат» не найдена", "статья-не-найдена"),
        ("文章'标题'缺少必填字段", "文章-缺少必填字段"),
        ("文件content/a.html不存在", "文件-不存在"),
        ("文件 内容/标题.html 不存在", "文件-不存在"),
        ("第12行「返金」のリンクが切れています", "第-行-のリンクが切れています"),
        ("one\ntwo\t three", "one-two-three"),
        ("word " * 50, "-".join(["word"] * 12)),
        ("x" * 100, "x" * 60),
        ("y " + "x" * 100, "y"),
        ("", LAST_RESORT),
        ("12 (3)", LAST_RESORT),
        ("!\x00\x1b[0m\ud800", LAST_RESORT),
        ("'a' \"b\"", LAST_RESORT),
    ],
)
def test_a_slug_is_made_of_what_stays(message: str, expected: str) -> None:
    assert make_rule_slug(message) == expected


WORDS = st.text("abcdefghijklmnopqrstuvwxyzéüñ文章缺少", min_size=1, max_size=9).filter(
    lambda word: not re.fullmatch("[a-f]{8,}", word)
)
INNER = st.characters(exclude_characters="'\"\\`«»“”\n", exclude_categories=["Cs"])
TEXT = st.text(INNER, max_size=40)
NAME = st.from_regex(r"[a-zé][a-z0-9é_-]{0,12}", fullmatch=True)
PATH = st.lists(NAME, min_size=2, max_size=5).map("/".join)
HEXADECIMAL = st.from_regex(r"[0-9a-f]{8,40}", fullmatch=True)
#: Kinds of values, each with a strategy for its text; a template has a kind, two messages of it have two values.
VALUES: dict[str, st.SearchStrategy[str]] = {
    "single quotes": TEXT.map(lambda text: f"'{text}'"),
    "double quotes": TEXT.map(lambda text: f'"{text}"'),
    "guillemets": TEXT.map(lambda text: f"«{text}»"),
    "curly quotes": TEXT.map(lambda text: f"“{text}”"),
    "number": st.integers().map(str) | st.floats(allow_nan=False, allow_infinity=False).map(str),
    "uuid": st.uuids().map(str) | st.uuids().map(lambda it: str(it).upper()),
    "hexadecimal": HEXADECIMAL | HEXADECIMAL.map(lambda text: f"0x{text}"),
    "path": PATH | PATH.map(lambda path: f"/{path}") | PATH.map(lambda path: f"{path}.html"),
    "windows path": st.lists(NAME, min_size=1, max_size=4).map(lambda names: "C:\\" + "\\".join(names)),
    "address": PATH.map(lambda path: f"https://help.example/{path}") | PATH.map(lambda path: f"s3://{path}"),
    "file": NAME.map(lambda name: f"{name}.html") | NAME.map(lambda name: f"{name}.pdf"),
    "index": st.integers(0, 10**9).map(lambda number: f"[{number}]"),
}


@given(data=st.data(), words=st.lists(WORDS, max_size=8))
def test_messages_that_differ_in_values_alone_have_the_same_slug(data: st.DataObject, words: list[str]) -> None:
    kinds = data.draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=len(words), max_size=len(words)))

    first, second = (
        " ".join(f"{word} {data.draw(VALUES[kind])}" for word, kind in zip(words, kinds, strict=True)) for _ in range(2)
    )

    assert make_rule_slug(first) == make_rule_slug(second)
    assert make_rule_slug(first) == make_rule_slug(" ".join(words))


@given(message=st.text(st.characters()))
def test_a_slug_is_words_joined_by_hyphens(message: str) -> None:
    slug = make_rule_slug(message)

    assert {unicodedata.category(letter)[0] for letter in slug.replace("-", "")} <= {"L", "M"}
    assert all(slug.split("-"))
    assert slug == slug.lower()
    assert len(slug) <= MAXIMUM_SLUG


@given(words=st.lists(st.from_regex("[g-z]{1,20}", fullmatch=True), min_size=1, max_size=12))
def test_a_slug_is_cut_at_a_word(words: list[str]) -> None:
    slug = make_rule_slug(" ".join(words)).split("-")

    assert slug == words[: len(slug)]
    assert slug == words or len("-".join(words[: len(slug) + 1])) > MAXIMUM_SLUG


@pytest.mark.parametrize(
    "part",
    [
        "'",
        '"',
        "«",
        "“",
        "a",
        "a/",
        "a.",
        "a@",
        "-",
        "'\\",
        "a:",
        "字/",
        "字",
        ".a-",
        "\u2018\u2019a",
        "/",
        "a\\",
        "_",
        "[(",
    ],
)
def test_a_long_hostile_message_is_read_in_bounded_steps(part: str) -> None:
    assert make_rule_slug(part * 2_000_000)


def test_a_finding_without_a_rule_has_one_of_its_message_and_the_name_it_had() -> None:
    (finding,) = identify([entry("file 'a.html' is missing")])

    assert (finding.rule, finding.name) == ("file-is-missing", "file 'a.html' is missing (error)")


def test_a_rule_of_the_log_stays() -> None:
    (finding,) = identify([entry("file 'a.html' is missing", rule="ART-104")])

    assert (finding.rule, finding.name) == ("ART-104", "file 'a.html' is missing (ART-104)")


def test_the_same_messages_have_the_same_rules_in_any_order() -> None:
    entries = [entry(f"article '{UUID(int=number)}' has {number} links") for number in range(20)]

    assert {finding.rule for finding in identify([*entries, *reversed(entries)])} == {"article-has-links"}
