"""Take the pictures of the HTML report: ``python docs/html_pictures.py`` opens the page of a real run in headless Chromium."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from pytest_contentjobs.cli import main as contentjobs

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).parent / "_static"
#: Who corrects what in the example, and how; for the pictures only.
SETTINGS = """
[[owner]]
folder = "Internet/**"
owner = "@network"

[[owner]]
folder = "Mobile/**"
owner = "@mobile"

[[rule]]
rule = "ART-104"
title = "Missing content file"
hint = "Export the article with its content, or take it out of the list of articles."
url = "https://wiki.example.com/ART-104"
"""
DESKTOP, PHONE, PAPER = {"width": 1280, "height": 1250}, {"width": 390, "height": 1250}, {"width": 794, "height": 1123}
#: By name of the picture: the size of the window, the colour scheme, the medium, and what to scroll to.
VIEWS: dict[str, tuple[dict[str, int], str, str, str | None]] = {
    "html-light": (DESKTOP, "light", "screen", None),
    "html-dark": (DESKTOP, "dark", "screen", "#findings"),
    "html-phone": (PHONE, "light", "screen", "#findings"),
    "html-paper": (PAPER, "light", "print", None),
    "html-not-judged": ({"width": 1280, "height": 720}, "light", "screen", None),
}


def write_pages(folder: Path) -> tuple[Path, Path]:
    """Gate the example with its package and baseline, and once with a job that failed; return both pages."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    place = folder / "examples" / "local-check"
    with (place / "contentjobs.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    (place / "failed.json").write_text('{"status": "Failed", "jobType": "Validation"}', encoding="utf-8")
    common = (
        *("report", "--content-log=validation=validation-log.txt", "--content-package=../packages/support-center"),
        *("--content-baseline=known.json", "--content-entity-url=https://kb.example.com/edit?path={path}"),
    )
    with chdir(place):
        for name, status, expected in (("judged", "status.json", 1), ("failed", "failed.json", 10)):
            arguments = [*common, f"--content-status={status}", f"--content-html={name}.html"]
            done = CliRunner().invoke(contentjobs, arguments)
            if done.exit_code != expected:
                sys.exit(f"The run ended with {done.exit_code}: {done.output}")
    return place / "judged.html", place / "failed.html"


def take(browser: Any, page_file: Path, name: str) -> None:
    """Open the page as a view says, and save what is seen."""
    size, scheme, medium, target = VIEWS[name]
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.emulate_media(media=medium, color_scheme=scheme)
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    if target:
        page.locator(target).evaluate("each => each.scrollIntoView()")
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    page.close()


def main() -> None:
    """Take all pictures."""
    os.environ["SOURCE_DATE_EPOCH"] = "1795600000"
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        judged, failed = write_pages(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for name in VIEWS:
            take(browser, failed if name == "html-not-judged" else judged, name)
        browser.close()


if __name__ == "__main__":
    main()
