from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

#: Without it nothing here is collected: most machines have no browser for tests.
_IS_ASKED_FOR = bool(os.environ.get("BROWSER_TESTS"))
collect_ignore_glob: list[str] = [] if _IS_ASKED_FOR else ["test_*.py"]
#: Served by no host; TLS by name alone makes it a secure context, which has a clipboard.
ADDRESS = "https://report.test/page.html"
# The browser's own services would ask for hosts of its maker.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Take a skip for a failure where a browser was asked for."""
    report = yield
    if _IS_ASKED_FOR and report.skipped:
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - is not there on most machines

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Install Debian's package chromium, or set CHROMIUM to the browser."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield started
        started.close()


@dataclass
class Seen:
    """What a page did that a report must not do."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a report in a page of its own; at the end, see that none had an error, opened a dialog, or made a request."""
    seen = Seen()
    contexts = []

    def open_text(
        text: str, *, at: str = "", headers: Mapping[str, str] | None = None, script: str = "", **options: object
    ) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.route(
            "**/*",
            lambda route: (
                route.fulfill(body=text, content_type="text/html", headers=dict(headers or {}))
                if route.request.url.split("#")[0] == ADDRESS
                else route.abort()
            ),
        )
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("dialog", lambda dialog: seen.errors.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        if not headers:
            page.on("console", lambda message: seen.errors.append(f"{message.type} {message.text}"))
        if script:
            page.add_init_script(script)
        page.goto(ADDRESS + at)
        if not headers:
            page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        return page

    yield open_text
    for context in contexts:
        context.close()
    assert seen.errors == []
    assert [url for url in seen.requests if url.split("#")[0] != ADDRESS] == []
