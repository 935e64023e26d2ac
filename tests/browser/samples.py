"""Reports to open in a browser."""

from __future__ import annotations

from dataclasses import replace

from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, Finding
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.html.page import render_html
from pytest_contentjobs.reports.view import make_view
from tests.builders import ERROR, WARNING, article, content_run, finding

__all__ = ["FINDINGS", "NOT_JUDGED", "make_findings", "render"]

_RULES = ("ART-104", "ART-201", "LNK-7", "TOP-1")
NOT_JUDGED = content_run(
    job_check=Check(CheckOutcome.BROKEN, "Sources went away.", ("job-failed",)),
    name="broken",
)


def make_findings(number: int) -> list[Finding]:
    """Make findings of four rules in 17 folders: of twelve, eight are errors; a third have an owner."""
    return [
        replace(
            finding(
                f"content file 'content/file-{position}.html' does not exist",
                WARNING if position % 3 == 0 else ERROR,
                rule=_RULES[position % 4],
                entity=article(
                    f"Article {position // 3}", f"Folder {position % 17}/Sub {position % 5}", index=position
                ),
                log_line=position + 1,
                raw=(
                    f"2026-11-23 10:00:01,123 ERROR [worker-1] content.validation - file-{position}.html does not exist",
                ),
            ),
            owner="@mobile" if position % 3 == 1 else None,
            hint="Link to the article by its id." if position % 4 == 2 else None,
            entity_url=f"https://kb.example.com/edit?id={position}",
        )
        for position in range(number)
    ]


FINDINGS = make_findings(48)


def render(*runs: ContentRun) -> str:
    """Return the page of judged runs."""
    return "".join(render_html(make_view(runs, Scope())))
