"""The page where nothing may run, and with texts that want to: nothing is lost, and nothing runs that is not ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pytest_contentjobs.boundary.sanitize import neutralize_command
from pytest_contentjobs.cli import main
from tests.browser.samples import FINDINGS, NOT_JUDGED, make_findings, render
from tests.builders import content_run
from tests.consumers.corpus import CORPUS, OPTIONS, write_log

Open = Callable[..., Any]
#: What Jenkins sends with files that it publishes, unless somebody changed that.
JENKINS = {"Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'self';"}
#: A policy without a sandbox: scripts are allowed in general, but not this one.
STRICT = {"Content-Security-Policy": "default-src 'none'"}


@pytest.mark.parametrize("headers", [JENKINS, STRICT], ids=["jenkins", "strict"])
@pytest.mark.parametrize("number", [48, 5_000, 6_000])
def test_without_script_and_style_every_finding_is_shown(open_page: Open, headers: dict[str, str], number: int) -> None:
    page = open_page(render(content_run(*make_findings(number))), headers=headers)

    text = page.inner_text("body")
    shown = [position for position in range(number) if f"content/file-{position}.html" in text]
    assert len(shown) == min(number, 5_000)
    assert ("5,000 of 6,000 findings" in text) is (number > 5_000)
    assert "FAILED" in text
    assert "Search" not in text
    assert page.locator("svg.bar").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).margin") == "8px"


def test_without_script_and_style_a_run_that_was_not_judged_says_so_first(open_page: Open) -> None:
    text = open_page(render(NOT_JUDGED), headers=JENKINS).inner_text("body")

    assert text.index("NOT JUDGED") < text.index("Sources went away.") < text.index("Checks")


@pytest.mark.parametrize("limit", [1, 5_000], ids=["packed", "in the page"])
def test_hostile_texts_are_shown_and_do_nothing(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr("pytest_contentjobs.reports.html.page.MAXIMUM_ROWS", limit)
    log = write_log(tmp_path / "log.jsonl")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["report", f"--content-log={log.name}", "--content-html=c.html", *OPTIONS])
    assert done.exit_code == 1, done.output

    # Sorted and shown once more by the script, and not only as the file has it.
    page = open_page(
        (tmp_path / "c.html").read_text(encoding="utf-8"), at="#sort=severity", viewport={"width": 390, "height": 800}
    )

    assert page.inner_text("#status") == f"{len(CORPUS)} findings"
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    messages = page.eval_on_selector_all(".message", "all => all.map(each => each.textContent)")
    for row in CORPUS:
        wanted = neutralize_command(" ".join(row.message.split()))[:400]
        assert [message for message in messages if message.startswith(wanted)], row.code
    assert page.locator("img, iframe, object, embed, script:not(#packed)").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["findings", "not judged", "several"])
def test_no_fault_of_accessibility(open_page: Open, scheme: str, width: int, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - is not there on most machines

    runs = {
        "findings": [content_run(*FINDINGS)],
        "not judged": [NOT_JUDGED],
        "several": [content_run(*FINDINGS), NOT_JUDGED, content_run(name="clean")],
    }[name]
    is_empty = name == "not judged"
    options = {"headers": {"X-Nothing": "to do"}} if is_empty else {}
    page = open_page(render(*runs), color_scheme=scheme, viewport={"width": width, "height": 900}, **options)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")

    faults = [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]

    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_paper_has_the_findings_and_no_controls(open_page: Open) -> None:
    page = open_page(render(content_run(*FINDINGS)), color_scheme="dark")

    page.emulate_media(media="print", color_scheme="dark")

    assert page.locator("#filters").is_hidden()
    assert page.locator("article").last.is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(28, 29, 33)"
