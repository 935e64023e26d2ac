"""The page as a person uses it, in a browser: filters, orders, addresses, keys, the clipboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.samples import FINDINGS, NOT_JUDGED, make_findings, render
from tests.builders import content_run

Open = Callable[..., Any]
PAGE = render(content_run(*FINDINGS))
MANY = 6_000


def listed(page: Any) -> list[str]:
    """Return the rules of the findings that are shown, in their order."""
    found: list[str] = page.eval_on_selector_all(
        "article.finding",
        "all => all.filter(each => each.checkVisibility()).map(each => each.querySelector('.rule').textContent)",
    )
    return found


def headings(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all("#list h3 bdi", "all => all.map(each => each.textContent)")
    return found


def status(page: Any) -> str:
    return str(page.inner_text("#status"))


def wait_for_status(page: Any, text: str) -> None:
    page.locator("#status").filter(has_text=re.compile(f"^{re.escape(text)}$")).wait_for()


def fragment(page: Any) -> str:
    return urlsplit(str(page.url)).fragment


def test_all_findings_are_listed_first(open_page: Open) -> None:
    page = open_page(PAGE)

    assert (len(listed(page)), status(page)) == (48, "48 findings")
    assert fragment(page) == ""


@pytest.mark.parametrize(
    ("change", "number", "state"),
    [
        (lambda page: page.fill("[name=q]", "file-7.html"), 1, "q=file-7.html"),
        (lambda page: page.fill("[name=q]", "LNK-7 mobile"), 4, "q=LNK-7+mobile"),
        (lambda page: page.check("[value=warning]"), 16, "severity=warning"),
        (lambda page: page.select_option("[name=rule]", "LNK-7"), 12, "rule=LNK-7"),
        (lambda page: page.select_option("[name=folder]", "Folder 3"), 3, "folder=Folder+3"),
        (lambda page: page.select_option("[name=owner]", "@mobile"), 16, "owner=%40mobile"),
        (lambda page: page.select_option("[name=status]", "known"), 0, "status=known"),
        (lambda page: page.click("tbody >> text=TOP-1"), 12, "rule=TOP-1"),
        (lambda page: page.click(".counts >> text=32"), 32, "severity=error&status=fails"),
    ],
    ids=["text", "words", "severity", "rule", "folder", "owner", "status", "a row of a table", "a number"],
)
def test_filters_and_the_address_that_brings_them_back(
    open_page: Open, change: Callable[[Any], object], number: int, state: str
) -> None:
    page = open_page(PAGE)

    change(page)
    wait_for_status(page, f"{number} of 48 findings")

    assert len(listed(page)) == number
    assert set(fragment(page).split("&")) == set(state.split("&"))
    again = open_page(PAGE, at=f"#{fragment(page)}")
    assert (listed(again), status(again)) == (listed(page), status(page))
    page.click("#clear")
    assert (len(listed(page)), status(page), fragment(page)) == (48, "48 findings", "")


def test_an_address_with_values_that_a_report_does_not_have_hides_nothing(open_page: Open) -> None:
    page = open_page(PAGE, at="#rule=GONE-1&folder=none&nonsense=1&severity=fatal")

    assert len(listed(page)) == 48


@pytest.mark.parametrize("at", ["#findings", "#%E0%A4%A", "#f-000000000000", "#list=1"])
def test_odd_addresses_hide_nothing(open_page: Open, large: str, at: str) -> None:
    assert len(listed(open_page(PAGE, at=at))) == 48
    assert status(open_page(large, at=at)) == "6,000 findings"


def test_a_link_to_a_part_of_the_page_keeps_the_filters(open_page: Open) -> None:
    page = open_page(PAGE, at="#rule=LNK-7")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert fragment(page) == "findings"
    assert len(listed(page)) == 12


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("", "Folder 0/Sub 2"),
        ("severity", "error"),
        ("rule", "ART-104"),
        ("owner", "@mobile"),
        ("log", "content"),
        ("age", "no date"),
    ],
)
def test_orders(open_page: Open, order: str, first: str) -> None:
    page = open_page(PAGE, at="#sort=rule" if order != "rule" else "")

    page.select_option("[name=sort]", order)
    page.locator("#list h3 bdi").first.filter(has_text=re.compile(f"^{re.escape(first)}$")).wait_for()

    assert len(listed(page)) == 48
    assert page.locator(".where").first.is_visible() is bool(order)
    if order == "log":
        lines = page.eval_on_selector_all(
            "[data-slot=log]", "all => all.map(each => Number(each.textContent.match(/\\d+$/)))"
        )
        assert lines == sorted(lines)


def test_an_address_of_a_finding_leads_to_it_whatever_is_filtered(open_page: Open) -> None:
    anchor = open_page(PAGE).locator("article").last.get_attribute("id")

    page = open_page(PAGE, at=f"#{anchor}")

    assert page.evaluate("document.activeElement.id") == anchor
    assert page.locator(f"#{anchor}").evaluate("each => each.getBoundingClientRect().top < innerHeight")


def test_keys(open_page: Open) -> None:
    page = open_page(PAGE)
    focused = "document.activeElement.id"
    first, second = (page.locator("article").nth(position).get_attribute("id") for position in (0, 1))

    page.keyboard.press("j")
    assert page.evaluate(focused) == first
    page.keyboard.press("j")
    assert page.evaluate(focused) == second
    page.keyboard.press("k")
    assert page.evaluate(focused) == first
    page.keyboard.press("o")
    assert page.locator(f"#{first} pre").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("jok/")
    assert page.input_value("[name=q]") == "jok/"
    page.keyboard.press("Escape")
    wait_for_status(page, "48 findings")


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_copy(open_page: Open, has_clipboard: bool) -> None:
    page = open_page(PAGE, at="#q=file-7.html")
    if not has_clipboard:
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")

    page.click("#copy")
    page.wait_for_selector("text=Copied")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert copied == (
        "s3://bucket/log.txt line 8: error TOP-1: content file 'content/file-7.html' does not exist "
        "(Folder 7/Sub 2: article Article 2, index 7)"
    )
    page.click("article summary")
    page.click("article button")
    page.wait_for_selector("article >> text=Copied")
    assert page.evaluate("navigator.clipboard.readText()") == copied


def test_several_runs_are_filtered_apart(open_page: Open) -> None:
    page = open_page(
        render(content_run(*FINDINGS[:3], name="one"), content_run(*FINDINGS[3:5], name="two"), NOT_JUDGED)
    )

    page.select_option("[name=run]", "two")
    wait_for_status(page, "2 of 5 findings")

    assert all(heading.startswith("two: ") for heading in headings(page))
    assert page.inner_text("h1").strip() == "NOT JUDGED"


def test_a_page_without_an_origin_of_its_own_can_be_filtered(open_page: Open) -> None:
    page = open_page(PAGE, headers={"Content-Security-Policy": "sandbox allow-scripts"})
    page.locator("html[data-ready]").wait_for(state="attached")

    page.check("[value=warning]")
    wait_for_status(page, "16 of 48 findings")

    assert len(listed(page)) == 16


def test_a_page_without_findings_has_no_filters(open_page: Open) -> None:
    # Nothing becomes ready where there is nothing to do.
    page = open_page(render(NOT_JUDGED), headers={"X-Nothing": "to do"})

    assert page.locator("#filters").is_hidden()
    assert page.inner_text("h1").strip() == "NOT JUDGED"


# More findings than stand in the page.


@pytest.fixture(scope="module")
def large() -> str:
    return render(content_run(*make_findings(MANY)))


def test_all_packed_findings_are_listed_but_only_those_in_view_are_made(open_page: Open, large: str) -> None:
    page = open_page(large)

    assert status(page) == "6,000 findings"
    assert page.locator("#rest").is_hidden()
    assert 0 < page.locator("article").count() < 1_000
    for _ in range(3):
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(200)
    assert page.locator("article").last.is_visible()
    assert page.locator("article").count() < 1_000


def test_packed_findings_are_filtered_and_have_all_their_facts(open_page: Open, large: str) -> None:
    page = open_page(large, at="#q=file-5998.html")

    assert status(page) == "1 of 6,000 findings"
    (shown,) = page.locator("article").all()
    text = shown.inner_text()
    for part in (
        "error",
        "LNK-7",
        "content/file-5998.html",
        "Link to the article by its id.",
        "s3://bucket/log.txt line 5999",
    ):
        assert part in text
    assert shown.locator("a >> text=Edit the item").get_attribute("href") == "https://kb.example.com/edit?id=5998"
    assert "About the rule" not in text
    assert "known" not in text


def test_a_packed_finding_has_an_address_and_the_keys_lead_on(open_page: Open, large: str) -> None:
    anchor = open_page(large, at="#q=file-5998.html").locator("article").get_attribute("id")

    page = open_page(large, at=f"#{anchor}")

    assert page.evaluate("document.activeElement.id") == anchor
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") not in {anchor, ""}


def test_a_browser_that_cannot_unpack_lists_what_stands_in_the_page(open_page: Open, large: str) -> None:
    page = open_page(large, script="delete window.DecompressionStream")

    assert status(page) == "5,000 findings"
    assert page.locator("#rest").is_visible()
    page.check("[value=error]")
    wait_for_status(page, "4,000 of 5,000 findings")
