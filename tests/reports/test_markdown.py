"""The page in Markdown, read back by two readers, one of them GitHub's own."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.markdown import MARKER, MAXIMUM, render_markdown
from pytest_contentjobs.reports.markdown_text import make_cell, make_code, make_table
from pytest_contentjobs.reports.verdict_line import describe_verdict
from pytest_contentjobs.reports.view import make_view
from tests.builders import WARNING, article, content_run, finding, statistics
from tests.reports.markdown_reading import HOSTILE, READERS, Page
from tests.reports.outcomes import FAILING, LIMITED, NOT_JUDGED, mixed_run

#: The only elements that the page is made of.
TAGS = {
    *("h2", "h3", "p", "ul", "li", "strong", "code", "a", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
reader = pytest.mark.parametrize("name", READERS)


def markdown(*runs: ContentRun) -> str:
    return "".join(render_markdown(make_view(runs, Scope())))


def page(name: str, *runs: ContentRun) -> Page:
    return READERS[name](markdown(*runs))


@reader
def test_the_page_says_the_verdict_what_is_new_and_fixed_and_where(name: str) -> None:
    run = mixed_run()
    shown = page(name, run)

    assert describe_verdict(run) in shown.text
    assert "1 known, 2 new, 1 fixed (b.json)" in shown.code
    assert "1 fixed" in shown.text
    rules, folders, owners = shown.tables
    assert rules == (
        ("rule", "errors", "warnings", "tolerated", "known", "items"),
        ("ART-104", "1", "0", "0", "0", "1"),
        ("ART-101", "0", "0", "0", "1", "1"),
        ("ART-201", "0", "0", "1", "0", "0"),
    )
    assert [row[0] for row in folders] == ["folder", "Billing", "no content item", "no folder"]
    assert [row[0] for row in owners] == ["owner", "@billing", "no owner"]
    assert set(shown.links) == {FAILING.entity_url, FAILING.rule_url}
    assert {"content file does not exist", "articles/articles.json:52", FAILING.hint, "@billing"} <= set(shown.code)
    assert "has no title" not in shown.code
    assert shown.tags <= TAGS


def test_a_comment_of_an_earlier_run_is_found_by_its_first_line() -> None:
    first, second = (markdown(*runs).splitlines()[0] for runs in ([content_run()], [mixed_run(), LIMITED]))

    assert first == f"{MARKER} content -->"
    assert second == f"{MARKER} content content -->"


@pytest.mark.parametrize("name", NOT_JUDGED)
def test_a_run_that_was_not_judged_says_so_at_its_top_and_why(name: str) -> None:
    run = NOT_JUDGED[name]

    text = markdown(run, replace(run, name="other"))

    assert "NOT JUDGED" in text.splitlines()[1]
    for reader_name in READERS:
        shown = page(reader_name, run)
        assert "NOT JUDGED" in shown.text
        assert run.judgement.reasons[0] in shown.code


def test_a_limit_that_is_passed_is_shown() -> None:
    assert "The baseline is outdated." in markdown(LIMITED)
    assert "FAILED" in markdown(LIMITED).splitlines()[2]


def test_since_when_a_finding_is_there() -> None:
    run = content_run(finding())
    verdict = replace(run.verdicts[0], since=datetime(2026, 11, 1, tzinfo=UTC))

    assert "since 2026-11-01" in markdown(replace(run, verdicts=(verdict,)))


@reader
@pytest.mark.parametrize("runs", [1, 3, 200])
def test_the_page_fits_into_a_comment_and_counts_what_it_leaves_out(name: str, runs: int) -> None:
    long = [finding(f"{number} {'x' * 300}", WARNING, entity=article("a" * 90)) for number in range(600 // runs)]
    each = content_run(*long, finding("the worst"))
    red = NOT_JUDGED["no finding"]

    text = markdown(*[each] * (runs - 1), red if runs > 1 else each)

    assert MAXIMUM / 3 < len(text) <= MAXIMUM
    assert runs == 200 or len(text) > MAXIMUM - 2000
    shown = READERS[name](text)
    assert runs == 200 or "the worst" in shown.code
    assert shown.tags <= TAGS
    # The last run is not judged, and has no finding to count.
    counted = 1 if runs == 1 else runs - 1
    assert (text.count("more findings") == counted) or "more runs" in text
    assert runs == 1 or "NOT JUDGED" in text.splitlines()[1]


def hostile_run(text: str) -> ContentRun:
    one = replace(
        finding(text, rule=text, entity=article(text, f"{text}/a")),
        hint=text,
        owner=text,
        rule_url=f"javascript:{text}",
        entity_url=f"https://kb.example/{text}",
    )
    return content_run(one, finding("other"), log=statistics(location=text))


@reader
@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_a_log_are_inert_and_whole(name: str, text: str) -> None:
    run = hostile_run(text)
    (first, _) = make_view([run], Scope()).runs[0].findings

    shown = page(name, run)

    assert shown.tags <= TAGS
    assert {first.message, first.item, first.rule, first.owner, first.hint} <= set(shown.code)
    assert [row[0] for row in shown.tables[0][1:]] == [group.name for group in make_view([run], Scope()).runs[0].rules]
    assert len(shown.tables) == 3
    assert all(len(row) == 6 for table in shown.tables for row in table)
    assert all(link.startswith("https://kb.example/") for link in shown.links)
    # Beside code, nothing is left of it that a host could take for a mention or a reference.
    assert not set("@#!~$&<>[]") & set(shown.text)


@reader
@given(text=st.text(f"{string.punctuation}``||__ a\u00e9", min_size=1, max_size=12))
def test_whatever_the_signs_code_shows_them_as_they_are(name: str, text: str) -> None:
    text = " ".join(text.split())
    if not text:
        assert make_code(text) == ""
        return
    shown = READERS[name](f"- {make_code(text)}\n\n{make_table(('h', 'n'), [(make_cell(text), '1')])}")

    assert shown.code == (text, text)
    assert shown.tables == ((("h", "n"), (text, "1")),)
    assert shown.tags <= TAGS
