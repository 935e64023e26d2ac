"""How long the HTML report takes with many findings: to write, and in a browser until its findings are first seen.

``.venv/bin/python benchmarks/html_page.py [NUMBER]`` writes a page with 50,000 findings or NUMBER, opens it three times in headless
Chromium, and prints the times and the size. "first paint" is when the verdict is there, "findings" when all of them can be filtered
and the first are listed; "busy" is the time that this process, or the browser's main thread, worked until then, which another load
on the machine hardly changes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pytest_contentjobs.reports.cases import Scope  # noqa: E402 - behind the path
from pytest_contentjobs.reports.html.page import render_html  # noqa: E402 - behind the path
from pytest_contentjobs.reports.view import make_view  # noqa: E402 - behind the path
from tests.browser.samples import make_findings  # noqa: E402 - behind the path
from tests.builders import content_run  # noqa: E402 - behind the path

NUMBER = 50_000
OPENED = 3
#: Set when the script is ready, before the browser draws.
READY = """
() => new Promise((resolve) => {
  const see = () => document.documentElement.hasAttribute("data-ready") && document.querySelector("article")
    ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))) : setTimeout(see, 10);
  see();
})
"""


def main() -> None:
    """Write the page, open it, and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    view = make_view([content_run(*make_findings(number))], Scope())
    began, worked = time.perf_counter(), time.process_time()
    text = "".join(render_html(view))
    took, worked = time.perf_counter() - began, time.process_time() - worked
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "page.html")
        file.write_text(text, encoding="utf-8")
        print(f"{number:,} findings: written in {took:.2f} s (busy {worked:.2f} s), {file.stat().st_size / 1e6:.1f} MB")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(OPENED):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(file.as_uri(), wait_until="commit")
            findings = page.evaluate(READY)
            metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
            paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
            print(
                f"first paint {paint / 1000:.2f} s, findings {findings / 1000:.2f} s, busy {metrics['TaskDuration']:.2f} s"
            )
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
